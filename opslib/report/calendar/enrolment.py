"""Enrolment for events: which may we join, until when, and did we?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...ids import digest
from .. import style, words
from ..blocks import Block, block, card, empty, more, table, together
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import words as say
from .week import span


def calendar_enrolment(sheet: Sheet, year: Any) -> Block:
    """Which events may we join, until when, and did we; which tools are on, and do they pay?

    year: enrolments (activities with enrol_by), tools (frame of `campaigns.tools`), number,
    moment. Guide rows 000-61, 004-44, 001-58.
    """
    joining = _events(sheet, year)
    return joining if year.tools.empty else together(joining, _tools(sheet, year.tools))


def _events(sheet: Sheet, year: Any) -> Block:
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


def _tools(sheet: Sheet, tools: Any) -> Block:
    """The tools in use: cost, what was sold more, cost of an extra yuan."""
    rows = []
    for row in tools.itertuples():
        what = tag("span", name(row.tool, 24), tag("span", say.TOOL_STATE[row.state], cls="sub"))
        extra = tag(
            *("span", sheet.money(row.extra)),
            tag("span", style.span(row.lo, row.hi, "money", sheet.currency), cls="sub"),
        )
        each: object = style.NOTHING
        if not style.missing(row.cost_per_extra):
            key = f"calendar.tool.{digest(row.tool)}"
            number = sheet.loose(key, say.TOOL_EACH, float(row.cost_per_extra), "money")
            each = sheet.show(number)
        rows.append([what, sheet.money(row.cost), extra, each])
    heads = (say.TOOL, say.TOOL_COST, say.TOOL_EXTRA, say.TOOL_EACH)
    whys = (join([name(r.tool, 24), words.COLON, r.reason]) for r in tools.itertuples())
    reasons = tag("ul", *(tag("li", why) for why in whys), cls="notes")
    shown = tag("h3", say.TOOLS)
    note = tag("p", say.TOOL_METHOD, cls="mute tiny")
    text = say.TOOLS_TOLD.format(n=len(tools))
    return block(
        shown, card(table(heads, rows, cards=True), reasons), note, text=text, section="tools"
    )
