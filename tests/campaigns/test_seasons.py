"""Seasons in a shop's own history: two years that agree, else not called one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.campaigns.seasons import trade_seasons


def sales(first: str, last: str, *, growth: float = 0.0, march: float = 0.0) -> pd.Series:
    """1000 a day, growing by `growth` a year, March `march` higher."""
    days = pd.date_range(first, last)
    level = 1000 * np.exp(np.log1p(growth) * np.arange(len(days)) / 365.25)
    return pd.Series(level * np.where(days.month == 3, 1 + march, 1.0), days)


def none(daily: pd.Series) -> pd.Series:
    return pd.Series("", daily.index)


def test_a_month_that_is_busy_each_year_is_a_season():
    """March 30 % above the others for three years: against the mean of twelve months 27 %."""
    daily = sales("2023-09-01", "2026-11-20", march=0.3)
    told = {s.month: s for s in trade_seasons(daily, none(daily))}
    assert told[3].told == "season" and told[3].years == 3
    assert abs(told[3].index - (1.3 / 1.3 ** (1 / 12) - 1)) < 0.02
    assert {m for m, s in told.items() if s.told == "season"} == {3}


def test_growth_is_no_season():
    """A shop that doubles every year would else be told that December is always busy."""
    daily = sales("2023-09-01", "2026-11-20", growth=1.0)
    assert all(s.told == "plain" for s in trade_seasons(daily, none(daily)))


def test_one_year_alone_is_said_to_be_one_year():
    """What was busy once may have been luck; the page must not promise it again."""
    daily = sales("2025-09-01", "2026-11-20", march=0.5)
    march = next(s for s in trade_seasons(daily, none(daily)) if s.month == 3)
    assert (march.told, march.years) == ("once", 1)


def test_days_of_sales_events_are_left_out():
    """A sale in March each year is the sale's doing, not the month's."""
    daily = sales("2023-09-01", "2026-11-20")
    event = (daily.index.month == 3) & (daily.index.day <= 10)
    daily[event] *= 5
    promo = pd.Series(np.where(event, "sale", ""), daily.index)
    assert all(s.told == "plain" for s in trade_seasons(daily, promo))


def test_half_a_year_tells_nothing():
    """Fewer than ten months have no mean of the year to be set against."""
    daily = sales("2026-05-01", "2026-11-20")
    assert trade_seasons(daily, none(daily)) == ()
