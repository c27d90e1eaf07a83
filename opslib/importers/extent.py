"""How far a worksheet reaches, before anybody makes room for it.

The workbook reader lays a sheet out as one rectangle from the first to the last cell. One stray
cell in XFD1048576 would ask for 500 GB and end the whole process, not only this import.
"""

from __future__ import annotations

import io
import re
import zipfile

from ..errors import ImportProblem
from ..labels import Label

# So many cells (about 2 GB) may a sheet's rectangle have: a million rows of sixty columns.
MOST_CELLS = 60_000_000
# Sheets up to this size are looked through; of larger ones, whose stated dimension fits their
# size, it is believed, because looking costs as much as a third of reading them.
_SMALL = 4_000_000
_LOOKED_AT = 32_000_000
_BYTES_A_CELL = (4, 2_000)
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"')


def check_extent(raw: bytes, where: str) -> None:
    """Refuse an xlsx in which a stray cell stretches a sheet beyond all reason (ImportProblem)."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        for info in book.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", info.filename):
                continue
            with book.open(info) as sheet:
                head = sheet.read(4096)
                if info.file_size > _SMALL and _believable(head, info.file_size):
                    continue
                rows, columns, far = _reach(head + sheet.read(_LOOKED_AT))
            if rows * columns > MOST_CELLS:
                raise _stray(where, far)


def _believable(head: bytes, size: int) -> bool:
    """Does the stated dimension agree with the size of the sheet?"""
    stated = _DIMENSION.search(head)
    if not stated:
        return False
    area = _number(stated[1]) * int(stated[2])
    return area <= MOST_CELLS and _BYTES_A_CELL[0] <= size / area <= _BYTES_A_CELL[1]


def _number(letters: bytes) -> int:
    """Column letters as a number: A 1, Z 26, AA 27."""
    value = 0
    for letter in letters:
        value = value * 26 + letter - 64
    return value


def _reach(xml: bytes) -> tuple[int, int, str]:
    """Last row, last column, and the name of the cell furthest out."""
    rows, columns = 0, 0
    letters: dict[bytes, int] = {}
    for column, row in _CELL.findall(xml):
        if column not in letters:
            letters[column] = _number(column)
            columns = max(columns, letters[column])
        rows = max(rows, int(row))
    last = max(letters, key=lambda c: letters[c], default=b"A")
    return rows, columns, f"{last.decode()}{rows}"


def _stray(where: str, far: str) -> ImportProblem:
    return ImportProblem(
        where,
        Label(f"表里有离得很远的单元格（直到 {far}）。", f"a stray cell stretches it to {far}."),
        Label("请删掉空白处的多余内容再保存。", "Delete what stands far outside the table."),
    )
