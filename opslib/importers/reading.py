"""One sheet being read: its text cells, which rows still count, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..labels import Label
from ..model import Problem
from .cells import clean
from .container import Sheet
from .formats import Column, Format
from .header import Claim, Header, normalise

# Of one kind of fault in one column so many are listed; the rest is one line with the count.
LISTED = 20
# So many unreadable values make a whole column.
_SEVERAL = 3


@dataclass(frozen=True)
class Source:
    """What is known of a file beside its cells."""

    name: str
    salt: str = ""
    timezone: str = "Asia/Shanghai"


@dataclass
class Reading:
    """A recognised sheet on its way to facts. Row masks are over the rows below the header."""

    sheet: Sheet
    format: Format
    header: Header
    source: Source
    body: pa.Table
    row: np.ndarray  # sheet row of each body row, from 1
    keep: np.ndarray
    totals: int = 0
    problems: list[Problem] = field(default_factory=list)
    values: dict[str, pa.Array] = field(default_factory=dict)
    refused_rows: set[int] = field(default_factory=set)
    period: tuple[date, date] | None = None

    def text(self, place: int) -> pa.Array:
        """The text of a column by its place in the sheet."""
        column = self.body.column(place)
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()

    def place(self, column: Column) -> int | None:
        """Where a declared column stands; the first that has a value, if its header is repeated."""
        places = self.header.places(column.aliases)
        filled = [p for p in places if self.text(p).null_count < self.body.num_rows]
        return next(iter(filled or places), None)

    def say(self, what: Label, fix: Label | None = None, **where: object) -> None:
        """Note a warning about a column or the whole sheet."""
        self.problems.append(
            Problem(what, fix, sheet=self.sheet.name or None, severity="warning", **where)  # type: ignore[arg-type]
        )

    def cells(
        self, rows: np.ndarray, column: str, place: int | None, what: Label, fix: Label
    ) -> None:
        """Note one problem a cell (the value becomes empty), the tail of a long list as a count."""
        self._list(rows[self.keep[rows]], column, place, what, fix, "warning")

    def refuse(
        self, rows: np.ndarray, column: str, place: int | None, what: Label, fix: Label
    ) -> None:
        """Leave these rows out of the facts and say so, row by row."""
        rows = rows[self.keep[rows]]
        self.keep[rows] = False
        self.refused_rows.update(int(r) for r in rows)
        self._list(rows, column, place, what, fix, "refused")

    def unread(self, rows: np.ndarray, column: str, place: int, what: Label, fix: Label) -> None:
        """As `cells`; but told once where no value of the column could be read."""
        if not self._whole_column(rows, column, place, fix, "warning"):
            self.cells(rows, column, place, what, fix)

    def refuse_unread(
        self, rows: np.ndarray, column: str, place: int | None, what: Label, fix: Label
    ) -> None:
        """As `refuse`; but told once where no value of the column could be read."""
        if (
            place is None
            or not len(rows)
            or not self._whole_column(rows, column, place, fix, "refused")
        ):
            self.refuse(rows, column, place, what, fix)
            return
        rows = rows[self.keep[rows]]
        self.keep[rows] = False
        self.refused_rows.update(int(r) for r in rows)

    def _whole_column(
        self, rows: np.ndarray, column: str, place: int, fix: Label, severity: str
    ) -> bool:
        """Are these all rows that have a value here (several)? Then say so, with an example."""
        filled = np.asarray(pc.is_valid(clean(self.text(place)))) & self.keep
        count = int(filled.sum())
        if count < _SEVERAL or not np.isin(np.flatnonzero(filled), rows).all():
            return False
        example = self.text(place)[int(np.flatnonzero(filled)[0])].as_py()
        what = Label(
            f"整列的写法都读不懂：{count} 个值没有一个能读，例如“{example[:40]}”。",
            f"the format of the whole column is not understood: none of its {count} values can "
            f"be read, such as '{example[:40]}'.",
        )
        self.problems.append(
            Problem(what, fix, column=column, sheet=self.sheet.name or None, severity=severity)  # type: ignore[arg-type]
        )
        return True

    def _list(
        self,
        rows: np.ndarray,
        column: str,
        place: int | None,
        what: Label,
        fix: Label,
        severity: str,
    ) -> None:
        shown = (
            self.text(place).take(pa.array(rows[:LISTED])).to_pylist() if place is not None else []
        )
        for i, r in enumerate(rows[:LISTED]):
            value = shown[i] if shown else None
            self.problems.append(
                Problem(
                    what,
                    fix,
                    row=int(self.row[r]),
                    column=column,
                    value=value and value[:80],
                    sheet=self.sheet.name or None,
                    severity=severity,  # type: ignore[arg-type]
                )
            )
        if len(rows) > LISTED:
            more = len(rows) - LISTED
            told = Problem(
                Label(f"同样的问题还有 {more} 行：{what.zh}", f"{more} more rows: {what.en}"),
                fix,
                column=column,
                sheet=self.sheet.name or None,
                severity=severity,  # type: ignore[arg-type]
            )
            # After the first of them, because only the head of the list is printed.
            self.problems.insert(len(self.problems) - LISTED + 1, told)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were read, accepted, refused, and dropped as totals."""
        refused = len(self.refused_rows)
        accepted = int(self.keep.sum())
        return {
            "read": accepted + refused + self.totals,
            "accepted": accepted,
            "refused": refused,
            "totals_dropped": self.totals,
        }


