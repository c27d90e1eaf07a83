"""A whole shop as fact tables, and the ledger of what was planted in it."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from ..facts import ARROW, table
from . import ads, aims, alibaba, clocks, desk, live, market, rivals, tables, tried
from . import history as past
from . import world as furniture
from .history import History
from .world import ShopSpec

PEERS_1688 = {
    "impressions": (0.92, 1.45),
    "visitors": (0.95, 1.50),
    "page_views": (0.94, 1.52),
    "click_cvr": (0.98, 1.15),
    "pay_cvr": (0.93, 1.22),
    "pay_buyers": (0.88, 1.60),
    "pay_amount": (0.90, 1.75),
}
PEERS_ALIBABA = {
    "search_impressions": (0.90, 1.50),
    "search_clicks": (0.92, 1.55),
    "visitors": (0.93, 1.48),
    "inquiries": (0.90, 1.60),
    "lead_buyers": (0.90, 1.60),
    "lead_cvr": (0.95, 1.20),
}
_STATUS = {
    "unpaid": "等待买家付款",
    "paid": "等待卖家发货",
    "shipped": "等待买家收货",
    "done": "交易成功",
    "closed": "交易关闭",
}


def simulate_facts(spec: ShopSpec, seed: int) -> dict[str, pa.Table]:
    """What the shop's facts would be if every export arrived whole.

    One arrow table a fact table of `opslib.facts`, with the columns that table declares and the
    platform can know; the burn-in is left out. The same spec and seed give the same bytes.
    """
    return {name: as_arrow(name, f) for name, f in frames(past.live(spec, seed)).items()}


def frames(history: History) -> dict[str, pd.DataFrame]:
    """The fact tables as frames; some carry extra columns that only exports show."""
    asked = clocks.inquiry(history)
    day = tables.channel_day(history)
    out = {
        "keyword_day": tables.keyword_day(history),
        "product_day": tables.product_day(history),
        "ad_day": ads.ad_day(history),
        "inquiry": asked,
        "parcel": clocks.parcel(history),
        "stock": clocks.stock(history),
        "order": _orders(history),
        "order_line": _order_lines(history),
    }
    spend = out["ad_day"][out["ad_day"]["level"] == "shop"].groupby("day")["spend"].sum()
    if history.world.spec.platform == "alibaba":
        daily = alibaba.ali_shop_day(history, asked)
        _spend(daily, spend)
        out["shop_window"] = alibaba.ali_shop_window(history, daily)
        out["product_window"] = alibaba.product_weeks(history, asked, 14)
        out["keyword_window"] = alibaba.keyword_weeks(history, out["keyword_day"], 14)
        out["channel_day"] = alibaba.channels(history, day, asked)
        peers = PEERS_ALIBABA
    else:
        daily = tables.shop_day(history)
        _inquiries(history, daily, asked)
        _spend(daily, spend)
        out["shop_window"] = tables.shop_window(history, daily, (7, 30))
        out["channel_day"] = day
        peers = PEERS_1688
    out["shop_day"] = daily.drop(columns="bounce_visits")
    out = {name: tables.exported(frame, history) for name, frame in out.items()}
    out["benchmark"] = market.benchmark(history, out["shop_window"], peers)
    out["score"] = market.score(history)
    others = rivals.Rivals(history)
    out["competitor"] = others.sheet()
    out["market_index"] = rivals.market_index(others, out["shop_day"])
    out["list_rank"] = rivals.lists(others, out["product_day"])
    kept = aims.with_targets(desk.register(history), out["shop_day"], history.world.spec)
    out["register"] = pd.concat([kept, rivals.pairs(others)], ignore_index=True)
    if history.world.spec.promotion:
        _tried(history, out)
    for cause in history.world.spec.happenings:
        cause.export(out, history.world)
    return out


def _tried(history: History, out: dict[str, pd.DataFrame]) -> None:
    """What belongs to advertising of which only shops with a `promotion` tell."""
    peers = market.ad_peers(history, out["ad_day"], out["benchmark"])
    out["benchmark"] = pd.concat([out["benchmark"], peers], ignore_index=True)
    out["action"] = tried.register(history)
    if history.world.spec.promotion and history.world.spec.promotion.live:
        out["live_session"] = live.live_session(history)


def _spend(daily: pd.DataFrame, spend: pd.Series) -> None:
    daily["ad_spend"] = spend.reindex(range(len(daily)), fill_value=0.0).round(2).to_numpy()


def _inquiries(history: History, daily: pd.DataFrame, asked: pd.DataFrame) -> None:
    many = np.bincount(asked["day"], minlength=history.days)
    daily["inquiries"] = many
    daily["inquiry_buyers"] = history.world.dice.binomial(
        many, 0.92, "inquiry_people", np.arange(history.days)
    )


def _orders(history: History) -> pd.DataFrame:
    heads, world = history.heads, history.world
    out = heads.assign(
        date=history.dates[heads["day"]],
        status_text=heads["status"].map(_STATUS),
        buyer=[f"买家{c:05d}" for c in heads["customer"]],
        currency=world.spec.currency,
        source=np.array([s.name for s in world.sources])[world.source[heads["stream"]]],
        is_fake=False,
    )
    return out.drop(columns=["day"]).assign(day=heads["day"])


def _order_lines(history: History) -> pd.DataFrame:
    world, lines = history.world, history.lines
    heads = history.heads.iloc[lines["order"].to_numpy()]
    item = lines["product"].to_numpy()
    ids = world.products["item_id"].to_numpy()[item]
    spec = [("肤色", "黑色", "白色", "灰色", "酒红")[v] for v in lines["variant"]]
    title = tables.titles(history)[lines["day"].to_numpy(), item]
    return pd.DataFrame(
        {
            "order_id": lines["order_id"],
            "line_no": lines["line_no"],
            "date": history.dates[lines["day"]],
            "status": heads["status"].to_numpy(),
            "item_id": ids,
            "sku_id": [f"{i}{v + 1:02d}" for i, v in zip(ids, lines["variant"], strict=True)],
            "item_no": world.products["item_no"].to_numpy()[item],
            "title": title,
            "spec": spec,
            "unit": "件" if world.spec.platform == "1688" else "piece",
            "buyer": [f"买家{c:05d}" for c in heads["customer"]],
            "region": heads["region"].to_numpy(),
            "unit_price": lines["unit_price"],
            "qty": lines["qty"].astype(float),
            "amount": lines["amount"],
            "day": lines["day"],
        }
    )


def as_arrow(name: str, frame: pd.DataFrame) -> pa.Table:
    """The frame's columns that the fact table declares, in its types and order."""
    fact = table(name)
    columns = {}
    for column, kind in fact.columns.items():
        if column not in frame:
            continue
        values = frame[column]
        if kind == "int":
            values = values.astype("Float64").round().astype("Int64")
        columns[column] = pa.Array.from_pandas(values, type=ARROW[kind])
    return pa.table(columns)


