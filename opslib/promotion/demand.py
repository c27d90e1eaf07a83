"""What a plan could spend at its present bids, had its money lasted all day."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEEKS = 8
USED_UP = 0.97  # of a day's budget: it ran out, even where no time stands in the report
UNTIMED = 1.15  # demand over spend on a day that ran out nobody knows when: assumed
LEAST_DRIFT = 0.06  # log: how far a week's demand strays from the last at the very least


def day_clock(hours: pd.DataFrame) -> Floats | None:
    """Share of a day's clicks that has come by the end of each hour, from days that lasted.

    hours: rows of level hour: date, plan, hour, clicks, and `lasted` (the plan's budget did).
    None with fewer than 200 clicks: too few to tell hours apart.
    """
    rows = hours[hours["lasted"] & hours["hour"].between(0, 23)]
    clicks = np.bincount(rows["hour"].to_numpy(int), rows["clicks"].fillna(0).to_numpy(float), 24)
    return np.cumsum(clicks + 0.5) / (clicks + 0.5).sum() if clicks.sum() >= 200 else None


def demand(
    rows: pd.DataFrame, codes: NDArray[np.int64], many: int, end: pd.Timestamp,
    clock: Floats | None,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Log of what each plan could spend next week, its error, and how often money ran out."""
    spend = rows["spend"].fillna(0).to_numpy(float)
    gone = _run_out(rows, spend)
    wanted = spend / np.where(gone, _came(rows, clock), 1.0)
    back = ((end - rows["date"]).dt.days.to_numpy() // 7).astype(int)
    weeks = np.zeros((many, WEEKS))
    np.add.at(weeks, (codes, WEEKS - 1 - np.clip(back, 0, WEEKS - 1)), wanted)
    spent = np.where(weeks > 0, weeks, np.nan)
    level = np.log(spent[:, 0])
    errors = np.full((many, WEEKS - 1), np.nan)
    for t in range(1, WEEKS):
        now = np.log(spent[:, t])
        errors[:, t - 1] = now - level
        level = np.where(
            np.isfinite(level), np.where(np.isfinite(now), (level + now) / 2, level), now
        )
    level = (level + np.log(spent[:, -1])) / 2  # the last week says most of the next one
    known = np.isfinite(errors).sum(1)
    squares = np.nansum(errors**2, axis=1)
    pooled = squares.sum() / known.sum() if known.sum() else LEAST_DRIFT**2
    drift = np.sqrt(np.maximum((squares + 4 * pooled) / (known + 4), LEAST_DRIFT**2))
    late = ((end - rows["date"]).dt.days < 14).to_numpy() & (spend > 0)
    seen = np.bincount(codes, late, many)
    out = np.divide(np.bincount(codes, late & gone, many), seen, out=np.zeros(many), where=seen > 0)
    return level, drift, out


def _run_out(rows: pd.DataFrame, spend: Floats) -> NDArray[np.bool_]:
    told = (
        rows["ran_out_at"].notna().to_numpy() if "ran_out_at" in rows else np.zeros(len(rows), bool)
    )
    if "budget" not in rows:
        return told
    budget = rows["budget"].to_numpy(float)
    return told | ((budget > 0) & (spend >= USED_UP * budget))


def _came(rows: pd.DataFrame, clock: Floats | None) -> Floats:
    """Share of the day's clicks that had come when the money was gone."""
    untimed = np.full(len(rows), 1 / UNTIMED)
    if clock is None or "ran_out_at" not in rows:
        return untimed
    time = rows["ran_out_at"].astype("string").str.extract(r"^(\d{1,2}):(\d{2})").astype(float)
    hour = time[0].to_numpy(float) + time[1].to_numpy(float) / 60
    share = np.interp(hour, np.arange(25), np.concatenate([[0.0], clock]))
    return np.where(np.isfinite(hour), np.clip(share, 0.05, 1.0), untimed)
