"""Runs of tiny notebooks, each named by its fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest

from opslib.run.result import RunResult
from opslib.run.runner import run_report

FOLDER = Path(__file__).parent / "notebooks"
Runner = Callable[..., RunResult]


def run_fixture(fault: str, workspace: Path, **changes: Any) -> RunResult:
    """Run one of the fixture notebooks as the daily review of shop s1."""
    limits = {k: changes.pop(k) for k in ("timeout", "cell_timeout") if k in changes}
    params = {"shop": "s1", "as_of": "2026-11-20", "lang": "zh", **changes}
    path = FOLDER / f"{fault}.ipynb"
    return run_report("daily_review", params, workspace=workspace, notebook=path, **limits)


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    """`run("fault", **changes)` in a fresh workspace, which is also `run.workspace`."""

    def go(fault: str, **changes: Any) -> RunResult:
        return run_fixture(fault, tmp_path, **changes)

    return go
