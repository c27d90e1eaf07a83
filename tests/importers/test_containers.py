"""What a file is, told by its bytes; what is refused, and how clearly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from opslib.errors import ImportProblem
from opslib.importers import Formats, read_file, read_parts
from opslib.importers.container import read_sheets

from .make_samples import _repacked, biff8, html, text, xlsx, zipped

ROWS = [
    ["日期", "展现次数", "访客数", "支付金额"],
    ["2026-05-23", "2,059", "29", "1,020.50"],
    ["2026-05-22", "-", "35", "0"],
]
WANTED = [(2059, 29, 1020.5), (None, 35, 0.0)]
_CONTAINERS = {
    "xlsx": xlsx(ROWS),
    "xlsx with a false dimension": xlsx(ROWS, lie=True),
    "xls": biff8(ROWS),
    "html": html(ROWS),
    "html utf-8": html(ROWS, "utf-8"),
    "csv utf-8": text(ROWS),
    "csv utf-8 with a mark": text(ROWS, encoding="utf-8-sig"),
    "csv gbk": text(ROWS, encoding="gbk"),
    "csv utf-16": text(ROWS, encoding="utf-16"),
    "tsv": text(ROWS, separator="\t"),
    "semicolons": text(ROWS, separator=";"),
    "zip of a csv": zipped("店铺日报.csv", text(ROWS, encoding="gbk")),
    "zip of an xlsx": zipped("a.xlsx", xlsx(ROWS)),
    "preamble and blank rows": xlsx([["数据说明"], [], *ROWS]),
    "a leading empty column": xlsx([["", *r] for r in ROWS]),
}


@pytest.mark.parametrize("kind", _CONTAINERS)
@pytest.mark.parametrize("name", ["店铺.xls", "店铺.xlsx", "店铺.csv", "店铺"])
def test_content_decides_and_never_the_extension(
    kind: str, name: str, put: Callable[..., Path], formats: Formats
):
    """Back-ends call HTML .xls and xlsx .xls: trusting the name would refuse good exports."""
    parsed = read_file(put(name, _CONTAINERS[kind]), formats)
    table = parsed.tables["shop_day"].select(["impressions", "visitors", "pay_amount"])
    assert parsed.format.id == "1688_shop_daily"
    assert [tuple(r.values()) for r in table.to_pylist()] == WANTED


def test_row_numbers_are_those_of_the_sheet(put: Callable[..., Path], formats: Formats):
    """An operator who looks up the row of a problem must find it there."""
    parsed = read_file(put("a.xlsx", xlsx([["数据说明"], [], *ROWS])), formats)
    assert parsed.tables["shop_day"]["source_row"].to_pylist() == [4, 5]


def _bomb() -> bytes:
    return zipped("a.csv", b"0" * 80_000_000)


def _far() -> bytes:
    """Five kilobytes that would need 500 GB laid out, with a dimension that says A1."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "日期", 1
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue(), lie=True)


_BROKEN = {
    "empty": (b"", "empty"),
    "blanks": (b" \r\n\t", "empty"),
    "truncated xlsx": (xlsx(ROWS)[:2000], "damaged"),
    "truncated xls": (biff8(ROWS)[:700], "damaged"),
    "locked xlsx": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "pdf": (b"%PDF-1.7 ...", "no table"),
    "binary": (bytes(range(256)) * 20, "neither a workbook nor readable"),
    "login page": (b"<html><body><form>login</form></body></html>", "no table"),
    "a stray cell": (_far(), "XFD1048576"),
    "no rows": (xlsx([]), "no data"),
    "zip bomb": (_bomb(), "absurd size"),
    "zip with a path out": (zipped("../../evil.csv", text(ROWS)), "dangerous path"),
    "zip with a drive": (zipped("C:\\evil.csv", text(ROWS)), "dangerous path"),
    "zip in a zip": (zipped("a.zip", zipped("b.csv", text(ROWS))), "zip inside a zip"),
}


@pytest.mark.parametrize("fault", _BROKEN)
def test_bad_files_are_refused_with_file_fault_and_way_out(
    fault: str, put: Callable[..., Path], formats: Formats
):
    """A traceback tells an operator nothing; a sentence with the file's name does."""
    data, words = _BROKEN[fault]
    with pytest.raises(ImportProblem) as refused:
        read_parts(put("坏文件.xls", data), formats)
    assert words in refused.value.what.en
    assert "坏文件.xls" in refused.value.where


def test_nothing_is_written_while_a_zip_is_read(put: Callable[..., Path], tmp_path: Path):
    """Unpacking to disk would let a zip choose where its files land."""
    before = sorted(tmp_path.rglob("*"))
    path = put("a.zip", zipped("b.csv", text(ROWS)))
    read_sheets(path)
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == [path]
    assert len(before) == 0


