"""One action and the rules by which proposals of a new week meet the actions that are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta
from hashlib import sha256
from typing import Any, Literal

from ..labels import Label

State = Literal["todo", "done", "dismissed"]
STATES: tuple[State, ...] = ("todo", "done", "dismissed")
SILENT = timedelta(days=28)  # so long a dismissed action is not asked for again
WEEK_MINUTES = 240  # of advertising work that fit into a week beside everything else
_DUE = 5  # days after the week's last day: Friday where weeks end on Sunday


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a report asks to be done: `finding` is the same week after week for the same thing."""

    report: str
    finding: str
    dimension: str
    subject: str
    what: str
    measure: str = "value"
    low: float | None = None
    mid: float | None = None
    high: float | None = None
    minutes: int = 5
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A proposal with its id, its days and what became of it.

    `date`: first day on which it was proposed (last day of that week); `last_on`: the newest.
    `shown`, `mark`: see `facts.TABLES["action"]`; `state` and `done_on` are what counts.
    """

    id: str
    report: str
    finding: str
    dimension: str
    subject: str
    what: str
    measure: str = "value"
    low: float | None = None
    mid: float | None = None
    high: float | None = None
    minutes: int | None = None
    owner: str = ""
    date: Day | None = None
    last_on: Day | None = None
    due: Day | None = None
    state: State = "todo"
    done_on: Day | None = None
    note: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two actions the same thing to do."""
        return self.report, self.finding


def action_id(report: str, finding: str, first: Day) -> str:
    """The id of a thing to do that was first proposed for the week that ends on `first`."""
    return sha256(f"{report}|{finding}|{first.isoformat()}".encode()).hexdigest()[:12]


def from_findings(report: str, findings: Iterable[Mapping[str, Any]]) -> list[Proposal]:
    """The proposals of a report's findings as data.json has them (or `dataclasses.asdict`).

    What is only to be watched proposes nothing.
    """
    out = []
    for found in findings:
        if found.get("severity", "act") != "act":
            continue
        money, subject = found.get("money") or {}, found["subject"]
        out.append(
            Proposal(
                report=report,
                finding=str(found["id"]),
                dimension=str(subject["dimension"]),
                subject=word_in_plan(
                    str(subject.get("within") or ""), str(subject["member"] or subject["name"])
                ),
                what=_text(found["action"]),
                measure=measure_of(str(found["rule"])),
                low=money.get("low"),
                mid=money.get("mid"),
                high=money.get("high"),
                minutes=int(found.get("minutes") or 5),
            )
        )
    return out


def word_in_plan(plan: str, word: str) -> str:
    """A word as the subject of an action: the same word in another plan is another one."""
    return f"{plan} / {word}" if plan else word


def _text(told: Any) -> str:
    """A label in the language spoken now; `dataclasses.asdict` makes a mapping of it."""
    return str(Label(told["zh"], told["en"]) if isinstance(told, Mapping) else told)


def measure_of(rule: str) -> str:
    """By what an action of this rule is judged: what saves money by profit, the rest by value."""
    saves = ("lower", "remove", "waste", "stop", "cut", "budget", "bid", "raise", "expand")
    return "profit" if any(word in rule for word in saves) else "value"


def this_week(proposals: Sequence[Proposal], minutes: int = WEEK_MINUTES) -> list[Proposal]:
    """Those that fit into a week's minutes, most money first."""
    left, out = minutes, []
    for one in sorted(proposals, key=lambda p: (-(p.mid or 0.0), p.finding)):
        if one.minutes <= left:
            out.append(one)
            left -= one.minutes
    return out


def merged(
    kept: Sequence[Action], proposals: Iterable[Proposal], week: tuple[Day, Day]
) -> tuple[list[Action], list[Action]]:
    """Kept actions after a week's proposals, and those of them that the week asks for.

    week: first and last day of the week that the report reviewed. An open action goes on under
    its id with the new week's figures; a dismissed one stays silent for four weeks; one done since
    the week began is not asked for again, because the week's figures are from before it.
    """
    by_id = {a.id: a for a in kept}
    asked = []
    for one in proposals:
        same = [a for a in by_id.values() if a.key == (one.report, one.finding)]
        if any(_silent(a, week) for a in same):
            continue
        running = next((a for a in same if a.state == "todo"), None)
        fresh = _begun(one, week) if running is None else _continued(running, one, week)
        if fresh.id in by_id and running is None:
            continue  # proposed for this very week before, and closed since
        by_id[fresh.id] = fresh
        asked.append(replace(fresh, what=one.what))  # a page speaks its own language throughout
    return list(by_id.values()), asked


def _silent(action: Action, week: tuple[Day, Day]) -> bool:
    first, last = week
    if action.state == "dismissed":
        since = action.done_on or action.last_on or action.date
        return since is None or last < since + SILENT
    return action.state == "done" and (action.done_on is None or action.done_on >= first)


def _begun(one: Proposal, week: tuple[Day, Day]) -> Action:
    return Action(
        id=action_id(one.report, one.finding, week[1]),
        **{f: getattr(one, f) for f in Proposal.__slots__},
        date=week[1],
        last_on=week[1],
        due=week[1] + timedelta(days=_DUE),
    )


def _continued(action: Action, one: Proposal, week: tuple[Day, Day]) -> Action:
    """The action with the newer week's words and figures; a report of the past changes nothing."""
    if action.last_on is not None and action.last_on > week[1]:
        return action
    names = ["low", "mid", "high", "minutes"]
    if not action.owner:  # a name that stands in the register stays
        names.append("owner")
    if action.last_on is None or action.last_on < week[1]:
        names.append("what")  # a second page of the week, in another language, changes no words
    return replace(action, **{f: getattr(one, f) for f in names}, last_on=week[1])
