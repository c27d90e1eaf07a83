"""Order files whose headers are swapped or whose columns are missing: told, never counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslib.errors import ImportProblem
from opslib.importers import load_formats
from opslib.importers.read import Parsed, read_file

TOML = """
id = "gift"
label = { zh = "礼品", en = "gifts" }
platform = "both"
table = ["order", "order_line"]
[period]
from = ["created_at"]
[orders]
paid_from_lines = true
[columns.order_id]
aliases = ["No"]
required = true
[columns.item_id]
aliases = ["Code"]
required = true
[columns.qty]
aliases = ["Pieces"]
[columns.unit_price]
aliases = ["Price"]
[columns.created_at]
aliases = ["When"]
required = true
[columns.buyer]
aliases = ["Who"]
"""
# Forty orders of two lines, an hour apart or more; twelve codes come back again and again.
ROWS = [
    (f"{100 + n}", f"A{(n + k) % 12}", 3 + k, 1.25, f"2026-05-{1 + n // 8:02} 1{n % 8}:30:00", "w")
    for n in range(40)
    for k in range(2)
]


def read(folder: Path, header: str, keep: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> Parsed:
    (folder / "formats").mkdir()
    (folder / "formats" / "gift.toml").write_text(TOML, encoding="utf-8")
    lines = [header, *(",".join(str(row[i]) for i in keep) for row in ROWS)]
    (folder / "orders.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_file(folder / "orders.csv", load_formats(folder / "formats"))


def test_a_right_file_says_nothing(tmp_path: Path) -> None:
    """A warning on every good file would never be read again."""
    parsed = read(tmp_path, "No,Code,Pieces,Price,When,Who")
    assert parsed.tables["order"].num_rows == 40 and not parsed.problems


def test_order_number_and_code_swapped_are_refused(tmp_path: Path) -> None:
    """Six products would become six orders, each of several days."""
    with pytest.raises(ImportProblem, match=r"order numbers|不像订单号"):
        read(tmp_path, "Code,No,Pieces,Price,When,Who")


def test_pieces_and_price_swapped_are_told(tmp_path: Path) -> None:
    """The money comes out the same, the pieces do not."""
    parsed = read(tmp_path, "No,Code,Price,Pieces,When,Who")
    assert [p.column for p in parsed.problems] == ["Pieces"]


def test_a_price_is_no_day(tmp_path: Path) -> None:
    """0.85 reads as a time of day; an order on 1900-01-01 would be a silent wrong number."""
    rows = [(n, "A1", 2, f"2026-05-01 0{n}:30:00", 0.85, "w") for n in range(1, 4)]
    (tmp_path / "formats").mkdir()
    (tmp_path / "formats" / "gift.toml").write_text(TOML, encoding="utf-8")
    text = "\n".join(["No,Code,Pieces,Price,When,Who", *(",".join(map(str, r)) for r in rows)])
    (tmp_path / "orders.csv").write_text(text, encoding="utf-8")
    parsed = read_file(tmp_path / "orders.csv", load_formats(tmp_path / "formats"))
    assert parsed.counts["accepted"] == 0 and parsed.counts["refused"] == 3


def test_without_prices_nothing_is_imported(tmp_path: Path) -> None:
    """Orders without money would tell of a day without sales."""
    with pytest.raises(ImportProblem, match="Price"):
        read(tmp_path, "No,Code,Pieces,When,Who", keep=(0, 1, 2, 4, 5))


def test_without_buyers_the_file_comes_in_and_says_so(tmp_path: Path) -> None:
    """The sales are right, but buyers of that day are unknown: the operator must hear of it."""
    parsed = read(tmp_path, "No,Code,Pieces,Price,When", keep=(0, 1, 2, 3, 4))
    assert parsed.tables["order"].num_rows == 40
    assert [p.column for p in parsed.problems] == ["Who"]
