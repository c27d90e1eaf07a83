"""What of the week's findings is asked for: no more certain than its price, nothing said twice."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..model import Finding

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
