"""The fact tables of a simulated shop: counts and orders summed to the grain of each table."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from .causes import WordDrop
from .dice import Floats, Ints
from .history import GOLD, NEW, PROMISING, TREASURE, History, titles


def shop_day(history: History) -> pd.DataFrame:
    """One row a day for the whole shop."""
    world, counts, dice = history.world, history.counts, history.world.dice
    day = np.arange(history.days)
    paid = history.paid.assign(all=0)
    ad = np.array([bool(s.paid) for s in world.sources])[world.source]
    visitors = history.shop_visitors
    came = history.truly.shop_visitors
    listed = world.products["listed"].to_numpy()
    created = history.heads.assign(all=0)
    back = history.heads[history.heads["refunded_at"].notna()]
    back = back.assign(day=(back["refunded_at"] - pd.Timestamp(world.spec.first)).dt.days, all=0)
    carts = dice.binomial(came, 0.11, "carts", day)
    frame = {
        "impressions": counts.impressions.sum(1),
        "ad_impressions": counts.impressions[:, ad].sum(1),
        "clicks": counts.clicks.sum(1),
        "visitors": visitors,
        "page_views": counts.page_views.sum(1),
        "bounce_visits": dice.binomial(visitors, 0.50, "bounce", day),
        "pay_orders": history.grid(paid, "all", None, 1)[:, 0],
        "pay_buyers": history.people(paid, "all", 1)[:, 0],
        "pay_old_buyers": history.people(paid[paid["earlier"] > 0], "all", 1)[:, 0],
        "pay_items": history.grid(history.paid_lines.assign(all=0), "all", "qty", 1)[:, 0],
        "pay_amount": history.grid(paid, "all", "paid_amount", 1)[:, 0],
        "order_buyers": history.people(created, "all", 1)[:, 0],
        "order_amount": history.grid(created, "all", "paid_amount", 1)[:, 0],
        "refund_amount": history.grid(back[back["day"] < history.days], "all", "refund_amount", 1)[
            :, 0
        ],
        "cart_buyers": carts,
        "cart_items": carts + dice.poisson(carts * 0.6, "cart_items", day),
        "fav_buyers": dice.binomial(came, 0.05, "favs", day),
        "items_online": (listed <= day[:, None]).sum(1),
        "items_sold": (history.grid(history.paid_lines, "product", None, len(listed)) > 0).sum(1),
        "items_visited": (history.product_visitors > 0).sum(1),
        "new_items": (listed == day[:, None]).sum(1),
    }
    out = pd.DataFrame({"date": history.dates, "terminal": "all", **frame})
    out["pay_new_buyers"] = out["pay_buyers"] - out["pay_old_buyers"]
    out["bounce_rate"] = (out["bounce_visits"] / out["visitors"].clip(lower=1)).round(4)
    return out


def shop_window(history: History, daily: pd.DataFrame, lengths: tuple[int, ...]) -> pd.DataFrame:
    """The platform's own figures for the last 7 or 30 days of each day; people counted once."""
    spec = history.world.spec
    sums = [c for c in daily.columns if c not in ("date", "terminal", "bounce_rate")]
    # How much of the daily visitors' sum is left when each person counts once.
    keep = {7: 0.80, 30: 0.62}
    rows = []
    for length in lengths:
        total = daily[sums].rolling(length).sum()
        most = daily["visitors"].rolling(length).max()
        total["visitors"] = np.round(most + (total["visitors"] - most) * keep[length])
        for name in ("items_online",):
            total[name] = daily[name]
        total["items_sold"] = _sold_within(history, length)
        total["items_visited"] = daily["items_online"]
        ends = list(range(max(history.days - 60, 30), history.days))
        total.loc[ends, _PEOPLE] = _window_people(history.paid, ends, length)
        total.loc[ends, "order_buyers"] = total.loc[ends, "pay_buyers"] * 1.06 // 1
        total["bounce_rate"] = (total["bounce_visits"] / total["visitors"]).round(4).clip(upper=1)
        total.insert(0, "days", length)
        rows.append(pd.concat([daily[["date", "terminal"]], total], axis=1).iloc[-60:])
    out = pd.concat(rows, ignore_index=True)
    return out[out["date"] >= spec.start].drop(
        columns=["bounce_rate", "bounce_visits", "cart_buyers", "fav_buyers"]
    )