def open_sheet(sheet: Sheet, claim: Claim, source: Source) -> Reading:
    """Cut the header off, drop blank rows and totals, carry merged keys down."""
    body = sheet.cells.slice(claim.header.below).combine_chunks()
    reading = Reading(
        sheet,
        claim.format,
        claim.header,
        source,
        body,
        np.arange(body.num_rows) + claim.header.below + 1,
        np.ones(body.num_rows, dtype=bool),
    )
    _drop_blank(reading)
    _drop_totals(reading)
    _warn_repeated(reading)
    _warn_unknown(reading)
    return reading


def _drop_blank(reading: Reading) -> None:
    filled = np.zeros(len(reading.keep), dtype=bool)
    for place in range(reading.body.num_columns):
        if filled.all():
            return
        text = pc.utf8_trim_whitespace(reading.text(place))
        filled |= np.asarray(pc.fill_null(pc.not_equal(text, ""), False))
    reading.keep &= filled


def _drop_totals(reading: Reading) -> None:
    """Rows whose key, date or first cell says 合计, and "-" where the format says it is a total."""
    one = reading.format
    keys = {k for t in one.facts for k in t.key} | {"source_l1"}
    marks = pa.array([*one.rows.totals, *(f"{t}:" for t in one.rows.totals)])
    total = np.zeros(len(reading.keep), dtype=bool)
    places = {
        p for c in one.columns.values() if c.name in keys for p in reading.header.places(c.aliases)
    }
    first = next((i for i, name in enumerate(reading.header.seen) if name), None)
    for place in places | ({first} if first is not None else set()):
        text = pc.utf8_lower(pc.utf8_trim_whitespace(reading.text(place)))
        total |= np.asarray(pc.fill_null(pc.is_in(text, value_set=marks), False))
    dashes = pa.array(["-", "--", "—"])
    for name in one.rows.dash_is_total:
        where = reading.place(one.columns[name])
        if where is not None:
            text = pc.utf8_trim_whitespace(reading.text(where))
            total |= np.asarray(pc.fill_null(pc.is_in(text, value_set=dashes), False))
    total &= reading.keep
    reading.totals = int(total.sum())
    reading.keep &= ~total


def carried_down(text: pa.Array, keep: np.ndarray) -> pa.Array:
    """Blanks filled with the value above them (merged cells); rows left out are passed over."""
    known = np.asarray(pc.is_valid(text)) & keep
    last = np.maximum.accumulate(np.where(known, np.arange(len(text)), -1))
    return text.take(pa.array(np.where(last < 0, 0, last), mask=last < 0))


def _warn_repeated(reading: Reading) -> None:
    for name, places in reading.header.repeated.items():
        filled = [p for p in places if clean(reading.text(p)).null_count < reading.body.num_rows]
        used = (filled or places)[0]
        reading.say(
            Label(
                f"“{name}”列出现 {len(places)} 次。", f"column '{name}' occurs {len(places)} times."
            ),
            Label(f"只用了第 {used + 1} 列。", f"Only column {used + 1} was used."),
            column=reading.header.seen[used],
        )


def _warn_unknown(reading: Reading) -> None:
    """Columns the format does not speak of: perhaps a renamed one whose facts would be lost."""
    one = reading.format
    known = [a for c in one.columns.values() for a in c.aliases]
    known += [*one.ignore, *one.personal, *one.seller]
    for wide in one.wide:
        ends = ("", *(s for group in wide.suffixes.values() for s in group))
        known += [f"{m}{end}" for m in wide.members for end in ends]
    names = {normalise(a)[0] for a in known}
    seen = zip(reading.header.seen, reading.header.names, strict=True)
    foreign = [s for s, n in seen if n and n not in names]
    if foreign:
        reading.say(
            Label(
                f"这些列没有用到：{'、'.join(foreign[:20])}。",
                f"these columns were not used: {', '.join(foreign[:20])}.",
            ),
            Label(
                f"若其中有改名的指标，请在格式 {one.id} 的 aliases 里加上新名字。",
                f"If one is a renamed figure, add the name to the aliases of format {one.id}.",
            ),
        )
