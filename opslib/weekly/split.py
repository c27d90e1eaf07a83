"""The coming week's money: the split over plans, its total, and the same under other terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..promotion import Terms
from ..promotion import stage as stages
from ..promotion.demand import day_clock
from ..promotion.response import Responses, fit_response, priced_anew
from ..promotion.split import TotalAdvice, split_budget, total_advice, total_gain
from ..promotion.stage import Stage
from .words import judged

if TYPE_CHECKING:
    from .week import Weekly


@dataclass(frozen=True)
class Plan:
    """The budget plan of one week: `split` (see promotion.split_budget), the advice on its total,
    its gain with the 80 % range, the responses it stands on, and the shop's stage."""

    split: pd.DataFrame
    advice: TotalAdvice
    gain: tuple[float, float, float]
    responses: Responses
    terms: Terms
    stage: Stage | None = None


def plan(weekly: Weekly) -> Plan:
    """How should the coming week's money be split, and should it be more or less?"""
    return _planned(weekly, weekly.responses, weekly.terms, _stage(weekly))


def responses(weekly: Weekly) -> Responses:
    """What each plan's money brings, from the rows by day and plan."""
    plans, ads = plan_days(weekly), weekly.ads
    hours = ads[ads["level"].eq("hour")]
    hours = hours[hours["plan"].ne("")]
    gone = plans["ran_out_at"].notna() | (plans["spend"] >= 0.97 * plans["budget"])
    out = pd.MultiIndex.from_frame(plans.loc[gone, ["date", "plan"]])
    lasted = ~pd.MultiIndex.from_frame(hours[["date", "plan"]]).isin(out)
    return fit_response(plans, weekly.terms, day_clock(hours.assign(lasted=lasted)))


def plan_days(weekly: Weekly) -> pd.DataFrame:
    """The rows by day and plan; a plan of several lines is one."""
    rows = weekly.ads[weekly.ads["level"].eq("plan")]
    rows = rows[rows["plan"].ne("")]
    sums = {c: (c, "sum") for c in ("spend", "conv", "value")}
    same = {"complete": ("complete", "min"), "settled": ("settled", "min")}
    rows = rows.assign(budget=rows["budget"].where(rows["budget"] > 0))
    return rows.groupby(["date", "plan"], as_index=False, sort=True).agg(
        **sums, **same, budget=("budget", "max"), ran_out_at=("ran_out_at", "first")
    )


def _planned(weekly: Weekly, found: Responses, terms: Terms, stage: Stage | None) -> Plan:
    profile, day = weekly.shop.profile, weekly.shop.as_of
    limits = {
        "least": 7 * profile.number("plan_least_day", day),
        "most_change": profile.number("plan_change_most", day),
        "evidence": terms.evidence,
    }
    split = split_budget(found, terms.weekly_budget, **limits)
    advice = total_advice(found, terms.weekly_budget, **limits)
    return Plan(split, advice, total_gain(found, split), found, terms, stage)


def _stage(weekly: Weekly) -> Stage | None:
    """The shop's stage, where its platform's profile has criteria for it."""
    profile, day = weekly.shop.profile, weekly.shop.as_of
    if "stage_new_weeks" not in profile.thresholds:
        return None
    return stages.stage(
        plan_days(weekly),
        weekly.terms,
        new_weeks=profile.number("stage_new_weeks", day),
        new_conv=profile.number("stage_new_leads", day),
        growth=profile.number("stage_growth", day),
    )


def terms_at(
    terms: Terms, target_roi: float, margin: float, weekly_budget: float, evidence: float
) -> Terms:
    """The week's terms with other wishes."""
    return replace(
        terms, target_roi=target_roi, margin=margin, weekly_budget=weekly_budget, evidence=evidence
    )


def dearer(terms: Terms, now: Terms) -> float:
    """Factor on every value when a paid amount leaves another margin."""
    known = terms.basis == "gmv" and terms.margin > 0 and np.isfinite(terms.margin)
    return now.margin / terms.margin if known else 1.0


def scenario(
    weekly: Weekly, target_roi: float, margin: float, weekly_budget: float, evidence: float
) -> tuple[pd.DataFrame, Plan]:
    """What would the week's words and plans be told under these terms?

    target_roi: paid amount (leads: value of leads) asked for a unit of spend. margin: share of a
    paid unit left before advertising. weekly_budget: money of the week in the shop's currency.
    evidence: chance asked for before a change. Returns the words' verdicts and the budget plan;
    with the terms of the week exactly what the page shows.
    """
    terms = terms_at(weekly.terms, target_roi, margin, weekly_budget, evidence)
    if terms == weekly.terms:
        return weekly.keywords, weekly.split
    factor = dearer(weekly.terms, terms)
    hurdle = terms.target_roi * (terms.margin if terms.basis == "gmv" else 1.0)
    found = priced_anew(weekly.responses, factor, hurdle)
    return judged(weekly, terms, factor), _planned(weekly, found, terms, weekly.split.stage)
