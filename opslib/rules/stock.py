"""Stock: days of cover, reorder points, what is sold out, and whether the stock sheet is alive."""

from __future__ import annotations

import math
from datetime import timedelta

import pandas as pd
from scipy.special import ndtri

from ..labels import Label
from .facts_view import View
from .looks import Observed, has, texts

DEMAND_DAYS = 28
_KEY = ["item_id", "sku_id"]
_SALES = "order_line|product_day"


def stock_state(facts: View) -> pd.DataFrame | None:
    """`_state`, worked out once a review."""
    return facts.once("stock_state", lambda: _state(facts))


def selling(facts: View) -> pd.DataFrame | None:
    """The items of `stock_state` that sell; None without a stock sheet, or without any sales."""
    return facts.once("selling", lambda: _selling(facts))


def _selling(facts: View) -> pd.DataFrame | None:
    state = stock_state(facts)
    if state is None or not has(facts, _SALES):
        return None
    return _named(state[state["mean"] > 0])


def _state(facts: View) -> pd.DataFrame | None:
    """One row an item or SKU on the newest stock day: on_hand, inbound, demand a day, cover.

    Demand is the mean of the last 28 days, from order lines, else from the product report (then
    per item). cover: days the stock lasts. reorder: mean x L + z x sd x sqrt(L). None without data.
    Source: guide 003 lines 14-18; catalogue 003-04, 003-05.
    """
    table = facts.table("stock", days=60)
    table = table[pd.to_datetime(table["date"]).dt.date <= facts.as_of] if len(table) else table
    if not len(table):
        return None
    newest = table[table["date"] == table["date"].max()]
    demand, by_sku = _demand(facts, bool((texts(newest["sku_id"]) != "").any()))
    state = _per_item(newest) if not by_sku else newest.assign(sku_id=texts(newest["sku_id"]))
    keys = _KEY if by_sku else ["item_id"]
    state = state.merge(demand, on=keys, how="left")
    for column in ("mean", "sd", "price"):
        state[column] = state[column].fillna(0.0)
    lead = facts.number("stock_lead_days")
    safety = facts.number("stock_safety_days")
    service = facts.number("stock_service_level")
    state["lead"] = state["lead_days"].astype(float).fillna(lead)
    state["safety"] = state["safety_days"].astype(float).fillna(safety)
    state["inbound"] = state["inbound"].astype(float).fillna(0.0)
    state["on_hand"] = state["on_hand"].astype(float)
    state["cover"] = state["on_hand"] / state["mean"].where(state["mean"] > 0)
    spread = float(ndtri(service)) * state["sd"] * state["lead"].pow(0.5)
    state["reorder"] = state["mean"] * state["lead"] + spread
    return state


def _per_item(rows: pd.DataFrame) -> pd.DataFrame:
    sums = rows.groupby("item_id", as_index=False).agg(
        title=("title", "first"),
        on_hand=("on_hand", "sum"),
        inbound=("inbound", "sum"),
        unit_cost=("unit_cost", "mean"),
        lead_days=("lead_days", "max"),
        safety_days=("safety_days", "max"),
    )
    return sums.assign(sku_id="")


def _demand(facts: View, skus: bool, days: int = DEMAND_DAYS) -> tuple[pd.DataFrame, bool]:
    """frame(item_id[, sku_id], mean, sd, price) of units a day, and whether it is per SKU.

    Per SKU only where both the stock sheet (`skus`) and the order lines know SKUs.
    """
    lines = facts.table("order_line", days, ["date", "status", "qty", "amount", *_KEY])
    if len(lines):
        sold = lines[(lines["qty"] > 0) & ~lines["status"].isin(["closed", "unpaid"])]
        sold = sold.assign(sku_id=texts(sold["sku_id"]), amount=sold["amount"].fillna(0.0))
        by_sku = skus and bool((sold["sku_id"] != "").any())
        return _per_day(sold, _KEY if by_sku else ["item_id"], "qty", "amount"), by_sku
    sold = facts.table("product_day", days, ["date", "item_id", "pay_items", "pay_amount"])
    return _per_day(sold, ["item_id"], "pay_items", "pay_amount"), False


def _per_day(sold: pd.DataFrame, keys: list[str], units: str, money: str) -> pd.DataFrame:
    """Mean and spread over all 28 days: a day without a sale is a day of zero."""
    values = sold.assign(units=sold[units].astype(float), money=sold[money].astype(float))
    daily = values.groupby([*keys, "date"], as_index=False)[["units", "money"]].sum()
    daily["squares"] = daily["units"] ** 2
    sums = daily.groupby(keys, as_index=False)[["units", "money", "squares"]].sum()
    mean = sums["units"] / DEMAND_DAYS
    sums["mean"] = mean
    sums["sd"] = (sums["squares"] / DEMAND_DAYS - mean**2).clip(lower=0).pow(0.5)
    sums["price"] = sums["money"] / sums["units"].where(sums["units"] > 0)
    return sums[[*keys, "mean", "sd", "price"]]


def _named(state: pd.DataFrame) -> pd.DataFrame:
    member = state["item_id"].astype(str) + state["sku_id"].where(
        state["sku_id"] == "", "/" + state["sku_id"].astype(str)
    )
    return state.assign(
        member=member, name=texts(state["title"]).where(state["title"] != "", member)
    )


def _out(facts: View) -> pd.DataFrame | None:
    """Sold out although it sells: value = on hand, amount = sales lost in a week."""
    live = selling(facts)
    if live is None:
        return None
    waits = live["lead"].clip(upper=7)
    lost = live["mean"] * live["price"] * waits
    return live.assign(value=live["on_hand"], amount=lost, baseline=live["mean"], n=DEMAND_DAYS)[
        ["member", "name", "value", "amount", "baseline", "n"]
    ]


