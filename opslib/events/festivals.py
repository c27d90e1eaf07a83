"""Public holidays with the weekends worked to make up for them, and the festivals of the moon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..labels import Label
from .marks import HOLIDAYS
from .workdays import holiday_name, published, worked_for

# Lunar month and day; the last day of the year before the first month's first day is apart.
_LUNAR = (
    ("lantern", Label("元宵节", "Lantern Festival"), 1, 15),
    ("dragon_boat", Label("端午节", "Dragon Boat Festival"), 5, 5),
    ("qixi", Label("七夕", "Qixi"), 7, 7),
    ("mid_autumn", Label("中秋节", "Mid-Autumn Festival"), 8, 15),
    ("double_ninth", Label("重阳节", "Double Ninth"), 9, 9),
    ("laba", Label("腊八", "Laba"), 12, 8),
)


@dataclass(frozen=True, slots=True)
class Festival:
    """Days that everybody knows of. `off`: no work; `certain`: officially announced or by law.

    makeup: the weekend days that are worked for it.
    """

    id: str
    label: Label
    start: date
    end: date
    off: bool = False
    certain: bool = True
    makeup: tuple[date, ...] = ()

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def public_holidays(year: int, region: str = "CN") -> list[Festival]:
    """Which days of the year is nobody at work, and which weekends are worked for them?

    region as in `calendar`. Before the year's official plan is published the days by law are
    used, make-up workdays are unknown, and `certain` is False.
    """
    day, found = date(year, 1, 1), []
    while day.year == year:
        name = holiday_name(day, region)
        if name:
            last = day
            while holiday_name(last + timedelta(days=1), region) == name:
                last += timedelta(days=1)
            certain = region != "CN" or published(day)
            label = Label(HOLIDAYS.get(name, "公共假日"), name)
            makeup = tuple(_makeup(day, last, name)) if region == "CN" and certain else ()
            found.append(Festival(name, label, day, last, True, certain, makeup))
            day = last
        day += timedelta(days=1)
    return found


def _makeup(first: date, last: date, name: str) -> Iterator[date]:
    """Weekends near a holiday that are worked for it; a plan moves them by two weeks at most."""
    day = first - timedelta(days=14)
    while day <= last + timedelta(days=14):
        if worked_for(day) == name:
            yield day
        day += timedelta(days=1)


def lunar_festivals(year: int) -> list[Festival]:
    """The festivals of the moon that fall into this year of the sun, oldest first."""
    from lunardate import LunarDate

    found = []
    for moon_year in (year - 1, year):
        for id, label, month, day in _LUNAR:
            when = LunarDate(moon_year, month, day).to_solar_date()
            if when.year == year:
                found.append(Festival(id, label, when, when))
    new_year = LunarDate(year, 1, 1).to_solar_date()
    eve = new_year - timedelta(days=1)
    found.append(Festival("eve", Label("除夕", "New Year's Eve of the moon"), eve, eve))
    found.append(Festival("spring", Label("春节", "Spring Festival"), new_year, new_year))
    return sorted(found, key=lambda f: f.start)