def test_merged_cells_come_as_blanks(put: Callable[..., Path]):
    """Money in a merged cell belongs to the first row only."""
    path = put("a.xlsx", xlsx([["订单", "款"], ["1", "5"], ["", ""]], merged=["A2:A3", "B2:B3"]))
    (sheet,) = read_sheets(path)
    assert sheet.cells.to_pylist()[1:] == [{"0": "1", "1": "5"}]
    page = put("a.xls", "<table><tr><td rowspan=2>1<td>a<tr><td>b<tr><td colspan=2>c<td>d</table>")
    (sheet,) = read_sheets(page)
    assert sheet.cells.to_pylist() == [
        {"0": "1", "1": "a", "2": None},
        {"0": None, "1": "b", "2": None},
        {"0": "c", "1": None, "2": "d"},
    ]


def test_all_sheets_of_a_workbook_are_looked_at(put: Callable[..., Path], formats: Formats):
    """Three advertising reports in one workbook are three exports, not one and a guess."""
    book = openpyxl.Workbook()
    book.active.append(["仓库", "货架", "层", "格"])
    book.create_sheet("填写说明").append(["请勿", "修改", "这", "张", "表"])
    one = book.create_sheet("汇总报表")
    one.append(["日期", "消耗量", "曝光量", "点击量"])
    one.append(["2026-05-23", 10, 100, 5])
    two = book.create_sheet("分计划报表")
    two.append(["统计日期", "一级产品", "消耗量", "曝光量", "点击量"])
    two.append([20260523, "全站推店", 10, 100, 5])
    out = io.BytesIO()
    book.save(out)
    parts = read_parts(put("广告.xlsx", out.getvalue()), formats)
    assert [p.format.id for p in parts] == ["1688_ads_summary", "1688_ads_plan"]
    assert "skipped" in parts[0].problems[0].what.en
    with pytest.raises(ImportProblem, match="several exports"):
        read_file(put("广告.xlsx", out.getvalue()), formats)


def test_a_zip_of_several_exports_gives_each_of_them(put: Callable[..., Path], formats: Formats):
    """The back-end zips several reports; each member is told apart in the ledger."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("日报1.csv", text(ROWS[:2]))
        packed.writestr("日报2.csv", text([ROWS[0], ROWS[2]]))
        packed.writestr("__MACOSX/._日报2.csv", b"\0\1")
    parts = read_parts(put("a.zip", out.getvalue()), formats)
    assert [p.member for p in parts] == ["日报1.csv", "日报2.csv"]


def test_a_quote_that_is_never_closed_is_refused(put: Callable[..., Path], formats: Formats):
    """It would swallow every row below it, and the month would end on the 12th without a word."""
    head = "日期,商品ID,商品名称,访客数,支付金额,支付件数\n"
    rows = [f"2026-05-{d},7,衣,1,2,3\n" for d in range(10, 20)]
    rows[2] = '2026-05-12,7,"5 寸衣,1,2,3\n'
    with pytest.raises(ImportProblem, match=r"row 4 is never closed"):
        read_file(put("a.csv", head + "".join(rows)), formats)
    rows[7] = '2026-05-17,7,衣",1,2,3\n'
    with pytest.raises(ImportProblem, match=r"row 4 is never closed"):
        read_file(put("b.csv", head + "".join(rows)), formats)


def test_titles_with_commas_quotes_and_lines_are_read(put: Callable[..., Path], formats: Formats):
    """A title is free text; a big file takes another way through the reader and must agree."""
    head = "日期,商品ID,商品名称,访客数,支付金额,支付件数\n"
    for count in (3, 20_000):
        rows = [f'2026-05-01,{i},"卫衣, ""好""\n二行",{i % 7},"{i:,}.5",1\n' for i in range(count)]
        table = read_file(put(f"{count}.csv", head + "".join(rows)), formats).tables["product_day"]
        assert table["title"].to_pylist()[-1] == '卫衣, "好" 二行'
        assert table["pay_amount"].to_pylist()[-1] == count - 0.5
        assert table.num_rows == count
    inch = read_file(put("i.csv", head + '2026-05-01,7,5" 衣,1,2,3\n'), formats)
    assert inch.tables["product_day"]["title"].to_pylist() == ['5" 衣']


def test_rows_whose_cells_slipped_are_refused(put: Callable[..., Path], formats: Formats):
    """An unquoted comma in a title moves every number one column to the right."""
    rows = "日期,商品ID,商品名称,访客数,支付金额,支付件数\n2026-05-23,7,卫衣,加绒,5,6,1\n"
    parsed = read_file(put("a.csv", rows + "2026-05-23,8,卫衣,5,6,1\n"), formats)
    assert parsed.tables["product_day"]["item_id"].to_pylist() == ["8"]
    assert "slipped" in parsed.problems[0].what.en and parsed.problems[0].row == 2


def test_excels_xml_of_2003_is_read_and_loads_nothing(put: Callable[..., Path], formats: Formats):
    """Some shop systems still write it; an entity in it must not read the operator's disk."""
    page = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        "<Row><Cell><Data>日期</Data></Cell><Cell><Data>访客数</Data></Cell>"
        '<Cell ss:Index="4"><Data>支付金额</Data></Cell></Row>'
        "<Row><Cell><Data>2026-05-23</Data></Cell><Cell><Data>3</Data></Cell>"
        '<Cell ss:Index="4"><Data>4.5</Data></Cell></Row>'
        "<Row><Cell><Data>&a;</Data></Cell><Cell><Data>3</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>"
    )
    parsed = read_file(put("x.xls", page), formats)
    assert parsed.tables["shop_day"]["pay_amount"].to_pylist() == [4.5]
    assert parsed.problems[0].value == "&a;"


