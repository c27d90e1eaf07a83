"""The runner: one report is one child process with a limit, published by one rename.

Knows nothing of shops or metrics. What it may ask of a notebook: the `parameters` cell, the
folder named by the environment variable OPSLIB_OUT, and `done.json` in it as the last act.
"""

from __future__ import annotations

from typing import Any

__all__ = ["PARAMETERS", "RunResult", "run_report"]


def __getattr__(name: str) -> Any:
    if name == "PARAMETERS":
        from .parameters import PARAMETERS

        return PARAMETERS
    if name == "RunResult":
        from .result import RunResult

        return RunResult
    if name == "run_report":
        from .runner import run_report

        return run_report
    raise AttributeError(f"module 'opslib.run' has no attribute {name!r}")
