"""Re-import of a shop-day against a bare Parquet write; opening a store; reads and kills."""

from __future__ import annotations

import itertools
import os
import random
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq

from opslib.store import Store
from tests.store import writer

from .data import AS_OF, one_day, shop_id, stored
from .timing import Row, compare, spent

ITEMS = 2_500


def _imports(store: Store, count: int) -> Callable[[], object]:
    """Each call imports the as-of day again with other numbers."""
    files = [one_day(AS_OF, ITEMS, seed) for seed in range(count)]
    turn = itertools.cycle(enumerate(files))

    def again() -> None:
        n, rows = next(turn)
        columns = [c for c in rows.column_names if c != "source_row"]
        written = store.write("product_day", "s1", rows, columns=columns, source_file=f"{n:016d}")
        assert written.state != "unchanged"

    return again


def _bare(folder: Path) -> Callable[[], object]:
    """Write the same stored rows as one Parquet file and rename it: no log, no merge."""
    rows = stored(one_day(AS_OF, ITEMS, 1))

    def write() -> None:
        pq.write_table(rows, folder / "new.parquet", compression="zstd")
        os.replace(folder / "new.parquet", folder / "day.parquet")

    return write


def reimport(rounds: int) -> list[Row]:
    """Re-import of a shop-day: among the days of a month, and into a compacted month."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name), Store(Path(name) / "store")
        for n in range(20, 0, -1):
            day = one_day(AS_OF - timedelta(days=n), ITEMS, n)
            columns = [c for c in day.column_names if c != "source_row"]
            store.write("product_day", "s1", day, columns=columns, source_file="f")
        again, bare = _imports(store, 8), _bare(folder)
        rows.append(
            compare("re-import a shop-day (2,500) / bare Parquet", 3.0, again, bare, rounds * 5)
        )

        def compacted() -> float:
            _fold(store)
            return spent(again)

        a, b = (median([compacted(), spent(bare)][i] for _ in range(rounds)) for i in (0, 1))
        rows.append(
            Row(
                "the same into a compacted month / bare Parquet",
                a / b,
                None,
                f"{a * 1000:.0f} ms",
                f"{b * 1000:.0f} ms",
            )
        )
    return rows


def _fold(store: Store) -> None:
    """Make the day's month a past one, then compact it."""
    later = one_day(AS_OF + timedelta(days=40), 10, 1)
    columns = [c for c in later.column_names if c != "source_row"]
    store.write("product_day", "s1", later, columns=columns, source_file="f")
    store.compact()


def opening(store: Store, rounds: int) -> list[Row]:
    """Snapshot and connect, one shop and two months, against DuckDB's own start."""
    import duckdb

    months = [f"{AS_OF:%Y-%m}", f"{AS_OF - timedelta(days=30):%Y-%m}"]

    def ours() -> None:
        Store(store.root).snapshot().connect(shop_id(1), months).close()

    return [
        compare(
            "snapshot + connect / duckdb.connect",
            None,
            ours,
            lambda: duckdb.connect().close(),
            rounds,
        )
    ]


def safety(reads: int = 500, kills: int = 20) -> list[Row]:
    """Reads while another process imports, then kill -9 at random moments: bad ones counted."""
    bad = lost = 0
    with tempfile.TemporaryDirectory() as name:
        process, pipe = writer.start(Path(name), "s1", 0)
        pipe.poll(60)
        for _ in range(reads):
            bad += not _whole(Path(name))
        process.kill()
        process.join()
        chance = random.Random(1)
        newest = max(writer.accepted(pipe))
        for _ in range(kills):
            process, pipe = writer.start(Path(name), "s1", newest + 1)
            pipe.poll(60)
            time.sleep(chance.uniform(0, 0.12))
            process.kill()
            process.join()
            told = max(writer.accepted(pipe), default=newest)
            bad += not _whole(Path(name))
            seen = _numbers(Path(name))[0]
            lost += seen < told
            newest = seen
    return [
        Row(f"torn reads of {reads} while writing and {kills} kills", bad, 0.0, str(bad)),
        Row(f"accepted imports lost in {kills} kill -9", lost, 0.0, str(lost)),
    ]


def _numbers(root: Path) -> tuple[int, int, int]:
    with Store(root).snapshot().connect("s1") as con:
        row = con.execute("SELECT min(clicks), max(clicks), count(*) FROM product_day").fetchone()
    assert row is not None
    return row


def _whole(root: Path) -> bool:
    low, high, count = _numbers(root)
    return low == high and count == writer.ROWS