def _sold_within(history: History, length: int) -> Floats:
    """How many different products were sold in the `length` days that end with each day."""
    sold = history.grid(history.paid_lines, "product", None, len(history.world.products)) > 0
    until = np.cumsum(sold, axis=0)
    before = np.vstack([np.zeros((length, until.shape[1])), until[:-length]])
    return (until > before).sum(axis=1).astype(float)


_PEOPLE = ["pay_buyers", "pay_new_buyers", "pay_old_buyers"]


def _window_people(paid: pd.DataFrame, ends: list[int], length: int) -> list[list[int]]:
    """Distinct buyers, new and old ones, of the `length` days that end with each of `ends`.

    Who buys first and again within the window is both, as on the platform.
    """
    day, customer = paid["day"].to_numpy(), paid["customer"].to_numpy()
    first_time = paid["earlier"].to_numpy() == 0
    out = []
    for end in ends:
        rows = (day > end - length) & (day <= end)
        who, new = customer[rows], first_time[rows]
        out.append([len(np.unique(w)) for w in (who, who[new], who[~new])])
    return out


def product_day(history: History) -> pd.DataFrame:
    """One row a product and day, from its listing on."""
    world, counts, dice = history.world, history.counts, history.world.dice
    items = world.products
    n = len(items)
    ad = np.array([bool(s.paid) for s in world.sources])[world.source]
    ids = np.arange(history.days)[:, None], np.arange(n)
    visitors, came = history.product_visitors, history.truly.product_visitors
    lines = history.paid_lines.assign(
        customer=history.heads["customer"].to_numpy()[history.paid_lines["order"]]
    )
    carts = dice.binomial(came, 0.10, "item_carts", *ids)
    values = {
        "impressions": history.by(counts.impressions, world.product, n),
        "ad_impressions": history.by(np.where(ad, counts.impressions, 0), world.product, n),
        "ad_clicks": history.by(np.where(ad, counts.clicks, 0), world.product, n),
        "clicks": history.by(counts.clicks, world.product, n),
        "visitors": visitors,
        "page_views": history.by(counts.page_views, world.product, n),
        "bounce_visits": dice.binomial(visitors, 0.50, "item_bounce", *ids),
        "cart_buyers": carts,
        "cart_items": carts + dice.poisson(carts * 0.5, "item_cart_items", *ids),
        "fav_buyers": dice.binomial(came, 0.045, "item_favs", *ids),
        "pay_orders": history.grid(lines, "product", None, n),
        "pay_buyers": history.people(lines, "product", n),
        "pay_items": history.grid(lines, "product", "qty", n),
        "pay_amount": history.grid(lines, "product", "paid_share", n),
        "title": titles(history),
        "stage": history.stages,
        "price": world.prices,
    }
    day, item = np.nonzero(np.arange(history.days)[:, None] >= items["listed"].to_numpy())
    out = pd.DataFrame({"date": history.dates[day], "item_id": items["item_id"].to_numpy()[item]})
    for name, grid in values.items():
        out[name] = grid[day, item]
    for name in ("item_no", "category"):
        out[name] = items[name].to_numpy()[item]
    out["bounce_rate"] = np.where(
        out["visitors"] > 0, (out["bounce_visits"] / out["visitors"].clip(lower=1)).round(4), np.nan
    )
    _listing(history, out, item)
    return out.drop(columns="bounce_visits").assign(day=day)


def _listing(history: History, out: pd.DataFrame, item: Ints) -> None:
    """What the listing itself shows: stars, growth score, tags, state, day of listing."""
    items, world = history.world.products, history.world
    out["quality_stars"] = items["stars"].to_numpy()[item]
    mark = out["stage"].map({TREASURE: 4.7, GOLD: 4.2, PROMISING: 3.0, NEW: 1.2}).fillna(0.6)
    out["growth_score"] = (mark + 0.3 * (items["stars"].to_numpy()[item] - 3.5) / 1.5).round(1)
    out["growth_score"] = out["growth_score"].clip(0, 5)
    out["tags"] = _tags(out)
    out["status"] = "在线"
    first = np.array([world.spec.first + timedelta(days=int(d)) for d in items["listed"]])
    out["listed_on"] = first[item]


def _tags(out: pd.DataFrame) -> pd.Series:
    """The marks a listing carries; the growth stage is one of them."""
    price = np.where(out["quality_stars"] >= 4.5, "五星价格力;", "")
    pick_of = np.where(out["growth_score"] >= 4.5, "行家选;", "")
    text = pd.Series(price, index=out.index) + pick_of + "48小时发货"
    return np.where(out["stage"] == "", text, out["stage"] + ";" + text)  # type: ignore[return-value]


