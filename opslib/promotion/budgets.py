"""Budgets of the week by plan: what was used, when it ran out, what was lost after, why money was
left, and how far the coming week's will reach."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .account import Terms
from .unspent import why_unspent

Floats = NDArray[np.float64]

HOURS = 24
SHAPE_DAYS, RATE_DAYS, PACE_DAYS = 56, 56, 14
DRAWS, _SEED = 4000, 20260102
# A plan's hours count as many clicks of all plans' hours before its own speak.
_POOL_CLICKS = 60.0
LEAST_DAYS = 4
_COLUMNS = (
    "plan product_line days budget spend share unspent full_days out_days out_first out_median "
    "out_last lost_clicks lost_lo lost lost_hi lost_days reason_code reason pace pace_lo pace_hi "
    "pace_budget pace_share"
).split()


@dataclass(frozen=True)
class Budgets:
    """`plans`: one row a plan (columns below); `moments`: date, plan, hour at which a budget ran
    out in the week (8.5 is half past eight); `pace`: spend of the coming week over all plans, with
    the 80 % range, against `paid`, what their budgets allow. `lost`: profit of the hours after the
    money was gone, over all plans, with its range (nan: not known).

    plans: days (with a row), budget and spend of the week, share, unspent (currency); full_days
    (used up), out_days (with an hour); out_first, out_median, out_last (hours); lost_clicks and
    lost, lost_lo, lost_hi: clicks and profit of the hours after, in currency (nan: not known);
    lost_days: days with an hour it stands on; reason_code, reason: why money was left ("" where it
    was not); pace, pace_lo, pace_hi: what it would spend next week under today's budget
    pace_budget; pace_share: of that budget.
    """

    plans: pd.DataFrame
    moments: pd.DataFrame
    pace: tuple[float, float, float]
    paid: float
    lost: tuple[float, float, float]


def budgets(ads: pd.DataFrame, terms: Terms, low: float = 0.7, full: float = 0.95) -> Budgets:
    """Was each plan's budget enough, too much, or gone too early?

    ads: the frame `account.ADS`. low, full: shares of the budget below which money counts as left
    and above which it counts as used up. Plans without a budget in the week are left out.
    What was lost after the money ran out: clicks of the day so far, stretched by the hours in which
    the plan is clicked on days whose money lasted; each at the plan's settled profit a click.
    Ranges hold 80 %, by draws from gamma (clicks, rate) and Dirichlet (hours) laws.
    """
    plans = _plan_days(ads[ads["level"].eq("plan")])
    week = plans[plans["date"].between(*(pd.Timestamp(d) for d in terms.week))]
    week = week[week["budget"] > 0]
    if week.empty:
        empty = pd.DataFrame(columns=_COLUMNS)
        none, nothing = (0.0, 0.0, 0.0), pd.DataFrame(columns=["date", "plan", "hour"])
        return Budgets(empty, nothing, none, 0.0, none)
    shapes = _Shapes(ads, plans, terms)
    # A report that tells hours tells by silence that the money of the other days lasted.
    told_hours = bool(plans["hour_out"].notna().any())
    rows, paces, losses = [], [], []
    for i, (plan, mine) in enumerate(week.groupby("plan", sort=True)):
        draw = np.random.default_rng([_SEED, i])
        past = plans[plans["plan"].eq(plan)]
        row, lost = _lost(mine, past, terms, shapes, draw)
        pace, spent = _pace(past, terms, shapes, draw)
        rows.append({**_used(mine, ads, terms, low, full, told_hours), **row, **pace})
        paces.append(spent)
        losses += [lost] if lost is not None else []
    table = pd.DataFrame(rows).reindex(columns=_COLUMNS)
    out = week[week["hour_out"].notna()]
    moments = out[["date", "plan", "hour_out"]].rename(columns={"hour_out": "hour"})
    table = table.sort_values(["spend", "plan"], ascending=[False, True], ignore_index=True)
    paid = float(table["pace_budget"].sum())
    told = [_told(paces), _told(losses)]
    return Budgets(table, moments.reset_index(drop=True), told[0], paid, told[1])


def _told(draws: list[Floats]) -> tuple[float, float, float]:
    """Mean and 80 % range of a sum over plans; nan where no plan tells.

    The mean, because those of the plans add up to that of all; medians do not.
    """
    if not draws:
        return (float("nan"),) * 3
    total = np.sum(draws, axis=0)
    lo, hi = (float(q) for q in np.quantile(total, [0.1, 0.9]))
    return float(total.mean()), lo, hi


def ran_out_hour(text: object) -> float:
    """The hour of "14:35" or "14点35分" (14.58...); nan when it is no time of a day."""
    found = re.match(r"\s*(\d{1,2})\D(\d{1,2})", text) if isinstance(text, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return float("nan")
    return int(found[1]) + int(found[2]) / 60


def _plan_days(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a day and plan; schemes of one name are added before any ratio."""
    rows = rows.assign(hour_out=[ran_out_hour(t) for t in rows["ran_out_at"]])
    names = ["impressions", "clicks", "spend", "conv", "value", "budget"]
    sums = rows.groupby(["date", "plan"], as_index=False, sort=True).agg(
        {**dict.fromkeys(names, "sum"), "complete": "min", "hour_out": "max",
         "product_line": "first", "settled": "min"}
    )  # fmt: skip
    return sums


