"""Comma, tab and semicolon separated text as a table of text cells."""

from __future__ import annotations

import csv
import io
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from ..errors import ImportProblem
from ..labels import Label

SEPARATORS = (",", "\t", ";", "|")
_HEAD = 40


def text_table(text: str, where: str) -> tuple[pa.Table, np.ndarray | None]:
    """The rows of a separated text, ragged rows filled up with blanks, and how long each was.

    The lengths (cells a row) are None where all rows are as long as the table is wide.

    Raises ImportProblem where the text has no columns at all, or a quote is never closed.
    """
    separator = _separator(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(10_000_000)
    widths = None
    try:
        table = _at_once(text, separator)
        if table is None:
            rows = list(csv.reader(io.StringIO(text), delimiter=separator))
            table = table_of(rows)
            widths = np.array([len(r) for r in rows], dtype=np.int64)
    except csv.Error as bad:
        raise ImportProblem(
            where,
            Label(f"不是规范的 CSV：{bad}", f"this is no proper CSV: {bad}"),
            Label("请用 Excel 打开后另存为 xlsx。", "Open it in Excel and save it as xlsx."),
        ) from bad
    if '"' in text:
        _refuse_swallowed(text, table, separator, where)
    return table, widths


def _refuse_swallowed(text: str, table: pa.Table, separator: str, where: str) -> None:
    """A quote that is never closed makes one cell of all the rows below it: no silent loss."""
    for column in table.columns:
        inside = pc.and_(pc.match_substring(column, "\n"), pc.match_substring(column, separator))
        for row in pc.indices_nonzero(pc.fill_null(inside, False)).to_pylist():
            if column[row].as_py().count(separator) >= table.num_columns - 1:
                raise _unclosed(where, row + 1)
    try:
        for _ in csv.reader(io.StringIO(text[-100_000:]), delimiter=separator, strict=True):
            pass
    except csv.Error as bad:
        if "unexpected end" in str(bad) and text.count('"') % 2:
            raise _unclosed(where, table.num_rows) from bad


def _unclosed(where: str, row: int) -> ImportProblem:
    return ImportProblem(
        where,
        Label(f"第 {row} 行起引号没有闭合。", f"a quote opened in row {row} is never closed."),
        Label("请用 Excel 打开检查后另存为 xlsx。", "Check it in Excel and save it as xlsx."),
    )


def table_of(rows: list[list[str]]) -> pa.Table:
    """Rows of text of any length as a rectangular table; blank cells are null."""
    width = max((len(r) for r in rows), default=0)
    filled = [r if len(r) == width else r + [""] * (width - len(r)) for r in rows]
    columns = [
        pa.array([c or None for c in column], pa.string()) for column in zip(*filled, strict=True)
    ]
    return pa.table(columns, names=[str(i) for i in range(width)])


def _separator(text: str) -> str:
    """The separator that most lines of the head share; a comma when none does."""
    lines = [line for line in text[:20_000].splitlines()[:_HEAD] if line.strip()]
    score = {s: Counter(line.count(s) for line in lines if s in line) for s in SEPARATORS}
    best = max(SEPARATORS, key=lambda s: max((n * k for k, n in score[s].items()), default=0))
    return best if score[best] else ","


def _at_once(text: str, separator: str) -> pa.Table | None:
    """The whole text through Arrow when every row has the same number of cells, else None."""
    first = next(csv.reader([text.split("\n", 1)[0]], delimiter=separator), [])
    if len(first) < 2 or len(text) < 200_000:
        return None
    names = [str(i) for i in range(len(first))]
    try:
        read = pacsv.read_csv(
            pa.py_buffer(text.encode()),
            read_options=pacsv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=pacsv.ParseOptions(
                delimiter=separator, newlines_in_values='"' in text, ignore_empty_lines=False
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [pc.if_else(pc.equal(c, ""), pa.scalar(None, pa.string()), c) for c in read.columns]
    return pa.table(columns, names=names)
