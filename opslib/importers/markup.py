"""HTML pages saved as .xls and Excel's XML of 2003, as tables of text cells."""

from __future__ import annotations

from typing import Iterator

import pyarrow as pa

from ..errors import ImportProblem
from ..labels import Label
from .delimited import table_of

_SHEET = "{urn:schemas-microsoft-com:office:spreadsheet}"
_WIDEST = 2_000


def html_tables(text: str, where: str) -> Iterator[tuple[str, pa.Table]]:
    """Every table of a page; cells that others span over stay blank. Nothing is loaded or run."""
    from lxml import html

    # An encoding named in the page is no longer true once the text is decoded.
    text = text.removeprefix("\ufeff")
    if text.startswith("<?xml"):
        text = text.split("?>", 1)[-1]
    try:
        page = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except Exception as bad:
        raise _no_table(where) from bad
    tables = [t for t in page.iter("table") if not list(t.iterdescendants("table"))]
    if not tables:
        raise _no_table(where)
    for number, table in enumerate(tables, 1):
        yield (f"table {number}" if len(tables) > 1 else ""), table_of(_rows(table))


def _no_table(where: str) -> ImportProblem:
    return ImportProblem(
        where,
        Label("网页里没有表格（可能是登录页）。", "the page has no table (a login page?)."),
        Label("请登录后台重新下载。", "Log in and download it again."),
    )


def _span(cell: object, name: str) -> int:
    value = cell.get(name, "1")  # type: ignore[attr-defined]
    return min(int(value), _WIDEST) if str(value).isdigit() and int(value) else 1


def _rows(table: object) -> list[list[str]]:
    """Rows with row spans kept open: a spanned place is blank, as a merged cell is."""
    rows: list[list[str]] = []
    open_spans: dict[int, int] = {}
    for row in table.iter("tr"):  # type: ignore[attr-defined]
        cells: dict[int, str] = {}
        at = 0
        taken = {c for c, left in open_spans.items() if left > 0}
        open_spans = {c: left - 1 for c, left in open_spans.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while at in taken:
                at += 1
            cells[at] = " ".join(cell.text_content().split())
            for column in range(at, at + _span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    open_spans[column] = _span(cell, "rowspan") - 1
            at += _span(cell, "colspan")
        rows.append([cells.get(i, "") for i in range(max([*cells, -1]) + 1)])
    return rows


def xml_tables(raw: bytes, where: str) -> Iterator[tuple[str, pa.Table]]:
    """Every worksheet of Excel's XML of 2003. Entities are not expanded, nothing is loaded."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        book = etree.fromstring(raw, parser=parser)
    except etree.XMLSyntaxError as bad:
        raise _no_table(where) from bad
    for sheet in book.iter(f"{_SHEET}Worksheet"):
        rows = [_xml_row(row) for row in sheet.iter(f"{_SHEET}Row")]
        yield sheet.get(f"{_SHEET}Name", ""), table_of(rows)


def _xml_row(row: object) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_SHEET}Cell"):  # type: ignore[attr-defined]
        index = min(int(cell.get(f"{_SHEET}Index", len(cells) + 1)), _WIDEST)
        cells += [""] * (index - 1 - len(cells))
        data = cell.find(f"{_SHEET}Data")
        cells.append("" if data is None else "".join(data.itertext()).strip())
    return cells
