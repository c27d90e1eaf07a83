"""Writing: one export's rows into one fact table of one shop, in one atomic commit."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pyarrow as pa

from ..errors import ParameterError, StoreError, unknown
from ..facts import TABLES, FactTable
from ..labels import Label
from ..model import ImportedFile
from . import ledger
from .files import DataFile
from .incoming import prepare
from .log import SMALL, Log, utc
from .merge import Merged, may_hold, merge, months, not_outdated, ordered
from .snapshot import Snapshot, broken

if TYPE_CHECKING:
    import pandas as pd

SHOP_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# When a shop-month has this many small files the next import writes them anew as one.
CROWD = 6
_LOCK_SECONDS = 120.0
_TRIES = 6


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: Delta version, rows of the file, stored rows that they replaced, and
    (`stale`) rows of the file that gave way to what a later moment had told."""

    version: int
    rows: int
    replaced: int
    state: Literal["imported", "replaced", "unchanged"]
    stale: int = 0


def check_shop(shop: str) -> str:
    """The shop id itself; ParameterError if it could be anything but a plain name."""
    if not isinstance(shop, str) or not SHOP_ID.fullmatch(shop):
        raise ParameterError(
            "",
            Label(f"店铺编号{shop!r}不能用。", f"{shop!r} is no shop id."),
            Label(
                "只用小写字母、数字、_ 和 -，以字母或数字开头。",
                "Use lower-case letters, digits, _ and -, and begin with a letter or digit.",
            ),
        )
    return shop


