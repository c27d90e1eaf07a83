"""What the calendar asks to be done: late steps, what was forgotten, what is not planned yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha1
from typing import TYPE_CHECKING, Any

from ..events import Activity, Step
from ..labels import Label
from ..model import Check, Evidence, Finding, Money, Subject
from ..report import words
from .kinds import KINDS, Kind

if TYPE_CHECKING:
    from .year import Year

# An event that begins sooner has to be decided now.
DECIDE_DAYS = 45
# Two activities that together take off more than this are worth a look, where their depth is told.
_DEEP = 0.15


@dataclass(frozen=True)
class CalendarReview:
    """What the calendar's judgements came to; what is most urgent first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = None


def review(year: Year) -> CalendarReview:
    """Every look at the calendar, as findings and as the list of what was looked at."""
    found = [f for make in FINDERS for f in make(year)]
    weight = {"act": 0, "watch": 1, "note": 2}
    ordered = sorted(found, key=lambda f: (weight[f.severity], _worth(f), f.value or 0.0, f.id))
    return CalendarReview(tuple(priced_once(year, ordered)), tuple(_checks(year, found)))


def priced_once(year: Year, found: list[Finding]) -> list[Finding]:
    """The same findings with each event's price on the first of them alone.

    Several steps of one event stand before the same money: told on each card it would be added up.
    """
    seen: set[str] = set()
    kept = []
    for one in found:
        edition = _edition(year, one) if one.money else ""
        kept.append(replace(one, money=None) if edition in seen else one)
        seen |= {edition} - {""}
    return kept


def _edition(year: Year, found: Finding) -> str:
    """Whose money the finding's price is: an edition of the trade, else nobody else's."""
    if found.subject.dimension == "event":
        named = [e for e in year.undecided if e.id == found.subject.member]
        return f"{named[0].id}.{named[0].start}" if named else ""
    own = (a for a in year.activities if a.id == found.subject.member)
    event = next((e for a in own if (e := year.joined.event(a))), None)
    return f"{event.id}.{event.start}" if event and found.rule in _EVENT_MONEY else ""


def _worth(found: Finding) -> float:
    return -(found.money.mid if found.money else 0.0)


def late_steps(year: Year) -> Iterator[Finding]:
    """One finding for each activity with overdue steps, what it may bring as its price."""
    by: dict[str, list[Step]] = {}
    told = {s.activity.id for s in year.slips if s.activity}
    for step in year.late:
        if step.activity.id in told and step.duty.field:
            continue  # the check of posters, coupons or prices speaks of it
        by.setdefault(step.activity.id, []).append(step)
    for late in by.values():
        activity, first = late[0].activity, late[0]
        names = [s.duty.label for s in late]
        listed = Label("、".join(n.zh for n in names), ", ".join(n.en for n in names))
        yield _finding(
            KINDS["steps_overdue"],
            activity,
            value=float((year.moment.today - first.due).days),
            money=year.stake(activity),
            n=len(late),
            steps=listed,
            first=first.duty.label,
            owner=first.owner or words.OWNER,
        )


def forgotten(year: Year) -> Iterator[Finding]:
    """What the checks of posters, prices, enrolments, weeks and months found."""
    for slip in year.slips:
        kind = KINDS[slip.rule]
        money = year.stake(slip.activity) if slip.activity and slip.rule in _STAKED else None
        texts: dict[str, Any] = dict(slip.texts)
        yield _finding(
            kind,
            slip.activity,
            value=float(slip.days),
            money=money,
            key=slip.name,
            due=f"{slip.due:%m-%d}",
            name=slip.name,
            **texts,
        )


# Where the whole event is at stake, not one poster of it.
_STAKED = ("enrol_soon",)
_EVENT_MONEY = ("steps_overdue", *_STAKED)


def undecided(year: Year) -> Iterator[Finding]:
    """Selling events that begin soon and that nothing is planned for."""
    for event in year.undecided:
        days = (event.start - year.moment.today).days
        if days > DECIDE_DAYS:
            continue
        yield _finding(
            KINDS["event_undecided"],
            None,
            value=float(-days),
            money=year.worth_of(event.id),
            key=f"{event.id}.{event.start}",
            name=event.label,
            due=f"{event.start:%m-%d}",
            subject=Subject("event", event.id, str(event.label)),
        )


def collisions(year: Year) -> Iterator[Finding]:
    """Activities from now on whose discounts add up to more than they would alone."""
    for one in year.coverage.collisions:
        if one.end < year.moment.today or (one.depth is not None and one.depth < _DEEP):
            continue
        if one.start > year.moment.today + timedelta(days=30):
            continue
        yield _finding(
            KINDS["collision"],
            one.one,
            value=float((year.moment.today - one.start).days),
            key=one.other.id,
            other=one.other.name,
        )


FINDERS: tuple[Callable[[Year], Iterator[Finding]], ...] = (
    *(late_steps, forgotten, undecided, collisions),
)


def _finding(
    kind: Kind,
    activity: Activity | None,
    *,
    value: float,
    money: Money | None = None,
    key: str = "",
    subject: Subject | None = None,
    **texts: Any,
) -> Finding:
    """One finding of a kind; value: days late (negative: days that are left)."""
    member = activity.id if activity else ""
    texts.setdefault("name", activity.name if activity else "")
    digest = sha1(f"{kind.rule}|{member}|{key}".encode()).hexdigest()
    who = subject or (
        Subject("activity", member, activity.name) if activity else Subject("shop", "", "")
    )
    return Finding(
        id=f"{kind.rule}.{digest[:8]}",
        rule=kind.rule,
        guide=kind.guide,
        severity=kind.severity,
        subject=who,
        metric="",
        value=value,
        threshold=None,
        unit="days",
        money=money,
        probability=None,
        minutes=kind.minutes,
        title=kind.title.format(**texts),
        action=kind.action.format(**texts),
        evidence=Evidence(0),
    )


def _checks(year: Year, found: list[Finding]) -> Iterator[Check]:
    """How many things each kind looked at; a kind without the register looked at nothing."""
    seen: dict[tuple[str, str], Label] = {
        (k.guide, k.checked.zh): k.checked for k in KINDS.values()
    }
    for (guide, zh), label in seen.items():
        rules = {k.rule for k in KINDS.values() if k.guide == guide and k.checked.zh == zh}
        fired = [f for f in found if f.rule in rules]
        looked = len(year.activities) if "event_undecided" not in rules else len(year.happenings)
        state: Any = "fail" if fired else "pass" if looked else "no_data"
        yield Check(sorted(rules)[0], guide, state, looked, label)


def first_due(year: Year) -> date | None:
    """The day the most urgent open step is due."""
    return min((s.due for s in [*year.late, *year.coming]), default=None)