class _Shapes:
    """At which hours each plan is clicked when its money lasts the day."""

    def __init__(self, ads: pd.DataFrame, plans: pd.DataFrame, terms: Terms) -> None:
        first = pd.Timestamp(terms.week[1] - timedelta(days=SHAPE_DAYS - 1))
        hours = ads[ads["level"].eq("hour") & ads["date"].ge(first)]
        gone = plans[plans["hour_out"].notna()].set_index(["date", "plan"]).index
        lasted = ~pd.MultiIndex.from_frame(hours[["date", "plan"]]).isin(gone)
        hours = hours[lasted & hours["hour"].between(0, HOURS - 1)]
        self.all = self._counts(hours)
        self.own = {p: self._counts(h) for p, h in hours.groupby("plan")}

    @staticmethod
    def _counts(hours: pd.DataFrame) -> Floats:
        at = hours["hour"].to_numpy(int)
        counts = np.bincount(at, hours["clicks"].fillna(0.0).to_numpy(float), HOURS)
        return counts.astype(float)

    def left(self, plan: str, hour: Floats, draw: np.random.Generator) -> Floats | None:
        """Draws x hours: share of a day's clicks after each of these hours; None if unknown."""
        total = self.all.sum()
        if total <= 0:
            return None
        pool = self.all / total * min(total, _POOL_CLICKS)
        shares = draw.dirichlet(self.own.get(plan, 0.0) + pool + 1e-3, DRAWS)
        # The hour in which it ran out is lost from its minute on.
        kept = np.clip(np.arange(HOURS)[:, None] + 1 - hour[None, :], 0, 1)
        return np.clip(shares @ kept, 0.0, 0.95)


def _used(
    week: pd.DataFrame, ads: pd.DataFrame, terms: Terms, low: float, full: float, told_hours: bool
) -> dict[str, Any]:
    """What a plan's week used, and why it left money."""
    plan = str(week["plan"].iloc[0])
    spend, budget = float(week["spend"].sum()), float(week["budget"].sum())
    out = week["hour_out"].dropna().to_numpy(float)
    used_up = int((week["spend"] >= full * week["budget"]).sum())
    row: dict[str, Any] = {
        "plan": plan,
        "product_line": week["product_line"].iloc[-1],
        "days": len(week),
        "budget": budget,
        "spend": spend,
        "share": spend / budget,
        "unspent": max(budget - spend, 0.0),
        "full_days": len(out) if told_hours else used_up,
        "out_days": len(out),
        "reason_code": "",
    }
    if len(out):
        row |= {"out_first": out.min(), "out_median": float(np.median(out)), "out_last": out.max()}
    if spend < low * budget:
        row["reason_code"], row["reason"] = why_unspent(plan, ads, terms)
    return row


