"""Live sessions: the best hour is named when it is sure, not when it was lucky."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from opslib.promotion import judge_live

from . import beside_worlds as worlds
from .compare_worlds import LEADS, TERMS
from .measure_beside import live

EQUAL = dict.fromkeys((10, 14, 16, 20, 22), 3.0)


def test_the_best_hour_is_found_and_priced() -> None:
    """An hour three times as good is named; the price is what the other sessions would gain."""
    rows = worlds.sessions(np.random.default_rng(4), EQUAL | {20: 9.0})
    found = judge_live(rows, TERMS)
    assert (found.state, found.best, found.slots["hour"].iloc[0]) == ("best", 20, 20)
    assert 0 < found.gain_lo < found.gain < found.gain_hi
    # Four other hours, about 2 h a week each, 6 orders an hour more (season 1.44), 45 each, .7.
    assert found.gain == pytest.approx(4 * 2 * 6 * 1.44 * 45 * 0.7, rel=0.35)
    assert np.isnan(judge_live(rows, LEADS).gain)
    assert np.isnan(judge_live(rows, replace(TERMS, margin=float("nan"))).gain)


def test_equal_hours_get_no_best() -> None:
    """Luck of a few sessions must not send the host to bed at another time."""
    assert live(731, 60, EQUAL, weeks=6)["called"] <= 0.15
    some = live(732, 40, EQUAL | {20: 6.0}, weeks=16)
    assert some["right"] >= 0.7 and some["held"] >= 0.7


def test_a_busy_season_does_not_praise_the_hours_tried_in_it() -> None:
    """Mornings tried in the high season alone, evenings always: mornings are no better."""
    rng = np.random.default_rng(6)
    quiet = worlds.sessions(rng, {20: 3.0}, weeks=20, noise=0.0)
    peak = quiet["date"] >= quiet["date"].max() - pd.Timedelta(days=28)
    quiet.loc[peak, "orders"] *= 4
    early = quiet[peak].assign(hour=10.0)
    found = judge_live(pd.concat([quiet, early], ignore_index=True), TERMS)
    rate = found.slots.set_index("hour")["rate"]
    plain = (
        early["orders"].sum()
        / early["minutes"].sum()
        / (quiet["orders"].sum() / quiet["minutes"].sum())
    )
    assert plain > 1.5 and rate[10] / rate[20] < 1.25


def test_too_few_sessions_say_how_many_are_missing() -> None:
    """Two sessions an hour tell nothing yet; the page says how many more would."""
    rows = worlds.sessions(np.random.default_rng(8), {10: 2.0, 20: 4.0}, weeks=2)
    found = judge_live(rows, TERMS)
    assert found.state == "cannot_tell" and found.best == -1 and found.needed >= 1
    assert (found.slots["verdict"] == "plain").all()
    alone = judge_live(worlds.sessions(np.random.default_rng(8), {10: 2.0}), TERMS)
    assert alone.state == "cannot_tell" and np.isnan(alone.needed)


def test_odd_sessions_are_left_out() -> None:
    """Sessions without length, hour or orders, or none at all, break nothing."""
    rows = worlds.sessions(np.random.default_rng(9), EQUAL)
    odd = rows.copy()
    odd.loc[0, "minutes"], odd.loc[1, "hour"], odd.loc[2, "orders"] = 0.0, np.nan, np.nan
    assert judge_live(odd, TERMS).sessions == len(rows) - 3
    assert judge_live(rows.iloc[:0], TERMS).slots.empty
    late = rows.assign(hour=23.8)
    assert list(judge_live(late, TERMS).slots["hour"]) == [0]
    assert judge_live(rows.assign(orders=0.0, amount=0.0), TERMS).state == "cannot_tell"
