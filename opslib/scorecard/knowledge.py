"""What a shop could know on the morning after a day: no fact of later days in its store.

A simulated shop is finished: its orders know when they were signed. The review of an earlier
day must not. Rows of later days are left out, and orders, parcels and inquiries are taken back
to where they stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa

from ..simulate.shop import as_arrow
from ..store import Store

# What the real platforms do not export, so that the review shall not see it either.
NOT_EXPORTED = {
    "1688": (),
    "alibaba": ("product_day", "keyword_day", "order", "order_line", "parcel"),
}
# Tables whose old rows still change, and for how many days an order or inquiry can.
CHANGING = {"order": 40, "order_line": 40, "parcel": 40, "inquiry": 30}
BY_HAND = ("register", "action")  # kept whole: what a person writes down is no finding
STAGES = {
    "新询盘": "new",
    "处理中": "open",
    "已报价": "quoted",
    "已成交": "won",
    "已丢单": "lost",
    "无效": "invalid",
}
REPORT_HOUR = 9
CONFIRMED_DAYS = 4  # after signing the order counts as done, and late refunds have come in
SCAN_HOURS = 8  # a parcel under way was last seen so long ago


class Feed:
    """Writes a simulated shop's facts into a store, one morning after another."""

    def __init__(self, store: Store, shop: str, platform: str, facts: Mapping[str, pa.Table]):
        self.store, self.shop = store, shop
        gone = NOT_EXPORTED[platform]
        self.frames = {n: t.to_pandas() for n, t in facts.items() if n not in gone}
        if "inquiry" in self.frames:
            asked = self.frames["inquiry"]
            asked["stage"] = asked["stage"].replace(STAGES)
        self.upto: date | None = None

    def morning_after(self, day: date) -> None:
        """Write what is new since the last call: all that an operator has exported by then."""
        for name, frame in self.frames.items():
            if rows := self._rows(name, frame, day):
                self.store.write(
                    name,
                    self.shop,
                    rows,
                    columns=rows.column_names,
                    source_file=f"sim{day:%Y%m%d}",
                )
        self.upto = day

    def _rows(self, name: str, frame: pd.DataFrame, day: date) -> pa.Table | None:
        if name in BY_HAND:
            found = frame if self.upto is None else frame[:0]
        else:
            since = self._since(name)
            found = frame[(frame["date"] <= day) & ((frame["date"] > since) if since else True)]
            found = as_known(name, found, day, self._status(day) if name == "order_line" else None)
        if not len(found):
            return None
        return as_arrow(name, found)

    def _since(self, name: str) -> date | None:
        if self.upto is None:
            return None
        return self.upto - timedelta(days=CHANGING.get(name, 0))

    def _status(self, day: date) -> pd.Series:
        orders = as_known("order", self.frames["order"], day)
        return orders.set_index("order_id")["status"]


def as_known(
    name: str, rows: pd.DataFrame, day: date, status: pd.Series | None = None
) -> pd.DataFrame:
    """The rows of one table as they stood on the morning after `day`.

    rows: a fact table's rows dated up to `day`. status: of each order (for order lines).
    """
    moment = pd.Timestamp(day) + pd.Timedelta(days=1, hours=REPORT_HOUR)
    if name == "order":
        return _orders(rows, moment)
    if name == "order_line" and status is not None:
        return rows.assign(status=rows["order_id"].map(status))
    if name == "parcel":
        return _parcels(rows, moment)
    if name == "inquiry":
        return _inquiries(rows, moment)
    return rows


def _orders(rows: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """Shipping, signing, refund and status up to the moment."""
    out = rows.copy()
    out["shipped_at"] = rows["shipped_at"].where(rows["shipped_at"] <= moment)
    out["signed_at"] = rows["signed_at"].where(rows["signed_at"] <= moment)
    paid = rows["paid_at"].notna()
    settled = out["signed_at"] + pd.Timedelta(days=CONFIRMED_DAYS) <= moment
    closed = rows["status"].eq("closed") & paid & settled
    status = pd.Series("done", index=rows.index)
    status = status.mask(~settled, "shipped").mask(out["shipped_at"].isna(), "paid")
    status = status.mask(closed | ~paid, "closed")
    fresh = rows["created_at"] > moment - pd.Timedelta(days=1)
    out["status"] = status.mask(~paid & fresh, "unpaid")
    out["refund_amount"] = rows["refund_amount"].where(settled, 0.0)
    return out


def _parcels(rows: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """Only parcels that have left, with a scan of this morning where they are still under way."""
    out = rows[rows["shipped_at"] <= moment].copy()
    out["signed_at"] = out["signed_at"].where(out["signed_at"] <= moment)
    seen = (moment - pd.Timedelta(hours=SCAN_HOURS)).floor("s")
    left = out["shipped_at"] + pd.Timedelta(minutes=40)
    out["last_scan_at"] = out["signed_at"].fillna(left.where(left > seen, seen))
    out["state"] = out["signed_at"].isna().map({True: "运输中", False: "已签收"})
    return out


def _inquiries(rows: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """Replies and follow-ups up to the moment; who has no reply yet is a new inquiry."""
    out = rows.copy()
    for column in ("replied_at", "contacted_at"):
        out[column] = rows[column].where(rows[column] <= moment)
    out["stage"] = rows["stage"].mask(out["replied_at"].isna(), "new")
    return out
