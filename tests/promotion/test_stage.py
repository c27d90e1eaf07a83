"""The stage of a shop's advertising, by criteria of the profile."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.promotion.stage import stage
from tests.promotion.test_split import TERMS, WEEK

LIMITS = {"new_weeks": 12.0, "new_conv": 30.0, "growth": 0.15}


def rows(weeks: int, before: float, now: float) -> pd.DataFrame:
    """Settled days; the last eight weeks bring `now` conversions a day, all others `before`."""
    dates = pd.date_range(end=WEEK[1], periods=7 * weeks)
    conv = np.where(np.arange(len(dates)) >= len(dates) - 56, now, before)
    return pd.DataFrame({"date": dates, "spend": 50.0, "conv": conv, "settled": True})


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (rows(6, 5, 5), "new"),
        (rows(40, 0.2, 0.2), "new"),
        (rows(40, 2, 4), "growing"),
        (rows(40, 4, 4), "mature"),
        (rows(40, 4, 2), "mature"),
        (rows(40, 4, 4).assign(settled=False), "cannot_tell"),
        (rows(40, 4, 4).assign(spend=0.0), "cannot_tell"),
    ],
)
def test_the_stage_follows_weeks_leads_and_growth(days: pd.DataFrame, name: str) -> None:
    """A new shop told to defend its return would never gather the data it needs."""
    told = stage(days, TERMS, **LIMITS)
    assert told.name == name
    if name in ("growing", "mature"):
        assert told.weeks == 40 and told.conv == days["conv"].tail(56).sum()


def test_growth_by_chance_is_no_growth() -> None:
    """Twenty leads more of a hundred may be luck: 100 against 120, asked for 15 %."""
    assert stage(rows(40, 100 / 56, 120 / 56), TERMS, **LIMITS).name == "mature"
