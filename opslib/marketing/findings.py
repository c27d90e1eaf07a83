"""What the calendar asks to be done: late steps, what was forgotten, what is not planned yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ..events import Activity, Step
from ..kinds import chosen, finding
from ..labels import Label
from ..model import Check, Evidence, Finding, Money, Subject
from ..report import words

if TYPE_CHECKING:
    from .year import Year

# Activities that add up later than this can still be moved at leisure.
_COLLISIONS_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class CalendarReview:
    """What the calendar's judgements came to; what is most urgent first."""

    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    false_alarms_expected: float = 0.0
    realised: None = None


def review(year: Year) -> CalendarReview:
    """Every look at the calendar, as findings and as the list of what was looked at."""
    found = chosen((f for make in FINDERS for f in make(year)), year.rules)
    weight = {"act": 0, "watch": 1, "note": 2}
    ordered = sorted(found, key=lambda f: (weight[f.severity], _worth(f), f.value or 0.0, f.id))
    return CalendarReview(tuple(priced_once(year, ordered)), tuple(_checks(year, found)))


def priced_once(year: Year, found: list[Finding]) -> list[Finding]:
    """The same findings with each event's price on the first of them alone.

    Several steps of one event stand before the same money: told on each card as its own it would
    be added up. The others, and those that are worth less than their event, say whose money it is.
    """
    seen: set[str] = set()
    kept = []
    for one in found:
        edition = _edition(year, one) if one.money else ""
        if edition in seen or not one.money:
            one = replace(one, money=None, shared=_event_money(year, one))
        kept.append(one)
        seen |= {edition} - {""}
    return kept


def _event_money(year: Year, found: Finding) -> Money | None:
    """What a week of the event earns that the finding's activity belongs to, if that is known."""
    if found.subject.dimension == "event":
        return year.worth_of(found.subject.member)
    own = next((a for a in year.activities if a.id == found.subject.member), None)
    return year.stake(own) if own and own.last >= year.moment.today else None


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
            year,
            "steps_overdue",
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
        money = year.stake(slip.activity) if slip.activity and slip.rule in _STAKED else None
        texts: dict[str, Any] = dict(slip.texts)
        yield _finding(
            year,
            slip.rule,
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
        if days > year.within("event_undecided").days:
            continue
        yield _finding(
            year,
            "event_undecided",
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
    deep = year.rules["collision"].threshold
    for one in year.coverage.collisions:
        if one.end < year.moment.today or (one.depth is not None and one.depth < deep):
            continue
        if one.start > year.moment.today + _COLLISIONS_AHEAD:
            continue
        yield _finding(
            year,
            "collision",
            one.one,
            value=float((year.moment.today - one.start).days),
            key=one.other.id,
            other=one.other.name,
        )


FINDERS: tuple[Callable[[Year], Iterator[Finding]], ...] = (
    *(late_steps, forgotten, undecided, collisions),
)


def _finding(
    year: Year,
    rule: str,
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
    who = subject or (
        Subject("activity", member, activity.name) if activity else Subject("shop", "", "")
    )
    return finding(
        year.rules[rule],
        who,
        value=value,
        unit="days",
        money=money,
        probability=None,
        evidence=Evidence(0),
        key=key,
        **texts,
    )


def _checks(year: Year, found: list[Finding]) -> Iterator[Check]:
    """How many things each kind looked at; a kind without the register looked at nothing."""
    known = [k for k in year.rules.values() if k.enabled]
    seen: dict[tuple[str, str], Label] = {(k.guide, k.checked.zh): k.checked for k in known}
    for (guide, zh), label in seen.items():
        rules = {k.rule for k in known if k.guide == guide and k.checked.zh == zh}
        fired = [f for f in found if f.rule in rules]
        looked = len(year.activities) if "event_undecided" not in rules else len(year.happenings)
        state: Any = "fail" if fired else "pass" if looked else "no_data"
        yield Check(sorted(rules)[0], guide, state, looked, label)


def first_due(year: Year) -> date | None:
    """The day the most urgent open step is due."""
    return min((s.due for s in [*year.late, *year.coming]), default=None)
