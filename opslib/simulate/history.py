"""One simulated history and the sums every table is made of: people, stages, titles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from . import funnel, orders
from . import world as furniture
from .causes import TagLost
from .dice import Floats, Ints
from .funnel import Counts, Rates
from .world import ShopSpec, World


@dataclass
class History:
    """One simulated history: furniture, expectations, counts, orders and their lines.

    `counts` is what the platform reports, `happened` what truly did: they differ only where the
    tracking was at fault.
    """

    world: World
    rates: Rates
    counts: Counts
    heads: pd.DataFrame
    lines: pd.DataFrame
    happened: Counts

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return self.world.spec.days

    @cached_property
    def dates(self) -> np.ndarray:
        """The date of each simulated day."""
        first = self.world.spec.first
        return np.array([first + timedelta(days=i) for i in range(self.days)])

    @cached_property
    def paid(self) -> pd.DataFrame:
        """The paid orders, with the number of earlier paid orders of the same customer."""
        paid = self.heads[self.heads["paid"]].copy()
        paid["earlier"] = paid.groupby("customer").cumcount()
        return paid

    @cached_property
    def paid_lines(self) -> pd.DataFrame:
        """The lines of paid orders."""
        return self.lines[self.lines["paid"]]

    def by(self, counts: Ints, group: Ints, size: int) -> Ints:
        """Sum day x stream over streams of the same group: day x group."""
        out = np.zeros((self.days, size), np.int64)
        for g in range(size):
            out[:, g] = counts[:, group == g].sum(1)
        return out

    def grid(self, frame: pd.DataFrame, column: str, value: str | None, size: int) -> Floats:
        """Count rows, or add up `value`, by (day, column): day x size."""
        at = frame["day"].to_numpy() * size + frame[column].to_numpy()
        weights = None if value is None else frame[value].to_numpy(float)
        return np.round(np.bincount(at, weights, self.days * size).reshape(self.days, size), 2)

    def people(self, frame: pd.DataFrame, column: str, size: int) -> Floats:
        """Distinct customers by (day, column): day x size."""
        return self.grid(frame.drop_duplicates(["day", column, "customer"]), column, None, size)

    @cached_property
    def channel_visitors(self) -> Ints:
        """Distinct people by day and source."""
        return self._distinct("channel", self.world.source, len(self.world.sources), 0.93)

    @cached_property
    def product_visitors(self) -> Ints:
        """Distinct people by day and product."""
        return self._distinct("item", self.world.product, len(self.world.products), 0.90)

    @cached_property
    def truly(self) -> History:
        """The same history had the platform counted everything."""
        return self if self.happened is self.counts else replace(self, counts=self.happened)

    @cached_property
    def shop_visitors(self) -> Ints:
        """People of the whole shop: some came by several ways or saw several products."""
        total = self.counts.visitors.sum(1)
        most = np.maximum(self.channel_visitors.max(1), self.product_visitors.max(1))
        more = self.world.dice.binomial(total - most, 0.78, "people", np.arange(self.days))
        return most + more

    def _distinct(self, name: str, group: Ints, size: int, share: float) -> Ints:
        total = self.by(self.counts.visitors, group, size)
        most = np.zeros_like(total)
        for g in range(size):
            most[:, g] = self.counts.visitors[:, group == g].max(1, initial=0)
        ids = np.arange(self.days)[:, None], np.arange(size)
        return most + self.world.dice.binomial(total - most, share, "people" + name, *ids)

    @cached_property
    def stages(self) -> np.ndarray:
        """The growth stage of each product on each day, "" for a plain one."""
        return _stages(self)


NEW, PROMISING, GOLD, TREASURE = "新品", "潜力品", "金冠", "镇店之宝"


def _stages(history: History) -> np.ndarray:
    world, spec = history.world, history.world.spec
    n = len(world.products)
    value = history.rates.shown * history.rates.ctr * history.rates.cvr
    worth = np.zeros((history.days, n))
    for p in range(n):
        worth[:, p] = value[:, world.product == p].sum(1) * world.products["price"][p]
    out = np.full((history.days, n), "", dtype=object)
    settled = history.days - 31  # nobody changes stage by chance in the last month, only by a cause
    for week in range(0, history.days, 7):
        upto = min(week, settled)
        order = np.argsort(-worth[max(upto - 56, 0) : upto + 1].mean(0))
        row = np.full(n, "", dtype=object)
        row[order[:3]], row[order[3:12]], row[order[12:26]] = TREASURE, GOLD, PROMISING
        out[week : week + 7] = row
    age = np.arange(history.days)[:, None] - world.products["listed"].to_numpy()
    out = np.where((age < 45) & (out == ""), NEW, out)
    for cause in spec.happenings:
        if isinstance(cause, TagLost):
            before = slice(0, max(spec.index(cause.start), 0))
            out[before, cause.product] = np.where(age[before, cause.product] >= 0, cause.tag, "")
            out[cause.span(world), cause.product] = PROMISING
    return out


def titles(history: History) -> np.ndarray:
    """The title of each product on each day: a planted change shows from its first day."""
    world = history.world
    out = np.tile(world.products["title"].to_numpy(object), (history.days, 1))
    for cause in world.spec.happenings:
        cause.retitle(out, world)
    return out


def live(spec: ShopSpec, seed: int) -> History:
    """Let the shop live through all its days under this seed."""
    return relive(furniture.build(spec, seed))


def relive(world: World) -> History:
    """The history of a shop whose furniture is already there."""
    rates, happened = funnel.simulate(world)
    counts = happened
    for cause in world.spec.happenings:
        counts = cause.miscount(counts, world)
    return History(world, rates, counts, *orders.orders(world, happened), happened)
