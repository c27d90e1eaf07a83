"""Daily series beside their expected range, many in one pass."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .metrics import METRICS
from .stats import detect_many

# What an event moves goes on for so many days after it; the lull around the Spring Festival.
AFTER, LULL = 4, 24


def expected_ranges(
    frames: Mapping[str, pd.DataFrame], calendar: pd.DataFrame, alarms_per_month: float
) -> dict[str, pd.DataFrame]:
    """For each metric its days from the first known one, with what was to be expected.

    frames: metric -> frame(date, value, n) on the same days. Judging many costs little more than
    one. Returns metric -> the frame of `stats.detect` and `event`: whether the day's expectation
    hangs on a known event, a holiday or the Spring Festival.
    """
    by_date = {name: f.set_index("date") for name, f in frames.items()}
    values = pd.DataFrame({name: f["value"].astype(float) for name, f in by_date.items()})
    known = values.index[values.notna().any(axis=1)]
    values = values[known[0] :] if len(known) else values
    rates = {n: f["n"].astype(float) for n, f in by_date.items() if METRICS[n].kind == "ratio"}
    found = detect_many(
        values,
        calendar=calendar,
        exposure=pd.DataFrame(rates) if rates else None,
        alarms_per_month=alarms_per_month,
    ).drop(columns="kind")
    found["event"] = _hangs_on_events(calendar).reindex(found["date"]).fillna(False).to_numpy(bool)
    parts = dict(iter(found.groupby("series", sort=False)))
    return {n: _from_first_value(parts.get(n, found.iloc[:0])) for n in frames}


def _from_first_value(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame["value"].notna().to_numpy()
    first = known.argmax() if known.any() else len(frame)
    return frame.iloc[first:].drop(columns="series").reset_index(drop=True)


def _hangs_on_events(calendar: pd.DataFrame) -> pd.Series:
    """Days of an event and the days after it, holidays, the Spring Festival and its lull."""
    promo, holiday = (calendar[c].notna() & (calendar[c] != "") for c in ("promo", "holiday"))
    after = promo.astype(float).rolling(AFTER + 1, min_periods=1).max() > 0
    near = np.abs(calendar["days_from_cny"].astype(float)) <= LULL
    return after | holiday | near
