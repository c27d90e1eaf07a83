"""Many processes at one store: no torn read, no lost import, whatever dies."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from opslib.errors import StoreError
from opslib.store import Store
from opslib.store.log import Log

from . import writer
from .rows import JUNE, day, got, put

WHOLE = (
    "SELECT min(clicks), max(clicks), count(*), count(DISTINCT date) FROM product_day "
    "WHERE shop = ?"
)


def seen(root: Path, shop: str) -> tuple[int, int, int, int]:
    """What a fresh reader sees of the shop: lowest and highest number, rows, days."""
    with Store(root).snapshot().connect(shop) as con:
        row = con.execute(WHOLE, [shop]).fetchone()
    assert row is not None
    return row


def test_a_reader_never_sees_half_an_import(tmp_path: Path) -> None:
    """A report that starts while the scheduler imports would add old rows to new ones."""
    running = [writer.start(tmp_path, shop, 0) for shop in ("s1", "s2")]
    last, distinct = 0, set()
    try:
        assert all(pipe.poll(30) for _, pipe in running)
        for _ in range(120):
            low, high, rows, days = seen(tmp_path, "s1")
            assert (low, rows, days) == (high, writer.ROWS, 2)
            assert low >= last
            last = low
            distinct.add(low)
    finally:
        for process, _ in running:
            process.kill()
            process.join()
    assert len(distinct) > 20, "the writer did not write while we read"
    for shop, (_, pipe) in zip(("s1", "s2"), running, strict=True):
        assert seen(tmp_path, shop)[0] >= max(writer.accepted(pipe))


def test_killed_writers_lose_nothing_accepted_and_leave_nothing_half(tmp_path: Path) -> None:
    """A power cut or a killed job in the night would cost an import, or half of one."""
    chance, newest = random.Random(20261120), -1
    for _ in range(12):
        process, pipe = writer.start(tmp_path, "s1", newest + 1)
        assert pipe.poll(30), "the next writer cannot work after a kill"
        time.sleep(chance.uniform(0.0, 0.12))
        process.kill()
        process.join()
        told = writer.accepted(pipe)
        low, high, rows, days = seen(tmp_path, "s1")
        assert (low, rows, days) == (high, writer.ROWS, 2)
        assert low in (told[-1], told[-1] + 1)
        newest = low
    Store(tmp_path).compact()
    assert seen(tmp_path, "s1") == (newest, newest, writer.ROWS, 2)


def test_a_foreign_commit_in_between_is_worked_into_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import beside a Spark job would overwrite what the job just wrote."""
    store = Store(tmp_path)
    put(store, "product_day", day("a", clicks=1))
    real, calls = Log.add, []

    def add(self: Log, rows: pa.Table, shop: str = "", month: str = "") -> object:
        calls.append(month)
        if len(calls) == 1:
            DeltaTable(tmp_path / "product_day").delete("item_id = 'a'")
        return real(self, rows, shop, month)

    monkeypatch.setattr(Log, "add", add)
    put(store, "product_day", day("b", JUNE, clicks=2))
    assert len(calls) == 2, "the first try must have met the foreign commit"
    assert got(store, "product_day", "item_id") == [("b",)]


def test_a_damaged_log_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """A half-copied backup would end in a traceback of a foreign library."""
    put(Store(tmp_path), "product_day", day("a", clicks=1))
    newest = sorted((tmp_path / "product_day" / "_delta_log").glob("*.json"))[-1]
    newest.write_bytes(b"{")
    with pytest.raises(StoreError, match="product_day"):
        Store(tmp_path).snapshot().connect()
    with pytest.raises(StoreError, match="product_day"):
        put(Store(tmp_path), "product_day", day("a", clicks=2))


def test_a_store_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A workspace on a full or read-only disk would end in a traceback."""
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(StoreError):
        put(Store(tmp_path / "store"), "product_day", day("a", clicks=2))
