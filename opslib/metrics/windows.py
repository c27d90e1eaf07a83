"""Windows and what they are compared with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Callable, Sequence

from ..errors import ParameterError
from ..labels import Label
from ..model import Window

AGAINST = ("before", "weekdays", "last_year")
Twin = Callable[[date], date]


def year_before(day: date) -> date:
    """The same weekday 52 weeks earlier: the twin of a day where no lunar calendar is given."""
    return day - timedelta(days=364)


def shifts(window: int) -> list[int]:
    """How many days back the same weekdays lie: four weeks for windows up to a week, else once.

    A window of 1, 3 or 7 days is compared with the same weekdays of the four preceding weeks; a
    longer one with itself moved back by the fewest whole weeks that make it not overlap.
    """
    return [7, 14, 21, 28] if window <= 7 else [-(-window // 7) * 7]


def roles(
    as_of: date, window: int, length: int, against: Sequence[str], twin: Twin | None
) -> dict[str, list[Window]]:
    """The spans to read: "now" and one list for each comparison asked for.

    `length` differs from `window` only for metrics with a fixed length (a 30-day score asked
    with a 7-day window is compared with the 30 days that ended 7 days earlier).
    """
    now = Window(as_of, length)
    spans = {"now": [now]}
    for name in against:
        if name == "before":
            spans[name] = [now.shifted(-window)]
        elif name == "weekdays":
            spans[name] = [now.shifted(-s) for s in shifts(window)]
        elif name == "last_year":
            spans[name] = [Window((twin or year_before)(as_of), length)]
        else:
            raise ParameterError(
                "",
                Label(f"不认识的比较方式：{name}。", f"unknown comparison '{name}'."),
                Label(f"可用：{'、'.join(AGAINST)}", f"Use one of {', '.join(AGAINST)}."),
            )
    return spans


def checked(windows: int | Sequence[int]) -> list[int]:
    """The windows as a list of whole days, at least one each."""
    listed = [windows] if isinstance(windows, int) else list(windows)
    if not listed or any(w < 1 for w in listed):
        raise ParameterError(
            "",
            Label("窗口要是至少 1 天的整数。", "a window is a whole number of days, at least 1."),
        )
    return listed


def ranges(spans: Sequence[Window]) -> list[tuple[date, date]]:
    """The spans melted into the fewest date ranges, so that a scan reads only needed days."""
    melted: list[tuple[date, date]] = []
    for start, end in sorted((s.start, s.end) for s in spans):
        if melted and start <= melted[-1][1] + timedelta(days=1):
            melted[-1] = (melted[-1][0], max(end, melted[-1][1]))
        else:
            melted.append((start, end))
    return melted
