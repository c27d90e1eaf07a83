"""What the rules may ask about a shop; the shop answers, a test may answer from memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

import pandas as pd

from ..profile import Profile


class Facts(Protocol):
    """One shop as of one day. Nothing after `as_of` is seen, clocks stand on the next morning."""

    profile: Profile
    as_of: date
    currency: str

    def measure(
        self, metrics: Sequence[str], by: str | None = None, window: int = 7
    ) -> pd.DataFrame:
        """One row a measurement, with the columns of `metrics.measure`."""
        ...

    def series(
        self, metric: str, days: int = 90, by: str | None = None, member: str | None = None
    ) -> pd.DataFrame:
        """frame(date, value, n): every calendar day up to as_of, NaN where missing."""
        ...

    def anomalies(self, metric: str, days: int = 90) -> pd.DataFrame:
        """frame(date, value, expected, lower, upper, score, flag) of the shop's daily series."""
        ...

    def table(self, name: str, days: int | None = None) -> pd.DataFrame:
        """The rows of one fact table, the last `days` days of them; empty if there are none."""
        ...

    def benchmark(self, metric: str, days: int) -> tuple[float, float] | None:
        """(peers' mean, excellent peers) of the metric, None when not exported."""
        ...


def reading_time(facts: Facts) -> datetime:
    """The moment at which clocks are read: the report hour of the morning after as_of."""
    hour = int(facts.profile.number("report_hour", facts.as_of))
    return datetime.combine(facts.as_of + timedelta(days=1), time(hour))
