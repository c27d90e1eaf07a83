"""The calendar known beforehand: make-up workdays, holidays, promotions."""

from __future__ import annotations

from datetime import date

import pytest

from opslib.events import Event, calendar
from opslib.labels import Label

# The State Council's plans for 2024, 2025 and 2026: weekends worked to make up for holidays.
_MAKE_UP = """2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29
2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14
2026-02-28 2026-05-09 2026-09-20 2026-10-10"""
MAKE_UP = _MAKE_UP.split()


def _one(day: str, **more) -> dict:
    on = date.fromisoformat(day)
    return calendar(on, on, **more).iloc[0].to_dict()


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_weekends_worked_are_exactly_the_published_ones(year: int) -> None:
    """A Sunday that people worked looks like a boom if it is held for a free day."""
    frame = calendar(date(year, 1, 1), date(year, 12, 31))
    worked = frame[frame["is_workday"] & (frame.index.day_of_week >= 5)]
    assert [f"{d:%Y-%m-%d}" for d in worked.index] == [d for d in MAKE_UP if d[:4] == str(year)]
    assert frame["certain"].all()


@pytest.mark.parametrize(
    ("day", "holiday", "works"),
    [
        ("2026-02-17", "Spring Festival", False),
        ("2026-10-01", "National Day", False),
        ("2026-05-01", "Labour Day", False),
        ("2025-05-31", "Dragon Boat Festival", False),
        ("2026-11-20", "", True),
        ("2026-11-21", "", False),
        ("2028-01-26", "Spring Festival", False),
    ],
)
def test_holidays_by_hand(day: str, holiday: str, works: bool) -> None:
    """What was learned of a holiday is looked up by its name, so the name must stay the same."""
    row = _one(day)
    assert (row["holiday"], row["is_workday"]) == (holiday, works)


def test_a_year_without_official_plan_says_so() -> None:
    """Guessed workdays must not be taken for the State Council's."""
    assert not _one("2029-03-01")["certain"]
    assert _one("2026-03-01")["certain"]


def test_an_overseas_market_keeps_its_own_holidays() -> None:
    """An Alibaba.com shop that sells to the US sees Thanksgiving, not National Day."""
    assert _one("2026-11-26", region="US")["holiday"] == "Thanksgiving Day"
    assert _one("2026-10-01", region="US")["is_workday"]


def test_the_shorter_event_names_the_day() -> None:
    """A four-day sale inside a month-long fair is what moves those days."""
    fair = _event("fair", date(2026, 3, 1), date(2026, 3, 31))
    sale = _event("sale", date(2026, 3, 25), date(2026, 3, 28))
    quiet = _event("quiet", date(2026, 3, 26), date(2026, 3, 26), promo=False)
    frame = calendar(date(2026, 3, 24), date(2026, 4, 1), events=[sale, fair, quiet])
    assert list(frame["promo"]) == ["fair"] + ["sale"] * 4 + ["fair"] * 3 + [""]


def _event(id: str, start: date, end: date, *, promo: bool = True) -> Event:
    return Event(id, Label(id, id), start, end, "all", "high", "test", promo)
