"""From recognised sheets to facts: orders, periods, totals, repeated keys, doubtful columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from opslib.errors import ImportProblem
from opslib.importers import Formats, Parsed, read_file

from .conftest import FIXTURES
from .make_samples import biff8, text, xlsx
from .sample_rows import ORDER_HEADER, SHOP_HEAD, _order

Put = Callable[..., Path]


def _told(parsed: Parsed, words: str) -> list:
    return [p for p in parsed.problems if words in p.what.en]


def test_money_of_a_merged_order_stands_once(put: Put, formats: Formats):
    """Carrying 实付款 down to the second line would double the shop's sales."""
    rows = [
        ORDER_HEADER,
        _order(
            id="1",
            paid="129.00",
            made="2026-05-25 10:30:00",
            status="交易成功",
            price="12.8",
            qty="6",
        ),
        _order(price="12.8", qty="4"),
        _order(
            id="2", paid="10.00", made="2026-05-26 10:30:00", status="交易关闭", price="10", qty="1"
        ),
    ]
    parsed = read_file(put("o.xlsx", xlsx(rows)), formats)
    orders, lines = parsed.tables["order"], parsed.tables["order_line"]
    assert orders["paid_amount"].to_pylist() == [129.0, 10.0]
    assert orders["status"].to_pylist() == ["done", "closed"]
    assert lines["order_id"].to_pylist() == ["1", "1", "2"]
    assert lines["line_no"].to_pylist() == [1, 2, 1]
    assert lines["amount"].to_pylist() == [76.8, 51.2, 10.0]
    assert lines["date"].to_pylist() == [date(2026, 5, 25), date(2026, 5, 25), date(2026, 5, 26)]
    assert parsed.counts == {"read": 3, "accepted": 3, "refused": 0, "totals_dropped": 0}


def test_an_orphan_line_at_the_top_is_refused(put: Put, formats: Formats):
    """A cut-off file starts in the middle of an order: its line belongs to nobody we know."""
    rows = [
        ORDER_HEADER,
        _order(price="12.8", qty="4"),
        _order(id="2", paid="10.00", made="2026-05-26 10:30:00", price="10", qty="1"),
    ]
    parsed = read_file(put("o.xlsx", xlsx(rows)), formats)
    (problem,) = _told(parsed, "no order above")
    assert (problem.row, problem.severity) == (2, "refused")
    assert parsed.tables["order_line"]["order_id"].to_pylist() == ["2"]
    assert parsed.counts["refused"] == 1


def test_an_order_that_does_not_add_up_is_a_warning(put: Put, formats: Formats):
    """Red packets make gaps; the amount paid counts, and the operator is told."""
    rows = [
        ORDER_HEADER,
        _order(
            id="1", goods="100", freight="6", adjust="-5", paid="101", made="2026-05-26 10:00:00"
        ),
        _order(
            id="2", goods="100", freight="6", adjust="-5", paid="90", made="2026-05-26 10:00:00"
        ),
    ]
    parsed = read_file(put("o.xlsx", xlsx(rows)), formats)
    (problem,) = _told(parsed, "do not add up")
    assert (problem.row, problem.value, problem.severity) == (3, "90", "warning")
    assert parsed.tables["order"]["paid_amount"].to_pylist() == [101.0, 90.0]


def test_order_numbers_kept_as_numbers_are_warned_of(put: Put, formats: Formats):
    """19 digits in a number cell have lost the last ones: joins with parcels fail silently."""
    rows = [ORDER_HEADER, _order(id=2026052512345678901.0, paid="1", made="2026-05-26 10:00:00")]
    parsed = read_file(put("o.xlsx", xlsx(rows)), formats)
    assert _told(parsed, "over 15 digits")


def test_online_retail_by_toml_alone(formats: Formats):
    """A wholesaler's odd file, cancellations and unknown customers, without a line of Python.

    By hand: 537446 = 4 x 5.49 + 8 x 1.69 + 12 x 2.10 + 12 x 1.25 = 75.68; 537447 = 12 x 3.75.
    """
    parsed = read_file(FIXTURES / "online_retail_2010-12-07.csv", formats)
    orders = {o["order_id"]: o for o in parsed.tables["order"].to_pylist()}
    assert orders["537446"]["paid_amount"] == pytest.approx(75.68, abs=1e-9)
    assert orders["537447"]["paid_amount"] == 45.0
    gone = orders["C537444"]
    assert (gone["status"], gone["paid_amount"], gone["refund_amount"]) == ("closed", 0.0, 47.6)
    assert orders["537449"]["status"] == "closed"  # a stock correction without money
    assert orders["537449"]["buyer"] is None
    assert len(orders["537446"]["buyer"]) == 16
    lines = parsed.tables["order_line"].to_pylist()
    assert lines[0]["amount"] == -47.6
    assert {o["currency"] for o in orders.values()} == {"GBP"}
    assert parsed.period == (date(2010, 12, 7), date(2010, 12, 7))


