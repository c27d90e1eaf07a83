"""The ledger of advertising: what a click of each word, or of each hour, is truly worth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from scipy.special import bdtr

from .ad_clicks import HOURLY, SMALL_STEPS, WINDOW, AdClicks, completion
from .ad_words import BidWords
from .dice import Floats
from .funnel import CLOCK
from .history import History

# Fewer expected clicks than this in four weeks, and no verdict on a word can be right but by luck.
FEW_CLICKS = 10.0


def word_truth(
    history: History, bid: BidWords | None = None, since: date | None = None
) -> pd.DataFrame:
    """What is each bid word truly worth, whatever the dice made of it?

    One row a plan and word: plan, word, kind (good, plain, broad, wasteful, irrelevant, tiny),
    token (of the titles, that attracts an irrelevant word), clicks_28d (expected, exported days),
    cpc, order_rate, inquiry_rate, lead_rate (a click, when all conversions have come), gmv_order
    and margin_order (paid amount, and what is left of it after goods and refunds), gmv_click,
    profit_click (= order_rate x margin_order - cpc) in the shop's currency, verdict: "profit",
    "loss", or "few" (under 10 clicks in four weeks). Rates are expectations under the shop's true
    parameters, prices and order values means over all the shop's days.
    `bid`: had the plans bid on these words, in these shares and prices; `since`: first day counted.
    """
    paid = AdClicks(history.truly)
    paid.words = bid or paid.words
    words, weight = paid.words.frame, paid.words.weight
    first = history.world.spec.index(since or history.world.spec.start)
    clicks, orders = _expected(history, first)
    value = _values(history)
    race = _Race(paid)
    part = race.shares("orders")
    seen, bought = clicks @ weight, orders @ part
    out = words[["plan", "word", "kind", "token"]].copy()
    out["plan"] = [history.world.plans[k].name for k in words["plan"]]
    out["clicks_28d"] = seen / (history.days - first) * 28
    cost = pd.Series(paid.frame["cents"] / 100).groupby(paid.frame["plan"]).mean()
    price = words["price"].to_numpy(float) / _mean_price(words, seen)
    out["cpc"] = cost.reindex(words["plan"]).to_numpy() * price
    out["order_rate"] = bought / seen
    for kind in ("inquiries", "leads"):
        name = {"inquiries": "inquiry_rate", "leads": "lead_rate"}[kind]
        out[name] = SMALL_STEPS[kind] * (clicks @ race.shares(kind)) / seen
    out["gmv_order"], out["margin_order"] = ((orders * v) @ part / bought for v in value.T)
    out["gmv_click"] = out["order_rate"] * out["gmv_order"]
    out["profit_click"] = out["order_rate"] * out["margin_order"] - out["cpc"]
    good = np.where(out["profit_click"] > 0, "profit", "loss")
    out["verdict"] = np.where(out["clicks_28d"] < FEW_CLICKS, "few", good)
    return out


def _expected(history: History, first: int) -> tuple[Floats, Floats]:
    """Expected clicks and paid orders of each stream over the exported days."""
    rates = history.rates
    clicks = (rates.shown * rates.ctr)[first:]
    people = 0.7 * clicks + 0.3 * (1 - np.exp(-clicks))
    return clicks.sum(0), (people * rates.cvr[first:]).sum(0)


class _Race:
    """How a stream's conversions spread over its words.

    The conversions of a stream and day take its fastest clicks, faster the better the click. Where
    few were made that day, a poor word is among few rivals, or alone, and where two convert the
    slower one is taken too: its share grows.
    """

    def __init__(self, paid: AdClicks) -> None:
        self.paid = paid
        quality = paid.words.frame["quality"].to_numpy(float)
        hours = np.diff(np.minimum(CLOCK, 1.0), prepend=0.0)
        hours = hours / hours.sum()
        speed = quality[:, None] * HOURLY
        at = np.geomspace(1e-5, 1e4, 240)
        left = np.exp(-speed[:, :, None] * at)
        self.alive = np.einsum("h,jht->jt", hours, left)
        self.first = np.einsum("h,jh,jht->jt", hours, speed, left) * np.gradient(np.log(at)) * at
        self.cells = paid.frame.groupby(["stream", "day"]).size().rename("n")

    def shares(self, kind: str) -> Floats:
        """Stream x word for one kind of conversion; rows of one, or zero without words.

        Share of word j: how often its click is among the k fastest of n, over the days' n and the
        shop's own k, which the dice drew without looking at words.
        """
        words = self.paid.words
        chances = self._counts(kind)
        out = np.zeros_like(words.weight)
        days: dict[int, Floats] = {
            int(str(s)): part.to_numpy() for s, part in self.cells.groupby(level=0)
        }
        for s in np.flatnonzero(words.weight.any(axis=1)):
            mix = words.weight[s]
            out[s] = mix * words.frame["quality"].to_numpy(float)
            if s in days:
                taken = [t * self._taken(mix, n, chances[n]) for n, t in _tally(days[int(s)])]
                out[s] = np.sum(taken, axis=0)
        return out / np.maximum(out.sum(1, keepdims=True), 1e-12)

    def _counts(self, kind: str) -> dict[int, Floats]:
        """For each number of clicks a day: how often 1, 2, 3 ... of them convert."""
        events = self.paid.events
        clicks = self.paid.frame.iloc[events.loc[events["kind"].eq(kind), "click"].to_numpy()]
        found = clicks.groupby(["stream", "day"]).size()
        k = found.reindex(self.cells.index, fill_value=0).to_numpy()
        n = self.cells.to_numpy()
        return {int(m): np.bincount(k[n == m])[1:] / (n == m).sum() for m in np.unique(n)}

    def _taken(self, mix: Floats, n: int, chances: Floats) -> Floats:
        """Expected conversions by word of a day of n clicks, k of which convert so often."""
        faster = np.clip(1 - mix @ self.alive, 0.0, 1.0)
        among = np.zeros_like(faster)
        for k in np.flatnonzero(chances) + 1:
            # Fewer than k of the n - 1 others come before it.
            among += chances[k - 1] * (bdtr(k - 1, n - 1, faster) if k < n else 1.0)
        out: Floats = n * mix * (self.first @ among)
        return out


def _tally(many: Floats) -> list[tuple[int, int]]:
    """Each number with how often it comes."""
    numbers, times = np.unique(many, return_counts=True)
    return [(int(n), int(t)) for n, t in zip(numbers, times, strict=True)]


def _values(history: History) -> Floats:
    """Mean paid amount and mean margin of the orders of each stream's product: stream x 2."""
    paid, world = history.paid, history.world
    cost = 1 - world.products["cost_share"].to_numpy()[history.paid_lines["product"]]
    left = np.bincount(
        history.paid_lines["order"], history.paid_lines["amount"] * cost, len(history.heads)
    )
    frame = pd.DataFrame({"paid": paid["paid_amount"], "product": world.product[paid["stream"]]})
    frame["margin"] = left[paid.index] + paid["adjustment"] - paid["refund_amount"]
    mean = frame.groupby("product")[["paid", "margin"]].mean()
    mean = mean.reindex(range(len(world.products))).fillna(frame[["paid", "margin"]].mean())
    return mean.to_numpy(float)[world.product]


def _mean_price(words: pd.DataFrame, seen: Floats) -> Floats:
    """The clicks' mean price factor within each word's plan."""
    frame = words.assign(seen=seen, cost=seen * words["price"])
    sums = frame.groupby("plan")[["seen", "cost"]].transform("sum")
    return (sums["cost"] / sums["seen"]).to_numpy(float)


def hour_truth() -> pd.DataFrame:
    """What is a click of each hour (0-23) worth against the mean click: factor `worth`?"""
    return pd.DataFrame({"hour": np.arange(24), "worth": HOURLY})


def completion_truth(history: History) -> pd.DataFrame:
    """The share of a click day's conversions that is known `age` days later (0..15)."""
    curve = completion(history.world)
    return pd.DataFrame({"age": np.arange(WINDOW + 1), "share": curve})
