"""Holidays and festivals against the tables that governments and observatories publish."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from opslib.events import lunar_festivals, public_holidays

# Hong Kong Observatory, Gregorian-lunar calendar conversion tables 2020 to 2035.
SPRING = """2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06
2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08"""
DRAGON = """2020-06-25 2021-06-14 2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09
2028-05-28 2029-06-16 2030-06-05 2031-06-24 2032-06-12 2033-06-01 2034-06-20 2035-06-10"""
AUTUMN = """2020-10-01 2021-09-21 2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15
2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19 2033-09-08 2034-09-27 2035-09-16"""
QIXI = "2020-08-25 2021-08-14 2022-08-04 2023-08-22 2024-08-10 2025-08-29 2026-08-19"
YEARS = range(2020, 2036)


def days(id: str) -> list[date]:
    return [f.start for y in YEARS for f in lunar_festivals(y) if f.id == id]


@pytest.mark.parametrize(
    ("id", "published"), [("spring", SPRING), ("dragon_boat", DRAGON), ("mid_autumn", AUTUMN)]
)
def test_festivals_of_the_moon_fall_on_the_published_days(id: str, published: str):
    """A festival a day off would plan a whole event for the wrong week."""
    assert days(id) == [date.fromisoformat(d) for d in published.split()]


def test_a_leap_month_does_not_double_a_festival():
    """2020, 2023 and 2025 have a leap month: Qixi must come once, in the first seventh month."""
    assert days("qixi")[:7] == [date.fromisoformat(d) for d in QIXI.split()]


def test_festivals_agree_with_a_second_library():
    """Two tables made by different people disagree where one of them is wrong."""
    for year in YEARS:
        told = holidays.country_holidays("HK", years=year, language="en_HK")
        other = {n: d for d, n in told.items()}
        mine = {f.id: f.start for f in lunar_festivals(year)}
        dragon = next((d for n, d in other.items() if n.startswith("Tuen Ng")), None)
        if dragon is not None and "in lieu" not in str(told[dragon]):
            assert abs((mine["dragon_boat"] - dragon).days) <= 1  # Hong Kong moves Sundays
        assert told.get(mine["spring"]) is not None or mine["spring"].weekday() == 6


def test_holidays_of_2026_with_their_make_up_workdays():
    """The State Council's notice of 2026: nine days of Spring Festival, two weekends worked."""
    spring = next(h for h in public_holidays(2026) if h.id == "Spring Festival")
    assert (spring.start, spring.end) == (date(2026, 2, 15), date(2026, 2, 23))
    assert spring.makeup == (date(2026, 2, 14), date(2026, 2, 28))
    assert spring.certain
    national = next(h for h in public_holidays(2026) if h.id == "National Day")
    assert national.makeup == (date(2026, 9, 20), date(2026, 10, 10))


def test_holidays_of_2024():
    """The notice of 2024: eight days of Spring Festival, worked for on 4 and 18 February."""
    found = {h.id: h for h in public_holidays(2024)}
    assert (found["Spring Festival"].start, found["Spring Festival"].end) == (
        date(2024, 2, 10),
        date(2024, 2, 17),
    )
    assert found["Spring Festival"].makeup == (date(2024, 2, 4), date(2024, 2, 18))
    assert found["Labour Day"].makeup == (date(2024, 4, 28), date(2024, 5, 11))


def test_a_year_without_a_plan_says_so():
    """A guess that passes for the official plan would have people work on the wrong Saturday."""
    far = public_holidays(2034)
    assert far and not any(h.certain for h in far)
    assert not any(h.makeup for h in far)
    spring = next(h for h in far if h.id == "Spring Festival")
    assert spring.start <= date(2034, 2, 19) <= spring.end
