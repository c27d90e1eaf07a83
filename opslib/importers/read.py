"""One file to facts, without a store: what it is, its rows as fact tables, what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import ImportProblem
from ..labels import Label
from ..model import Problem
from .container import Sheet, read_sheets
from .formats import Format, Formats
from .header import recognise
from .nearest import unrecognised
from .order_columns import check_declared
from .orders import build_orders
from .plausible import check_plausible
from .ragged import refuse_ragged
from .reading import Reading, Source, open_sheet
from .shape import build_tables, build_wide
from .span import check_file_name, covered, put_on_day, read_span
from .typed import read_columns


@dataclass(frozen=True)
class Parsed:
    """The facts of one file (of one format of it, where a workbook or a zip holds several)."""

    format: Format
    tables: dict[str, pa.Table]
    period: tuple[date, date] | None
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    sellers: tuple[str, ...] = ()
    member: str = ""
    sheets: tuple[str, ...] = field(default=())

    @property
    def table(self) -> str | None:
        """The fact table that most rows went to."""
        sizes = {n: t.num_rows for n, t in self.tables.items() if n != "order_line"}
        return max(sizes, key=lambda n: sizes[n]) if sizes else None


def read_file(
    path: Path,
    formats: Formats,
    *,
    profile_timezone: str = "Asia/Shanghai",
    salt: str = "",
    name: str | None = None,
) -> Parsed:
    """The facts of a file of one format.

    salt: makes the buyer hashes of one workspace. name: what the file is called, if not path.name.
    Raises ImportProblem for a file that cannot be read, that no format or more than one claims, or
    that holds several formats (then see `read_parts`).
    """
    parts = read_parts(path, formats, profile_timezone=profile_timezone, salt=salt, name=name)
    if len(parts) > 1:
        ids = "、".join(p.format.id for p in parts)
        raise ImportProblem(
            path.name, Label(f"含有多种导出：{ids}。", f"it holds several exports: {ids}."), None
        )
    return parts[0]


def read_parts(
    path: Path,
    formats: Formats,
    *,
    profile_timezone: str = "Asia/Shanghai",
    salt: str = "",
    name: str | None = None,
    raw: bytes | None = None,
    platform: str = "",
) -> list[Parsed]:
    """The facts of a file, one Parsed for each format that its sheets (or zipped files) have.

    Sheets that no format knows are skipped with a warning as long as one is known. raw: the
    file's bytes, if at hand. platform: of the shop, decides between formats that look alike.
    """
    source = Source(name or path.name, salt, profile_timezone)
    sheets = [s for s in read_sheets(path, raw) if s.cells.num_rows]
    claims = [(s, recognise(s, formats, platform)) for s in sheets]
    strangers = [s for s, c in claims if c is None]
    if len(strangers) == len(sheets):
        raise unrecognised(_fullest(sheets), formats, path.name)
    done: dict[tuple[str, str], list[tuple[Reading, dict[str, pa.Table], tuple[str, ...]]]] = {}
    for sheet, claim in claims:
        if claim is None:
            continue
        reading = open_sheet(sheet, claim, source)
        if strangers and not done:
            _warn_strangers(reading, strangers)
        made = _facts(reading)
        key = (claim.format.id, sheet.member)
        done.setdefault(key, []).append((reading, made, _sellers(reading)))
    return [_parsed(member, readings) for (_, member), readings in done.items()]


def _fullest(sheets: list[Sheet]) -> Sheet:
    return max(sheets, key=lambda s: s.cells.num_rows * s.cells.num_columns)


def _warn_strangers(reading: Reading, strangers: list[Sheet]) -> None:
    """Sheets that hold a table which nobody reads; a page of instructions is none."""
    tables = [s for s in strangers if s.cells.num_columns > 3 and "说明" not in s.name]
    if not tables:
        return
    names = "、".join(s.name or s.member for s in tables)
    reading.say(
        Label(
            f"跳过了认不出的工作表：{names}。",
            f"sheets that no format knows were skipped: {names}.",
        ),
        None,
    )


def _facts(reading: Reading) -> dict[str, pa.Table]:
    """All stages for one sheet."""
    check_declared(reading)
    refuse_ragged(reading)
    read_columns(reading)
    spans = read_span(reading)
    put_on_day(reading, spans[1] if spans else None)
    is_orders = "order" in reading.format.tables
    if spans and not is_orders:
        check_file_name(reading, *spans)
    if is_orders and spans:  # orders always have their days, or were refused
        tables = build_orders(reading, spans[1])
    else:
        tables = build_tables(reading, *(spans or (None, None))) | build_wide(reading)
    if spans:
        reading.period = covered(*spans, reading.keep)
    check_plausible(reading, tables)
    return tables


def _sellers(reading: Reading) -> tuple[str, ...]:
    """Whose shop the rows say they are from: the first declared seller column that is filled."""
    kept = pa.array(np.flatnonzero(reading.keep))
    for place in reading.header.places(reading.format.seller):
        values = pc.utf8_trim_whitespace(reading.text(place).take(kept))
        found = [v for v in pc.unique(values).to_pylist() if v and v != "-"]
        if found:
            return tuple(found)
    return ()


def _parsed(
    member: str, readings: list[tuple[Reading, dict[str, pa.Table], tuple[str, ...]]]
) -> Parsed:
    names = {n for _, made, _ in readings for n in made}
    tables = {
        n: pa.concat_tables([m[n] for _, m, _ in readings if n in m], promote_options="default")
        for n in sorted(names)
    }
    periods = [r.period for r, _, _ in readings if r.period]
    counts: dict[str, int] = {}
    for reading, _, _ in readings:
        for name, count in reading.counts.items():
            counts[name] = counts.get(name, 0) + count
    columns = dict.fromkeys(c for t in tables.values() for c in t.column_names if c != "source_row")
    return Parsed(
        format=readings[0][0].format,
        tables=tables,
        period=(min(p[0] for p in periods), max(p[1] for p in periods)) if periods else None,
        counts=counts,
        problems=tuple(p for r, _, _ in readings for p in r.problems),
        columns=tuple(columns),
        sellers=tuple(dict.fromkeys(s for _, _, found in readings for s in found)),
        member=member,
        sheets=tuple(r.sheet.name for r, _, _ in readings),
    )
