"""Days, periods and times as exports write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .cells import Cells, by_distinct, clean

Span = tuple[date, date]
# Excel counts days from here; 20000..80000 is 1954..2119, apart from any 20260801.
_EXCEL = datetime(1899, 12, 30)
_BEIJING = timedelta(hours=8)
_YEARS = range(2000, 2100)
_DAY = r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
_ONE_DAY = re.compile(rf"{_DAY}(?:[ T]*{_CLOCK})?(?:Z|[+-]\d\d:?\d\d)?")
# With dots the day stands first everywhere; 5/3/2026 can be either and is not read.
_DOTTED = re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}})(?:,?[ T]*{_CLOCK})?")
_BETWEEN = re.compile(r"\s*(?:~|\||至|到|—|–|_|\bto\b)\s*|\s+-\s+")
_MONTH = re.compile(r"(?:(\d{4})(?:-|/|\.|年)|(\d{2})-)(\d{1,2})月?")
# Cells that hold a time of day alone get this day, until the row's own day is known.
NO_DAY = date(1900, 1, 1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _from_number(text: str) -> datetime | None:
    """20260801, an Excel serial, or an epoch in s or ms (Beijing time)."""
    if re.fullmatch(r"20\d{6}(\.0+)?", text):
        day = _date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        return datetime(day.year, day.month, day.day) if day else None
    if re.fullmatch(r"1\d{12}|1\d{9}", text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime(1970, 1, 1) + timedelta(seconds=seconds) + _BEIJING
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 20000 <= float(text) < 80000:
        return _EXCEL + timedelta(seconds=round(float(text) * 86400))
    return None


def parse_time(text: str) -> datetime | None:
    """One moment, without zone; a bare time of day stands on NO_DAY; None if unreadable."""
    plain = unicodedata.normalize("NFKC", text).strip()
    # A cell with a time alone comes as a fraction of a day, or on the day before Excel's first.
    plain = re.sub(r"^1899-12-3[01] ", "", plain)
    if re.fullmatch(r"0\.\d+", plain):
        moment = datetime(1900, 1, 1) + timedelta(seconds=round(float(plain) * 86400))
        return moment if moment.date() == NO_DAY else None
    if found := _ONE_DAY.fullmatch(plain):
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        return _at(day, found[4], found[5], found[6])
    if found := _DOTTED.fullmatch(plain):
        day = _date(int(found[3]), int(found[2]), int(found[1]))
        return _at(day, found[4], found[5], found[6])
    if found := re.fullmatch(_CLOCK, plain):
        return _at(NO_DAY, found[1], found[2], found[3])
    return _from_number(plain)


def _at(
    day: date | None, hour: str | None, minute: str | None, second: str | None
) -> datetime | None:
    if day is None or int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return datetime(
        day.year, day.month, day.day, int(hour or 0), int(minute or 0), int(second or 0)
    )


def parse_period(text: str) -> Span | None:
    """First and last day of what a cell speaks of; None if it cannot be told.

    2026-05-23 · 2026/5/3 · 3.5.2026 · 20260801 · 46143 · ms epoch · a~b · a|b · 26-09 (a month) ·
    260301-260307 (a week). 5/3/2026 is refused: day and month cannot be told apart.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if week := re.fullmatch(r"(\d{2})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})", plain):
        parts = [int(p) for p in week.groups()]
        return _span(_date(2000 + parts[0], *parts[1:3]), _date(2000 + parts[3], *parts[4:6]))
    if (moment := parse_time(plain)) is not None:
        return (moment.date(), moment.date()) if moment.date() != NO_DAY else None
    if month := _MONTH.fullmatch(plain):
        first = _date(int(month[1] or 2000 + int(month[2])), int(month[3]), 1)
        if first is None:
            return None
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    ends = _BETWEEN.split(plain)
    if len(ends) == 2 and all(ends):
        first, last = parse_time(ends[0]), parse_time(ends[1])
        return _span(first and first.date(), last and last.date())
    return None


def _span(first: date | None, last: date | None) -> Span | None:
    if first is None or last is None or NO_DAY in (first, last) or last < first:
        return None
    return first, last


