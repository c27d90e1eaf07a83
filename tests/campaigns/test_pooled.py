"""Short activities taken together: told where weeks without them allow it, else not told."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.campaigns.pooled import pooled_effect


def history(lift: float, weeks: int, held: int, seed: int) -> tuple[pd.Series, pd.DatetimeIndex]:
    """Sales by day, Thursday and Friday of `held` weeks `lift` higher."""
    dice = np.random.default_rng(seed)
    days = pd.date_range("2025-09-15", periods=7 * weeks)
    usual = 6000 * np.exp(dice.normal(0, 0.1, len(days)))
    chosen = dice.choice(weeks, held, replace=False)
    on = np.isin(np.arange(len(days)) // 7, chosen) & np.isin(days.day_of_week, [3, 4])
    return pd.Series(usual * np.where(on, 1 + lift, 1.0), days), days[on]


def always(daily: pd.Series) -> pd.Series:
    return pd.Series(True, daily.index)


def test_a_planted_lift_is_found_within_its_range():
    """Thirty flash sales of two days tell together what none of them could tell alone."""
    daily, on = history(0.3, 60, 30, 1)
    told = pooled_effect(daily, on, always(daily))
    assert told.verdict == "worked" and told.lo < 0.3 < told.hi and told.hi - told.lo < 0.15
    assert (told.times, told.free) == (30, 30)


def test_every_week_without_a_break_cannot_be_told_from_its_weekday():
    """A shop that holds it each Thursday would be told that Thursdays are what it brings."""
    daily, on = history(0.3, 40, 38, 2)
    told = pooled_effect(daily, on, always(daily))
    assert told.verdict == "cannot_tell" and told.needed == 4 and np.isnan(told.lift)


def test_nothing_planted_is_rarely_called_worked():
    """A shop must not be told to go on with what brings nothing."""
    verdicts = []
    for seed in range(20):
        daily, on = history(0.0, 60, 30, 100 + seed)
        verdicts.append(pooled_effect(daily, on, always(daily)).verdict)
    assert verdicts.count("worked") <= 2
