"""Exports as they come when something went wrong, each with what an import must make of it.

All are made from the shop overview (and one order list) of a simulated shop, each from a week of
its own, so that what an import keeps can be counted: a good one refuses what cannot be read with a
clear error, reads the rest right, and loses or doubles nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from pathlib import Path
from shutil import move
from tempfile import TemporaryDirectory
from typing import Any, Callable, Literal

import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from . import exports_1688, exports_orders, sheets
from .exports_1688 import NOTE
from .world import ShopSpec

Frames = dict[str, pd.DataFrame]
Cells = list[list[Any]]
Outcome = Literal["refused", "imported", "either"]


@dataclass(frozen=True)
class BadFile:
    """One file: `outcome` is what an import must do, `rows` how many good rows it must keep.

    "refused" keeps nothing and says why; "imported" keeps all good rows of `table` from `first` to
    `last`, with `refused` bad ones told of; "either" is right both ways, but not in between.
    """

    name: str
    outcome: Outcome
    fault: Label
    table: str = "shop_day"
    rows: int = 0
    refused: int = 0
    first: date | None = None
    last: date | None = None


_COLUMNS = {"date": "日期", **exports_1688._SHOP}
Writer = Callable[[Path, Cells, ShopSpec], None]


def _cut(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """The download broke off."""
    sheets.write_xlsx(path, rows)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])


def _empty(path: Path, rows: Cells, spec: ShopSpec) -> None:
    path.write_bytes(b"")


def _gbk(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """Saved by a Chinese Excel: no byte order mark."""
    sheets.write_csv(path, rows, "gb18030")


def _utf16(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """Excel's "Unicode text": UTF-16, parted by tabs."""
    text = "\r\n".join("\t".join(str(v) for v in row) for row in rows)
    path.write_bytes(text.encode("utf-16"))


