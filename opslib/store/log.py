"""One Delta table on disk: its versions, the files of a version, and the atomic commit."""

from __future__ import annotations

import json
import re
import time
import uuid
from bisect import bisect_right
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Mapping

import pyarrow as pa

from .files import (
    DataFile,
    actions_of,
    active,
    conform,
    extent,
    file_schema,
    fingerprint,
    partition,
    partitions,
)

if TYPE_CHECKING:
    from deltalake import DeltaTable

# Opening reads every commit since the last checkpoint: ten keep it near 5 ms (a hundred: 20 ms).
# The log is never cleaned, because `known_at` may ask for any version.
SETTINGS = {
    "delta.checkpointInterval": "10",
    "delta.enableExpiredLogCleanup": "false",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
_OURS = re.compile(r"[0-9a-f]{10}-[0-9a-f]{32}\.parquet")
SMALL = 20_000  # rows: a week of a big shop's products
BEGINNING = datetime(1970, 1, 1)


def utc(moment: datetime) -> datetime:
    """The moment in UTC without a zone, as the store keeps it; one without a zone is UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


class Log:
    """The Delta log of one table in `folder`, and its data files."""

    def __init__(
        self,
        folder: Path,
        schema: pa.Schema,
        named: str | None = None,
        blank: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.schema = folder, schema
        self.named = named  # the text column whose range is noted for each file
        self.blank = blank or {}  # what the cells of a column hold that a file does not have yet
        self._table: DeltaTable | None = None

    def newest(self) -> int | None:
        """The newest version, None if the table was never written. A directory listing only."""
        try:
            names = [p.stem for p in (self.folder / "_delta_log").iterdir() if p.suffix == ".json"]
        except FileNotFoundError:
            return None
        return max((int(n) for n in names if n.isdigit()), default=None)

    def files(self, version: int) -> list[DataFile]:
        """The data files of one version."""
        from deltalake import DeltaTable

        return active(DeltaTable(self.folder, version=version), self.named)

    def paths(self, version: int) -> list[str]:
        """The data files of one version as paths below `folder`, sorted."""
        from deltalake import DeltaTable

        actions = actions_of(DeltaTable(self.folder, version=version))
        return sorted(actions["path"].to_pylist())

    def refresh(self, shop: str | None = None) -> list[DataFile]:
        """The newest version's files (of a shop); makes the table or new columns if needed."""
        from deltalake import DeltaTable

        if self.newest() is None:
            self._table = DeltaTable.create(
                self.folder,
                schema=self.schema,
                mode="ignore",
                partition_by=partitions(self.schema),
                configuration=SETTINGS,  # type: ignore[arg-type]
            )
        elif self._table is None:
            self._table = DeltaTable(self.folder)
        else:
            self._table.update_incremental()
        self._grow(self._table)
        return active(self._table, self.named, shop)

    @property
    def version(self) -> int:
        """The version that `refresh` saw."""
        return -1 if self._table is None else self._table.version()

    def _grow(self, table: DeltaTable) -> None:
        """Columns that the fact tables gained since the table was made."""
        from deltalake import CommitProperties
        from deltalake.schema import Schema

        have = {f.name for f in table.schema().fields}
        new = [f for f in Schema.from_arrow(self.schema).fields if f.name not in have]
        if new:
            known = self.known(table.version()).isoformat()
            table.alter.add_columns(
                new, commit_properties=CommitProperties(custom_metadata={"known_at": known})
            )
            table.update_incremental()

    def read(self, files: Iterable[DataFile]) -> pa.Table:
        """The rows of these files in today's columns; columns they lack are empty or `blank`."""
        import pyarrow.parquet as pq

        schema = file_schema(self.schema)
        parts = [pq.ParquetFile(self.folder / f.path).read(use_threads=False) for f in files]
        return pa.concat_tables(
            [schema.empty_table(), *(conform(p, schema, self.blank) for p in parts)]
        )

    def add(self, rows: pa.Table, shop: str = "", month: str = "") -> DataFile:
        """Write one Parquet file; nobody sees it before it is committed."""
        import pyarrow.parquet as pq

        place = f"shop={shop}/month={month}/" if shop else ""
        path = f"{place}{fingerprint(self.schema)}-{uuid.uuid4().hex}.parquet"
        (self.folder / place).mkdir(parents=True, exist_ok=True)
        # A dictionary of numbers is worth its time in a month's file, not in a day's.
        texts = [f.name for f in rows.schema if f.type == pa.string()]
        words = texts if len(rows) < SMALL else True
        pq.write_table(
            rows,
            self.folder / path,
            compression="zstd",
            use_dictionary=words,
            row_group_size=122_880,
        )
        return DataFile(
            path, shop, month, len(rows), *extent(rows, "date"), *extent(rows, self.named)
        )

    def commit(
        self, adds: Iterable[DataFile], removes: Iterable[DataFile], known: datetime, **notes: Any
    ) -> int:
        """Add and remove files in one atomic version; returns it.

        `known` is when the news came in; kept never earlier than the version before, so that
        `version_at` can search. Raises deltalake's CommitFailedError when another writer won.
        """
        from deltalake import CommitProperties
        from deltalake.transaction import RemoveAction

        assert self._table is not None
        now = int(time.time() * 1000)
        known = max(known, self.known(self._table.version()))
        actions = [self._action(f, now) for f in adds]
        for f in removes:
            actions.append(RemoveAction(f.path, True, now, None, partition(f)))
        self._table.create_write_transaction(
            actions,
            "append",
            self._table.schema(),
            partitions(self.schema),
            commit_properties=CommitProperties(
                # No silent retry: what we add was worked out from the version that we read.
                custom_metadata={"known_at": known.isoformat(), **notes},
                max_commit_retries=0,
            ),
        )
        return self._table.version() + 1

    def _action(self, file: DataFile, now: int) -> Any:
        from deltalake.transaction import AddAction

        low = {"date": file.low and file.low.isoformat(), self.named: file.first}
        high = {"date": file.high and file.high.isoformat(), self.named: file.last}
        stats = {
            "numRecords": file.rows,
            "minValues": {k: v for k, v in low.items() if v is not None},
            "maxValues": {k: v for k, v in high.items() if v is not None},
        }
        size = (self.folder / file.path).stat().st_size
        return AddAction(file.path, size, partition(file), now, True, json.dumps(stats))

    def sweep(self) -> None:
        """Delete our own Parquet files that no version names; only while holding the lock."""
        named: set[str] = set()
        for path in (self.folder / "_delta_log").glob("*.json"):
            lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            named |= {line["add"]["path"] for line in lines if "add" in line}
        for path in self.folder.rglob("*.parquet"):
            ours = _OURS.fullmatch(path.name)
            if ours and path.relative_to(self.folder).as_posix() not in named:
                path.unlink()

    def known(self, version: int) -> datetime:
        """When the version's news came in (UTC); another tool's commit counts as the one before."""
        for v in range(version, 0, -1):
            if known := self._notes(v).get("known_at"):
                return datetime.fromisoformat(known)
        return BEGINNING

    def _notes(self, version: int) -> dict[str, Any]:
        """What the writer noted with this commit."""
        path = self.folder / "_delta_log" / f"{version:020d}.json"
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith('{"commitInfo"'):
                return dict(json.loads(line)["commitInfo"])
        return {}

    def version_at(self, known_at: datetime) -> int | None:
        """The newest version that was known by then; None if there was none."""
        newest = self.newest()
        if newest is None:
            return None
        later = bisect_right(range(newest + 1), utc(known_at), key=self.known)
        return later - 1 if later else None
