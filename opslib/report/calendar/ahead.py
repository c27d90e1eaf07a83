"""Coming events: what each is expected to bring, stock and budget for it, earlier forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .. import style
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import ahead_words as say
from .week import span

_SHOWN = 2


def calendar_ahead(sheet: Sheet, outlook: Any, today: Any) -> Block:
    """What will the coming events bring, with an interval; which stock and budget follow?

    outlook: basis, editions (event, editions, lift, usual, sales, net, spend, most), stock, score.
    """
    if not outlook.editions:
        return empty("ahead", say.NOTHING)
    unit = "money" if outlook.basis == "pay_amount" else "count"
    first = outlook.editions[0]
    lead = _lead(sheet, first, unit, today)
    front, rest = outlook.editions[:_SHOWN], outlook.editions[_SHOWN:]
    parts: list[object] = [tag("p", lead), card(_table(sheet, front, unit))]
    if rest:
        parts.append(more(say.LATER.format(n=len(rest)), card(_table(sheet, rest, unit))))
    parts.append(tag("p", _budget(sheet, first, outlook.basis)))
    if len(outlook.stock):
        told = say.SHORT.format(n=len(outlook.stock), name=first.event.label)
        parts.append(more(told, card(_stock(outlook.stock))))
    parts.append(tag("p", _score(outlook.score), cls="mute"))
    parts.append(tag("p", say.METHOD[outlook.basis], cls="mute tiny"))
    _keep(sheet, outlook)
    text = say.TEXT.format(name=first.event.label, days=(first.event.start - today).days)
    return block(*parts, text=text, section="ahead")


def _number(sheet: Sheet, edition: Any, what: str, label: Any, value: float, unit: str) -> Raw:
    key = f"ahead.{what}.{edition.event.id}.{edition.event.start.year}"
    known = None if style.missing(value) else float(value)
    return sheet.show(sheet.loose(key, label, known, unit))


def _lead(sheet: Sheet, edition: Any, unit: str, today: Any) -> Raw:
    told, leads = edition.told, None if unit == "money" else say.LEADS
    return filled(
        say.LEAD if told.editions else say.LEAD_NEW,
        name=tag("b", edition.event.label),
        days=(edition.event.start - today).days,
        n=told.editions,
        sales=tag("b", _number(sheet, edition, "sales", say.SALES, told.total, unit), leads),
        range=style.span(told.total_lo, told.total_hi, unit, sheet.currency),
        usual=join([_number(sheet, edition, "usual", say.USUAL, told.normal.mean, unit), leads]),
    )


def _budget(sheet: Sheet, edition: Any, basis: str) -> Raw:
    """The money that follows from the nearest event."""
    budget = edition.budget
    if budget is None:
        return join([say.NO_SPEND if basis == "pay_amount" else say.NO_BUDGET])
    spend = _number(sheet, edition, "spend", say.SPEND, budget.spend, "money")
    most = _number(sheet, edition, "most", say.MOST, budget.most, "money")
    return filled(say.BUDGET, spend=spend, most=most)


def _table(sheet: Sheet, listed: Sequence[Any], unit: str) -> Raw:
    rows = []
    for edition in listed:
        event = edition.event
        days = tag("span", span(event.start, event.end), cls="sub")
        lift = _number(sheet, edition, "lift", say.LIFT, edition.told.lift, "percent")
        reach = style.span(edition.told.lift_lo, edition.told.lift_hi, "percent")
        told = edition.told
        net = style.span(told.net_lo, told.net_hi, unit, sheet.currency)
        rows.append(
            [
                tag("span", name(event.label, 24), days),
                tag("span", lift, tag("span", reach, cls="sub")),
                tag(
                    *("span", _number(sheet, edition, "net", say.NET, told.net, unit)),
                    tag("span", net, cls="sub"),
                ),
                say.SEEN.format(n=told.editions) if told.editions else say.NEVER,
            ]
        )
    extra = say.NET if unit == "money" else say.NET_LEADS
    return table((say.EVENT, say.LIFT, extra, say.FROM), rows, cards=True)


def _stock(stock: pd.DataFrame) -> Raw:
    rows = [
        [
            name(r.title or r.item_id, 30),
            style.figure(r.need, "count"),
            style.figure(r.on_hand, "count"),
            tag("b", style.figure(r.lacking, "count")),
        ]
        for r in stock.itertuples()
    ]
    return table((say.PRODUCT, say.NEED, say.HELD, say.LACK), rows, cards=True)


def _score(score: Any) -> object:
    if not score.n:
        return say.NO_SCORE
    return say.SCORE.format(
        n=score.n, inside=score.inside, verdict=say.SCORED[score.verdict].format(n=score.n)
    )


def _keep(sheet: Sheet, outlook: Any) -> None:
    fields = "lift lift_lo lift_hi total total_lo total_hi net net_lo net_hi".split()
    rows = [
        (
            *(str(e.event.label), e.event.start, e.event.end, e.told.editions, e.told.normal.mean),
            *(getattr(e.told, f) for f in fields),
            *((e.budget.spend, e.budget.most) if e.budget else (None, None)),
        )
        for e in outlook.editions
    ]
    heads = [say.EVENT, say.START, say.END, say.FROM, say.USUAL, *say.FIELDS]
    sheet.table("ahead", say.TABLE, pd.DataFrame(rows, columns=[str(h) for h in heads]))
    if len(outlook.stock):
        kept = outlook.stock[["item_id", "title", "need", "on_hand", "lacking"]]
        heads = [say.ID, say.PRODUCT, say.NEED, say.HELD, say.LACK]
        sheet.table("ahead_stock", say.STOCK_TABLE, kept.set_axis([str(h) for h in heads], axis=1))
