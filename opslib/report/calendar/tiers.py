"""Threshold discounts and rebates: which would earn most, who crosses them, what they cost."""

from __future__ import annotations

from typing import Any

from .. import style
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import tiers_words as say

_WHO = 12


def calendar_tiers(sheet: Sheet, tiers: Any) -> Block:
    """Which thresholds would earn most on usual orders, and which rebates on customers?

    tiers: orders, customers (`campaigns.ThresholdPlan`), margin, floor, margin_assumed,
    orders_a_week, piece.
    """
    plan = tiers.orders
    told = _said(plan)
    if not plan.orders and not tiers.customers.orders:
        return empty("tiers", told)
    parts: list[object] = [tag("p", tag("b", told))]
    if plan.plan:
        parts.append(tag("p", _gain(sheet, "orders", plan, tiers.orders_a_week)))
        shown = card(_table(sheet, "orders", plan, tiers.orders_a_week / 1000))
        parts.append(shown if plan.verdict == "set" else more(say.BEST, shown))
        if len(plan.who):
            parts.append(more(say.WHO.format(n=len(plan.who)), card(_who(sheet, plan))))
        if len(plan.options) > 1:
            parts.append(more(say.OTHERS, card(_options(sheet, plan, tiers.orders_a_week))))
    parts.append(more(say.REBATES, *_rebates(sheet, tiers.customers)))
    parts.append(tag("p", *_method(sheet, tiers), cls="mute tiny"))
    return block(*parts, text=told, section="tiers")


def _said(plan: Any) -> Any:
    labels = [t.label for t in plan.plan]
    which = say.L("、".join(t.zh for t in labels), ", ".join(t.en for t in labels))
    return say.VERDICT[plan.verdict].format(plan=which, reason=plan.reason)


def _gain(sheet: Sheet, which: str, plan: Any, a_week: float) -> Raw:
    """The gain a week, its range and chance, and how many must heed for it to pay."""
    week = a_week / 1000
    number = sheet.loose(f"tiers.{which}.gain", say.GAIN, plan.gain * week, "money", window=7)
    given = sheet.loose(f"tiers.{which}.given", say.GIVEN, plan.given * week, "money", window=7)
    return filled(
        say.GAIN_TOLD,
        gain=tag("b", sheet.show(number)),
        range=style.span(plan.lo * week, plan.hi * week, "money", sheet.currency),
        chance=style.chance(plan.p_gain),
        given=sheet.show(given),
        anyway=sheet.money(plan.given_anyway * week),
        heed=style.figure(plan.heed, "percent"),
        need=style.figure(plan.breakeven_heed, "percent"),
    )


def _table(sheet: Sheet, which: str, plan: Any, scale: float) -> Raw:
    rows = []
    for tier, row in zip(plan.plan, plan.tiers.itertuples(), strict=True):
        reach = style.span(row.topped_lo * scale, row.topped_hi * scale, "count")
        wide = tag("span", reach, cls="sub")
        rows.append(
            [
                tag("b", tier.label),
                style.figure(row.crossing * scale, "count"),
                tag("span", style.figure(row.topped_up * scale, "count"), wide),
                sheet.money(row.given * scale),
                sheet.money(row.profit * scale),
            ]
        )
    heads = (say.TIER, say.CROSSING, say.TOPPED, say.GIVEN, say.PROFIT)
    return table(heads, rows, cards=True)


def _who(sheet: Sheet, plan: Any) -> Raw:
    """Buyers whose usual order lies just below a threshold."""
    rows = [
        [
            name(str(r.buyer)[:10], 12),
            sheet.money(r.usual),
            sheet.money(r.threshold),
            tag("b", sheet.money(r.gap)),
        ]
        for r in plan.who.head(_WHO).itertuples()
    ]
    return table((say.BUYER, say.USUAL, say.THRESHOLD, say.GAP), rows, cards=None)


def _options(sheet: Sheet, plan: Any, a_week: float) -> Raw:
    rows = []
    for row in plan.options.itertuples():
        which = join([t.label for t in row.plan], " + ")
        rows.append(
            [
                which,
                sheet.money(row.gain * a_week / 1000),
                style.span(row.lo * a_week / 1000, row.hi * a_week / 1000, "money", sheet.currency),
                style.chance(row.p_gain),
            ]
        )
    return table((say.TIER, say.GAIN, say.RANGE, say.CHANCE), rows, cards=True)


def _rebates(sheet: Sheet, plan: Any) -> list[Raw]:
    said = [tag("p", _said(plan))]
    if plan.plan:
        said.append(card(_table(sheet, "customers", plan, plan.orders / 1000)))
    said.append(tag("p", say.REBATE_METHOD.format(n=plan.orders), cls="mute tiny"))
    return said


def _method(sheet: Sheet, tiers: Any) -> list[Any]:
    text = say.METHOD_ASSUMED if tiers.margin_assumed else say.METHOD
    told = text.format(
        n=tiers.orders.orders,
        margin=style.figure(tiers.margin, "percent"),
        floor=style.figure(tiers.floor, "percent"),
    )
    return [told, say.PIECES.format(piece=sheet.money(tiers.piece)) if tiers.piece > 0 else None]
