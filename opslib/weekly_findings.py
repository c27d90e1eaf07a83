"""The week's findings: what the judgements on words, products, hours and budgets ask to be done.

Every judgement of `opslib.promotion` that is certain enough becomes one Finding, as in the daily
review: a price a week, the chance that it is right, one thing to do, the guide's row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Any

import pandas as pd

from .labels import Label
from .model import Check, Evidence, Finding, Money, Subject
from .report import style

# Behind the fold a list of a hundred words helps nobody: the table of words has them all.
MOST_OF_A_KIND = 12


@dataclass(frozen=True)
class WeekReview:
    """What the week's judgements came to; most money first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = field(default=None)


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule's name, guide row, words and minutes of work."""

    rule: str
    guide: str
    minutes: int
    title: Label
    action: Label
    checked: Label


WORDS = {
    "raise": Kind(
        "word_raise",
        "000-32",
        3,
        Label("词“{name}”值得多要点击", "Word '{name}' deserves more clicks"),
        Label("出价提到 {bid}。", "Raise its bid to {bid}."),
        Label("该提价的词", "Words to raise"),
    ),
    "expand": Kind(
        "word_expand",
        "001-44",
        10,
        Label("词“{name}”赚钱，同类词可以多加", "Word '{name}' earns: add words like it"),
        Label(
            "在同一计划里加 3–5 个同类词，出价从 {bid} 起。",
            "Add 3 to 5 words like it to the same plan, bids from {bid}.",
        ),
        Label("该扩同类的词", "Words to expand"),
    ),
    "lower": Kind(
        "word_lower",
        "000-32",
        3,
        Label("词“{name}”的点击买贵了", "Clicks of the word '{name}' are too dear"),
        Label("出价降到 {bid}。", "Lower its bid to {bid}."),
        Label("该降价的词", "Words to lower"),
    ),
    "remove": Kind(
        "word_remove",
        "001-44",
        3,
        Label("词“{name}”花了钱换不回来", "Word '{name}' does not earn its money back"),
        Label(
            "从计划里移除，省下的钱给赚钱的词。",
            "Take it out of the plan; its money goes to words that earn.",
        ),
        Label("该移除的词", "Words to remove"),
    ),
}


def word_findings(words: pd.DataFrame, currency: str, evidence: float) -> Iterator[Finding]:
    """A finding for each word that should change, those with most money first, a dozen a kind.

    words: the frame of `promotion.keywords.classify`.
    """
    for verdict, kind in WORDS.items():
        chosen = words[words["verdict"].eq(verdict)]
        for row in chosen.nlargest(MOST_OF_A_KIND, "week_gain").itertuples():
            yield _word(row, kind, currency, evidence)


def _word(row: Any, kind: Kind, currency: str, evidence: float) -> Finding:
    bid = style.figure(row.bid_to, "money", currency)
    note = Label("计划 {plan}；{n} 次点击", "plan {plan}; {n} clicks")
    return finding(
        kind,
        Subject("keyword", row.keyword),
        unit="money",
        metric="cpc",
        value=row.cpc,
        threshold=row.bid_to,
        money=_money(row.gain_lo, row.week_gain, row.gain_hi, currency),
        probability=row.p_right,
        evidence=Evidence(
            int(row.clicks),
            0,
            note=note.format(plan=row.plan, n=f"{int(row.clicks):,}"),
        ),
        sure=evidence,
        key=row.plan,
        name=row.keyword,
        bid=bid,
    )


def finding(
    kind: Kind,
    subject: Subject,
    *,
    metric: str,
    unit: str,
    money: Money | None,
    probability: float | None,
    evidence: Evidence,
    value: Any = None,
    threshold: Any = None,
    sure: float = 0.8,
    key: str = "",
    detail: Label | None = None,
    **texts: object,
) -> Finding:
    """One finding of a kind; `sure`: from which chance on it is to be acted on, not watched."""
    digest = sha1(f"{kind.rule}|{subject.dimension}|{subject.member}|{key}".encode()).hexdigest()
    return Finding(
        id=f"{kind.rule}.{digest[:8]}",
        rule=kind.rule,
        guide=kind.guide,
        severity="act" if probability is None or probability >= sure else "watch",
        subject=subject,
        metric=metric,
        value=_known(value),
        threshold=_known(threshold),
        unit=unit,
        money=money,
        probability=probability,
        minutes=kind.minutes,
        title=kind.title.format(**texts),
        action=kind.action.format(**texts),
        evidence=evidence,
        detail=detail,
    )


def review(found: Iterable[Finding], checks: Iterable[Check]) -> WeekReview:
    """The findings of a week, most money first."""
    ordered = sorted(found, key=lambda f: (-(f.money.mid if f.money else 0.0), f.id))
    return WeekReview(tuple(ordered), tuple(checks))


def word_checks(words: pd.DataFrame) -> list[Check]:
    """How many words were judged, kind by kind."""
    states = words["verdict"].value_counts()
    judged = int(len(words) - states.get("cannot_tell", 0))
    return [
        Check(kind.rule, kind.guide, "fail" if states.get(v, 0) else "pass", judged, kind.checked)
        for v, kind in WORDS.items()
    ]


def _money(low: float, mid: float, high: float, currency: str) -> Money | None:
    if not all(math.isfinite(x) for x in (low, mid, high)):
        return None
    return Money(float(low), float(mid), float(high), currency)


def _known(value: Any) -> float | None:
    return None if style.missing(value) else float(value)
