"""What the days of one shop share: one snapshot, its connections, rules, events, calendar.

A shop looked at on another day (`Shop.at`) reads the same facts through the same connection, so
that walking through a quarter costs no more than its questions.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pandas as pd

from . import events, places
from .facts import TABLES
from .market import on_platform, region, shop_profile
from .metrics import METRICS
from .metrics.near import near
from .profile import PLATFORMS, Profile, load_profile
from .rules import Rule, load_books
from .workspace import Workspace

if TYPE_CHECKING:
    import duckdb

# A year back for the comparison with last year, and the weeks that judge its first day.
HISTORY_DAYS = 430
_AHEAD_DAYS = 45
_NO_DAY = "DATE '0001-01-01'"


class Held:
    """One shop's snapshot with what was made from it, for any as-of day."""

    def __init__(
        self,
        workspace: Workspace,
        shop: str,
        known_at: datetime | None,
    ) -> None:
        self.workspace, self.shop = workspace, shop
        self.snapshot = workspace.store.snapshot(known_at)
        self.profile: Profile = shop_profile(workspace, shop, self.snapshot)
        self._cons: dict[frozenset[str], duckdb.DuckDBPyConnection] = {}
        self._first: WeakKeyDictionary[Any, dict[str, date]] = WeakKeyDictionary()
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
        near(con).touch(con, (name,))
        key = ", ".join(f'"{column}"' for column in TABLES[name].key)
        where, given = "date IS NULL OR date <= ?", [as_of]
        if days is not None:
            where, given = "date BETWEEN ? AND ?", [as_of - timedelta(days=days - 1), as_of]
        return con.execute(f'SELECT * FROM "{name}" WHERE {where} ORDER BY {key}', given).df()

    def holds(self, need: str, as_of: date) -> bool:
        """Whether a table, or one kind of register ("register:tool"), has a row by as_of."""
        con = self.con(as_of)
        if con not in self._first:
            self._first[con] = self._first_days(con)
        return self._first[con].get(need, date.max) <= as_of

    def _first_days(self, con: duckdb.DuckDBPyConnection) -> dict[str, date]:
        """The first day of each table and kind of register; a row without a day is always there."""
        earliest = f"min(coalesce(date, {_NO_DAY}))"
        asked = [
            f"SELECT '{name}', {earliest} FROM \"{name}\""
            for name in sorted(self.snapshot.tables(self.shop))
        ]
        asked.append(f"SELECT 'register:' || kind, {earliest} FROM register GROUP BY kind")
        rows = con.execute(" UNION ALL ".join(asked)).fetchall()
        return {name: first for name, first in rows if first is not None}


def rule_books(workspace: Workspace | None) -> list[Rule]:
    """The shipped rule books and the workspace's own."""
    folders = [places.templates() / "rules"]
    if workspace is not None:
        folders.append(workspace.root / "rules")
    profiles = [load_profile(id) for id in PLATFORMS]
    return load_books(*folders, metrics=METRICS, profiles=profiles)
