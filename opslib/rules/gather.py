"""What a rule looks at: from a rule and the shop's facts to the cases that its test judges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from ..labels import Label
from ..model import Subject
from .conditions import TESTS, Case
from .facts_view import LATE, View
from .looks import Gathered, Look, Loss, has, named
from .member_moves import member_looks
from .moves import Move, shift, since_shift
from .observed import OBSERVED
from .rule import Part, Rule, resolve

_FILLING = Label(
    "推广转化还在补进，这几天的数不能拿来判断",
    "what ads brought in these days still fills up and cannot be judged yet",
)
_CASE = {f.name for f in fields(Case)}


def gather(rule: Rule, facts: View) -> Gathered:
    """Every subject of the rule with what is known about it, or which export is missing."""
    lacking = tuple(n for n in rule.needs if not has(facts, n))
    if lacking:
        return Gathered(missing=named(lacking))
    if rule.metric in OBSERVED:
        return _observed(rule, facts)
    if rule.test == "both_and":
        return _pattern(rule, facts)
    if rule.test == "streak":
        return _streak(rule, facts)
    if rule.metric in LATE and (rule.by != "shop" or rule.test != "change"):
        return Gathered(missing=_FILLING)
    return _changed(rule, facts) if rule.test == "change" else _measured(rule, facts)


def frame_case(rule: Rule, facts: View) -> Case:
    """The case that holds whatever the rule itself says: threshold, evidence, direction."""
    limit = rule.limit(facts.profile, facts.as_of)
    case = Case(
        evidence=rule.evidence,
        direction=rule.direction,
        days=rule.days,
        level=facts.number("judge_level"),
    )
    if isinstance(limit, dict):
        return replace(case, lower=limit.get("min"), upper=limit.get("max"))
    if isinstance(limit, int | float):
        return replace(case, threshold=float(limit))
    return case


def _observed(rule: Rule, facts: View) -> Gathered:
    source = OBSERVED[rule.metric]
    found = source.look(facts)
    if found is None:
        lacking = tuple(n for n in source.needs if not has(facts, n))
        return Gathered(missing=named(lacking or source.needs))
    base = frame_case(rule, facts)
    return Gathered(tuple(_looks(found, base, source.dimension, source.unit, rule.window)))


def _looks(found: pd.DataFrame, base: Case, dimension: str, unit: str, days: int) -> Iterator[Look]:
    for row in found.to_dict("records"):
        given = {k: v for k, v in row.items() if k in _CASE and _known(v)}
        subject = Subject(
            dimension if row.get("member") else "shop",
            str(row.get("member") or ""),
            str(row.get("name") or row.get("member") or ""),
        )
        amount = row.get("amount")
        yield Look(
            subject,
            replace(base, **given),
            unit,
            float(amount) if _known(amount) and amount is not None else None,
            days,
            row["more"] if isinstance(row.get("more"), Label) else None,
            loss=row["loss"] if isinstance(row.get("loss"), Loss) else None,
            age=int(row.get("age") or 0),
        )


def _measured(rule: Rule, facts: View) -> Gathered:
    by = None if rule.by == "shop" else rule.by
    found = facts.measure(rule.metric, by=by, window=rule.window)
    known = found[found["value"].notna()] if len(found) else found
    if not len(known):
        return Gathered(missing=_no_metric(rule))
    if rule.top:
        known = known.nlargest(rule.top, "value")
    base = frame_case(rule, facts)
    if rule.peers or rule.test == "ladder":
        peers = facts.benchmark(rule.metric, rule.window)
        if peers is None and base.threshold is None:
            return Gathered(missing=named(("benchmark",)))
        base = _with_peers(base, peers, rule, facts)
    rows = known.to_dict("records")
    return Gathered(tuple(_measured_look(row, base, rule) for row in rows))


def _with_peers(base: Case, peers: tuple[float, float] | None, rule: Rule, facts: View) -> Case:
    """The peers' line by the profile's mode: their mean, the excellent tier, or the ladder."""
    if peers is None:
        return base
    mean, excellent = (x if _known(x) else None for x in peers)
    if rule.test == "ladder":
        return replace(base, mean=mean, excellent=excellent)
    return replace(base, threshold=mean if mean is not None else base.threshold)


def _measured_look(row: dict[str, Any], base: Case, rule: Rule) -> Look:
    value = float(row["value"])
    given: dict[str, Any] = {"value": value}
    top, bottom = row.get("numerator"), row.get("denominator")
    if row.get("unit") == "percent" and _counts(top, bottom, value):
        given |= {"successes": float(top), "trials": float(bottom)}  # type: ignore[arg-type]
    if row.get("basis") == "last":
        # The platform's own rolling figure: how many orders stand behind it is not exported.
        given["evidence"] = 0
    if _known(row.get("n")):
        given["n"] = float(row["n"])
    if _known(row.get("before")):
        given |= {"baseline": float(row["before"]), "own": float(row["before"])}
    return Look(_subject(rule, row), replace(base, **given), str(row["unit"]), None, rule.window)


def _counts(top: object, bottom: object, value: float) -> bool:
    """Whether numerator and denominator are counts of which the rate is the share."""
    if not (_known(top) and _known(bottom)):
        return False
    a, b = float(top), float(bottom)  # type: ignore[arg-type]
    if not (a.is_integer() and b.is_integer()):
        return False
    return b > 0 and 0 <= a <= b and math.isclose(a / b, value, rel_tol=1e-6, abs_tol=1e-9)


def _changed(rule: Rule, facts: View) -> Gathered:
    base = frame_case(rule, facts)
    if rule.by == "shop":
        move, unit = _shop_move(rule.metric, rule.window, facts)
        if move is None:
            return Gathered(missing=_no_metric(rule) if not unit else _no_history())
        return Gathered((Look(Subject(), _moved(base, move), unit, None, rule.window),))
    return (
        member_looks(rule, base, facts) if rule.metric not in LATE else Gathered(missing=_FILLING)
    )


def _since_shift(rule: Rule, move: Move, facts: View) -> Loss | None:
    """What a week lacks since the figure shifted; None where the window itself says it."""
    found = since_shift(facts.anomalies(rule.metric), move, rule.direction)
    if found is None:
        return None
    mean, spread, days = found
    return Loss(7 * mean, 7 * spread, min(days, 7))


def _shop_move(metric: str, window: int, facts: View) -> tuple[Move | None, str]:
    """The shop's move in a metric and its unit; unit "" when there are no data at all."""
    frame = facts.anomalies(metric)
    if not len(frame) or frame["value"].isna().all():
        return None, ""
    return shift(frame, window), facts.unit(metric)


