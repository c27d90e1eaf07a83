"""The SQL of the metrics, written once for DuckDB: days first, windows second.

Each statement reads one relation once and answers every column, window and baseline asked of it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Iterable, Sequence

from ..model import Window
from .relations import Relation
from .windows import ranges

# How the days of a span are put together, by suffix of the result's column.
FOLDS = {
    "sum": "sum({c})",
    "days": "count({c})",
    "max": "max({c})",
    "last": "arg_max({c}, date)",
    "on": "max(date) FILTER ({c} IS NOT NULL)",
}


def text(value: object) -> str:
    """A SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def fill(sql: str, settings: dict[str, str]) -> str:
    """A relation's SQL with the settings of this question (currency, as_of ...) put in."""
    for name, value in settings.items():
        sql = sql.replace("{" + name + "}", value)
    return sql


def _spans(spans: Sequence[Window]) -> str:
    rows = ", ".join(f"({i}, DATE '{s.start}', DATE '{s.end}')" for i, s in enumerate(spans))
    return f"""span(span, first, last) AS (VALUES {rows}),
day AS (SELECT span, first AS start,
  unnest(generate_series(first, last, INTERVAL 1 DAY))::DATE AS date FROM span)"""


def between(spans: Iterable[Window], column: str = "date") -> str:
    """A condition that keeps the days of these spans only."""
    parts = [f"{column} BETWEEN DATE '{a}' AND DATE '{b}'" for a, b in ranges(list(spans))]
    return "(" + " OR ".join(parts) + ")"


def daily(
    relation: Relation,
    by: str | None,
    columns: dict[str, str],
    folds: Sequence[str],
    spans: Sequence[Window],
    settings: dict[str, str],
) -> str:
    """One row a span and member: each fold ("c0.sum") of the day's value of each column."""
    member = relation.dims[by]
    plain = {c: _of_one_row(e) for c, e in columns.items()} if relation.unique and by else {}
    single = bool(plain) and all(plain.values())
    days = ", ".join(f"{plain[c] if single else e} AS {c}" for c, e in columns.items())
    grouped = "" if single else "GROUP BY 1, 2"
    return f"""WITH {_spans(spans)},
daily AS (SELECT date, {member} AS member, {days}
  FROM ({fill(relation.sql, settings)}) WHERE {between(spans)} {grouped})
SELECT span, member, {", ".join(folds)} FROM day JOIN daily USING (date) GROUP BY 1, 2"""


def _of_one_row(expression: str) -> str:
    """What "sum(x)" comes to where a day has one row: x; "" for anything less plain."""
    found = re.fullmatch(r"(?:sum|max|min)\((.*)\)", expression)
    inner = found[1] if found else ""
    depth, lowest = 0, 0
    for sign in inner:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        lowest = min(lowest, depth)
    return f"({inner})" if inner and lowest == 0 else ""


def fold(column: str, how: str, paired: str = "") -> str:
    """One fold of a day column, only over days on which `paired` is known too."""
    value = f"CASE WHEN {paired} IS NOT NULL THEN {column} END" if paired else column
    return FOLDS[how].format(c=value) + f' AS "{column}.{how}{"." + paired if paired else ""}"'


def coverage(
    relation: Relation, columns: dict[str, str], spans: Sequence[Window], settings: dict[str, str]
) -> str:
    """One row a span: on how many of its days any member has a value, for each column."""
    days = ", ".join(f"{expression} AS {c}" for c, expression in columns.items())
    counts = ", ".join(f"count({c}) AS {c}" for c in columns)
    return f"""WITH {_spans(spans)},
daily AS (SELECT date, {days}
  FROM ({fill(relation.sql, settings)}) WHERE {between(spans)} GROUP BY 1)
SELECT span, {counts} FROM day JOIN daily USING (date) GROUP BY 1"""


def entities(
    relation: Relation,
    by: str | None,
    columns: dict[str, str],
    spans: Sequence[Window],
    settings: dict[str, str],
) -> str:
    """One row a span and member: exact counts over entities first summed within each span."""
    sums = ", ".join(f"{expression} AS {name}" for name, expression in relation.sums.items())
    counts = ", ".join(f"{expression} AS {c}" for c, expression in columns.items())
    return f"""WITH {_spans(spans)},
rows AS (SELECT *, {relation.dims[by]} AS member_, {relation.entity} AS entity
  FROM ({fill(relation.sql, settings)}) WHERE {between(spans)}),
whole AS (SELECT span, start, member_ AS member, entity, {sums}
  FROM day JOIN rows USING (date) WHERE entity IS NOT NULL GROUP BY 1, 2, 3, 4)
SELECT span, member, {counts} FROM whole GROUP BY 1, 2"""


def direct(
    relation: Relation,
    by: str | None,
    columns: dict[str, str],
    spans: Sequence[Window],
    settings: dict[str, str],
) -> str:
    """One row a span and member: aggregates over the raw rows of the span."""
    values = ", ".join(f"{expression} AS {c}" for c, expression in columns.items())
    return f"""WITH {_spans(spans)},
rows AS (SELECT *, {relation.dims[by]} AS member_ FROM ({fill(relation.sql, settings)})
  WHERE {between(spans)})
SELECT span, member_ AS member, {values} FROM day JOIN rows USING (date) GROUP BY 1, 2"""


def periods(
    relation: Relation,
    by: str | None,
    columns: dict[str, str],
    spans: Sequence[Window],
    settings: dict[str, str],
) -> str:
    """One row a span and member: the platform's own figures of exactly that period."""
    rows = ", ".join(f"({i}, DATE '{s.end}', {s.days})" for i, s in enumerate(spans))
    values = ", ".join(f"{expression} AS {c}" for c, expression in columns.items())
    ends = " OR ".join(f"date = DATE '{d}'" for d in sorted({s.end for s in spans}))
    return f"""WITH span(span, date, days) AS (VALUES {rows})
SELECT span, {relation.dims[by]} AS member, {values}
FROM span JOIN (SELECT * FROM ({fill(relation.twin, settings)}) WHERE {ends}) USING (date, days)
GROUP BY 1, 2"""


def newest_periods(relation: Relation, as_of: date, settings: dict[str, str]) -> str:
    """Per length in days, the last day of the newest period that ends by `as_of`."""
    return f"""SELECT days, max(date) AS date FROM ({fill(relation.twin, settings)})
WHERE date <= DATE '{as_of}' GROUP BY 1"""
