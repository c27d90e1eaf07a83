"""Planted causes: what was done to the shop, since when, to whom and how much.

A cause that moves demand changes the expected rates (`shape`), one that spoils what the platform
counts the counts (`miscount`), one that spoils what was exported the tables (`export`); one that
works on a clock (late parcels, slow replies, low stock) is read by the room that keeps the clock.
`ledger` states each cause's true effect: the facts with all causes against the facts without this
one, under the same random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..labels import Label
from .dice import Floats
from .funnel import Counts, Rates

if TYPE_CHECKING:
    import pandas as pd

    from .world import World


@dataclass(frozen=True)
class Cause:
    """One thing that happened: `size` is a factor on the subject's rate, unless stated."""

    id: str
    start: date
    end: date | None = None
    kind: ClassVar[str] = "none"
    dimension: ClassVar[str] = "shop"
    measured_by: ClassVar[str] = ""
    label: ClassVar[Label] = Label("无", "none")

    @property
    def size(self) -> float:
        """How big it is: the field that `measured_by` names."""
        return float(getattr(self, self.measured_by)) if self.measured_by else 1.0

    def member(self, world: World) -> str:
        """Whom it happened to, by the name the exports use."""
        return world.spec.id

    def span(self, world: World) -> slice:
        """The simulated days it lasts, the last one included."""
        last = self.end or world.spec.end
        return slice(max(world.spec.index(self.start), 0), world.spec.index(last) + 1)

    def shape(self, rates: Rates, world: World) -> None:
        """Change the expected rates in place; nothing by default."""

    def cut_budget(self, budget: Floats, wanted: Floats, world: World, plan: int) -> None:
        """Change the daily budgets (day x plan) in place, given the money `plan` could spend."""

    def reprice(self, factor: Floats, world: World) -> None:
        """Change the factor on the shop's own prices (day x product) in place."""

    def empty(self, sold_out: np.ndarray, world: World) -> None:
        """Mark in place on which days which products (day x product) cannot be had."""

    def retitle(self, titles: np.ndarray, world: World) -> None:
        """Change the listing titles (day x product) in place."""

    def top_up(self, heads: pd.DataFrame, lines: pd.DataFrame, world: World) -> None:
        """Change what the orders hold in place; nothing by default."""

    def let_off(self, heads: pd.DataFrame, world: World) -> Floats | None:
        """Money taken off each order; None for none."""
        return None

    def miscount(self, counts: Counts, world: World) -> Counts:
        """What the platform reports of what happened; all of it by default."""
        return counts

    def export(self, frames: dict[str, pd.DataFrame], world: World) -> None:
        """Change the exported tables in place; nothing by default."""


def times(block: Floats, days: slice, streams: np.ndarray, factor: float) -> None:
    block[days, :] = np.where(streams, block[days, :] * factor, block[days, :])


@dataclass(frozen=True)
class OfProduct(Cause):
    """Something that happens to one product, named by its place among the best sellers."""

    product: int = 0
    dimension = "product"

    def member(self, world: World) -> str:
        """The product's id."""
        return str(world.products["item_id"][self.product])