def _moved(base: Case, move: Move) -> Case:
    return replace(
        base,
        value=move.value,
        baseline=move.expected,
        lower=move.lower,
        upper=move.upper,
        p=move.one_sided(base.direction),
        n=move.n,
    )


def _pattern(rule: Rule, facts: View) -> Gathered:
    """A both-and pattern at shop level; its parts are judged later, when the budget is known."""
    parts: list[tuple[Part, Case]] = []
    for part in rule.parts:
        move, unit = _shop_move(part.metric, part.window or rule.window, facts)
        if move is None:
            return Gathered(missing=_no_metric(rule, part.metric) if not unit else _no_history())
        limit = resolve(part.threshold, facts.profile, facts.as_of)
        base = Case(direction=part.direction, evidence=rule.evidence)
        if isinstance(limit, int | float):
            base = replace(base, threshold=float(limit))
        parts.append((part, _moved(base, move)))
    lead = parts[0][1]
    look = Look(Subject(), replace(lead, p=None, evidence=0), "count", None, rule.window)
    return Gathered((look,), extra={"parts": parts})


def judged_parts(parts: list[tuple[Part, Case]], alpha: float) -> tuple[tuple[Any, Any], ...]:
    """Each part's state beside the state it has to have for the pattern to hold."""
    wants = {"fires": "fail", "quiet": "pass"}
    return tuple(
        (TESTS[part.test](replace(case, alpha=_quiet(part, alpha))).state, wants[part.want])
        for part, case in parts
    )


def _quiet(part: Part, alpha: float) -> float:
    """A part that has to stay quiet is held to the ordinary band, not to the budget."""
    return alpha if part.want == "fires" else max(alpha, 0.05)


def _streak(rule: Rule, facts: View) -> Gathered:
    frame = facts.anomalies(rule.metric)
    frame = frame[frame["value"].notna() & frame["expected"].notna()] if len(frame) else frame
    if not len(frame):
        return Gathered(missing=_no_metric(rule))
    down = rule.direction != "up"
    bad = frame["value"] < frame["expected"] if down else frame["value"] > frame["expected"]
    case = replace(frame_case(rule, facts), flags=tuple(bool(b) for b in bad), threshold=None)
    last = frame.iloc[-1]
    case = replace(case, baseline=float(last["expected"]))
    return Gathered((Look(Subject(), case, "days", None, rule.window),))


def _subject(rule: Rule, row: dict[str, Any]) -> Subject:
    if rule.by == "shop":
        return Subject()
    member = str(row["member"])
    return Subject(rule.by, member, str(row.get("name") or member))


def _no_metric(rule: Rule, metric: str = "") -> Label:
    if rule.needs:
        return named(rule.needs)
    name = metric or rule.metric
    return Label(f"缺：指标 {name} 所需的导出", f"missing: an export that gives {name}")


def _no_history() -> Label:
    return Label("历史太短，还不知道正常范围", "too little history to know what is normal")


def _known(value: object) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))
