"""A clock: what a kind of deadline is called, what it needs, and how its tasks are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from ..labels import Label
from ..model import Check, Money, Subject, Task
from .facts_view import View
from .goods import DONE
from .looks import has, named, texts

# More than this many of one kind are shown as one line that says how many more there are.
LISTED = 5


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of deadline. `needs`: tables or registers without which it cannot run."""

    id: str
    guides: tuple[str, ...]
    profile: str
    needs: tuple[str, ...]
    label: Label
    make: Callable[[View, Clock], Iterator[Task]]

    def applies(self, view: View) -> bool:
        """Whether the clock runs on this platform."""
        return self.profile in ("both", view.profile.id)

    def lacking(self, view: View) -> tuple[str, ...]:
        """The tables or registers it needs and that are not there."""
        return tuple(n for n in self.needs if not has(view, n))

    def tasks(self, view: View) -> list[Task]:
        """What the clock asks for today; empty without its data."""
        return [] if self.lacking(view) else list(self.make(view, self))

    def check(self, view: View, found: list[Task]) -> Check:
        """Whether anything is overdue, for the list of what was looked at."""
        guide = self.guides[0]
        if lacking := self.lacking(view):
            return Check(self.id, guide, "no_data", 0, self.label, named(lacking))
        late = any(t.overdue_days > 0 for t in found)
        return Check(self.id, guide, "fail" if late else "pass", len(found), self.label)

    def task(
        self,
        view: View,
        what: Label,
        *,
        due: date | None = None,
        owner: str = "",
        subject: Subject | None = None,
        key: str = "",
        amount: float | None = None,
    ) -> Task:
        """One task of this clock; overdue is counted on the morning of reading."""
        today = view.now.date()
        money = None
        if amount is not None and amount > 0:
            money = Money(0.7 * amount, amount, 1.3 * amount, view.currency)
        return Task(
            id=f"{self.id}.{key}" if key else self.id,
            what=what,
            subject=subject or Subject(),
            due=due,
            owner=owner,
            overdue_days=max(0, (today - due).days) if due else 0,
            source=self.needs[0] if self.needs else "guide",
            guide=self.guides[0],
            money=money,
        )


def open_rows(view: View, kind: str) -> pd.DataFrame:
    """The rows of a register that are not done, texts never missing, dates as dates."""
    found = register(view, kind)
    return found[found["done_on"].isna() & ~found["state"].isin(DONE)]


def register(view: View, kind: str) -> pd.DataFrame:
    """The rows of a register, texts never missing, days as days; NaT where there is none."""
    kept = view.once("register", lambda: _tidy(view.table("register")))
    return kept[kept["kind"] == kind]


def _tidy(found: pd.DataFrame) -> pd.DataFrame:
    words = {c: texts(found[c]) for c in ("id", "subject", "owner", "grade")}
    days = {c: pd.to_datetime(found[c]) for c in ("date", "due", "last_on", "next_on", "done_on")}
    return found.assign(**words, **days)


def day(value: Any) -> date | None:
    """A day from a cell; None when it is empty."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def ahead(view: View, days: float) -> pd.Timestamp:
    """The day so many days after the morning of reading."""
    return pd.Timestamp(view.now.date() + timedelta(days=int(days)))


def first_due(found: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows whose deadline comes first, as many as a page lists."""
    return found.sort_values("due").head(LISTED).to_dict("records")
