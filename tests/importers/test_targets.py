"""The register of targets: months in every spelling, and rows that say what to write instead."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from opslib.importers import Formats, read_parts

HEAD = ["月份", "指标", "目标值", "备注"]
NOVEMBER = date(2026, 11, 30)


def read(tmp_path: Path, formats: Formats, *rows: list[object]):
    """The facts of a register with these rows, and its problems."""
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    path = tmp_path / "目标登记表.xlsx"
    book.save(path)
    (part,) = read_parts(path, formats)
    table = part.tables.get("register")
    return ([] if table is None else table.to_pylist()), part


@pytest.mark.parametrize(
    "month",
    ["2026-11", "2026/11", "2026.11", "2026年11月", "2026-11-01", "2026/11/30", date(2026, 11, 1)],
)
def test_a_month_is_read_in_every_spelling_with_a_year(
    tmp_path: Path, formats: Formats, month: object
):
    """Excel turns 2026-11 into a day of its own accord; the target must stay November's."""
    ((row,), part) = read(tmp_path, formats, [month, "支付金额", "26万", ""])
    assert (row["kind"], row["subject"], row["due"]) == ("target", "pay_amount", NOVEMBER)
    assert row["amount"] == 260_000
    assert part.problems == ()


@pytest.mark.parametrize(
    ("row", "column", "fix"),
    [
        (["11月", "支付金额", 1000, ""], "月份", "2026-11"),
        (["2026-10-01~2026-12-31", "支付金额", 1000, ""], "月份", "2026-11"),
        (["", "支付金额", 1000, ""], "月份", "2026-11"),
        (["2026-11", "人气值", 1000, ""], "指标", "支付金额"),
        (["2026-11", "支付金额", -5, ""], "目标值", "改正"),
        (["2026-11", "支付金额", 0, ""], "目标值", "改正"),
        (["2026-11", "支付金额", "很多", ""], "目标值", "改正"),
    ],
)
def test_a_row_that_is_no_target_is_refused_and_says_what_to_write(
    tmp_path: Path, formats: Formats, row: list[object], column: str, fix: str
):
    """A target silently lost, or taken for another month, makes a wrong promise."""
    rows, part = read(tmp_path, formats, ["2026-12", "询盘数", 300, ""], row)
    assert [r["subject"] for r in rows] == ["inquiries"]
    (problem,) = part.problems
    assert (problem.row, problem.column, problem.severity) == (3, column, "refused")
    assert problem.fix is not None and fix in problem.fix.zh
    assert part.counts["refused"] == 1
