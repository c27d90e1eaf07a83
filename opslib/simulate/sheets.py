"""Writing files the way the platforms do, with the same bytes every time."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Mapping, Sequence

import pandas as pd

from ..errors import OpslibError
from ..labels import Label

BORN = datetime(2026, 1, 1)  # what the files say about their creation: not the clock
Rows = Sequence[Sequence[Any]]


def text(value: Any, *, percent: bool = False, comma: bool = True) -> str:
    """A value as a back-end prints it in a text cell; "-" when there is none."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return "-"
    if isinstance(value, pd.Timestamp | datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value or "-"
    number = float(value)
    if percent:
        return f"{number * 100:.2f}".rstrip("0").rstrip(".") + "%"
    mark = "," if comma else ""
    return f"{number:{mark}.0f}" if number == int(number) else f"{number:{mark}.2f}"


def plain(value: Any) -> Any:
    """A value for a typed cell: None when there is none, numbers as numbers, ids as text."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def printed(frame: pd.DataFrame, columns: Mapping[str, str], *, comma: bool = True) -> Rows:
    """The header (the values of `columns`) and all rows as text; rates become percent."""
    rates = {c for c in columns if c.endswith("_rate")}
    body = [
        [text(v, percent=c in rates, comma=comma) for v in frame[c].astype(object)] for c in columns
    ]
    return [list(columns.values()), *map(list, zip(*body, strict=True))]


def typed(frame: pd.DataFrame, columns: Mapping[str, str]) -> Rows:
    """The header (the values of `columns`) and all rows as typed cells."""
    body = [[plain(v) for v in frame[c].astype(object)] for c in columns]
    return [list(columns.values()), *map(list, zip(*body, strict=True))]


def write_xlsx(
    path: Path, rows: Rows, sheet: str = "sheet1", merges: Sequence[tuple[int, int, int]] = ()
) -> None:
    """One sheet. `merges` are (first row, last row, column), counted from 0, over written cells."""
    import xlsxwriter

    path.parent.mkdir(parents=True, exist_ok=True)
    # strings_to_formulas off: a title that begins with "=" is a title.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": BORN})
        page = book.add_worksheet(sheet)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None and value != "":
                    page.write(r, c, value)
        for first, last, c in merges:
            value = rows[first][c]
            page.merge_range(first, c, last, c, "" if value is None else value)


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8-sig") -> None:
    """Comma separated text in the given encoding, lines ended as Windows does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_csv(rows, encoding))


def _csv(rows: Rows, encoding: str) -> bytes:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [["" if v is None else v for v in row] for row in rows]
    )
    return out.getvalue().encode(encoding)


def write_zip(path: Path, rows: Rows, encoding: str = "gb18030") -> None:
    """A zip that holds one csv of the same name, as the larger reports are downloaded."""
    import zipfile

    path.parent.mkdir(parents=True, exist_ok=True)
    entry = zipfile.ZipInfo(f"{path.stem}.csv", BORN.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(entry, _csv(rows, encoding), compresslevel=9)


def write_xls(path: Path, rows: Rows, sheet: str = "sheet1") -> None:
    """A true BIFF8 .xls; needs xlwt, which only development installs."""
    try:
        import xlwt
    except ImportError as error:
        raise OpslibError(
            str(path.name),
            Label("写 .xls 需要 xlwt。", "writing .xls needs xlwt."),
            Label("请执行 pip install xlwt。", "Install it with: pip install xlwt"),
        ) from error
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None and value != "":
                page.write(r, c, value)
    book.save(str(path))
