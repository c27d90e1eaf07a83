"""The ledger of advertising: what a click of each word, or of each hour, is truly worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .ad_clicks import HOURLY, SMALL_STEPS, WINDOW, AdClicks, completion
from .dice import Floats
from .funnel import CLOCK
from .history import History

# Fewer expected clicks than this in four weeks, and no verdict on a word can be right but by luck.
FEW_CLICKS = 10.0


def word_truth(history: History) -> pd.DataFrame:
    """What is each bid word truly worth, whatever the dice made of it?

    One row a plan and word: plan, word, kind (good, plain, broad, wasteful, irrelevant, tiny),
    token (of the titles, that attracts an irrelevant word), clicks_28d (expected, exported days),
    cpc, order_rate, inquiry_rate, lead_rate (a click, when all conversions have come), gmv_order
    and margin_order (paid amount, and what is left of it after goods and refunds), gmv_click,
    profit_click (= order_rate x margin_order - cpc) in the shop's currency, verdict: "profit",
    "loss", or "few" (under 10 clicks in four weeks). Rates are expectations under the shop's true
    parameters, prices and order values means over all the shop's days.
    """
    paid = AdClicks(history.truly)
    words, weight = paid.words.frame, paid.words.weight
    first = history.world.spec.index(history.world.spec.start)
    clicks, orders = _expected(history, first)
    value = _values(history)
    part = _shares(paid)
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
        out[name] = SMALL_STEPS[kind] * (clicks @ part) / seen
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


def _shares(paid: AdClicks) -> Floats:
    """How a stream's conversions spread over its words: stream x word, rows of one or zero.

    A conversion takes one of the clicks of its stream and day, likelier the better the click. Where
    few were made that day, a poor word is among few rivals, or alone: its share grows.
    Share of word j among n clicks: n P(its click is the first of n exponential clocks).
    """
    quality = paid.words.frame["quality"].to_numpy(float)
    hours = np.diff(np.minimum(CLOCK, 1.0), prepend=0.0)
    hours = hours / hours.sum()
    speed = quality[:, None] * HOURLY
    at = np.geomspace(1e-6, 1e4, 400)
    step = np.gradient(np.log(at)) * at
    alive = np.einsum("h,jht->jt", hours, np.exp(-speed[:, :, None] * at))
    first = np.einsum("h,jh,jht->jt", hours, speed, np.exp(-speed[:, :, None] * at)) * step
    out = np.zeros_like(paid.words.weight)
    cells = paid.frame.groupby(["stream", "day"]).size()
    for s in np.flatnonzero(paid.words.weight.any(axis=1)):
        mix = paid.words.weight[s]
        if s in cells.index.levels[0]:
            many, times = np.unique(cells[s].to_numpy(), return_counts=True)
            rivals = (mix @ alive)[None, :] ** (many[:, None] - 1)
            wins = rivals @ first.T * mix * many[:, None]
            out[s] = (times * many) @ (wins / wins.sum(1, keepdims=True))
        else:
            out[s] = mix * quality
    return out / np.maximum(out.sum(1, keepdims=True), 1e-12)


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
