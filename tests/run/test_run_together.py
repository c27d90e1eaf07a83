"""Runs at the same time, and runs that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

import psutil
import pytest

from .conftest import FOLDER, run_fixture

RUN = """
import sys; from pathlib import Path
from opslib.run import run_report
params = {"shop": "s1", "as_of": "2026-11-20"}
run_report("daily_review", params, workspace=Path(sys.argv[1]), notebook=Path(sys.argv[2]))
"""


def until(what: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for it; fail when it never comes."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.05)


def test_two_starts_of_one_key_run_once(tmp_path: Path) -> None:
    """The scheduler and a person start the same report: one would overwrite the other's files."""
    with ThreadPoolExecutor() as pool:
        first = pool.submit(run_fixture, "waits_for_go", tmp_path)
        until((tmp_path / "pids").exists)
        second = run_fixture("waits_for_go", tmp_path)
        other = run_fixture("no_marker", tmp_path, lang="en")
        (tmp_path / "go").touch()
    assert (second.state, second.exit_code) == ("locked", 5)
    assert other.state == "failed", "another language is another key and runs"
    assert first.result().state == "ok"


@pytest.mark.parametrize("own", ["", "2"])
def test_a_report_keeps_to_one_core_unless_told_otherwise(
    own: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two reports beside each other, each asking for all cores, took nine times as long."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if own:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", own)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(run_fixture, "waits_for_go", tmp_path)
        until((tmp_path / "pids").exists)
        pid = int((tmp_path / "pids").read_text().split()[0])
        told = psutil.Process(pid).environ()["OPENBLAS_NUM_THREADS"]
        (tmp_path / "go").touch()
    assert told == (own or "1") and waiting.result().state == "ok"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_after_kill_9_the_next_run_succeeds(tmp_path: Path) -> None:
    """A power cut or an impatient hand would leave a lock, half a page or a running kernel."""
    notebook = str(FOLDER / "waits_for_go.ipynb")
    runner = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path), notebook])
    until((tmp_path / "pids").exists)
    pids = [int(p) for p in (tmp_path / "pids").read_text().split()]
    os.kill(runner.pid, signal.SIGKILL)
    runner.wait()
    until(lambda: not any(psutil.pid_exists(p) for p in pids), 10)
    assert list((tmp_path / "reports").glob("*/*/**/index.html")) == []
    (tmp_path / "go").touch()
    assert run_fixture("waits_for_go", tmp_path).state == "ok"
    assert list((tmp_path / "reports" / ".tmp").iterdir()) == []
