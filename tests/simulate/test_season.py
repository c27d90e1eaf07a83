"""Days before anything happens to the shop."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from opslib.simulate import season


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 2, 10)), (2025, date(2025, 1, 29)), (2026, date(2026, 2, 17))],
)
def test_spring_festival_falls_on_the_published_day(year, day):
    """A wrong lunar date puts the deepest dip of the year into a working week."""
    assert season.new_year(year) == day


def test_days_from_new_year_looks_at_the_nearest_one():
    """In December the next festival is nearer than the last."""
    assert season.days_from_new_year(date(2026, 2, 10)) == -7
    assert season.days_from_new_year(date(2026, 12, 31)) == -37  # 2027-02-06


def test_make_up_workday_counts_as_a_workday_and_holiday_does_not():
    """2026-10-10 is a Saturday worked for the National Day week; 10-01 is off."""
    level = season.daily_factor(date(2026, 10, 1), 30, "1688", 1.0)
    assert level[9] > 0.95
    assert level[0] == pytest.approx(0.66)
    assert level[16] == pytest.approx(0.91)  # an ordinary Saturday, 10-17


def test_trend_is_a_yearly_factor():
    """Same weekday one year on, far from holidays: the trend alone."""
    level = season.daily_factor(date(2025, 4, 16), 366, "1688", 1.10)
    assert level[364] / level[0] == pytest.approx(1.10 ** (364 / 365))


def test_event_lift_covers_its_days_and_is_followed_by_a_dip():
    """920 runs 09-15 to 09-20; pulled-forward demand is missing afterwards."""
    lift = season.event_log_lift(date(2026, 9, 10), 20, "1688")["920", 2026]
    assert np.flatnonzero(lift > 0).tolist() == [5, 6, 7, 8, 9, 10]
    assert np.flatnonzero(lift < 0).tolist() == [11, 12, 13, 14]
