"""Rows for the store's tests: written from dicts, read back as tuples."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pyarrow as pa

from opslib.facts import TABLES
from opslib.store import Store, Written

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)


def put(
    store: Store,
    table: str,
    *rows: dict[str, Any],
    file: str = "a" * 16,
    shop: str = "s1",
    at: datetime | None = None,
    columns: list[str] | None = None,
) -> Written:
    """Import rows given as dicts; the first row's columns are those the file supplied."""
    given_ = columns or [c for c in rows[0] if c != "source_row"]
    kinds = TABLES[table].schema
    arrays = {c: pa.array([r.get(c) for r in rows], kinds.field(c).type) for c in rows[0]}
    return store.write(table, shop, pa.table(arrays), columns=given_, source_file=file, at=at)


def got(store: Store, table: str, *columns: str, shop: str | None = "s1") -> list[tuple[Any, ...]]:
    """The stored rows, sorted."""
    with store.snapshot().connect(shop) as con:
        listed = ", ".join(f'"{c}"' for c in columns)
        return sorted(con.execute(f'SELECT {listed} FROM "{table}"').fetchall(), key=repr)


def day(item: str, on: date = MAY, **values: Any) -> dict[str, Any]:
    return {"date": on, "item_id": item, **values}
