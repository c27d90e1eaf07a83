"""The first sentence: is anything wrong, and how much money is it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..labels import Label
from ..model import SEVERITIES, Finding, Subject
from . import style, words
from .blocks import Block, block
from .findings import checked
from .markup import Raw, join, name, tag
from .shapes import ProfileText, ReviewText
from .sheet import Sheet

_CLOCKS = {
    "Asia/Shanghai": Label("北京时间", "Beijing time"),
    "America/Los_Angeles": Label("太平洋时间", "Pacific time"),
}


def verdict(
    sheet: Sheet,
    review: ReviewText,
    headline: Any = None,
    *,
    profile: ProfileText | None = None,
    against: str = "before",
    net: Any = None,
    notes: Iterable[Label] = (),
) -> Block:
    """Is anything wrong, and how much money is it?

    headline: one measurement row (from `measure(...).itertuples()`), usually pay_amount over
    7 days, or None where there is no such data; its `within` (if any) says whether the difference
    is within normal fluctuation. against: the baseline column it is compared with. net: the row
    of net_pay_amount, where refunds are large. notes: what the page cannot tell, and why.
    """
    loud = [f for f in review.findings if f.severity != "note"]
    worst = min((f.severity for f in loud), key=SEVERITIES.index, default="quiet")
    opening, plain = _business(sheet, headline, against, net)
    told, money = _told(sheet, loud, review)
    sentence = tag("p", opening, told, cls=f"verdict {worst}", role="status")
    limits = [tag("p", note, cls="mute") for note in notes]
    head = _head(sheet, profile)
    return block(head, sentence, *limits, text=f"{plain} {money}".strip(), section="top")


def _head(sheet: Sheet, profile: ProfileText | None) -> Raw:
    """Whose page this is, and up to which day."""
    place = [name(sheet.shop_name or sheet.shop, 48)]
    if profile is not None:
        place.append(join([profile.name]))
    facts = [words.UP_TO.format(day=style.day(sheet.as_of))]
    if profile is not None:
        zone = profile.timezone
        facts.append(_CLOCKS.get(zone, Label(zone, zone)))
    return tag(
        "p",
        tag("b", join(place, " · ")),
        " ",
        tag("span", join(facts, " · "), cls="mute"),
        cls="whose",
    )


def _business(sheet: Sheet, row: Any, against: str, net: Any) -> tuple[Raw, str]:
    if row is None or style.missing(row.value):
        metric = sheet.label(row.metric if row is not None else "pay_amount")
        told = str(words.NO_HEADLINE.format(metric=metric))
        return join([told]), told
    number = sheet.measured(row, against)
    start = words.NOW.format(window=style.window(number.window), metric=number.label)
    parts: list[object] = [start, tag("b", sheet.show(number))]
    if number.change is not None and number.baseline is not None:
        parts += _difference(sheet, number.id, number.change, number.baseline, against)
        if getattr(row, "within", None):
            parts.append(words.WITHIN)
    if getattr(row, "partial", False):
        parts += [words.OPEN, words.PARTIAL.format(n=_absent(row)), words.CLOSE]
    if net is not None:
        parts += [words.AFTER_REFUNDS, tag("b", sheet.show(sheet.measured(net, against)))]
    parts.append(words.STOP)
    plain = f"{start}{sheet.money(number.value)}"
    return join(parts), plain


def _difference(
    sheet: Sheet, id: str, difference: float, baseline: float, against: str
) -> list[object]:
    """Less or more than usual, by how much money and which share."""
    named = words.FOUR_WEEKS if against == "weekdays" else words.AGAINST[against]
    share = style.change(baseline + difference, baseline, "money")
    if share == str(words.UNCHANGED):
        return [words.SAME.format(against=named)]
    sentence = (words.MORE if difference > 0 else words.LESS).format(against=named)
    label = sheet.label("pay_amount")
    gap = sheet.loose(
        f"{id}.change", label, difference, "money", metric="pay_amount", subject=Subject()
    )
    told = [words.OPEN, share.lstrip("▲▼ "), words.CLOSE] if share else []
    return [sentence, tag("b", sheet.show(gap, sheet.money(abs(difference)))), *told]


def _absent(row: Any) -> int:
    return max(int(row.window) - int(row.days_present), 0)


def _told(sheet: Sheet, loud: list[Finding], review: ReviewText) -> tuple[Raw, str]:
    """What there is to do, with its price; or that there is nothing."""
    if not loud:
        told = f"{words.NORMAL}{checked(review)}{words.CHECKED_QUIET}"
        return join([tag("b", words.NORMAL), checked(review), words.CHECKED_QUIET]), told
    priced = [f.money.mid for f in loud if f.money is not None]
    if not priced:
        told = str(words.TO_DO_UNPRICED.format(n=len(loud)))
        return join([told]), told
    total = sheet.loose("findings.money", words.TOTAL, sum(priced), "money")
    start = words.TO_DO.format(n=len(loud))
    shown = tag("b", sheet.show(total), " ", words.WEEKLY)
    return join([start, shown, words.STOP]), f"{start}{sheet.money(sum(priced))} {words.WEEKLY}"
