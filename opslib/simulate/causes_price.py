"""Prices, the rivals' and our own, and what an operator does, with what it is truly worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..labels import Label
from .causes_base import Cause, OfProduct, times
from .dice import Floats
from .funnel import Rates

if TYPE_CHECKING:
    from .world import World

MATCHED = 2  # a rival's offer k is compared with the shop's product k * MATCHED


@dataclass(frozen=True)
class PriceMove(Cause):
    """A rival changes the price of an offer by `cut`; our matched product converts accordingly.

    The pay rate is multiplied by cut ** elasticity (`size`); 0 is a move that does not matter.
    """

    rival: int = 0
    offer: int = 0
    cut: float = 0.85
    elasticity: float = 1.5
    kind = "price_move"
    dimension = "product"
    label = Label("竞品降价", "a rival cut its price")

    @property
    def size(self) -> float:
        """The factor on our matched product's pay rate."""
        return float(self.cut**self.elasticity)

    def member(self, world: World) -> str:
        """Our matched product's id."""
        return str(world.products["item_id"][self.offer * MATCHED])

    def shape(self, rates: Rates, world: World) -> None:
        """Another pay rate of our matched product."""
        times(rates.cvr, self.span(world), world.product == self.offer * MATCHED, self.size)


@dataclass(frozen=True)
class OwnPrice(OfProduct):
    """Our own price of a product was multiplied by `price`; buyers answer by the elasticity.

    The pay rate is multiplied by price ** -elasticity.
    """

    price: float = 1.15
    elasticity: float = 1.5
    kind = "own_price"
    measured_by = "price"
    label = Label("本店改价", "we changed our price")

    def shape(self, rates: Rates, world: World) -> None:
        """Another pay rate of the product."""
        factor = self.price**-self.elasticity
        times(rates.cvr, self.span(world), world.product == self.product, factor)

    def reprice(self, factor: Floats, world: World) -> None:
        """Another price of the product."""
        factor[self.span(world), self.product] *= self.price


@dataclass(frozen=True)
class Action(Cause):
    """Something the operator did, from a day on. `effect` is its true factor on `rate`, 1: none."""

    what: str = ""
    effect: float = 1.0
    measured_by = "effect"
    doing: ClassVar[dict[str, Label]] = {}

    @property
    def rate(self) -> str:
        """Which expectation the action moves: shown, ctr or cvr."""
        return "shown"

    def streams(self, world: World) -> np.ndarray:
        """The streams that the action is about."""
        return np.zeros(len(world.base), bool)

    def shape(self, rates: Rates, world: World) -> None:
        """The true effect on the streams."""
        block = getattr(rates, self.rate)
        times(block, self.span(world), self.streams(world), self.effect)
        if self.rate != "shown":
            np.clip(block, 0, 1 if self.rate == "ctr" else 0.6, out=block)


@dataclass(frozen=True)
class ProductAction(Action):
    """A new main image (click rate), title (search impressions) or price (pay rate) of a product.

    `price` is the factor on the price where `what` is "price".
    """

    product: int = 0
    price: float = 1.0
    title: str = ""
    kind = "product_action"
    dimension = "product"
    label = Label("对商品做了动作", "an action on a product")
    doing: ClassVar[dict[str, Label]] = {
        "image": Label("换主图", "new main image"),
        "title": Label("改标题", "new title"),
        "price": Label("改价格", "new price"),
    }

    @property
    def rate(self) -> str:
        """An image is clicked, a title found, a price paid."""
        return {"image": "ctr", "title": "shown", "price": "cvr"}[self.what]

    def member(self, world: World) -> str:
        """The product's id."""
        return str(world.products["item_id"][self.product])

    def streams(self, world: World) -> np.ndarray:
        """The product's; a title is read by the search alone."""
        mine = world.product == self.product
        return mine & (world.word >= 0) if self.what == "title" else mine

    def reprice(self, factor: Floats, world: World) -> None:
        """The new price."""
        if self.what == "price":
            factor[self.span(world), self.product] *= self.price

    def retitle(self, titles: np.ndarray, world: World) -> None:
        """The new title."""
        if self.what == "title" and self.title:
            titles[self.span(world), self.product] = self.title


@dataclass(frozen=True)
class WordAction(Action):
    """The listings were optimised for a search word."""

    word: str = ""
    kind = "word_action"
    dimension = "keyword"
    label = Label("对搜索词做了动作", "an action on a search word")
    doing: ClassVar[dict[str, Label]] = {
        "optimise": Label("按词优化标题", "titles optimised for the word")
    }

    def member(self, world: World) -> str:
        """The word."""
        return self.word

    def streams(self, world: World) -> np.ndarray:
        """Everything found by this word."""
        return world.word == world.word_index(self.word)


@dataclass(frozen=True)
class PlanAction(Action):
    """The bid of an ad plan was raised: it is shown more often, within its budget."""

    plan: str = ""
    kind = "plan_action"
    dimension = "plan"
    label = Label("对推广计划做了动作", "an action on an ad plan")
    doing: ClassVar[dict[str, Label]] = {"bid": Label("提高出价", "bid raised")}

    def member(self, world: World) -> str:
        """The plan's name."""
        return self.plan

    def streams(self, world: World) -> np.ndarray:
        """Everything the plan shows."""
        return world.plan == world.plan_index(self.plan)
