"""The week's action list, and whether the actions of earlier weeks worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ...labels import Label
from .. import style, svg
from ..blocks import Block, block, card, more, on_phone, table
from ..markup import Raw, clip, join, name, tag
from ..sheet import Sheet
from . import actions_words as say

_FIRST, _SHOWN = 3, 6  # in front on a phone, and on a wide screen
_HEIGHT = 38
_BARS = 8
_TONE = {"worked": "good", "none": "mute", "harmed": "act", "cannot_tell": "mute",
         "not_judged": "mute"}  # fmt: skip
_COUNTED = ("worked", "none", "harmed")


def promo_actions(
    sheet: Sheet,
    asked: Sequence[Any],
    open_before: Sequence[Any] = (),
    *,
    names: Mapping[str, str] | None = None,
) -> Block:
    """What is to be done this week, by whom, until when, worth how much?

    asked: the week's actions (id, subject, what, owner, due, low, mid, high, minutes), any order.
    open_before: open actions of earlier weeks that this week does not ask for again. names: what
    subjects are called where they are numbers (products).
    """
    called = names or {}
    listed = sorted(asked, key=lambda a: (-(a.mid or 0.0), a.id))
    _keep_list(sheet, [*listed, *open_before], called)
    if not listed:
        parts: list[object] = [tag("p", say.NONE)]
        told: object = say.NONE
    else:
        told = _sum(listed)
        first = _FIRST if len(listed) > _FIRST + 1 else len(listed)  # no fold for a single one
        parts = [tag("p", told), card(_list(sheet, listed[:first], called))]
        if next_ := listed[first:_SHOWN]:
            then = say.THEN.format(first=first + 1, last=first + len(next_))
            parts.append(on_phone(then, card(_list(sheet, next_, called))))
        if rest := listed[_SHOWN:]:
            parts.append(more(say.REST.format(n=len(rest)), card(_list(sheet, rest, called))))
    if open_before:
        older = sorted(open_before, key=lambda a: (-(a.mid or 0.0), a.id))
        parts.append(more(say.STILL.format(n=len(older)), card(_list(sheet, older, called))))
    if listed or open_before:
        parts.append(tag("p", say.WHERE, cls="mute tiny"))
    return block(*parts, text=told, section="actions")


def _sum(listed: Sequence[Any]) -> Label:
    """How many, how long. Their money is not added up: a bid and a budget share what they win."""
    minutes = int(sum(a.minutes or 0 for a in listed))
    return say.TOLD.format(n=len(listed), minutes=minutes)


def _list(sheet: Sheet, listed: Sequence[Any], names: Mapping[str, str]) -> Raw:
    rows = []
    for a in listed:
        what = tag(
            "div",
            name(a.what, 90),
            tag("span", _subject(a.subject, names), cls="sub"),
        )
        owner = name(a.owner, 16) if a.owner else tag("span", say.NOBODY, cls="mute")
        minutes = "" if not a.minutes else str(int(a.minutes))
        rows.append((what, _worth(sheet, a), minutes, _due(sheet, a.due), owner, tag("code", a.id)))
    heads = (say.ACTION, say.PREDICTED, say.MINUTES, say.DUE, say.OWNER, say.ID)
    # Where nothing has a price, no column for it.
    kept = [i for i in range(len(heads)) if i != 1 or any(not style.missing(a.mid) for a in listed)]
    return table([heads[i] for i in kept], [[row[i] for i in kept] for row in rows])


def _subject(subject: str, names: Mapping[str, str]) -> object:
    """What an action is about: a product by its title, its number small behind it."""
    if not names.get(subject):
        return name(subject, 40)
    return join([name(names[subject], 40), tag("code", subject, cls="tiny mute")], " ")


def _written(subject: str, names: Mapping[str, str]) -> str:
    """The same in one cell of the workbook."""
    return f"{names[subject]} ({subject})" if names.get(subject) else subject


def _worth(sheet: Sheet, a: Any) -> object:
    if style.missing(a.mid):
        return ""
    number = sheet.loose(f"promo.action.{a.id}", say.N_MID, float(a.mid), "money")
    shown = sheet.show(number, style.signed(a.mid, "money", sheet.currency))
    if style.missing(a.low) or style.missing(a.high):
        return shown
    return tag("div", shown, tag("span", _span(sheet, a.low, a.high), cls="sub"))


def _span(sheet: Sheet, low: float, high: float) -> str:
    ends = (style.signed(v, "money", sheet.currency) for v in (low, high))
    return str(say.TO).join(ends)


def _due(sheet: Sheet, due: date | None) -> object:
    if due is None:
        return ""
    late = due < sheet.as_of
    return tag("span", style.short_day(due), cls="act" if late else None)


def promo_worked(
    sheet: Sheet,
    worked: pd.DataFrame,
    record: pd.DataFrame | None = None,
    names: Mapping[str, Label] | None = None,
) -> Block:
    """Did the actions of earlier weeks work, and how did each rule's actions do so far?

    worked: one row an action: id, name, what, done_on, verdict, effect (log ratio), lo, hi, yuan,
    yuan_lo, yuan_hi, weeks, compared, reason; newest first. record: one row a rule: rule, used,
    worked, none, harmed, cannot_tell, each, each_lo, each_hi, promised, verdict. names: what rules
    are called.
    """
    so_far = _record(sheet, record, names or {})
    if worked.empty:
        told_none = tag("p", say.NO_DONE, cls="mute")
        return block(told_none, so_far, text=say.NO_DONE, section="worked")
    counts = worked["verdict"].value_counts()
    tally = {v: int(counts.get(v, 0)) for v in say.VERDICTS}
    apart = say.APART.format(n=tally["not_judged"]) if tally["not_judged"] else say.STOP
    told = join([say.TALLY.format(n=len(worked), **tally), apart])
    heads = (say.SUBJECT, say.VERDICT, say.EFFECT, say.CHANGE, say.DONE_ON, say.COMPARED)
    rows = [_judged(sheet, row) for row in worked.itertuples()]
    parts: list[object] = [
        tag("p", told),
        on_phone(say.FIGURE, drawn) if (drawn := _figure(sheet, worked)) else None,
        on_phone(say.EACH_ONE.format(n=len(rows)), card(table(heads, rows, texts=2))),
    ]
    _keep_worked(sheet, worked)
    note = tag("p", say.METHOD, cls="mute tiny")
    return block(*parts, note, so_far, text=told, section="worked")


def _record(sheet: Sheet, record: pd.DataFrame | None, names: Mapping[str, Label]) -> Raw | None:
    """How often each rule's actions were done, and what one of them brought on average."""
    if record is None or record.empty:
        return None
    lines = []
    for row in record.itertuples():
        rule = str(row.rule)
        gain: object = ""
        if not style.missing(row.each):
            number = sheet.loose(f"promo.record.{rule}", say.N_EACH, float(row.each), "money")
            shown = sheet.show(number, style.signed(row.each, "money", sheet.currency))
            ends = _span(sheet, row.each_lo, row.each_hi)
            gain = tag("div", shown, tag("span", ends, cls="sub"))
        promised = style.signed(row.promised, "money", sheet.currency)
        counts = (str(int(getattr(row, c))) for c in ("used", *_COUNTED))
        title = tag("div", names.get(rule, say.OWN), tag("span", tag("code", rule), cls="sub"))
        lines.append((title, say.RECORD[row.verdict], *counts, gain, promised))
    heads = (
        say.RULE,
        say.VERDICT,
        say.USED,
        *(say.VERDICTS[v] for v in _COUNTED),
    )
    frame = record.assign(
        rule=[str(names.get(str(r), say.OWN)) for r in record["rule"]],
        verdict=[str(say.RECORD[v]) for v in record["verdict"]],
    )
    sheet.table("record", say.TITLE_RECORD, frame)
    shown_table = card(table((*heads, say.EACH, say.PROMISED), lines, texts=2))
    told = tag("p", say.HOW_RECORD, cls="mute tiny")
    return on_phone(say.TITLE_RECORD, tag("h3", say.TITLE_RECORD), shown_table, told)


