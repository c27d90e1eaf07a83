"""What spoils the data and not the shop: faulty tracking, days missing, repeated or sent twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from ..labels import Label
from .causes_base import Cause
from .funnel import Counts

if TYPE_CHECKING:
    import pandas as pd

    from .world import World

DAILY = ("shop_day", "channel_day", "product_day", "keyword_day")


@dataclass(frozen=True)
class TrackingFault(Cause):
    """The platform counts only `factor` of what happened, while orders go on as usual.

    `what` is "visitors" (visits, visitors and page views of every source) or "impressions" (those
    outside the ads: the ad system counts for itself).
    """

    what: str = "visitors"
    factor: float = 0.5
    kind = "tracking_fault"
    measured_by = "factor"
    label = Label("统计少计，订单正常", "counting failed while orders went on")

    def member(self, world: World) -> str:
        """Which count is at fault."""
        return self.what

    def miscount(self, counts: Counts, world: World) -> Counts:
        """What is left of the counts on these days; buyers and clicks are untouched."""
        days = self.span(world)
        ids = np.arange(world.spec.days)[days, None], np.arange(len(world.base))

        def kept(block: np.ndarray, name: str, at_least: np.ndarray) -> np.ndarray:
            out = block.copy()
            left = world.dice.binomial(block[days], self.factor, f"fault {name}", *ids)
            out[days] = np.maximum(left, at_least[days])
            return out

        if self.what == "impressions":
            free = np.array([not s.paid for s in world.sources])[world.source]
            shown = kept(counts.impressions, "impressions", counts.clicks)
            return replace(counts, impressions=np.where(free, shown, counts.impressions))
        visitors = kept(counts.visitors, "visitors", np.zeros_like(counts.visitors))
        visits = kept(counts.visits, "visits", visitors)
        views = kept(counts.page_views, "page_views", visits)
        return replace(counts, visitors=visitors, visits=visits, page_views=views)


@dataclass(frozen=True)
class DataFault(Cause):
    """A fault of the exported `tables` on some days; nothing happened in the shop itself."""

    tables: tuple[str, ...] = DAILY
    dimension = "export"

    @property
    def size(self) -> float:
        """How many days it lasts."""
        return float(((self.end or self.start) - self.start).days + 1)

    def member(self, world: World) -> str:
        """The tables, parted by blanks."""
        return " ".join(self.tables)

    def hit(self, frame: pd.DataFrame, world: World) -> pd.Series:
        """Which rows of a table lie in the days of the fault."""
        last = self.end or world.spec.end
        return (frame["date"] >= self.start) & (frame["date"] <= last)


@dataclass(frozen=True)
class MissingDays(DataFault):
    """Nobody exported these days."""

    kind = "missing_days"
    label = Label("缺少若干天的数据", "days are missing")

    def export(self, frames: dict[str, pd.DataFrame], world: World) -> None:
        """Without the days."""
        for name in self.tables:
            frame = frames[name]
            frames[name] = frame[~self.hit(frame, world)].reset_index(drop=True)


@dataclass(frozen=True)
class RepeatedDays(DataFault):
    """The platform sent the figures of the day before once more instead of these days'."""

    kind = "repeated_days"
    label = Label("数据与前一天完全相同", "days repeat the day before")

    def export(self, frames: dict[str, pd.DataFrame], world: World) -> None:
        """The rows of the day before, under the dates of these days."""
        import pandas as pd

        many = ((self.end or world.spec.end) - self.start).days + 1
        for name in self.tables:
            frame = frames[name]
            before = frame[frame["date"] == self.start - timedelta(days=1)]
            again = [before.assign(date=self.start + timedelta(days=k)) for k in range(many)]
            hit = self.hit(frame, world)
            parts = [frame[~hit & (frame["date"] < self.start)], *again]
            parts.append(frame[~hit & (frame["date"] > self.start)])
            frames[name] = pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class DuplicatedDays(DataFault):
    """These days stand in a second file too: an import must not count them twice."""

    tables: tuple[str, ...] = ("shop_day",)
    kind = "duplicated_days"
    label = Label("同一天导出了两次", "days were exported twice")
