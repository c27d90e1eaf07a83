"""Rows that a hand-kept table cannot do without a value in: refused, with what to write instead."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from ..labels import Label
from .formats import Column
from .reading import Reading

_KNOWN = 8  # so many of the words that could stand there are named


def refuse_unfit(reading: Reading, column: Column, place: int) -> None:
    """Leave out the rows whose value in a `needed` column is missing, unreadable or too small."""
    values, title = reading.values[column.name], reading.header.seen[place]
    missing = np.flatnonzero(np.asarray(pc.is_null(values)))
    what, fix = _asked(column)
    reading.refuse(missing, title, place, what, fix)
    if column.above is not None:
        small = pc.fill_null(pc.less_equal(values, column.above), False)
        least = f"{column.above:g}"
        reading.refuse(
            np.flatnonzero(np.asarray(small)),
            title,
            place,
            Label(f"这里要大于 {least} 的数。", f"a number above {least} is expected here."),
            _MEND,
        )


_MEND = Label("请在原文件改正后重新导入。", "Mend the cell and import again.")


def _asked(column: Column) -> tuple[Label, Label]:
    """What is wrong with an empty or unreadable value, and what to write."""
    if column.type == "month":
        return (
            Label("看不出是哪年哪月。", "it does not say which month of which year."),
            Label("写成 2026-11。", "Write it like 2026-11."),
        )
    if column.values:
        known = [k for k in column.values if not k.isascii()][:_KNOWN] or [*column.values][:_KNOWN]
        return (
            Label("这个词不认识，或者没有填。", "this word is not known, or nothing stands here."),
            Label(f"可用：{'、'.join(known)}。", f"Use one of: {', '.join(known)}."),
        )
    return Label("没有填，或者读不懂。", "it is empty or cannot be read."), _MEND
