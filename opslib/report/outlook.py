"""The days to come: the next seven, and the month's end against its target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..labels import Label
from . import outlook_words as say
from . import style, words
from .ahead import ahead_line, month_bar
from .blocks import Block, block, card, empty, more, table
from .drawings import Mark
from .markup import Raw, filled, join, tag
from .sheet import Sheet
from .told import Told, days_gone

_YOUNG = 60  # days of history below which the ranges are only a hint


def outlook(sheet: Sheet, looks: Sequence[Any]) -> Block:
    """What will the next days bring, and will the month reach its target?

    looks: one a figure (`Outlook`), the leading one first; one that can tell nothing has a reason.
    """
    all_told = [Told(sheet, look) for look in looks]
    told = [x for x in all_told if x.look.reason is None]
    if not told:
        return empty("outlook", looks[0].reason if looks else words.NO_DATA)
    lead = told[0]
    silent = [
        tag("p", style.start(x.label), words.COLON, x.look.reason, cls="mute")
        for x in all_told
        if x.look.reason is not None
    ]
    days = more(say.DAYS, card(_days(told)))
    months = [x for x in told if x.look.month is not None]
    _keep(sheet, told)
    return block(
        card(*_sentences(lead), cls="coming"),
        _figures(told),
        days,
        more(say.MONTH, card(_months(months))) if months else None,
        *silent,
        tag("p", say.METHOD.format(n=lead.look.known), cls="mute tiny"),
        text=_plain(lead),
        section="outlook",
    )


def _month_name(month: Any) -> Label:
    return say.MONTHS[month.last.month - 1]


def _sentences(told: Told) -> list[Raw]:
    look, parts = told.look, []
    if look.closed is not None:
        parts.append(tag("p", _closed(told, look.closed)))
    if look.month is not None:
        parts.append(tag("p", _open(told, look.month)))
        parts.append(tag("p", _against(told, look.month)))
    if look.score is not None:
        parts.append(tag("p", _score(told, look.score), cls="mute"))
    if look.known < _YOUNG:
        parts.append(tag("p", say.YOUNG.format(n=look.known), cls="watch"))
    return parts


def _closed(told: Told, month: Any) -> Raw:
    name, goal = _month_name(month), month.target
    value = told.show("closed", say.N_CLOSED, month.so_far, window=month.last.day, month=name)
    given = {"month": name, "metric": told.label, "value": tag("b", value)}
    if goal is None:
        return filled(say.CLOSED, **given)
    above = month.so_far >= goal.value
    text = say.CLOSED_CAP[month.so_far <= goal.value] if month.capped else say.CLOSED_GOAL[above]
    return filled(text, **given, name=goal.label, goal=told.goal(goal, "closed_"))


def _open(told: Told, month: Any) -> Raw:
    given = {
        "month": _month_name(month),
        "metric": style.start(told.label),
        "end": tag("b", told.end()),
        "low": told.plain(month.end.low),
        "high": told.plain(month.end.high),
    }
    if gone := days_gone(month):
        text = filled(say.OPEN, **given, so_far=told.so_far(), day=str(gone))
    else:
        text = filled(say.NEXT, **given)
    return join([text, say.FILLED.format(n=month.filled) if month.filled else None])


def _against(told: Told, month: Any) -> Raw:
    """The target with its chance and what each day has to bring; else references."""
    goal = month.target
    if goal is None:
        return _referred(told, month)
    given = {"name": goal.label, "goal": told.goal(goal)}
    if month.so_far >= goal.value:
        return filled(say.SPENT if month.capped else say.DONE, **given)
    gap = month.needed_per_day - month.expected_per_day
    gap = -gap if month.capped else gap
    first = filled(
        say.CAP if month.capped else say.AIM,
        **given,
        chance=tag("b", told.chance()),
        n=str(month.left),
        needed=told.needed(),
        expected=told.expected(),
    )
    if gap <= 0:
        return join([first, say.STOP])
    short = told.show("short", say.N_SHORT, gap, window=month.left)
    return join([first, filled(say.OVER if month.capped else say.SHORT, short=tag("b", short))])


def _referred(told: Told, month: Any) -> Raw:
    if not month.goals:
        return join([say.NO_REFERENCE])
    named = [
        filled(
            say.LADDER if goal.guide else say.GOAL,
            name=goal.label,
            goal=told.goal(goal),
            guide=goal.guide,
        )
        for goal in month.goals
    ]
    return filled(say.NO_TARGET, goals=join(named, str(words.AND)))


def _score(told: Told, score: Any) -> Raw:
    off = say.EVEN if score.off is None else style.change(score.came, score.said, told.unit)
    return filled(
        say.SCORE,
        n=str(score.days),
        k=str(score.inside),
        said=told.show("said", say.N_SAID, score.said, window=score.days),
        came=told.show("came", say.N_CAME, score.came, window=score.days),
        off=off,
    )


def _figures(told: Sequence[Told]) -> Raw:
    lead, look = told[0], told[0].look
    marks = _marks(look.days)
    line = card(
        tag("h3", style.start(say.LINE.format(metric=lead.label))),
        ahead_line(look, lead.label, lead.unit, lead.sheet.currency, marks),
        tag("p", say.LINE_KEY, say.MARK_KEY if marks else None, cls="mute tiny"),
    )
    months = [x for x in told if x.look.month is not None]
    return tag("div", line, _bars(months), cls="two") if months else line


def _marks(days: Sequence[Any]) -> list[Mark]:
    """One mark where a holiday or event begins, not one for each of its days."""
    known: tuple[Label, ...] = ()
    marks = []
    for day in days:
        if day.marks and day.marks != known:
            marks.append(Mark(day.date, str(words.AND).join(map(str, day.marks))))
        known = day.marks
    return marks


def _bars(told: Sequence[Told]) -> Raw:
    """The month of every figure as a bar."""
    bars: list[Raw] = []
    for x in told:
        month = x.look.month
        alt = say.BAR_ALT.format(
            month=_month_name(month),
            metric=x.label,
            so_far=x.plain(month.so_far),
            end=x.plain(month.end.mean),
            low=x.plain(month.end.low),
            high=x.plain(month.end.high),
        )
        bars.append(month_bar(month, x.label, x.unit, x.sheet.currency, alt=alt))
    title = say.BAR.format(month=_month_name(told[0].look.month))
    return card(tag("h3", title), *bars, tag("p", say.BAR_KEY, cls="mute tiny"))


def _days(told: Sequence[Told]) -> Raw:
    """One row a day, a column a figure with its range below."""
    rows = []
    for i, day in enumerate(told[0].look.days):
        marks = str(words.AND).join(map(str, day.marks))
        first = join([style.day(day.date), " ", tag("span", marks, cls="sub") if marks else None])
        rows.append([first, *(_expected_on(x, x.look.days[i]) for x in told)])
    return table([say.DAY, *(style.start(x.label) for x in told)], rows)


def _expected_on(told: Told, day: Any) -> Raw:
    value = told.show(
        f"day.{day.date}", say.N_DAY, day.expected.mean, window=1, reach=day.expected, day=day.date
    )
    reach = f"{told.plain(day.expected.low)}–{told.plain(day.expected.high)}"
    return tag("span", value, " ", tag("span", reach, cls="sub"))


def _months(told: Sequence[Told]) -> Raw:
    """One row a figure: so far, the month's end, what it is held against."""
    rows = []
    for x in told:
        month = x.look.month
        goal = next(iter(month.goals), None)
        reach = f"{x.plain(month.end.low)}–{x.plain(month.end.high)}"
        open_target = month.chance is not None and month.so_far < month.target.value
        rows.append(
            [
                style.start(x.label),
                x.so_far() if days_gone(month) else style.NOTHING,
                tag("span", x.end(), " ", tag("span", reach, cls="sub")),
                _held_against(x, goal),
                x.chance() if open_target else style.NOTHING,
                tag("span", x.needed(), " / ", x.expected()) if open_target else x.expected(),
            ]
        )
    heads = [words.METRIC, say.SO_FAR, say.END, say.GOALS, say.CHANCE, say.PER_DAY]
    return table(heads, rows)


