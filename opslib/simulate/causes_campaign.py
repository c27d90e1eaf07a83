"""Campaigns with a known worth: sales that are partly borrowed, and thresholds that some heed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ..labels import Label
from .causes_base import Cause
from .dice import Floats
from .funnel import Rates

if TYPE_CHECKING:
    import pandas as pd

    from .world import World


@dataclass(frozen=True)
class Campaign(Cause):
    """A sale: promoted products are seen `lift` more often, part of it borrowed or taken.

    products: places among the best sellers, () for all. pulled: share of the extra that is
    missing in the `echo` days behind, most of it soon. taken: share of the extra buyers who would
    else have bought other products of the shop on these days.
    """

    lift: float = 0.6
    products: tuple[int, ...] = ()
    pulled: float = 0.3
    taken: float = 0.0
    echo: int = 14
    kind = "campaign"
    measured_by = "lift"
    label = Label("做了一场活动", "a campaign was run")

    def shape(self, rates: Rates, world: World) -> None:
        """More on its own days, less behind them and beside them."""
        days = self.span(world)
        mine = np.isin(world.product, self.products) if self.products else np.ones(
            len(world.product), bool
        )  # fmt: skip
        extra = rates.shown[days] * self.lift * mine
        behind = slice(days.stop, min(days.stop + self.echo, len(rates.shown)))
        fading = np.exp(-np.arange(self.echo) / 4)
        missing = (fading / fading.sum())[: behind.stop - behind.start, None] * extra.sum(axis=0)
        rates.shown[behind] = np.maximum(
            rates.shown[behind] - self.pulled * missing, 0.05 * rates.shown[behind]
        )
        self._take(rates, extra, days, mine)
        rates.shown[days] += extra

    def _take(self, rates: Rates, extra: Floats, days: slice, mine: np.ndarray) -> None:
        """Buyers of other products who buy a promoted one instead."""
        if not self.taken or mine.all():
            return
        turn = rates.ctr[days] * rates.cvr[days]
        others = (rates.shown[days] * turn)[:, ~mine].sum(axis=1)
        lost = self.taken * (extra * turn).sum(axis=1) / np.maximum(others, 1e-9)
        rates.shown[days] *= np.where(mine, 1.0, np.maximum(1 - lost[:, None], 0.05))


def yearly(
    name: str, first: Sequence[date], length: int = 7, lift: float = 0.8, pulled: float = 0.3
) -> tuple[Campaign, ...]:
    """One campaign a day of `first`: the editions of an event over the years.

    Put them into the `causes` of a spec that is as long. length: days of each edition.
    """
    return tuple(
        Campaign(f"{name}.{day}", day, day + timedelta(days=length - 1), lift, pulled=pulled)
        for day in first
    )


@dataclass(frozen=True)
class TierOffer(Cause):
    """So much off from a threshold on: some customers top up, all who cross are let off.

    tiers: (threshold, money off), rising. heed: share of customers who look at thresholds at all;
    to them added goods are worth a share of their price (uniform ** 1/resell), the less the more
    the order would grow: nothing at `reach` times its amount. Nobody comes for the offer alone.
    """

    tiers: tuple[tuple[float, float], ...] = ((300.0, 20.0),)
    heed: float = 0.4
    reach: float = 3.0
    resell: float = 4.0
    kind = "tier_offer"
    measured_by = "heed"
    label = Label("设了满减门槛", "thresholds were set")

    def top_up(self, heads: pd.DataFrame, lines: pd.DataFrame, world: World) -> None:
        """More pieces of the first line where that reaches a threshold worth reaching."""
        days, dice = self.span(world), world.dice
        goods = lines.groupby("order")["amount"].sum().reindex(heads.index).to_numpy()
        on = heads["day"].between(days.start, days.stop - 1).to_numpy()
        on = on & (dice.uniform("heed" + self.id, heads["customer"]) < self.heed)
        worth = dice.uniform("worth" + self.id, heads["day"], heads["stream"], heads["nth"])
        worth = worth ** (1 / self.resell)
        best, aim = self.off(goods), goods.copy()
        for threshold, off in self.tiers:
            gap = threshold - goods
            good = off - gap * (1 - worth * np.clip(1 - gap / (self.reach * goods), 0, 1))
            take = on & (gap > 0) & (good > best)
            best, aim = np.where(take, good, best), np.where(take, threshold, aim)
        first = lines.index[lines["line_no"] == 1]
        order = lines.loc[first, "order"].to_numpy()
        price = lines.loc[first, "unit_price"].to_numpy()
        more = np.ceil(np.round((aim - goods)[order] / price, 6))
        lines.loc[first, "qty"] += more
        changed = first[more > 0]
        amount = lines.loc[changed, "unit_price"] * lines.loc[changed, "qty"]
        lines.loc[changed, "amount"] = np.round(amount, 2)

    def let_off(self, heads: pd.DataFrame, world: World) -> Floats:
        """Money off each order."""
        days = self.span(world)
        on = heads["day"].between(days.start, days.stop - 1).to_numpy()
        return np.where(on, self.off(heads["goods_amount"].to_numpy()), 0.0)

    def off(self, goods: Floats) -> Floats:
        """What an order of these goods is let off."""
        out = np.zeros(len(goods))
        for threshold, off in self.tiers:
            out = np.where(goods >= threshold, off, out)
        return out
