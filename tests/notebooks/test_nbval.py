"""Every notebook runs top to bottom with its defaults, and its checked lines are unchanged."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from opslib.run import notebook_file

from .house_rules import CHECKED, code, source
from .test_house_rules import REPORTS, by_name

NBVAL = "--nbval-lax --nbval-cell-timeout=120 --nbval-current-env -p no:cacheprovider -q"


def nbval(path: Path) -> subprocess.CompletedProcess[str]:
    """Run nbval on one notebook; its kernel starts in the notebook's own folder."""
    command = [sys.executable, "-m", "pytest", *NBVAL.split(), "-o", "addopts=", str(path)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    for name in ("PYTEST_ADDOPTS", "OPSLIB_WORKSPACE", "OPSLIB_OUT"):
        environment.pop(name, None)
    return subprocess.run(
        command, capture_output=True, text=True, cwd=path.parent, env=environment, timeout=280
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", REPORTS, ids=by_name)
def test_notebook_runs_and_its_checked_numbers_hold(
    path: Path, imported: Path, tmp_path: Path
) -> None:
    """A number on the page would change without anybody deciding so."""
    (tmp_path / "demo").symlink_to(imported)  # the default workspace, made from these samples
    done = nbval(Path(shutil.copy(path, tmp_path)))
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", REPORTS, ids=by_name)
def test_notebook_has_a_checked_line_with_figures(path: Path) -> None:
    """nbval would only see that nothing raises, never that a number moved."""
    cells = [c for c in code(notebook_file.read(path)) if CHECKED in source(c)]
    told = "".join("".join(o["text"]) for c in cells for o in c["outputs"])
    figures = re.findall(r"\w+ -?\d[\d.]*(?= \|)", told)
    assert len(figures) >= 5 and "rules: " in told and "failed" not in told


@pytest.mark.slow
def test_a_changed_number_is_noticed(tmp_path: Path) -> None:
    """The check would pass whatever the numbers are."""
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "execution_count": 1,
        "source": f"# {CHECKED}\nprint(41 + 1)",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "41\n"}],
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "changed.ipynb"
    path.write_text(json.dumps(notebook))
    assert nbval(path).returncode == 1
    cell["outputs"][0]["text"] = "42\n"  # type: ignore[index]
    path.write_text(json.dumps(notebook))
    assert nbval(path).returncode == 0
