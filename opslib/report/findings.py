"""What the rules found: at most three in front, each with a price and one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from ..labels import Label
from ..model import Check, Finding, Money
from . import style, words
from .alarms import budget_line
from .blocks import Block, block, card, more, table
from .markup import Raw, join, name, tag
from .shapes import ReviewText
from .sheet import Sheet

HEADING = 3  # findings in front of the fold

MONEY_SHARED = Label(
    "所属的活动一周约 {money}（{range}），整场只计一次",
    "its event: about {money} a week ({range}), counted once for the whole event",
)


def findings(sheet: Sheet, review: ReviewText, footing: object | None = None) -> Block:
    """What is wrong, what is it worth, what is the one thing to do?

    footing: the line below, in place of the one on false alarms. Keeps the findings, checks and
    the false-alarm budget for data.json.
    """
    sheet.findings = list(review.findings)
    sheet.checks = list(review.checks)
    sheet.false_alarms_expected = review.false_alarms_expected
    front, rest = split(review.findings)
    parts: list[object] = []
    if front:
        parts.append(tag("div", *(finding_card(sheet, f) for f in front), cls="findings"))
    else:
        quiet = join([tag("b", words.NORMAL), checked(review), words.CHECKED_QUIET])
        parts.append(card(tag("p", quiet), cls="normal"))
    notes = [f for f in rest if f.severity == "note"]
    loud = [f for f in rest if f.severity != "note"]
    for title, folded in ((words.MORE_FINDINGS, loud), (words.NOTES, notes)):
        if folded:
            others = tag("div", *(finding_card(sheet, f) for f in folded), cls="findings small")
            parts.append(more(title.format(n=len(folded)), others))
    parts.append(more(words.WHAT_CHECKED, checks_table(review.checks)))
    parts.append(tag("p", footing or _footing(review, bool(front)), cls="mute"))
    return block(*parts, text=_plain(review), section="whatiswrong")


def split(found: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings in front of the fold and those behind it; mere notes never stand in front."""
    front = [f for f in found if f.severity != "note"][:HEADING]
    return front, [f for f in found if f not in front]


def checked(review: ReviewText) -> Label:
    """How much was looked at; a rule without its data looked at nothing."""
    asked = [c for c in review.checks if c.state != "no_data"]
    return words.CHECKED.format(rules=len(asked), subjects=sum(c.subjects for c in asked))


def checks_table(checks: Sequence[Check]) -> Raw:
    """Every rule asked, and what it came to: fired first, then what cannot be told."""
    order = {"fail": 0, "folded": 1, "cannot_tell": 2, "no_data": 3, "pass": 4}
    rows = [
        (_titled(c), words.STATE[c.state], f"{c.subjects:,}", c.guide)
        for c in sorted(checks, key=lambda c: (order[c.state], c.rule))
    ]
    head = (words.RULE, words.STATUS, words.SUBJECT, words.GUIDE)
    return card(table(head, rows, texts=2))


def _titled(check: Check) -> Raw:
    return join([check.title, tag("span", check.reason, cls="sub") if check.reason else None])


def _footing(review: ReviewText, any_front: bool) -> Raw:
    unsure = sum(c.state == "cannot_tell" for c in review.checks)
    empty = sum(c.state == "no_data" for c in review.checks)
    parts: list[object] = []
    if any_front:
        parts += [checked(review), words.CHECKED_REST]
    if unsure:
        parts.append(words.CANNOT.format(n=unsure))
    if empty:
        parts.append(words.HAD_NO_DATA.format(n=empty))
    parts.append(budget_line(review))
    return join(parts)


def finding_card(sheet: Sheet, f: Finding) -> Raw:
    """One finding as a card: its price, what it stands on, the one thing to do."""
    head = tag("b", words.SEVERITY[f.severity], " · ", f.title, cls=f"title {f.severity}")
    return tag(
        "article",
        head,
        _price(sheet, f),
        _subject(f),
        tag("span", f.detail, cls="mute") if f.detail else None,
        evidence_of(sheet, f),
        tag(
            "div",
            f.action,
            words.GAP_BETWEEN,
            words.MINUTES.format(n=f.minutes),
            words.STOP,
            cls="do",
        ),
        tag("span", *_basis(f), cls="mute basis"),
        cls="finding",
        data_rule=f.rule,
        data_severity=f.severity,
        data_finding=f.id,
    )


def _price(sheet: Sheet, f: Finding) -> Raw:
    sure = words.CHANCE.format(p=style.chance(f.probability or 0.0)) if _judged(f) else None
    if f.money is None:
        told = _shared(f.shared) if f.shared else words.MONEY_UNKNOWN
        return tag("span", join([told, sure], " · "), cls="mute")
    number = sheet.loose(f"finding.{f.id}.money", f.title, f.money.mid, "money", metric=f.metric)
    small = join([style.money_range(f.money), sure], " · ")
    return tag(
        "span",
        tag("span", sheet.show(number), " ", words.WEEKLY, cls="money"),
        " ",
        tag("span", small, cls="mute"),
    )


def _shared(money: Money) -> Label:
    """The price of what the finding belongs to: no number of its own, nothing to be added up."""
    middle = style.figure(money.mid, "money", money.currency)
    return MONEY_SHARED.format(money=middle, range=style.money_range(money))


def _judged(f: Finding) -> bool:
    """Whether data had to be weighed. What was simply counted (a clock, a stock) is a fact: a
    chance beside its price would read as the chance of the price."""
    return f.probability is not None and f.probability < 1


def _subject(f: Finding) -> Raw | None:
    """The object, where the title does not name it already."""
    whom = f.subject.name or f.subject.member
    if not whom or whom in str(f.title):
        return None
    kind = words.DIMENSION.get(f.subject.dimension)
    return tag("span", join([kind, words.COLON]) if kind else None, name(whom), cls="whom")


def evidence_of(sheet: Sheet, f: Finding) -> Raw | None:
    """The value beside its threshold, and how much data stands behind it."""
    parts: list[object] = []
    none_allowed = f.threshold == 0 and f.unit == "count"
    if not style.missing(f.value) and not style.missing(f.threshold) and not none_allowed:
        parts.append(
            words.NOW_AGAINST.format(
                value=style.figure(f.value, f.unit, sheet.currency),
                threshold=style.figure(f.threshold, f.unit, sheet.currency),
            )
        )
    if f.evidence.n and _judged(f):
        counted = f.evidence.counted or words.SAMPLES
        parts.append(counted.format(n=f"{f.evidence.n:,}"))
    if f.evidence.needed:
        parts.append(words.STILL_NEEDED.format(n=f"{f.evidence.needed:,}"))
    if f.evidence.note:
        parts.append(f.evidence.note)
    return tag("span", join(parts, " · "), cls="mute") if parts else None


def _basis(f: Finding) -> list[object]:
    parts: list[object] = []
    if f.guide:
        parts.append(words.BASIS.format(guide=f.guide))
    if f.assumed:
        parts.append(words.ASSUMED)
    if f.folded:
        parts.append(words.FOLDED.format(n=len(f.folded)))
    return [join(parts, " · ")]


def _plain(review: ReviewText) -> str:
    front, rest = split(review.findings)
    if not front:
        return f"{words.NORMAL}{checked(review)}"
    titles = "; ".join(str(f.title) for f in front)
    return f"{titles} (+{len(rest)})" if rest else titles
