"""A metric's members week by week: what the newest seven days are judged by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .measure import measure

if TYPE_CHECKING:
    import duckdb

Floats = NDArray[np.float64]
WEEK = 7
# Weekly exports are asked one by one: not further back than this.
MOST_PERIODS = 10
COLUMNS = ["member", "name", "week", "value", "size", "end", "basis"]


def weekly(
    con: duckdb.DuckDBPyConnection,
    currency: str,
    metric: str,
    *,
    as_of: date,
    by: str,
    weeks: int = 13,
) -> pd.DataFrame:
    """What did each member bring in each of the last weeks that end with as_of's weekday?

    frame(member, name, week, value, size, end, basis), one row a member and week: week 0 is the
    newest. Of a ratio `value` is the numerator and `size` the denominator; else `size` is the
    share of the week's days that are there, 0 before a member's first value. Visitors added over
    days (basis "bounds") are visits of days: good for comparing weeks, not for counting people.
    `end`: the last day of the newest week (weekly exports may end earlier than as_of). Empty
    when nothing is known by this cut. Errors as `measure`.
    """
    spans = tuple(WEEK * k for k in range(1, weeks + 1))
    found = measure(con, currency, metric, as_of=as_of, by=by, window=spans, against=())
    if not len(found):
        return pd.DataFrame(columns=COLUMNS)
    deep = found[found["window"] == spans[1]] if weeks > 1 else found
    if bool(_amount(deep).notna().any()):
        return _differences(found, spans, as_of)
    return _periods(con, currency, metric, found[found["window"] == WEEK], by, weeks)


def _amount(found: pd.DataFrame) -> pd.Series:
    """The part that adds up over days: numerator, value, or the heads of days added up."""
    amount = found["numerator"].astype(float)
    plain = found["value"].astype(float).where(found["denominator"].isna())
    return amount.fillna(plain).fillna(found["high"].astype(float))


def _differences(found: pd.DataFrame, spans: Sequence[int], as_of: date) -> pd.DataFrame:
    """Weeks from sums that reach further and further back."""
    found = found.assign(amount=_amount(found))
    grids = {
        column: found.pivot_table(index="member", columns="window", values=column, dropna=False)
        .reindex(columns=list(spans))
        .astype(float)
        for column in ("amount", "denominator", "days_present")
    }
    value, size, days = (_steps(grids[c]) for c in ("amount", "denominator", "days_present"))
    ratio = bool(grids["denominator"].notna().any(axis=None))
    if not ratio:
        began = np.maximum.accumulate((value > 0)[:, ::-1], axis=1)[:, ::-1]
        size = np.where(began, np.clip(days / WEEK, 0.0, 1.0), 0.0)
    return _long(grids["amount"].index, found, value, size, as_of)


def _steps(grid: pd.DataFrame) -> Floats:
    # The last bits of a sum depend on the order of its parts; a difference would lay them bare.
    sums = np.round(grid.fillna(0.0).to_numpy(float), 6)
    return np.maximum(np.diff(np.column_stack([np.zeros(len(sums)), sums]), axis=1), 0.0)


def _periods(
    con: duckdb.DuckDBPyConnection,
    currency: str,
    metric: str,
    newest: pd.DataFrame,
    by: str,
    weeks: int,
) -> pd.DataFrame:
    """Weeks from weekly exports, each asked for by its own last day."""
    known = newest[_amount(newest).notna()]
    ends = pd.to_datetime(known["end"]).dropna()
    if not len(ends):
        return pd.DataFrame(columns=COLUMNS)
    last = ends.max().date()
    frames = [known.assign(week=0, amount=_amount(known))]
    for week in range(1, min(weeks, MOST_PERIODS)):
        day = last - timedelta(days=WEEK * week)
        found = measure(con, currency, metric, as_of=day, by=by, window=WEEK, against=())
        found = found[pd.to_datetime(found["end"]) == pd.Timestamp(day)]
        if not len(found):
            break
        frames.append(found.assign(week=week, amount=_amount(found)))
    table = pd.concat(frames)
    value = table.pivot_table(index="member", columns="week", values="amount")
    size = table.pivot_table(index="member", columns="week", values="denominator", dropna=False)
    size = size.reindex(index=value.index, columns=value.columns).astype(float)
    sizes = size.where(size.notna(), value.notna().astype(float)).to_numpy(float)
    return _long(value.index, table, value.fillna(0.0).to_numpy(float), sizes, last)


def _long(
    members: pd.Index, found: pd.DataFrame, value: Floats, size: Floats, end: date
) -> pd.DataFrame:
    many = value.shape[1]
    first = found.drop_duplicates("member").set_index("member").reindex(members)
    return pd.DataFrame(
        {
            "member": np.repeat(members.to_numpy(), many),
            "name": np.repeat(first["name"].to_numpy(), many),
            "week": np.tile(np.arange(many), len(members)),
            "value": value.ravel(),
            "size": size.ravel(),
            "end": end,
            "basis": np.repeat(first["basis"].to_numpy(), many),
        }
    )
