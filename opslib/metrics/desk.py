"""What the store has, and one batch of statements that fetches what a question needs of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model import Window
from . import sql
from .near import near
from .relations import Relation

if TYPE_CHECKING:
    import duckdb

_LINE_SUM = ", line_money"
_LINE_JOIN = """LEFT JOIN (SELECT order_id, sum(amount) AS line_money FROM order_line
  GROUP BY 1) USING (order_id)"""


class Line:
    """Spans of one length, read at once for the whole shop: arrays run over the spans."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.windows, self.days = windows, windows[0].days
        self._lasting: dict[int, Line] = {self.days: self}

    def shifted(self, days: int) -> Line:
        """Each span moved by so many days."""
        return Line([w.shifted(days) for w in self.windows]) if days else self

    def lasting(self, days: int) -> Line:
        """Spans of so many days that end with these."""
        if days not in self._lasting:
            self._lasting[days] = Line([Window(w.end, days) for w in self.windows])
        return self._lasting[days]


Place = int | np.ndarray


def lasting(span: Window | Line, days: int) -> Window | Line:
    """The span, or each of a line, made so many days long with the same end."""
    return Window(span.end, days) if isinstance(span, Window) else span.lasting(days)


def first_day(span: Window | Line) -> Place:
    """The ordinal of the span's first day, or of each span of a line."""
    if isinstance(span, Window):
        return span.start.toordinal()
    return np.array([w.end.toordinal() for w in span.windows]) - span.days + 1


@dataclass
class Grid:
    """A statement's answer as arrays of (span, member); NaN where nothing is known."""

    members: np.ndarray
    values: dict[str, np.ndarray]


@dataclass
class Request:
    """Everything asked of one relation in one shape: one statement."""

    relation: Relation
    shape: str
    columns: dict[str, str] = field(default_factory=dict)
    folds: dict[str, None] = field(default_factory=dict)
    spans: dict[Window, int] = field(default_factory=dict)
    grid: Grid | None = None
    days: dict[str, np.ndarray] = field(default_factory=dict)
    _places: dict[Line, np.ndarray | None] = field(default_factory=dict)

    def column(self, expression: str) -> str:
        """The alias of this expression; the same expression is computed once."""
        for alias, known in self.columns.items():
            if known == expression:
                return alias
        alias = f"c{len(self.columns)}"
        self.columns[alias] = expression
        return alias

    def span(self, window: Window) -> None:
        """Also answer for this span."""
        self.spans.setdefault(window, len(self.spans))

    @property
    def members(self) -> np.ndarray:
        """The members of the answer."""
        return self.grid.members if self.grid else np.array([], dtype=object)

    def place(self, span: Window | Line) -> Place | None:
        """Where the span, or each of a line, stands in the grid; None without an answer."""
        if self.grid is None or not self.grid.values:
            return None
        if isinstance(span, Window):
            return self.spans.get(span)
        if len(self.grid.members) != 1:
            return None
        if span not in self._places:
            known = [i for w in span.windows if (i := self.spans.get(w)) is not None]
            self._places[span] = np.array(known) if len(known) == len(span.windows) else None
        return self._places[span]

    def row(self, name: str, place: Place) -> np.ndarray:
        """The grid's values at a place: over its members, or over the spans of a line."""
        values = self.grid.values[name]  # type: ignore[union-attr]
        return values[place] if isinstance(place, int) else values[place, 0]  # type: ignore[no-any-return]


