"""What the days of one shop share: one snapshot, its connections, rules, events, calendar.

A shop looked at on another day (`Shop.at`) reads the same facts through the same connection, so
that walking through a quarter costs no more than its questions.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from . import events, places
from .facts import TABLES
from .market import on_platform, region, shop_profile
from .metrics import METRICS
from .metrics.near import near
from .profile import PLATFORMS, Profile, load_profile
from .rules import Rule, coverage, load_books
from .workspace import Workspace

if TYPE_CHECKING:
    import duckdb

# A year back for the comparison with last year, and the weeks that judge its first day.
HISTORY_DAYS = 430
_AHEAD_DAYS = 45


class Held:
    """One shop's snapshot with what was made from it, for any as-of day."""

    def __init__(
        self,
        workspace: Workspace,
        shop: str,
        as_of: date,
        known_at: datetime | None,
    ) -> None:
        self.workspace, self.shop = workspace, shop
        self.snapshot = workspace.store.snapshot(known_at)
        self.profile: Profile = shop_profile(workspace, shop, self.snapshot)
        self._cons: dict[frozenset[str], duckdb.DuckDBPyConnection] = {}
        self._day = as_of  # a walk over many days pays for copies in memory, one day does not
        self._kinds: dict[frozenset[str], dict[str, date]] = {}
        self._calendar: pd.DataFrame | None = None

    @cached_property
    def rules(self) -> list[Rule]:
        return rule_books(self.workspace)

    @cached_property
    def events(self) -> list[Any]:
        """The platform's and the shop's own events."""
        shipped = [places.templates() / "calendar"] if on_platform(self.profile) else []
        return events.load_events(
            *shipped, self.workspace.root / "calendar", platform=self.profile.id
        )

    def con(self, as_of: date) -> duckdb.DuckDBPyConnection:
        """DuckDB over the facts of the 14 months up to as_of's; one a month, kept."""
        first = as_of - timedelta(days=HISTORY_DAYS)
        months = frozenset([*pd.period_range(first, as_of, freq="M").astype(str).tolist(), "none"])
        if months not in self._cons:
            self._cons[months] = self.snapshot.connect(self.shop, months)
        return self._cons[months]

    def calendar(self, as_of: date) -> pd.DataFrame:
        """Workdays, holidays, days from Spring Festival and promotions up to six weeks ahead."""
        first, last = as_of - timedelta(days=HISTORY_DAYS), as_of + timedelta(days=_AHEAD_DAYS)
        kept = self._calendar
        if kept is None or kept.index[0].date() > first or kept.index[-1].date() < last:
            where = region(self.workspace, self.profile, self.shop)
            kept = events.calendar(first, last, region=where, events=self.events)
            self._calendar = kept
        return kept.loc[pd.Timestamp(first) : pd.Timestamp(last)]

    def table(self, name: str, as_of: date, days: int | None = None) -> pd.DataFrame:
        """A fact table in the order of its key: rows up to as_of, or of the last days only."""
        con = self.con(as_of)
        if as_of != self._day:
            near(con).touch(con, (name,))
        key = ", ".join(f'"{column}"' for column in TABLES[name].key)
        where, given = "date IS NULL OR date <= ?", [as_of]
        if days is not None:
            where, given = "date BETWEEN ? AND ?", [as_of - timedelta(days=days - 1), as_of]
        return con.execute(f'SELECT * FROM "{name}" WHERE {where} ORDER BY {key}', given).df()

    def holds(self, need: str, as_of: date) -> bool:
        """Whether a table, or one kind of register ("register:tool"), has a row by as_of."""
        if need not in TABLES:
            return self._first_of_kind(as_of).get(need, date.max) <= as_of
        months = self._months_of(need)
        if any(m == "none" or m < f"{as_of:%Y-%m}" for m in months & _months(as_of)):
            return True
        if f"{as_of:%Y-%m}" not in months:
            return False
        rows = self.con(as_of).execute(f'SELECT 1 FROM "{need}" WHERE date <= ? LIMIT 1', [as_of])
        return rows.fetchone() is not None

    def _months_of(self, table: str) -> set[str]:
        """The months of which a table has rows."""
        files = self.snapshot.files(table, self.shop)
        return {f.split("/")[-2].removeprefix("month=") for f in files}

    def _first_of_kind(self, as_of: date) -> dict[str, date]:
        """The first day of each kind of register; a row without a day is always there."""
        months = _months(as_of)
        if months not in self._kinds:
            rows = self.con(as_of).execute(
                "SELECT 'register:' || kind, min(coalesce(date, DATE '0001-01-01')) FROM register "
                "GROUP BY kind"
            )
            self._kinds[months] = dict(rows.fetchall())
        return self._kinds[months]


def rule_books(workspace: Workspace | None) -> list[Rule]:
    """The shipped rule books and the workspace's own."""
    folders = [places.templates() / "rules"]
    if workspace is not None:
        folders.append(workspace.root / "rules")
    profiles = [load_profile(id) for id in PLATFORMS]
    return load_books(*folders, metrics=METRICS, profiles=profiles)


def guide_coverage(workspace: Workspace | None) -> list[dict[str, Any]]:
    """`opslib list coverage`: one object a row of the guide catalogue."""
    sources = {m.id: m.source for m in METRICS.values()}
    return coverage(rule_books(workspace), sources)


def _months(as_of: date) -> frozenset[str]:
    """The months whose files a report of this day reads; "none" has the rows without a day."""
    first = as_of - timedelta(days=HISTORY_DAYS)
    months = 12 * (as_of.year - first.year) + as_of.month - first.month
    start = 12 * first.year + first.month - 1
    named = {f"{m // 12}-{m % 12 + 1:02d}" for m in range(start, start + months + 1)}
    return frozenset({*named, "none"})