def channel_day(history: History) -> pd.DataFrame:
    """One row a traffic source and day."""
    world, counts = history.world, history.counts
    n = len(world.sources)
    paid = history.paid.assign(source_at=world.source[history.paid["stream"]])
    paid["source_at"] = paid["source_at"].astype(int)
    values = {
        "impressions": history.by(counts.impressions, world.source, n),
        "clicks": history.by(counts.clicks, world.source, n),
        "visitors": history.channel_visitors,
        "page_views": history.by(counts.page_views, world.source, n),
        "pay_orders": history.grid(paid, "source_at", None, n),
        "pay_buyers": history.people(paid, "source_at", n),
        "pay_amount": history.grid(paid, "source_at", "paid_amount", n),
    }
    day, at = np.nonzero(np.ones((history.days, n)))
    names = [s.name for s in world.sources]
    out = pd.DataFrame({"date": history.dates[day], "channel": np.array(names)[at]})
    parts = [([*s.split(" > "), None, None])[:2] for s in names]
    out["source_l1"] = np.array([p[0] for p in parts], object)[at]
    out["source_l2"] = np.array([p[1] for p in parts], object)[at]
    for name, grid in values.items():
        out[name] = grid[day, at]
    level = values["visitors"][-90:].mean(0) * (
        0.9 + 0.7 * world.dice.uniform("peer", np.arange(n))
    )
    out["peer_good_visitors"] = np.rint(level[at] * (0.97 + 0.06 * (day % 7) / 7))
    return out.assign(day=day)


def keyword_day(history: History) -> pd.DataFrame:
    """One row a search word and day, with its rank and the market's indices."""
    world, counts, dice = history.world, history.counts, history.world.dice
    n = len(world.words)
    paid = history.paid.assign(word_at=world.word[history.paid["stream"]])
    paid = paid[paid["word_at"] >= 0]
    rank = _ranks(history)
    week = np.arange(history.days)[:, None] // 7
    values = {
        "impressions": history.by(counts.impressions, world.word, n),
        "clicks": history.by(counts.clicks, world.word, n),
        "visitors": history.by(counts.visitors, world.word, n),
        "page_views": history.by(counts.page_views, world.word, n),
        "pay_amount": history.grid(paid, "word_at", "paid_amount", n),
        "pay_buyers": history.people(paid, "word_at", n),
        "order_buyers": history.people(paid, "word_at", n),
        "avg_rank": np.round(rank, 1),
        "best_rank": np.maximum(1, np.floor(rank * 0.7)),
        "search_index": np.round(
            world.words["index"].to_numpy() * dice.lognormal(0.06, "index", week, np.arange(n))
        ),
        "supply_demand_index": np.round(
            0.4 + 2.4 * dice.uniform("supply", week * 0, np.arange(n)), 2
        )
        + np.zeros((history.days, 1)),
    }
    day, word = np.nonzero(np.ones((history.days, n)))
    out = pd.DataFrame(
        {
            "date": history.dates[day],
            "item_id": "",
            "keyword": world.words["word"].to_numpy()[word],
            "copy": 0,
        }
    )
    for name, grid in values.items():
        out[name] = grid[day, word]
    shown = np.bincount(world.word[world.word >= 0], minlength=n)
    out["items_shown"] = shown[word]
    return out[out["impressions"] > 0].assign(day=day[out["impressions"] > 0])


def _ranks(history: History) -> Floats:
    """Average rank in search, day x word; a planted drop has sent its word pages back."""
    world, dice, day = history.world, history.world.dice, np.arange(history.days)
    noise = dice.lognormal(0.12, "rank_noise", day[:, None], np.arange(len(world.words)))
    rank = world.words["rank"].to_numpy() * noise
    for cause in world.spec.happenings:
        if isinstance(cause, WordDrop):
            days, at = cause.span(world), world.word_index(cause.word)
            rank[days, at] = cause.rank * dice.lognormal(0.04, "fallen", day[days])
    return rank


def exported(frame: pd.DataFrame, history: History) -> pd.DataFrame:
    """Without the burn-in and the simulation's own columns."""
    kept = frame[pd.to_datetime(frame["date"]) >= pd.Timestamp(history.world.spec.start)]
    return kept.drop(columns=[c for c in ("day",) if c in kept]).reset_index(drop=True)
