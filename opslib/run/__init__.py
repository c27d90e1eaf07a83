"""The runner: one report is one child process with a limit, published by one rename.

Knows nothing of shops or metrics. What it may ask of a notebook: the `parameters` cell, the
folder named by the environment variable OPSLIB_OUT, and `done.json` in it as the last act.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .gaps import backfill, missing_days
    from .notices import notify
    from .parameters import PARAMETERS, check_parameters, reports_named, resolve_day
    from .result import RunResult
    from .runner import not_ready, run_report
    from .runs import find_run, history, latest_run
    from .scan import loading_urls
    from .schedule import schedule_lines

__all__ = [
    "PARAMETERS",
    "RunResult",
    "backfill",
    "check_parameters",
    "find_run",
    "history",
    "latest_run",
    "loading_urls",
    "missing_days",
    "not_ready",
    "notify",
    "reports_named",
    "resolve_day",
    "run_report",
    "schedule_lines",
]
_HOMES = {
    "parameters": ("PARAMETERS", "check_parameters", "reports_named", "resolve_day"),
    "result": ("RunResult",),
    "runner": ("run_report", "not_ready"),
    "gaps": ("backfill", "missing_days"),
    "runs": ("history", "find_run", "latest_run"),
    "notices": ("notify",),
    "schedule": ("schedule_lines",),
    "scan": ("loading_urls",),
}


def __getattr__(name: str) -> Any:
    """Import a room's file when it is first asked for: a typo must be told within a second."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"module 'opslib.run' has no attribute {name!r}")
