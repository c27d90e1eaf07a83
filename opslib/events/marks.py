"""What is known beforehand of the days to come, in words for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from ..labels import Label
from .happenings import Event

# The names that the calendar of workdays gives its holidays, in Chinese.
HOLIDAYS = {
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午",
    "Mid-autumn Festival": "中秋",
    "National Day": "国庆",
    "New Year's Day": "元旦",
}
_MAKE_UP = Label("调休上班", "make-up workday")


def known_marks(
    calendar: pd.DataFrame, events: Sequence[Event], after: date, days: int
) -> dict[date, tuple[Label, ...]]:
    """Holidays, make-up workdays and events of the days after a day; days without are left out."""
    found = {}
    for ahead in range(1, days + 1):
        day = after + timedelta(days=ahead)
        kind = calendar.loc[pd.Timestamp(day)]
        marks = [e.label for e in events if day in e]
        if kind["holiday"]:
            name = kind["holiday"]
            marks.insert(0, Label(HOLIDAYS.get(name, "公共假日"), name))
        elif kind["is_workday"] and day.weekday() >= 5:
            marks.insert(0, _MAKE_UP)
        if marks:
            found[day] = tuple(marks)
    return found
