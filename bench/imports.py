"""A big export through the importer, end to end, against readers that only read it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from opslib.importers import ShopIdentity, import_paths, load_formats
from opslib.places import templates
from opslib.store import Store

from .data import AS_OF
from .timing import Row, compare

HEADER = [
    *("日期", "商品ID", "商品标题", "展现次数", "点击次数", "访客数", "浏览量", "加购人数"),
    *("加购件数", "支付订单数", "支付买家数", "支付件数", "支付金额", "退款金额", "跳失率"),
]


def _rows(count: int, items: int) -> Iterator[list[object]]:
    """Rows of a 1688 product export: ids as text, rates as "12.34%", the rest as numbers."""
    dice = np.random.default_rng(1)
    shown = dice.poisson(300, count)
    clicked = dice.binomial(shown, 0.06)
    bought = dice.binomial(clicked, 0.05)
    for i in range(count):
        day = AS_OF - timedelta(days=i // items)
        seen, pieces = int(clicked[i]), int(bought[i]) * 12
        yield [
            *(day.isoformat(), str(600_000_000_000 + i % items), f"纯棉打底衫女 {i % items}"),
            *(int(shown[i]), seen, seen, seen * 2, seen // 9, seen // 8),
            *(int(bought[i]), int(bought[i]), pieces, round(pieces * 13.7, 2), 0.0),
            f"{40 + i % 2000 / 100:.2f}%",
        ]


def write_xlsx(path: Path, count: int) -> None:
    """An .xlsx of so many rows x 15 columns."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for n, row in enumerate(_rows(count, 2_500), 1):
            sheet.write_row(n, 0, row)


def write_xls(path: Path, count: int) -> None:
    """The same as an old .xls (BIFF8)."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for c, name in enumerate(HEADER):
        sheet.write(0, c, name)
    for n, row in enumerate(_rows(count, 2_500), 1):
        for c, value in enumerate(row):
            sheet.write(n, c, value)
    book.save(str(path))


def _whole(path: Path, count: int) -> None:
    """Parse, validate, type and store every row of the file in a new store."""
    shops = {"s1": ShopIdentity("s1", "s1", "1688", [])}
    with tempfile.TemporaryDirectory() as name:
        found = import_paths(
            [path], Store(Path(name)), load_formats(templates() / "formats"), shop="s1", shops=shops
        )
    assert [f.state for f in found] == ["imported"], found[0].problems[:3]
    assert found[0].rows["accepted"] == count, found[0].rows


def _calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _xlrd(path: Path) -> None:
    import xlrd

    sheet = xlrd.open_workbook(str(path)).sheet_by_index(0)
    for n in range(sheet.nrows):
        sheet.row_values(n)


def run(rounds: int) -> list[Row]:
    """The importer's bars."""
    with tempfile.TemporaryDirectory() as name:
        new, old = Path(name) / "products.xlsx", Path(name) / "products.xls"
        write_xlsx(new, 100_000)
        write_xls(old, 60_000)

        def ours_new() -> None:
            _whole(new, 100_000)

        return [
            compare(
                "import xlsx 100k x 15, end to end / python-calamine rows",
                *(1.3, ours_new, lambda: _calamine(new), rounds),
            ),
            compare(
                "import xlsx 100k x 15, end to end / pandas.read_excel",
                *(0.12, ours_new, lambda: pd.read_excel(new), rounds),
            ),
            compare(
                "import xls 60k x 15, end to end / xlrd",
                *(0.5, lambda: _whole(old, 60_000), lambda: _xlrd(old), rounds),
            ),
        ]