def ledger(spec: ShopSpec, seed: int, history: History | None = None) -> pd.DataFrame:
    """Each planted cause with its true effect on paid orders, money and impressions.

    The effect is facts with all causes minus facts without this one, under the same random
    numbers: over the cause's whole span, and over the last seven days (`_7d`). `history` saves
    living through the shop once more.
    """
    history = history or past.live(spec, seed)
    rows = []
    for cause in spec.causes:
        other = past.relive(furniture.without(history.world, cause.id))
        row: dict[str, object] = {
            "id": cause.id,
            "kind": cause.kind,
            "dimension": cause.dimension,
            "member": cause.member(history.world),
            "start": cause.start,
            "end": cause.end or spec.end,
            "size": cause.size,
        }
        for suffix, first in (("", cause.start), ("_7d", spec.end - timedelta(days=6))):
            row |= _effect(history, other, spec.index(max(first, spec.start)), suffix)
        rows.append(row | {"label_zh": cause.label.zh, "label_en": cause.label.en})
    return pd.DataFrame(rows)


def _effect(history: History, other: History, first: int, suffix: str) -> dict[str, object]:
    (money, many, shown), (money0, many0, shown0) = _since(history, first), _since(other, first)
    return {
        f"pay_amount_effect{suffix}": round(money - money0, 2),
        f"pay_orders_effect{suffix}": many - many0,
        f"impressions_effect{suffix}": shown - shown0,
    }


def _since(history: History, first: int) -> tuple[float, int, int]:
    """Money, orders and impressions from day `first` on."""
    paid = history.paid[history.paid["day"] >= first]
    shown = int(history.counts.impressions[first:].sum())
    return float(paid["paid_amount"].sum()), len(paid), shown
