"""What older exports said of the same days: every row that any version of a table ever held."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .snapshot import literal

if TYPE_CHECKING:
    import pandas as pd


def vintages(folder: Path, shop: str, columns: list[str], where: str, since: date) -> pd.DataFrame:
    """Distinct rows of the table in `folder` with the moment they were known from.

    columns: what to read besides imported_at. where: an SQL condition on the rows. since: the
    first day; files of earlier months are not opened.
    Rows of the same key come once for each export that told them anew.
    """
    import duckdb

    con = duckdb.connect(":memory:")
    names = ", ".join(f'"{c}"' for c in [*columns, "imported_at"])
    files = _named(folder, shop, f"{since:%Y-%m}")
    if not files:
        empty = ", ".join(f'NULL AS "{c}"' for c in [*columns, "imported_at"])
        return con.execute(f"SELECT {empty} LIMIT 0").df()
    listed = ", ".join(literal(str(folder / f)) for f in files)
    scan = f"read_parquet([{listed}], union_by_name=true, hive_partitioning=false)"
    try:
        asked = f"SELECT DISTINCT {names} FROM {scan} WHERE ({where}) AND date >= ?"
        return con.execute(asked, [since]).df()
    finally:
        con.close()


def _named(folder: Path, shop: str, month: str) -> list[str]:
    """The data files that any version named, of one shop and of months from `month` on.

    Nothing that a version names is ever deleted (`Log.sweep`), so older knowledge stays readable.
    """
    found: set[str] = set()
    for path in (folder / "_delta_log").glob("*.json"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith('{"add"'):
                found.add(json.loads(line)["add"]["path"])
    return sorted(
        f
        for f in found
        if f.startswith(f"shop={shop}/") and f.split("/")[1].removeprefix("month=") >= month
    )
