"""What a new export does to the rows that are there: pure functions from tables to tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..facts import ORIGIN, FactTable, month_of
from .files import DataFile

_KEPT_ORIGINS = 8


@dataclass(frozen=True)
class Merged:
    """The rows after an import: `fresh` are the file's, `rest` the untouched ones beside them."""

    fresh: pa.Table
    rest: pa.Table
    replaced: int
    touched: frozenset[int]
    unchanged: bool


def scope_of(fact: FactTable) -> list[str]:
    """The columns whose values decide which stored rows an export replaces."""
    if fact.scope == "key":
        return list(fact.key)
    if fact.scope == "day":
        return [c for c in fact.key if c in ("date", "days")]
    return [fact.key[0]]


def may_hold(file: DataFile, fact: FactTable, fresh: pa.Table) -> bool:
    """Could this file hold rows that the fresh ones replace? Judged by the noted ranges."""
    if "date" in scope_of(fact):
        if file.low is None or file.high is None:
            return True
        held = pc.and_(
            pc.greater_equal(fresh["date"], file.low), pc.less_equal(fresh["date"], file.high)
        )
        return bool(pc.any(held).as_py())
    if file.first is None or file.last is None:
        return True
    ends = pc.min_max(fresh[fact.key[0]])
    return bool(ends["min"].as_py() <= file.last and file.first <= ends["max"].as_py())


def merge(
    old: pa.Table, file_no: np.ndarray, fresh: pa.Table, fact: FactTable, columns: Collection[str]
) -> Merged:
    """Put the fresh rows in the place of the old ones of the same scope.

    `old` are the rows of the files that may be hit and `file_no` says which file each is from;
    `columns` are the columns that the export supplied: under scope "key" the others keep what is
    stored and the older row is noted in `also_from`.
    """
    if not len(old):
        return Merged(fresh, old, 0, frozenset(), not len(fresh))
    at = _hits(old, fresh, scope_of(fact))
    hit = old if len(at) == len(old) else old.take(at)
    touched = np.unique(file_no[at])
    if fact.scope == "key":
        fresh = _complete(fresh, hit, fact, columns)
    if _same(fresh, hit, fact):
        return Merged(fresh, old, len(hit), frozenset(), True)
    stays = np.isin(file_no, touched)
    stays[at] = False
    return Merged(fresh, old.filter(pa.array(stays)), len(hit), frozenset(touched.tolist()), False)


def not_outdated(old: pa.Table, fresh: pa.Table, fact: FactTable) -> pa.Table:
    """The fresh rows without those whose place a row of a later moment holds already."""
    if not len(old) or not len(fresh):
        return fresh
    newer = old.filter(pc.greater(old["imported_at"], fresh["imported_at"][0]))
    if not len(newer):
        return fresh
    outdated = _hits(fresh, newer, scope_of(fact))
    return fresh.take(np.setdiff1d(np.arange(len(fresh)), outdated))


def _hits(old: pa.Table, fresh: pa.Table, scope: list[str]) -> np.ndarray:
    """The places of the old rows that the fresh ones replace, ascending."""
    mask = pc.is_in(old[scope[0]], fresh[scope[0]].combine_chunks())
    places = pc.indices_nonzero(mask).cast(pa.int64())
    if len(scope) > 1 and len(places):
        keys = old.select(scope).take(places).append_column("_at", places)
        wanted = fresh.select(scope).group_by(scope).aggregate([])
        places = keys.join(wanted, scope, join_type="inner")["_at"].combine_chunks()
    return np.sort(places.to_numpy(zero_copy_only=False))


def _complete(
    fresh: pa.Table, hit: pa.Table, fact: FactTable, columns: Collection[str]
) -> pa.Table:
    """Fill the columns that the export lacks from the stored row of the same key."""
    lacking = [c for c in fact.values if c not in columns]
    if not lacking or not len(hit):
        return fresh
    keys = list(fact.key)
    left = fresh.select(keys).append_column("_new", pa.array(np.arange(len(fresh))))
    right = hit.select(keys).append_column("_old", pa.array(np.arange(len(hit))))
    pairs = left.join(right, keys, join_type="left outer").sort_by("_new")
    kept = hit.take(pairs["_old"].combine_chunks())
    for c in lacking:
        fresh = fresh.set_column(fresh.schema.get_field_index(c), fresh.schema.field(c), kept[c])
    used = [pc.is_valid(kept[c]) for c in lacking if kept[c].null_count < len(kept)]
    if not used:
        return fresh
    any_used = used[0]
    for flag in used[1:]:
        any_used = pc.or_(any_used, flag)
    return _note_origin(fresh, kept, any_used.to_pylist())


def _note_origin(fresh: pa.Table, kept: pa.Table, used: list[bool]) -> pa.Table:
    origins = zip(
        used,
        kept["also_from"].to_pylist(),
        kept["source_file"].to_pylist(),
        kept["source_row"].to_pylist(),
        strict=True,
    )
    notes = [_origin(*row) if row[0] else None for row in origins]
    place = fresh.schema.get_field_index("also_from")
    return fresh.set_column(place, "also_from", pa.array(notes, pa.string()))


def _origin(_used: bool, also: str | None, file: str, row: int | None) -> str:
    own = file if row is None else f"{file}:{row}"
    parts = list(dict.fromkeys([*(also or "").split(";"), own]))
    return ";".join([p for p in parts if p][-_KEPT_ORIGINS:])


def _same(fresh: pa.Table, hit: pa.Table, fact: FactTable) -> bool:
    if len(fresh) != len(hit):
        return False
    facts = [c for c in fresh.column_names if c not in ORIGIN]
    return bool(ordered(fresh, fact).select(facts).equals(ordered(hit, fact).select(facts)))


def months(rows: pa.Table) -> pa.Array:
    """The partition month of each row; a file has few days, so each day is spelt out once."""
    days = rows["date"].combine_chunks().dictionary_encode()
    return pc.fill_null(month_of(days.dictionary).take(days.indices), "none")


def ordered(rows: pa.Table, fact: FactTable) -> pa.Table:
    """The rows by date, then by key: the same rows give the same file, and days lie together."""
    by = list(dict.fromkeys(["date", *fact.key]))
    if _in_order(rows.select(by)):
        return rows
    return rows.take(pc.sort_indices(rows.select(by), [(c, "ascending") for c in by]))


def _in_order(keys: pa.Table) -> bool:
    """Is no row before the one above it? Much cheaper than sorting what is sorted."""
    if any(column.null_count for column in keys.columns):
        return False
    less, equal = _against_next(keys)
    return bool((less | equal).all())


def _against_next(keys: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    """For each row but the last: is it before the next one, and is it equal to it?"""
    size = max(len(keys) - 1, 0)
    less, equal = np.zeros(size, bool), np.ones(size, bool)
    for column in keys.columns:
        above, below = column.slice(0, size), column.slice(1)
        less |= equal & pc.less(above, below).to_numpy()
        equal &= pc.equal(above, below).to_numpy()
    return less, equal


def double(rows: pa.Table, fact: FactTable) -> dict[str, object] | None:
    """A key (no part of it empty) that more than one of these ordered rows has, or None."""
    keys = rows.select(list(fact.key))
    if "date" not in fact.key:
        keys = keys.sort_by([(c, "ascending") for c in fact.key])
    _, equal = _against_next(keys)
    return dict(keys.slice(int(equal.argmax()), 1).to_pylist()[0]) if equal.any() else None
