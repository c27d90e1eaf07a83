"""Which runs are missing, and how to make them up: only those, oldest first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Callable, Mapping

from ..errors import ParameterError
from ..labels import Label
from .parameters import resolve_day
from .publish import GOOD, Key, Place, read_manifest
from .result import RunResult
from .runner import run_report


def missing(
    report: str, start: str, end: str, *, workspace: Path, shop: str, lang: str = "zh"
) -> list[str]:
    """The ISO days from start to end (both included) that have no good run, oldest first.

    A run that failed, or that waited for data, counts as missing.
    """
    return [
        day
        for day in _days(start, end)
        if read_manifest(
            Place(Path(workspace) / "reports", Key(report, shop, day, lang)).folder
        ).get("state")
        not in GOOD
    ]


def missing_days(
    workspace: Path,
    report: str,
    shop: str,
    lang: str,
    start: str,
    end: str,
    *,
    timezone: str = "Asia/Shanghai",
) -> list[str]:
    """As `missing`, for days as people write them: "yesterday", "-7" or ISO, in this time zone."""
    first, last = resolve_day(start, timezone), resolve_day(end, timezone)
    return missing(report, first, last, workspace=workspace, shop=shop, lang=lang)


def backfill(
    report: str,
    start: str,
    end: str,
    params: Mapping[str, Any],
    *,
    workspace: Path,
    told: Callable[[RunResult], None] | None = None,
    **limits: Any,
) -> list[RunResult]:
    """Run the report for every missing day from start to end, oldest first.

    params as for `run_report`, without as_of; limits: its timeout, cell_timeout and notebook.
    told: called after each run. A failed day does not stop the later ones.
    """
    shop = str(params.get("shop_id") or params.get("shop") or "")
    days = missing(
        report, start, end, workspace=workspace, shop=shop, lang=params.get("lang", "zh")
    )
    results = []
    for day in days:
        result = run_report(report, {**params, "as_of": day}, workspace=workspace, **limits)
        results.append(result)
        if told:
            told(result)
    return results


def _days(start: str, end: str) -> list[str]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if last < first:
        raise ParameterError(
            f"{start} – {end}", Label("结束早于开始。", "the end lies before the start.")
        )
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
