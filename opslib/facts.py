"""The fact tables: what a row means, its key, its columns. Everything stored is one of these.

A table named `*_day` holds single days, its twin `*_window` the platform's own figures for a
longer period that ends on `date` (`days` says how long): distinct counts of a period come only
from there. Every stored row also carries where it came from (`ORIGIN`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pyarrow as pa

from .columns import AD, CHANNEL, KEYWORD, PRODUCT, REGION, SHOP, Type, cols

Scope = Literal["key", "day", "document", "all"]
ARROW: dict[Type, pa.DataType] = {
    "text": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "bool": pa.bool_(),
}

# In front of every row; shop and month are the partition.
PARTITION = {"shop": "text", "month": "text"}
# Where a row came from: first 16 characters of the file's sha256, row in the sheet (from 1),
# when it was imported (UTC), and older rows it was completed from ("sha:row;sha:row").
ORIGIN: dict[str, Type] = {
    "source_file": "text",
    "source_row": "int",
    "imported_at": "time",
    "also_from": "text",
}


@dataclass(frozen=True)
class FactTable:
    """One table: its key, its columns, and what a new export replaces.

    scope "key": rows with the same key (columns the new file lacks keep their old values);
    "day": every row of the shop on the (date, days) that the new file covers;
    "document": every row with the same first key column (an order and its lines);
    "all": everything the shop has under the same first key column (a register).
    """

    name: str
    key: tuple[str, ...]
    columns: dict[str, Type]
    scope: Scope = "key"

    @cached_property
    def schema(self) -> pa.Schema:
        """Arrow schema as stored, partition columns first, origin last."""
        fields = {**PARTITION, **self.columns, **ORIGIN}
        return pa.schema([pa.field(n, ARROW[t]) for n, t in fields.items()])  # type: ignore[index]

    @property
    def blank(self) -> dict[str, str]:
        """What a text column of the key holds in rows from before the table had that column."""
        return {c: "" for c in self.key if self.columns[c] == "text"}

    @property
    def values(self) -> list[str]:
        """The columns that are no part of the key."""
        return [c for c in self.columns if c not in self.key]


_TEXT: Type = "text"


def _twins(
    stem: str, dims: dict[str, Type], values: dict[str, Type], scope: Scope
) -> list[FactTable]:
    """`<stem>_day` and `<stem>_window`: the same columns for single days and for longer periods."""
    day: dict[str, Type] = {"date": "date"}
    period: dict[str, Type] = {"date": "date", "days": "int"}
    return [
        FactTable(f"{stem}_day", (*day, *dims), {**day, **dims, **values}, scope),
        FactTable(f"{stem}_window", (*period, *dims), {**period, **dims, **values}, scope),
    ]


TABLES: dict[str, FactTable] = {
    t.name: t
    for t in [
        *_twins("shop", {"terminal": _TEXT}, SHOP, "key"),
        *_twins("product", {"item_id": _TEXT}, PRODUCT, "day"),
        *_twins("channel", {"channel": _TEXT}, CHANNEL, "day"),
        # item_id is "" when the words belong to the whole shop; a word may come twice in a file
        # (the platform strips letters), so the number of the copy is part of the key.
        *_twins("keyword", {"item_id": _TEXT, "keyword": _TEXT, "copy": "int"}, KEYWORD, "day"),
        FactTable(
            "region_day", ("date", "region"), {"date": "date", "region": _TEXT, **REGION}, "day"
        ),
        FactTable(
            "ad_day",
            (
                *("date", "level", "product_line", "plan", "item_id", "keyword", "hour"),
                *("creative", "audience"),
            ),
            {
                "date": "date",
                **cols("text", "level product_line plan item_id keyword"),
                "hour": "int",
                **cols("text", "creative audience"),
                **AD,
            },
        ),
        # date: day of payment, else of creation. status: unpaid paid shipped done closed refunding.
        FactTable(
            "order",
            ("order_id",),
            {
                "order_id": _TEXT,
                "date": "date",
                **cols("time", "created_at paid_at shipped_at signed_at"),
                **cols("text", "status status_text buyer region source order_type currency"),
                **cols("float", "goods_amount freight adjustment paid_amount refund_amount"),
                "is_fake": "bool",
            },
            "document",
        ),
        # amount = unit_price x qty in the shop's currency; negative for a cancellation.
        FactTable(
            "order_line",
            ("order_id", "line_no"),
            {
                "order_id": _TEXT,
                "line_no": "int",
                "date": "date",
                **cols("text", "status item_id sku_id item_no title spec unit buyer region"),
                **cols("float", "unit_price qty amount"),
            },
            "document",
        ),
        FactTable(
            "parcel",
            ("order_id",),
            {
                "order_id": _TEXT,
                "date": "date",
                **cols("time", "shipped_at last_scan_at signed_at"),
                **cols("text", "carrier state"),
            },
        ),
        # metric is one of the catalogue's ids; days is the peers' window.
        FactTable(
            "benchmark",
            ("date", "days", "metric"),
            {
                "date": "date",
                "days": "int",
                "metric": _TEXT,
                **cols("float", "own peer_mean peer_excellent"),
            },
        ),
        FactTable(
            "score",
            ("date", "score"),
            {"date": "date", "score": _TEXT, "level": _TEXT, **cols("float", "value scale_max")},
        ),
        # channel: inquiry, tm, wangwang, rfq. Times are the platform's local times.
        FactTable(
            "inquiry",
            ("inquiry_id",),
            {
                "inquiry_id": _TEXT,
                "date": "date",
                **cols("time", "received_at replied_at contacted_at next_step_at"),
                **cols("text", "channel country product source owner stage"),
                "amount": "float",
            },
        ),
        FactTable(
            "stock",
            ("date", "item_id", "sku_id"),
            {
                "date": "date",
                **cols("text", "item_id sku_id title"),
                **cols("float", "on_hand inbound unit_cost lead_days safety_days"),
            },
            "day",
        ),
        FactTable(
            "competitor",
            ("date", "competitor", "offer_id"),
            {
                "date": "date",
                **cols("text", "competitor offer_id title tags promotion region category"),
                **cols("text", "attributes"),
                **cols("float", "price price_low price_high sales_30d orders_30d amount_30d"),
                **cols("float", "amount_low amount_high repurchase_rate reviews list_rank"),
                **cols("float", "response_rate years items_online stock"),
                "is_factory": "bool",
                "listed_on": "date",
            },
        ),
        # One live broadcast; started_at is "20:00", minutes how long it ran, orders and amount
        # what the platform's live page says it brought.
        FactTable(
            "live_session",
            ("date", "started_at"),
            {
                "date": "date",
                **cols("text", "started_at title host note"),
                **cols("float", "minutes amount"),
                **cols("int", "viewers orders inquiries new_followers"),
            },
        ),
        # Who stands where on a platform's list. list: hot repeat new quality custom cross_border
        # dropship. side: own, rival. threshold: paid amount of 30 days that the list asks for.
        FactTable(
            "list_rank",
            ("date", "list", "item_id"),
            {
                "date": "date",
                **cols("text", "list item_id side competitor title"),
                **cols("float", "rank threshold"),
            },
        ),
        # The market pages' indices, unit-free: never added nor divided; bands stay bands. kind:
        # shop, product, keyword, category. subject "own" is our shop.
        FactTable(
            "market_index",
            ("date", "days", "kind", "subject"),
            {
                "date": "date",
                "days": "int",
                **cols("text", "kind subject"),
                **cols("float", "trade_index traffic_index search_index cart_index fav_index"),
                **cols("float", "pay_cvr_index customer_index supply_demand_index rank"),
                **cols("float", "amount_low amount_high visitors_low visitors_high"),
            },
        ),
        # A hand-kept table: tool, task, customer, aftersale, post, violation, product_check ...
        FactTable(
            "register",
            ("kind", "id"),
            {
                **cols("text", "kind id subject owner state result note grade"),
                **cols("date", "date due done_on last_on next_on"),
                **cols("float", "amount qty score"),
            },
            "all",
        ),
        # What reports asked to be done. `state` is what the Excel register says, `shown` what it
        # was given last, `mark` what was said elsewhere: the register counts where it was changed.
        FactTable(
            "action",
            ("id",),
            {
                **cols("text", "id report finding dimension subject what owner note measure"),
                **cols("text", "state shown mark"),
                **cols("date", "date last_on due done_on marked_on"),
                **cols("float", "low mid high"),
                "minutes": "int",
            },
        ),
        # The shop's own calendar: what is planned and what was done; a file tells whole years.
        FactTable(
            "activity",
            ("year", "id"),
            {
                **cols("text", "year id name kind theme event owner state items tag tool offer"),
                **cols("text", "prepared note"),
                **cols("date", "date start end enrol_by enrolled_on restored_on"),
                **cols("float", "depth budget participants"),
                **cols("bool", "eligible poster_ready coupon_ready"),
            },
            "all",
        ),
    ]
}


def table(name: str) -> FactTable:
    """The fact table of this name; KeyError if there is none."""
    return TABLES[name]


def month_of(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The partition month ("2026-11") of a date column; rows without a date get "none"."""
    import pyarrow.compute as pc

    return pc.fill_null(pc.strftime(pc.cast(column, pa.timestamp("s")), "%Y-%m"), "none")
