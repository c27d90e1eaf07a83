"""Interactive events: who took part, and how many visitors and orders came beyond a normal time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...labels import Label
from .. import style, words
from ..blocks import table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet
from . import past_words as say
from .week import span


def came(sheet: Sheet, events: Sequence[Any]) -> Raw:
    """One row an event: participants, verdict, effect on visitors and on what they did.

    events: name, start, end, participants, metric, visitors and answers (effects or None), reason.
    """
    answers = say.ANSWERS[events[0].metric]
    rows = [_row(sheet, one, answers) for one in events]
    _keep(sheet, events, answers)
    heads = (say.EVENT, words.STATUS, say.PEOPLE, say.VISITS, answers)
    made = table(heads, rows, cards=True)
    reasons = [
        tag("li", join([name(one.name, 26), words.COLON, why]))
        for one in events
        if (why := _reason(one)) is not None
    ]
    method = tag("p", say.CAME_METHOD, cls="mute tiny")
    return join([made, tag("ul", *reasons, cls="notes") if reasons else None, method])


def _row(sheet: Sheet, one: Any, answers: Label) -> list[object]:
    when = f"{one.start.year} {span(one.start, one.end)}"
    what = tag("span", name(one.name, 26), tag("span", when, cls="sub"))
    verdict = _verdict(one)
    people = say.UNNOTED if one.participants is None else style.figure(one.participants, "count")
    return [
        what,
        tag("b", say.CAME_VERDICT[verdict], cls=say.TONE[verdict]),
        people,
        _effect(sheet, f"visitors.{one.id}", say.VISITS, one.visitors),
        _effect(sheet, f"answers.{one.id}", answers, one.answers),
    ]


def _verdict(one: Any) -> str:
    return one.visitors.verdict if one.visitors else "cannot_tell"


def _reason(one: Any) -> object:
    """Why it cannot be told; a verdict speaks for itself."""
    if one.visitors is None:
        return one.reason
    return one.visitors.reason if one.visitors.verdict == "cannot_tell" else None


def _effect(sheet: Sheet, key: str, label: Label, found: Any) -> object:
    """Lift with its range; below it the net number."""
    if found is None:
        return tag("span", say.UNTOLD, cls="mute")
    number = sheet.loose(f"interactive.{key}", label, float(found.lift), "percent")
    reach = style.span(found.lo, found.hi, "percent")
    net = say.MORE_BY.format(n=style.span(found.net_lo, found.net_hi, "count"))
    return tag("span", sheet.show(number), tag("span", reach, " · ", net, cls="sub"))


def _keep(sheet: Sheet, events: Sequence[Any], answers: Label) -> None:
    """The same with all ranges for the workbook."""
    fields = "lift lo hi net net_lo net_hi".split()
    rows = [
        (
            *(str(one.name), one.start, one.end, one.participants),
            str(say.CAME_VERDICT[_verdict(one)]),
            *(getattr(e, f) if e else None for e in (one.visitors, one.answers) for f in fields),
            str(_reason(one) or ""),
        )
        for one in events
    ]
    parts = [say.LOW, say.HIGH, say.NET_NUMBER, say.NET_LOW, say.NET_HIGH]
    both = [f"{about} {part}".strip() for about in (say.VISITS, answers) for part in ("", *parts)]
    heads = [say.EVENT, say.START, say.END, say.PEOPLE, words.STATUS, *both, say.REASON]
    sheet.table("interactive", say.CAME_TABLE, pd.DataFrame(rows, columns=[str(h) for h in heads]))
