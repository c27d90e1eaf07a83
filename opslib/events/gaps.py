"""Where the year's calendar has holes or knots: months, weeks, days, collisions, factory stops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .activities import BACKGROUND, PRICED, Activity
from .happenings import Event

# The event that says when nothing is made or sent.
STOP = "factories_closed"
# A theme stands for a month when it covers so many of its days.
_THEME_DAYS = 10


@dataclass(frozen=True, slots=True)
class Span:
    """A month, a week, or days in a row, and what is planned in it."""

    start: date
    end: date
    names: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Collision:
    """Two activities that take money off the same goods on the same days."""

    one: Activity
    other: Activity
    start: date
    end: date
    depth: float | None

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a year is filled: every month and week with what is planned, and what is amiss.

    bare: stretches of days without any activity. stopped: activities (with the stop) that run
    while factories and couriers stand still.
    """

    year: int
    months: tuple[Span, ...]
    weeks: tuple[Span, ...]
    bare: tuple[Span, ...]
    collisions: tuple[Collision, ...]
    stopped: tuple[tuple[Activity, Event], ...]

    @property
    def months_without(self) -> tuple[Span, ...]:
        """Months that have no theme."""
        return tuple(m for m in self.months if not m.names)

    @property
    def weeks_without(self) -> tuple[Span, ...]:
        """ISO weeks in which nothing is planned."""
        return tuple(w for w in self.weeks if not w.names)


def coverage(year: int, activities: Sequence[Activity], events: Sequence[Event]) -> Coverage:
    """Has each month its theme, each ISO week an activity, each day a plan; what gets in the way?

    The three levels are checked apart (guide rows 001-56, 003-28, 004-45). A theme is a row of
    kind "theme", or a theme named by an activity, that covers ten days of the month. Weeks are
    those of the ISO year (52 or 53). Activities called off or only proposed do not count.
    """
    planned = [a for a in activities if a.stands]
    busy = [a for a in planned if a.kind not in BACKGROUND]
    return Coverage(
        year,
        tuple(_months(year, planned)),
        tuple(_weeks(year, busy)),
        tuple(_bare(year, busy)),
        tuple(_collisions(year, busy)),
        tuple(_stopped(year, busy, events)),
    )


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def iso_weeks(year: int) -> list[tuple[date, date]]:
    """Monday and Sunday of each week of the ISO year: 52 or 53 of them."""
    monday = date.fromisocalendar(year, 1, 1)
    found = []
    while monday.isocalendar().year == year:
        found.append((monday, monday + timedelta(days=6)))
        monday += timedelta(days=7)
    return found


def _overlap(activity: Activity, first: date, last: date) -> int:
    return (min(activity.last, last) - max(activity.start, first)).days + 1


def _months(year: int, planned: Sequence[Activity]) -> Iterator[Span]:
    for month in range(1, 13):
        first, last = month_span(year, month)
        themes = [
            a.theme or a.name
            for a in planned
            if (a.kind == "theme" or a.theme) and _overlap(a, first, last) >= _THEME_DAYS
        ]
        yield Span(first, last, tuple(dict.fromkeys(themes)))


def _weeks(year: int, busy: Sequence[Activity]) -> Iterator[Span]:
    for first, last in iso_weeks(year):
        names = [a.name for a in busy if _overlap(a, first, last) > 0]
        yield Span(first, last, tuple(dict.fromkeys(names)))


def _bare(year: int, busy: Sequence[Activity]) -> Iterator[Span]:
    taken = {d for a in busy for d in a.days()}
    day, start = date(year, 1, 1), None
    while day.year == year:
        if day not in taken:
            start = start or day
        elif start:
            yield Span(start, day - timedelta(days=1))
            start = None
        day += timedelta(days=1)
    if start:
        yield Span(start, date(year, 12, 31))


def _collisions(year: int, busy: Sequence[Activity]) -> Iterator[Collision]:
    priced = [a for a in busy if a.kind in PRICED and year in (a.start.year, a.last.year)]
    for i, one in enumerate(priced):
        for other in priced[i + 1 :]:
            if other.start > one.last:
                continue
            apart = one.items and other.items and not set(one.items) & set(other.items)
            if not apart:
                yield Collision(
                    one,
                    other,
                    max(one.start, other.start),
                    min(one.last, other.last),
                    _together(one.depth, other.depth),
                )


def _together(one: float | None, other: float | None) -> float | None:
    """What both take off together, one after the other; None where one is not told."""
    return None if one is None or other is None else 1 - (1 - one) * (1 - other)


def _stopped(
    year: int, busy: Sequence[Activity], events: Sequence[Event]
) -> Iterator[tuple[Activity, Event]]:
    stops = [e for e in events if e.id == STOP and year in (e.start.year, e.end.year)]
    for stop in stops:
        for activity in busy:
            if activity.start <= stop.end and activity.last >= stop.start:
                yield activity, stop
