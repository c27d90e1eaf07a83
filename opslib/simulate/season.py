"""What a day is worth before anything happens to the shop: weekday, holidays, events, trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from .dice import Floats

# Monday ... Sunday, after the weekday medians of a real 1688 purchase index: Sunday about 15 %
# under Monday to Thursday, Saturday about 9 %. Buyers abroad rest more at weekends.
WEEK_1688 = (1.0, 1.005, 1.02, 1.0, 0.975, 0.91, 0.85)
WEEK_ALIBABA = (0.99, 1.02, 1.03, 1.02, 0.98, 0.88, 0.86)


@dataclass(frozen=True)
class Occasion:
    """A platform event: the same days every year, and what a normal edition is worth."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    lift: float

    def days(self, year: int) -> tuple[date, date]:
        """First and last day of this year's edition."""
        return date(year, *self.first), date(year, *self.last)


OCCASIONS = {
    "1688": (
        Occasion("328", (3, 25), (3, 31), 1.40),
        Occasion("618", (6, 10), (6, 18), 1.30),
        Occasion("920", (9, 15), (9, 20), 1.45),
        Occasion("11.11", (11, 1), (11, 11), 1.35),
        Occasion("12.12", (12, 8), (12, 12), 1.20),
    ),
    "alibaba": (
        Occasion("March Expo", (3, 1), (3, 31), 1.20),
        Occasion("Super September", (9, 1), (9, 30), 1.25),
    ),
}


@cache
def new_year(year: int) -> date:
    """The first day of the lunar year that begins in `year`."""
    from lunardate import LunarDate

    return LunarDate(year, 1, 1).to_solar_date()


def days_from_new_year(day: date) -> int:
    """Days since the nearest Spring Festival (negative: before it)."""
    return min(((day - new_year(y)).days for y in (day.year - 1, day.year, day.year + 1)), key=abs)


@cache
def _day_kind(day: date) -> str:
    """work, rest or holiday by the Chinese calendar with its make-up workdays."""
    import chinese_calendar

    try:
        holiday, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # beyond the published years
        return "rest" if day.weekday() >= 5 else "work"
    if holiday:
        return "holiday" if name else "rest"
    return "work"


def spring_festival(offset: int, depth: float) -> float:
    """Share of normal demand `offset` days from the lunar new year; `depth` at the bottom."""
    known = ((-21, 1.06), (-14, 0.95), (-7, 0.55), (-2, depth), (5, depth), (10, 0.6), (15, 1.0))
    xs = [x for x, _ in known] + [22, 34]
    ys = [y for _, y in known] + [1.12, 1.0]
    return float(np.interp(offset, [-30, *xs], [1.0, *ys]))


def daily_factor(start: date, days: int, platform: str, trend: float) -> Floats:
    """Demand of each day against a plain Wednesday of the first day's level, without events."""
    week = WEEK_1688 if platform == "1688" else WEEK_ALIBABA
    depth = 0.14 if platform == "1688" else 0.72
    out = np.empty(days)
    for i in range(days):
        day = start + timedelta(days=i)
        factor = week[day.weekday()]
        if platform == "1688":
            kind = _day_kind(day)
            if kind == "holiday" and abs(days_from_new_year(day)) > 10:
                factor = 0.66
            elif kind == "work" and day.weekday() >= 5:
                factor = 0.97  # a make-up workday is a workday
        elif (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2):
            factor *= 0.7
        out[i] = factor * spring_festival(days_from_new_year(day), depth) * trend ** (i / 365)
    return out


def event_log_lift(
    start: date,
    days: int,
    platform: str,
    strength: float = 1.0,
    editions: tuple[tuple[str, int, float], ...] = (),
) -> dict[tuple[str, int], Floats]:
    """Log lift of each edition of each event on each day, with the dip that follows it.

    `strength` multiplies all of them, `editions` (event, year, factor) single ones.
    """
    single = {(name, year): factor for name, year, factor in editions}
    out: dict[tuple[str, int], Floats] = {}
    for occasion in OCCASIONS[platform]:
        for year in range(start.year, (start + timedelta(days=days)).year + 1):
            first, last = ((d - start).days for d in occasion.days(year))
            curve = np.zeros(days)
            length = last - first + 1
            for i in range(max(first, 0), min(last + 1, days)):
                curve[i] = np.log(occasion.lift) * (0.7 + 0.6 * (i - first + 1) / length)
            for i in range(max(last + 1, 0), min(last + 5, days)):
                curve[i] = -0.05
            if curve.any():
                key = (occasion.name, year)
                out[key] = curve * strength * single.get(key, 1.0)
    return out


def winter_wave(start: date, days: int) -> Floats:
    """A yearly wave in [-1, 1] that peaks at the start of December."""
    doy = np.array([(start + timedelta(days=i)).timetuple().tm_yday for i in range(days)])
    return np.cos((doy - 335) / 365.25 * 2 * np.pi)
