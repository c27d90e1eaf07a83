"""Every paid click: its hour, word and price, and what came of it, sooner or later.

Clicks are the atoms of the advertising tables: whatever a report cuts by (plan, product, word,
hour), its rows are sums over the same clicks, so they add up to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from .ad_plan import factors, in_test, winning
from .ad_words import BidWords, bid_words, pick_words
from .dice import Floats, Ints
from .funnel import CLOCK
from .history import History
from .world import Plan, World

# Days in which an order still counts for the click before it, the click's own day included as 0.
WINDOW = 15
# What a click of each hour is worth against the day's mean: wholesale buyers order at the desk.
HOURLY = np.array(
    [.4, .35, .3, .3, .3, .4, .6, .8, 1.05, 1.3, 1.35, 1.15, .85, .9, 1.15, 1.2, 1.1, 1.0,
     .85, .9, .95, .9, .75, .55]
)  # fmt: skip
# Other things that clicks bring, and how many of a hundred do.
SMALL_STEPS = {"carts": 0.08, "fav_items": 0.04, "inquiries": 0.05, "leads": 0.07}
_LATE = ("inquiries", "leads")


def completion(world: World) -> Floats:
    """The shop's own completion curve: share of a click day's conversions known after 0..15 days.

    Drawn from the seed: half to three quarters on the same day, a tail of two to five days.
    """
    u = world.dice.uniform("completion", np.arange(2))
    first, tail = 0.5 + 0.25 * u[0], 2.0 + 3.0 * u[1]
    rest = np.exp(-np.arange(WINDOW + 1) / tail)
    reach = (1 - rest) / (1 - rest[-1])
    return np.minimum(first + (1 - first) * reach, 1.0)


@dataclass
class AdClicks:
    """The paid clicks of one history, sorted by day and stream, and what they brought."""

    history: History

    @cached_property
    def words(self) -> BidWords:
        """The words that the plans bid on."""
        return bid_words(self.history.world)

    @cached_property
    def streams(self) -> Ints:
        """The streams that are ads."""
        return np.flatnonzero(self.history.world.plan >= 0)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a click: day, stream, plan, word (-1: none), hour, cents, worth."""
        history, world, dice = self.history, self.history.world, self.history.world.dice
        many = history.counts.clicks[:, self.streams]
        day, at = np.nonzero(many)
        many, stream = many[day, at], self.streams[at]
        start = np.cumsum(many) - many
        nth = np.arange(many.sum()) - np.repeat(start, many)
        day, stream = np.repeat(day, many), np.repeat(stream, many)
        plan, ids = world.plan[stream], (day, stream, nth)
        share = dice.uniform("ad_hour", *ids) * history.rates.lasts[day, plan]
        word = self._picked(day, stream, dice.uniform("ad_word", *ids))
        hour = np.minimum(np.searchsorted(CLOCK, share), 23)
        out = pd.DataFrame({"day": day, "stream": stream, "plan": plan, "word": word, "hour": hour})
        quality = np.append(self.words.frame["quality"].to_numpy(float), 1.0)
        out["worth"] = quality[word] * HOURLY[hour]
        price = np.append(self.words.frame["price"].to_numpy(float), 1.0)[word]
        price = price * np.where(word < 0, 1.0, self.bid_factor[day, word])
        out["cents"] = self._cents(out, price * dice.lognormal(0.1, "ad_price", *ids))
        return out

    @cached_property
    def bid_factor(self) -> Floats:
        """What the operator multiplied the bid on each word by: day x word."""
        return factors(self.history.world, self.words, "bid")

    @cached_property
    def pull(self) -> Floats:
        """What that did to the word's share of the clicks: day x word."""
        return factors(self.history.world, self.words, "pull")

    def _picked(self, day: Ints, stream: Ints, u: Floats) -> Ints:
        """The word behind each click; from the day of a changed bid on, by the new shares."""
        word = pick_words(self.words, stream, u)
        turns = np.flatnonzero((self.pull[1:] != self.pull[:-1]).any(axis=1)) + 1
        for turn in turns:
            late = day >= turn
            now = replace(self.words, weight=self.words.weight * self.pull[turn])
            word[late] = pick_words(now, stream[late], u[late])
        return word

    def _cents(self, clicks: pd.DataFrame, price: Floats) -> Ints:
        """What each click cost: the plan's money of the day, by price, to the cent."""
        world, days = self.history.world, self.history.days
        n = len(world.plans)
        cell = (clicks["day"] * n + clicks["plan"]).to_numpy()
        order = np.argsort(cell, kind="stable")
        weight = price[order] / np.bincount(cell, price, days * n)[cell[order]]
        total = np.round(spend(self.history) * 100).astype(np.int64).ravel()
        until = np.cumsum(weight)
        # Rounding what has been spent so far, not each click, leaves no cent over.
        before = np.concatenate([[0.0], until[:-1]])
        first = np.flatnonzero(np.diff(cell[order], prepend=-1))
        base = np.repeat(before[first], np.diff(np.append(first, len(cell))))
        money = total[cell[order]]
        out = np.empty(len(cell), np.int64)
        out[order] = np.rint((until - base) * money) - np.rint((before - base) * money)
        return out

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row a thing that a click brought: kind, click (row of `frame`), known (day), amount.

        Kinds: ad_orders (paid), orders (paid or not), carts, fav_items, inquiries, leads. Each
        stands on the day of its click and is known from day `known` on.
        """
        parts = [self._orders()]
        dice, cells = self.history.world.dice, self._cells
        curve = completion(self.history.world)
        for kind, rate in SMALL_STEPS.items():
            rates = np.minimum(rate * self._winning, 0.9)
            many = dice.binomial(cells["many"], rates, "ad_" + _DRAWN[kind], *self._cell_ids)
            at = np.repeat(np.arange(len(cells)), many)
            click, nth = self._take(kind, at)
            day = cells["day"].to_numpy()[at]
            known = day
            if kind in _LATE:
                u = dice.uniform("ad_late_" + kind, day, cells["stream"].to_numpy()[at], nth)
                known = day + np.searchsorted(curve[:-1], u)
            parts.append(pd.DataFrame({"kind": kind, "click": click, "known": known}))
        return pd.concat(parts, ignore_index=True).fillna({"amount": 0.0})

    def _orders(self) -> pd.DataFrame:
        """The shop's orders that came from ads, each on a click of up to 15 days before."""
        heads, world = self.history.heads, self.history.world
        mine = heads[world.plan[heads["stream"]] >= 0]
        ids = mine["day"], mine["stream"], mine["nth"]
        wait = np.searchsorted(completion(world)[:-1], world.dice.uniform("ad_wait", *ids))
        cell, wait = self._on_clicks(mine["day"].to_numpy(), mine["stream"].to_numpy(), wait)
        # A basket left unpaid is an extra person, whom no click may be left for.
        nth = pd.Series(cell).groupby(cell).cumcount().to_numpy()
        kept = (cell >= 0) & (nth < self._cells["many"].to_numpy()[cell])
        mine, cell = mine[kept], cell[kept]
        click, _ = self._take("orders", cell)
        frame = {"kind": "orders", "click": click, "known": mine["day"].to_numpy()}
        out = pd.DataFrame(frame | {"amount": mine["paid_amount"].to_numpy()})
        return pd.concat([out, out[mine["paid"].to_numpy()].assign(kind="ad_orders")])

    def _on_clicks(self, day: Ints, stream: Ints, wait: Ints) -> tuple[Ints, Ints]:
        """The cell of each order's click; who finds no free click there clicked on the same day."""
        while True:
            cell = self._cell_at[np.maximum(day - wait, 0), stream]
            cell = np.where(wait > day, -1, cell)
            full = np.bincount(cell[cell >= 0], minlength=len(self._cells))
            over = full > self._cells["many"].to_numpy()
            bad = ((cell < 0) | over[cell]) & (wait > 0)
            if not bad.any():
                return cell, wait
            wait = np.where(bad, 0, wait)

    @cached_property
    def _cells(self) -> pd.DataFrame:
        """One row a day and stream with clicks: how many, and where they begin in `frame`."""
        out = self.frame.groupby(["day", "stream"], sort=True).size().rename("many").reset_index()
        return out.assign(start=np.cumsum(out["many"]) - out["many"])

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plans as reports show them: a product test stands behind the world's own."""
        world = self.history.world
        test = world.spec.promotion.test if world.spec.promotion else None
        if test is None:
            return world.plans
        of = world.plans[world.plan_index(test.of)]
        return (*world.plans, replace(of, name=test.name, products=len(test.products)))

    def shown_plan(self, day: Ints, stream: Ints) -> Ints:
        """The place in `plans` under which clicks of this day and stream are reported."""
        world = self.history.world
        return np.where(in_test(world, day, stream), len(world.plans), world.plan[stream])

    @cached_property
    def shown(self) -> Ints:
        """Impressions by day and place in `plans`."""
        days, counts = self.history.days, self.history.counts.impressions[:, self.streams]
        plan = self.shown_plan(np.arange(days)[:, None], self.streams[None, :])
        return np.stack([(counts * (plan == k)).sum(1) for k in range(len(self.plans))], axis=1)

    @property
    def _winning(self) -> Floats:
        day, stream = (c.to_numpy() for c in self._cell_ids)
        return winning(self.history.world, day, stream)

    @property
    def _cell_ids(self) -> tuple[pd.Series, pd.Series]:
        return self._cells["day"], self._cells["stream"]

    @cached_property
    def _cell_at(self) -> Ints:
        """Row of `_cells` by day and stream, -1 where nobody clicked."""
        out = np.full((self.history.days, len(self.history.world.plan)), -1, np.int64)
        out[self._cells["day"], self._cells["stream"]] = np.arange(len(self._cells))
        return out

    def _take(self, kind: str, cell: Ints) -> tuple[Ints, Ints]:
        """A click of its own for each event of the cells, likelier the better the click; and the
        event's number within its cell. An exponential race: the fastest clicks are taken."""
        frame, dice = self.frame, self.history.world.dice
        place = np.arange(len(frame)) - self._cells["start"].to_numpy()[self._of_click]
        u = dice.uniform("ad_race_" + kind, frame["day"], frame["stream"], place)
        order = np.lexsort((-np.log(u) / frame["worth"].to_numpy(), self._of_click))
        nth = pd.Series(cell).groupby(cell).cumcount().to_numpy()
        return order[self._cells["start"].to_numpy()[cell] + nth], nth

    @cached_property
    def _of_click(self) -> Ints:
        return np.repeat(np.arange(len(self._cells)), self._cells["many"])


_DRAWN = {"carts": "carts", "fav_items": "favs", "inquiries": "inquiries", "leads": "leads"}


def spend(history: History) -> Floats:
    """Money spent, day x plan, to the cent and never over the budget.

    A budget that did not last is spent to the last cent; one that lasted keeps a little.
    """
    world, rates = history.world, history.rates
    out = np.zeros((history.days, len(world.plans)))
    for k, plan in enumerate(world.plans):
        streams = np.flatnonzero(world.plan == k)
        clicks = history.counts.clicks[:, streams]
        cpc = plan.cpc * world.dice.lognormal(0.08, "cpc", np.arange(history.days), k)
        wanted = clicks.sum(1) * cpc
        gone = rates.lasts[:, k] < 1
        room = np.where(gone, rates.budget[:, k], np.minimum(wanted, rates.budget[:, k] * 0.96))
        out[:, k] = np.where(wanted > 0, room, 0.0)
    return out.round(2)
