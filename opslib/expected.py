"""Daily series beside their expected range, many in one pass."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .metrics import METRICS
from .stats import detect_many


def expected_ranges(
    frames: Mapping[str, pd.DataFrame], calendar: pd.DataFrame, alarms_per_month: float
) -> dict[str, pd.DataFrame]:
    """For each metric its days from the first known one, with what was to be expected.

    frames: metric -> frame(date, value, n) on the same days. Judging many costs little more than
    one. Returns metric -> the frame of `stats.detect`.
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
    parts = dict(iter(found.groupby("series", sort=False)))
    return {n: _from_first_value(parts.get(n, found.iloc[:0])) for n in frames}


def _from_first_value(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame["value"].notna().to_numpy()
    first = known.argmax() if known.any() else len(frame)
    return frame.iloc[first:].drop(columns="series").reset_index(drop=True)