def _garbled(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """Opened in the wrong encoding and saved again: the words are gone for good."""
    text = "\r\n".join(",".join(str(v).replace(",", "") for v in row) for row in rows)
    spoilt = text.encode("utf-8").decode("gb18030", errors="replace")
    path.write_bytes(spoilt.replace("\ufffd", "?").encode("utf-8-sig"))


def _wrong_year(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """A computer's clock, or a slip of the hand, put the days a century ago."""
    moved = [[f"19{str(row[0])[2:]}", *row[1:]] for row in rows[1:]]
    sheets.write_xlsx(path, [rows[0], *moved])


def _merged(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """A title over the table, in merged cells, and the note of the platform."""
    blank = [""] * (len(rows[0]) - 1)
    above = [["店铺经营数据", *blank], ["", *blank], [NOTE, *blank]]
    sheets.write_xlsx(path, [*above, *rows], merges=[(0, 1, 0)])


def _totals(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """Somebody added the week up under the table."""
    sums = [f"{sum(_number(row[c]) for row in rows[1:]):.2f}" for c in range(1, len(rows[0]))]
    sheets.write_xlsx(path, [*rows, ["合计", *sums]])


def _twice(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """The sheet was copied within the workbook."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        book.set_properties({"created": sheets.BORN})
        for name in ("所有终端指标", "所有终端指标 (2)"):
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                page.write_row(r, 0, row)


def _html(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """A web page that calls itself .xls."""
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(v))}</td>" for v in row) + "</tr>" for row in rows
    )
    page = f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'
    path.write_bytes(page.encode())


def _renamed(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """The columns were given names of one's own."""
    sheets.write_xlsx(path, [["哪天", *[f"数{k}" for k in range(1, len(rows[0]))]], *rows[1:]])


def _header_only(path: Path, rows: Cells, spec: ShopSpec) -> None:
    sheets.write_xlsx(path, [[NOTE], rows[0]])


def _bad_cell(path: Path, rows: Cells, spec: ShopSpec) -> None:
    """One day's date was overwritten by hand."""
    spoilt = [list(row) for row in rows]
    spoilt[3][0] = "上周三？"
    sheets.write_xlsx(path, spoilt)


def _number(cell: Any) -> float:
    text = str(cell).replace(",", "").replace("-", "")
    return float(text.rstrip("%") or 0)


# name, how it is spoilt, outcome, good rows lost, what is wrong with it
_CASES: tuple[tuple[str, Writer, Outcome, int, Label], ...] = (
    ("截断.xlsx", _cut, "refused", 0, Label("下载中断", "download cut off")),
    ("空文件.xlsx", _empty, "refused", 0, Label("空文件", "empty file")),
    ("只有表头.xlsx", _header_only, "refused", 0, Label("只有表头", "a header and no row")),
    ("乱码.csv", _garbled, "refused", 0, Label("编码被存坏", "encoding spoilt for good")),
    ("年份错误.xlsx", _wrong_year, "refused", 0, Label("年份错误", "wrong year")),
    ("表头改名.xlsx", _renamed, "refused", 0, Label("表头被改名", "columns renamed")),
    ("GBK编码.csv", _gbk, "imported", 0, Label("GBK 编码", "saved as GBK")),
    ("UTF16制表符.csv", _utf16, "imported", 0, Label("UTF-16 编码", "saved as UTF-16")),
    ("合并表头.xlsx", _merged, "imported", 0, Label("合并表头", "merged cells above")),
    ("合计行.xlsx", _totals, "imported", 0, Label("带合计行", "a row of totals")),
    ("重复工作表.xlsx", _twice, "either", 0, Label("工作表重复", "the same sheet twice")),
    ("网页.xls", _html, "imported", 0, Label("网页改名为 xls", "a web page named .xls")),
    ("一行日期错误.xlsx", _bad_cell, "imported", 1, Label("一行日期错误", "one wrong date")),
)
WEEKS = len(_CASES)  # as many weeks a shop must have
OTHER_SHOP = "别家店铺的订单"


def check_enough(spec: ShopSpec) -> None:
    """Raise ParameterError for a platform or a length that no bad files can be made from."""
    if spec.platform != "1688" or (spec.end - spec.start).days + 1 < 7 * WEEKS:
        raise ParameterError(
            "bad-files",
            Label(
                f"只能用至少 {7 * WEEKS} 天的 1688 店铺来做坏文件。",
                f"bad files are made from a 1688 shop of at least {7 * WEEKS} days.",
            ),
        )


def write_bad_files(frames: Frames, folder: Path, spec: ShopSpec) -> list[BadFile]:
    """Write one file a fault into `folder`, made from the frames of a 1688 shop.

    Each overview takes a week of its own, counted back from the last day; the shop must have
    `WEEKS` of them. Returns what an import must make of each file.
    Raises ParameterError for another platform or a shop with too few days.
    """
    check_enough(spec)
    folder.mkdir(parents=True, exist_ok=True)
    out = []
    for k, (name, spoil, outcome, lost, fault) in enumerate(_CASES):
        last = spec.end - timedelta(days=7 * k)
        first = last - timedelta(days=6)
        day = frames["shop_day"]
        week = day[(day["date"] >= first) & (day["date"] <= last)]
        path = folder / f"核心看板_{name}"
        spoil(path, [list(row) for row in sheets.printed(week, _COLUMNS)], spec)
        kept = 0 if outcome == "refused" else len(week) - lost
        out.append(BadFile(path.name, outcome, fault, "shop_day", kept, lost, first, last))
    return [*out, *_others(frames, folder, spec)]


def _others(frames: Frames, folder: Path, spec: ShopSpec) -> list[BadFile]:
    """The last month's order list, as the shop next door would have exported it."""
    recent = frames["order"][frames["order"]["date"] > spec.end - timedelta(days=5)]
    with TemporaryDirectory() as made:
        other = replace(spec, seller="别家卖家")
        exports_orders.write({**frames, "order": recent}, Path(made), other)
        path = folder / f"{OTHER_SHOP}.xlsx"
        move(str(sorted(Path(made).iterdir())[-1]), path)
    fault = Label("别家店铺的文件", "another shop's file")
    return [BadFile(path.name, "refused", fault, "order")]


def as_frame(files: list[BadFile]) -> pd.DataFrame:
    """The expected outcomes as a table, one row a file."""
    return pd.DataFrame(
        [
            {
                **{c: getattr(f, c) for c in ("name", "outcome", "table", "rows", "refused")},
                **{c: getattr(f, c) for c in ("first", "last")},
                "fault_zh": f.fault.zh,
                "fault_en": f.fault.en,
            }
            for f in files
        ]
    )
