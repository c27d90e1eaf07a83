"""Which days people work in China: holidays, and the weekends worked to make up for them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

# Names in two tables, one spelling: what was learned of a holiday in one year holds in the next.
_NAMES = {
    "chinese new year": "Spring Festival",
    "spring festival": "Spring Festival",
    "chinese new year's eve": "Spring Festival",
    "tomb-sweeping": "Tomb-sweeping Day",
    "labour": "Labour Day",
    "labor": "Labour Day",
    "dragon boat": "Dragon Boat Festival",
    "mid-autumn": "Mid-autumn Festival",
    "national day": "National Day",
    "new year's day": "New Year's Day",
}


def published(day: date) -> bool:
    """Whether the official plan of holidays and make-up workdays of this year is known."""
    first, last = _years()
    return first <= day.year <= last


@lru_cache(maxsize=1)
def _years() -> tuple[int, int]:
    import chinese_calendar

    years = [d.year for d in chinese_calendar.constants.holidays]
    return min(years), max(years)


@lru_cache(maxsize=64)
def _estimated(region: str, year: int) -> dict[date, str]:
    if not region:
        return {}
    import holidays

    return dict(holidays.country_holidays(region, years=year, language="en_US").items())


def is_workday(day: date, region: str = "CN") -> bool:
    """Do people work on this day? Make-up weekends count as workdays where the plan is known."""
    if region == "CN" and published(day):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in _estimated(region, day.year)


def holiday_name(day: date, region: str = "CN") -> str:
    """The public holiday of this day in English, "" on any other day."""
    if region == "CN" and published(day):
        import chinese_calendar

        off, name = chinese_calendar.get_holiday_detail(day)
        return _plain(name) if off and name else ""
    return _plain(_estimated(region, day.year).get(day, ""))


def worked_for(day: date) -> str:
    """The holiday for which this weekend day is worked in China, "" on any other day."""
    if not published(day) or day.weekday() < 5:
        return ""
    import chinese_calendar

    off, name = chinese_calendar.get_holiday_detail(day)
    return _plain(name) if not off and name else ""


def _plain(name: str) -> str:
    lowered = name.lower().replace("’", "'")
    return next((plain for key, plain in _NAMES.items() if key in lowered), name)
