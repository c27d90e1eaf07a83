"""The Parquet files of a Delta table: which there are, what they hold, how a name tells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from deltalake import DeltaTable

PARTITIONS = ["shop", "month"]


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file of a version; `low`..`high` are its dates (None: not known)."""

    path: str
    shop: str
    month: str
    rows: int
    low: date | None = None
    high: date | None = None
    first: str | None = None
    last: str | None = None


def partitions(schema: pa.Schema) -> list[str]:
    """The partition columns: shop and month, or none for a table without months."""
    return PARTITIONS if "month" in schema.names else []


def file_schema(schema: pa.Schema) -> pa.Schema:
    """What stands in the Parquet files: the partition columns are in the path alone."""
    apart = partitions(schema)
    return pa.schema([f for f in schema if f.name not in apart])


def fingerprint(schema: pa.Schema) -> str:
    """A short name for a list of columns, so that a reader sees without opening which it has."""
    text = ",".join(f"{f.name}:{f.type}" for f in file_schema(schema))
    return hashlib.sha1(text.encode()).hexdigest()[:10]


def conform(rows: pa.Table, schema: pa.Schema, blank: Mapping[str, str] | None = None) -> pa.Table:
    """The rows with exactly these columns and types; a missing column is empty, or as `blank`."""
    if rows.schema.equals(schema):
        return rows
    columns = []
    for f in schema:
        if f.name not in rows.column_names:
            held = (blank or {}).get(f.name)
            columns.append(pa.repeat(pa.scalar(held, f.type), len(rows)))
        else:
            column = rows[f.name]
            columns.append(column if column.type == f.type else column.cast(f.type))
    return pa.table(columns, schema=schema)


def actions_of(table: DeltaTable, flatten: bool = False) -> pa.Table:
    """The add actions of the version that is loaded; `pa.table` would import pandas for it."""
    return pa.RecordBatchReader.from_stream(table.get_add_actions(flatten=flatten)).read_all()


def active(table: DeltaTable, named: str | None, shop: str | None = None) -> list[DataFile]:
    """The data files of the version that is loaded (of one shop); `named` as in `Log`."""
    import pyarrow.compute as pc

    wanted = {
        "path": "path",
        "partition.shop": "shop",
        "partition.month": "month",
        "num_records": "rows",
        "min.date": "low",
        "max.date": "high",
        f"min.{named}": "first",
        f"max.{named}": "last",
    }
    actions = actions_of(table, flatten=True)
    names = set(actions.column_names)
    there = {old: new for old, new in wanted.items() if old in names}
    actions = actions.select(list(there))
    if shop is not None:
        actions = actions.filter(pc.equal(actions["partition.shop"], shop))
    have = {new: actions[old].to_pylist() for old, new in there.items()}
    blank = {"shop": "", "month": "", "rows": 0}
    rows = zip(*have.values(), strict=True)
    return sorted(
        (DataFile(**{**blank, **dict(zip(have, row, strict=True))}) for row in rows),
        key=lambda f: (f.shop, f.month, f.path),
    )


def partition(file: DataFile) -> dict[str, str | None]:
    """The partition values of a file as Delta wants them."""
    return {"shop": file.shop, "month": file.month} if file.shop else {}


def extent(rows: pa.Table, column: str | None) -> tuple[Any, Any]:
    """Lowest and highest value, or nothing if a cell is empty: such a file may hold anything."""
    import pyarrow.compute as pc

    if column not in rows.column_names or rows[column].null_count:
        return None, None
    ends = pc.min_max(rows[column])
    return ends["min"].as_py(), ends["max"].as_py()
