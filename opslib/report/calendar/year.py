"""The year at a glance: a row a month, with the trade's events, the own activities and days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ...labels import Label
from .. import svg
from ..blocks import Block, block, card, more, table
from ..markup import Raw, breadth, join, name, tag
from ..sheet import Sheet
from . import words as say
from .month import month_view
from .week import span

_ROW, _TRACK, _TOP = 46.0, 17.0, 20.0
_CELL = 100 / 31
# A Latin letter takes so many pixels on a bar, a day of a phone's page so many.
_LETTER, _DAY = 5.6, 11.0
# A name is cut to what fits; below so many letters it is left out.
_LEAST_LETTERS = 7


def calendar_year(sheet: Sheet, year: Any) -> Block:
    """What happens on which day of the year; this month and the next in detail.

    year: number, coverage, happenings, activities, festivals, moment.
    """
    events = [e for e in year.happenings if e.promo]
    own = [a for a in year.activities if a.stands and year.number in (a.start.year, a.last.year)]
    busy = [a for a in own if a.kind not in ("theme", "tool")]
    alt = say.YEAR_ALT.format(
        year=year.number,
        events=len(events),
        own=len(busy),
        months=len(year.coverage.months_without),
    )
    rows = [p for month in range(1, 13) for p in _month(year, month, busy)]
    picture = svg.drawing(12 * _ROW, _hatch(), *rows, alt=alt, cls="yearview")
    parts: list[object] = [card(picture, tag("p", say.LEGEND, cls="mute tiny"))]
    parts += _months(year, busy)
    parts.append(more(say.AGENDA, card(_agenda(sheet, year, own))))
    return block(*parts, text=alt, section="year")


def _hatch() -> Raw:
    lines = tag("path", d="M0,6L6,0", cls="hatched")
    box = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    return tag("defs", tag("pattern", lines, id="stopped", **box))


def _month(year: Any, month: int, busy: Iterable[Any]) -> Iterator[Raw]:
    """One month: its name and theme, and under them a track of days."""
    first = date(year.number, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    top = _ROW * (month - 1)
    yield svg.words(0, top + 14, say.NAMES[month - 1], cls="label")
    themes = year.coverage.months[month - 1].names
    if year.activities:
        told = "、".join(themes) if themes else say.NO_THEME
        yield svg.words(13, top + 14, told, cls="" if themes else "bare", cells=44)
    y = top + _TOP
    yield svg.bar(0, y, _CELL * last.day, _TRACK, cls="rail")
    for rest in year.festivals:
        if rest.off:
            yield from _bar(first, last, rest, y, _TRACK, "dayoff")
    for stop in (e for e in year.happenings if e.id == year.stop):
        yield from _bar(first, last, stop, y, _TRACK, "stopped")
    sales = [e for e in year.happenings if e.promo]
    for k, event in enumerate(sales):
        yield from _bar(first, last, event, y, 12, "bar")
        yield from _label(first, last, event, sales[k + 1 :], y + 9.5)
    for activity in busy:
        yield from _bar(first, last, activity, y + 13, 4, "own")
    if first <= year.moment.today <= last:
        x = _CELL * (year.moment.today.day - 0.5)
        yield svg.rule(x, y - 3, x, y + _TRACK + 3, cls="today")


def _bar(first: date, last: date, what: Any, y: float, height: float, cls: str) -> Iterator[Raw]:
    """The days of something within one month."""
    start, end = max(what.start, first), min(getattr(what, "last", what.end), last)
    if start > end:
        return
    x, days = _CELL * (start.day - 1), (end - start).days + 1
    box = {"x": svg.percent(x + 0.2), "y": svg.number(y), "width": svg.percent(_CELL * days - 0.4)}
    hint = tag("title", f"{getattr(what, 'name', None) or what.label} {span(what.start, end)}")
    yield tag("rect", hint, **box, height=svg.number(height), rx="2", cls=cls)


def _label(first: date, last: date, event: Any, later: Iterable[Any], y: float) -> Iterator[Raw]:
    """An event's name on its bar, on the longest run of days that no later event lies over.

    Cut to what has room there; the whole name stands in the list of dates and on a touch.
    """
    days = range(max(event.start, first).toordinal(), min(event.end, last).toordinal() + 1)
    taken = {d for e in later for d in range(e.start.toordinal(), e.end.toordinal() + 1)}
    runs: list[list[int]] = [[]]
    for day in days:
        if day in taken:
            runs.append([])
        else:
            runs[-1].append(day)
    free = max(runs, key=len)
    room = int(len(free) * _DAY / _LETTER)
    if room >= min(breadth(str(event.label)), _LEAST_LETTERS):
        x = _CELL * (free[0] - first.toordinal())
        yield svg.words(x + 0.8, y, event.label, cls="onbar", cells=room)


def _months(year: Any, busy: list[Any]) -> Iterator[Raw]:
    """This month and the next day by day, folded."""
    if year.number != year.moment.today.year:
        return
    month = year.moment.today.replace(day=1)
    for _ in range(2):
        named = Label(f"{month.year} 年 {month.month} 月", f"{month:%B %Y}")
        yield more(say.MONTH_VIEW.format(month=named), card(month_view(year, month, busy)))
        month = (month + timedelta(days=31)).replace(day=1)


def _agenda(sheet: Sheet, year: Any, own: list[Any]) -> Raw:
    """Every dated thing of the year, and the same as a table for the workbook."""
    rows = [
        (e.start, e.end, e.label, say.EVENT_KIND if e.promo else say.KNOW_KIND, e.confidence)
        for e in year.happenings
    ]
    rows += [
        (f.start, f.end, f.label, say.HOLIDAY_KIND, "high" if f.certain else "low")
        for f in year.festivals
    ]
    rows += [(a.start, a.last, a.name, year.kinds[a.kind], "own") for a in own]
    rows.sort(key=lambda r: (r[0], r[1], str(r[2])))
    heads: list[Label] = [say.FROM_TO, say.ACTIVITY, say.WHAT_KIND, say.SURE]
    kept = [(r[0], r[1], str(r[2]), str(r[3]), str(say.CONFIDENCE[r[4]])) for r in rows]
    columns = [str(h) for h in (say.START, say.END, *heads[1:])]
    sheet.table("dates", say.AGENDA, pd.DataFrame(kept, columns=columns))
    rows = [r for r in rows if r[3] not in (year.kinds["flash"], year.kinds["live"])]
    today = year.moment.today
    over, ahead = ([r for r in rows if (r[1] < today) == gone] for gone in (True, False))
    if not ahead or not over:
        return _dates(rows, heads)
    earlier = more(say.EARLIER_DATES.format(n=len(over)), _dates(over, heads))
    return join([_dates(ahead, heads), earlier])


def _dates(listed: Iterable[Any], heads: list[Label]) -> Raw:
    """Days, what is on, how sure its date is."""
    lines = [
        (
            span(r[0], r[1]),
            tag("span", name(r[2], 30), tag("span", join([r[3]]), cls="sub")),
            "" if r[4] == "own" else say.CONFIDENCE[r[4]],
        )
        for r in listed
    ]
    return table((heads[0], heads[1], heads[3]), lines, texts=3, cards=None)
