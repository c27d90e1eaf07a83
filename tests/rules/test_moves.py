"""Moves and their budget: what counts as beyond evidence, by day, window and member."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.rules.moves import Move, cutoff, shift, since_shift

from .memory import MemoryFacts


def daily(*last, level=100.0, sigma=5.0, **more):
    shop = MemoryFacts()
    shop.put("visitors", level, sigma, last=last, **more)
    return shop.anomalies("visitors", 400)


def test_one_bad_day_is_measured_in_its_own_standard_deviations():
    """Four standard deviations: Student's t with 20 degrees, p = 7.0e-4, band 100 +- 1.28 x 5."""
    move = shift(daily(80.0), 1)
    assert move.p == pytest.approx(7.0e-4, rel=0.2)
    assert (move.lower, move.upper) == pytest.approx((93.6, 106.4), abs=0.8)


def test_a_day_the_series_lets_pass_is_no_strong_evidence():
    """A day without an alarm of its own must not become a headline."""
    assert shift(daily(91.0), 1).p >= 1 / 60


def test_days_of_a_window_add_up():
    """Two standard deviations are nothing on one day, but something on seven in a row."""
    week = shift(daily(*[90.0] * 7), 7)
    assert week.p < 1e-4 < shift(daily(90.0), 1).p
    assert week.value == pytest.approx(90)


@pytest.mark.parametrize("days", [1, 7])
def test_a_missing_last_day_is_not_judged(days):
    """Yesterday's export is late: the day before is no stand-in for it."""
    assert shift(daily(80.0, np.nan), days) is None


def test_no_judgement_without_history():
    """A shop that opened two weeks ago has no normal yet."""
    assert shift(daily(80.0, days=10), 1) is None


def test_a_rule_of_falls_does_not_pay_for_rises():
    """A two-sided p of 0.02 is 0.01 for a fall, and 0.99 where the figure rose."""
    fall = Move(80.0, 100.0, 90.0, 110.0, 0.02, 90)
    assert fall.one_sided("down") == pytest.approx(0.01)
    assert fall.one_sided("up") == pytest.approx(0.99)
    assert fall.one_sided("both") == 0.02


def test_cutoff_is_benjamini_hochberg_by_hand():
    """m = 5, q = 0.05: lines at 0.01 0.02 0.03 0.04 0.05; the third p lies below its line."""
    assert cutoff([0.30, 0.001, 0.029, 0.2, 0.018], 0.05) == 0.029
    assert cutoff([0.30, 0.2], 0.05) == 0.0 and cutoff([], 0.05) == 0.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.001, 0.2))
def test_cutoff_never_accepts_more_than_q(ps, q):
    """More alarms than the budget makes operators mute the report."""
    line = cutoff(ps, q)
    assert line <= q and (line == 0 or sum(p <= line for p in ps) * q / len(ps) >= line)


def test_a_week_that_touches_an_event_needs_far_more():
    """All days of an event share one error; 920 would otherwise be an alarm in every shop.

    Seven days at two standard deviations are z 5.3 in a plain week. With an event among them
    t of 5 degrees at 5.3 / 1.1: one-sided 0.0024, in place of 2e-5.
    """
    frame = daily(*[90.0] * 7)
    frame["event"] = False
    plain = shift(frame, 7)
    frame.loc[frame.index[-5], "event"] = True
    touched = shift(frame, 7)
    assert plain.p < 1e-4 and touched.p == pytest.approx(0.0048, rel=0.5)
    assert touched.expected == plain.expected and touched.lower < plain.lower
    # An event before the window leaves it alone.
    frame["event"] = False
    frame.loc[frame.index[-8], "event"] = True
    assert shift(frame, 7).p == plain.p


def test_a_shift_is_priced_against_what_was_normal_before_it():
    """After three days at half the expectation follows; the loss does not shrink with it.

    100 a day were expected before, 50 come for five days: 50 a day are missing, not 10.
    """
    frame = daily(*[50.0] * 5)
    frame.loc[frame.index[-3:], "expected"] = 60.0
    frame["flag"] = False
    frame.loc[frame.index[-5], "flag"] = True
    missing, _, days = since_shift(frame, shift(frame, 3), "down")
    assert missing == pytest.approx(50) and days == 5
    # Back to normal since: nothing is lasting.
    frame.loc[frame.index[-3:], "value"] = 100.0
    assert since_shift(frame, shift(frame, 3), "down") is None


def test_a_single_bad_day_is_no_shift():
    """The day itself says what it lacks."""
    frame = daily(50.0)
    assert since_shift(frame, shift(frame, 1), "down") is None
