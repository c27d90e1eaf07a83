"""Which hours to weigh more or less, and what that is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .account import Terms
from .slots import Slots

# How far a platform's time coefficients are moved at a time, and how much of moved money works as
# well as what was spent in those hours already.
LEAST, MOST = 0.7, 1.3
WORKS = 0.7
_DRAWS = 4000


@dataclass(frozen=True)
class Schedule:
    """parts: first, last (hour), weight (factor on the bid), verdict, share (of spend now);
    gain, gain_lo, gain_hi: value a week at the same spend (80 %; nan: not priced)."""

    parts: pd.DataFrame
    gain: float
    gain_lo: float
    gain_hi: float


def schedule(slots: Slots, terms: Terms) -> Schedule:
    """Which hours should be bid on more, which less, and how much does it bring a week?

    Only hours that differ beyond chance are moved, and no further than LEAST to MOST at a time;
    their weight is the shrunk factor of their results. Total spend stays as it is. Of moved money
    the share WORKS is taken to earn what the hour's clicks earn now (an assumption: the next
    clicks of an hour are worth less than the first).
    """
    parts = slots.parts[["first", "last", "verdict", "factor", "lo", "hi"]].copy()
    spend = slots.parts["spend"].to_numpy(float)
    parts["share"] = spend / max(spend.sum(), 1e-12)
    moved = (parts["verdict"] != "plain").to_numpy()
    weight = np.where(moved, np.clip(parts["factor"], LEAST, MOST), 1.0)
    parts["weight"] = np.round(weight, 1)
    columns = ["first", "last", "verdict", "weight", "share"]
    if not moved.any() or not terms.priced:
        known = 0.0 if not moved.any() else np.nan
        return Schedule(parts[columns], known, known, known)
    rng = np.random.default_rng(8)
    low, middle, high = (
        np.log(np.maximum(parts[c].to_numpy(float), 1e-6)) for c in ("lo", "factor", "hi")
    )
    sd = (high - low) / 2.563
    factor = np.exp(middle - sd**2 / 2 + sd * rng.standard_normal((_DRAWS, len(parts))))
    before = parts["share"].to_numpy(float)
    after = before * parts["weight"].to_numpy(float)
    after = after / after.sum()
    weekly = slots.parts["value"].sum() / max(slots.days, 1) * 7
    won = WORKS * weekly * ((factor @ after) / (factor @ before) - 1)
    lo, hi = np.quantile(won, [0.1, 0.9])
    return Schedule(parts[columns], float(won.mean()), float(lo), float(hi))
