"""The tables that Alibaba.com counts in its own way: overlapping sources, weeks, leads."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from .dice import Ints
from .history import History
from .tables import shop_day, shop_window

_PARTS = {"search": "搜索", "p4p": "标准推广", "qzt": "全站推"}


def _part(history: History, counts: Ints, name: str) -> Ints:
    """Counts of one source, the others set to zero.

    Part of the advertising is shown inside search results and counts there too, so search and
    marketing add up to more than the total, as in real exports.
    """
    names = np.array([s.name for s in history.world.sources])[history.world.source]
    mine = np.where(names == _PARTS[name], counts, 0)
    if name == "search":
        mine = mine + np.where(names == _PARTS["p4p"], counts // 2, 0)
    return mine


def overlapping(history: History, group: Ints, size: int) -> dict[str, Ints]:
    """Impressions and clicks by kind, summed to day x group."""
    out: dict[str, Ints] = {}
    for what, counts in (
        ("impressions", history.counts.impressions),
        ("clicks", history.counts.clicks),
    ):
        for name in _PARTS:
            out[f"{name}_{what}"] = history.by(_part(history, counts, name), group, size)
        out[f"mkt_{what}"] = out[f"p4p_{what}"] + out[f"qzt_{what}"]
    return out


def ali_shop_day(history: History, inquiries: pd.DataFrame) -> pd.DataFrame:
    """One row a day: what the shop page of the data centre shows."""
    frame = shop_day(history)
    everything = np.zeros(len(history.world.base), np.int64)
    for name, values in overlapping(history, everything, 1).items():
        frame[name] = values[:, 0]
    frame["visits"] = history.counts.visits.sum(1)
    asked = inquiries.groupby(["day", "channel"]).size().unstack(fill_value=0)
    asked = asked.reindex(range(history.days), fill_value=0)
    frame["inquiries"] = asked["inquiry"].to_numpy()
    frame["inquiry_buyers"] = history.world.dice.binomial(
        frame["inquiries"], 0.93, "inquiry_people", np.arange(history.days)
    )
    frame["tm_buyers"] = asked["tm"].to_numpy()
    both = history.world.dice.binomial(frame["tm_buyers"], 0.2, "both", np.arange(history.days))
    frame["lead_buyers"] = np.maximum(
        frame["inquiry_buyers"] + frame["tm_buyers"] - both, frame["inquiry_buyers"]
    )
    frame["draft_orders"] = frame["order_buyers"]
    # The platform counts items published within the last 90 days.
    listed = history.world.products["listed"].to_numpy()
    day = np.arange(history.days)[:, None]
    frame["new_items_90d"] = ((listed <= day) & (listed > day - 90)).sum(1)
    return frame


def ali_shop_window(history: History, daily: pd.DataFrame) -> pd.DataFrame:
    """The platform's own 7- and 30-day figures; leads too count each person once."""
    frame = shop_window(history, daily, (7, 30))
    for name in ("inquiry_buyers", "tm_buyers", "lead_buyers"):
        frame[name] = (frame[name] * np.where(frame["days"] == 7, 0.96, 0.9)).round()
    by_day = daily.set_index("date")["new_items_90d"]
    frame["new_items_90d"] = by_day.reindex(frame["date"]).to_numpy()
    return frame


def weeks(history: History, many: int) -> list[int]:
    """Index of the Saturday that ends each of the last whole weeks (Sunday to Saturday)."""
    last = history.days - 1
    while history.dates[last].weekday() != 5:
        last -= 1
    return [last - 7 * k for k in range(many) if last - 7 * k >= 7][::-1]


