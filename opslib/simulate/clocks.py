"""What runs against a clock: inquiries and replies, parcels, stock."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .causes import SlowReplies, StockLow, StockOut
from .dice import Floats, Ints, pick
from .funnel import CLOCK
from .history import History
from .orders import COUNTRIES, PROVINCES
from .world import World

CARRIERS = ("中通快递", "圆通速递", "韵达快递", "顺丰速运")
STAGES = ("处理中", "已报价", "已成交", "无效")
OWNERS = ("客服甲", "客服乙", "业务员丙")
_DAY = 86400


def end_of(history: History) -> pd.Timestamp:
    """The last second any clock knows of."""
    return pd.Timestamp(history.world.spec.end) + pd.Timedelta(seconds=_DAY - 1)


def inquiries(history: History) -> Ints:
    """How many people asked on each simulated day."""
    share = 0.15 if history.world.spec.platform == "alibaba" else 0.026
    visitors, day = history.truly.shop_visitors, np.arange(history.days)
    return history.world.dice.binomial(visitors, share, "inquiry", day)


def inquiry(history: History) -> pd.DataFrame:
    """One row an inquiry, with the time of its first reply and how it went on."""
    world, dice = history.world, history.world.dice
    ali = world.spec.platform == "alibaba"
    many = inquiries(history)
    day = np.repeat(np.arange(history.days), many)
    nth = np.concatenate([np.arange(k) for k in many])
    hour = np.searchsorted(CLOCK, dice.uniform("ask_hour", day, nth))
    second = ((hour + dice.uniform("ask_second", day, nth)) * 3600).astype(int)
    start = np.datetime64(world.spec.first, "s")
    received = pd.Series(start + (day * _DAY + second).astype("m8[s]"))
    wait = np.exp(np.log(22 if ali else 5) + 1.05 * dice.normal("reply", day, nth)) * 60
    now = end_of(history)
    # In the last days nobody waits long by chance: the planted ones are the only ones.
    fresh = received > now - pd.Timedelta(days=4)
    wait = np.where(fresh, np.minimum(wait, 5400), wait)
    replied = received + pd.Series(wait.astype(int).astype("m8[s]"))
    replied = replied.where(replied <= now)
    frame = pd.DataFrame(
        {"date": history.dates[day], "received_at": received, "replied_at": replied}
    )
    _waiting(history, frame)
    place = np.array(COUNTRIES.split("|") if ali else PROVINCES)
    weight = 1 / (np.arange(len(place)) + 2.5)
    frame["inquiry_id"] = [f"XP{a:04d}{b:03d}" for a, b in zip(day, nth, strict=True)]
    frame["channel"] = np.where(
        dice.uniform("via", day, nth) < 0.55, "inquiry", "tm" if ali else "wangwang"
    )
    frame["country"] = place[pick(weight, dice.uniform("from", day, nth))]
    listed = world.products["listed"].to_numpy()
    item = pick(world.products["popularity"].to_numpy(), dice.uniform("about", day, nth))
    item = np.where(listed[item] <= day, item, item % 12)
    frame["product"] = world.products["item_no"].to_numpy()[item]
    frame["owner"] = np.array(OWNERS)[pick(np.ones(3), dice.uniform("owner", day, nth))]
    frame["source"] = "国际站" if ali else "1688"
    _outcome(history, frame, day, nth)
    return frame.assign(day=day)


def _waiting(history: History, frame: pd.DataFrame) -> None:
    """Leave the planted inquiries unanswered: the last ones that have waited long enough."""
    for cause in history.world.spec.happenings:
        if isinstance(cause, SlowReplies):
            asked = frame["received_at"]
            old = asked <= end_of(history) - pd.Timedelta(hours=cause.hours + 0.5)
            rows = frame.index[old & (asked >= pd.Timestamp(cause.start))]
            frame.loc[rows[-cause.count :], "replied_at"] = pd.NaT


def _outcome(history: History, frame: pd.DataFrame, day: np.ndarray, nth: np.ndarray) -> None:
    dice = history.world.dice
    stage = pick(np.array([0.42, 0.25, 0.09, 0.24]), dice.uniform("stage", day, nth))
    age = history.days - 1 - day
    # Old inquiries are settled; who is still talked to has a next step.
    settled = (age > 20) & (stage < 2)
    names = np.array([*STAGES, "已丢单", "新询盘"])
    at = np.where(settled, 4, stage)
    at = np.where(frame["replied_at"].isna() | (age < 1), 5, at)
    frame["stage"] = names[at]
    amount = np.round(np.exp(6.4 + 0.9 * dice.normal("worth", day, nth)) / 10) * 10
    frame["amount"] = np.where(np.isin(at, [1, 2]), amount, np.nan)
    live = np.isin(at, [0, 1])
    contacted = frame["replied_at"] + pd.to_timedelta(
        np.floor(dice.uniform("again", day, nth) * np.minimum(age, 5)), unit="D"
    )
    frame["contacted_at"] = contacted.where(frame["replied_at"].notna())
    step = frame["contacted_at"] + pd.to_timedelta(
        3 + np.floor(dice.uniform("next", day, nth) * 6), unit="D"
    )
    # Follow-ups of the past were done; only those from today on are open.
    frame["next_step_at"] = step.where(live & (step >= pd.Timestamp(history.world.spec.end)))


def parcel(history: History) -> pd.DataFrame:
    """One row a shipped order: where its parcel was last seen."""
    dice, heads = history.world.dice, history.heads
    sent = heads[heads["shipped_at"].notna()]
    ids = sent["day"], sent["stream"], sent["nth"]
    now = end_of(history)
    gap = pd.to_timedelta((2 + 18 * dice.uniform("scan", *ids)) * 3600, unit="s").round("s")
    on_way = sent["signed_at"].isna()
    seen = pd.Series((now - gap).floor("s"), index=sent.index)
    seen = np.maximum(seen, sent["shipped_at"] + pd.Timedelta(minutes=40))
    frame = pd.DataFrame(
        {
            "order_id": sent["order_id"],
            "date": history.dates[sent["day"]],
            "shipped_at": sent["shipped_at"],
            "last_scan_at": seen.where(on_way, sent["signed_at"]),
            "signed_at": sent["signed_at"],
            "carrier": np.array(CARRIERS)[
                pick(np.array([0.4, 0.25, 0.25, 0.1]), dice.uniform("carrier", *ids))
            ],
            "state": np.where(on_way, "运输中", "已签收"),
            "day": sent["day"],
        }
    )
    return frame.reset_index(drop=True)


def stock(history: History) -> pd.DataFrame:
    """What is on hand at each day's end: one row a product and day."""
    world = history.world
    sold = history.grid(history.paid_lines, "product", "qty", len(world.products))
    on_hand, inbound = _replenish(history, sold)
    listed = world.products["listed"].to_numpy()
    day, item = np.nonzero(np.arange(history.days)[:, None] >= listed)
    items = world.products
    cost = (items["price"] * items["cost_share"]).round(2).to_numpy()
    return pd.DataFrame(
        {
            "date": history.dates[day],
            "item_id": items["item_id"].to_numpy()[item],
            "sku_id": "",
            "title": items["title"].to_numpy()[item],
            "on_hand": on_hand[day, item],
            "inbound": inbound[day, item],
            "unit_cost": cost[item],
            "lead_days": items["lead_days"].to_numpy(float)[item],
            "safety_days": 3.0,
            "day": day,
        }
    )


