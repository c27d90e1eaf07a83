"""A shop in memory: answers what rules ask from frames that a test writes down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from opslib.facts import TABLES
from opslib.profile import load_profile

AS_OF = date(2026, 11, 20)
COLUMNS = (
    *("metric", "window", "dimension", "member", "name", "start", "end", "value", "low", "high"),
    *("numerator", "denominator", "n", "days_present", "partial", "basis", "unit", "before"),
    *("weekdays", "last_year", "change", "change_share"),
)


class MemoryFacts:
    """Facts from literals: daily series, tables, measurements, peers."""

    def __init__(self, platform="1688", as_of=AS_OF):
        self.profile, self.as_of = load_profile(platform), as_of
        self.currency = self.profile.currency
        self.daily: dict[str, list[float]] = {}
        self.sigma: dict[str, float] = {}
        self.level: dict[str, float] = {}
        self.tables: dict[str, pd.DataFrame] = {}
        self.measured: dict[tuple[str, str | None, int], pd.DataFrame] = {}
        self.peers: dict[str, tuple[float, float]] = {}

    def put(self, metric, level, sigma, last=(), days=120, seed=1):
        """A calm daily series with the given last days."""
        rng = np.random.default_rng(seed)
        values = list(level + sigma * rng.standard_normal(days - len(last))) + list(last)
        self.daily[metric], self.sigma[metric], self.level[metric] = values, sigma, level

    def rows(self, name, *rows):
        """Rows of a fact table; columns not given are missing."""
        self.tables[name] = pd.DataFrame(list(rows)).reindex(columns=list(TABLES[name].columns))

    def _days(self, n):
        return [self.as_of - timedelta(days=n - 1 - i) for i in range(n)]

    def series(self, metric, days=90, by=None, member=None):
        values = self.daily.get(metric, [])[-days:]
        return pd.DataFrame({"date": self._days(len(values)), "value": values, "n": 1.0})

    def anomalies(self, metric, days=400):
        frame = self.series(metric, days).drop(columns="n")
        if not len(frame):
            return frame.reindex(columns=["date", "value", "expected", "lower", "upper", "score"])
        level, sigma = self.level[metric], self.sigma[metric]
        score = (frame["value"] - level) / sigma
        return frame.assign(
            expected=level,
            lower=level - 2 * sigma,
            upper=level + 2 * sigma,
            score=score,
            flag=score.abs() > 2.4,
        )

    def measure(self, metrics: Sequence[str], by=None, window=7):
        frames = [self.measured.get((m, by, window), self._plain(m, by, window)) for m in metrics]
        frames = [f for f in frames if len(f)]
        return pd.concat(frames) if frames else self._plain("", None, window)

    def _plain(self, metric, by, window):
        values = self.daily.get(metric, [])[-window:] if by is None else []
        row = measurement(metric, value=float(np.sum(values)), window=window)
        return pd.DataFrame([row] if values else [], columns=list(row))

    def members(self, metric, by, window, rows):
        """Measurements by member: dicts of member, value, before, weekdays ..."""
        frame = pd.DataFrame(
            [measurement(metric, **{"window": window, "dimension": by, **r}) for r in rows]
        )
        self.measured[metric, by, window] = frame

    def weeks(self, metric, by):
        """Eight calm weeks, each as the base that `members` was given, then the newest."""
        found = self.measured.get((metric, by, 7))
        rows = [] if found is None else found.to_dict("records")
        return pd.DataFrame(
            [
                {
                    "member": r["member"],
                    "name": r["name"],
                    "week": week,
                    "value": r["value"] if week == 0 else r["weekdays"],
                    "size": 1.0 if week == 0 or r["weekdays"] > 0 else 0.0,
                    "end": r["end"] or self.as_of,
                    "basis": "days",
                }
                for r in rows
                for week in range(9)
            ],
            columns=["member", "name", "week", "value", "size", "end", "basis"],
        )

    def table(self, name, days=None):
        found = self.tables.get(name)
        if found is None:
            return pd.DataFrame(columns=list(TABLES[name].columns))
        if days and "date" in found and name not in ("register", "inquiry"):
            return found[found["date"] > self.as_of - timedelta(days=days)]
        return found

    def holds(self, need):
        name, _, kind = need.partition(":")
        rows = self.table(name)
        return bool((rows["kind"] == kind).any() if kind else len(rows))

    def unit(self, metric):
        measured = self.measure([metric], window=1)
        return str(measured["unit"].iloc[0]) if len(measured) else "count"

    def benchmark(self, metric, days):
        return self.peers.get(metric)


def measurement(metric, value=None, window=7, dimension="shop", member="", name="", **more):
    """One row as `measure` gives it."""
    row: dict = dict.fromkeys(COLUMNS)
    row |= {"metric": metric, "window": window, "dimension": dimension, "member": member}
    row |= {"name": name or member, "value": value, "n": 100, "unit": "count", "basis": "days"}
    return {
        k: np.nan if v is None and k not in ("start", "end") else v for k, v in (row | more).items()
    }
