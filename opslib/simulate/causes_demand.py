"""What moves demand: drifts, shocks to the whole shop, products that are sold out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..labels import Label
from .causes_base import Cause, OfProduct, times
from .dice import Floats
from .funnel import Rates

if TYPE_CHECKING:
    from .world import World


def ramp(cause: Cause, world: World, factor: float, over: int) -> Floats:
    """A factor a day that falls (or rises) evenly in logarithms to `factor` within `over` days.

    Before the cause it is 1, after the ramp it stays at `factor` till the cause ends.
    """
    out, days = np.ones(world.spec.days), cause.span(world)
    age = np.arange(world.spec.days)[days] - world.spec.index(cause.start) + 1
    out[days] = factor ** np.clip(age / over, 0, 1)
    return out


@dataclass(frozen=True)
class Drift(Cause):
    """A channel slowly gives less (or more): `factor` is reached after `over` days."""

    source: str = ""
    factor: float = 0.7
    over: int = 40
    kind = "drift"
    dimension = "channel"
    measured_by = "factor"
    label = Label("渠道流量缓慢变化", "a channel drifted")

    def member(self, world: World) -> str:
        """The channel's path."""
        return self.source

    def shape(self, rates: Rates, world: World) -> None:
        """The channel's impressions, a little less every day."""
        at = [s.name for s in world.sources].index(self.source)
        slope = ramp(self, world, self.factor, self.over)
        rates.shown *= np.where(world.source == at, slope[:, None], 1.0)


@dataclass(frozen=True)
class ProductDrift(OfProduct):
    """A product slowly goes out of fashion: `factor` is reached after `over` days."""

    factor: float = 0.6
    over: int = 40
    kind = "product_drift"
    measured_by = "factor"
    label = Label("商品热度缓慢变化", "a product drifted")

    def shape(self, rates: Rates, world: World) -> None:
        """The product's impressions, a little less every day."""
        slope = ramp(self, world, self.factor, self.over)
        rates.shown *= np.where(world.product == self.product, slope[:, None], 1.0)


@dataclass(frozen=True)
class DemandShock(Cause):
    """Everything falls for a day or a few: an outage, a storm, a holiday of the buyers."""

    factor: float = 0.6
    kind = "demand_shock"
    measured_by = "factor"
    label = Label("全店需求骤变", "demand of the whole shop dropped")

    def shape(self, rates: Rates, world: World) -> None:
        """Fewer impressions and visits in every stream."""
        rates.shown[self.span(world)] *= self.factor


@dataclass(frozen=True)
class StockOut(OfProduct):
    """A product is sold out: nothing of it is sold, and part of its demand goes to its siblings.

    `hidden` of its impressions are no longer shown; `spill` of these go to products of the same
    style in the same word, channel or plan. `size` is the number of days.
    """

    hidden: float = 0.6
    spill: float = 0.5
    kind = "stock_out"
    label = Label("商品断货", "a product was sold out")

    @property
    def size(self) -> float:
        """How many days it lasts; without an end, as far as is known: 1."""
        return float(((self.end or self.start) - self.start).days + 1)

    def shape(self, rates: Rates, world: World) -> None:
        """No sales; fewer impressions, part of them at the siblings'."""
        days, mine = self.span(world), world.product == self.product
        style = world.products["style"].to_numpy()[world.product]
        for k in np.flatnonzero(mine):
            alike = ~mine & (style == style[k]) & (world.source == world.source[k])
            alike &= (world.word == world.word[k]) & (world.plan == world.plan[k])
            there = rates.shown[days][:, alike]
            if alike.any():
                total = np.maximum(there.sum(1, keepdims=True), 1e-9)
                moved = rates.shown[days, k, None] * self.hidden * self.spill
                rates.shown[days, alike] = there * (1 + moved / total)
        times(rates.shown, days, mine, 1 - self.hidden)
        times(rates.cvr, days, mine, 0.0)

    def empty(self, sold_out: np.ndarray, world: World) -> None:
        """The product cannot be had."""
        sold_out[self.span(world), self.product] = True
