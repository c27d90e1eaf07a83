"""How far out is an alarm: thresholds for a stated number of false alarms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

Floats = NDArray[np.float64]

DAYS_A_MONTH = 30.4
FREEDOMS = np.array([2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 30.0, 200.0])
INNER, OUTER = 0.80, 0.95
CAUSES = 0.012  # share of days that have a real cause; they are no measure of chance
PRIOR_DAYS = 60


def point_threshold(rate: float) -> float:
    """Two-sided threshold in standard deviations that a quiet day crosses with chance `rate`."""
    return float(-ndtri(min(max(rate, 1e-9), 0.5) / 2))


def run_threshold(rate: float, slack: float) -> float:
    """Limit of a two-sided CUSUM that alarms with chance `rate` a day on independent scores.

    Source: Siegmund (1985), average run length exp(2 k b) - 2 k b - 1 over 2 k^2, b = h + 1.166.
    """
    wanted = 2.0 / max(rate, 1e-9)  # two sides, each half as often
    low, high = 0.0, 60.0 / slack
    for _ in range(60):
        middle = (low + high) / 2
        b = 2 * slack * (middle + 1.166)
        low, high = (middle, high) if np.exp(b) - b - 1 < 2 * slack**2 * wanted else (low, middle)
    return high


def calibrate(scores: Floats, rate: float) -> tuple[Floats, Floats]:
    """Threshold and scale of each series from its own past scores (days x series, NaN ignored).

    The bulk (80th and 95th percentile of the absolute score) sets scale and weight of the tail,
    so that the few days with a real cause do not raise the threshold; little history leans on
    the normal distribution.
    """
    size = np.abs(scores)
    days = np.isfinite(size).sum(axis=0)
    ordered = np.sort(np.where(np.isfinite(size), size, np.inf), axis=0)
    inner = _quantile(ordered, days, INNER)
    outer = _quantile(ordered, days, OUTER)
    trust = days / (days + PRIOR_DAYS)
    normal = float(ndtri((1 + INNER) / 2))
    scale = np.exp(trust * np.log(np.clip(inner / normal, 0.5, 3.0)))
    plain = float(ndtri((1 + OUTER) / 2)) / normal
    ratio = plain + trust * (np.clip(outer / np.maximum(inner, 1e-9), 1.2, 3.0) - plain)
    tail_ratios = stdtrit(FREEDOMS, (1 + OUTER) / 2) / stdtrit(FREEDOMS, (1 + INNER) / 2)
    far = stdtrit(FREEDOMS, 1 - rate / 2) / stdtrit(FREEDOMS, (1 + INNER) / 2) * normal
    reach = np.interp(-ratio, -tail_ratios, far)
    return scale * reach, scale


def _quantile(ordered: Floats, days: NDArray[np.int64], share: float) -> Floats:
    """Quantile of the first `days` entries of each sorted column; NaN-free, 1 where empty."""
    place = (1 - CAUSES) * share * np.maximum(days - 1, 0)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, np.maximum(days - 1, 0))
    column = np.arange(ordered.shape[1])
    if not len(ordered):
        return np.ones(ordered.shape[1])
    below, above = ordered[low, column], ordered[high, column]
    with np.errstate(invalid="ignore"):
        value = below + (place - low) * (above - below)
    return np.where(days > 0, value, 1.0)