def test_error_cells_of_a_workbook_are_reported(put: Callable[..., Path], formats: Formats):
    """#DIV/0! is not a blank: somebody's formula broke, and they should hear of it."""
    rows = [[], [], ROWS[0], ["2026-05-23", 1, 777], ["2026-05-22", 888, 2]]
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(rows))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            for value, error in ((b"777", b"#DIV/0!"), (b"888", b"#N/A")):
                data = data.replace(b't="n"><v>' + value, b't="e"><v>' + error)
            new.writestr(info.filename, data)
    parsed = read_file(put("a.xlsx", out.getvalue()), formats)
    assert parsed.tables["shop_day"]["impressions"].to_pylist() == [1, None]
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [None, 2]
    assert [(p.row, p.column, p.value) for p in parsed.problems] == [(4, "访客数", "#DIV/0!")]


WIDE = "日期,访客数,浏览量,支付金额,支付买家数\n"
FULL = "2026-03-18,310,900,10,1\n2026-03-19,361,950,20,2\n"


@pytest.mark.parametrize("last", ['2026-03-20,"36', "2026-03-20,36", '2026-03-20,"3,6",950,20'])
def test_a_file_that_ends_in_mid_row_does_not_pass_for_good(
    last: str, put: Callable[..., Path], formats: Formats
):
    """36 visitors instead of 361: a broken download would tell of a lost day."""
    path = put("a.csv", WIDE + FULL + last)
    if last.count('"') % 2:
        with pytest.raises(ImportProblem, match="never closed"):
            read_file(path, formats)
        return
    parsed = read_file(path, formats)
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [310, 361]
    assert parsed.counts["refused"] == 1
    (problem,) = parsed.problems
    assert problem.row == 4 and "cut off" in problem.what.en and "again" in str(problem.fix)


def test_a_big_file_that_ends_in_mid_row_is_told_too(put: Callable[..., Path], formats: Formats):
    """Big files take another way through the reader; the cut must show there as well."""
    head = "日期,商品ID,商品名称,访客数,支付金额,支付件数\n"
    rows = [f"2026-05-01,{i},卫衣好看的长名字,{i % 7},5,1\n" for i in range(12_000)]
    parsed = read_file(put("a.csv", head + "".join(rows) + "2026-05-01,99999,卫"), formats)
    assert parsed.counts == {
        "read": 12_001,
        "accepted": 12_000,
        "refused": 1,
        "totals_dropped": 0,
    }
    assert "cut off" in parsed.problems[0].what.en


def test_trailing_blanks_that_were_left_out_are_no_cut(put: Callable[..., Path], formats: Formats):
    """Some programs write no comma after the last filled cell; all their rows are good."""
    rows = "2026-03-18,310,900\n2026-03-19,361\n2026-03-20,330,900,5,1\n"
    parsed = read_file(put("a.csv", WIDE + rows), formats)
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [310, 361, 330]
    assert parsed.counts["refused"] == 0


def test_short_rows_are_cut_where_blanks_are_written_out(
    put: Callable[..., Path], formats: Formats
):
    """Two downloads joined into one file leave a cut in its middle too."""
    rows = "2026-03-18,310,900,10,\n2026-03-19,3\n2026-03-20,330,900,5,1\n2026-03-21,3"
    parsed = read_file(put("a.csv", WIDE + rows), formats)
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [310, 330]
    assert [p.row for p in parsed.problems] == [3, 5]


def test_short_rows_above_and_below_a_table_are_no_fault(
    put: Callable[..., Path], formats: Formats
):
    """Titles above and sums below a table have few cells; its days count all the same."""
    parsed = read_file(put("a.csv", f"店铺日报\n\n{WIDE}{FULL}合计,671\n"), formats)
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [310, 361]
    assert parsed.counts["refused"] == 0 and parsed.counts["totals_dropped"] == 1
