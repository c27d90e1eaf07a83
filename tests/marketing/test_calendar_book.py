"""calendar.xlsx as an operator gets it, edits it in Excel and brings it back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from opslib import open_shop
from opslib.events import KINDS
from opslib.marketing.files import BOOK, COLUMNS, write_book
from opslib.workspace import Workspace
from tests.marketing.test_calendar_page import HEAD, SALE, year

THEME = {
    "活动名称": "11月主题",
    "活动类型": "月度主题",
    "主题": "返场",
    "开始日期": "2026-11-01",
    "结束日期": "2026-11-30",
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook of a shop with one sale and a theme; December and most weeks are empty."""
    made = year(tmp_path / "first", {**SALE, "活动编号": "A"}, {**THEME, "活动编号": "T"})
    write_book(made, tmp_path / BOOK)
    return tmp_path / BOOK


def cells(page, title: str) -> int:
    """The column of a head, counted from 1."""
    return [c.value for c in page[1]].index(title) + 1


def test_heads_stay_in_sight_and_no_cell_is_cut(book):
    """Whoever scrolls to row 40 must still see what he fills in."""
    page = openpyxl.load_workbook(book).active
    assert page.freeze_panes == "C2"
    assert [c.value for c in page[1]] == HEAD
    widths = [page.column_dimensions[openpyxl.utils.get_column_letter(x + 1)].width for x in (1, 4)]
    assert widths[0] >= 20 and widths[1] >= 10
    dates = [page.cell(2, cells(page, t)) for t in ("开始日期", "结束日期")]
    assert all(isinstance(c.value, datetime) and c.number_format == "yyyy-mm-dd" for c in dates)


def test_every_column_with_a_choice_has_its_drop_down(book):
    """A typed '进行' is a state that nothing understands; a list has none to mistype."""
    page = openpyxl.load_workbook(book).active
    listed = {}
    for rule in page.data_validations.dataValidation:
        assert rule.type == "list"
        column = next(iter(rule.sqref.ranges)).min_col
        assert next(iter(rule.sqref.ranges)).max_row > page.max_row + 100
        listed[HEAD[column - 1]] = rule.formula1.strip('"').split(",")
    wanted = {title: list(choices) for title, _, choices in COLUMNS if choices}
    assert listed == wanted and {"活动类型", "活动状态", "海报就绪"} <= set(listed)
    assert all(len(",".join(c)) <= 255 for c in wanted.values())  # Excel's limit of a list


def test_every_choice_of_the_lists_is_understood_on_import(tmp_path):
    """A kind that can be chosen and is then taken for 'other' loses its steps and checks."""
    kinds = dict(COLUMNS_OF)["活动类型"]
    rows = [
        {**SALE, "活动编号": f"K{k}", "活动名称": kind, "活动类型": kind}
        for k, kind in enumerate(kinds)
    ]
    made = year(tmp_path / "w", *rows)
    assert {a.name: KINDS[a.kind].zh for a in made.activities} == {k: k for k in kinds}
    assert len(kinds) == len(KINDS)


COLUMNS_OF = [(title, choices) for title, _, choices in COLUMNS]


def test_what_is_edited_in_the_workbook_comes_back(book, tmp_path):
    """A proposal taken, a day moved, a row added: all three must be in the calendar afterwards."""
    opened = openpyxl.load_workbook(book)
    page = opened.active
    at = {title: cells(page, title) for title in HEAD}
    rows = {page.cell(y, at["活动编号"]).value: y for y in range(2, page.max_row + 1)}
    page.cell(rows["A"], at["结束日期"]).value = datetime(2026, 11, 29)
    page.cell(rows["A"], at["参与人数"]).value = 12
    states = [page.cell(y, at["活动状态"]).value for y in range(2, page.max_row + 1)]
    taken = states.index("建议") + 2
    page.cell(taken, at["活动状态"]).value = "计划"
    name = page.cell(taken, at["活动名称"]).value
    page.append(
        [{**SALE, "活动名称": "加的一行", "开始日期": date(2026, 12, 20)}.get(h) for h in HEAD]
    )
    page.cell(page.max_row, at["结束日期"]).value = date(2026, 12, 21)
    opened.save(book)
    root = tmp_path / "second"
    done = Workspace.init(root, platform="1688", shop="s1").import_files([book])
    assert not [p for f in done for p in f.problems]
    back = open_shop(root, shop="s1", as_of="2026-11-20").year()
    found = {a.name: a for a in back.activities}
    assert (found["清仓"].end, found["清仓"].participants) == (date(2026, 11, 29), 12.0)
    assert found[name].state == "planned" and found[name].stands
    assert found["加的一行"].start == date(2026, 12, 20)
    left = [a for a in back.activities if a.state == "proposed"]
    assert len(left) == states.count("建议") - 1 and not any(a.stands for a in left)


def test_the_workbook_replaces_the_register_of_its_year(book, tmp_path):
    """Brought into the same shop, nothing is there twice; a row deleted in it is gone."""
    opened = openpyxl.load_workbook(book)
    page = opened.active
    ids = [page.cell(y, cells(page, "活动编号")).value for y in range(2, page.max_row + 1)]
    page.delete_rows(ids.index("T") + 2)
    opened.save(book)
    Workspace.open(tmp_path / "first").import_files([book])
    back = open_shop(tmp_path / "first", shop="s1", as_of="2026-11-20").year()
    assert [a.id for a in back.activities if a.stands] == ["A"]


def test_a_name_that_begins_like_a_formula_stays_text(tmp_path):
    """'@SUM(A1)' from a shared sheet must not be run by Excel, nor be changed by a round trip."""
    made = year(tmp_path / "w", {**SALE, "活动名称": "@SUM(A1)", "备注": "-2+3"})
    write_book(made, tmp_path / BOOK)
    page = openpyxl.load_workbook(tmp_path / BOOK).active
    for title, text in (("活动名称", "@SUM(A1)"), ("备注", "-2+3")):
        cell = page.cell(2, cells(page, title))
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
    assert not page.cell(2, cells(page, "活动类型")).quotePrefix
    Workspace.open(tmp_path / "w").import_files([tmp_path / BOOK])
    back = open_shop(tmp_path / "w", shop="s1", as_of="2026-11-20").year()
    assert "@SUM(A1)" in {a.name for a in back.activities}
