"""From a gap with its doubt and a unit's value with its doubt to the range of the money."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import gammaincinv

from ..model import Subject

_Z80 = 1.2816
SHOP = Subject()
Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: low/mid/high a day in the metric's unit, seen for `days` days.

    low and high are the ends of its 80 % range. `amount`: money that stands behind it, where the
    look knows it (an order's value). `subject`: whose gap it is; its own unit value counts.
    """

    low: float
    mid: float
    high: float
    days: int = 7
    amount: float | None = None
    subject: Subject = SHOP


def posterior(gap: Gap, value: float, error: float) -> Range | None:
    """The 80 % range and the median of what a week's loss is worth on average.

    gap: a day's missing units, at least none: a normal cut off at 0. value, error: currency per
    unit and its relative standard error. Whether just this week's orders would have been large or
    small ones is no part of it: the same choice comes again every week. A gap seen for less than
    a week may be only that day's (low) or the new normal (high). Summed up by the gamma of the
    same mean and variance.
    """
    spread = max((gap.high - gap.low) / (2 * _Z80), 1e-9 * max(gap.mid, 1e-9))
    mean, sd = _at_least_nought(gap.mid, spread)
    seen = min(1.0, max(gap.days, 1) / 7)
    lasting = -math.log(seen) / (2 * _Z80)
    money = mean * 7 * math.sqrt(seen) * value
    if money <= 0:
        return None
    variance = money**2 * ((sd / mean) ** 2 + error**2 + lasting**2)
    shape = max(money**2 / variance, 0.05) if variance > 0 else 1e9
    low, mid, high = (float(gammaincinv(shape, q)) * money / shape for q in (0.1, 0.5, 0.9))
    return low, mid, high


def _at_least_nought(mean: float, sd: float) -> tuple[float, float]:
    """Mean and standard deviation of a normal cut off below 0."""
    far = mean / sd
    share = math.erfc(-far / math.sqrt(2)) / 2
    ratio = math.exp(-far * far / 2) / math.sqrt(2 * math.pi) / max(share, 1e-300)
    middle = mean + sd * ratio
    return middle, sd * math.sqrt(max(1 - ratio * (far + ratio), 1e-12))
