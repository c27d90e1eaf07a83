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


def connect(**tables: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    """A connection with every fact table as a view; `order` rows go in as `order=`."""
    con = duckdb.connect()
    for name, declared in TABLES.items():
        rows = [
            {"shop": "s", "source_file": "f" * 16, "source_row": i, **USUAL.get(name, {}), **row}
            for i, row in enumerate(tables.get(name, []), start=2)
        ]
        filled = pa.Table.from_pylist(rows, schema=declared.schema)
        con.register(f"_{name}", filled)
        con.execute(f'CREATE TABLE "{name}" AS SELECT * FROM "_{name}"')
    return con
