"""What is known of a connection: which tables have rows, and small ones kept in memory.

A snapshot never changes, so what was found once holds for its connection. A view over many small
files costs more to open than to read: on its third use a small one is copied into memory, where
the next statements find it under the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import duckdb

USES, ROWS = 3, 60_000


class Near:
    """One connection's tables. Only views are remembered: a plain table may still grow."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        rows = con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        self._views = {name for (name,) in rows}
        self._filled: dict[str, bool] = {}
        self._bounds: dict[str, tuple[date, date] | None] = {}
        self._uses: Counter[str] = Counter()

    def filled(self, con: duckdb.DuckDBPyConnection, table: str) -> bool:
        """Whether the table has a row."""
        if table in self._filled:
            return self._filled[table]
        row = con.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")').fetchone()
        found = bool(row and row[0])
        if table in self._views:
            self._filled[table] = found
        return found

    def bounds(self, con: duckdb.DuckDBPyConnection, table: str) -> tuple[date, date] | None:
        """First and last date of the table."""
        if table in self._bounds:
            return self._bounds[table]
        row = con.execute(f'SELECT min(date), max(date) FROM "{table}"').fetchone()
        found = (row[0], row[1]) if row and row[0] else None
        if table in self._views:
            self._bounds[table] = found
        return found

    def touch(self, con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
        """Tell that a statement is about to read these tables."""
        for table in tables:
            self._uses[table] += 1
            if table in self._views and self._uses[table] == USES:
                row = con.execute(f'SELECT count(*) FROM main."{table}"').fetchone()
                if row and 0 < row[0] <= ROWS:
                    # The temporary schema is looked at first: the name leads here from now on.
                    rows = f'SELECT * FROM main."{table}"'
                    con.execute(f'CREATE TEMP TABLE IF NOT EXISTS "{table}" AS {rows}')


_KNOWN: WeakKeyDictionary[duckdb.DuckDBPyConnection, Near] = WeakKeyDictionary()


def near(con: duckdb.DuckDBPyConnection) -> Near:
    """What is known of this connection so far."""
    if con not in _KNOWN:
        _KNOWN[con] = Near(con)
    return _KNOWN[con]
