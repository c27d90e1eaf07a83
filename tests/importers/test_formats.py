"""Formats are declared in TOML: faults are told with their line, look-alikes told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opslib.errors import DeclarationError, ImportProblem, UnknownName
from opslib.importers import Formats, draft, load_formats, read_file

from .make_samples import text, xlsx

GOOD = """id = "mine"
label = { zh = "我的", en = "mine" }
platform = "both"
table = "shop"

[columns.date]
aliases = ["Tag"]
required = true
[columns.visitors]
aliases = ["Besucher"]
required = true
"""


def _load(put: Callable[..., Path], body: str) -> Formats:
    return load_formats(put("formats/mine.toml", body).parent)


@pytest.mark.parametrize(
    ("old", "new", "line", "near"),
    [
        ("[columns.visitors]", "[columns.vistors]", 9, "visitors"),
        ('aliases = ["Tag"]', 'alias = ["Tag"]', 7, "aliases"),
        ('table = "shop"', 'table = "shopp"', 4, "shop"),
        ('platform = "both"', 'platform = "1687"', 3, "1688"),
        ("[columns.date]", "[column.date]", 6, "columns"),
        ("required = true\n[columns.v", 'type = "rat"\n[columns.v', 8, "rate"),
        ('id = "mine"', 'id = "mine', 1, "TOML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_nearest_word(
    old: str, new: str, line: int, near: str, put: Callable[..., Path]
):
    """An operator who edits in Notepad needs the line, not a KeyError."""
    with pytest.raises(DeclarationError) as refused:
        _load(put, GOOD.replace(old, new))
    assert f"mine.toml:{line}" in refused.value.where
    assert near in str(refused.value)


def test_an_own_format_works_without_python(put: Callable[..., Path]):
    """A file of some other system becomes facts by one TOML."""
    formats = _load(put, GOOD)
    path = put("bericht.csv", text([["Tag", "Besucher"], ["2026-05-23", "12"]]))
    parsed = read_file(path, formats)
    assert parsed.tables["shop_day"].to_pylist()[0]["visitors"] == 12


def test_a_workspace_format_replaces_the_shipped_one(put: Callable[..., Path], formats: Formats):
    """An operator corrects a shipped format by a file of the same id."""
    shipped = Path(formats["1688_shop_daily"].path).parent
    put("own/mine.toml", GOOD.replace('id = "mine"', 'id = "1688_shop_daily"'))
    loaded = load_formats(shipped, put("own/x.txt", "").parent)
    assert list(loaded["1688_shop_daily"].columns) == ["date", "visitors"]
    assert len(loaded) == len(formats) - 1


def test_two_files_with_one_id_are_refused(put: Callable[..., Path]):
    """Which of the two counts would depend on the alphabet."""
    put("formats/also.toml", GOOD)
    with pytest.raises(DeclarationError, match="already declared"):
        _load(put, GOOD)


def test_two_formats_that_claim_one_file_are_both_named(put: Callable[..., Path]):
    """Picking one in silence would store numbers under the wrong meaning."""
    put("formats/also.toml", GOOD.replace('id = "mine"', 'id = "also"'))
    formats = _load(put, GOOD)
    path = put("b.csv", text([["Tag", "Besucher"], ["2026-05-23", "12"]]))
    with pytest.raises(ImportProblem, match=r"also .*mine|mine .*also"):
        read_file(path, formats)


def test_marks_tell_formats_apart(put: Callable[..., Path]):
    """The sheet's name and the words above the header are marks of a format."""
    other = GOOD.replace('id = "mine"', 'id = "also"') + '\n[match]\nsheet = "Woche"\n'
    put("formats/also.toml", other)
    formats = _load(put, GOOD + '\n[match]\npreamble = "Tagesbericht"\n')
    rows = [["Tag", "Besucher"], ["2026-05-23", "12"]]
    assert read_file(put("a.xlsx", xlsx(rows, "Woche")), formats).format.id == "also"
    assert read_file(put("b.xlsx", xlsx([["Tagesbericht"], *rows])), formats).format.id == "mine"


def test_an_unknown_file_says_what_was_seen_and_the_way_out(
    put: Callable[..., Path], formats: Formats
):
    """The operator must learn which column is missing, or how to declare the file."""
    path = put("订单.csv", text([["订单编号", "实收款", "邮费"], ["1", "2", "3"]]))
    with pytest.raises(ImportProblem) as refused:
        read_file(path, formats)
    told = str(refused.value)
    assert "订单.csv" in told and "实收款, 邮费" in told
    assert "1688_orders" in told and "missing: 订单创建时间, 实付款" in told
    assert "opslib formats draft" in told


def test_an_unknown_format_name_lists_the_nearest(formats: Formats):
    """opslib list formats is one typo away."""
    with pytest.raises(UnknownName, match="1688_orders"):
        formats["1688_order"]


ODD = [
    [
        "Invoice",
        "Sku",
        "Item Name",
        "Units",
        "Order Date",
        "Price",
        "Client ID",
        "Ship Country",
        "x",
    ],
    ["A1", "77", "Bowl", "2", "2026-05-23 09:00:00", "3.50", "9", "Spain", "?"],
    ["A1", "78", "Cup", "1", "2026-05-23 09:00:00", "1.25", "9", "Spain", "!"],
]


def test_a_draft_loads_and_imports_as_it_is(put: Callable[..., Path], formats: Formats):
    """The way from an unknown file to facts must not lead through Python."""
    path = put("orders.csv", text(ODD))
    body = draft(path, formats)
    mine = load_formats(put("own/orders.toml", body).parent)
    parsed = read_file(path, mine)
    (order,) = parsed.tables["order"].to_pylist()
    assert order["paid_amount"] == 8.25
    assert order["region"] == "Spain"
    assert [r["title"] for r in parsed.tables["order_line"].to_pylist()] == ["Bowl", "Cup"]
    assert 'ignore = ["x"]' in body and "? | !" in body


def test_hostile_headers_cannot_break_out_of_a_draft(put: Callable[..., Path], formats: Formats):
    """A header with quotes and line ends must not add keys to the TOML."""
    head = ["日期", '访客数"]\nid = "evil', "支付金额\\", "a\nb"]
    body = draft(put("a.csv", text([head, ["2026-05-23", "1", "2", "3"]])), formats)
    loaded = load_formats(put("own/a.toml", body).parent)
    assert list(loaded) == ["my_a"]


def test_a_draft_keeps_personal_data_out_and_sees_cancellations(
    put: Callable[..., Path], formats: Formats
):
    """Names and phones must not even stand in the draft; C-numbers take orders back."""
    head = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,Customer Name,Phone"
    rows = ["5001,A,3,2026-05-01 10:00:00,2,王小明,13812345678"]
    rows += ["C5002,A,-3,2026-05-02 10:00:00,2,王小明,13812345678"]
    body = draft(put("x.csv", "\n".join([head, *rows])), formats)
    assert 'personal = ["Customer Name", "Phone"]' in body
    assert "王小明" not in body and "13812345678" not in body
    assert '\ncancellation_prefix = "C"' in body


def test_an_unknown_file_in_another_language_still_has_a_nearest_format(
    put: Callable[..., Path], formats: Formats
):
    """No header is the same in English, but the columns tell that these are orders."""
    with pytest.raises(ImportProblem, match="Nearest is 1688_orders"):
        read_file(put("o.csv", text(ODD)), formats)