class Desk:
    """One connection, one as-of day, one cut: knows what is there and runs the requests."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, currency: str, as_of: date, by: str | None
    ) -> None:
        self.con, self.currency, self.as_of, self.by = con, currency, as_of, by
        self.near = near(con)

    @cached_property
    def settings(self) -> dict[str, str]:
        """What is filled into the relations' SQL; looked up only for those that need it."""
        lacking = self._orders_without_money()
        return {
            "as_of": sql.text(self.as_of),
            "currency": sql.text(self.currency or self._usual_currency()),
            "line_sum": _LINE_SUM if lacking else "",
            "line_join": _LINE_JOIN if lacking else "",
        }

    def filling(self, text: str) -> dict[str, str]:
        """The settings for this SQL; none are looked up where it has no gap to fill."""
        return self.settings if "{" in text else {}

    def _usual_currency(self) -> str:
        """The currency of most orders, where the caller does not name the shop's own."""
        if not self.has("order"):
            return ""
        row = self.con.execute("SELECT coalesce(mode(currency), '') FROM \"order\"").fetchone()
        return str(row[0]) if row else ""

    def _orders_without_money(self) -> bool:
        if not self.has("order", "order_line"):
            return False
        return bool(
            self.con.execute(
                'SELECT EXISTS (SELECT 1 FROM "order" '
                "WHERE paid_amount IS NULL AND goods_amount IS NULL)"
            ).fetchone()[0]  # type: ignore[index]
        )

    def has(self, *tables: str) -> bool:
        """Whether each of these fact tables has a row."""
        return all(self.near.filled(self.con, t) for t in tables)

    def can(self, relation: Relation) -> bool:
        """Whether the relation has rows and can be cut by this desk's dimension."""
        return self.by in relation.dims and self.has(*relation.tables)

    def can_period(self, relation: Relation) -> bool:
        """Whether the platform's own periods of this relation are there."""
        return self.by in relation.dims and bool(relation.twin) and self.has(relation.twin_table)

    def covered(self, relation: Relation) -> tuple[date, date] | None:
        """First and last day with a row in the relation's first table."""
        return self.near.bounds(self.con, relation.tables[0])

    @cached_property
    def peers(self) -> list[tuple[str, int, date, float]]:
        """What the peers' excellent shops reach: metric, days, date, value."""
        return self.con.execute(
            "SELECT metric, days, date, peer_excellent FROM benchmark WHERE peer_excellent > 0"
        ).fetchall()

    def anchor(self, relation: Relation) -> dict[int, int]:
        """Per period length, how many days before as-of the newest period ends."""
        statement = sql.newest_periods(relation, self.as_of, {})
        rows = self.con.execute(statement).fetchall()
        return {days: (self.as_of - end).days for days, end in rows if days}

    def run(self, request: Request) -> None:
        """Fetch the request's grid, and on how many days of each span there was data."""
        if not request.spans or not request.columns:
            request.grid = Grid(np.array([], dtype=object), {})
            return
        spans, relation = list(request.spans), request.relation
        period = request.shape == "period"
        self.near.touch(self.con, (relation.twin_table,) if period else relation.tables)
        filling = self.filling(relation.sql)
        common = (spans, filling)
        if request.shape == "daily":
            folds = [*request.folds, *(sql.fold(c, "days") for c in request.columns)]
            statement = sql.daily(relation, self.by, request.columns, folds, *common)
        else:
            shape = {"entity": sql.entities, "direct": sql.direct, "period": sql.periods}
            statement = shape[request.shape](relation, self.by, request.columns, *common)
        request.grid = grid(self.con.execute(statement).fetchnumpy(), len(spans))
        if request.shape != "period":
            self._count_days(request, spans)

    def _count_days(self, request: Request, spans: list[Window]) -> None:
        relation = request.relation
        if relation.continuous:
            inside = np.array([overlap(s, self.covered(relation)) for s in spans], float)
            request.days = dict.fromkeys(request.columns, inside)
            return
        if request.shape == "daily":
            # A member that is there on every day saves the question; so does the whole shop.
            request.days = _days_of(request, len(spans))
            full = np.array([s.days for s in spans])
            if self.by is None or all((d >= full).all() for d in request.days.values()):
                return
        known = request.columns if request.shape == "daily" else {"rows_": "count(*)"}
        rows = self.con.execute(
            sql.coverage(relation, known, spans, self.filling(relation.sql))
        ).fetchnumpy()
        counted = {c: np.zeros(len(spans)) for c in known}
        for c in known:
            counted[c][np.asarray(rows["span"], int)] = np.asarray(rows[c], float)
        everywhere = dict.fromkeys(request.columns, counted.get("rows_", np.zeros(len(spans))))
        request.days = counted if request.shape == "daily" else everywhere


def _days_of(request: Request, spans: int) -> dict[str, np.ndarray]:
    """On how many days of each span the member with most days has a value."""
    values = request.grid.values if request.grid else {}
    found = {}
    for column in request.columns:
        days = values.get(f"{column}.days", np.zeros((spans, 0)))
        found[column] = np.nan_to_num(days).max(axis=1, initial=0.0)
    return found


def overlap(span: Window, covered: tuple[date, date] | None) -> int:
    """How many days of the span lie inside the covered days."""
    if covered is None:
        return 0
    first, last = max(span.start, covered[0]), min(span.end, covered[1])
    return max(0, (last - first) // timedelta(days=1) + 1)


def grid(rows: dict[str, Any], spans: int) -> Grid:
    """The rows of a statement as arrays of (span, member)."""
    import pandas as pd

    codes, members = pd.factorize(np.asarray(rows["member"], dtype=object))
    where = (np.asarray(rows["span"], int), codes)
    keep = codes >= 0
    values = {}
    for name, column in rows.items():
        if name in ("span", "member"):
            continue
        array = np.full((spans, len(members)), np.nan)
        array[where[0][keep], where[1][keep]] = numbers(column)[keep]
        values[name] = array
    return Grid(members, values)


def numbers(column: Any) -> np.ndarray:
    """A fetched column as floats; dates become their proleptic ordinal, NULL becomes NaN."""
    data = np.ma.getdata(column)
    if data.dtype.kind == "M":
        floats = data.astype("datetime64[D]").astype(float) + date(1970, 1, 1).toordinal()
    else:
        floats = data.astype(float)
    floats = np.array(floats, dtype=float)
    floats[np.ma.getmaskarray(column)] = np.nan
    return floats
