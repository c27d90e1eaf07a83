"""Steps of the marketing calendar that are late or about to be, among today's tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .. import events, places
from ..labels import Label
from ..market import region
from ..model import Subject, Task
from ..rules import in_turn, tasks

if TYPE_CHECKING:
    from ..events import Step
    from ..shop import Shop

# What nobody did for so long after its activity is no task of today any more.
_FORGET = 30


def todays_tasks(shop: Shop) -> list[Task]:
    """What clocks, registers and the marketing calendar ask for today, the most overdue first."""
    return in_turn([*tasks(shop.view), *steps_due(shop)])


def steps_due(shop: Shop) -> list[Task]:
    """The steps of the shop's own activities that are overdue or at risk this morning.

    Nothing without the calendar register. A step is at risk within the profile's workdays.
    """
    if not shop.holds("activity"):
        return []
    today = shop.as_of + timedelta(days=1)
    near = [
        a
        for a in events.activities_of(shop.table("activity"))
        if abs(a.start.year - today.year) <= 1 and a.last >= today - timedelta(days=_FORGET)
    ]
    duties = events.load_duties(places.templates() / "calendar", shop.workspace.root / "calendar")
    where = region(shop.workspace, shop.profile, shop.identity.id)
    ahead = int(shop.profile.number("step_risk_days", shop.as_of))
    found = events.steps(near, duties, today, region=where, ahead=ahead)
    return [_task(s, (today - s.due).days) for s in found if s.state in ("overdue", "at_risk")]


def _task(step: Step, late: int) -> Task:
    activity = step.activity
    what = Label(
        f"“{activity.name}”（{activity.start:%m-%d} 开始）：{step.duty.label.zh}",
        f"'{activity.name}' (begins {activity.start:%m-%d}): {step.duty.label.en}",
    )
    return Task(
        id=f"activity_step.{activity.start.year}.{activity.id}.{step.duty.id}",
        what=what,
        subject=Subject("activity", activity.id, activity.name),
        due=step.due,
        owner=step.owner,
        overdue_days=max(0, late),
        source="activity",
        guide=step.duty.guide,
    )
