"""What one replayed shop came to: alarms without a cause, the cause found or not, prices right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .alarm import Alarm, Planted, fresh, grade

TOP = 3  # findings that head the page
STATISTICAL = ("change", "both_and", "share", "streak")


@dataclass(frozen=True)
class Rules:
    """What the tally knows of the rule book: each rule's metric and kind of test."""

    metrics: Mapping[str, str]
    tests: Mapping[str, str]

    def judges_chance(self, rule: str) -> bool:
        """Whether a rule's alarm can be mere chance: clocks and thresholds state what is so.

        A baseline's rules are in no book: each of them judges chance.
        """
        return self.tests.get(rule, "change") in STATISTICAL


@dataclass
class Score:
    """One method on one shop.

    quiet_days: days without a cause. alarms: new alarms on them (act or watch, by judged chance)
    by rule, on_shop of them about the shop's own figures; clocks: those of clocks and thresholds;
    notes: notes. found, seen: days from the start
    until the cause was named, or the shop's fall told; None if never. told: days with the cause
    there, and those with it among the first three. prices: (low, mid, high) of alarms that name
    the cause.
    """

    quiet_days: int = 0
    on_shop: int = 0
    alarms: Counter[str] = field(default_factory=Counter)
    clocks: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    found: int | None = None
    seen: int | None = None
    cause_days: int = 0
    top_days: int = 0
    prices: list[tuple[float, float, float]] = field(default_factory=list)


def score(
    mornings: Mapping[date, Sequence[Alarm]], counted: date, cause: Planted | None, rules: Rules
) -> Score:
    """Count what one method said of one shop from `counted` on; the day before is its yesterday.

    An alarm that stood there yesterday, alone or folded into another, is not counted again.
    """
    out = Score()
    standing = (
        _named(mornings.get(cause.start - timedelta(days=1), ()), cause, rules) if cause else []
    )
    known = {i for alarm in standing for i in alarm.ids}
    for day in sorted(d for d in mornings if d >= counted):
        today = mornings[day]
        if cause is None or day < cause.start:
            out.quiet_days += 1
            _count(out, fresh(today, mornings.get(day - timedelta(days=1), ())), rules)
        elif day <= cause.end:
            _look(out, (day - cause.start).days, today, cause, rules, known)
    return out


def _count(out: Score, new: Sequence[Alarm], rules: Rules) -> None:
    for alarm in new:
        if alarm.severity == "note":
            out.notes[alarm.rule] += 1
        elif rules.judges_chance(alarm.rule):
            out.alarms[alarm.rule] += 1
            out.on_shop += alarm.dimension == "shop"
        else:
            out.clocks[alarm.rule] += 1


def _look(
    out: Score, age: int, today: Sequence[Alarm], cause: Planted, rules: Rules, known: set[str]
) -> None:
    """One day on which the cause is there; alarms known before it began find nothing."""
    out.cause_days += 1
    named = [a for a in _named(today, cause, rules) if not a.ids & known]
    out.top_days += any(a in today[:TOP] for a in named)
    out.prices += [a.money for a in named if a.money is not None]
    grades = [grade(a, cause, dict(rules.metrics)) for a in today if not a.ids & known]
    if out.found is None and "named" in grades:
        out.found = age
    if out.seen is None and {"named", "shop"} & set(grades):
        out.seen = age


def _named(today: Sequence[Alarm], cause: Planted, rules: Rules) -> list[Alarm]:
    return [a for a in today if grade(a, cause, dict(rules.metrics)) == "named"]