def test_a_buyer_is_the_same_however_the_number_was_kept(put: Put, formats: Formats):
    """16746 and 16746.0 are one customer; another salt gives another hash."""
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    rows = "1,A,x,1,2026-05-01 10:00:00,1,16746.0,UK\n2,A,x,1,2026-05-01 10:00:00,1,16746,UK"
    path = put("a.csv", f"{head}\n{rows}\n")
    first, second = read_file(path, formats).tables["order"]["buyer"].to_pylist()
    assert first == second
    assert read_file(path, formats, salt="x").tables["order"]["buyer"][0].as_py() != first


def test_rows_without_a_readable_day_are_refused_and_the_rest_imported(put: Put, formats: Formats):
    """One typo must not cost the other thirty days, nor slip in under a wrong day."""
    rows = [
        ["日期", "访客数", "支付金额"],
        ["2026-05-23", "1", "2"],
        ["5/3/2026", "3", "4"],
        ["", "5", "6"],
    ]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.tables["shop_day"]["date"].to_pylist() == [date(2026, 5, 23)]
    assert [(p.row, p.column, p.value) for p in _told(parsed, "date")] == [
        (3, "日期", "5/3/2026"),
        (4, "日期", None),
    ]
    assert parsed.counts == {"read": 3, "accepted": 1, "refused": 2, "totals_dropped": 0}


def test_an_unreadable_value_is_empty_and_reported_with_its_cell(put: Put, formats: Formats):
    """Never silent: the cell is named, the rest of its row stays."""
    rows = [["日期", "访客数", "支付金额"], ["2026-05-23", "很多", "2"], ["2026-05-22", "4", "1,5"]]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.tables["shop_day"].select(["visitors", "pay_amount"]).to_pylist() == [
        {"visitors": None, "pay_amount": 2.0},
        {"visitors": 4, "pay_amount": None},
    ]
    assert [(p.row, p.column, p.value, p.severity) for p in parsed.problems] == [
        (2, "访客数", "很多", "warning"),
        (3, "支付金额", "1,5", "warning"),
    ]


def test_a_long_list_of_the_same_fault_is_counted(put: Put, formats: Formats):
    """A thousand equal lines would hide the one that differs."""
    rows = [["日期", "访客数", "支付金额"], *[["2026-05-23", "x", "1"]] * 50]
    rows.append(["2026-05-24", "3", "1"])
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert len(_told(parsed, "cannot be read")) == 21
    assert "30 more rows" in parsed.problems[1].what.en  # printed, as the head of the list is


@pytest.mark.parametrize("word", ["合计", "总计", "汇总", "Total"])
def test_totals_are_dropped_and_counted(word: str, put: Put, formats: Formats):
    """A total row that is imported doubles every figure."""
    rows = [["日期", "访客数", "支付金额"], ["2026-05-23", "1", "2"], [word, "1", "2"]]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.counts == {"read": 2, "accepted": 1, "refused": 0, "totals_dropped": 1}


def test_repeated_headers_take_the_first_filled_column(put: Put, formats: Formats):
    """宝贝种类 and `宝贝种类 ` occur together in real files; one of them is empty."""
    rows = [["日期", "访客数", "访客数 ", "支付金额"], ["2026-05-23", "", "7", "2"]]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.tables["shop_day"]["visitors"].to_pylist() == [7]
    assert _told(parsed, "occurs 2 times")


def test_a_column_nobody_knows_is_told(put: Put, formats: Formats):
    """A renamed indicator would otherwise be missing from the report without a word."""
    rows = [["日期", "访客数", "支付金额", "支付新指标"], ["2026-05-23", "1", "2", "3"]]
    (problem,) = read_file(put("a.csv", text(rows)), formats).problems
    assert "支付新指标" in problem.what.en and "1688_shop_daily" in problem.fix.en


def test_the_same_key_twice_is_reported_and_counted_once(put: Put, formats: Formats):
    """56 of 11,815 rows of a real file repeat a key: adding both would be a silent wrong number."""
    head = ["统计日期", "商品ID", "商品访客数", "支付金额", "支付件数"]
    rows = [head, *[["2026-05-23", "7", "5", "10", "1"]] * 2, ["2026-05-23", "7", "6", "10", "1"]]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.tables["product_day"]["visitors"].to_pylist() == [5]
    assert parsed.counts["refused"] == 2
    assert [p.row for p in _told(parsed, "other values")] == [4]
    assert [p.row for p in _told(parsed, "whole row")] == [3]


def test_a_week_goes_to_the_window_table_and_a_day_to_the_day_table(put: Put, formats: Formats):
    """Visitors of a week are no sum of days; mixing them would count people twice."""
    head = ["统计日期", "商品ID", "商品访客数", "支付金额", "支付件数"]
    rows = [
        head,
        ["2026-05-17~2026-05-23", "7", "50", "1", "1"],
        ["2026-05-23", "7", "9", "1", "1"],
    ]
    tables = read_file(put("a.csv", text(rows)), formats).tables
    (window,) = tables["product_window"].to_pylist()
    assert (window["date"], window["days"], window["visitors"]) == (date(2026, 5, 23), 7, 50)
    assert tables["product_day"]["visitors"].to_pylist() == [9]


