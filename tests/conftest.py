"""What many tests share: the sample workspace with its reports, made once a test run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

HOME = Path(__file__).resolve().parents[1]


def opslib(*arguments: object, cwd: Path = HOME) -> subprocess.CompletedProcess[str]:
    """Run the command line as an operator does; output as text, nothing raised."""
    return subprocess.run(
        [sys.executable, "-m", "opslib", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )


def _once(base: Path, name: str, make) -> Path:
    """Make a folder once for all test workers; a failure is told to each of them."""
    folder, done = base / name, base / f"{name}.json"
    with FileLock(f"{done}.lock"):
        if not done.exists():
            done.write_text(json.dumps(make(folder)), encoding="utf-8")
    fault = json.loads(done.read_text(encoding="utf-8"))
    assert not fault, fault
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run see."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def imported(shared: Path) -> Path:
    """The sample workspace, imported, without reports. Read it, do not change it."""
    from opslib.demo import demo_workspace

    def make(folder: Path) -> str:
        demo_workspace(folder)
        return ""

    return _once(shared, "imported", make)


@pytest.fixture(scope="session")
def demo(shared: Path) -> Path:
    """What `opslib demo` makes: both shops, both languages. Read it, do not change it."""

    def make(folder: Path) -> str:
        done = opslib("demo", "--out", folder)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return _once(shared, "demo", make)
