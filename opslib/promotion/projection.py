"""What the days that are still filling up will have become, with the range it will lie in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .completion import Completion, expected_rest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVEL = 0.8
# Earlier weeks speak for a member's rate with this weight, all members together for one conversion.
PAST_WEIGHT, POOL_WEIGHT = 0.25, 1.0
# The order value of all members counts as so many orders of a member.
POOL_ORDERS = 3.0
_MOST_SPREAD = 4.0


@dataclass(frozen=True)
class Habits:
    """What earlier weeks say of a member's conversions: rate a click, mean order value (`worth`)
    by member; `noise`: variance of a day's conversions over their mean; `spread`: coefficient of
    variation of order values."""

    rate: Floats
    worth: Floats
    noise: float
    spread: float


def habits(figures: Mapping[str, Floats], day: Ints, code: Ints, members: int) -> Habits:
    """What is usual for each member?

    figures: clicks, conv, gmv, complete by row, of several weeks. day, code: a number of each
    row's day and member. Days that are still open count in full, settled ones with PAST_WEIGHT.
    """
    clicks, conv, gmv, share = (figures[c] for c in _NEEDED)
    known = np.isfinite(share)
    weight = np.where(share < 1, 1.0, PAST_WEIGHT) * known
    seen = clicks * np.where(known, share, 0.0)
    all_conv, all_seen = float((weight * conv).sum()), float((weight * seen).sum())
    pool = all_conv / all_seen if all_seen > 0 else 0.0
    got = np.bincount(code, weight * conv, members) + POOL_WEIGHT
    had = np.bincount(code, weight * seen, members) + POOL_WEIGHT / max(pool, 1e-12)
    orders = np.bincount(code, conv, members)
    mean = float(gmv.sum() / conv.sum()) if conv.sum() > 0 else 0.0
    worth = (np.bincount(code, gmv, members) + POOL_ORDERS * mean) / (orders + POOL_ORDERS)
    rate = got / had if pool > 0 else np.zeros(members)
    return Habits(rate, worth, _noise(day, conv, seen, pool), _spread(conv, gmv, worth[code]))


_NEEDED = ("clicks", "conv", "gmv", "complete")


def _noise(day: Ints, conv: Floats, seen: Floats, pool: float) -> float:
    """How much more than by chance the days differ (1: as dice would)."""
    day = day - day.min() if len(day) else day
    many, hoped = np.bincount(day, conv), np.bincount(day, seen) * pool
    use = hoped > 0.2
    if use.sum() < 10:
        return 1.0
    found = float(((many - hoped)[use] ** 2 / hoped[use]).sum() / (use.sum() - 1))
    return min(max(found, 1.0), _MOST_SPREAD)


def _spread(conv: Floats, gmv: Floats, worth: Floats) -> float:
    """Coefficient of variation of one order's value, from sums of a few orders each."""
    use = (conv > 0) & (worth > 0)
    if use.sum() < 10:
        return 1.0
    off = (gmv[use] / worth[use] - conv[use]) ** 2 / conv[use]
    return float(min(max(np.sqrt(off.mean()), 0.1), 3.0))


@dataclass(frozen=True)
class Projected:
    """By member: conversions and paid amount when all have come, with the 80 % range."""

    conv: Floats
    conv_lo: Floats
    conv_hi: Floats
    gmv: Floats
    gmv_lo: Floats
    gmv_hi: Floats


def project(
    figures: Mapping[str, Floats], code: Ints, members: int, usual: Habits, completion: Completion
) -> Projected:
    """What the rows of one period will have become, by member.

    figures: clicks, conv, gmv, complete by row; code: each row's member. What is to come is a
    gamma-Poisson count on the clicks that are still open; its value a compound sum. Ranges by the
    gamma law of the same mean and variance. nan where a row's completeness is unknown.
    """
    clicks, conv, gmv, share = (figures[c] for c in _NEEDED)
    blind = np.bincount(code, np.isnan(share), members) > 0
    share = np.where(np.isnan(share), 1.0, share)
    count, amount = np.bincount(code, conv, members), np.bincount(code, gmv, members)
    rest, doubt = expected_rest(clicks, share, code, members, usual.rate, completion)
    heard = np.bincount(code, clicks * share, members) * usual.rate + POOL_WEIGHT
    spread = rest * usual.noise + rest**2 / heard * usual.noise + doubt
    worth = usual.worth
    # Each member's mean value is itself known from few orders only.
    vague = worth**2 * usual.spread**2 / (count + POOL_ORDERS)
    var = rest * (worth * usual.spread) ** 2 + spread * worth**2 + rest**2 * vague
    few = spread + np.where(rest > 0, 1 / 12, 0.0)  # a whole number spread over its own width
    bounds = [_range(rest, few), _range(rest * worth, var)]
    out = [count + rest, *(count + b for b in bounds[0])]
    out += [amount + rest * worth, *(amount + b for b in bounds[1])]
    return Projected(*(np.where(blind, np.nan, a) for a in out))


def _range(mean: Floats, var: Floats) -> tuple[Floats, Floats]:
    """The middle 80 % of a gamma of this mean and variance; the mean where there is no doubt.

    Where next to nothing is to come, the mean lies above nine tenths of what may: the range then
    reaches up to it, since a figure outside its own range is taken for a fault.
    """
    from scipy.special import gammaincinv

    doubtful = np.flatnonzero((mean > 0) & (var > 0))
    lo, hi = mean.copy(), mean.copy()
    shape = mean[doubtful] ** 2 / var[doubtful]
    scale = var[doubtful] / mean[doubtful]
    for end, q in ((lo, (1 - LEVEL) / 2), (hi, (1 + LEVEL) / 2)):
        end[doubtful] = scale * gammaincinv(shape, q)
    return lo, np.maximum(hi, mean)