def test_a_range_where_only_days_fit_is_refused(put: Put, formats: Formats):
    """Advertising of a week kept as one day would be a false peak."""
    head = ["日期", "消耗量", "曝光量", "点击量"]
    rows = [head, ["2026-05-17~2026-05-23", "70", "100", "5"], ["2026-05-23", "10", "20", "1"]]
    parsed = read_file(put("a.csv", text(rows)), formats)
    assert parsed.tables["ad_day"]["spend"].to_pylist() == [10.0]
    assert _told(parsed, "several days")[0].row == 2


def test_the_period_may_stand_above_the_header_or_in_the_name(put: Put, formats: Formats):
    """Alibaba.com writes the week into A1; some files have it in their name only."""
    head = ["产品ID", "产品名称", "搜索曝光次数", "搜索点击次数", "访问人数", "询盘个数"]
    rows = [head, [1601825074604, "x", 10, 2, 3, 1]]
    above = [["产品数据, 时间周期 2026-09-13~2026-09-19"], [], [], [], [], *rows]
    parsed = read_file(put("Products-2026-09-19.xls", biff8(above)), formats)
    assert parsed.period == (date(2026, 9, 13), date(2026, 9, 19)) and not parsed.problems
    named = read_file(put("产品_2026-09-13_2026-09-19.xls", biff8(rows)), formats)
    assert named.tables["product_window"]["days"].to_pylist() == [7]
    with pytest.raises(ImportProblem, match="which day"):
        read_file(put("产品.xls", biff8(rows)), formats)


def test_a_file_name_that_contradicts_the_rows_is_told(put: Put, formats: Formats):
    """Browser copies and renamed files are how yesterday's data becomes today's."""
    rows = [["日期", "访客数", "支付金额"], ["2026-05-23", "1", "2"]]
    for name in ("日报_2026-05-20.csv", "日报_20260901.csv", "日报_2026-05-01_2026-05-07.csv"):
        assert _told(read_file(put(name, text(rows)), formats), "file name says")
    for name in ("日报_2026-05-23.csv", "日报_20260524_110330.csv", "日报.csv"):
        assert not read_file(put(name, text(rows)), formats).problems


def test_swapped_headers_are_suspected(put: Put, formats: Formats):
    """A published sample had two columns exchanged: more clicks than impressions everywhere."""
    head = ["日期", "消耗量", "点击量", "曝光量"]
    days = [[f"2026-05-{d}", "70", "5,000", "100"] for d in range(10, 16)]
    assert _told(read_file(put("a.csv", text([head, *days])), formats), "swapped")
    right = [["日期", "消耗量", "曝光量", "点击量"], *days]
    assert not read_file(put("b.csv", text(right)), formats).problems


@pytest.mark.parametrize(
    ("title", "cells", "wanted"),
    [
        ("跳失率", ["62.5%", "0%"], [0.625, 0.0]),
        ("跳失率(%)", ["62.5", "0.5"], [0.625, 0.005]),
        ("跳失率", ["62.5", "0.5"], [0.625, 0.005]),
        ("跳失率", ["0.625", "0.5"], [0.625, 0.5]),
    ],
)
def test_percent_is_decided_by_column(
    title: str, cells: list[str], wanted: list[float], put: Put, formats: Formats
):
    """0.5 beside 62.5 is half a percent; 0.5 beside 0.625 is a half."""
    rows = [["日期", "访客数", "支付金额", title]]
    rows += [[f"2026-05-2{i}", "1", "2", c] for i, c in enumerate(cells)]
    table = read_file(put("a.csv", text(rows)), formats).tables["shop_day"]
    assert table["bounce_rate"].to_pylist() == wanted


def test_an_unknown_status_is_left_empty_and_told(put: Put, formats: Formats):
    """A status guessed wrong would count closed orders as sales."""
    row = _order(id="1", paid="1", made="2026-05-26 10:00:00", status="神秘状态")
    parsed = read_file(put("o.xlsx", xlsx([ORDER_HEADER, row])), formats)
    assert parsed.tables["order"]["status"].to_pylist() == [None]
    assert _told(parsed, "not seen before: 神秘状态")


def test_sellers_are_read_for_the_ledger(put: Put, formats: Formats):
    """The seller's name tells two shops' order files apart."""
    row = _order(id="1", paid="1", made="2026-05-26 10:00:00", seller="甲服饰")
    assert read_file(put("o.xlsx", xlsx([ORDER_HEADER, row])), formats).sellers == ("甲服饰",)


def test_header_may_stand_deep_and_columns_in_any_order(put: Put, formats: Formats):
    """Back-ends move columns and add notes; position must not matter."""
    notes = [[f"说明 {i}"] for i in range(20)]
    values = dict(zip(SHOP_HEAD, ["2026-05-23", *["1"] * 11], strict=True))
    head = list(reversed(SHOP_HEAD))
    rows = [*notes, head, [values[h] for h in head]]
    parsed = read_file(put("a.xlsx", xlsx(rows)), formats)
    assert parsed.tables["shop_day"]["impressions"].to_pylist() == [1]
