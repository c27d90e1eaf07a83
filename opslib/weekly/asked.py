"""What of the week's findings is asked for: no more certain than its price, nothing said twice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..labels import Label
from ..model import Check, Finding
from ..report import style
from .findings import gone_early

if TYPE_CHECKING:
    from .week import Weekly

_Z80 = 1.2816  # of a normal law 80 % lie within so many deviations of the mean
_MOST = 0.999  # a chance is never told as certain
# Of a plan's audiences: then the plan as a whole deserves more, by its words and its budget.
EVERYBODY = 0.8
_FEWEST = 3


def asked(found: Iterable[Finding], weekly: Weekly) -> list[Finding]:
    """The findings that are told, each with the chance that acting on it pays.

    Left out are audiences of a plan nearly all of whose audiences deserve more: its words and its
    budget come first. A plan's click rate beside peers stands in (`folded`) the finding of its
    winning creative, which is how it is mended.
    """
    found = list(found)
    up = any(one.rule == "audience_up" for one in found)
    every = whole_plans(weekly) if up else set()
    told = [
        _tempered(one, weekly)
        for one in found
        if not (one.rule == "audience_up" and one.subject.within in every)
    ]
    creatives = {f.subject.member for f in told if f.rule == "creative_winner"}
    behind: dict[str, list[str]] = {}
    for one in told:
        if one.rule == "peers_ctr" and one.subject.member in creatives:
            behind.setdefault(one.subject.member, []).append(one.id)
    gone = {id for ids in behind.values() for id in ids}
    return [
        replace(one, folded=(*one.folded, *behind[one.subject.member]))
        if one.rule == "creative_winner" and one.subject.member in behind
        else one
        for one in told
        if one.id not in gone
    ]


def settled(
    checks: Iterable[Check], found: Iterable[Finding], told: Iterable[Finding], weekly: Weekly
) -> list[Check]:
    """The checks, of which each that fired is told or says what became of it.

    found: all that the judgements asked for; told: what of it stands on the page.
    """
    told, many = list(told), Counter(one.rule for one in found)
    listed = {one.rule for one in told}
    home = {id.rsplit(".", 1)[0]: one.rule for one in told for id in one.folded}
    return [
        _settled(one, many[one.rule], home.get(one.rule), weekly)
        if one.state == "fail" and one.rule not in listed
        else one
        for one in checks
    ]


def _settled(check: Check, many: int, home: str | None, weekly: Weekly) -> Check:
    """A check that fired while nothing of it is told: folded, too small, or not worth a move."""
    if home is not None:
        told = weekly.kinds[home].checked
        return replace(check, state="folded", reason=INTO.format(name=told))
    if check.rule == "audience_up" and many and whole_plans(weekly):
        return replace(check, state="folded", reason=WHOLE)
    if check.rule in _BIDS and not many and gone_early(weekly.budget.plans):
        return replace(check, state="folded", reason=MONEY_FIRST)
    if many:
        least = style.figure(weekly.kinds[check.rule].least, "percent")
        return replace(check, state="pass", reason=SMALL.format(n=many, share=least))
    return replace(check, state="pass", reason=NO_GAIN)


_BIDS = ("word_raise", "word_expand", "audience_up")
INTO = Label("已并入“{name}”那一条", "told with '{name}'")
WHOLE = Label(
    "几乎所有人群都值得加：先动这个计划的词和预算",
    "nearly all audiences deserve more: the plan's words and budget come first",
)
MONEY_FIRST = Label(
    "已并入预算：钱提前花完的计划，先加预算再加价",
    "told with the budget: where money is gone early it comes before higher bids",
)
SMALL = Label(
    "有 {n} 条，每周不到推广费的 {share}，没有列出",
    "{n} found, each below {share} of the week's spend: not listed",
)
NO_GAIN = Label(
    "有差别，但算下来动了不赚，没有列出", "there is a difference, but moving it does not pay"
)


def whole_plans(weekly: Weekly) -> set[str]:
    """Plans nearly all of whose audiences deserve more clicks."""
    rows = weekly.compared.audiences
    if rows.empty:
        return set()
    up = rows["verdict"].isin(["raise", "expand"]).groupby(rows["plan"]).agg(["mean", "size"])
    return set(up.index[(up["mean"] >= EVERYBODY) & (up["size"] >= _FEWEST)])


def _tempered(one: Finding, weekly: Weekly) -> Finding:
    """The chance that acting pays: that of the judgement, and that its price is above nothing.

    A click may surely be worth more than it costs, while buying more of them pays less surely: the
    80 % range of the price, read as that of a normal law, says how surely.
    """
    chance, money = one.probability, one.money
    if chance is None or not math.isfinite(chance):
        return one
    if money is not None and money.low < 0 < money.mid:
        spread = (money.high - money.low) / (2 * _Z80)
        chance = min(chance, 0.5 * (1 + math.erf(money.mid / spread / math.sqrt(2))))
    kind = weekly.kinds.get(one.rule)
    sure = (kind.evidence if kind else 0.0) or weekly.terms.evidence
    severity = "watch" if one.severity == "act" and chance < sure else one.severity
    return replace(one, probability=min(chance, _MOST), severity=severity)