def _lost(
    week: pd.DataFrame, past: pd.DataFrame, terms: Terms, shapes: _Shapes,
    draw: np.random.Generator,
) -> tuple[dict[str, Any], Floats | None]:  # fmt: skip
    """Clicks and profit of the hours after the money was gone, and the profit's draws."""
    days = week[week["hour_out"].notna()]
    if days.empty:
        return {}, None
    left = shapes.left(str(days["plan"].iloc[0]), days["hour_out"].to_numpy(float), draw)
    if left is None:
        return {"lost_days": len(days)}, None
    seen = draw.gamma(days["clicks"].to_numpy(float) + 0.5, size=(DRAWS, len(days)))
    clicks = (seen * left / (1 - left)).sum(axis=1)
    found = {"lost_clicks": float(np.median(clicks)), "lost_days": len(days)}
    profit = _profit_a_click(past, week, terms, draw)
    if profit is None:
        return found, None
    lost = clicks * profit
    mid, lo, hi = _told([lost])
    return found | {"lost_lo": lo, "lost": mid, "lost_hi": hi}, lost


def _profit_a_click(
    past: pd.DataFrame, week: pd.DataFrame, terms: Terms, draw: np.random.Generator
) -> Floats | None:
    """Draws of what a click leaves after its price, from settled days; None if not known."""
    first = pd.Timestamp(terms.week[0] - timedelta(days=RATE_DAYS))
    old = past[past["settled"].astype(bool) & past["date"].ge(first)]
    clicks, conv = float(old["clicks"].sum()), float(old["conv"].sum())
    paid = float(week["clicks"].sum())
    if not terms.priced or clicks <= 0 or conv < 1 or paid <= 0:
        return None
    rate = draw.gamma(conv + 0.5, 1 / clicks, DRAWS)
    worth = float(old["value"].sum()) / conv
    # One order's value differs by as much as itself: the mean of few is known that badly.
    spread = 1.0 if terms.basis == "gmv" else 0.0
    worths = worth * draw.lognormal(0.0, spread / np.sqrt(conv), DRAWS)
    return rate * worths - float(week["spend"].sum()) / paid


def _pace(
    past: pd.DataFrame, terms: Terms, shapes: _Shapes, draw: np.random.Generator
) -> tuple[dict[str, float], Floats]:
    """What the plan would spend in the coming week under its latest budget."""
    recent = past[past["date"].gt(pd.Timestamp(terms.as_of - timedelta(days=PACE_DAYS)))]
    recent = recent[recent["budget"] > 0]
    if len(recent) < LEAST_DAYS:
        return {}, np.zeros(DRAWS)
    today = float(recent["budget"].iloc[-1])
    wanted = recent["spend"].to_numpy(float)
    out = recent["hour_out"].to_numpy(float)
    gone = np.isfinite(out)
    left = shapes.left(str(recent["plan"].iloc[0]), out[gone], draw) if gone.any() else None
    if left is not None:
        wanted = wanted.copy()
        wanted[gone] = wanted[gone] / (1 - left.mean(axis=0))
    # A week of days like those of late, each cut at the budget.
    days = draw.integers(0, len(wanted), (DRAWS, 7))
    spent = np.minimum(wanted[days], today).sum(axis=1)
    lo, hi = np.quantile(spent, [0.1, 0.9])
    pace = {"pace": float(spent.mean()), "pace_lo": float(lo), "pace_hi": float(hi)}
    return pace | {"pace_budget": 7 * today, "pace_share": pace["pace"] / (7 * today)}, spent
