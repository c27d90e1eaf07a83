"""This week's page: steps that are late or due, what runs, what begins, who is away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pandas as pd

from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, more, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet
from . import words as say

_SHOWN = 8


def calendar_week(sheet: Sheet, year: Any) -> Block:
    """What is to be done this week and next, by whom, until when; what is on?

    year: late, coming (steps: activity, duty, due, owner, state), activities, festivals, moment.
    """
    late, soon = list(year.late), list(year.coming)
    told = say.TOLD.format(late=len(late), soon=len(soon))
    parts: list[object] = []
    if listed := [*late, *soon]:
        parts.append(tag("p", tag("b", told)))
        parts.append(card(_table(year, listed[:_SHOWN])))
        if rest := listed[_SHOWN:]:
            parts.append(more(say.LATER.format(n=len(rest)), card(_table(year, rest))))
    else:
        parts.append(tag("p", say.NO_STEPS))
    parts.append(tag("ul", *(tag("li", line) for line in _around(year)), cls="notes"))
    if year.big_buyers:
        parts.append(more(say.BIG.format(n=len(year.big_buyers)), card(_buyers(sheet, year))))
    _keep(sheet, year)
    return block(*parts, text=told if listed else say.NO_STEPS, section="week")


def _table(year: Any, listed: Sequence[Any]) -> Raw:
    today = year.moment.today
    rows = []
    for step in listed:
        what = tag("span", step.duty.label, tag("span", name(step.activity.name, 30), cls="sub"))
        days = (step.due - today).days
        if step.state == "overdue":
            told = tag("span", words.OVERDUE.format(n=-days), cls="sub act")
        elif step.state == "at_risk":
            told = tag("span", say.DUE_IN.format(n=days) if days else words.TODAY, cls="sub watch")
        else:
            told = tag("span", say.DUE_IN.format(n=days), cls="sub")
        rows.append((what, name(step.owner, 12), tag("span", style.short_day(step.due), told)))
    return table((say.STEP, words.OWNER, words.DUE), rows, texts=2, cards=None)


def _buyers(sheet: Sheet, year: Any) -> Raw:
    """Whom to speak to after the events that have just ended, most money first."""
    today, rows = year.moment.today, []
    for one in year.big_buyers:
        late = (today - one.due).days
        state: object = say.FOLLOWED if one.done else style.short_day(one.due)
        if late > 0 and not one.done:
            told = tag("span", words.OVERDUE.format(n=late), cls="sub act")
            state = tag("span", style.short_day(one.due), told)
        again = tag("span", say.AGAIN if one.again else say.NOT_AGAIN, cls="sub")
        who = tag("span", name(one.buyer, 20), tag("span", name(one.event, 24), cls="sub"))
        rows.append([who, tag("span", sheet.money(one.amount), again), state])
    return table((say.BUYER, say.BOUGHT, say.SPEAK), rows, texts=1, cards=None)


def _around(year: Any) -> list[Raw]:
    """What is on this week, what begins within two weeks, when nobody works."""
    monday, sunday = year.moment.week
    today, until = year.moment.today, year.moment.today + timedelta(days=14)
    busy = [a for a in year.activities if a.stands and a.kind not in ("theme", "tool")]
    on = [a for a in busy if a.start <= sunday and a.last >= monday]
    begin = [a for a in busy if sunday < a.start <= until]
    lines = [join([say.RUNS, _names(on)]) if on else join([say.RUNS_NOTHING])]
    if begin:
        lines.append(join([say.STARTS, _names(begin)]))
    away = [f for f in year.near_festivals if f.off and f.start <= until and f.end >= today]
    for rest in away:
        worked = [style.short_day(d) for d in rest.makeup if d >= today]
        tail = say.MAKEUP.format(days=str(words.AND).join(worked)) if worked else None
        lines.append(join([say.DAYS_OFF, rest.label, " ", span(rest.start, rest.end), tail]))
    return lines


def _names(listed: Sequence[Any]) -> Raw:
    told = [join([name(a.name, 24), " ", days(a.start, a.last)]) for a in listed]
    return join(told, str(words.AND))


def span(first: Any, last: Any) -> str:
    """Days without their year: 12-08 or 12-08–12-12."""
    one = style.short_day(first)
    return one if first == last else f"{one}–{style.short_day(last)}"


def days(first: Any, last: Any) -> Raw:
    """The same within a line of text, never broken at one of its dashes."""
    return tag("span", span(first, last), cls="n")


def _keep(sheet: Sheet, year: Any) -> None:
    """Every step of the year's activities as a table for the workbook."""
    rows = [
        (
            s.activity.name,
            str(s.duty.label),
            s.owner,
            s.due,
            s.planned,
            str(say.STATES[s.state]),
            s.duty.minutes,
            s.duty.guide,
        )
        for s in year.steps
        if s.activity.start.year == year.number
    ]
    heads: list[Label] = [say.ACTIVITY, say.STEP, words.OWNER, words.DUE, say.PLANNED]
    heads += [words.STATUS, say.MINUTES, words.GUIDE]
    sheet.table("steps", say.STEP_TABLE, pd.DataFrame(rows, columns=[str(h) for h in heads]))
