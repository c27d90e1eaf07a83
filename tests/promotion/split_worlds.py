"""Drawn shops whose budgets run out, with what each plan's money would truly bring next week."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib.promotion import Terms
from opslib.promotion.demand import day_clock
from opslib.simulate import ads
from opslib.simulate.ad_truth import _values
from opslib.simulate.causes_base import Cause
from opslib.simulate.draws import draw_spec
from opslib.simulate.history import History, live
from opslib.simulate.world import World

MARGIN = 0.3


@dataclass(frozen=True)
class TightBudgets(Cause):
    """Every three weeks each plan's budget is set anew to a drawn share of its demand."""

    def cut_budget(self, budget: np.ndarray, wanted: np.ndarray, world: World, plan: int) -> None:
        """Budgets of 45 to 130 % of the usual day's demand."""
        for step, last in enumerate(range(world.spec.days, 0, -21)):
            days = slice(max(last - 21, 0), last)
            share = 0.45 + 0.85 * world.dice.uniform("tight", plan, step)[0]
            budget[days, plan] = max(round(float(np.median(wanted[days])) * share), 1)


@dataclass(frozen=True)
class World4:
    """One shop at the end of a week: what the report knows, and the coming week's truth.

    wanted: money each plan could spend next week; worth: value of a unit of it, before spend.
    """

    plan_days: pd.DataFrame
    terms: Terms
    clock: np.ndarray | None
    names: list[str]
    wanted: np.ndarray
    worth: np.ndarray

    def value(self, plans: list[str], spend: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Value and money really spent of a weekly spend of these plans."""
        at = [self.names.index(p) for p in plans]
        used = np.minimum(spend, self.wanted[at])
        return self.worth[at] * used, used


def tight_shop(seed: int) -> World4:
    """A drawn shop whose last week is known, and next week's truth."""
    spec = draw_spec(seed, days=150, end=date(2026, 9, 13))
    spec = replace(spec, background=(*spec.background, TightBudgets("tight", spec.start)))
    history = live(spec, seed)
    known = spec.end - timedelta(days=7)
    rows = ads.ad_day(history, known)
    rows["date"] = pd.to_datetime(rows["date"])
    rows = rows[rows["date"] <= pd.Timestamp(known)]
    age = (pd.Timestamp(known) - rows["date"]).dt.days
    curve = ads.completion_truth(history)["share"].to_numpy()
    rows["complete"] = curve[np.minimum(age, len(curve) - 1)]
    rows["conv"] = rows["ad_orders"].astype(float)
    rows["value"] = rows["ad_gmv"] * MARGIN
    plans = rows[rows["level"] == "plan"]
    terms = Terms(
        known, (known - timedelta(days=6), known), "CNY", 15, "gmv", MARGIN, 0.0, 1 / MARGIN, 0.0
    )
    gone = plans.set_index(["date", "plan"])["ran_out_at"].notna()
    hours = rows[rows["level"] == "hour"]
    keys = pd.MultiIndex.from_frame(hours[["date", "plan"]])
    hours = hours.assign(lasted=~gone.reindex(keys).fillna(False).to_numpy(bool))
    wanted, worth = _truth(history)
    names = [p.name for p in history.world.plans]
    return World4(plans, terms, day_clock(hours), names, wanted, worth)


def _truth(history: History) -> tuple[np.ndarray, np.ndarray]:
    """Next week's demand in money, and value of a unit of it, plan by plan."""
    world, rates = history.world, history.rates
    week = slice(history.days - 7, history.days)
    clicks = (rates.shown * rates.ctr)[week]
    people = 0.7 * clicks + 0.3 * (1 - np.exp(-clicks))
    each = _values(history)[:, 0] * MARGIN
    value = people * rates.cvr[week] * each
    wanted, worth = [], []
    for k, plan in enumerate(world.plans):
        mine = world.plan == k
        spent = clicks[:, mine].sum(1) * plan.cpc
        full = spent / rates.lasts[week, k]
        wanted.append(float(full.sum()))
        worth.append(float(value[:, mine].sum() / spent.sum()))
    return np.array(wanted), np.array(worth)
