"""Enrolment for events: which may we join, until when, and did we?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import style
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, name, tag
from ..sheet import Sheet
from . import words as say
from .week import span


def calendar_enrolment(sheet: Sheet, year: Any) -> Block:
    """Which events may we join, until when, and did we (guide rows 000-61, 004-44)?

    year: enrolments (activities with enrol_by), number, moment.
    """
    listed = [a for a in year.enrolments if a.start.year in (year.number, year.number + 1)]
    if not listed:
        return empty("enrolment", say.ENROL_NONE)
    done = [a for a in listed if _joined(a)]
    number = sheet.loose(
        "calendar.enrolled", say.N_ENROLLED, float(len(done)), "count", n=len(listed)
    )
    share = f"{len(done) / len(listed):.0%}"
    values = {"n": len(listed), "done": tag("b", sheet.show(number)), "share": share}
    told = say.ENROL_TOLD.format(n=len(listed), done=len(done), share=share)
    today = year.moment.today
    open_ = [a for a in listed if a.start >= today]
    past = [a for a in listed if a.start < today]
    parts: list[object] = [tag("p", filled(say.ENROL_TOLD, **values))]
    if open_:
        parts.append(card(_table(open_, today)))
    if past:
        parts.append(more(say.PAST_ONES.format(n=len(past)), card(_table(past, today))))
    return block(*parts, text=told, section="enrolment")


def _joined(activity: Any) -> bool:
    return activity.enrolled_on is not None or activity.state in ("enrolled", "live", "done")


def _table(listed: Sequence[Any], today: Any) -> Raw:
    rows = []
    for a in listed:
        what = tag("span", name(a.name, 30), tag("span", span(a.start, a.last), cls="sub"))
        if _joined(a):
            state: object = style.short_day(a.enrolled_on) if a.enrolled_on else "✓"
        elif a.enrol_by < today:
            state = tag("span", say.MISSED, cls="watch")
        else:
            state = tag("b", say.NOT_YET, cls="act")
        rows.append((what, style.short_day(a.enrol_by), state))
    return table((say.ACTIVITY, say.CLOSES, say.ENROLLED), rows, cards=None)
