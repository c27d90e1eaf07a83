"""Which runs are missing, and how to make them up: only those, oldest first."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Callable, Mapping

from ..errors import ParameterError
from ..labels import Label
from .parameters import is_weekly, resolve_day
from .publish import GOOD, Key, Place, good_days, read_manifest
from .result import RunResult
from .runner import run_report


def missing(
    report: str,
    start: str,
    end: str,
    *,
    workspace: Path,
    shop: str,
    lang: str = "zh",
    week_start: int = 0,
) -> list[str]:
    """The ISO days from start to end (both included) that have no good run, oldest first.

    A run that failed, or that waited for data, counts as missing. A weekly report is missing once
    a week, under the week's last day: weeks that end from start to end, or the last one before if
    none does. Any good run of that day or the six after it is the week's. week_start: 0 Monday.
    """
    if is_weekly(report):
        place = Place(Path(workspace) / "reports", Key(report, shop, start, lang))
        there = good_days(place.shop_folder, lang)
        return [
            e for e in _week_ends(start, end, week_start) if not any(_of_week(e, d) for d in there)
        ]
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
    week_start: int = 0,
) -> list[str]:
    """As `missing`, for days as people write them: "yesterday", "-7" or ISO, in this time zone."""
    first, last = resolve_day(start, timezone), resolve_day(end, timezone)
    return missing(
        report, first, last, workspace=workspace, shop=shop, lang=lang, week_start=week_start
    )


def backfill(
    report: str,
    start: str,
    end: str,
    params: Mapping[str, Any],
    *,
    workspace: Path,
    told: Callable[[RunResult], None] | None = None,
    week_start: int = 0,
    **limits: Any,
) -> list[RunResult]:
    """Run the report for every missing day (weekly: week) from start to end, oldest first.

    params as for `run_report`, without as_of; limits: its timeout, cell_timeout and notebook.
    told: called after each run. A failed day does not stop the later ones.
    """
    shop = str(params.get("shop_id") or params.get("shop") or "")
    lang = params.get("lang", "zh")
    days = missing(
        report, start, end, workspace=workspace, shop=shop, lang=lang, week_start=week_start
    )
    results = []
    for day in days:
        result = run_report(report, {**params, "as_of": day}, workspace=workspace, **limits)
        results.append(result)
        if told:
            told(result)
    return results


def _week_ends(start: str, end: str, week_start: int) -> list[str]:
    """The last days of the weeks that end from start to end, or of the last one before."""
    days = _days(start, end)
    back = (date.fromisoformat(start).weekday() - week_start + 1) % 7
    before = date.fromisoformat(start) - timedelta(days=back)
    found = [d for d in days if (date.fromisoformat(d).weekday() + 1) % 7 == week_start]
    return found or [before.isoformat()]


def _of_week(end: str, day: str) -> bool:
    """Whether a run of this day reviews the week that ended on `end`."""
    return 0 <= (date.fromisoformat(day) - date.fromisoformat(end)).days < 7


def _days(start: str, end: str) -> list[str]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if last < first:
        raise ParameterError(
            f"{start} – {end}", Label("结束早于开始。", "the end lies before the start.")
        )
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
