"""Orders and their lines: who bought what, for how much, and how far each order has come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

from . import season
from .causes import LateParcels
from .dice import Floats, Ints, pick
from .funnel import CLOCK, Counts
from .world import World

PROVINCES = (
    *("广东", "浙江", "江苏", "山东", "河南", "四川", "湖北", "河北"),
    *("福建", "湖南", "安徽", "辽宁", "陕西", "江西", "广西"),
)
COUNTRIES = "United States|United Kingdom|Germany|Brazil|Mexico|France|Spain|Canada|Chile|Poland"
_WEIGHT = 1 / (np.arange(15) + 2.5)


def orders(world: World, counts: Counts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The paid and unpaid orders and their lines.

    Besides the columns of the fact tables they carry `day`, `stream`, `customer`, `shipped_due`
    and (lines) `paid_share`: the line's part of the paid amount, freight and discount included.
    """
    heads = _heads(world, counts)
    lines = _lines(world, heads)
    for cause in world.spec.happenings:
        cause.top_up(heads, lines, world)
    goods = lines.groupby("order")["amount"].sum().round(2)
    heads["goods_amount"] = goods.reindex(heads.index).to_numpy()
    _money(world, heads)
    _progress(world, heads)
    lines["paid_share"] = _shares(heads, lines)
    lines["order_id"] = heads["order_id"].to_numpy()[lines["order"]]
    lines["day"] = heads["day"].to_numpy()[lines["order"]]
    lines["paid"] = heads["paid"].to_numpy()[lines["order"]]
    return heads, lines


def _heads(world: World, counts: Counts) -> pd.DataFrame:
    """One row an order, sorted by time of creation; every tenth one is never paid."""
    dice = world.dice
    day, stream = np.nonzero(counts.buyers)
    many = counts.buyers[day, stream]
    day, stream = np.repeat(day, many), np.repeat(stream, many)
    nth = np.concatenate([np.arange(k) for k in many]) if len(many) else np.empty(0, np.int64)
    # Who leaves the basket unpaid are extra people, so that paying buyers stay as counted.
    lost = dice.uniform("unpaid", day, stream, nth) < 0.10
    heads = pd.DataFrame(
        {
            "day": np.concatenate([day, day[lost]]),
            "stream": np.concatenate([stream, stream[lost]]),
            "nth": np.concatenate([nth, nth[lost] + 1000]),
            "paid": np.concatenate([np.ones(len(day), bool), np.zeros(lost.sum(), bool)]),
        }
    )
    ids = heads["day"], heads["stream"], heads["nth"]
    u = dice.uniform("hour", *ids)
    hour = np.searchsorted(CLOCK, u)
    second = ((hour + dice.uniform("second", *ids)) * 3600).astype(int)
    start = np.datetime64(world.spec.first, "s")
    heads["created_at"] = (
        start + heads["day"].to_numpy() * np.timedelta64(86400, "s") + second.astype("m8[s]")
    )
    wait = np.exp(1.2 + 1.1 * dice.normal("pay", *ids)) * 60
    paid_second = np.minimum(second + wait.astype(int), 86399)
    heads["paid_at"] = heads["created_at"] + (paid_second - second).astype("m8[s]")
    heads.loc[~heads["paid"], "paid_at"] = pd.NaT
    _people(world, heads)
    heads = heads.sort_values(["created_at", "stream", "nth"], kind="stable", ignore_index=True)
    # The number is made from what the order is, so that a cause renames no other order.
    serial = (heads["day"] * 4096 + heads["stream"]) * 2048 + heads["nth"]
    prefix = 4_310_000_000_000_000_000 if world.spec.platform == "1688" else 270_000_000_000_000_000
    heads["order_id"] = (
        prefix + serial.astype("int64") * 3_571_913 + world.dice.seed % 997
    ).astype(str)
    return heads