def _judged(sheet: Sheet, row: Any) -> tuple[object, ...]:
    verdict = tag("b", say.VERDICTS[row.verdict], cls=_TONE[row.verdict])
    reason = tag("span", row.reason, cls="sub") if str(row.reason) else None
    gain: object = ""
    if not style.missing(row.yuan):
        number = sheet.loose(f"promo.worked.{row.id}", say.N_GAIN, float(row.yuan), "money")
        shown = sheet.show(number, style.signed(row.yuan, "money", sheet.currency))
        gain = tag("div", shown, tag("span", _span(sheet, row.yuan_lo, row.yuan_hi), cls="sub"))
    change: object = ""
    if not style.missing(row.effect):
        mid, low, high = (
            style.signed(float(np.expm1(v)), "percent") for v in (row.effect, row.lo, row.hi)
        )
        change = tag("div", mid, tag("span", low, say.TO, high, cls="sub"))
    told = row.weeks == row.weeks and row.weeks > 0
    against = say.UNTOUCHED.format(n=int(row.compared), w=int(row.weeks)) if told else ""
    return (
        tag(
            "div",
            name(row.name, 40) if row.name else say.WHOLE,
            tag("span", name(row.what, 60), cls="sub"),
        ),
        tag("div", verdict, reason),
        gain,
        change,
        style.short_day(pd.Timestamp(row.done_on).date()),
        against,
    )


