"""Trace: the stored rows behind one number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from ..model import Window
from . import sql
from .candidate import LOOKBACK, Candidate, Divided, Newest, Paired, Period
from .catalogue import metric as lookup
from .desk import Desk, Request
from .measure import check_cut
from .plan import Plan

if TYPE_CHECKING:
    import duckdb

COLUMNS = ["date", "part", "value", "member", "source_file", "source_row"]


def trace(
    con: duckdb.DuckDBPyConnection,
    metric: str,
    *,
    as_of: date,
    window: int = 7,
    dimension: str | None = None,
    member: str | None = None,
    currency: str = "",
) -> pd.DataFrame:
    """Which rows of which files is this number made of?

    One row a stored row: date, part (the metric, or numerator and denominator of a ratio), what
    the row gives to it, member, source_file (first 16 digits of the file's sha256), source_row.
    A number by bounds shows its days. Empty if there is no data.
    Raises UnknownName, ParameterError as `measure` does.
    """
    by = None if dimension in (None, "", "shop") else dimension
    check_cut(by)
    one = lookup(metric)
    span = Window(as_of, one.fixed_days or window)
    desk = Desk(con, currency, as_of, by)
    plan = Plan(desk, [metric], {metric: [span]}, {metric: [span]})
    frames = []
    for id in one.parts or (metric,):
        chosen = plan.choose(id, span)
        if chosen is not None:
            frames += _parts(desk, chosen[0], span, id, member)
    frames = [f for f in frames if len(f)]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    return whole.sort_values(["part", "date"], kind="stable", ignore_index=True)[COLUMNS]


def _parts(
    desk: Desk, candidate: Candidate, span: Window, part: str, member: str | None
) -> list[pd.DataFrame]:
    if isinstance(candidate, Divided):
        ids = (candidate.metric.numerator, candidate.metric.denominator)
        pairs = zip(candidate.over, ids, strict=True)
        return [f for c, id in pairs for f in _parts(desk, c, span, id, member)]
    if isinstance(candidate, Paired):
        ids = (candidate.metric.numerator, candidate.metric.denominator)
        return [
            _rows(desk, candidate.request, column, span, id, member)
            for column, id in zip(candidate.parts, ids, strict=True)
        ]
    request, column = candidate.request, candidate.column  # type: ignore[attr-defined]
    if isinstance(candidate, Newest):
        rows = _rows(desk, request, column, Window(span.end, LOOKBACK), part, member)
        return [rows[rows["date"] == rows["date"].max()]]
    if isinstance(candidate, Period):
        span = span.shifted(-candidate.shift.get(span.days, 0))
    return [_rows(desk, request, column, span, part, member)]


def _rows(
    desk: Desk, request: Request, column: str, span: Window, part: str, member: str | None
) -> pd.DataFrame:
    relation, period = request.relation, request.shape == "period"
    source = sql.fill(relation.twin if period else relation.sql, desk.settings)
    where = f"date = DATE '{span.end}' AND days = {span.days}" if period else sql.between([span])
    expression = request.columns[column]
    if request.shape == "entity":
        # An entity is found on many rows; each of them is shown with the entity itself.
        expression = f"any_value({relation.entity})"
    cut = relation.dims[desk.by]
    only = f" AND {cut} = {sql.text(member)}" if member else ""
    frame = desk.con.execute(
        f"""SELECT date, {sql.text(part)} AS part, {expression} AS value, {cut} AS member,
          source_file, source_row FROM ({source}) WHERE {where}{only}
        GROUP BY date, {cut}, source_file, source_row ORDER BY date, source_file, source_row"""
    ).df()
    return frame[frame["value"].notna()].astype({"value": object})
