"""What befalls a shop in one place: a word, a plan, a tag, a channel, an event, a clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..labels import Label
from .causes_base import Cause, OfProduct, times
from .dice import Floats
from .funnel import CLOCK, Rates

if TYPE_CHECKING:
    from .world import World


@dataclass(frozen=True)
class WordDrop(Cause):
    """A search word loses its rank after a title was changed."""

    word: str = ""
    product: int = 0
    factor: float = 0.42
    rank: float = 47.0
    title: str = ""
    kind = "word_drop"
    dimension = "keyword"
    measured_by = "factor"
    label = Label("改标题后搜索词掉排名", "a search word lost its rank after a title change")

    def member(self, world: World) -> str:
        """The word."""
        return self.word

    def shape(self, rates: Rates, world: World) -> None:
        """Fewer impressions of the word in search."""
        times(rates.shown, self.span(world), world.word == world.word_index(self.word), self.factor)

    def retitle(self, titles: np.ndarray, world: World) -> None:
        """The new title of the product, where one was given."""
        if self.title:
            titles[self.span(world), self.product] = self.title


@dataclass(frozen=True)
class BudgetRunOut(Cause):
    """An ad plan's budget was cut to what lasts till about this hour of a usual day.

    `size` is the share of a usual day's demand that it still pays for.
    """

    plan: str = ""
    hour: int = 14
    kind = "budget_run_out"
    dimension = "plan"
    label = Label("计划预算提前花完", "an ad plan ran out of budget early")

    @property
    def size(self) -> float:
        """The share of a usual day's demand that the budget still pays for."""
        return float(CLOCK[self.hour - 1])

    def member(self, world: World) -> str:
        """The plan's name."""
        return self.plan

    def cut_budget(self, budget: Floats, wanted: Floats, world: World, plan: int) -> None:
        """The lowered budget of this plan."""
        if plan == world.plan_index(self.plan):
            days = self.span(world)
            budget[days, plan] = max(round(float(np.median(wanted[days])) * self.size), 1)


@dataclass(frozen=True)
class TagLost(OfProduct):
    """A product falls out of its growth tag and is recommended less."""

    tag: str = "金冠"
    factor: float = 0.7
    kind = "tag_lost"
    measured_by = "factor"
    label = Label("商品掉标签", "a product lost its tag")

    def shape(self, rates: Rates, world: World) -> None:
        """Fewer impressions where nobody searched or paid."""
        natural = np.array([not s.search and not s.paid and s.exposed for s in world.sources])
        streams = (world.product == self.product) & natural[world.source]
        times(rates.shown, self.span(world), streams, self.factor)


@dataclass(frozen=True)
class ConversionBreak(OfProduct):
    """Visitors of one product suddenly buy less: a price, a picture, a bad review."""

    factor: float = 0.3
    kind = "conversion_break"
    measured_by = "factor"
    label = Label("商品转化断崖", "a product stopped converting")

    def shape(self, rates: Rates, world: World) -> None:
        """A lower pay rate of the product."""
        times(rates.cvr, self.span(world), world.product == self.product, self.factor)


@dataclass(frozen=True)
class LevelShift(Cause):
    """A source gives more or less from one day on, for good."""

    source: str = ""
    factor: float = 0.8
    kind = "level_shift"
    dimension = "channel"
    measured_by = "factor"
    label = Label("渠道流量台阶", "a channel's level shifted")

    def member(self, world: World) -> str:
        """The channel's path."""
        return self.source

    def shape(self, rates: Rates, world: World) -> None:
        """Another level of the channel's impressions."""
        at = [s.name for s in world.sources].index(self.source)
        times(rates.shown, self.span(world), world.source == at, self.factor)


@dataclass(frozen=True)
class EventFlop(Cause):
    """An event whose usual lift does not come: `left` of the log lift remains."""

    event: str = ""
    left: float = 0.0
    kind = "event_flop"
    measured_by = "left"
    label = Label("活动没有带来增量", "an event brought nothing")

    def shape(self, rates: Rates, world: World) -> None:
        """Take the lift back (or give more, where `left` > 1), in impressions and in pay rate."""
        gone = world.spec.lifts[self.event, self.start.year] * (1 - self.left)
        rates.shown *= np.exp(-0.7 * gone)[:, None]
        rates.cvr *= np.exp(-0.3 * gone)[:, None]


@dataclass(frozen=True)
class EventFires(EventFlop):
    """An event that brings more than usual: `left` (> 1) times its log lift."""

    left: float = 2.0
    kind = "event_fires"
    label = Label("活动效果超出往常", "an event brought more than usual")


@dataclass(frozen=True)
class StockLow(OfProduct):
    """A product's stock will be gone within `cover` days of sales; `size` is that number."""

    cover: float = 3.0
    kind = "stock_low"
    measured_by = "cover"
    label = Label("即将断货", "a product is about to sell out")


@dataclass(frozen=True)
class LateParcels(Cause):
    """`count` orders, paid on the first day from nine on, lie unshipped and near the promise."""

    count: int = 3
    kind = "late_parcels"
    measured_by = "count"
    label = Label("订单将超过发货承诺", "orders are about to miss the shipping promise")


@dataclass(frozen=True)
class SlowReplies(Cause):
    """`count` inquiries have waited for more than `hours` without an answer."""

    count: int = 3
    hours: float = 2.0
    kind = "slow_replies"
    measured_by = "count"
    label = Label("询盘超时未回", "inquiries wait unanswered")
