"""Spring Festival against the published dates, and the fair day of last year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.events import days_from_festival, spring_festival, twin_last_year

_PUBLISHED = """2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19
2035-02-08"""
PUBLISHED = _PUBLISHED.split()
DAYS = st.dates(date(2021, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("day", PUBLISHED)
def test_spring_festival_falls_on_the_published_day(day: str) -> None:
    """A festival off by a day would call a closed factory a collapse of the shop."""
    festival = date.fromisoformat(day)
    assert spring_festival(festival.year) == festival
    assert days_from_festival(festival) == 0
    assert days_from_festival(festival - timedelta(days=7)) == -7


@pytest.mark.parametrize(
    ("day", "twin"),
    [
        ("2026-02-17", "2025-01-29"),  # the day itself
        ("2026-02-10", "2025-01-22"),  # a week before
        ("2026-03-17", "2025-02-26"),  # 28 days after
        ("2026-03-18", "2025-03-19"),  # 29 days after: plain Wednesday to Wednesday
        ("2026-11-20", "2025-11-21"),  # Friday to Friday
        ("2026-01-19", "2024-12-30"),  # 52 weeks earlier is deep in the season: step before it
        ("2025-03-05", "2024-03-13"),  # 52 weeks earlier is still in the season: step after it
    ],
)
def test_twin_by_hand(day: str, twin: str) -> None:
    """Last year's comparison must not set a working week against the holiday."""
    assert twin_last_year(date.fromisoformat(day)) == date.fromisoformat(twin)


@given(DAYS)
def test_twin_is_as_far_from_the_festival_or_the_same_weekday(day: date) -> None:
    """A Sunday compared with a Monday, or a holiday with a workday, would raise false alarms."""
    twin, distance = twin_last_year(day), days_from_festival(day)
    assert 320 <= (day - twin).days <= 410
    if -28 <= distance <= 28:
        assert days_from_festival(twin) == distance
    else:
        assert twin.weekday() == day.weekday()
        assert not -28 <= days_from_festival(twin) <= 28


@given(DAYS)
def test_no_day_is_further_than_half_a_lunar_year(day: date) -> None:
    """A distance to the wrong year's festival would hide the season from the baseline."""
    assert abs(days_from_festival(day)) <= 193
