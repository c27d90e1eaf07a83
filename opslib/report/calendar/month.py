"""A month as a sheet of days: what is on each of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from .. import style
from ..markup import Raw, name, tag

_LINES = 3


def month_view(year: Any, first: date, busy: Iterable[Any]) -> Raw:
    """The days of the month of `first`, Monday to Sunday, each with what is on it.

    On a phone a day shows marks only, its names on a touch; steps due stand there too.
    """
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    listed = list(busy)
    cells = [tag("b", d, cls="weekday") for d in style.weekdays()]
    cells += [tag("i") for _ in range(first.weekday())]
    day = first
    while day <= last:
        cells.append(_day(year, day, listed))
        day += timedelta(days=1)
    return tag("div", *cells, cls="month")


def _day(year: Any, day: date, busy: list[Any]) -> Raw:
    rest = next((f for f in year.near_festivals if day in f), None)
    what: list[tuple[str, object]] = []
    if rest is not None:
        what.append(("dayoff" if rest.off else "moon", rest.label))
    what += [("event", e.label) for e in year.shop.events if e.promo and day in e]
    what += [("own", a.name) for a in busy if day in a]
    what += [("due", s.duty.label) for s in year.steps if s.due == day and s.state != "done"]
    marks = [tag("span", name(w, 16), cls=f"mark {kind}") for kind, w in what[:_LINES]]
    if len(what) > _LINES:
        marks.append(tag("span", f"+{len(what) - _LINES}", cls="mark"))
    cls = "day today" if day == year.moment.today else "day"
    if rest is not None and rest.off:
        cls += " off"
    hint = "；".join(str(w) for _, w in what) or None
    return tag("div", tag("span", day.day, cls="num"), *marks, cls=cls, title=hint)
