"""Which share of what an event sells was only bought earlier: told by several editions together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEEDED = (
    "expected extra extra_lo extra_hi pulled_forward pulled_lo pulled_hi net_lo net_hi"
).split()
SHARES = np.linspace(-0.5, 1.5, 401)
ALIKE = 0.05  # editions of one event differ so much in their share (assumed)
OTHERS = 0.10  # and other events so much


def pooled_share(
    past: pd.DataFrame,
    event: str,
    *,
    mean: float = 0.25,
    spread: float = 0.15,
    level: float = 0.8,
) -> tuple[float, float, float]:
    """Which share of the extra of this event is only moved? Middle, low and high end at `level`.

    past: one row an edition with the fields of `EventEffect` named in NEEDED, and `event`; ranges
    at `level`. mean, spread: what is believed before. Editions of other events count for less.
    An edition that hardly sold more tells little by itself, and spoils nothing: no ratio is taken
    of it. Without any edition the belief alone.

    Source: Fieller (1954): of the right share s, pulled - s x extra is 0 but for its own error,
    which follows from the ranges of extra, pulled and net; a flat share over a grid.
    """
    log = -0.5 * ((SHARES - mean) / spread) ** 2
    told = past[np.isfinite(past[NEEDED].to_numpy(float)).all(axis=1)] if len(past) else past
    for row in told.to_dict("records"):
        unit = max(float(row["expected"]), 1e-9)
        extra, pulled = float(row["extra"]) / unit, float(row["pulled_forward"]) / unit
        ends = ("extra_lo", "extra_hi"), ("pulled_lo", "pulled_hi"), ("net_lo", "net_hi")
        first, second, both = ((_half(row, *e) / unit / _z(level)) ** 2 for e in ends)
        # What is wrong with the level spoils both, in opposite ways; the net's range tells how.
        shared = (first + second - both) / 2
        shared = float(np.clip(shared, -np.sqrt(first * second), np.sqrt(first * second)))
        own = (ALIKE if str(row["event"]) == event else OTHERS) * extra
        width = second + SHARES**2 * first - 2 * SHARES * shared + own**2 + 1e-9
        log = log - 0.5 * np.log(width) - 0.5 * (pulled - SHARES * extra) ** 2 / width
    weight = np.exp(log - log.max())
    below = np.cumsum(weight) / weight.sum()
    lo, mid, hi = np.interp([(1 - level) / 2, 0.5, (1 + level) / 2], below, SHARES)
    return float(mid), float(lo), float(hi)


def _half(row: dict[str, object], low: str, high: str) -> float:
    return (float(row[high]) - float(row[low])) / 2  # type: ignore[arg-type]


def _z(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))
