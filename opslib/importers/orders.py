"""Rows of an order export as orders and their lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..facts import ARROW, TABLES
from ..labels import Label
from .order_columns import check_columns, check_one_time_each
from .reading import Reading
from .shape import put_constants
from .span import FIX_DAY, NO_TIME

# Red packets and small change: what goods + freight + adjustment may differ from what was paid.
TOLERANCE = 0.015
_SHARED = ("date", "status", "buyer", "region")


def build_orders(reading: Reading, days: pa.Array) -> dict[str, pa.Table]:
    """Orders from the first row of each number, lines from every row.

    In a merged order the money stands on the first row and is never carried down. A row without
    a number above which there is none is refused. `days` is each row's day, null on later lines.
    """
    reading.values["date"] = days
    put_constants(reading)
    reading.values.setdefault("order_id", pa.nulls(len(reading.keep), pa.string()))
    _refuse_orphans(reading)
    start = _starts(reading)
    _refuse_undated(reading, start)
    rows = np.flatnonzero(reading.keep)
    if not len(rows):
        return {}
    codes, first = _numbered(reading, rows)
    check_one_time_each(reading, rows, codes, first)
    lines = _lines(reading, rows, codes, first)
    check_columns(reading, lines)
    orders = _orders(reading, rows[first], lines, codes)
    _check_sums(reading, orders, rows[first])
    made = {"order": _as_table("order", orders)}
    if "order_line" in reading.format.tables:
        made["order_line"] = _as_table("order_line", lines)
    return made


def _refuse_orphans(reading: Reading) -> None:
    column = reading.format.columns["order_id"]
    missing = np.flatnonzero(np.asarray(pc.is_null(reading.values["order_id"])))
    what = Label("没有订单号，上面也没有可接续的订单。", "no order number, and no order above it.")
    fix = Label("请重新下载完整的订单文件。", "Download the complete order file again.")
    reading.refuse(missing, column.aliases[0], reading.place(column), what, fix)


def _starts(reading: Reading) -> np.ndarray:
    """First body row of the order that each row belongs to (by number)."""
    codes = _codes(reading.values["order_id"])
    kept = np.flatnonzero(reading.keep)
    numbers, place = np.unique(codes[kept], return_index=True)
    first = np.full(codes.max(initial=-1) + 2, -1)  # the last place is that of code -1: no number
    first[numbers] = kept[place]
    return first[codes]


def _codes(ids: pa.Array) -> np.ndarray:
    """Each number as an integer, -1 where there is none."""
    return ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)


def _refuse_undated(reading: Reading, start: np.ndarray) -> None:
    """An order whose first row has no time has no day: it and its lines are refused."""
    known = np.asarray(pc.is_valid(reading.values["date"]))
    rows = np.flatnonzero(reading.keep & (start >= 0) & ~known[start])
    declared = [reading.format.columns.get(n) for n in (*reading.format.period.sources, "date")]
    placed = [p for c in declared if c and (p := reading.place(c)) is not None]
    place = placed[-1] if placed else None
    title = reading.header.seen[place] if place is not None else "date"
    reading.refuse_unread(rows, title, place, NO_TIME, FIX_DAY)


def _numbered(reading: Reading, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each kept row the index of its order, and where each order first stands among them."""
    codes = _codes(reading.values["order_id"].take(pa.array(rows)))
    _, first = np.unique(codes, return_index=True)
    broken = (np.diff(codes) != 0).sum() + 1 - len(first)
    if broken > 0:
        reading.say(
            Label(
                f"有 {broken} 处同一订单号分开出现，已并为一单。",
                f"{broken} times an order number comes back further down; joined into one order.",
            ),
            Label("请核对是否重复导出。", "Check whether lines were exported twice."),
        )
    return codes, first


def _lines(
    reading: Reading, rows: np.ndarray, codes: np.ndarray, first: np.ndarray
) -> pd.DataFrame:
    picked, heads = pa.array(rows), pa.array(rows[first][codes])
    frame: dict[str, object] = {"order_id": reading.values["order_id"].take(picked).to_pandas()}
    frame["line_no"] = pd.Series(codes).groupby(codes).cumcount() + 1
    for name in TABLES["order_line"].columns:
        if name in frame or name not in reading.values:
            continue
        source = heads if name in _SHARED else picked
        frame[name] = _pandas(reading.values[name].take(source))
    made = pd.DataFrame(frame)
    if "amount" not in made and {"unit_price", "qty"} <= set(made):
        made["amount"] = (made["unit_price"] * made["qty"]).round(6) + 0.0
    made["source_row"] = reading.row[rows]
    _leave_services(reading, made)
    return _cancelled_lines(reading, made)


