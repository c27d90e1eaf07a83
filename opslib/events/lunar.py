"""Spring Festival, the one date that moves the whole trade, and how far a day is from it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# Around Spring Festival a day is compared with the day as far from the festival last year.
NEAR = (-28, 28)


@lru_cache(maxsize=256)
def spring_festival(year: int) -> date:
    """The first day of the first lunar month that falls into this year (1901-2099)."""
    from lunardate import LunarDate

    return LunarDate(year, 1, 1).to_solar_date()


def days_from_festival(day: date) -> int:
    """Days since the nearest Spring Festival; negative before it, 0 on the day itself."""
    distances = [(day - spring_festival(y)).days for y in (day.year - 1, day.year, day.year + 1)]
    return min(distances, key=abs)


def twin_last_year(day: date) -> date:
    """Which day of last year is this day fairly compared with?

    Around Spring Festival (28 days before to 28 after) the day as far from last year's festival;
    otherwise the same weekday 52 weeks earlier, and if that falls into last year's festival
    season, the nearest same weekday outside it. Windows that end on the twin are compared with
    windows that end on `day`. Inside the season the weekday may differ: the festival outweighs it.
    """
    distance = days_from_festival(day)
    if NEAR[0] <= distance <= NEAR[1]:
        festival = day - timedelta(days=distance)
        return spring_festival(festival.year - 1) + timedelta(days=distance)
    twin = day - timedelta(days=364)
    away = days_from_festival(twin)
    if NEAR[0] <= away <= NEAR[1]:
        # Step out of the season on the side on which `day` stands to its own festival.
        step = -7 if distance < 0 else 7
        while NEAR[0] <= days_from_festival(twin) <= NEAR[1]:
            twin += timedelta(days=step)
    return twin
