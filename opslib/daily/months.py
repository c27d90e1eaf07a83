"""A month's total: what has come, what is to come, and what it is held against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from .targets import Goal

LEVEL = 80
LEVELS = (50, LEVEL, 95)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure to come: as likely passed as missed, and the bounds that hold it with 80 %."""

    mean: float
    low: float
    high: float

    def plus(self, known: float) -> Range:
        """The range of this and what is known already."""
        return Range(self.mean + known, self.low + known, self.high + known)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's total: what has come, what is to come, and what it is held against.

    so_far: sum of the days up to `known`; `filled` of them were missing and count as usual for
    their weekday. left: days after `known`, 0 for a closed month. chance: of reaching the target
    (of staying within it, where `capped`), None without one or without days to come.
    """

    last: date
    known: date
    so_far: float
    filled: int
    left: int
    end: Range
    goals: tuple[Goal, ...] = ()
    chance: float | None = None
    capped: bool = False

    @property
    def target(self) -> Goal | None:
        """The registered target."""
        return next((g for g in self.goals if g.kind == "target"), None)

    @property
    def expected_per_day(self) -> float:
        """What each day left is expected to bring."""
        return (self.end.mean - self.so_far) / self.left if self.left else 0.0

    @property
    def needed_per_day(self) -> float | None:
        """What each day left has to bring for the target (may bring, where `capped`)."""
        if self.target is None or not self.left:
            return None
        return max(self.target.value - self.so_far, 0.0) / self.left


def last_known(daily: pd.Series) -> date:
    """The last day that has a value."""
    return pd.Timestamp(daily.last_valid_index()).date()


def month_of(
    daily: pd.Series,
    last: date,
    total: Mapping[str, float],
    goals: tuple[Goal, ...],
    *,
    capped: bool = False,
) -> Month:
    """The month that ends on `last`, from its known days and the `total` of those to come.

    total: mean, lo50, hi50, lo80 ... of all days from the last known one to `last`; {} for none.
    """
    known = last_known(daily)
    days = daily.reindex(pd.date_range(last.replace(day=1), min(known, last)))
    filled = days.isna()
    so_far = float(days.sum() + sum(_usual(daily, d) for d in days.index[filled]))
    rest = Range(*(float(total.get(k, 0.0)) for k in ("mean", f"lo{LEVEL}", f"hi{LEVEL}")))
    left = max((last - known).days, 0)
    month = Month(last, known, so_far, int(filled.sum()), left, rest.plus(so_far), goals)
    if month.target is None or not left:
        return replace(month, capped=capped)
    reached = chance(month.target.value - so_far, total)
    return replace(month, capped=capped, chance=1 - reached if capped else reached)


def _usual(daily: pd.Series, day: pd.Timestamp) -> float:
    """What a missing day counts as: the mean of the same weekday four weeks around it, known."""
    near = daily.reindex([day + pd.Timedelta(days=7 * k) for k in (-4, -3, -2, -1, 1, 2, 3, 4)])
    return float(near.mean()) if near.notna().any() else 0.0


def chance(need: float, total: Mapping[str, float]) -> float:
    """How likely is a total of at least `need`, given its mean and quantiles (lo80, hi80 ...)?

    Between the quantiles straight on the scale of normal scores against the logarithm; beyond
    them the last stretch goes on.
    """
    if need <= 0:
        return 1.0
    normal = NormalDist()
    points = [(0.0, total["mean"])]
    for level in LEVELS:
        score = normal.inv_cdf((1 + level / 100) / 2)
        points += [(-score, total[f"lo{level}"]), (score, total[f"hi{level}"])]
    scores, values = np.array(sorted(points)).T
    logs = np.maximum.accumulate(np.log(np.maximum(values, 1e-9)))
    logs += 1e-9 * np.arange(len(logs))
    at = int(np.clip(np.searchsorted(logs, math.log(need)), 1, len(logs) - 1))
    slope = (scores[at] - scores[at - 1]) / (logs[at] - logs[at - 1])
    return 1 - normal.cdf(float(scores[at] + slope * (math.log(need) - logs[at])))
