"""Intervals and verdicts of rates against textbook values, coverage and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import bdtr, bdtrc

from opslib.stats import rate_interval, verdict, verdicts


def test_wilson_matches_the_textbook():
    """Every rate's band would be off: Newcombe (1998) gives 81/263 as .2553 to .3662 at 95 %."""
    rate, lo, hi = rate_interval(81, 263, level=0.95)
    assert (round(lo, 4), round(hi, 4)) == (0.2553, 0.3662)
    assert rate == pytest.approx(81 / 263)


def test_jeffreys_matches_brown_cai_dasgupta():
    """The alternative interval would be wrong: 0/10 at 95 % is 0 to .217 in their table."""
    _, lo, hi = rate_interval(0, 10, level=0.95, method="jeffreys")
    assert lo == 0 and hi == pytest.approx(0.217, abs=5e-4)


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_interval_holds_its_rate(k, more, level):
    """A band that leaves out its own rate would be drawn beside the dot."""
    rate, lo, hi = rate_interval(k, k + more, level)
    assert 0 <= lo <= hi <= 1
    assert np.isnan(rate) if k + more == 0 else lo - 1e-12 <= rate <= hi + 1e-12


def test_a_verdict_is_wrong_in_at_most_five_percent():
    """An operator would act on a "fail" that chance made: exact error over all outcomes."""
    for n in (20, 87, 400):
        for truth in (0.02, 0.08, 0.3):
            k = np.arange(n + 1)
            up = verdicts(k, np.full(n + 1, n), truth, "up")["state"].to_numpy()
            worst_pass = k[up == "pass"].min(initial=n + 1)
            worst_fail = k[up == "fail"].max(initial=-1)
            assert worst_pass > n or bdtrc(worst_pass - 1, n, truth) <= 0.05
            assert worst_fail < 0 or bdtr(worst_fail, n, truth) <= 0.05


def test_needed_trials_agree_with_simulation():
    """ "140 more clicks" would mislead by more than a fifth."""
    draw = np.random.default_rng(7)
    now = verdict(12, 100, 0.08, "up")
    assert now.state == "not_yet"
    n = np.arange(100, 1500)
    k = 12 + np.cumsum(draw.random((400, n.size)) < 0.12, axis=1)
    passed = np.array(
        [np.mean(verdicts(k[:, i], 101 + i, 0.08)["state"] == "pass") for i in range(0, n.size, 10)]
    )
    half = 1 + 10 * int(np.argmax(passed >= 0.5))
    assert now.needed == pytest.approx(half, rel=0.2)


@pytest.mark.parametrize(
    ("k", "n", "goal", "direction"),
    [(12, 100, 0.08, "up"), (5, 100, 0.03, "down"), (2, 200, 0.03, "down"), (55, 100, 0.5, "up")],
)
def test_needed_trials_decide_at_least_every_second_time(k, n, goal, direction):
    """A plan for "84 more" would end undecided more often than the docstring says."""
    total = n + int(verdict(k, n, goal, direction).needed)
    seen = np.random.default_rng(11).binomial(total, k / n, 4000)
    state = verdicts(seen, np.full(4000, total), goal, direction)["state"]
    right = "pass" if (k / n > goal) == (direction == "up") else "fail"
    assert 0.48 <= (state == right).mean() <= 0.85


def test_directions_and_edges():
    """A refund rate below its ceiling would be called a failure."""
    assert verdict(2, 400, 0.03, "down").state == "pass"
    assert verdict(40, 400, 0.03, "down").state == "fail"
    assert verdict(40, 400, 0.03, "up").state == "pass"
    assert verdict(0, 0, 0.03).state == "not_yet"
    assert np.isinf(verdict(3, 100, 0.03).needed)
    assert "more trials" in repr(verdict(5, 100, 0.03))


@pytest.mark.parametrize(
    "call",
    [
        lambda: rate_interval(5, 3),
        lambda: rate_interval(-1, 3),
        lambda: rate_interval(np.nan, 3),
        lambda: rate_interval(1, 3, level=90),
        lambda: verdict(1, 3, 8),
        lambda: verdict(1, 3, 0.08, "higher"),
    ],
)
def test_impossible_counts_are_refused(call):
    """More buyers than visitors would give a rate above one in the report."""
    with pytest.raises(ValueError):
        call()
