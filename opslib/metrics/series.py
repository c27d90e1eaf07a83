"""Series: a metric day by day, every calendar day, with holes where data is missing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Iterable, Sequence, TypeVar

import numpy as np
import pandas as pd

from ..model import Window
from .candidate import Candidate, Reading
from .catalogue import metric as lookup
from .desk import Desk, Line
from .measure import check_cut
from .plan import Plan

if TYPE_CHECKING:
    import duckdb

Answer = TypeVar("Answer")


def series(
    con: duckdb.DuckDBPyConnection,
    metric: str,
    *,
    as_of: date,
    days: int = 90,
    by: str | None = None,
    member: str | None = None,
    currency: str = "",
) -> pd.DataFrame:
    """How did a metric move over the last `days` days?

    Columns date (every calendar day, oldest first), value, n (denominator of a ratio, else 1
    where the day is known). A distinct count is each day's own; a metric with a fixed length is
    its rolling value; a state carries its newest value for up to 35 days. One source answers all
    days: the best one that knows half of them, else half as many as the one that knows most.
    With `by` and no `member`: a column `member` too, one block a member, largest last day first.

    Raises UnknownName, ParameterError as `measure` does.
    """
    check_cut(by)
    spans = _days(metric, as_of, days)
    if lookup(metric).parts:
        return _powers(con, metric, spans, currency, by)
    if by is None:
        return _lines(con, {metric: spans}, currency)[metric]
    plan = _plan(con, {metric: spans}, currency, by)
    each = ([c.at(s) for s in spans] for c in _ranked(plan, metric))
    best = _best(((rs, sum(map(_known, rs))) for rs in each), len(spans))
    readings = best or [None] * len(spans)
    return _blocks(readings, spans) if member is None else _frame(readings, spans, str(member))


def series_of_many(
    con: duckdb.DuckDBPyConnection,
    metrics: Sequence[str],
    *,
    as_of: date,
    days: int = 90,
    currency: str = "",
) -> dict[str, pd.DataFrame]:
    """`series` of many metrics of the whole shop: metric -> its frame.

    Each table is read once for all of them. Arguments and errors as `series`.
    """
    spans = {m: _days(m, as_of, days) for m in metrics}
    plain = {m: s for m, s in spans.items() if not lookup(m).parts}
    lines = _lines(con, plain, currency)
    return {
        m: lines[m] if m in plain else _powers(con, m, spans[m], currency, None) for m in metrics
    }


def _days(metric: str, as_of: date, days: int) -> list[Window]:
    """One span a day, as long as the metric looks back."""
    length = lookup(metric).fixed_days or 1
    return [Window(as_of - timedelta(days=i), length) for i in range(days - 1, -1, -1)]


def _plan(
    con: duckdb.DuckDBPyConnection, spans: dict[str, list[Window]], currency: str, by: str | None
) -> Plan:
    last = max(s[-1].end for s in spans.values())
    return Plan(Desk(con, currency, last, by), list(spans), spans, spans, enough=0.5)


def _lines(
    con: duckdb.DuckDBPyConnection, spans: dict[str, list[Window]], currency: str
) -> dict[str, pd.DataFrame]:
    """The whole shop's series of these metrics, each read in one go."""
    plan = _plan(con, spans, currency, None) if spans else None
    found = {}
    for metric, listed in spans.items():
        line = Line(listed)
        answers = (c.at(line) for c in _ranked(plan, metric))
        best = _best(((r, _count(r)) for r in answers), len(listed))
        found[metric] = _line_frame(best, listed)
    return found


def _line_frame(reading: Reading | None, spans: list[Window]) -> pd.DataFrame:
    values, n = np.full(len(spans), np.nan), np.full(len(spans), np.nan)
    if reading is not None:
        usable = reading.comparable | reading.complete
        values[usable] = reading.value[usable]
        n[usable] = 1.0 if reading.denominator is None else reading.denominator[usable]
    return _dated(spans, values, n)


def _ranked(plan: Plan | None, metric: str) -> list[Candidate]:
    return sorted(plan.candidates[metric], key=lambda c: c.rank) if plan else []


def _count(line: Reading | None) -> int:
    return 0 if line is None else int((~np.isnan(line.value)).sum())


def _best(answers: Iterable[tuple[Answer, int]], size: int) -> Answer | None:
    """The first answer that knows half of the days, else half as many as the one with most."""
    seen: list[tuple[Answer, int]] = []
    for answer, count in answers:
        if 2 * count >= size:
            return answer
        seen.append((answer, count))
    most = max((n for _, n in seen), default=0)
    return next((answer for answer, n in seen if n and 2 * n >= most), None)


def _known(reading: Reading | None) -> bool:
    return reading is not None and not bool(np.isnan(reading.value).all())


def _frame(readings: list[Reading | None], spans: list[Window], member: str) -> pd.DataFrame:
    on = np.array([member], dtype=object)
    values, n = np.full(len(spans), np.nan), np.full(len(spans), np.nan)
    for i, reading in enumerate(readings):
        if reading is None:
            continue
        there = reading.on(on)
        # Half a window is no day of a rolling metric.
        if there.comparable[0] or there.complete[0]:
            values[i] = there.value[0]
            n[i] = there.denominator[0] if there.denominator is not None else 1.0
    return _dated(spans, values, n)


def _dated(spans: list[Window], values: np.ndarray, n: np.ndarray) -> pd.DataFrame:
    dates = pd.to_datetime([s.end for s in spans])
    return pd.DataFrame({"date": dates, "value": values, "n": n})


def _blocks(readings: list[Reading | None], spans: list[Window]) -> pd.DataFrame:
    members: dict[str, None] = {}
    for reading in reversed(readings):
        if reading is not None:
            order = np.argsort(-np.nan_to_num(reading.value), kind="stable")
            members.update(dict.fromkeys(reading.members[order]))
    frames = [_frame(readings, spans, m).assign(member=m) for m in members]
    empty = pd.DataFrame(columns=["date", "value", "n", "member"])
    return pd.concat(frames, ignore_index=True) if frames else empty


def _powers(
    con: duckdb.DuckDBPyConnection, metric: str, spans: list[Window], currency: str, by: str | None
) -> pd.DataFrame:
    from .power import reading_of

    plan = Plan(Desk(con, currency, spans[-1].end, by), [metric], {metric: spans}, {metric: spans})
    return _frame([reading_of(plan, lookup(metric), s) for s in spans], spans, "")
