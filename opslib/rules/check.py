"""Ask all rules, keep the false alarms within their budget, price and order what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..ids import finding_id
from ..labels import Label
from ..model import SEVERITIES, Check, Finding, Severity
from .budget import Budget, share_out
from .conditions import TESTS, Case, Judgement
from .facts_view import Facts, View
from .fold import fold
from .gather import gather, judged_parts
from .looks import Gathered, Look
from .money import LOOSE, Gap, Till, cap, price
from .phrase import figure, percent_change, shortened
from .realised import Realised, realised
from .rule import Rule
from .tasks import task_checks

_Z80 = 1.2816
# Days after which a thing that is still so is told more quietly.
OLD = 4


@dataclass(frozen=True)
class Review:
    """What the rules came to. `false_alarms_expected`: new alarms a month when nothing is wrong;
    `realised`: those of the shop's own figures in the last 90 days, None where not known."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    false_alarms_expected: float
    tests: int = 0
    subjects: int = 0
    realised: Realised | None = None


def check(
    rules: Sequence[Rule],
    facts: Facts | View,
    *,
    alarms_per_month: float = 0.5,
    clocks: bool = True,
) -> Review:
    """What is wrong with the shop today, most money first, and what was looked at?

    All change tests of the report share one budget of `alarms_per_month` new false alarms a month
    (see `budget.share_out`). One cause is one finding (see `fold`).
    clocks: also look at what is due today, and back at the last 90 days.
    """
    view = View.of(facts)
    asked = [(r, gather(r, view)) for r in rules if r.applies(view.profile)]
    budget = share_out(asked, alarms_per_month)
    till = Till(view)
    findings: list[Finding] = []
    checks: list[Check] = []
    for rule, found in asked:
        judged = list(_judge(rule, found, budget))
        checks.append(_check(rule, found, judged))
        findings += [_finding(rule, k, j, view, till) for k, j in judged if j.state == "fail"]
    kept = cap(fold(findings, {r.id: r for r, _ in asked}), till.headroom)
    expected = alarms_per_month if budget.tests else 0.0
    seen = sum(len(g.looks) for _, g in asked)
    checks += task_checks(view) if clocks else []
    ordered = tuple(sorted(kept, key=_order))
    past = realised(rules, view, alarms_per_month) if clocks else None
    return Review(ordered, tuple(checks), expected, budget.tests, seen, past)


def _judge(rule: Rule, found: Gathered, budget: Budget) -> Iterator[tuple[Look, Judgement]]:
    for look in found.looks:
        case, alpha = look.case, budget.alpha(rule, look)
        if rule.test == "change":
            case = replace(case, alpha=alpha)
        if parts := found.extra.get("parts"):
            case = replace(case, parts=judged_parts(parts, alpha))
        yield replace(look, case=case), TESTS[rule.test](case)


def _check(rule: Rule, found: Gathered, judged: list[tuple[Look, Judgement]]) -> Check:
    title = rule.name
    if found.missing is not None:
        return Check(rule.id, rule.guide, "no_data", 0, title, found.missing)
    states = [j.state for _, j in judged]
    if "fail" in states:
        return Check(rule.id, rule.guide, "fail", len(states), title)
    unsure = [j for _, j in judged if j.state == "cannot_tell"]
    if unsure and "pass" not in states:
        return Check(rule.id, rule.guide, "cannot_tell", len(states), title, _not_yet(unsure))
    return Check(rule.id, rule.guide, "pass", len(states), title)


def _not_yet(unsure: list[Judgement]) -> Label:
    needed = min((j.evidence.needed for j in unsure if j.evidence.needed), default=0)
    if needed:
        return Label(
            f"数据还不够，还差 {needed} 个样本", f"not enough data yet: {needed} more needed"
        )
    return Label("数据还分不清", "the data cannot tell")


def _finding(rule: Rule, look: Look, found: Judgement, facts: View, till: Till) -> Finding:
    words = _words(look, found, facts)
    subject = look.subject
    return Finding(
        id=finding_id(rule.id, subject.dimension, subject.member),
        rule=rule.id,
        guide=rule.guide,
        severity=_severity(rule.severity, look.age),
        subject=subject,
        metric=rule.metric,
        value=found.value,
        threshold=found.threshold,
        unit=look.unit,
        money=price(rule.money, gap_of(look, found), till),
        probability=found.probability,
        minutes=rule.minutes,
        title=rule.title.format(**words),
        action=rule.action.format(**words),
        evidence=found.evidence,
        detail=rule.detail.format(**words) if rule.detail else None,
        assumed=rule.is_assumed(facts.profile, facts.as_of),
    )


def _severity(severity: Severity, age: int) -> Severity:
    """What has been told for OLD days and is no news falls by one step."""
    step = SEVERITIES.index(severity) + (age >= OLD)
    return SEVERITIES[min(step, len(SEVERITIES) - 1)]


def _words(look: Look, found: Judgement, facts: View) -> dict[str, object]:
    case, money = look.case, facts.currency
    return {
        "value": figure(found.value, look.unit, money),
        "threshold": figure(found.threshold, look.unit, money),
        "baseline": figure(case.baseline, look.unit, money),
        "change": percent_change(found.value, case.baseline),
        "name": shortened(look.subject.name) or Label("全店", "the shop"),
        "n": figure(found.evidence.n, "count"),
        "low": figure(found.evidence.low, look.unit, money),
        "high": figure(found.evidence.high, look.unit, money),
        "more": look.more or Label("", ""),
    }


def gap_of(look: Look, found: Judgement) -> Gap:
    """The gap of a judgement with its range, per day in the metric's unit."""
    case: Case = look.case
    if look.loss is not None:
        middle, far = max(look.loss.mean, 0.0) / 7, _Z80 * look.loss.spread / 7
        ends = (max(0.0, middle - far), middle, middle + far)
        return Gap(*ends, look.loss.days, None, look.subject)
    width = (
        (case.upper - case.lower) / 2 if case.upper is not None and case.lower is not None else None
    )
    if width is None and found.evidence.low is not None and found.evidence.high is not None:
        width = (found.evidence.high - found.evidence.low) / 2
    width = found.gap * LOOSE if width is None else width
    low, mid, high = max(0.0, found.gap - width), found.gap, found.gap + width
    low, mid, high = (x * look.per_day for x in (low, mid, high))
    return Gap(low, mid, high, look.days, look.amount, look.subject)


def _order(finding: Finding) -> tuple[bool, float, int, str]:
    """Most money at its chance to be real first; notes behind all others."""
    mid = finding.money.mid if finding.money else 0.0
    worth = mid * (finding.probability or 0.5)
    return finding.severity == "note", -worth, SEVERITIES.index(finding.severity), finding.id
