"""The nouns that travel between the rooms, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from .labels import Label

Severity = Literal["act", "watch", "note"]
SEVERITIES: tuple[Severity, ...] = ("act", "watch", "note")
Good = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """`days` whole days that end with `end` (inclusive)."""

    end: date
    days: int

    @property
    def start(self) -> date:
        return self.end - timedelta(days=self.days - 1)

    def shifted(self, days: int) -> Window:
        """The window moved by so many days (negative: into the past)."""
        return Window(self.end + timedelta(days=days), self.days)


@dataclass(frozen=True, slots=True)
class Money:
    """A range in the shop's currency for one week: low and high hold it with 80 % chance."""

    low: float
    mid: float
    high: float
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much data stands behind a judgement; `needed` is what is still missing (0: enough).

    counted: what `n` counts, with {n} in it ("out of {n} clicks"); None: figures.
    """

    n: int
    needed: int = 0
    low: float | None = None
    high: float | None = None
    note: Label | None = None
    counted: Label | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a number or finding speaks of: the shop, or one member of a dimension.

    within: the member's plan, where the same word in another plan is another subject.
    """

    dimension: str = "shop"
    member: str = ""
    name: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found, with its price and what to do about it.

    shared: where it has no price of its own, that of the event it belongs to, counted elsewhere.
    """

    id: str
    rule: str
    guide: str
    severity: Severity
    subject: Subject
    metric: str
    value: float | None
    threshold: float | None
    unit: str
    money: Money | None
    probability: float | None
    minutes: int
    title: Label
    action: Label
    evidence: Evidence
    detail: Label | None = None
    assumed: bool = False
    folded: tuple[str, ...] = ()
    shared: Money | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a rule came to, whether it fired or not; folded: it fired, and is told with another."""

    rule: str
    guide: str
    state: Literal["pass", "fail", "folded", "cannot_tell", "no_data"]
    subjects: int
    title: Label
    reason: Label | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """One figure that a report shows, and how to compute it again.

    `against`: what the baseline is (before, weekdays, last_year), "" without one.
    """

    id: str
    metric: str
    label: Label
    value: float | None
    unit: str
    window: int
    subject: Subject = Subject()
    baseline: float | None = None
    change: float | None = None
    n: int | None = None
    members: int | None = None
    evidence: Evidence | None = None
    against: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One share of a change, in the shop's currency."""

    key: str
    label: Label
    amount: float
    part: Literal["factor", "mix", "rate", "member"] = "factor"
    before: float | None = None
    after: float | None = None
    beyond_noise: bool | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """A change split exactly: `after - before` equals the sum of the contributions."""

    metric: str
    window: Window
    baseline: Window
    dimension: str
    before: float
    after: float
    contributions: tuple[Contribution, ...]
    note: Label | None = None

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def remainder(self) -> float:
        return self.change - sum(c.amount for c in self.contributions)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do today that comes from a clock or a register."""

    id: str
    what: Label
    subject: Subject
    due: date | None
    owner: str
    overdue_days: int
    source: str
    guide: str = ""
    money: Money | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What was wrong with one cell, row or file, and how to mend it. Row counts from 1."""

    what: Label
    fix: Label | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    sheet: str | None = None
    severity: Literal["refused", "warning"] = "refused"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file. `rows`: read, accepted, refused, totals_dropped.

    `definition` is the fingerprint of the format's TOML: a changed format reads a file anew.
    """

    path: str
    sha256: str
    format: str | None
    table: str | None
    shop: str | None
    period: tuple[date, date] | None
    rows: dict[str, int]
    state: Literal["imported", "unchanged", "replaced", "refused"]
    problems: tuple[Problem, ...] = ()
    columns: tuple[str, ...] = field(default=())
    definition: str = ""
