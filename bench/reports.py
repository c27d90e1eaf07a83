"""Each cold report with its page against an empty papermill run."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from opslib import open_shop
from opslib.demo import AS_OF, demo_workspace
from opslib.run import PARAMETERS
from opslib.workspace import Workspace

from .timing import Row, compare, peak_mb, spent

# No bar was set for the reports that are made once a week or less.
_BARS = {"daily_review": 2.0}
_EMPTY = {
    "cells": [],
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}


def _call(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-2000:]} {done.stderr[-2000:]}")


def run(rounds: int) -> list[Row]:
    """Every cold report beside an empty run, and the peak memory of the daily one."""
    with tempfile.TemporaryDirectory() as name:
        root = demo_workspace(Path(name) / "demo")
        empty = Path(name) / "empty.ipynb"
        empty.write_text(json.dumps(_EMPTY), encoding="utf-8")
        shop = next(iter(Workspace.open(root).shops))
        rest = ["--as-of", AS_OF, "--shop", shop, "--workspace", str(root)]
        theirs = ["-m", "papermill", "-k", "python3", str(empty), str(Path(name) / "out.ipynb")]
        ours = {report: ["-m", "opslib", "run", report, *rest] for report in PARAMETERS}
        cold = [
            compare(
                f"cold {report} with its page / empty papermill run",
                *(_BARS.get(report), lambda c=command: _call(c), lambda: _call(theirs), rounds),
            )
            for report, command in ours.items()
        ]
        peak = peak_mb(ours["daily_review"])
    return [
        *judging(),
        *cold,
        Row("peak memory of a daily review with its kernel, MB", peak, None, f"{peak:.0f} MB"),
    ]


def judging() -> list[Row]:
    """The warm judgement of a whole daily review, as a part of the three seconds allowed."""
    with tempfile.TemporaryDirectory() as name:
        root = demo_workspace(Path(name) / "demo")
        return [_judged(root, shop) for shop in Workspace.open(root).shops]


def _judged(root: Path, shop: str) -> Row:
    """The median of five days, each opened anew, after a first one that loads the libraries."""

    def review(back: int) -> None:
        day = date.fromisoformat(AS_OF) - timedelta(days=back)
        assert open_shop(root, shop=shop, as_of=day).review.tests

    review(0)
    middle = sorted(spent(lambda b=back: review(b)) for back in range(1, 6))[2]  # type: ignore[misc]
    what = f"judgement of a whole daily review, warm ({shop}) / 3 s"
    return Row(what, middle / 3, 1.0, f"{middle:.2f} s", "3 s")
