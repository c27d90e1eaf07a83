"""Data quality: which files arrived, what was refused, which days are there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

import pandas as pd

from ..labels import Label
from . import drawings, words
from .blocks import Block, block, card, empty, more, table
from .markup import Raw, name, tag
from .sheet import Sheet

_SHOWN = 40


def quality(
    sheet: Sheet,
    arrivals: pd.DataFrame,
    presence: Mapping[str, tuple[Label, Sequence[float]]],
    gaps: Iterable[Label] = (),
) -> Block:
    """Can the data be trusted: what came, what was refused, which days are missing?

    arrivals: the ledger of files. presence: table -> (name, share of data for each day, oldest
    first; 1 whole, 0 missing). gaps: what seems to be missing, in words.
    """
    if arrivals.empty and not presence:
        return empty("quality", words.NO_DATA)
    counts = {c: int(arrivals[c].fillna(0).sum()) for c in ("accepted", "refused")}
    told = (words.QUALITY_BAD if counts["refused"] else words.QUALITY_OK).format(
        files=len(arrivals), rows=f"{counts['accepted']:,}", refused=f"{counts['refused']:,}"
    )
    faulty = arrivals[(arrivals["refused"] > 0) | (arrivals["state"] == "refused")]
    newest = arrivals.sort_values(["end", "path"], ascending=[False, True], kind="stable")
    parts: list[object] = [tag("p", told), *(tag("p", gap) for gap in gaps), _strips(presence)]
    if len(faulty):
        parts.append(card(tag("h3", words.PROBLEMS), _table(faulty, problems=True)))
    parts.append(more(words.FILES.format(n=len(arrivals)), card(_table(newest))))
    _keep(sheet, newest)
    return block(*parts, text=told, section="data")


def _strips(presence: Mapping[str, tuple[Label, Sequence[float]]]) -> Raw | None:
    if not presence:
        return None
    cells: list[object] = []
    for label, days in presence.values():
        there = sum(share > 0 for share in days)
        alt = words.COVERAGE_ALT.format(table=label, days=len(days), present=there)
        cells += [tag("span", label), drawings.strip(list(days), alt=alt)]
    note = tag("p", words.COVERAGE, cls="mute tiny")
    return card(tag("div", *cells, cls="strips"), note)


def _table(files: pd.DataFrame, problems: bool = False) -> Raw:
    heads = [words.FILE, words.STATUS, words.PERIOD, words.ROWS_TAKEN, words.ROWS_REFUSED]
    rows = []
    for f in files.head(_SHOWN).itertuples():
        first = name(PurePath(str(f.path)).name, 44)
        if problems:
            first = tag("div", first, tag("span", _first_problem(f), cls="sub"))
        rows.append((first, words.FILE_STATE.get(str(f.state), f.state), _period(f),
                     f"{int(f.accepted or 0):,}", f"{int(f.refused or 0):,}"))  # fmt: skip
    return table(heads, rows, texts=2)


def _period(file: Any) -> str:
    if pd.isna(file.start):
        return ""
    start, end = (pd.Timestamp(d).date().isoformat() for d in (file.start, file.end))
    if start == end:
        return start
    return f"{start} – {end[5:] if start[:4] == end[:4] else end}"


def _first_problem(file: Any) -> str:
    """What was wrong, in the language of this page."""
    from ..labels import spoken

    told = json.loads(file.problems or "[]")
    if not told:
        return ""
    what = told[0].get("what", "")
    return str(what.get(spoken(), "") if isinstance(what, dict) else what)


def _keep(sheet: Sheet, files: pd.DataFrame) -> None:
    columns = {
        "path": words.FILE,
        "state": words.STATUS,
        "start": words.FROM,
        "end": words.TO,
        "accepted": words.ROWS_TAKEN,
        "refused": words.ROWS_REFUSED,
    }
    plain = files[list(columns)].assign(
        path=[PurePath(str(p)).name for p in files["path"]],
        state=[str(words.FILE_STATE.get(s, s)) for s in files["state"]],
    )
    sheet.table("files", words.FILE, plain.set_axis([str(c) for c in columns.values()], axis=1))
