"""The wheel carries templates, notebooks and samples: it works far away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_an_installed_wheel_runs_the_demo_from_an_empty_folder(tmp_path: Path) -> None:
    """Someone who only has the wheel must get the same first page as someone with the checkout."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run(build, cwd=HOME, check=True, capture_output=True)
    wheel = next(tmp_path.glob("*.whl"))
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site), "HOME": str(empty)}
    where = [sys.executable, "-c", "import opslib; print(opslib.__file__)"]
    found = subprocess.run(where, cwd=empty, env=environment, capture_output=True, text=True)
    assert str(site) in found.stdout
    done = subprocess.run(
        [sys.executable, "-m", "opslib", *"demo --lang zh --report daily_review".split()],
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = sorted(empty.glob("demo/reports/daily_review/*/2026-11-20.zh/index.html"))
    assert len(pages) == 2