def _replenish(history: History, sold: Floats) -> tuple[Floats, Floats]:
    """Order forty days of sales in time for twelve days' cover to be left when they arrive.

    On top lies a buffer of the two biggest days, so that nothing sells out by chance.
    """
    world = history.world
    lead = world.products["lead_days"].to_numpy(int)
    recent = pd.DataFrame(sold).rolling(28, min_periods=1).mean().to_numpy()
    rate = np.maximum(recent, sold[-90:].mean(0) * 0.6 + 0.5)
    hand, coming = np.empty_like(sold), np.zeros_like(sold)
    due = np.zeros((history.days + 40, sold.shape[1]))
    buffer = np.round(2 * sold.max(0))
    level = np.round(rate[0] * 45) + buffer
    at = np.arange(sold.shape[1])
    for d in range(history.days):
        level = np.maximum(level + due[d] - sold[d], np.round(rate[d]))
        open_orders = due[d + 1 :].sum(0)
        short = level + open_orders < rate[d] * (2 * lead + 12) + buffer
        more = np.where(short, np.ceil(rate[d] * 40 / 10) * 10, 0)
        due[d + lead, at] += more
        hand[d], coming[d] = level, open_orders + more
    for cause in world.spec.happenings:
        if isinstance(cause, StockOut):
            _sell_out(cause, world, sold, hand, coming, rate)
        if isinstance(cause, StockLow):
            p, first = cause.product, world.spec.index(cause.start)
            usual = sold[-14:, p].mean()
            last = max(round(usual * cause.cover), 1)
            # Sold down to the planted cover from the cause's first day on, nothing on its way.
            hand[first:, p] = last + sold[first:, p][::-1].cumsum()[::-1] - sold[first:, p]
            coming[first:, p] = 0
    return hand, coming


def _sell_out(
    cause: StockOut, world: World, sold: Floats, hand: Floats, coming: Floats, rate: Floats
) -> None:
    """Sold down to nothing on the eve of the first day; the delivery comes after the last one."""
    p, days = cause.product, cause.span(world)
    if days.start < 1:
        return
    left = sold[: days.start, p][::-1].cumsum()[::-1] - sold[: days.start, p]
    short = left <= hand[: days.start, p]
    hand[: days.start, p] = np.minimum(hand[: days.start, p], left)
    # What lay on its way in the weeks of running down arrives only when the gap ends.
    coming[: days.start, p] = np.where(short, 0, coming[: days.start, p])
    hand[days, p] = 0
    later = days.stop < len(hand)
    arriving = hand[days.stop, p] + sold[days.stop, p] if later else np.ceil(rate[-1, p] * 4) * 10
    coming[days, p] = arriving
