"""What a file holds, told by its first bytes and never by its name: sheets of text cells."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import ImportProblem
from ..labels import Label
from .encoding import decode
from .extent import check_extent

Kind = Literal["xls", "xlsx", "xlsb", "ods", "zip", "html", "xml", "text"]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# A workbook may unpack to this many bytes, and to this many times its packed size.
LARGEST = 2_000_000_000
RATIO = 200
SMALL = 50_000_000
_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
# Beginnings, in lower case, of files that people take for tables.
_FOREIGN = {
    b"%pdf": Label("PDF 文件", "a PDF"),
    b"\x89png": Label("图片（PNG）", "a picture (PNG)"),
    b"gif8": Label("图片（GIF）", "a picture (GIF)"),
    b"\xd8\xff": Label("图片（JPEG）", "a picture (JPEG)"),
    b"rar!": Label("RAR 压缩包", "a RAR archive"),
    b"7z\xbc\xaf": Label("7z 压缩包", "a 7z archive"),
}
_EXPORT_TABLE = Label("请在后台导出为 xlsx 或 csv。", "Export the table itself, as xlsx or csv.")
_DAMAGED = Label("请在后台重新下载完整的文件。", "Download the complete file again.")
_SAVE_AGAIN = Label(
    "请在后台重新下载，或用 Excel 打开后另存为 xlsx。", "Download it again, or save it as xlsx."
)


@dataclass(frozen=True)
class Sheet:
    """Cells of one sheet as text; row i of `cells` is row i + 1 of the sheet. Merged: blank.

    `separated`: it comes from separated text, where a row longer than the header is a row whose
    cells have slipped (a comma in a title); in a workbook it is a note beside the table.
    `widths`: how many cells each of its rows has, None where all have the same number.
    """

    name: str
    cells: pa.Table
    member: str = ""
    separated: bool = False
    widths: np.ndarray | None = field(default=None, compare=False)


def sniff(raw: bytes, where: str) -> Kind:
    """What kind of container these bytes are."""
    if not raw.strip():
        raise ImportProblem(where, Label("文件是空的。", "the file is empty."), _SAVE_AGAIN)
    if raw.startswith(OLE):
        return "xls"
    if raw.startswith(b"PK"):
        return _sniff_zip(raw, where)
    head = raw[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if head.startswith(b"<"):
        return "xml" if b"office:spreadsheet" in raw[:4096] and b"<html" not in head else "html"
    for mark, kind in _FOREIGN.items():
        if head.startswith(mark):
            what = Label(
                f"这是{kind.zh}，不是表格文件。", f"this is {kind.en}, no table of any kind."
            )
            raise ImportProblem(where, what, _EXPORT_TABLE)
    return "text"


def _sniff_zip(raw: bytes, where: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            infos = packed.infolist()
            names = {i.filename for i in infos}
            size = sum(i.file_size for i in infos)
            locked = any(i.flag_bits & 1 for i in infos)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as bad:
        raise _broken(where) from bad
    if size > LARGEST or (size > SMALL and size > RATIO * len(raw)):
        raise ImportProblem(
            where,
            Label("压缩包展开后大得不正常，已拒绝。", "it unpacks to an absurd size; refused."),
            _SAVE_AGAIN,
        )
    if locked:
        raise _locked(where)
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and "content.xml" in names:
        return "ods"
    return "xlsx" if any(n.startswith("xl/") for n in names) else "zip"


def _broken(where: str) -> ImportProblem:
    return ImportProblem(
        where,
        Label("文件已损坏，读不出来。", "the file is damaged."),
        _DAMAGED,
    )


def _locked(where: str) -> ImportProblem:
    return ImportProblem(
        where,
        Label("文件有密码。", "the file is protected by a password."),
        Label("请在 Excel 里去掉密码再保存。", "Take the password off in Excel and save again."),
    )


def read_sheets(path: Path, raw: bytes | None = None) -> list[Sheet]:
    """All sheets of a file, hidden ones too, in order; of a zip all sheets of all its files.

    Raises ImportProblem for empty, damaged, locked, oversized or foreign files.
    """
    raw = path.read_bytes() if raw is None else raw
    sheets = _read(raw, path.name, "")
    if not any(s.cells.num_rows for s in sheets):
        raise ImportProblem(
            path.name, Label("文件里没有任何数据。", "there is no data in the file."), _SAVE_AGAIN
        )
    return sheets


def _read(raw: bytes, where: str, member: str) -> list[Sheet]:
    kind = sniff(raw, where)
    if kind == "zip":
        if member:
            raise ImportProblem(where, Label("压缩包里还有压缩包。", "a zip inside a zip."), None)
        return _read_zip(raw, where)
    if kind == "html":
        from .markup import html_tables

        return [Sheet(n, c, member) for n, c in html_tables(decode(raw, where), where)]
    if kind == "xml":
        from .markup import xml_tables

        return [Sheet(n, c, member) for n, c in xml_tables(raw, where)]
    if kind == "text":
        from .delimited import text_table

        cells, widths = text_table(decode(raw, where), where)
        return [Sheet("", cells, member, separated=True, widths=widths)]
    if kind == "xlsx":
        check_extent(raw, where)
    return _read_workbook(raw, where, member)


def _read_zip(raw: bytes, where: str) -> list[Sheet]:
    """The files of a zip, in memory: nothing is ever written to the paths it names."""
    sheets: list[Sheet] = []
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for info in packed.infolist():
            name = _member_name(packed, info)
            if info.is_dir() or name.startswith(("~$", ".")) or "__MACOSX" in info.filename:
                continue
            parts = PurePosixPath(info.filename.replace("\\", "/")).parts
            if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
                raise ImportProblem(
                    where,
                    Label(f"压缩包里有危险的路径：{name}", f"it holds a dangerous path: {name}"),
                    _SAVE_AGAIN,
                )
            try:
                data = packed.read(info)
            except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as bad:
                raise _broken(f"{where}/{name}") from bad
            sheets += _read(data, f"{where}/{name}", name)
    return sheets


def _member_name(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """The last part of a member's name; Chinese Windows writes GBK without saying so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return PurePosixPath(name.replace("\\", "/")).name


