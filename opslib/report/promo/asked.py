"""The week's findings on the page: what is done in one go is one card, its parts unfold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

from ...labels import Label
from ...model import Finding, Money
from .. import style, words
from ..blocks import Block, block, card, more
from ..findings import HEADING, checked, checks_table, evidence_of, finding_card
from ..markup import Raw, join, name, tag
from ..shapes import ReviewText
from ..sheet import Sheet
from . import asked_words as say

# A person may be in several audiences: what they bring does not add up.
_OVERLAPPING = ("audience_up", "audience_down")


@dataclass(frozen=True)
class Asked:
    """One thing to do: findings of one kind in one plan. money: of all of them together."""

    members: tuple[Finding, ...]
    title: Label
    money: Money | None

    @property
    def first(self) -> Finding:
        """The finding that is worth most."""
        return self.members[0]

    @property
    def severity(self) -> str:
        """The most pressing of its members'."""
        return min((f.severity for f in self.members), key=list(words.SEVERITY).index)


def things(found: Sequence[Finding]) -> list[Asked]:
    """Findings as things to do: what is to be acted on first, of these most money first.

    found: most money first. Words and audiences of one plan and products with the same weak link
    are one thing; mere notes are none.
    """
    groups: dict[object, list[Finding]] = {}
    for one in found:
        if one.severity != "note":
            key = (one.rule, one.severity, one.subject.within) if one.rule in say.MANY else one.id
            groups.setdefault(key, []).append(one)
    out = [_asked(tuple(g)) for g in groups.values()]
    return sorted(out, key=lambda a: (a.severity != "act", -(a.money.mid if a.money else 0.0)))


def _asked(members: tuple[Finding, ...]) -> Asked:
    first = members[0]
    if len(members) == 1:
        return Asked(members, first.title, first.money)
    title = say.MANY[first.rule].format(plan=first.subject.within, n=len(members))
    return Asked(members, title, _together(members))


def _together(members: Sequence[Finding]) -> Money | None:
    """Their price: members miss independently; of what overlaps only the best is promised."""
    prices = [f.money for f in members if f.money is not None]
    if not prices:
        return None
    if members[0].rule in _OVERLAPPING:
        best = prices[0]
        return Money(best.low, best.mid, max(p.high for p in prices), best.currency)
    mid = sum(p.mid for p in prices)
    under, over = hypot(*(p.mid - p.low for p in prices)), hypot(*(p.high - p.mid for p in prices))
    return Money(mid - under, mid, mid + over, prices[0].currency)


def promo_asked(sheet: Sheet, review: ReviewText, footing: object) -> Block:
    """What is to be done, what is it worth, how sure is it? Three things in front.

    Keeps the findings and checks for data.json. footing: the line below.
    """
    sheet.findings, sheet.checks = list(review.findings), list(review.checks)
    sheet.false_alarms_expected = review.false_alarms_expected
    listed = things(review.findings)
    parts: list[object] = []
    if listed:
        front = [_card(sheet, a) for a in listed[:HEADING]]
        parts.append(tag("div", *front, cls="findings"))
    else:
        quiet = join([tag("b", words.NORMAL), checked(review), words.CHECKED_QUIET])
        parts.append(card(tag("p", quiet), cls="normal"))
    if rest := listed[HEADING:]:
        cards = tag("div", *(_card(sheet, a) for a in rest), cls="findings small")
        parts.append(more(say.REST.format(n=len(rest)), cards))
    parts.append(more(words.WHAT_CHECKED, checks_table(review.checks)))
    parts.append(tag("p", footing, cls="mute"))
    return block(*parts, text=_plain(listed, review), section="whatiswrong")


def _plain(listed: Sequence[Asked], review: ReviewText) -> str:
    if not listed:
        return f"{words.NORMAL}{checked(review)}"
    front, rest = listed[:HEADING], listed[HEADING:]
    told = "; ".join(str(a.title) for a in front)
    return f"{told} (+{len(rest)})" if rest else told


def _card(sheet: Sheet, one: Asked) -> Raw:
    """One thing to do; of several findings each one unfolds."""
    if len(one.members) == 1:
        return finding_card(sheet, one.first)
    severity, minutes = one.severity, sum(f.minutes for f in one.members)
    parts = [
        tag("b", words.SEVERITY[severity], " · ", one.title, cls=f"title {severity}"),
        _price(sheet, one),
        tag("span", join([_what(f) for f in one.members[:3]], str(words.AND)), cls="whom"),
        tag("span", say.OVERLAP, cls="mute") if one.first.rule in _OVERLAPPING else None,
        more(say.EACH.format(n=len(one.members)), *(_member(sheet, f) for f in one.members)),
        tag("div", say.TOGETHER, words.MINUTES.format(n=minutes), words.STOP, cls="do"),
        tag("span", words.BASIS.format(guide=one.first.guide), cls="mute basis"),
    ]
    return tag("article", *parts, cls="finding several")


def _what(f: Finding) -> Raw:
    return name(f.subject.name or f.subject.member, 24)


def _price(sheet: Sheet, one: Asked) -> Raw:
    if one.money is None:
        return tag("span", words.MONEY_UNKNOWN, cls="mute")
    key = f"finding.{one.first.rule}.{one.first.id.rsplit('.', 1)[-1]}.all"
    number = sheet.loose(key, one.title, one.money.mid, "money", metric=one.first.metric)
    money = tag("span", sheet.show(number), " ", words.WEEKLY, cls="money")
    return tag("span", money, " ", tag("span", style.money_range(one.money), cls="mute"))


def _member(sheet: Sheet, f: Finding) -> Raw:
    """A finding in one line: whom it concerns, what to do, its price and how sure it is."""
    sure = None
    if f.probability is not None and f.probability < 1:
        sure = words.CHANCE.format(p=style.chance(f.probability))
    price: Raw | None = None
    if f.money is not None:
        number = sheet.loose(
            f"finding.{f.id}.money", f.title, f.money.mid, "money", metric=f.metric
        )
        price = join([sheet.show(number), " ", words.WEEKLY, " ", style.money_range(f.money)])
    told = join([price, sure], " · ")
    return tag(
        "div",
        tag("span", tag("b", _what(f)), " ", f.action),
        tag("span", told, cls="mute"),
        evidence_of(sheet, replace(f, evidence=replace(f.evidence, note=None))),
        cls="finding",
        data_rule=f.rule,
        data_severity=f.severity,
        data_finding=f.id,
    )
