"""One metric's days to come, with its figures as the page writes and numbers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..labels import Label
from ..model import Evidence, Number
from . import outlook_words as say
from . import style
from .markup import Raw
from .sheet import Sheet


@dataclass(frozen=True)
class Told:
    """One metric's outlook on one sheet: its figures as the page writes them."""

    sheet: Sheet
    look: Any

    @property
    def label(self) -> Label:
        return self.sheet.label(self.look.metric)

    @property
    def unit(self) -> str:
        return self.sheet.unit(self.look.metric)

    def plain(self, value: float | None) -> str:
        """A figure without a number of its own."""
        return style.figure(value, self.unit, self.sheet.currency)

    def show(
        self,
        what: str,
        title: Label,
        value: float | None,
        *,
        unit: str = "",
        window: int = 0,
        reach: Any = None,
        shown: object = None,
        **named: object,
    ) -> Raw:
        """A figure of this section; reach: its 80 % range, window: the days it covers."""
        evidence = Evidence(self.look.known, 0, *((reach.low, reach.high) if reach else ()))
        number = Number(
            f"outlook.{self.look.metric}.{what}",
            self.look.metric,
            title.format(metric=self.label, **named),
            value,
            unit or self.unit,
            window,
            evidence=evidence,
        )
        return self.sheet.show(number, shown)

    def end(self) -> Raw:
        """The month's end as expected."""
        month = self.look.month
        window = month.last.day
        return self.show("month_end", say.N_END, month.end.mean, window=window, reach=month.end)

    def so_far(self) -> Raw:
        """The month up to the last known day."""
        month = self.look.month
        return self.show("so_far", say.N_SO_FAR, month.so_far, window=days_gone(month))

    def goal(self, goal: Any, before: str = "") -> Raw:
        """A target or reference."""
        return self.show(before + goal.kind, say.N_GOAL, goal.value, name=goal.label)

    def chance(self) -> Raw:
        """The chance of the target."""
        month = self.look.month
        title = say.N_CHANCE.format(metric=self.label, name=month.target.label)
        shown = style.chance(month.chance)
        return self.show("chance", title, month.chance, unit="percent", shown=shown)

    def needed(self) -> Raw:
        """What each day left has to bring."""
        month = self.look.month
        return self.show("needed", say.N_NEEDED, month.needed_per_day, window=month.left)

    def expected(self) -> Raw:
        """What each day left is expected to bring."""
        month = self.look.month
        return self.show("expected", say.N_EXPECTED, month.expected_per_day, window=month.left)


def days_gone(month: Any) -> int:
    """How many days of the month are known; 0 before its first."""
    return month.known.day if month.known >= month.last.replace(day=1) else 0