def _read_workbook(raw: bytes, where: str, member: str) -> list[Sheet]:
    import fastexcel

    try:
        book = fastexcel.read_excel(raw)
        names = book.sheet_names
    except Exception as bad:
        raise _why_unreadable(raw, where, bad) from bad
    return [Sheet(name, _cells(book, i, where, name), member) for i, name in enumerate(names)]


def _why_unreadable(raw: bytes, where: str, bad: Exception) -> ImportProblem:
    """Locked or damaged: an encrypted xlsx is an OLE file with a part of this name."""
    words = str(bad).lower()
    if "password" in words or "encrypt" in words or "EncryptedPackage".encode("utf-16-le") in raw:
        return _locked(where)
    return _broken(where)


def _cells(book: object, index: int, where: str, name: str) -> pa.Table:
    import fastexcel

    try:
        # skip_rows=0 keeps empty rows above the table, so that row numbers stay true.
        sheet = book.load_sheet(  # type: ignore[attr-defined]
            index, header_row=None, dtypes="string", skip_rows=0
        )
        batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError as bad:
        if "empty" in str(bad).lower() or "no data" in str(bad).lower():
            return pa.table({})
        raise _broken(f"{where} [{name}]") from bad
    columns = _with_errors(batch.columns, errors.errors if errors else [])
    return pa.table(columns, names=[str(i) for i in range(batch.num_columns)])


def _with_errors(columns: list[pa.Array], errors: list[Any]) -> list[pa.Array]:
    """Cells such as #DIV/0! as their text, so that they are reported and not taken for blank."""
    found: dict[int, dict[int, str]] = {}
    for error in errors:
        row, column = error.offset_position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        found.setdefault(column, {})[row] = _ERRORS.get(kind[1] if kind else "", "#ERROR!")
    for column, cells in found.items():
        texts = [cells.get(row) for row in range(len(columns[column]))]
        columns[column] = pc.coalesce(columns[column], pa.array(texts, pa.string()))
    return columns
