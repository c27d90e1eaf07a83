"""Days and moments as people type them."""

from __future__ import annotations

from datetime import date, datetime

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


def moment(value: str | datetime) -> datetime | None:
    """The moment meant by an ISO text, None for ""; ParameterError for anything else."""
    if not value or isinstance(value, datetime):
        return value or None
    try:
        return datetime.fromisoformat(value)
    except ValueError as fault:
        raise ParameterError(
            "known_at",
            Label(f"“{value}”不是时间。", f"'{value}' is no time."),
            Label("写成 2026-11-20T09:00 这样。", "Write it like 2026-11-20T09:00."),
        ) from fault
