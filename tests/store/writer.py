"""A process that keeps importing, to be watched and killed."""

from __future__ import annotations

import multiprocessing
import sys
from datetime import date, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pyarrow as pa

from opslib.store import Store

ROWS = 40


def rows_of(n: int) -> pa.Table:
    """Import number `n`: 40 rows over the turn of a month, each with clicks = n."""
    first = date(2026, 5, 31)
    return pa.table(
        {
            "date": [first + timedelta(days=i % 2) for i in range(ROWS)],
            "item_id": [f"{i:03d}" for i in range(ROWS)],
            "clicks": [n] * ROWS,
        }
    )


def keep_writing(root: str, shop: str, start: int, done: Connection) -> None:
    """Import again and again; tell the parent the number of each import that was accepted."""
    store, n = Store(Path(root)), start
    while True:
        columns = ["date", "item_id", "clicks"]
        store.write("product_day", shop, rows_of(n), columns=columns, source_file=f"{n:016d}")
        done.send(n)
        n += 1


def start(root: Path, shop: str, number: int) -> tuple[BaseProcess, Connection]:
    """A writing process, and where it reports."""
    context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
    if sys.platform != "win32":
        context.set_forkserver_preload(["opslib.store", "deltalake", "pyarrow.parquet", "filelock"])
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=keep_writing, args=(str(root), shop, number, there))
    process.start()
    there.close()
    return process, here


def accepted(pipe: Connection) -> list[int]:
    """The numbers reported so far."""
    numbers = []
    try:
        while pipe.poll(0):
            numbers.append(pipe.recv())
    except EOFError:
        pass
    return numbers
