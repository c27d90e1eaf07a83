"""What the rules may ask about a shop; the shop answers, a test may answer from memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar

import pandas as pd

from ..profile import Profile

# With two years of days the Spring Festival and its twin are both seen.
HISTORY_DAYS = 400
# Orders, plans, stock: what a rule looks back at beside the metrics.
RECENT_DAYS = 60
# What a click brings comes days after it: a day's figure still grows for `ad_attribution_days`.
LATE = frozenset(
    ("ad_leads", "ad_orders", "ad_gmv", "cost_per_lead", "cost_per_order", "roi"),
)

T = TypeVar("T")


class Facts(Protocol):
    """One shop as of one day: nothing after `as_of` is seen."""

    @property
    def profile(self) -> Profile:
        """The dated thresholds of the shop's platform."""
        ...

    @property
    def as_of(self) -> date:
        """The last day looked at."""
        ...

    @property
    def currency(self) -> str:
        """ISO code of the shop's money."""
        ...

    def measure(self, names: Sequence[str], by: str | None = None, window: int = 7) -> pd.DataFrame:
        """One row a measurement, with the columns of `metrics.measure`."""
        ...

    def weeks(self, metric: str, by: str) -> pd.DataFrame:
        """frame(member, name, week, value, size, end, basis), week 0 the newest."""
        ...

    def series(self, metric: str, days: int = 90) -> pd.DataFrame:
        """frame(date, value, n): every calendar day up to as_of, NaN where missing."""
        ...

    def anomalies(self, metric: str, days: int = HISTORY_DAYS) -> pd.DataFrame:
        """frame(date, value, expected, lower, upper, score, flag) of the shop's daily series."""
        ...

    def table(self, name: str, days: int | None = None) -> pd.DataFrame:
        """The rows of one fact table up to as_of; with `days` those of its last days."""
        ...

    def holds(self, need: str) -> bool:
        """Whether a table, or one kind of register ("register:tool"), has a row by as_of."""
        ...

    def unit(self, metric: str) -> str:
        """What a metric of the catalogue is counted in."""
        ...

    def benchmark(self, metric: str, days: int = 7) -> tuple[float, float] | None:
        """(peers' mean, excellent peers) of the metric, None when not exported."""
        ...


class View:
    """Facts asked once and remembered for the length of one check."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.profile: Profile = facts.profile
        self.as_of: date = facts.as_of
        self.currency: str = facts.currency
        self._kept: dict[tuple[object, ...], pd.DataFrame] = {}
        self._made: dict[str, Any] = {}

    @classmethod
    def of(cls, facts: Facts | View) -> View:
        """A view of these facts; the same one where it is a view already."""
        return facts if isinstance(facts, View) else cls(facts)

    @property
    def now(self) -> datetime:
        """The moment at which clocks are read: the report hour of the morning after as_of."""
        hour = int(self.number("report_hour"))
        return datetime.combine(self.as_of + timedelta(days=1), time(hour))

    def number(self, name: str) -> float:
        """The profile's number in force on the as-of day."""
        return self.profile.number(name, self.as_of)

    def measure(self, metric: str, by: str | None = None, window: int = 7) -> pd.DataFrame:
        """One metric's measurements."""
        key = ("measure", metric, by, window)
        if key not in self._kept:
            found = self.facts.measure([metric], by=by, window=window)
            self._kept[key] = found[found["metric"] == metric] if len(found) else found
        return self._kept[key]

    def weeks(self, metric: str, by: str) -> pd.DataFrame:
        """One metric's members week by week, week 0 the newest."""
        key = ("weeks", metric, by)
        if key not in self._kept:
            self._kept[key] = self.facts.weeks(metric, by)
        return self._kept[key]

    def series(self, metric: str, days: int = 90) -> pd.DataFrame:
        """One metric's days, the newest last."""
        key = ("series", metric)
        if key not in self._kept:
            self._kept[key] = self.facts.series(metric, days=91)
        return self._kept[key].tail(days)

    def anomalies(self, metric: str) -> pd.DataFrame:
        """One metric's days beside their expected range; those that still fill up left out."""
        key = ("anomalies", metric)
        if key not in self._kept:
            found = self.facts.anomalies(metric)
            if metric in LATE and len(found):
                wait = timedelta(days=int(self.number("ad_attribution_days")))
                found = found[pd.to_datetime(found["date"]) <= pd.Timestamp(self.as_of - wait)]
            self._kept[key] = found
        return self._kept[key]

    def table(
        self, name: str, days: int | None = None, columns: Sequence[str] = ()
    ) -> pd.DataFrame:
        """The rows of one fact table; with `days` only those of the last days up to as_of.

        columns: those needed; a table has dozens, most of them texts, and each costs its time.
        """
        key = ("table", name, days, *columns)
        if key not in self._kept:
            if days is None:
                found = self.facts.table(name) if not columns else self.table(name)[[*columns]]
            else:
                rows = self._recent(name) if days <= RECENT_DAYS else self.table(name)
                found = _last(rows[[*columns]] if columns else rows, self.as_of, days)
            self._kept[key] = found
        return self._kept[key]

    def _recent(self, name: str) -> pd.DataFrame:
        """The rows that most questions are about, read once."""
        if ("table", name, None) in self._kept:
            return self.table(name)
        key = ("recent", name)
        if key not in self._kept:
            self._kept[key] = self.facts.table(name, RECENT_DAYS)
        return self._kept[key]

    def holds(self, need: str) -> bool:
        """Whether a table, or one kind of register, has a row."""
        name, _, kind = need.partition(":")
        if ("table", name, None) not in self._kept:
            return self.facts.holds(need)
        rows = self.table(name)
        return bool((rows["kind"] == kind).any() if kind else len(rows))

    def unit(self, metric: str) -> str:
        """What a metric is counted in."""
        return self.facts.unit(metric)

    def put(self, name: str, rows: pd.DataFrame) -> None:
        """Use these rows in place of the shop's own table."""
        self._kept = {k: v for k, v in self._kept.items() if k[:2] != ("table", name)}
        self._made = {}
        self._kept["table", name, None] = rows

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, worked out on the first call: for a list that many rules look at."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def benchmark(self, metric: str, days: int = 7) -> tuple[float, float] | None:
        """Peers' mean and excellent value; None where not exported or empty."""
        found = self.facts.benchmark(metric, days)
        return found if found and any(pd.notna(v) for v in found) else None


def _last(rows: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    dates = pd.to_datetime(rows["date"])
    first = pd.Timestamp(as_of - timedelta(days=days - 1))
    return rows[(dates >= first) & (dates <= pd.Timestamp(as_of))]
