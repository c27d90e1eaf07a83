"""Rows of separated text that are longer or shorter than the header: slipped, or cut off."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from ..labels import Label
from .reading import Reading


def refuse_ragged(reading: Reading) -> None:
    """Refuse the rows whose cells slipped, and those that end in the middle."""
    _refuse_slipped(reading)
    _refuse_cut(reading)


def _refuse_slipped(reading: Reading) -> None:
    """Rows of separated text with more cells than the header: each value stands under another's."""
    if not reading.sheet.separated:
        return
    width = max(i for i, name in enumerate(reading.header.seen) if name) + 1
    for place in range(width, reading.body.num_columns):
        text = pc.utf8_trim_whitespace(reading.text(place))
        rows = np.flatnonzero(np.asarray(pc.fill_null(pc.not_equal(text, ""), False)))
        what = Label("这一行的格子比表头多，各列已错位。", "more cells than the header: slipped.")
        fix = Label("请给含逗号的文字加引号。", "Put text that holds a comma into quotes.")
        reading.refuse(rows, f"+{place - width + 1}", place, what, fix)


def _refuse_cut(reading: Reading) -> None:
    """A row of separated text with fewer cells than the header: the file ends in mid-row.

    Some programs leave trailing blanks out; where several rows are short and no full row ends in
    a blank, that is what happened, and the rows are good.
    """
    if reading.sheet.widths is None:
        return
    width = max(i for i, name in enumerate(reading.header.seen) if name) + 1
    widths = reading.sheet.widths[reading.header.below :]
    short = np.flatnonzero(reading.keep & (widths < width))
    if not len(short) or (len(short) > 1 and not _keeps_blanks(reading, widths, width)):
        return
    fewest = int(widths[short].min())
    what = Label(
        f"这一行只有 {fewest} 格，表头有 {width} 格，文件像是被截断了。",
        f"only {fewest} of {width} cells; the file is cut off.",
    )
    fix = Label("请重新导出完整的文件。", "Export it again.")
    reading.refuse(short, reading.header.seen[width - 1], None, what, fix)


def _keeps_blanks(reading: Reading, widths: np.ndarray, width: int) -> bool:
    """Does some full row end in a blank cell, so that its writer never leaves them out?"""
    blank = np.asarray(pc.is_null(reading.text(width - 1)))
    return bool((reading.keep & (widths >= width) & blank).any())