def _people(world: World, heads: pd.DataFrame) -> None:
    """Who buys: a population in which a few buy often, for as long as they stay customers."""
    spec, dice = world.spec, world.dice
    who = np.arange(spec.customers)
    joined = np.where(
        dice.uniform("since", who) < 0.25, -1, dice.uniform("joined", who) * spec.days
    )
    left = joined + 30 - 260 * spec.loyalty * np.log(dice.uniform("left", who))
    taste = dice.lognormal(1.25, "taste", who)
    u = dice.uniform("customer", heads["day"], heads["stream"], heads["nth"])
    customer = np.zeros(len(heads), np.int64)
    for month in np.unique(heads["day"] // 15):
        rows = np.flatnonzero(heads["day"] // 15 == month)
        alive = (joined <= month * 15 + 15) & (left >= month * 15)
        customer[rows] = pick(taste * alive, u[rows])
    heads["customer"] = customer
    ali = spec.platform == "alibaba"
    names = COUNTRIES.split("|") if ali else PROVINCES
    place = pick(_WEIGHT[: len(names)], dice.uniform("region", who))
    heads["region"] = np.array(names)[place[customer]]
    small = dice.uniform("small", who) < 0.22
    heads["order_type"] = np.where(
        small[customer], "一件代发" if not ali else "sample", "批发" if not ali else "RTS"
    )
    heads["small"] = small[customer]


def _lines(world: World, heads: pd.DataFrame) -> pd.DataFrame:
    """One row an order line; further lines are other products of the shop."""
    dice, n = world.dice, len(world.products)
    ids = [heads[c].to_numpy() for c in ("day", "stream", "nth")]
    extra = pick(np.array([0.66, 0.2, 0.09, 0.05]), dice.uniform("lines", *ids))
    extra = np.where(heads["small"], 0, extra)
    order = np.repeat(np.arange(len(heads)), extra + 1)
    line = np.concatenate([np.arange(k + 1) for k in extra])
    day, stream, nth = (i[order] for i in ids)
    listed = world.products["listed"].to_numpy()
    likely = pick(
        world.products["popularity"].to_numpy(), dice.uniform("also", day, stream, nth, line)
    )
    likely = np.where(listed[likely] <= day, likely, likely % 12)
    first = world.product[stream]
    other = np.where(likely == first, (likely + 1) % 12, likely)
    # A product cannot stand twice in one order: later lines step on through the best sellers.
    item = np.where(line == 0, first, np.where(line > 1, (other + 12 * line) % n, other))
    item = np.where(listed[item] <= day, item, (first + line) % 12)
    for k in np.flatnonzero(world.sold_out[day, item]):
        item[k] = world.sibling(int(item[k]), int(day[k]))
    lines = pd.DataFrame({"order": order, "line_no": line + 1, "product": item})
    lines = lines[~lines.duplicated(["order", "product"])].reset_index(drop=True)
    lines["line_no"] = lines.groupby("order").cumcount() + 1
    at = lines["order"].to_numpy()
    key = [i[at] for i in ids] + [lines["line_no"].to_numpy()]
    median = 9.0 if world.spec.platform == "1688" else 65.0
    qty = np.exp(np.log(median) + 0.75 * dice.normal("qty", *key))
    small = heads["small"].to_numpy()[at]
    lines["qty"] = np.where(small, 1 + (qty > median * 1.6), np.maximum(np.round(qty), 2))
    tier = np.select([lines["qty"] >= 100, lines["qty"] >= 30], [0.90, 0.95], 1.0)
    price = world.prices[key[0], lines["product"]]
    lines["unit_price"] = np.round(price * tier, 2)
    lines["amount"] = np.round(lines["unit_price"] * lines["qty"], 2)
    lines["variant"] = pick(np.ones(5), dice.uniform("sku", *key))
    return lines


def _money(world: World, heads: pd.DataFrame) -> None:
    """Freight, discount and what was paid; then what went back."""
    dice = world.dice
    ids = heads["day"], heads["stream"], heads["nth"]
    goods = heads["goods_amount"]
    ali = world.spec.platform == "alibaba"
    flat = (
        np.round(6 + 8 * dice.uniform("freight", *ids))
        if not ali
        else np.round(goods * 0.08 + 9, 2)
    )
    heads["freight"] = np.where((goods >= 300) & (not ali), 0.0, flat)
    u = dice.uniform("adjust", *ids)
    cut = np.select([u < 0.14, u > 0.985], [-np.round(goods * 0.04, 2), 2.0], 0.0)
    for cause in world.spec.happenings:
        if (off := cause.let_off(heads, world)) is not None:
            cut = cut - off
    heads["adjustment"] = np.round(cut, 2)
    heads["paid_amount"] = (goods + heads["freight"] + heads["adjustment"]).round(2)
    risk = world.products["refunds"].to_numpy()[world.product[heads["stream"]]]
    back = (dice.uniform("refund", *ids) < risk) & heads["paid"].to_numpy()
    whole = dice.uniform("whole", *ids) < 0.45
    part = np.round(heads["paid_amount"] * (0.1 + 0.4 * dice.uniform("part", *ids)), 2)
    heads["refund_amount"] = np.where(back, np.where(whole, heads["paid_amount"], part), 0.0)
    heads["whole_refund"] = back & whole


def _shares(heads: pd.DataFrame, lines: pd.DataFrame) -> Floats:
    """Split each paid amount over its lines by amount, to the cent; the first takes the rest."""
    at = lines["order"].to_numpy()
    paid, goods = heads["paid_amount"].to_numpy()[at], heads["goods_amount"].to_numpy()[at]
    part = np.round(paid * lines["amount"].to_numpy() / goods, 2)
    gap = np.round(heads["paid_amount"] - np.bincount(at, part, len(heads)), 2).to_numpy()
    return np.round(part + np.where(lines["line_no"] == 1, gap[at], 0.0), 2)


def _open_days(world: World, length: int) -> Ints:
    """For each simulated day the next day on which the warehouse ships (closed at New Year)."""
    first = world.spec.first
    shut = [-5 <= season.days_from_new_year(first + timedelta(days=i)) <= 6 for i in range(length)]
    out = np.arange(length)
    for i in range(length - 2, -1, -1):
        if shut[i]:
            out[i] = out[i + 1]
    return out


def _progress(world: World, heads: pd.DataFrame) -> None:
    """Shipping, signing and status as the shop knew them at the end of its last day."""
    spec, dice = world.spec, world.dice
    ids = heads["day"], heads["stream"], heads["nth"]
    now = pd.Timestamp(datetime.combine(spec.end, time(23, 59, 59)))
    day, hour = heads["day"].to_numpy(), heads["paid_at"].dt.hour.fillna(0).to_numpy()
    late = (dice.uniform("late", *ids) < 0.022) & (day < spec.days - 5)
    next_day = day + (hour >= 14) + np.where(late, 1 + 2 * dice.uniform("lag", *ids), 0).round()
    ship_day = _open_days(world, spec.days + 30)[next_day.astype(int)]
    second = (16.5 + 3 * dice.uniform("ship", *ids)) * 3600
    start = np.datetime64(spec.first, "s")
    shipped = start + (ship_day * 86400 + second.astype(int)).astype("m8[s]")
    travel = (1.0 + 0.8 * dice.lognormal(0.45, "travel", *ids)) * 86400
    signed = shipped + travel.astype(int).astype("m8[s]")
    heads["shipped_at"], heads["signed_at"] = shipped, signed
    _hold_back(world, heads)
    unsent = ~heads["paid"] | (heads["shipped_at"] > now)
    heads.loc[unsent, "shipped_at"] = pd.NaT
    heads.loc[unsent | (heads["signed_at"] > now), "signed_at"] = pd.NaT
    refunded_at = signed + ((1 + 3 * dice.uniform("when", *ids)) * 86400).astype(int).astype(
        "m8[s]"
    )
    heads["refunded_at"] = pd.Series(refunded_at).where(heads["refund_amount"] > 0)
    later = heads["refunded_at"] > now
    heads.loc[later, ["refund_amount", "whole_refund"]] = [0.0, False]
    heads.loc[later, "refunded_at"] = pd.NaT
    confirmed = heads["signed_at"] + pd.Timedelta(days=4) <= now
    fresh = heads["created_at"] > now - pd.Timedelta(days=1)
    heads["status"] = np.select(
        [
            ~heads["paid"] & fresh,
            ~heads["paid"] | heads["whole_refund"],
            heads["shipped_at"].isna(),
            ~confirmed,
        ],
        ["unpaid", "closed", "paid", "shipped"],
        "done",
    )


def _hold_back(world: World, heads: pd.DataFrame) -> None:
    """Keep the planted orders unshipped: the first of their day that were paid from nine on."""
    for cause in world.spec.happenings:
        if not isinstance(cause, LateParcels):
            continue
        day = heads["paid"] & (heads["day"] == world.spec.index(cause.start))
        rows = heads.index[day & (heads["paid_at"].dt.hour >= 9)][: cause.count]
        far = pd.Timestamp(world.spec.end) + pd.Timedelta(days=3)
        heads.loc[rows, ["shipped_at", "signed_at"]] = [far, far + pd.Timedelta(days=2)]
