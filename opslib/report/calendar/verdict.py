"""The first sentences of the calendar page: how the year is filled, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model import Finding
from .. import style, words
from ..blocks import Block, block
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import words as say


def calendar_verdict(sheet: Sheet, year: Any, findings: Sequence[Finding]) -> Block:
    """Is the year planned, what comes next, what is late?

    year: activities, coverage, late, coming, number, ahead (name, start, steps of the next event),
    moment. findings: most urgent first.
    """
    loud = [f for f in findings if f.severity != "note"]
    worst = "quiet"
    if loud:
        worst = "act" if any(f.severity == "act" for f in loud) else "watch"
    parts: list[object] = [_prepare(sheet, year)] if year.activities else []
    parts.append(filled(say.FIRST, title=loud[0].title) if loud else say.NOTHING)
    parts.append(_next(sheet, year))
    parts.append(_filled(sheet, year) if year.activities else None)
    sentence = tag("p", *parts, cls=f"verdict {worst}", role="status")
    lines = [] if year.activities else [tag("p", say.NO_REGISTER, cls="mute")]
    cover = year.coverage
    told = say.TEXT.format(
        year=year.number,
        months=12 - len(cover.months_without),
        busy=len(cover.weeks) - len(cover.weeks_without),
        late=len(year.late),
    )
    return block(_head(sheet, year), sentence, *lines, text=told, section="top")


def _head(sheet: Sheet, year: Any) -> Raw:
    place = join([name(sheet.shop_name or sheet.shop, 48), year.shop.profile.name], " · ")
    head = say.HEAD.format(year=year.number)
    facts = join([head, words.UP_TO.format(day=style.day(sheet.as_of))], " · ")
    return tag("p", tag("b", place), " ", tag("span", facts, cls="mute"), cls="whose")


def _prepare(sheet: Sheet, year: Any) -> Raw:
    """What this week asks for: the first open step, and how many are late."""
    until = year.moment.week[1]
    due = [s for s in year.coming if s.due <= until]
    late = sheet.loose("calendar.late", say.N_LATE, float(len(year.late)), "count")
    words_ = say.DUE if due else say.DUE_LATER if year.coming else say.DUE_NONE
    step = next(iter([*due, *year.coming]), None)
    first = words_ if step is None else words_.format(
        n=len(due), first=step.duty.label, name=step.activity.name, day=style.short_day(step.due)
    )  # fmt: skip
    told = filled(say.LATE, n=tag("b", sheet.show(late))) if year.late else say.LATE_NONE
    return join([first, told])


def _filled(sheet: Sheet, year: Any) -> Raw:
    cover = year.coverage
    months = sheet.loose("calendar.months", say.N_MONTHS, 12.0 - len(cover.months_without), "count")
    weeks = sheet.loose(
        *("calendar.weeks", say.N_WEEKS, float(len(cover.weeks) - len(cover.weeks_without))),
        "count",
    )
    return filled(
        say.FILLED,
        year=year.number,
        months=tag("b", sheet.show(months)),
        weeks=len(cover.weeks),
        busy=tag("b", sheet.show(weeks)),
    )


def _next(sheet: Sheet, year: Any) -> Raw | None:
    """The next selling event and how far its preparation is."""
    ahead = year.next_event
    if ahead is None:
        return None
    days = (ahead.start - year.moment.today).days
    shown = sheet.loose("calendar.days_to_next", say.N_DAYS, float(max(days, 0)), "count")
    if days > 0:
        first = filled(
            say.NEXT, name=tag("b", name(ahead.name, 30)), days=tag("b", sheet.show(shown))
        )
    else:
        first = filled(say.NEXT_TODAY, name=tag("b", name(ahead.name, 30)))
    if not ahead.steps:
        return join([first, say.STEPS_NONE if not ahead.planned else words.STOP])
    late = sum(s.state == "overdue" for s in ahead.steps)
    told = say.STEPS_LATE.format(all=len(ahead.steps), late=late) if late else say.STEPS_FINE
    return join([first, told])
