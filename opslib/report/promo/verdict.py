"""The first sentence of a week: what its advertising money brought, and what to move first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ...labels import Label
from ...model import Finding
from .. import style, words
from ..blocks import Block, block
from ..markup import Raw, filled, join, name, tag
from ..shapes import ProfileText
from ..sheet import Sheet
from .asked import Asked, things

L = Label


def promo_verdict(
    sheet: Sheet,
    terms: Any,
    week: Any | None,
    findings: Iterable[Finding],
    *,
    profile: ProfileText,
    notes: Iterable[Label] = (),
) -> Block:
    """What did last week's money bring, and what is moved first?

    terms: week, basis ("gmv" or "leads"), margin, target_roi, priced, attribution_days. week: the
    whole week's row of the account (spend, conv_hat, gmv_hat, roi, profit, each also with
    `_last`), None without advertising. findings: most money first. notes: what cannot be told.
    """
    head = _head(sheet, terms, profile)
    if week is None or style.missing(week.spend) or week.spend <= 0:
        said = tag("p", NO_ADS, cls="verdict quiet", role="status")
        more = [tag("p", n, cls="mute") for n in notes]
        return block(head, said, *more, text=str(NO_ADS), section="top")
    loud = things(list(findings))
    parts = [_brought(sheet, terms, week), _left(sheet, terms, week), _first(sheet, loud)]
    worst = "quiet"
    if loud:
        worst = "act" if any(f.severity == "act" for f in loud) else "watch"
    sentence = tag("p", *parts, cls=f"verdict {worst}", role="status")
    lines = [tag("p", note, cls="mute") for note in notes]
    told = SPENT_TEXT.format(spend=sheet.money(week.spend), n=len(loud))
    return block(head, sentence, *lines, text=told, section="top")


def _head(sheet: Sheet, terms: Any, profile: ProfileText) -> Raw:
    """Whose page this is, and of which week."""
    place = join([name(sheet.shop_name or sheet.shop, 48), profile.name], " · ")
    span = WEEK.format(first=short(terms.week[0]), last=short(terms.week[1]))
    facts = join([span, words.UP_TO.format(day=style.day(sheet.as_of))], " · ")
    return tag("p", tag("b", place), " ", tag("span", facts, cls="mute"), cls="whose")


def short(day: date) -> str:
    """A day of the week reviewed: 11-09."""
    return f"{day:%m-%d}"


def _figure(sheet: Sheet, what: str, label: Label, value: Any, unit: str, **more: Any) -> Raw:
    number = None if style.missing(value) else float(value)
    return tag("b", sheet.show(sheet.loose(f"week.{what}", label, number, unit, window=7, **more)))


def _brought(sheet: Sheet, terms: Any, week: Any) -> Raw:
    """Spend against the week before, and what came of it."""
    gmv = terms.basis == "gmv"
    last: Any = getattr(week, "spend_last", None)
    compared = None
    if not style.missing(last) and last > 0:
        moved = (week.spend - last) / last
        compared = AS_BEFORE if abs(moved) < 0.03 else (MORE if moved > 0 else LESS)
        compared = compared.format(share=f"{abs(moved):.0%}")
    spend = _figure(sheet, "spend", N_SPEND, week.spend, "money", metric="ad_spend")
    if gmv:
        open_ = not style.missing(week.gmv_hat) and week.gmv_hat > week.gmv * 1.01
        value = week.gmv_hat if open_ else week.gmv
        label = N_GMV_HAT if open_ else N_GMV
        result = _figure(sheet, "gmv", label, value, "money")
        roi = _figure(sheet, "roi", N_ROI, week.roi, "ratio")
        said = filled(GMV_OPEN if open_ else GMV, gmv=result, roi=roi)
    else:
        # The price of a lead stands on all that will have come: so does the count beside it.
        open_ = not style.missing(week.conv_hat) and week.conv_hat > week.conv * 1.01
        value = week.conv_hat if open_ else week.conv
        label = N_LEADS_HAT if open_ else N_LEADS
        result = _figure(sheet, "leads", label, value, "count")
        each = _figure(sheet, "cost_per_lead", N_COST, week.cost_per_conv, "money")
        told = LEADS_OPEN if open_ else LEADS
        said = filled(told if week.conv else NO_LEADS, leads=result, each=each)
    return join([filled(SPENT, spend=spend), compared, said])


def _left(sheet: Sheet, terms: Any, week: Any) -> Raw | None:
    """What was left of it after goods and advertising, where the costs are known."""
    if not terms.priced or style.missing(week.profit):
        return None
    number = sheet.loose("week.profit", N_PROFIT, float(week.profit), "money", window=7)
    said = filled(
        EARNED if week.profit >= 0 else LOST,
        amount=tag("b", sheet.show(number, sheet.money(abs(week.profit)))),
    )
    assumed = {"margin", "lead_value"} & set(terms.assumed)
    return join([said, ASSUMED if assumed else None, words.STOP])


def _first(sheet: Sheet, loud: list[Asked]) -> Raw:
    """What is moved first, with its price."""
    if not loud:
        return join([NOTHING_TO_MOVE])
    first = loud[0]
    price = None
    if first.money is not None:
        shown = tag("b", sheet.money(first.money.mid), " ", words.WEEKLY)
        price = join([words.OPEN, ABOUT, shown, words.CLOSE])
    return join([FIRST, first.title, price, words.STOP])


NO_ADS = L(
    "上周没有推广花费的数据。要有推广报表（按天、按计划或按词），有了它，这里显示钱花到哪、带来什么。",
    "There is no advertising spend of last week. Provide the advertising report (by day and plan "
    "or keyword): it would show where the money went and what it brought.",
)
SPENT_TEXT = L(
    "上周推广花 {spend}，{n} 件事要动", "Last week's advertising cost {spend}; to move: {n}"
)
WEEK = L("{first} 至 {last} 这一周", "week {first} to {last}")
SPENT = L("上周推广花了 {spend}", "Last week's advertising cost {spend}")
MORE = L("，比前一周多 {share}", ", {share} more than the week before")
LESS = L("，比前一周少 {share}", ", {share} less than the week before")
AS_BEFORE = L("，和前一周差不多", ", about as the week before")
GMV = L("，带来成交 {gmv}（ROI {roi}）。", " and brought sales of {gmv} (ROI {roi}). ")
GMV_OPEN = L(
    "，成交到账齐后预计 {gmv}（ROI {roi}）。",
    " and will have brought sales of about {gmv} (ROI {roi}). ",
)
LEADS = L("，带来 {leads} 条商机，每条 {each}。", " and brought {leads} leads at {each} each. ")
LEADS_OPEN = L(
    "，到齐后预计 {leads} 条商机，每条 {each}。",
    " and will have brought about {leads} leads at {each} each. ",
)
NO_LEADS = L("，还没有带来商机。", " and has brought no lead yet. ")
EARNED = L(
    "扣掉货款、退款和推广费，约赚 {amount}",
    "After goods, refunds and advertising about {amount} was earned",
)
LOST = L(
    "扣掉货款、退款和推广费，约亏 {amount}",
    "After goods, refunds and advertising about {amount} was lost",
)
ASSUMED = L("（按假定的毛利）", " (at an assumed margin)")
FIRST = L("先动：", "Move first: ")
ABOUT = L("约 ", "about ")
NOTHING_TO_MOVE = L(
    "没有把握足够的改动，这周先不动。", "No change is certain enough: leave it as it is this week."
)
N_SPEND = L("上周推广花费", "Advertising spend, last week")
N_GMV = L("上周推广带来的成交", "Sales from advertising, last week")
N_GMV_HAT = L(
    "上周推广带来的成交（到账齐后预计）",
    "Sales from advertising, last week, as expected once complete",
)
N_ROI = L("上周推广 ROI", "Advertising ROI, last week")
N_LEADS = L("上周推广带来的商机", "Leads from advertising, last week")
N_LEADS_HAT = L(
    "上周推广带来的商机（到齐后预计）",
    "Leads from advertising, last week, as expected once complete",
)
N_COST = L("每条商机花费", "Cost per lead, last week")
N_PROFIT = L("上周推广扣成本后所剩", "Left of last week's advertising after costs")
