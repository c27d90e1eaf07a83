"""Write data_samples/formats/<format>/sample.*: small made-up exports with the quirks of real ones.

Run `python -m tests.importers.make_samples` from the checkout after changing a sample or a format;
it writes the sample and, beside it, the facts it must become. Look at the difference before you
keep it: expected.csv is the judge of the importer, not the other way round.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from opslib.importers import expected, load_formats
from opslib.places import samples, templates

Rows = Sequence[Sequence[object]]
# Without this a zip entry carries the moment of writing, and no sample would stay the same.
_STAMP = (2026, 1, 1, 0, 0, 0)


def text(rows: Rows, *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Rows as separated text."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def _fill(sheet: Worksheet, rows: Rows) -> None:
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value is not None and value != "":
                sheet.cell(r, c).value = value  # type: ignore[assignment]
                if isinstance(value, str):
                    sheet.cell(r, c).data_type = "s"


def xlsx(rows: Rows, sheet: str = "Sheet1", merged: Sequence[str] = (), lie: bool = False) -> bytes:
    """Rows as a workbook; `merged` ranges; `lie` writes a false sheet dimension."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    _fill(page, rows)
    for place in merged:
        page.merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue(), lie)


def _repacked(raw: bytes, lie: bool) -> bytes:
    """The same zip without the moment of writing, and with `<dimension ref="A1"/>` if asked for."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if lie and info.filename.startswith("xl/worksheets/"):
                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', data)
            if info.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", data)
            new.writestr(_entry(info.filename), data)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def biff8(rows: Rows, sheet: str = "Sheet1") -> bytes:
    """Rows as an old .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value not in (None, ""):
                page.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def html(rows: Rows, encoding: str = "gbk") -> bytes:
    """Rows as the web page that many shop systems call .xls."""
    cells = ("".join(f"<td>{'' if v is None else v}</td>" for v in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>\n" for row in cells)
    page = (
        f'<html><head><meta charset="{encoding}"></head><body><table>{body}</table></body></html>'
    )
    return page.encode(encoding)


def zipped(name: str, data: bytes) -> bytes:
    """One file in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(_entry(name), data)
    return out.getvalue()


def write_all() -> None:
    """Every sample and its expected facts."""
    from .sample_rows import SAMPLES

    formats = load_formats(templates() / "formats")
    for name, (file, data) in SAMPLES.items():
        folder = samples() / "formats" / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("sample*"):
            old.unlink()
        (folder / file).write_bytes(data)
        facts = expected(Path(folder / file), formats)
        (folder / "expected.csv").write_text(facts, encoding="utf-8", newline="")


if __name__ == "__main__":
    write_all()