def _cover(facts: View) -> pd.DataFrame | None:
    """Days of cover, goods on their way included, against lead + safety time; what to order."""
    live = selling(facts)
    if live is None:
        return None
    live = live[live["on_hand"] > 0]
    short = (live["mean"] * live["lead"] - live["on_hand"] - live["inbound"]).clip(lower=0)
    want = live["reorder"] + live["mean"] * live["safety"] - live["on_hand"] - live["inbound"]
    more = [
        Label(f"建议补 {math.ceil(q)} 件。", f"About {math.ceil(q)} pieces.") if q > 0 else None
        for q in want
    ]
    return live.assign(
        value=(live["on_hand"] + live["inbound"]) / live["mean"],
        threshold=live["lead"] + live["safety"],
        amount=short * live["price"],
        more=more,
        n=DEMAND_DAYS,
    )[["member", "name", "value", "threshold", "amount", "more", "n"]]


def stock_short(facts: View) -> pd.DataFrame | None:
    """What is at or below its reorder point: member, name, cover (days), want (pieces), amount.

    Most sales at risk first; None without a stock sheet.
    """
    live = selling(facts)
    if live is None:
        return None
    have = live["on_hand"].clip(lower=0) + live["inbound"]
    want = (live["reorder"] + live["mean"] * live["safety"] - have).clip(lower=0).round()
    risk = (live["mean"] * live["lead"] - have).clip(lower=0) * live["price"]
    live = live.assign(want=want, amount=risk, cover=live["cover"].clip(lower=0))
    return live[have <= live["reorder"]].sort_values("amount", ascending=False)


def stock_over(facts: View) -> pd.DataFrame | None:
    """What covers more than the profile's days: member, name, value (days), amount (money bound).

    Most money bound first; None without a stock sheet.
    """
    found = _over(facts)
    if found is None:
        return None
    lying = found[found["value"] > facts.number("stock_over_days")]
    return lying.sort_values(["amount", "value"], ascending=False)


def _position(facts: View) -> pd.DataFrame | None:
    """On hand and inbound together against the reorder point, in pieces."""
    live = selling(facts)
    if live is None:
        return None
    live = live[live["on_hand"] > 0]
    return live.assign(
        value=live["on_hand"] + live["inbound"], threshold=live["reorder"], n=DEMAND_DAYS
    )[["member", "name", "value", "threshold", "n"]]


def _over(facts: View) -> pd.DataFrame | None:
    """Days of cover of what lies too long; amount = money bound above the limit."""
    live = selling(facts)
    if live is None:
        return None
    limit = facts.number("stock_over_days")
    live = live[live["on_hand"] > 0]
    bound = (live["on_hand"] - limit * live["mean"]).clip(lower=0) * live["unit_cost"]
    return live.assign(value=live["cover"], amount=bound, n=DEMAND_DAYS)[
        ["member", "name", "value", "amount", "n"]
    ]


def _age(facts: View) -> pd.DataFrame | None:
    """How old the newest stock sheet is, in days."""
    table = facts.table("stock")
    dates = pd.to_datetime(table["date"]).dt.date if len(table) else []
    past = [d for d in dates if d <= facts.as_of]
    return pd.DataFrame([{"value": float((facts.as_of - max(past)).days)}]) if past else None


def _wrong(facts: View) -> pd.DataFrame | None:
    """Rows that cannot be true: below zero, or unmoved for a week although the item sold."""
    state = stock_state(facts)
    if state is None:
        return None
    bad = _named(state[state["on_hand"] < 0])[["member", "name"]]
    frozen = _frozen(facts, state)
    names = pd.concat([bad, frozen]).drop_duplicates("member")
    more = Label("、".join(names["name"][:3]), ", ".join(names["name"][:3]))
    row = {"value": float(len(names)), "n": len(state), "more": more if len(names) else None}
    return pd.DataFrame([row])


def _frozen(facts: View, state: pd.DataFrame) -> pd.DataFrame:
    table = facts.table("stock", days=14)
    days = pd.to_datetime(table["date"])
    week = table[days > days.max() - timedelta(days=7)] if len(table) else table
    seen = week.groupby("item_id")["on_hand"].agg(["nunique", "count"])
    same = seen[(seen["nunique"] == 1) & (seen["count"] >= 5)].index
    sold, _ = _demand(facts, False, days=6)
    busy = sold[sold["mean"] * DEMAND_DAYS >= 5]["item_id"]
    selling = state["item_id"].isin(same) & state["item_id"].isin(busy) & (state["inbound"] == 0)
    return _named(state[selling])[["member", "name"]]


_NEEDS = ("stock", _SALES)
OBSERVED = {
    "stock_sold_out": Observed(
        Label("断货商品", "sold-out products"), "count", _NEEDS, _out, "product"
    ),
    "stock_cover": Observed(
        Label("库存可售天数", "days of cover"), "days", _NEEDS, _cover, "product"
    ),
    "stock_position": Observed(
        Label("在库加在途", "on hand and inbound"), "count", _NEEDS, _position, "product"
    ),
    "stock_over": Observed(Label("积压商品", "overstock"), "days", _NEEDS, _over, "product"),
    "stock_age": Observed(
        Label("库存表多久没更新", "age of the stock sheet"), "days", ("stock",), _age
    ),
    "stock_wrong": Observed(
        Label("库存记录有误", "impossible stock rows"), "count", ("stock",), _wrong
    ),
}
