"""What is known beforehand of the days to come, named in both languages."""

from __future__ import annotations

from datetime import date

from opslib.events import Event, calendar, known_marks
from opslib.labels import Label

FAIR = Event("fair", Label("展会", "Fair"), date(2025, 9, 29), date(2025, 9, 30), "all", "high", "")


def test_holidays_make_up_days_and_events_are_marked() -> None:
    """28 September 2025 was a Sunday that people worked for the National Day off on 1 October."""
    days = calendar(date(2025, 9, 20), date(2025, 10, 10))
    found = known_marks(days, [FAIR], date(2025, 9, 26), 7)
    assert {d.day: [m.zh for m in marks] for d, marks in found.items()} == {
        28: ["调休上班"],
        29: ["展会"],
        30: ["展会"],
        1: ["国庆"],
        2: ["国庆"],
        3: ["国庆"],
    }


def test_a_foreign_holiday_has_a_chinese_word_too() -> None:
    """Boxing Day in English on a Chinese page would look like a fault."""
    days = calendar(date(2026, 12, 20), date(2026, 12, 31), region="GB")
    mark = known_marks(days, [], date(2026, 12, 24), 1)[date(2026, 12, 25)][0]
    assert (mark.zh, mark.en) == ("公共假日", "Christmas Day")
