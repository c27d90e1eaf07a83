"""What hand-kept tables leave unsaid: numbers of their rows, the year an activity belongs to."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..labels import Label
from .reading import Reading

# What tells an action that the operator added from another; its dates may still change.
_OWN_ACTION = ("subject", "what")
_OWN_WORDS = {
    ("kind", "id"): ("subject", "date", "due", "grade"),
    ("id",): _OWN_ACTION,
    ("year", "id"): ("name", "start"),
}


def register_ids(reading: Reading) -> None:
    """Rows of a hand-kept table without a number get one made of what they say."""
    keys = {t.key for t in reading.format.facts}
    own_words = next((words for key, words in _OWN_WORDS.items() if key in keys), ())
    if not own_words:
        return
    names = [n for n in own_words if n in reading.values]
    given = reading.values.get("id")
    told = given.to_pylist() if given is not None else [None] * len(reading.keep)
    said = list(zip(*(reading.values[n].to_pylist() for n in names), strict=True)) if names else []
    seen: dict[tuple, int] = {}
    ids = []
    for i, own in enumerate(told):
        if own is None and said:
            copy = seen[said[i]] = seen.get(said[i], -1) + 1
            own = hashlib.sha1(repr((said[i], copy)).encode()).hexdigest()[:12]
        ids.append(own)
    reading.values["id"] = pa.array(ids, pa.string())


def activity_years(reading: Reading) -> None:
    """The year an activity begins in; one that ends before it begins is refused."""
    if not any(t.key == ("year", "id") for t in reading.format.facts):
        return
    start, end = reading.values.get("start"), reading.values.get("end")
    if start is None:
        return
    reading.values["year"] = pc.strftime(start, "%Y")
    if end is None:
        return
    place = reading.place(reading.format.columns["end"])
    title = reading.header.seen[place] if place is not None else "end"
    turned = np.flatnonzero(np.asarray(pc.fill_null(pc.less(end, start), False)))
    what = Label("结束早于开始。", "it ends before it begins.")
    fix = Label("请核对两个日期。", "Check the two dates.")
    reading.refuse(turned, title, place, what, fix)
