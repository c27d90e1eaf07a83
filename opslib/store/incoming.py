"""The rows of a file on their way in: typed, marked with their origin, keys checked."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from ..errors import StoreError, unknown
from ..facts import FactTable
from ..labels import Label
from .files import conform, file_schema
from .merge import double, ordered


def prepare(rows: pa.Table, fact: FactTable, source_file: str, moment: datetime) -> pa.Table:
    """The file's rows as they will be stored, sorted, with their origin.

    Errors: UnknownName (a column that the fact table has not), StoreError (a cell of another type,
    an empty key cell, a key that comes twice).
    """
    extra = {
        "source_file": pa.repeat(pa.scalar(source_file, pa.string()), len(rows)),
        "imported_at": pa.repeat(pa.scalar(moment, pa.timestamp("us")), len(rows)),
    }
    known = [c for c in rows.column_names if c in fact.columns or c == "source_row"]
    if strange := sorted(set(rows.column_names) - set(known)):
        raise unknown(Label("列", "column"), strange[0], fact.columns)
    rows = rows.select(known)
    for name, column in extra.items():
        rows = rows.append_column(name, column)
    try:
        rows = _without_nan(rows)
        fresh = conform(rows, file_schema(fact.schema))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise StoreError(
            fact.name,
            Label(f"有单元格类型不对：{error}", f"a cell has the wrong type: {error}"),
            Label(
                "检查格式声明里的列类型。", "Check the column types in the format's declaration."
            ),
        ) from error
    fresh = ordered(fresh, fact)
    _check_keys(fresh, fact)
    return fresh


def _without_nan(rows: pa.Table) -> pa.Table:
    """NaN is nothing: pandas writes it for an empty cell, and NaN never equals itself."""
    import pyarrow.compute as pc

    for i, f in enumerate(rows.schema):
        if pa.types.is_floating(f.type) and pc.any(pc.is_nan(rows[f.name])).as_py():
            empty = pc.if_else(pc.is_nan(rows[f.name]), None, rows[f.name])
            rows = rows.set_column(i, f.name, empty)
    return rows


def _check_keys(fresh: pa.Table, fact: FactTable) -> None:
    where = f"{fact.name} ({', '.join(fact.key)})"
    fix = Label(
        "请在格式声明里给出主键列，并合并重复的行。",
        "Give the key columns in the format's declaration, and join rows that repeat.",
    )
    if empty := [c for c in fact.key if fresh[c].null_count]:
        raise StoreError(
            where,
            Label(f"主键列 {empty[0]} 有空值。", f"key column {empty[0]} has empty cells."),
            fix,
        )
    if twice := double(fresh, fact):
        raise StoreError(
            where, Label(f"两行主键相同：{twice}。", f"two rows have the key {twice}."), fix
        )
