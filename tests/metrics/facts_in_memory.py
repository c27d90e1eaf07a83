"""Fact tables in memory, with every column of the real schemas, from short dictionaries."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from opslib.facts import TABLES

# What a row of a table has unless it says otherwise.
USUAL: dict[str, dict[str, Any]] = {
    "shop_day": {"terminal": "all"},
    "shop_window": {"terminal": "all"},
    "keyword_day": {"item_id": "", "copy": 0},
    "keyword_window": {"item_id": "", "copy": 0},
    "ad_day": {"product_line": "", "plan": "", "item_id": "", "keyword": "", "hour": -1},
    "order": {"status": "done", "is_fake": False},
    "stock": {"sku_id": ""},
}


_SQL = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE",
        "timestamp[us]": "TIMESTAMP", "bool": "BOOLEAN"}  # fmt: skip
_EMPTY = ";".join(
    f'CREATE TABLE "{name}" ('
    + ", ".join(f'"{f.name}" {_SQL[str(f.type)]}' for f in t.schema)
    + ")"
    for name, t in TABLES.items()
)


def connect(**tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A connection with every fact table, filled with these rows; `order` rows as `order=`."""
    con = duckdb.connect(config={"threads": "1"})
    con.execute(_EMPTY)
    for name, given in tables.items():
        rows = [
            {"shop": "s", "source_file": "f" * 16, "source_row": i, **USUAL.get(name, {}), **row}
            for i, row in enumerate(given, start=2)
        ]
        filled = pa.Table.from_pylist(rows, schema=TABLES[name].schema)
        con.register("filled", filled)
        con.execute(f'INSERT INTO "{name}" SELECT * FROM filled')
    return con