def periods(column: pa.Array, unit: str = "") -> tuple[Cells, Cells]:
    """First and last days of a column of days or periods."""
    text = clean(column)
    coded = text.dictionary_encode()
    read = [None if t is None else parse_period(t) for t in coded.dictionary.to_pylist()]
    ends = [pa.array([r and r[i] for r in read], pa.date32()).take(coded.indices) for i in (0, 1)]
    bad = np.flatnonzero(np.asarray(pc.and_(pc.is_valid(text), pc.is_null(ends[0]))))
    return Cells(ends[0], bad), Cells(ends[1], bad)


def day(column: pa.Array, unit: str = "") -> Cells:
    """Single days; a longer period is unreadable here."""

    def read(text: str) -> date | None:
        span = parse_period(text)
        return span[0] if span and span[0] == span[1] else None

    return by_distinct(clean(column), read, pa.date32())


def month(column: pa.Array, unit: str = "") -> Cells:
    """The last days of months: 2026-11, 2026/11, 2026年11月, any day of it; a year is needed."""

    def read(text: str) -> date | None:
        span = parse_period(text)
        if span is None or (span[0].year, span[0].month) != (span[1].year, span[1].month):
            return None
        return (span[0].replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)

    return by_distinct(clean(column), read, pa.date32())


def moment(column: pa.Array, unit: str = "") -> Cells:
    """Times without zone, to the second."""
    text = clean(column)
    try:
        usual = pc.all(pc.match_substring_regex(text, r"^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$")).as_py()
        if usual is not False:
            return Cells(pc.cast(text, pa.timestamp("us")))
    except pa.ArrowInvalid:
        pass  # a 31st of February: the long way says which cell
    return by_distinct(text, parse_time, pa.timestamp("us"))


def clock(column: pa.Array, unit: str = "") -> Cells:
    """Times of day as HH:MM, whatever day stands before them."""

    def read(text: str) -> str | None:
        found = parse_time(text)
        return found.strftime("%H:%M") if found else None

    return by_distinct(clean(column), read, pa.string())


# 14 · 14时 · 14:00 · 14:00-15:00 · 14点~15点: the hour that begins then.
_HOUR = re.compile(
    r"(\d{1,2})(?:\.0+)?(?::\d\d(?::\d\d)?|时|点|h)?"
    r"(?:(?:-|~|至|到|—|–)\d{1,2}(?::\d\d(?::\d\d)?|时|点|h)?)?"
)


def parse_hour(text: str) -> int | None:
    """The hour of the day (0-23) that a cell speaks of; None if it cannot be told."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if found := _HOUR.fullmatch(plain):
        return int(found[1]) if int(found[1]) < 24 else None
    moment = parse_time(text)
    return moment.hour if moment else None


def hour(column: pa.Array, unit: str = "") -> Cells:
    """Hours of the day as 0-23, written as a number, a clock time or a span of one hour."""
    return by_distinct(clean(column), parse_hour, pa.int64())


_NAME_MOMENT = re.compile(
    r"(?<!\d)(20\d{2})(\d{2})(\d{2})[_-]?([01]\d|2[0-3])([0-5]\d)([0-5]\d)(?!\d)"
)


def moment_in_name(name: str) -> datetime | None:
    """When a file was exported, where its name is stamped with day and time of day.

    "计划报表_20260619_110330.csv" -> 2026-06-19 11:03:30 on the exporter's clock; a name with a
    day alone says nothing of it: None.
    """
    found = _NAME_MOMENT.search(name)
    day = _date(int(found[1]), int(found[2]), int(found[3])) if found else None
    return _at(day, found[4], found[5], found[6]) if found and day else None


_NAME_DAY = re.compile(r"(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def days_in_name(name: str) -> list[date]:
    """The days that a file name speaks of, in order, each once."""
    found = [_date(int(m[1]), int(m[3]), int(m[4])) for m in _NAME_DAY.finditer(name)]
    return list(dict.fromkeys(d for d in found if d))


def span_in_text(text: str, pattern: str = "") -> Span | None:
    """The period that stands in the words above a header: "时间周期 2026-09-13~2026-09-19"."""
    plain = unicodedata.normalize("NFKC", text)
    if pattern and (found := re.search(pattern, plain)):
        groups = [g for g in found.groups() if g] or [found[0]]
        read = [parse_period(g) for g in groups[:2]]
        return _span(read[0] and read[0][0], read[-1] and read[-1][1])
    ends = [d for d in (parse_period(m[0]) for m in re.finditer(_DAY, plain)) if d]
    return _span(ends[0][0], ends[-1][1]) if ends and len(ends) <= 2 else None


DateParser = Callable[[pa.Array, str], Cells]
