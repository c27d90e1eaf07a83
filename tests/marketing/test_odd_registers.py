"""Registers with the mistakes that people make: each is told, and what is right still counts."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from opslib import open_shop
from opslib.labels import speaking
from opslib.workspace import Workspace
from tests.cli.calls import call
from tests.marketing.test_calendar_page import HEAD, SALE, page, register, year


def brought(root: Path, sheet: Path) -> tuple[list, str]:
    """Activities after importing one sheet, and what the import complained of."""
    opened = Workspace.init(root, platform="1688", shop="s1")
    with speaking("zh"):
        done = opened.import_files([sheet])
        told = " ".join(str(p.what) + str(p.fix) for f in done for p in f.problems)
    return open_shop(root, shop="s1", as_of="2026-11-20").year().activities, told


def test_an_activity_that_ends_before_it_begins_is_refused_and_said(tmp_path):
    """It would run for ever, or not at all; the other rows must not suffer for it."""
    turned = {**SALE, "活动名称": "倒着的", "开始日期": "2026-12-10", "结束日期": "2026-12-01"}
    listed, told = brought(tmp_path / "w", register(tmp_path / "c.xlsx", SALE, turned))
    assert [a.name for a in listed] == ["清仓"]
    assert "结束早于开始" in told


@pytest.mark.parametrize("day", ["2026-13-05", "2026-02-30", "13月5日", "下个月初", "2026-00-10"])
def test_a_month_or_day_that_does_not_exist_is_refused_and_said(tmp_path, day):
    """A thirteenth month is a typing slip; a guess would plan the wrong week."""
    odd = {**SALE, "活动名称": "十三月", "开始日期": day, "结束日期": day}
    listed, told = brought(tmp_path / "w", register(tmp_path / "c.xlsx", SALE, odd))
    assert [a.name for a in listed] == ["清仓"]
    assert "读不懂" in told


def test_a_merged_title_above_the_heads_is_read_over(tmp_path):
    """Sheets are made pretty with a merged title; the heads in the row below are the heads."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026 年营销日历"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
    sheet.append(HEAD)
    sheet.append([SALE.get(h) for h in HEAD])
    book.save(tmp_path / "c.xlsx")
    listed, _ = brought(tmp_path / "w", tmp_path / "c.xlsx")
    assert [(a.name, f"{a.start}", f"{a.end}") for a in listed] == [
        ("清仓", "2026-11-26", "2026-11-27")
    ]


def test_heads_merged_over_two_rows_are_found(tmp_path):
    """'日期' merged over the two dates, the other heads merged downwards: the lower row counts."""
    book = openpyxl.Workbook()
    sheet = book.active
    for x, head in enumerate(HEAD, start=1):
        dated = head in ("开始日期", "结束日期")
        sheet.cell(1 if not dated else 2, x, head)
        if not dated:
            sheet.cell(2, x, head)
    first = HEAD.index("开始日期") + 1
    sheet.cell(1, first, "日期")
    sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=first + 1)
    sheet.append([SALE.get(h) for h in HEAD])
    book.save(tmp_path / "c.xlsx")
    listed, _ = brought(tmp_path / "w", tmp_path / "c.xlsx")
    assert [(a.name, f"{a.start}") for a in listed] == [("清仓", "2026-11-26")]


def test_names_merged_downwards_over_rows_are_told_not_guessed(tmp_path):
    """One name merged over three Thursdays: only its first row has it, the others are refused."""
    path = register(tmp_path / "c.xlsx", SALE, {**SALE, "开始日期": "2026-12-03"})
    book = openpyxl.load_workbook(path)
    x = HEAD.index("活动名称") + 1
    book.active.merge_cells(start_row=2, start_column=x, end_row=3, end_column=x)
    book.save(path)
    listed, told = brought(tmp_path / "w", path)
    assert [f"{a.start}" for a in listed] == ["2026-11-26"]
    assert "没有填" in told


def test_registers_of_overlapping_years_count_each_activity_once(tmp_path):
    """Last year's sheet kept beside this year's, one activity of December in both."""
    over = {**SALE, "活动编号": "N", "开始日期": "2025-12-29", "结束日期": "2026-01-03"}
    made = year(tmp_path / "w", over, {**SALE, "活动编号": "B"})
    again = register(tmp_path / "next.xlsx", {**SALE, "活动编号": "B"}, over)
    Workspace.open(tmp_path / "w").import_files([again])
    now = open_shop(tmp_path / "w", shop="s1", as_of="2026-11-20").year()
    assert sorted(a.id for a in now.activities) == sorted(a.id for a in made.activities)
    assert not now.coverage.collisions


@pytest.mark.parametrize("asked", ["1999", "2036"])
def test_a_year_that_is_not_known_is_refused(tmp_path, asked):
    """Holidays are known from 2020 to 2035; beyond them the page would plan on nothing."""
    Workspace.init(tmp_path / "w", platform="1688", shop="s1")
    words = ["run", "marketing_calendar", "--as-of", "2026-11-20", "-p", f"year={asked}"]
    told = call(*words, "-w", "w", cwd=tmp_path)
    assert told.code and "2020" in told.err and "2035" in told.err


def test_a_flash_sale_without_an_end_is_asked_for_one(tmp_path):
    """A discount without an end becomes the price (guide row 003-29)."""
    made = year(tmp_path / "w", {**SALE, "开始日期": "2026-11-19", "结束日期": None})
    assert "清仓”没写结束日期" in page(made)
