"""Products in advertising: the weak link of each as a small card, and those that earn the money."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import products_words as say

CARDS, BEST = 3, 8
_LINKS = ("ctr", "action", "pay")


def promo_products(sheet: Sheet, products: pd.DataFrame, terms: Any) -> Block:
    """Which product's link is weak, what does that cost a week, which products earn the money?

    products: one row a product, most money first (columns of `promotion.judge_products`).
    terms: basis, priced, assumed.
    """
    if products.empty:
        return empty("products", say.NEEDS)
    weak = products[products["weak"] != ""]
    silent = products[products["no_click"] | products["no_feedback"]]
    told = (say.FOUND if len(weak) else say.NONE).format(n=len(weak), all=len(products))
    weeks = float(products["weeks"].iloc[0])
    parts: list[object] = [tag("p", told)]
    cards = [_card(sheet, row, terms) for row in weak.itertuples()]
    if cards:
        first = tag("div", *cards[:CARDS], cls="findings small")
        parts.append(on_phone(say.WEAKEST.format(n=min(len(cards), CARDS)), first))
    if cards[CARDS:]:
        rest = tag("div", *cards[CARDS:], cls="findings small")
        parts.append(more(say.REST.format(n=len(cards) - CARDS), rest))
    if len(silent):
        parts.append(_silent(sheet, silent))
    parts.append(_best(sheet, products, terms))
    parts.append(tag("p", _method(products, terms, weeks), cls="mute tiny"))
    _keep(sheet, products, terms)
    return block(*parts, text=told, section="products")


def _figure(sheet: Sheet, row: Any, what: str, label: Label, unit: str) -> Raw:
    """One figure of a product under an id of its own."""
    value = getattr(row, what)
    if style.missing(value):
        return tag("span", style.NOTHING, cls="mute")
    key = digest(row.item_id)
    return sheet.show(sheet.loose(f"promo.product.{what}.{key}", label, float(value), unit))


def _card(sheet: Sheet, row: Any, terms: Any) -> Raw:
    """The product's path with its weak link, what is lost there, what to change."""
    link = row.weak
    lines = [
        tag("p", tag("b", name(row.title or row.item_id, 40)), cls="title"),
        _money(sheet, row),
        tag("p", _lost(sheet, row, terms), cls="mute"),
        on_phone(say.STEPS, _path(sheet, row, terms)),
        tag("p", tag("b", say.DO[link]), cls="do"),
    ]
    also = [str(say.LINK[terms.basis][other]) for other in row.also_weak]
    if also:
        lines.append(tag("p", say.ALSO.format(what=str(words.AND).join(also)), cls="mute tiny"))
    guide = words.BASIS.format(guide=say.GUIDE[link])
    sure = (
        None
        if style.missing(row.p_right)
        else words.CHANCE.format(p=style.chance(float(row.p_right)))
    )
    lines.append(tag("p", join([guide, sure], " · "), cls="mute basis"))
    return tag("div", *lines, cls="finding")


def _money(sheet: Sheet, row: Any) -> Raw | None:
    """Yuan a week, with its range; a sentence where more clicks would not pay."""
    if style.missing(row.money):
        return None
    if row.money <= 0:
        return tag("p", say.WOULD_NOT_PAY, cls="mute")
    number = _figure(sheet, row, "money", say.N_MONEY, "money")
    low, high = (sheet.money(max(v, 0.0)) for v in (row.money_lo, row.money_hi))
    span = tag("span", say.RANGE.format(lo=low, hi=high), cls="mute tiny")
    return tag("p", number, " ", words.WEEKLY, " ", span, cls="money")


def _lost(sheet: Sheet, row: Any, terms: Any) -> Raw:
    conv = _figure(sheet, row, "gap_conv", say.N_GAP[terms.basis], "score")
    if row.weak == "ctr":
        clicks = _figure(sheet, row, "gap_clicks", say.N_GAP_CLICKS, "count")
        return filled(say.GAP_CLICKS[terms.basis], clicks=clicks, conv=conv)
    return filled(say.GAP[terms.basis], conv=conv)