def _figure(sheet: Sheet, worked: pd.DataFrame) -> Raw | None:
    """Dot and range of each action's gain on one scale, zero marked."""
    rows = worked[np.isfinite(worked["yuan"].to_numpy(float))].head(_BARS)
    if rows.empty:
        return None
    ends = rows[["yuan_lo", "yuan_hi"]].to_numpy(float)
    low, high = min(ends.min(), 0.0), max(ends.max(), 0.0)
    room = (high - low) or 1.0

    def at(value: float) -> float:
        return 2 + 96 * (value - low) / room

    lines = []
    for row in rows.itertuples():
        low_, mid, high_ = (
            style.signed(v, "money", sheet.currency) for v in (row.yuan_lo, row.yuan, row.yuan_hi)
        )
        alt = say.ALT.format(subject=clip(row.name, 30), mid=mid, low=low_, high=high_)
        drawn = svg.drawing(
            _HEIGHT,
            svg.words(0, 11, row.name, cls="label", cells=34),
            svg.words(100, 11, mid, cls="value", end="end"),
            svg.rule(at(0), 14, at(0), _HEIGHT, cls="grid"),
            svg.rule(at(row.yuan_lo), 22, at(row.yuan_hi), 22, cls="reach"),
            svg.dot(at(row.yuan), 22, 4, cls="mark"),
            alt=alt,
        )
        lines.append(drawn)
    return card(tag("h3", say.FIGURE), *lines, cls="ranges")


def _keep_list(sheet: Sheet, listed: Sequence[Any], names: Mapping[str, str]) -> None:
    heads = (say.ID, say.SUBJECT, say.ACTION, say.OWNER, say.DUE, say.PREDICTED, say.RANGE,
             say.MINUTES)  # fmt: skip
    rows = [
        (a.id, _written(a.subject, names), a.what, a.owner, a.due, a.mid,
         "" if style.missing(a.low) else _span(sheet, a.low, a.high), a.minutes)
        for a in listed
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[str(h) for h in heads])
    sheet.table("actions", say.TITLE_LIST, frame)


def _keep_worked(sheet: Sheet, worked: pd.DataFrame) -> None:
    names = {
        "id": say.ID, "name": say.SUBJECT, "what": say.ACTION, "done_on": say.DONE_ON,
        "verdict": say.VERDICT, "yuan": say.EFFECT, "yuan_lo": say.LOW, "yuan_hi": say.HIGH,
    }  # fmt: skip
    kept = worked[list(names)].assign(
        verdict=[str(say.VERDICTS[v]) for v in worked["verdict"]],
        done_on=pd.to_datetime(worked["done_on"]).dt.date,
    )
    sheet.table("worked", say.TITLE_WORKED, kept.set_axis([str(v) for v in names.values()], axis=1))
