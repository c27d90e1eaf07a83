"""One budget for false alarms over all figures and members of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .looks import Gathered, Look
from .moves import cutoff
from .rule import Rule

# Of the budget, what goes to the shop's own figures; the rest to its products, words and plans.
SHOP_PART = 0.5
DAYS_A_MONTH = 30
# How many days an accident stays an alarm when windows of so many days are looked at each day:
# neighbouring windows share their days. Measured on simulated shops in which nothing happened.
STANDS = {1: 1.0, 3: 1.9, 7: 3.3}
SHOP, MEMBERS, NOTES = "shop", "members", "notes"


@dataclass(frozen=True)
class Budget:
    """The chance of a mere accident that is still accepted: cut-offs by group, shares by rule."""

    cutoffs: dict[str, float] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    tests: int = 0

    def alpha(self, rule: Rule, look: Look) -> float:
        """The p-value up to which a change counts for this rule and subject."""
        share = self.shares.get(rule.id, 1.0) * look.weight * stands(rule.window)
        # A hair above, so that the last one to pass is not lost to rounding.
        return min(0.05, self.cutoffs.get(group(rule), 0.0) * share * (1 + 1e-9))


def group(rule: Rule) -> str:
    """Which part of the budget a rule draws on; notes are no alarms and have one of their own."""
    if rule.severity == "note":
        return NOTES
    return SHOP if rule.by == "shop" else MEMBERS


def stands(window: int) -> float:
    """Days for which an accident stays an alarm, for a window of so many days."""
    known = [days for days in STANDS if days <= max(window, 1)]
    return STANDS[max(known)]


def share_out(asked: Sequence[tuple[Rule, Gathered]], alarms_per_month: float) -> Budget:
    """What chance of an accident may each look of one report take?

    Benjamini-Hochberg at a q a day that lets `alarms_per_month` NEW alarms a month be expected
    when nothing is wrong: half of it for the shop's own figures, half for its members. Each kind
    of cause among members has the same part, and within it a member has the part of its `weight`
    (weighted p-values). A window of seven days may be as much more lenient as its accidents last
    longer. Tests of one shop rise and fall together, which makes accidents rarer, not more
    frequent.

    Source: Benjamini and Hochberg (1995); weights: Genovese, Roeder, Wasserman (2006); valid under
    positive dependence: Benjamini and Yekutieli (2001).
    """
    ps: dict[str, list[tuple[Rule, float]]] = {SHOP: [], MEMBERS: [], NOTES: []}
    for rule, found in asked:
        ps[group(rule)] += [(rule, p) for p in _weighed(rule, found)]
    a_day = alarms_per_month / DAYS_A_MONTH
    parts = {SHOP: SHOP_PART * a_day, MEMBERS: (1 - SHOP_PART) * a_day, NOTES: a_day}
    cutoffs: dict[str, float] = {}
    shares: dict[str, float] = {}
    for name, tests in ps.items():
        if name == MEMBERS:
            shares |= _shares([r for r, _ in tests])
        cutoffs[name] = cutoff([p / shares.get(r.id, 1.0) for r, p in tests], parts[name])
    return Budget(cutoffs, shares, len(ps[SHOP]) + len(ps[MEMBERS]))


def _shares(rules: Sequence[Rule]) -> dict[str, float]:
    """The same part for each kind of cause, however many rules and members look for it.

    Visitors and impressions of a channel are one thing looked at twice. 1 on average over looks.
    """
    kinds = Counter((r.by, r.cause) for r in rules)
    return {r.id: len(rules) / (len(kinds) * kinds[r.by, r.cause]) for r in rules}


def _weighed(rule: Rule, found: Gathered) -> list[float]:
    """The p-values of a rule's looks over their weights; of a pattern those that must fire."""
    lasts = stands(rule.window)
    if rule.test == "change":
        return [
            look.case.p / max(look.weight * lasts, 1e-12)
            for look in found.looks
            if look.case.p is not None
        ]
    parts = found.extra.get("parts", ())
    return [c.p / lasts for part, c in parts if c.p is not None and part.want == "fires"]