def _path(sheet: Sheet, row: Any, terms: Any) -> Raw:
    """Click rate, action rate, payment rate against what is usual; the weak ones marked."""
    lines = []
    for link in _LINKS:
        label = say.LINK[terms.basis][link]
        loud = link == row.weak or link in row.also_weak
        own = _figure(sheet, row, f"{link}_own", label, "percent")
        usual = _figure(sheet, row, f"{link}_usual", say.N_USUAL.format(what=label), "percent")
        mark = tag("b", label, cls="act") if loud else tag("span", label)
        lines.append((mark, own, usual))
    against = say.PEERS if row.peer else say.USUAL
    return table((say.STEP, say.OWN, against), lines)


def _silent(sheet: Sheet, rows: pd.DataFrame) -> Raw:
    lines = []
    for row in rows.itertuples():
        what = say.NO_CLICK if row.no_click else say.NO_FEEDBACK
        lines.append(
            (
                name(row.title or row.item_id, 36),
                what,
                _figure(sheet, row, "impressions", say.N_SHOWN, "count"),
                _figure(sheet, row, "clicks", say.N_CLICKS, "count"),
                f"{row.p_zero:.1%}",
            )
        )
    head = (words.PRODUCT, say.ODD, say.N_SHOWN, say.N_CLICKS, say.CHANCE_ZERO)
    return card(tag("h3", say.SILENT), table(head, lines, texts=2))


def _best(sheet: Sheet, products: pd.DataFrame, terms: Any) -> Raw:
    """The products that bring the most, by what is left where costs are known."""
    by = "profit" if terms.priced else "conv"
    top = products.sort_values([by, "item_id"], ascending=[False, True]).head(BEST)
    top = top[top["conv"] > 0]
    if top.empty:
        return tag("p", say.NO_BEST, cls="mute")
    lines = []
    for row in top.itertuples():
        cells = [
            _figure(sheet, row, "spend", say.SPEND, "money"),
            _figure(sheet, row, "conv", say.N_CONV[terms.basis], "count"),
        ]
        if terms.priced:
            cells.append(_figure(sheet, row, "profit", say.N_PROFIT, "money"))
        lines.append((name(row.title or row.item_id, 36), *cells))
    head = [words.PRODUCT, say.SPEND, say.N_CONV[terms.basis]]
    head += [say.N_PROFIT] if terms.priced else []
    return more(say.BEST, card(table(head, lines, cards=True)))


def _method(products: pd.DataFrame, terms: Any, weeks: float) -> Label:
    said = say.METHOD.format(weeks=f"{weeks:.0f}", n=len(products))
    if not terms.priced:
        return Label(said.zh + say.UNPRICED.zh, f"{said.en} {say.UNPRICED.en}")
    return said


def _keep(sheet: Sheet, products: pd.DataFrame, terms: Any) -> None:
    """The whole table for the workbook."""
    links = say.LINK[terms.basis]
    columns = {
        "title": words.PRODUCT, "item_id": words.LABEL, "impressions": say.N_SHOWN,
        "clicks": say.N_CLICKS, "spend": say.SPEND, "conv": say.N_CONV[terms.basis],
        **{f"{n}_own": links[n] for n in _LINKS},
        **{f"{n}_usual": say.N_USUAL.format(what=links[n]) for n in _LINKS},
        "gap_clicks": say.N_GAP_CLICKS, "gap_conv": say.N_GAP[terms.basis],
        "money": say.N_MONEY, "profit": say.N_PROFIT,
    }  # fmt: skip
    frame = products[list(columns)].set_axis([str(v) for v in columns.values()], axis=1)
    weak = [str(links[w]) if w else "" for w in products["weak"]]
    sheet.table("products", say.TABLE, frame.assign(**{str(say.WEAK): weak}))
