"""Activities of a day or two, too small to be judged one by one: what do they bring together?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Verdict = Literal["worked", "no_better", "cannot_tell"]

LEAST_TIMES = 6  # editions below which nothing is said
LEAST_FREE = 6  # weeks without the activity, in which its weekdays show what they usually bring
SURE = 0.92  # chance of a gain asked for before it is said to have worked
NOTHING = 0.05  # of a usual day: what surely brings less did not beat one
Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class Pooled:
    """Editions together. lift: of their days against the same weekdays without them, 80 % range.

    times, free: weeks with and without one.
    net_lift: lift of the whole week, what was only moved within it taken off. needed: how many
    weeks without one are still missing (0: none).
    """

    lift: float
    lo: float
    hi: float
    net_lift: float
    net_lo: float
    net_hi: float
    times: int
    free: int
    verdict: Verdict
    needed: int


def pooled_effect(daily: pd.Series, days: pd.DatetimeIndex, quiet: pd.Series) -> Pooled:
    """What do many short activities of one kind bring, taken together?

    daily: amounts or counts by date (>= 0). days: all days of all editions. quiet: by date, True
    on days that nothing else touches (no other event, no holiday); the others are left out.
    Each day's log is set against the mean of its ISO week's days that no edition touches and
    against what the same weekdays are in weeks without an edition. Ranges come from leaving out
    one week after the other (jackknife). The net sets whole weeks against their neighbours.
    `cannot_tell` with fewer than six editions or six free weeks: an activity on the same weekday
    of every week cannot be told from the weekday.
    """
    known = daily[daily.index.map(quiet).fillna(False).astype(bool)].astype(float)
    weeks = known.index.to_period("W-SUN")
    on = known.index.isin(days)
    with_it = weeks[on].unique()
    free = len(weeks.unique()) - len(with_it)
    if len(with_it) < LEAST_TIMES or free < LEAST_FREE:
        blank = (float("nan"),) * 6
        return Pooled(*blank, len(with_it), free, "cannot_tell", max(LEAST_FREE - free, 0))
    y = np.log(known.to_numpy() + max(float(known.mean()) * 0.05, 0.5))
    codes, _ = pd.factorize(weeks)
    weekday = known.index.day_of_week.to_numpy()
    lift = _jackknife(y, on.astype(float), weekday, codes, within=True)
    net = _jackknife(y, np.isin(codes, codes[on]).astype(float), weekday, codes, within=False)
    return Pooled(*_span(*lift), *_span(*net), len(with_it), free, _verdict(lift, net), 0)


def _verdict(lift: tuple[float, float], net: tuple[float, float]) -> Verdict:
    """Worked: its days surely sell more, and the week does too: else it was only moved in it."""
    middle, error = lift
    if middle - _sure() * error > 0 and net[0] - Z80 * net[1] > 0:
        return "worked"
    return "no_better" if np.expm1(middle + Z80 * error) < NOTHING else "cannot_tell"


def _sure() -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(SURE)


def _span(middle: float, error: float) -> tuple[float, float, float]:
    low, mid, high = np.expm1([middle - Z80 * error, middle, middle + Z80 * error])
    return float(mid), float(low), float(high)


def _jackknife(
    y: Floats, on: Floats, weekday: NDArray[np.int64], week: NDArray[np.int64], *, within: bool
) -> tuple[float, float]:
    """The step in logs on the days, and its standard error by leaving out blocks of weeks."""
    whole = _step(y, on, weekday, week, within)
    blocks = np.arange(week.max() + 1) // 2  # two weeks together: one week's luck lasts
    parts = []
    for block in np.unique(blocks):
        keep = blocks[week] != block
        parts.append(_step(y[keep], on[keep], weekday[keep], week[keep], within))
    parts_ = np.array(parts)
    n = len(parts_)
    return whole, float(np.sqrt((n - 1) / n * ((parts_ - parts_.mean()) ** 2).sum()))


def _step(
    y: Floats, on: Floats, weekday: NDArray[np.int64], week: NDArray[np.int64], within: bool
) -> float:
    """Coefficient of `on` beside weekday effects and week levels (within) or a slow level."""
    columns = [on, *((weekday == d).astype(float) for d in range(7))]
    if within:
        levels = np.unique(week)[1:]
        columns += [(week == w).astype(float) for w in levels]
    else:
        knots = np.linspace(week.min(), week.max(), max(int(np.ptp(week) / 8), 1) + 1)
        columns += [np.maximum(0.0, week - k) for k in knots[:-1]]
    found, *_ = np.linalg.lstsq(np.column_stack(columns), y, rcond=None)
    return float(found[0])