def product_weeks(history: History, inquiries: pd.DataFrame, many: int) -> pd.DataFrame:
    """One row a product and week, people counted once in the week."""
    world, dice = history.world, history.world.dice
    items, n = world.products, len(world.products)
    grids = overlapping(history, world.product, n)
    grids["impressions"] = history.by(history.counts.impressions, world.product, n)
    grids["clicks"] = history.by(history.counts.clicks, world.product, n)
    number = {no: k for k, no in enumerate(items["item_no"])}
    asked = inquiries.assign(product=inquiries["product"].map(number))
    grids["inquiries"] = history.grid(
        asked[asked["channel"] == "inquiry"], "product", None, n
    ).astype(int)
    grids["tm_buyers"] = history.grid(asked[asked["channel"] == "tm"], "product", None, n).astype(
        int
    )
    grids["draft_orders"] = history.grid(history.lines, "product", None, n).astype(int)
    frames = []
    for end in weeks(history, many):
        span = slice(end - 6, end + 1)
        on = np.flatnonzero(items["listed"].to_numpy() <= end)
        frame = pd.DataFrame(
            {"date": history.dates[end], "days": 7, "item_id": items["item_id"].to_numpy()[on]}
        )
        frame["title"] = items["title"].to_numpy()[on]
        for name, grid in grids.items():
            frame[name] = grid[span, on].sum(0)
        daily = history.product_visitors[span, on]
        rest = daily.sum(0) - daily.max(0)
        frame["visitors"] = daily.max(0) + dice.binomial(rest, 0.85, "week_people", end, on)
        frame["inquiry_buyers"] = dice.binomial(frame["inquiries"], 0.9, "week_inquiry", end, on)
        frame["fav_buyers"] = dice.binomial(frame["visitors"], 0.03, "week_favs", end, on)
        frame["is_showcase"] = on < 10
        frame["is_top"] = on == 0
        frame["is_p4p"] = np.isin(on, world.product[world.plan >= 0])
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def keyword_weeks(history: History, daily: pd.DataFrame, many: int) -> pd.DataFrame:
    """One row a word and week; the platform strips letters, so one word may come twice."""
    frames = []
    words = history.world.words.set_index("word")
    for end in weeks(history, many):
        first, last = history.dates[end] - timedelta(days=6), history.dates[end]
        part = daily[(daily["date"] >= first) & (daily["date"] <= last)]
        frame = part.groupby("keyword", sort=False)[["impressions", "clicks"]].sum().reset_index()
        n = np.arange(len(frame))
        dice = history.world.dice
        frame["p4p_impressions"] = dice.binomial(frame["impressions"], 0.25, "word_p4p", end, n)
        frame["p4p_clicks"] = dice.binomial(frame["clicks"], 0.3, "word_p4p_clicks", end, n)
        frame["p4p_hours"] = np.round(60 + 80 * dice.uniform("word_hours", end, n), 1)
        index = words["index"].reindex(frame["keyword"]).to_numpy()
        frame["top10_avg_impressions"] = np.round(index * 0.9).astype(int)
        frame["top10_avg_clicks"] = np.round(index * 0.02).astype(int)
        frame["demand_index"] = index
        frame["supply_index"] = np.round(1 + 9 * dice.uniform("sellers", n * 0 + 1, n), 1)
        frame["copy"] = 0
        twin = frame[frame["keyword"] == "camisetas de algodn"].assign(copy=1)
        twin[["impressions", "clicks", "p4p_impressions", "p4p_clicks"]] //= 3
        out = pd.concat([frame, twin], ignore_index=True)
        frames.append(out.assign(date=last, days=7, item_id=""))
    return pd.concat(frames, ignore_index=True)


def channels(history: History, frame: pd.DataFrame, inquiries: pd.DataFrame) -> pd.DataFrame:
    """The channel table with who asked, spread over the channels by their visitors."""
    dice = history.world.dice
    asked = inquiries.groupby(["day", "channel"]).size().unstack(fill_value=0)
    asked = asked.reindex(range(history.days), fill_value=0)
    total = frame.groupby("day")["visitors"].transform("sum").clip(lower=1)
    at = frame.groupby("day").cumcount()
    out = frame.copy()
    for name, kind in (("inquiry_buyers", "inquiry"), ("tm_buyers", "tm")):
        people = asked[kind].reindex(frame["day"]).to_numpy()
        out[name] = dice.binomial(
            people, frame["visitors"] / total, "channel" + kind, frame["day"], at
        )
    return out
