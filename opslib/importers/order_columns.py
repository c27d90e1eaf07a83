"""Do the columns of an order file mean what their headers say, and are the needed ones there?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import ImportProblem
from ..labels import Label
from .guess import likely
from .reading import Reading

# So many orders of several lines are needed to judge; in such a share of them the lines differ.
_ORDERS, _SHARE = 10, 0.5
# An order is placed at one time; some systems write a line a minute later.
_APART = np.timedelta64(1, "h")
_FRACTIONS = 0.5


def check_one_time_each(
    reading: Reading, rows: np.ndarray, codes: np.ndarray, first: np.ndarray
) -> None:
    """Refuse a sheet whose "order numbers" were placed at many times: the header is another's.

    rows: kept rows; codes: the order of each; first: where each order first stands among them.
    Raises ImportProblem.
    """
    times = reading.values.get("created_at")
    if times is None:
        return
    moments = times.to_numpy(zero_copy_only=False).astype("datetime64[us]")[rows]
    differs = np.abs(moments - moments[first][codes]) > _APART
    several = np.bincount(codes) > 1
    apart = np.bincount(codes, weights=differs) > 0
    if several.sum() < _ORDERS or apart.sum() < _SHARE * several.sum():
        return
    title = reading.format.columns["order_id"].aliases[0]
    raise ImportProblem(
        reading.source.name,
        Label(
            f"“{title}”不像订单号：同一个号在不同时间下单（{apart.sum()} 个）。",
            f"'{title}' does not look like order numbers: {apart.sum()} of them were placed at "
            "several times.",
        ),
        Label(
            "可能两列的表头写反了；请核对后重新导入。",
            "Two headers may be swapped; check the file and import it again.",
        ),
    )


def check_columns(reading: Reading, lines: pd.DataFrame) -> None:
    """Refuse orders whose money should come from lines without any; warn of odd columns.

    Raises ImportProblem.
    """
    if reading.format.orders.paid_from_lines and "amount" not in lines:
        raise _no_money(reading, set(lines))
    _no_buyer(reading)
    _broken_pieces(reading, lines)


def _no_money(reading: Reading, known: set[str]) -> ImportProblem:
    """Which of price and quantity are missing: from the declaration, or from the file?"""
    one = reading.format
    missing = [n for n in ("unit_price", "qty") if n not in known]
    declared = {n: c.aliases[0] for n in missing if (c := one.columns.get(n)) and c.aliases}
    names = [declared.get(n, n) for n in missing]
    zh, en = [], []
    for name in missing:
        if name in declared:
            zh.append(f"请在导出时勾选“{declared[name]}”。")
            en.append(f"Include '{declared[name]}' in the export.")
            continue
        like = likely(name, reading.sheet, reading.header)
        zh.append(
            f"请在格式 {one.id} 里声明 [columns.{name}]"
            + (f"，可能是“{like}”列。" if like else "。")
        )
        en.append(
            f"In format {one.id} declare [columns.{name}]"
            + (f", perhaps '{like}'." if like else ".")
        )
    return ImportProblem(
        reading.source.name,
        Label(
            f"算不出金额，缺列：{'、'.join(names)}。",
            f"no money can be told, missing: {', '.join(names)}.",
        ),
        Label("".join(zh), " ".join(en)),
    )


# Without these columns rows of the table are nobody's. Other keys have a meaning when left out.
_NEEDED = {
    "order": "order_id",
    "order_line": "order_id",
    "parcel": "order_id",
    "product": "item_id",
    "keyword": "keyword",
    "channel": "source_l1",
}


def check_declared(reading: Reading) -> None:
    """Refuse a file whose format does not declare the column that its table stands on.

    Raises ImportProblem naming the [columns.X] that is missing, and a column that may be it.
    """
    one = reading.format
    for table in one.tables:
        needed = _NEEDED.get(table, "")
        column = one.columns.get(needed)
        if not needed or needed in one.constants or (column and (column.aliases or column.sheets)):
            continue
        like = likely(needed, reading.sheet, reading.header) or "..."
        raise ImportProblem(
            reading.source.name,
            Label(
                f"格式 {one.id} 没有声明 [columns.{needed}]，{table} 表离不开它。",
                f"format {one.id} declares no [columns.{needed}], which table '{table}' needs.",
            ),
            Label(
                f'请在 {one.path} 里加上 [columns.{needed}]，下一行写 aliases = ["{like}"]。',
                f'Add [columns.{needed}] to {one.path}, and below it aliases = ["{like}"].',
            ),
        )


def _no_buyer(reading: Reading) -> None:
    column = reading.format.columns.get("buyer")
    if column is None or not column.aliases or reading.header.places(column.aliases):
        return
    name = column.aliases[0]
    reading.say(
        Label(
            f"没有“{name}”列：这个文件的订单不知道买家。",
            f"there is no column '{name}': the buyers of these orders are unknown.",
        ),
        Label("请在导出时勾选它。", "Include it in the export."),
        column=name,
    )


def _broken_pieces(reading: Reading, lines: pd.DataFrame) -> None:
    """Pieces are whole; where most are not, the header stands above the prices."""
    if "qty" not in lines or "unit_price" not in lines:
        return
    qty = lines["qty"].dropna().astype(float)
    if len(qty) < _ORDERS or (qty % 1 != 0).mean() < _FRACTIONS:
        return
    names = [reading.format.columns[n].aliases[0] for n in ("qty", "unit_price")]
    reading.say(
        Label(
            f"“{names[0]}”多半不是整数，和“{names[1]}”的表头可能写反了。",
            f"most of '{names[0]}' are no whole numbers; its header and that of '{names[1]}' "
            "may be swapped.",
        ),
        Label("数值按表头导入；请核对。", "Imported as the headers say; check the export."),
        column=names[0],
    )
