"""What is written beside the page: data.json and tables.xlsx."""

from __future__ import annotations

import json
import math
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from opslib.ids import number_id
from opslib.labels import Label, speaking
from opslib.model import Number, Subject
from opslib.report.workbook import neutral
from tests.report import examples as ex
from tests.report.page import blocks, build


def test_member_ids_are_the_first_digits_of_sha1() -> None:
    """`opslib why` could not find a product's figure under another id."""
    assert number_id("pay_amount", 7) == "pay_amount.7d"
    # sha1("abc") = a9993e36 4706816a ba3e2571 7850c26c 9cd0d89d (FIPS 180-2, appendix A)
    assert number_id("pay_amount", 7, "product", "abc") == "pay_amount.7d.product.a9993e36"


def test_one_id_never_stands_for_two_values() -> None:
    """Two sections that disagree about the same figure must not both be printed."""
    sheet = ex.sheet()
    sheet.add(Number("x.7d", "x", Label("x", "x"), 1.0, "count", 7))
    sheet.add(Number("x.7d", "x", Label("x", "x"), 1.0 + 1e-12, "count", 7))
    with pytest.raises(ValueError, match=r"x\.7d"):
        sheet.add(Number("x.7d", "x", Label("x", "x"), 2.0, "count", 7))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, lang: str) -> None:
    """A report that differs on each run cannot be compared with yesterday's copy."""
    written = []
    for run in ("one", "two"):
        folder = tmp_path / run
        folder.mkdir()
        with speaking(lang):  # type: ignore[arg-type]
            sheet, _ = build()
            sheet.write(folder)
        written.append([(folder / n).read_bytes() for n in ("data.json", "tables.xlsx")])
    assert written[0] == written[1]


def test_the_last_bit_of_a_sum_does_not_change_the_file() -> None:
    """Parallel sums differ in their last bit; data.json must not."""
    texts = []
    for value in (0.1 + 0.2, 0.3):
        sheet = ex.sheet()
        sheet.add(Number("x.7d", "x", Label("x", "x"), value, "count", 7))
        texts.append(json.dumps(sheet.data()))
    assert texts[0] == texts[1]


def test_data_json_keeps_the_promised_keys(tmp_path: Path) -> None:
    """Scripts of other people read these keys."""
    sheet, _ = build()
    sheet.write(tmp_path)
    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    keys = "report shop as_of lang profile numbers findings checked false_alarms_expected"
    assert set(keys.split()) <= data.keys()
    number = "id metric label value unit window baseline change n members evidence"
    assert set(number.split()) <= data["numbers"][0].keys()
    finding = "id rule guide severity subject value threshold money probability minutes title"
    assert set(f"{finding} action evidence".split()) <= data["findings"][0].keys()
    assert data["findings"][0]["money"] == {
        "low": 3200, "mid": 4900, "high": 6700, "currency": "CNY"
    }  # fmt: skip


def test_missing_values_are_null_not_nan(tmp_path: Path) -> None:
    """NaN is no JSON; a strict reader would refuse the whole file."""
    sheet = ex.sheet()
    sheet.add(Number("x.7d", "x", Label("x", "x"), math.nan, "count", 7))
    sheet.write(tmp_path)
    assert json.loads((tmp_path / "data.json").read_text("utf-8"))["numbers"][0]["value"] is None


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t=", "\r@", " =", "＝"])
def test_text_that_looks_like_a_formula_is_neutralised(tmp_path: Path, lead: str) -> None:
    """A product called =cmd|'/C calc' must not run when the operator opens the workbook."""
    hostile = f"{lead}cmd|' /C calc'!A0"
    sheet = ex.sheet(shop_name=hostile)
    frame = pd.DataFrame({hostile: [hostile, "x"], "n": [-5.0, math.nan]})
    sheet.table("t", Label("a/b:[c]*?" + "长" * 40, "t"), frame)
    sheet.write(tmp_path)
    page = openpyxl.load_workbook(tmp_path / "tables.xlsx").worksheets[0]
    cell = page.cell(2, 1)
    assert cell.data_type == "s" and str(cell.value).startswith("'")
    assert str(page.cell(1, 1).value).startswith("'")
    assert page.cell(2, 2).value == -5, "a negative figure stays a figure"
    assert page.cell(3, 2).value is None


def test_harmless_text_is_left_alone() -> None:
    """A quote in front of every cell would spoil look-ups."""
    assert neutral("纯棉打底衫") == "纯棉打底衫"
    assert neutral("a=b") == "a=b"


def test_two_tables_of_one_name_get_two_sheets(tmp_path: Path) -> None:
    """Excel refuses a workbook with two sheets of one name; so the run would fail."""
    sheet = ex.sheet()
    for key in ("one", "two"):
        sheet.table(key, Label("同名", "Same"), pd.DataFrame({"a": [1]}))
    sheet.write(tmp_path)
    tabs = openpyxl.load_workbook(tmp_path / "tables.xlsx").sheetnames
    assert tabs[:2] == ["同名", "同名 2"]


def test_the_summary_line_is_plain_and_complete() -> None:
    """The checked cell of the notebook compares exactly this line."""
    sheet = ex.sheet()
    sheet.add(Number("visitors.7d", "visitors", Label("", ""), 2940.0, "count", 7, Subject()))
    told = sheet.summary_line("visitors", "pay_amount")
    assert told == "demo_1688 2026-11-20 | visitors 2940 | pay_amount - | findings 0"


def test_every_shown_figure_is_in_data_json() -> None:
    """A figure on the page that is not in the data cannot be traced to file and row."""
    from tests.report.reading import Reading

    sheet, shown = build()
    ids: set[str] = set()
    for block in shown.values():
        ids |= Reading(block.html).figures.keys()
    assert ids and ids <= sheet.numbers.keys()
    assert {"pay_amount.1d", "pay_amount.30d", "findings.money"} <= ids
    assert set(blocks()) == set(shown)


def test_each_number_says_what_it_is_compared_with(tmp_path: Path) -> None:
    """A mean of four weeks under the heading 'period before' is a wrong number in Excel."""
    with speaking("zh"):
        sheet, _ = build()
        sheet.write(tmp_path)
    numbers = {n["id"]: n for n in json.loads((tmp_path / "data.json").read_text())["numbers"]}
    assert all(bool(n["against"]) or n["change"] is None for n in numbers.values())
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    head, *rows = book["数字"].iter_rows(values_only=True)
    told = {row[0]: dict(zip(head, row, strict=True))["和谁比"] for row in rows}
    assert told["pay_amount.7d"] in ("前一期", "同星期", "去年同期")
    assert all(bool(told[id]) == bool(n["against"]) for id, n in numbers.items())
