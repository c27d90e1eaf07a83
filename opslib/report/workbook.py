"""tables.xlsx: the tables that a page showed, safe to open and the same for the same data."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..labels import Label
from . import style, words
from .markup import breadth, clean

if TYPE_CHECKING:
    from .sheet import Sheet

_NUMBERS = Label("数字", "Numbers")
_FINDINGS = Label("发现", "Findings")
_COMPARED, _AGAINST = Label("对比值", "Compared"), Label("和谁比", "Compared with")


def neutral(text: object) -> str:
    """Text that no spreadsheet takes for a formula: = + - @ at the start get a quote in front."""
    safe = clean(text)[:32000]
    return f"'{safe}" if safe.lstrip("'\t\r\n \u3000")[:1] in tuple("=+-@＝＋－＠") else safe


def write_workbook(sheet: Sheet, path: Path) -> None:
    """Write every table the sheet collected, the numbers and the findings."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    # The day of the report, not of the clock: the file is the same whenever it is made.
    made = datetime(sheet.as_of.year, sheet.as_of.month, sheet.as_of.day)
    book.set_properties({"title": neutral(sheet.shop_name), "created": made})
    head = book.add_format({"bold": True, "bottom": 1})
    taken: set[str] = set()
    for label, frame in [*sheet.tables.values(), (_FINDINGS, _findings(sheet)), _numbers(sheet)]:
        _write(book.add_worksheet(_tab(str(label), taken)), frame, head)
    book.close()


def _write(page: Any, frame: pd.DataFrame, head: Any) -> None:
    page.freeze_panes(1, 1)
    for x, column in enumerate(frame.columns):
        cells = [_cell(v) for v in frame[column]]
        page.write_string(0, x, neutral(column), head)
        for y, cell in enumerate(cells, start=1):
            _put(page, y, x, cell)
        widths = [breadth(str(c)) for c in [column, *cells[:200]] if c is not None]
        page.set_column(x, x, min(60, max(8, *widths, 8) + 2))
    page.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))


def _put(page: Any, y: int, x: int, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        page.write_string(y, x, cell)
    elif isinstance(cell, date):
        page.write_datetime(y, x, cell)
    else:
        page.write_number(y, x, cell)


def _cell(value: Any) -> str | float | date | None:
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, datetime | date):
        return value
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return neutral(value)
    number = float(value)
    return style.steady(number) if abs(number) < 1e300 else None


def _tab(text: str, taken: set[str]) -> str:
    """A sheet name that Excel takes: 31 characters, no []:*?/\\, no name twice."""
    base = re.sub(r"[\[\]:*?/\\']", " ", clean(text)).strip()[:28] or "sheet"
    tab, count = base, 1
    while tab.lower() in taken:
        count += 1
        tab = f"{base} {count}"
    taken.add(tab.lower())
    return tab


def _numbers(sheet: Sheet) -> tuple[Label, pd.DataFrame]:
    columns = [words.NUMBER, words.LABEL, words.SUBJECT, words.VALUE, words.UNIT]
    rows = [
        (
            *(n.id, str(n.label), n.subject.name or n.subject.member, n.value, n.unit, n.baseline),
            str(words.AGAINST[n.against]) if n.against else "",
        )
        for n in sheet.numbers.values()
    ]
    columns += [_COMPARED, _AGAINST]
    return _NUMBERS, pd.DataFrame(rows, columns=[str(c) for c in columns])


def _findings(sheet: Sheet) -> pd.DataFrame:
    rows = [
        (
            str(words.SEVERITY[f.severity]),
            str(f.title),
            f.money.mid if f.money else None,
            f.money.low if f.money else None,
            f.money.high if f.money else None,
            f.probability if f.probability != 1 else None,
            f.minutes,
            str(f.action),
            f.guide,
            f.rule,
        )
        for f in sheet.findings
    ]
    heads = [
        Label("级别", "Severity"),
        Label("发现", "Finding"),
        Label("每周金额", "Money a week"),
        Label("低", "Low"),
        Label("高", "High"),
        Label("把握", "Probability"),
        Label("分钟", "Minutes"),
        Label("做什么", "Action"),
        words.GUIDE,
        words.RULE,
    ]
    return pd.DataFrame(rows, columns=[str(h) for h in heads])
