"""Reading: pinned versions of the tables, and DuckDB views over exactly their files."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError
from ..facts import ORIGIN, PARTITION, TABLES, FactTable
from ..labels import Label
from .files import fingerprint
from .log import Log

if TYPE_CHECKING:
    import duckdb

_SQL = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "date": "DATE",
    "time": "TIMESTAMP",
    "bool": "BOOLEAN",
}
_MISLEADING = re.compile("(shop|month)=.*shop=")


class Snapshot:
    """What one moment knew: `versions` gives the Delta version of each table that existed."""

    def __init__(
        self, root: Path, versions: dict[str, int], seen: dict[tuple[str, int], list[str]]
    ) -> None:
        self.root, self.versions = root, versions
        self._seen = seen  # files by table and version, which never change; shared by the store

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """The data files of each fact table; opening logs waits for the disk, so side by side."""
        names = [n for n in self.versions if n in TABLES]

        new = [n for n in names if (n, self.versions[n]) not in self._seen]

        def load(name: str) -> list[str]:
            from deltalake.exceptions import DeltaError

            try:
                return Log(self.root / name, TABLES[name].schema).paths(self.versions[name])
            except (OSError, DeltaError) as error:
                raise broken(self.root / name, error) from error

        with ThreadPoolExecutor(4) as pool:
            for name, files in zip(new, pool.map(load, new), strict=True):
                self._seen[name, self.versions[name]] = files
        return {n: self._seen[n, self.versions[n]] for n in names}

    def tables(self, shop: str | None = None) -> set[str]:
        """The fact tables that have rows (of this shop)."""
        return {n for n, files in self._files.items() if any(_of(f, shop, None) for f in files)}

    def files(
        self, table: str, shop: str | None = None, months: Collection[str] | None = None
    ) -> list[str]:
        """The Parquet files of a table, of one shop and some months ("2026-11") if asked for."""
        picked = [p for p in self._files.get(table, []) if _of(p, shop, months)]
        return [f"{(self.root / table).as_posix()}/{p}" for p in picked]

    def connect(
        self, shop: str | None = None, months: Collection[str] | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A DuckDB in memory with one view per fact table, named as the table.

        Views have all columns of today's fact table and shop and month in front; a table without
        rows is an empty view. Only files of `shop` and `months` are ever opened. Not to be
        shared between threads; close it when done.
        """
        import duckdb

        con = duckdb.connect(":memory:", config=_config())
        con.execute("SET parquet_metadata_cache = true")
        for name, fact in TABLES.items():
            paths = self.files(name, shop, months)
            now = fingerprint(fact.schema)
            alike = all(p.rsplit("/", 1)[-1].startswith(f"{now}-") for p in paths)
            con.execute(f'CREATE VIEW "{name}" AS {_select(fact, paths, alike)}')
        return con


def broken(folder: Path, error: Exception) -> StoreError:
    """The error of a table on disk that cannot be read or written."""
    return StoreError(
        str(folder),
        Label(f"这张表读写不了：{error}", f"this table cannot be read or written: {error}"),
        Label(
            "检查磁盘空间和文件夹权限；文件坏了就从备份恢复，或者删掉整个 store 重新导入。",
            "Check disk space and permissions; if a file is damaged restore it from a backup, or "
            "delete the whole store and import again.",
        ),
    )


def _of(path: str, shop: str | None, months: Collection[str] | None) -> bool:
    """Is shop=.../month=.../file of this shop and one of these months?"""
    one, month, _ = path.split("/")
    return (shop is None or one == f"shop={shop}") and (months is None or month[6:] in months)


def _config() -> dict[str, str | bool | int | float | list[str]]:
    return {
        "threads": str(min(4, os.cpu_count() or 2)),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def _select(fact: FactTable, paths: Sequence[str], alike: bool) -> str:
    """The view's SELECT: plain when every file has today's columns, else filled up by name."""
    types = {**PARTITION, **fact.columns, **ORIGIN}
    empty = ", ".join(f'NULL::{_SQL[t]} AS "{n}"' for n, t in types.items())
    if not paths:
        return f"SELECT {empty} LIMIT 0"
    names = ", ".join(f'"{n}"' for n in types)
    if alike:
        return f"SELECT {names} FROM {_scan(paths, False)}"
    held = {n: f"coalesce(\"{n}\", '{blank}')" for n, blank in fact.blank.items()}
    casts = ", ".join(
        f'CAST({held.get(n, _quoted(n))} AS {_SQL[t]}) AS "{n}"' for n, t in types.items()
    )
    empty = f"SELECT {empty} LIMIT 0"
    return f"SELECT {casts} FROM (({empty}) UNION ALL BY NAME SELECT * FROM {_scan(paths, True)})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _scan(paths: Sequence[str], union: bool) -> str:
    listed = ", ".join(literal(p) for p in paths)
    options = f"union_by_name={str(union).lower()}"
    if not _MISLEADING.search(paths[0]):
        types = "{'shop': VARCHAR, 'month': VARCHAR}"
        return f"read_parquet([{listed}], {options}, hive_partitioning=true, hive_types={types})"
    # A folder above the store is itself called shop=..., and DuckDB would believe that one.
    shop, month = (f"regexp_extract(filename, '.*{n}=([^/]*)/', 1) AS {n}" for n in PARTITION)
    plain = f"read_parquet([{listed}], {options}, hive_partitioning=false, filename=true)"
    return f"(SELECT {shop}, {month}, * EXCLUDE filename FROM {plain})"


def literal(path: str) -> str:
    """The path as SQL text that means this one file: its own *, ? and [ are no pattern."""
    plain = "".join(f"[{c}]" if c in "*?[" else c for c in path)
    return "'" + plain.replace("'", "''") + "'"
