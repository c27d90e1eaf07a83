"""Gaps and knots: months without theme, weeks and days without a plan, discounts that add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .. import style, words
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet
from . import words as say
from .week import days, span

_SHOWN = 8


def calendar_gaps(sheet: Sheet, year: Any) -> Block:
    """Which months, weeks and days are empty, which activities add up?

    year: activities, coverage (months, weeks, bare, collisions, stopped), moment.
    """
    if not year.activities:
        return empty("gaps", say.NO_REGISTER)
    cover, today = year.coverage, year.moment.today
    months = [m for m in cover.months_without if m.end >= today]
    weeks = [w for w in cover.weeks_without if w.end >= today]
    told = say.GAPS_NONE
    if cover.months_without or cover.weeks_without:
        told = say.GAPS_TOLD.format(
            months=len(cover.months_without),
            weeks=len(cover.weeks_without),
            m=len(months),
            w=len(weeks),
        )
    parts: list[object] = [tag("p", told), card(_levels(year, months, weeks))]
    if year.proposals:
        parts.append(more(say.PROPOSED.format(n=len(year.proposals)), card(_proposals(year))))
    coming = [c for c in cover.collisions if c.end >= today]
    past = len(cover.collisions) - len(coming)
    if coming or past:
        shown = [card(_collisions(sheet, coming))] if coming else []
        note = tag("p", say.PAST_COLLISIONS.format(n=past), cls="mute tiny") if past else None
        parts.append(more(say.COLLISIONS.format(n=len(coming)), *shown, note))
    if cover.stopped:
        lines = [
            tag("li", join([name(a.name, 40), " ", days(a.start, a.last)]))
            for a, _ in cover.stopped
        ]
        parts.append(more(say.STOPPED, tag("ul", *lines, cls="notes")))
    _keep(sheet, year)
    return block(*parts, text=told, section="gaps")


def _levels(year: Any, months: Sequence[Any], weeks: Sequence[Any]) -> Raw:
    """The three levels, each by itself: how much is filled, what is still empty."""
    cover, today = year.coverage, year.moment.today
    length = (cover.months[-1].end - cover.months[0].start).days + 1
    bare = [b for b in cover.bare if b.end >= today]
    rows = [
        (
            say.LEVEL_MONTH,
            f"{12 - len(cover.months_without)}/12",
            _listed([say.NAMES[m.start.month - 1] for m in months]),
        ),
        (
            say.LEVEL_WEEK,
            f"{len(cover.weeks) - len(cover.weeks_without)}/{len(cover.weeks)}",
            _listed([days(w.start, w.end) for w in weeks]),
        ),
        (
            say.LEVEL_DAY,
            f"{length - sum(b.days for b in cover.bare)}/{length}",
            _listed([days(max(b.start, today), b.end) for b in bare]),
        ),
    ]
    lines = [(a, b, tag("span", c, cls="wrap")) for a, b, c in rows]
    return table((say.LEVEL, say.FILLED_OF, say.EMPTY_ONES), lines, cards=True)


def _proposals(year: Any) -> Raw:
    rows = []
    for one in year.proposals:
        a = one.activity
        goods = join([name(g, 24) for g in one.goods], str(words.AND))
        reason = tag("span", join([one.reason, goods]), cls="sub")
        rows.append((span(a.start, a.last), tag("span", name(a.name, 30), reason), one.guide))
    return table((say.FROM_TO, say.ACTIVITY, words.GUIDE), rows, texts=2, cards=None)


def _listed(texts: Sequence[object]) -> object:
    if not texts:
        return say.NONE
    told = join(texts[:_SHOWN], str(words.AND))
    if len(texts) <= _SHOWN:
        return told
    return join([told, " ", say.AND_MORE.format(n=len(texts))])


def _collisions(sheet: Sheet, coming: Sequence[Any]) -> Raw:
    rows = []
    for one in coming:
        both = tag("span", name(one.one.name, 24), tag("span", name(one.other.name, 24), cls="sub"))
        depth = style.figure(one.depth, "percent") if one.depth is not None else ""
        rows.append((both, span(one.start, one.end), depth))
    return table((say.BOTH, say.FROM_TO, say.TOGETHER), rows)


def _keep(sheet: Sheet, year: Any) -> None:
    """Weeks with what is planned in them, as a table for the workbook."""
    rows = [(w.start, w.end, "、".join(w.names) or str(say.NONE)) for w in year.coverage.weeks]
    heads = [str(h) for h in (say.START, say.END, say.ACTIVITY)]
    sheet.table("weeks", say.LEVEL_WEEK, pd.DataFrame(rows, columns=heads))
