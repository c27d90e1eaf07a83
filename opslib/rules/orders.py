"""Orders and parcels: what waits to be shipped, what is late, which parcel stands still."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from ..labels import Label
from .facts_view import View
from .looks import Observed

# An order that still says "paid" after so long is an old export, not work of today.
RECENT_DAYS = 30
# With no newer order than this, the export is too old to tell what waits.
STALE_DAYS = 7


def unshipped(facts: View) -> pd.DataFrame | None:
    """Paid orders that have not left: the order's columns, `hours_left` to the promise, `amount`.

    None when no order export is there or the newest order is more than a week old.
    Source: guide 003 line 23; catalogue 003-08, 000-08.
    """
    orders = facts.table("order", days=RECENT_DAYS)
    if not len(orders) or _newest(orders["date"]) < facts.as_of - timedelta(days=STALE_DAYS):
        return None
    waiting = (orders["status"] == "paid") & orders["shipped_at"].isna() & _real(orders)
    open_ = orders[waiting].copy()
    started = pd.to_datetime(open_["paid_at"]).fillna(pd.to_datetime(open_["created_at"]))
    started = started.fillna(pd.to_datetime(open_["date"]))
    promise = facts.number("ship_promise_hours")
    age = (pd.Timestamp(facts.now) - started).dt.total_seconds() / 3600
    open_["hours_left"] = promise - age
    open_["amount"] = open_["paid_amount"].fillna(open_["goods_amount"]).astype(float)
    return open_[age >= 0].sort_values("hours_left")


def _newest(dates: pd.Series) -> date:
    return pd.to_datetime(dates).max().date()


def _real(orders: pd.DataFrame) -> pd.Series:
    """Fake orders are left out everywhere."""
    return orders["is_fake"].astype("boolean").fillna(False).eq(False)


def _late(facts: View) -> pd.DataFrame | None:
    open_ = unshipped(facts)
    if open_ is None:
        return None
    late = open_[open_["hours_left"] < 0]
    return _one(late, len(open_), _oldest(late))


def _soon(facts: View) -> pd.DataFrame | None:
    open_ = unshipped(facts)
    if open_ is None:
        return None
    soon = open_[open_["hours_left"].between(0, 24)]
    return _one(soon, len(open_), None)


def _oldest(late: pd.DataFrame) -> Label | None:
    if not len(late):
        return None
    hours = -float(late["hours_left"].min())
    return Label(f"最久的已超 {hours:.0f} 小时。", f"The oldest is {hours:.0f} h past it.")


def _one(rows: pd.DataFrame, n: int, more: Label | None) -> pd.DataFrame:
    amount = float(rows["amount"].sum()) if len(rows) else 0.0
    return pd.DataFrame([{"value": float(len(rows)), "n": n, "amount": amount, "more": more}])


def silent_parcels(facts: View) -> pd.DataFrame | None:
    """Parcels on the way without a scan for too long, with `silent_hours`; None without data.

    Source: guide 003 line 25; catalogue 003-09.
    """
    parcels = facts.table("parcel", days=RECENT_DAYS)
    if not len(parcels):
        return None
    moving = parcels[parcels["signed_at"].isna()].copy()
    seen = pd.to_datetime(moving["last_scan_at"]).fillna(pd.to_datetime(moving["shipped_at"]))
    silent = (pd.Timestamp(facts.now) - seen).dt.total_seconds() / 3600
    moving["silent_hours"] = silent
    limit = facts.number("parcel_silent_hours")
    return moving[silent > limit].sort_values("silent_hours", ascending=False)


def _stuck(facts: View) -> pd.DataFrame | None:
    silent = silent_parcels(facts)
    if silent is None:
        return None
    return pd.DataFrame([{"value": float(len(silent)), "n": len(facts.table("parcel"))}])


OBSERVED = {
    "orders_past_promise": Observed(
        Label("超过发货承诺的订单", "orders past the shipping promise"),
        "count",
        ("order",),
        _late,
        uses=("ship_promise_hours",),
    ),
    "orders_due_in_24h": Observed(
        Label("24 小时内到发货时限的订单", "orders due within 24 h"),
        "count",
        ("order",),
        _soon,
        uses=("ship_promise_hours",),
    ),
    "parcels_stuck": Observed(
        Label("停滞的包裹", "parcels without a scan"),
        "count",
        ("parcel",),
        _stuck,
        uses=("parcel_silent_hours",),
    ),
}