def _leave_services(reading: Reading, lines: pd.DataFrame) -> None:
    """Postage and fees keep their money in the order, but are neither a product nor a piece."""
    codes = {c.upper() for c in reading.format.orders.not_goods}
    if codes and "item_id" in lines:
        service = lines["item_id"].str.upper().isin(codes)
        lines.loc[service, [n for n in ("item_id", "sku_id", "qty") if n in lines]] = None


def _pandas(values: pa.Array) -> pd.Series:
    return values.to_pandas(types_mapper=None, date_as_object=True)


def _cancels(reading: Reading, ids: pd.Series) -> np.ndarray:
    prefix = reading.format.orders.cancellation_prefix
    return ids.str.startswith(prefix).to_numpy() if prefix else np.zeros(len(ids), dtype=bool)


def _cancelled_lines(reading: Reading, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of a cancellation count negative whatever sign the export gives them."""
    gone = _cancels(reading, lines["order_id"])
    if gone.any():
        lines["status"] = _filled(lines, "status", gone, reading.format.orders.cancelled_status)
        for name in ("amount", "qty"):
            if name in lines:
                lines.loc[gone, name] = -lines.loc[gone, name].abs()
    return lines


def _filled(frame: pd.DataFrame, name: str, rows: np.ndarray, value: object) -> pd.Series:
    column = frame[name] if name in frame else pd.Series([None] * len(frame), dtype=object)
    return column.astype(object).mask(rows, value)


def _orders(
    reading: Reading, heads: np.ndarray, lines: pd.DataFrame, codes: np.ndarray
) -> pd.DataFrame:
    """One row an order; sums of its lines where the export has no money of the order."""
    rule = reading.format.orders
    picked = pa.array(heads)
    names = [n for n in TABLES["order"].columns if n in reading.values]
    made = pd.DataFrame({n: _pandas(reading.values[n].take(picked)) for n in names})
    made["source_row"] = reading.row[heads]
    gone = _cancels(reading, made["order_id"])
    if rule.paid_from_lines and "amount" in lines:
        total = lines["amount"].groupby(codes).sum(min_count=1).round(6).to_numpy() + 0.0  # no -0.0
        made["paid_amount"] = np.where(gone, 0.0, total)
        made["goods_amount"] = made["paid_amount"]
        made["refund_amount"] = np.where(gone, np.abs(total), 0.0)
    elif gone.any() and "paid_amount" in made:
        made["refund_amount"] = np.where(gone, made["paid_amount"].abs(), made.get("refund_amount"))
        made.loc[gone, "paid_amount"] = 0.0
    if gone.any():
        made["status"] = _filled(made, "status", gone, rule.cancelled_status)
    if rule.nothing_paid and "paid_amount" in made:
        nothing = (made["paid_amount"].fillna(0) <= 0).to_numpy() & ~gone
        made["status"] = _filled(made, "status", nothing, rule.nothing_paid)
        lines["status"] = _filled(lines, "status", nothing[codes], rule.nothing_paid)
    return made


def _check_sums(reading: Reading, orders: pd.DataFrame, heads: np.ndarray) -> None:
    """Goods + freight + adjustment should be what was paid; a gap is a warning."""
    parts = ["goods_amount", "freight", "adjustment", "paid_amount"]
    if not set(parts) <= set(orders):
        return
    total = orders["goods_amount"] + orders["freight"].fillna(0) + orders["adjustment"].fillna(0)
    gap = ((total - orders["paid_amount"]).abs() > TOLERANCE).to_numpy(copy=True)
    if "status" in orders:
        gap &= (orders["status"] != "unpaid").to_numpy()
    column = reading.format.columns["paid_amount"]
    what = Label(
        "货品总价+运费+涨价或折扣 与 实付款 不等。", "the parts do not add up to what was paid."
    )
    fix = Label("多为红包或改价；以实付款为准。", "Often a coupon; the paid amount counts.")
    reading.cells(heads[gap], column.aliases[0], reading.place(column), what, fix)


def _as_table(name: str, frame: pd.DataFrame) -> pa.Table:
    columns = TABLES[name].columns
    fields = [(n, ARROW[columns[n]]) for n in columns if n in frame]
    fields.append(("source_row", pa.int64()))
    arrays = [pa.array(frame[n], type=kind, from_pandas=True) for n, kind in fields]
    return pa.table(arrays, names=[n for n, _ in fields])
