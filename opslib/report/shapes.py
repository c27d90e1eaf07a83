"""What the sections need to be given; other rooms' objects fit by having these names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, Protocol

from ..labels import Label
from ..model import Check, Finding, Number

StepState = Literal["ok", "weak", "strong", "cannot_tell", "no_data"]


class MetricText(Protocol):
    """What the report says about a metric. Percent values are fractions: 0.031 is 3.1 %."""

    @property
    def label(self) -> Label: ...
    @property
    def unit(self) -> str: ...
    @property
    def good(self) -> str: ...
    @property
    def definition(self) -> Label: ...
    @property
    def source(self) -> str: ...


class RealisedText(Protocol):
    """Alarms of the shop's own last days: days with one, and new ones, over `span` days."""

    @property
    def days(self) -> int: ...
    @property
    def new(self) -> int: ...
    @property
    def span(self) -> int: ...


class ReviewText(Protocol):
    """What a check of all rules came to; findings most money first."""

    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def checks(self) -> Sequence[Check]: ...
    @property
    def false_alarms_expected(self) -> float: ...
    @property
    def realised(self) -> RealisedText | None: ...


class StepText(Protocol):
    """One link of the funnel: what it is now, what would be normal, what to check if weak.

    `value` and `normal` are in `unit`; `volume` is the count that comes out of it.
    `against` says whose normal it is (peers, own past); `check` is what to look at.
    """

    @property
    def metric(self) -> str: ...
    @property
    def label(self) -> Label: ...
    @property
    def value(self) -> float | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def normal(self) -> float | None: ...
    @property
    def against(self) -> Label: ...
    @property
    def volume(self) -> float | None: ...
    @property
    def state(self) -> str: ...
    @property
    def check(self) -> Label: ...
    @property
    def guide(self) -> str: ...


class DiagnosisText(Protocol):
    """The funnel's path; `weak` is the metric of the weak link, None if none is."""

    @property
    def steps(self) -> Sequence[Any]: ...
    @property
    def weak(self) -> str | None: ...
    @property
    def verdict(self) -> Label: ...
    @property
    def window(self) -> int: ...
    @property
    def per_day(self) -> bool: ...


class ProfileText(Protocol):
    """Whose scales and thresholds are used."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Label: ...
    @property
    def currency(self) -> str: ...
    @property
    def timezone(self) -> str: ...


class Register(Protocol):
    """Something that keeps the numbers a page shows."""

    as_of: date
    currency: str

    def add(self, number: Number) -> str: ...