class Store:
    """The facts of one workspace, in `root`. Nothing is created before the first write."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()
        self._logs: dict[str, Log] = {}
        self._seen: dict[tuple[str, int], list[str]] = {}

    def write(
        self,
        table: str,
        shop: str,
        rows: pa.Table,
        *,
        columns: Sequence[str],
        source_file: str,
        at: datetime | None = None,
        yields: bool = False,
    ) -> Written:
        """Store the rows of one file; what they replace is the table's scope (`facts`).

        rows: columns of the fact table that the file had, `source_row` if known; types are cast.
        columns: those that the file really supplied (scope "key": others keep their value).
        source_file: first 16 characters of the file's sha256. at: when it arrived (default: now).
        yields: what is stored from a later moment than `at` stays, instead of being replaced.
        Errors: UnknownName (table), ParameterError (shop id), StoreError (a key that is empty or
        comes twice, a cell of another type, a store that cannot be written).
        """
        if table not in TABLES:
            raise unknown(Label("事实表", "fact table"), table, TABLES)
        fact, moment = TABLES[table], utc(at or datetime.now(UTC))
        fresh = prepare(rows, fact, source_file, moment)
        check_shop(shop)
        many = len(fresh)
        with self.alone(table):
            log = self._log(table)
            for attempt in range(_TRIES):
                if yields:
                    fresh = not_outdated(_near(log, shop, fact, fresh), fresh, fact)
                written = self._try(log, fact, shop, fresh, columns, source_file, moment, attempt)
                if written:
                    return replace(written, stale=many - len(fresh))
        raise StoreError(
            table,
            Label("别的程序一直在写这张表。", "another program keeps writing this table."),
            Label("稍后再导入一次。", "Import again a little later."),
        )

    def _try(
        self,
        log: Log,
        fact: FactTable,
        shop: str,
        fresh: pa.Table,
        columns: Collection[str],
        source_file: str,
        moment: datetime,
        attempt: int,
    ) -> Written | None:
        from deltalake.exceptions import CommitFailedError

        files = log.refresh(shop)
        near = [f for f in files if len(fresh) and may_hold(f, fact, fresh)]
        merged = merge(log.read(near), _file_numbers(near), fresh, fact, columns)
        if merged.unchanged:
            return Written(log.version, len(fresh), 0, "unchanged")
        adds, gone = _rewrite(log, fact, shop, merged, files, [near[i] for i in merged.touched])
        try:
            version = log.commit(
                adds,
                gone,
                moment,
                imported_at=moment.isoformat(),
                source_file=source_file,
                shop=shop,
            )
        except CommitFailedError:
            # Our own writers wait for the lock; this is somebody else's (Spark), so look again.
            time.sleep(0.05 * 2**attempt)
            return None
        state: Literal["imported", "replaced"] = "replaced" if merged.replaced else "imported"
        return Written(version, len(fresh), merged.replaced, state)

    def snapshot(self, known_at: datetime | None = None) -> Snapshot:
        """What is known now, or was known at `known_at` (UTC if it has no zone).

        The versions are pinned: writers change nothing in a snapshot that is held.
        """
        logs = {name: self._log(name) for name in [*TABLES, ledger.NAME]}
        versions = {
            name: log.newest() if known_at is None else log.version_at(known_at)
            for name, log in logs.items()
        }
        return Snapshot(self.root, {n: v for n, v in versions.items() if v is not None}, self._seen)

    def record(self, files: Sequence[ImportedFile], at: datetime | None = None) -> None:
        """Keep in the ledger what became of these files."""
        if not files:
            return
        moment = utc(at or datetime.now(UTC))
        with self.alone(ledger.NAME):
            log = self._log(ledger.NAME)
            log.refresh()
            added = log.add(ledger.rows(files, moment))
            log.commit([added], [], moment, imported_at=moment.isoformat())

    def arrivals(self, shop: str | None = None, known_at: datetime | None = None) -> pd.DataFrame:
        """Every file that ever arrived (of one shop), oldest first: one row a file, the counts
        read, accepted, refused, totals_dropped, and its problems as JSON."""
        log = self._log(ledger.NAME)
        version = log.newest() if known_at is None else log.version_at(known_at)
        files = [] if version is None else log.files(version)
        return ledger.frame(log.read(files), shop)

    def vintages(
        self, table: str, shop: str, columns: Sequence[str], where: str, since: date
    ) -> pd.DataFrame:
        """What each export ever said of the days from `since` on (`store.vintages`)."""
        from .vintages import vintages

        return vintages(self.root / table, check_shop(shop), list(columns), where, since)

    def compact(self) -> None:
        """Give each past shop-month one file, and drop what killed imports left behind.

        Cheap enough to follow every import: a shop's newest month, where corrections still come
        in, keeps a few files. Nothing that any version names is deleted: older knowledge stays
        readable by `known_at`.
        """
        for name in [*TABLES, ledger.NAME]:
            if self._log(name).newest() is not None:
                with self.alone(name):
                    _compact(self._log(name), TABLES.get(name))
                    self._log(name).sweep()

    def _log(self, table: str) -> Log:
        if table not in self._logs:
            self._logs[table] = Log(self.root / table, *_shape(table))
        return self._logs[table]

    @contextmanager
    def alone(self, table: str) -> Iterator[None]:
        """Be the only writer of this table; the lock of a killed process is free at once.

        Raises StoreError when another holds it for two minutes, or nothing can be written.
        """
        from deltalake.exceptions import DeltaError
        from filelock import FileLock, Timeout

        try:
            (self.root / ".locks").mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / ".locks" / f"{table}.lock", timeout=_LOCK_SECONDS):
                yield
        except Timeout:
            raise StoreError(
                table,
                Label("另一个导入占用太久。", "another import has been writing for too long."),
                Label("等它结束再导入。", "Wait until it ends, then import again."),
            ) from None
        except (OSError, DeltaError) as error:
            raise broken(self.root / table, error) from error


def _near(log: Log, shop: str, fact: FactTable, fresh: pa.Table) -> pa.Table:
    """The stored rows that the fresh ones may replace."""
    return log.read([f for f in log.refresh(shop) if len(fresh) and may_hold(f, fact, fresh)])


def _shape(table: str) -> tuple[pa.Schema, str | None, dict[str, str]]:
    """Columns, the first key column if it is a text (its range finds an order's file), blanks."""
    if not (fact := TABLES.get(table)):
        return ledger.SCHEMA, None, {}
    return fact.schema, fact.key[0] if fact.key[0] in fact.blank else None, fact.blank


def _file_numbers(files: Sequence[DataFile]) -> np.ndarray:
    return np.repeat(np.arange(len(files)), [f.rows for f in files])


def _rewrite(
    log: Log,
    fact: FactTable,
    shop: str,
    merged: Merged,
    files: Sequence[DataFile],
    touched: Sequence[DataFile],
) -> tuple[list[DataFile], list[DataFile]]:
    """New files for every month that changes, and the files that they replace.

    Fresh rows do not move in with many old ones: the same day may well come again tomorrow.
    """
    rest, gone = merged.rest, list(touched)
    for month in set(months(pa.concat_tables([rest, merged.fresh])).to_pylist()):
        small = [f for f in files if f.month == month and f.rows < SMALL and f not in gone]
        if len(small) >= CROWD:
            rest, gone = pa.concat_tables([rest, log.read(small)]), gone + small
    crowded_out = len(rest) > max(SMALL // 10, 2 * len(merged.fresh))
    both = pa.concat_tables([rest, merged.fresh])
    parts = [rest, merged.fresh] if crowded_out else [both]
    return [f for part in parts for f in _by_month(log, fact, shop, part)], gone


def _by_month(log: Log, fact: FactTable, shop: str, rows: pa.Table) -> list[DataFile]:
    import pyarrow.compute as pc

    of = months(rows)
    found = sorted(of.unique().to_pylist())
    if len(found) < 2:
        return [log.add(ordered(rows, fact), shop, month) for month in found]

    def write(month: str) -> DataFile:
        return log.add(ordered(rows.filter(pc.equal(of, month)), fact), shop, month)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(write, found))


def _compact(log: Log, fact: FactTable | None) -> None:
    groups: dict[tuple[str, str], list[DataFile]] = {}
    newest: dict[str, str] = {}
    for f in log.refresh():
        groups.setdefault((f.shop, f.month), []).append(f)
        if f.month != "none":
            newest[f.shop] = max(f.month, newest.get(f.shop, ""))
    crowded = {
        (shop, month): group
        for (shop, month), group in groups.items()
        if len(group) > (CROWD if month == newest.get(shop) else 1)
    }
    if not crowded:
        return
    adds = []
    for (shop, month), group in crowded.items():
        rows = log.read(group)
        adds.append(log.add(ordered(rows, fact) if fact else rows, shop, month))
    log.commit(adds, [f for group in crowded.values() for f in group], log.known(log.version))
