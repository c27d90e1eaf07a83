"""Many processes at one store: no torn read, no lost import, whatever dies."""

from __future__ import annotations

import random
import time
from pathlib import Path

from opslib.store import Store

from . import writer

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
