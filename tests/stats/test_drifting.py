"""Days without an event are told with the year's wave, and with what lasts for days."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.stats.counterfactual import untouched


def wave(days: int = 420) -> pd.Series:
    """200 a day in the year's mean, a fifth more at the start of December; one day in two +- 2."""
    index = pd.date_range("2025-01-01", periods=days)
    turn = (index.day_of_year.to_numpy() - 335) / 365.25 * 2 * np.pi
    return pd.Series(200 * np.exp(0.2 * np.cos(turn)) + np.where(np.arange(days) % 2, 2, -2), index)


@pytest.mark.parametrize("start", ["2025-07-20", "2025-09-20"])
def test_a_season_that_turns_is_not_booked_to_the_event(start: str) -> None:
    """An event of autumn would be told that it brought what December brings by itself."""
    series = wave()[: pd.Timestamp(start) + pd.Timedelta("20D")]
    told = untouched(series, start, pd.Timestamp(start) + pd.Timedelta("6D"))
    came = series[told.dates].to_numpy().sum()
    assert np.median(told.drawn.sum(axis=1)) == pytest.approx(came, rel=0.015)


def test_what_lasts_for_days_lasts_through_the_sum_of_a_window() -> None:
    """Errors of single days would cancel in the sum: a range far too narrow."""
    dice = np.random.default_rng(5)
    index = pd.date_range("2025-01-01", periods=260)
    slow = np.zeros(len(index))
    for day in range(1, len(index)):
        slow[day] = 0.85 * slow[day - 1] + dice.normal(0, 0.05)
    series = pd.Series(dice.poisson(2000 * np.exp(slow)), index).astype(float)
    drawn = untouched(series, index[190], index[196]).drawn
    single = np.sqrt((drawn.std(axis=0) ** 2).sum())
    assert drawn.sum(axis=1).std() > 2 * single  # 21 days, each much like the one before
