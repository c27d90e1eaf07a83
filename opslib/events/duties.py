"""The steps of an activity, planned back from its first day and moved off days without work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from ..declared import Declared, label_of, read_declared
from ..labels import Label
from .activities import KINDS, Activity
from .workdays import is_workday

StepState = Literal["done", "overdue", "at_risk", "open"]
_KEYS = ("id", "label", "days", "before", "kinds", "owner", "minutes", "guide", "field", "assumed")
_NEEDED = ("id", "label", "days", "kinds")
_FIELDS = ("enrolled_on", "poster_ready", "coupon_ready", "restored_on")


@dataclass(frozen=True, slots=True)
class Duty:
    """One step of the template: `days` before the first day (negative) or after the last.

    before "enrol": counted from the day that enrolment closes. field: a column of the register
    that tells of its being done.
    """

    id: str
    label: Label
    days: int
    kinds: tuple[str, ...]
    owner: str = ""
    minutes: int = 30
    guide: str = ""
    before: str = ""
    field: str = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One duty of one activity, due on a workday. `planned`: the day before it was moved."""

    activity: Activity
    duty: Duty
    due: date
    planned: date
    owner: str
    state: StepState = "open"


def load_duties(*folders: Path) -> list[Duty]:
    """The template of steps; an id in a later folder replaces the earlier one.

    Reads `duties.toml` of each folder that has one. Raises DeclarationError with file and line.
    """
    found: dict[str, Duty] = {}
    for folder in folders:
        path = folder / "duties.toml"
        if not path.is_file():
            continue
        declared = read_declared(path)
        declared.known(declared.data, ("duty",))
        for i, block in enumerate(declared.data.get("duty", [])):
            duty = _duty(declared, block, i)
            found[duty.id] = duty
    return list(found.values())


def _duty(declared: Declared, block: dict[str, Any], i: int) -> Duty:
    declared.known(block, _KEYS, "duty", i)
    for key in _NEEDED:
        if key not in block:
            what = Label(f"步骤缺“{key}”。", f"the step lacks '{key}'.")
            raise declared.error(what, Label("请补上。", "Please add it."), "duty", i)
    declared.known(block["kinds"], KINDS, "duty", i, "kinds")
    declared.known([block["field"]] if block.get("field") else [], _FIELDS, "duty", i, "field")
    days = block["days"]
    if isinstance(days, bool) or not isinstance(days, int) or abs(days) > 366:
        what = Label(f"days 不能是“{days}”。", f"days cannot be '{days}'.")
        fix = Label("写整数天数，如 -45。", "Write whole days such as -45.")
        raise declared.error(what, fix, "duty", i, "days")
    label = label_of(declared, block["label"], "duty", i, "label")
    rest = {k: v for k, v in block.items() if k not in ("label", "kinds")}
    return Duty(label=label, kinds=tuple(block["kinds"]), **rest)


def steps(
    activities: Iterable[Activity],
    duties: Sequence[Duty],
    today: date,
    *,
    region: str = "CN",
    ahead: int = 3,
) -> list[Step]:
    """What is to be done for these activities, until when, and what is late or about to be?

    today: the day on whose morning it is asked. A step that falls on a day without work moves to
    the workday before it; one after the activity never onto its days. Overdue: due before
    today and not done; at risk: due within `ahead` workdays. A step is done when the register
    names it among the steps prepared or fills the step's own column.
    """
    soon = _workday_after(today, ahead, region)
    found = []
    for activity in activities:
        if not activity.stands:
            continue
        for duty in duties:
            if activity.kind not in duty.kinds or (when := _planned(activity, duty)) is None:
                continue
            due = _on_workday(when, region, activity.last if duty.days > 0 else None)
            owner = activity.owner if not duty.owner else duty.owner
            step = Step(activity, duty, due, when, owner)
            found.append(replace(step, state=_state(step, today, soon)))
    return sorted(found, key=lambda s: (s.due, s.activity.start, s.activity.id, s.duty.id))


def unknown_steps(activity: Activity, duties: Sequence[Duty]) -> list[str]:
    """Words among the steps prepared that name no step of the template."""
    known = {w for d in duties for w in _names(d)}
    return [w for w in activity.prepared if w.lower() not in known]


def _names(duty: Duty) -> tuple[str, ...]:
    return duty.id.lower(), duty.label.zh.lower(), duty.label.en.lower()


def _planned(activity: Activity, duty: Duty) -> date | None:
    """The day that the template names; None where the register does not tell what it needs."""
    move = timedelta(days=duty.days)
    if duty.before == "enrol":
        return activity.enrol_by + move if activity.enrol_by else None
    if duty.days > 0:
        return activity.end + move if activity.end else None
    return activity.start + move


def _state(step: Step, today: date, soon: date) -> StepState:
    told = step.duty.field and getattr(step.activity, step.duty.field)
    if told or any(word.lower() in _names(step.duty) for word in step.activity.prepared):
        return "done"
    if step.due < today:
        return "overdue"
    return "at_risk" if step.due <= soon else "open"


def _on_workday(day: date, region: str, after: date | None) -> date:
    """The day itself or the workday before it; the one after it where that is not past `after`."""
    before = day
    for _ in range(30):
        if is_workday(before, region):
            break
        before -= timedelta(days=1)
    if after is None or before > after:
        return before
    return day if is_workday(day, region) else _workday_after(day, 1, region)


def _workday_after(day: date, count: int, region: str) -> date:
    """The day so many workdays later; the day itself counts none."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day, region)
    return day