def _held_against(told: Told, goal: Any) -> object:
    if goal is None:
        return ""
    return tag("span", told.goal(goal), " ", tag("span", goal.label, cls="sub"))


def _keep(sheet: Sheet, told: Sequence[Told]) -> None:
    """The days and the months as one table of tables.xlsx."""
    rows: list[tuple[object, ...]] = [
        (str(x.label), day.date, *_three(day.expected), str(words.AND).join(map(str, day.marks)))
        for x in told
        for day in x.look.days
    ]
    rows += [
        (str(x.label), x.look.month.last, *_three(x.look.month.end), str(say.END))
        for x in told
        if x.look.month is not None
    ]
    heads = [words.METRIC, say.DAY, say.EXPECTED, say.LOW, say.HIGH, say.MARKS]
    sheet.table("outlook", say.DAYS, pd.DataFrame(rows, columns=[str(h) for h in heads]))


def _three(reach: Any) -> tuple[float, float, float]:
    return reach.mean, reach.low, reach.high


def _plain(told: Told) -> str:
    look = told.look
    days = ", ".join(f"{d.date:%m-%d} {told.plain(d.expected.mean)}" for d in look.days)
    end = "" if look.month is None else f" | {say.END}: {told.plain(look.month.end.mean)}"
    return f"{told.label}: {days}{end}"
