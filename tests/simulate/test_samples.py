"""The sample folders: same bytes every time, clean, small, and true to the facts."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
import xlrd

from opslib.places import samples as sample_folder
from opslib.places import templates
from opslib.simulate import samples, shop
from opslib.simulate.exports_desk import TABLES
from opslib.simulate.exports_orders import HEADERS
from opslib.simulate.registers import write_registers

from .conftest import SHORT


def digests(folder: Path) -> dict[str, str]:
    return {
        str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in sorted(folder.rglob("*"))
        if f.is_file()
    }


def cells(path: Path) -> list[list[object]]:
    page = openpyxl.load_workbook(path).worksheets[0]
    return [[c.value for c in row] for row in page.iter_rows()]


def test_writing_twice_gives_the_same_bytes(short, tmp_path):
    """Regenerated samples must not show up as changes in every commit."""
    samples.write_samples(tmp_path, days=SHORT)
    assert digests(short) == digests(tmp_path)


def test_committed_samples_are_those_of_the_generator(cotton_ledger):
    """Samples and generator must not drift apart: the ledger of today is the one on disk."""
    path = sample_folder() / "shop_1688" / "truth" / "causes.csv"
    with path.open(encoding="utf-8-sig") as file:
        rows = {r["id"]: r for r in csv.DictReader(file)}
    assert list(rows) == list(cotton_ledger.index)
    for name, row in cotton_ledger.iterrows():
        assert rows[name]["member"] == row["member"]
        assert float(rows[name]["pay_amount_effect"]) == pytest.approx(row["pay_amount_effect"])
        assert int(rows[name]["impressions_effect"]) == row["impressions_effect"]


def test_committed_samples_are_small():
    """They travel inside the wheel."""
    size = sum(f.stat().st_size for f in sample_folder().glob("shop_*/*/*") if f.is_file())
    assert size < 8_500_000


def test_shop_overview_is_newest_first_text_with_a_preamble(short, cotton):
    """1688 核心看板: sheet 所有终端指标, preamble row, newest day first, cells are text."""
    path = short / "shop_1688" / "inbox" / "核心看板_2026-11.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["所有终端指标"]
    rows = cells(path)
    assert rows[0][0].startswith("数据说明")
    assert rows[1][:3] == ["日期", "展现次数", "广告展现次数"]
    assert rows[2][0] == "2026-11-20"
    assert rows[-1][0] == "2026-11-01"
    assert all(isinstance(v, str) for v in rows[2])


def test_orders_have_49_columns_and_merged_heads(short):
    """Money stands on an order's first row alone, under merged cells; ids are 19 digits of text."""
    path = short / "shop_1688" / "inbox" / "订单列表_2026-11.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["订单列表"]
    assert [c.value for c in page[1]] == HEADERS
    assert len(HEADERS) == 49
    merged = [r for r in page.merged_cells.ranges if r.min_col == 1]
    assert len(merged) > 20
    first = min(merged, key=lambda r: r.min_row)
    assert re.fullmatch(r"\d{19}", page.cell(first.min_row, 1).value)
    assert page.cell(first.min_row + 1, 9).value is None
    assert page.cell(first.min_row + 1, 25).value is not None


def test_order_file_adds_up_to_the_facts(short):
    """The exports are the facts, to the cent."""
    spec = samples.cotton()
    spec = replace(spec, start=spec.end - timedelta(days=SHORT - 1))
    facts = shop.simulate_facts(spec, samples.SEED)["order"].to_pandas()
    paid = 0.0
    for path in (short / "shop_1688" / "inbox").glob("订单列表_*.xlsx"):
        rows = cells(path)
        at = rows[0].index("实付款(元)")
        paid += sum(float(r[at]) for r in rows[1:] if r[at] is not None)
    assert paid == pytest.approx(facts["paid_amount"].sum(), abs=0.005)


def test_alibaba_weeks_are_true_biff8_with_the_period_in_a1(short):
    """Alibaba.com: BIFF8, A1 with period, header in the sixth row, trailing blanks kept."""
    path = short / "shop_alibaba" / "inbox" / "Products-2026-11-14.xls"
    assert path.read_bytes()[:4] == bytes.fromhex("D0CF11E0")
    page = xlrd.open_workbook(path).sheet_by_index(0)
    assert page.cell_value(0, 0) == "产品数据, 时间周期 2026-11-08~2026-11-14"
    assert page.row_values(1) == [""] * page.ncols
    header = page.row_values(5)
    assert header[:3] == ["产品ID", "产品名称", "是否橱窗"]
    assert "TM咨询人数 " in header


def test_untidy_files_are_there(short):
    """Each kind of mess that the README promises exists."""
    inbox = short / "shop_1688" / "inbox"
    (gbk,) = inbox.glob("核心看板_*.csv")
    with pytest.raises(UnicodeDecodeError):
        gbk.read_bytes().decode("utf-8")
    assert gbk.read_bytes().decode("gb18030").startswith("日期,展现次数")
    (twice,) = inbox.glob("* (1).xls")
    original = inbox / twice.name.replace(" (1)", "")
    assert twice.read_bytes() == original.read_bytes()
    assert original.read_bytes()[:2] == b"PK"
    plans = cells(next(inbox.glob("数字营销_分计划报表_2026Q4.xlsx")))
    assert plans[-1][1] == "汇总"
    assert plans[1][0] == 20261030


def test_no_person_is_in_the_samples():
    """Names, phones and addresses are visibly invented."""
    path = sample_folder() / "shop_1688" / "inbox" / "订单列表_2026-11.xlsx"
    rows = cells(path)
    column = {h: i for i, h in enumerate(rows[0])}
    buyers = {r[column["买家会员名"]] for r in rows[1:]} - {None}
    assert all(re.fullmatch(r"买家\d{5}", b) for b in buyers)
    assert {r[column["联系手机"]] for r in rows[1:]} <= {None, "10000000000"}
    assert {r[column["收货人姓名"]] for r in rows[1:]} <= {None, "示例收货人"}


def test_committed_registers_are_those_of_the_generator(tmp_path):
    """The empty tables under templates/registers show the headers that the samples use."""
    for path in write_registers(tmp_path):
        assert path.read_bytes() == (templates() / "registers" / path.name).read_bytes()


def test_register_headers_and_lists():
    """A hand-kept table without its drop-down invites spellings that nothing recognises."""
    name, columns = TABLES["inquiry"]
    book = openpyxl.load_workbook(templates() / "registers" / f"{name}.xlsx")
    page = book[name]
    assert [c.value for c in page[1]] == list(columns.values())
    assert page.max_row == 1
    lists = {v.formula1 for v in page.data_validations.dataValidation}
    assert '"新询盘,处理中,已报价,已寄样,已成交,已丢单,无效"' in lists
    assert book.sheetnames[1] == "填写说明"
