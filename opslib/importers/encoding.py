"""Text of unknown encoding."""

from __future__ import annotations

import codecs

from ..errors import ImportProblem
from ..labels import Label

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(raw: bytes, where: str) -> str:
    """The text of these bytes: by its mark, else UTF-8, else GB18030, else by letter statistics.

    Raises ImportProblem where nothing fits or binary data pretends to be text.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strictly(raw, name, where)
    for name in ("utf-8", "gb18030"):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        return _no_binary(text, where)
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None:
        raise _unreadable(where)
    return _no_binary(_strictly(raw, best.encoding, where), where)


def _strictly(raw: bytes, name: str, where: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as bad:
        raise _unreadable(where) from bad


def _no_binary(text: str, where: str) -> str:
    if "\x00" in text[:10_000]:
        raise _unreadable(where)
    return text


def _unreadable(where: str) -> ImportProblem:
    return ImportProblem(
        where,
        Label("既不是表格也不是可读的文本。", "this is neither a workbook nor readable text."),
        Label("请从后台重新下载，或另存为 xlsx。", "Download it again, or save it as xlsx."),
    )
