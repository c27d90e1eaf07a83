"""Days and moments as people type them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from .errors import ParameterError
from .labels import Label


def day_of(value: str | date) -> date | None:
    """The day meant by an ISO text, None for ""; ParameterError for anything else."""
    if not value or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError as fault:
        raise ParameterError(
            "as_of",
            Label(f"“{value}”不是日期。", f"'{value}' is no date."),
            Label("写成 2026-11-20 这样。", "Write it like 2026-11-20."),
        ) from fault


def moment(value: str | datetime, timezone: str = "") -> datetime | None:
    """The moment meant by an ISO text, None for ""; ParameterError for anything else.

    A text without a zone is meant in `timezone` (IANA name, the shop's own), a day without a
    time until its end.
    """
    if not value or isinstance(value, datetime):
        return value or None
    try:
        found = datetime.fromisoformat(value)
    except ValueError as fault:
        raise ParameterError(
            "known_at",
            Label(f"“{value}”不是时间。", f"'{value}' is no time."),
            Label("写成 2026-11-20T09:00 这样。", "Write it like 2026-11-20T09:00."),
        ) from fault
    if len(value) <= len("2026-11-20"):
        found = datetime.combine(found, time.max)
    return found.replace(tzinfo=ZoneInfo(timezone)) if timezone and not found.tzinfo else found
