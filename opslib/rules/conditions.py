"""The closed set of tests a rule may use. Each takes one Case and gives one Judgement.

A test *fires* (state "fail") when the rule has something to say. Where the data cannot tell it
says so, and how much more it would need: a rate is never judged as a bare percent.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ..model import Evidence
from ..stats.rates import verdict

State = Literal["pass", "fail", "cannot_tell"]
Direction = Literal["up", "down", "both"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about one subject when a rule looks at it.

    value: the figure itself, in the metric's unit (shares 0..1). threshold: the line.
    n, evidence: how much data there is and the least that a rule accepts.
    successes, trials: the counts behind a rate. total: what a part is a share of.
    baseline, lower, upper: what was expected and its normal band, or the allowed range.
    p: chance of such a value if nothing had changed; alpha: the chance that is still accepted.
    mean, excellent, own: peers' mean, excellent peers, the shop's own last month.
    flags: one a day, oldest first, True where the day was bad. days: length of a streak.
    direction: which way is bad. parts: judged sub-conditions of a both-and pattern.
    """

    value: float | None = None
    threshold: float | None = None
    n: float | None = None
    evidence: float = 0
    successes: float | None = None
    trials: float | None = None
    total: float | None = None
    baseline: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    alpha: float = 0.001
    mean: float | None = None
    excellent: float | None = None
    own: float | None = None
    flags: tuple[bool, ...] = ()
    days: int = 1
    direction: Direction = "down"
    level: float = 0.9
    parts: tuple[tuple[State, State], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a test came to. `gap`: how far the value is on the wrong side, always >= 0."""

    state: State
    value: float | None
    threshold: float | None
    evidence: Evidence
    probability: float | None = None
    gap: float = 0.0


Test = Callable[[Case], Judgement]


def above(case: Case) -> Judgement:
    """Is the value above the line? A rate: is its whole interval above it?"""
    return _beside(case, worse="up")


def below(case: Case) -> Judgement:
    """Is the value below the line? A rate: is its whole interval below it?"""
    return _beside(case, worse="down")


def ladder(case: Case) -> Judgement:
    """Is the value short of its next rung?

    Below the peers' mean the rung is the mean; from the mean on it is the excellent peers;
    above those it is the shop's own last month. Equal to the mean counts as above it.
    Source: guide 004 lines 46-50, 62-66, 100-102.
    """
    if case.value is None or case.mean is None:
        return _cannot(case)
    return _beside(replace(case, threshold=rung(case)), worse=_worse(case))


def rung(case: Case) -> float | None:
    """The target of the ladder for this case; None where the next rung is not known."""
    if case.value is None or case.mean is None:
        return None
    ahead = _ahead(case)
    if not ahead(case.value, case.mean):
        return case.mean
    if case.excellent is not None and not ahead(case.value, case.excellent):
        return case.excellent
    return case.own


def change(case: Case) -> Judgement:
    """Did the value move further than its own past explains?

    `p` comes with the case; `alpha` is what the report's false-alarm budget leaves for it.
    """
    if case.value is None or case.p is None or case.baseline is None or not _enough(case):
        return _cannot(case)
    moved = case.value - case.baseline
    wanted = case.direction == "both" or (moved > 0) == (case.direction == "up")
    fires = wanted and moved != 0 and case.p <= case.alpha
    shown = replace(case, threshold=case.lower if moved < 0 else case.upper)
    return _told(shown, fires, abs(moved), real(case.p))


def streak(case: Case) -> Judgement:
    """Have the last `days` days all been bad, without a break?"""
    if len(case.flags) < case.days:
        return _cannot(case, needed=case.days - len(case.flags))
    run = 0
    for bad in reversed(case.flags):
        if not bad:
            break
        run += 1
    counted = replace(case, value=float(run), threshold=float(case.days), n=len(case.flags))
    return _told(counted, run >= case.days, max(0.0, float(run - case.days)), 1.0)


def share(case: Case) -> Judgement:
    """Is a part of a whole too large (or too small), or did it move by too many points?

    With a baseline the threshold is in points, and the move must be beyond chance as well.
    """
    if not case.total or case.value is None:
        return _cannot(case)
    part = case.value / case.total
    if case.baseline is None:
        counted = replace(case, value=part, successes=case.value, trials=case.total)
        return _beside(counted, worse="up" if case.direction == "up" else "down")
    if case.threshold is None or not _enough(case):
        return _cannot(case)
    moved = part - case.baseline
    wanted = case.direction == "both" or (moved > 0) == (case.direction == "up")
    p = _two_shares(part, case.total, case.baseline, case.n or case.total)
    fires = wanted and abs(moved) > case.threshold and p <= case.alpha
    return _told(replace(case, value=part), fires, abs(moved), real(p))


def overdue(case: Case) -> Judgement:
    """Has something waited longer than it may? value and threshold in the same unit of time."""
    if case.value is None or case.threshold is None:
        return _cannot(case)
    late = case.value - case.threshold
    return _told(case, late > 0, max(0.0, late), 1.0)


def missing(case: Case) -> Judgement:
    """Is there nothing, or less than there has to be? value: how many there are."""
    wanted = case.threshold if case.threshold is not None else 1.0
    have = case.value or 0.0
    return _told(
        replace(case, threshold=wanted, value=have), have < wanted, max(0, wanted - have), 1.0
    )


def both_and(case: Case) -> Judgement:
    """Do all parts of a pattern hold? Each part is (what it came to, what it has to be)."""
    if not case.parts or any(found == "cannot_tell" for found, _ in case.parts):
        return _cannot(case)
    fires = all(found == wanted for found, wanted in case.parts)
    gap = abs((case.value or 0.0) - (case.baseline or 0.0))
    return _told(case, fires, gap, real(case.p) if case.p is not None else 1.0)


def count_outside(case: Case) -> Judgement:
    """Does a count lie outside its allowed range lower..upper (both ends allowed)?"""
    if case.value is None or (case.lower is None and case.upper is None):
        return _cannot(case)
    under = max(0.0, (case.lower if case.lower is not None else -math.inf) - case.value)
    over = max(0.0, case.value - (case.upper if case.upper is not None else math.inf))
    line = case.upper if over else case.lower
    return _told(replace(case, threshold=line), bool(under or over), max(under, over), 1.0)


TESTS: dict[str, Test] = {
    t.__name__: t
    for t in (
        above,
        below,
        ladder,
        change,
        streak,
        share,
        overdue,
        missing,
        both_and,
        count_outside,
    )
}


def real(p: float) -> float:
    """The chance that a change with this p-value is real, at most: Sellke's bound, prior 1 in 10.

    Source: Sellke, Bayarri, Berger (2001), the bound -e p ln p on the Bayes factor.
    """
    if p <= 0:
        return 0.999
    factor = -math.e * p * math.log(p) if p < 1 / math.e else 1.0
    return min(0.999, 1 / (1 + 9 * factor))


def _beside(case: Case, worse: Literal["up", "down"]) -> Judgement:
    if case.threshold is None:
        return _cannot(case)
    if case.successes is not None and case.trials is not None:
        return _rate(case, worse)
    if case.value is None or not _enough(case):
        return _cannot(case)
    over = case.value - case.threshold
    beyond = over if worse == "up" else -over
    return _told(case, beyond > 0, max(0.0, beyond), 1.0)


def _rate(case: Case, worse: Literal["up", "down"]) -> Judgement:
    """A rate of counts, by its exact interval; impossible counts cannot tell anything."""
    assert case.successes is not None and case.trials is not None and case.threshold is not None
    if not 0 <= case.successes <= case.trials or not 0 <= case.threshold <= 1:
        return _cannot(case)
    good: Literal["up", "down"] = "down" if worse == "up" else "up"
    found = verdict(case.successes, case.trials, case.threshold, good, case.level)
    rate = None if math.isnan(found.rate) else found.rate
    states: dict[str, State] = {"pass": "pass", "fail": "fail", "not_yet": "cannot_tell"}
    state = states[found.state]
    short = max(0, math.ceil(case.evidence - case.trials))
    if short:
        state = "cannot_tell"
    needed = short or (math.ceil(found.needed) if math.isfinite(found.needed) else 0)
    gap = abs(case.threshold - rate) if rate is not None and state == "fail" else 0.0
    evidence = Evidence(int(case.trials), needed, found.lo, found.hi)
    probability = (1 + case.level) / 2 if state == "fail" else None
    return Judgement(state, rate, case.threshold, evidence, probability, gap)


def _enough(case: Case) -> bool:
    return case.evidence <= 0 or (case.n is not None and case.n >= case.evidence)


def _told(case: Case, fires: bool, gap: float, probability: float) -> Judgement:
    evidence = Evidence(int(case.n or 0), 0, case.lower, case.upper)
    state: State = "fail" if fires else "pass"
    return Judgement(state, case.value, case.threshold, evidence, probability, gap)


def _cannot(case: Case, needed: int | None = None) -> Judgement:
    missing_n = math.ceil(max(0.0, case.evidence - (case.n or 0))) if needed is None else needed
    evidence = Evidence(int(case.n or 0), missing_n, case.lower, case.upper)
    return Judgement("cannot_tell", case.value, case.threshold, evidence)


def _worse(case: Case) -> Literal["up", "down"]:
    return "up" if case.direction == "up" else "down"


def _ahead(case: Case) -> Callable[[float, float], bool]:
    if _worse(case) == "up":
        return lambda value, line: value <= line
    return lambda value, line: value >= line


def _two_shares(part: float, total: float, before: float, total_before: float) -> float:
    """Two-sided p of two shares being the same (normal approximation, pooled)."""
    pooled = (part * total + before * total_before) / (total + total_before)
    spread = math.sqrt(max(pooled * (1 - pooled), 1e-12) * (1 / total + 1 / total_before))
    return math.erfc(abs(part - before) / spread / math.sqrt(2))
