"""Time two ways of doing the same thing, turn by turn, and say how they compare."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psutil


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is ours / theirs; a bar is kept when ratio <= bar."""

    what: str
    ratio: float
    bar: float | None
    ours: str
    theirs: str = ""

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return ""
        return "ok" if self.ratio <= self.bar else "missed"


def spent(job: Callable[[], object]) -> float:
    """Seconds of wall clock that the job takes once."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def compare(
    what: str,
    bar: float | None,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int = 5,
) -> Row:
    """Run both in turns after one warm-up each; the ratio is that of the medians."""
    ours(), theirs()
    pairs = [(spent(ours), spent(theirs)) for _ in range(rounds)]
    a, b = (median(side) for side in zip(*pairs, strict=True))
    return Row(what, a / b, bar, _seconds(a), _seconds(b))


def _seconds(s: float) -> str:
    return f"{s * 1000:.0f} ms" if s < 1 else f"{s:.2f} s"


def peak_mb(command: list[str], timeout: float = 900) -> float:
    """The most memory (RSS, MB) that a Python child and its children held at one time."""
    child = psutil.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    peak, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, _rss(child))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        code = child.wait(timeout)
    finally:
        done.set()
        watcher.join()
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    return peak


def _rss(process: psutil.Process) -> float:
    total = 0.0
    try:
        for one in [process, *process.children(recursive=True)]:
            total += one.memory_info().rss / 1e6
    except psutil.Error:
        pass
    return total


def show(rows: list[Row]) -> str:
    """The table as text."""
    head = f"{'what':<62}{'ratio':>8}{'bar':>8}  {'':<8}{'ours':>12}{'theirs':>12}"
    lines = [head, "-" * len(head)]
    for r in rows:
        bar = "" if r.bar is None else f"{r.bar:g}"
        lines.append(
            f"{r.what:<62}{r.ratio:>8.3f}{bar:>8}  {r.verdict:<8}{r.ours:>12}{r.theirs:>12}"
        )
    return "\n".join(lines)
