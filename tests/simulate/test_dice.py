"""Random numbers as a function of (seed, name, ids)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from opslib.simulate.dice import Dice, binomial_quantile, pick, poisson_quantile

# Where the quantiles are asked: far enough in the tails to catch a walk that stops early.
U = np.array([1e-9, 1e-4, 0.02, 0.2, 0.5, 0.77, 0.98, 1 - 1e-4, 1 - 1e-9])


def test_same_ids_give_the_same_numbers_whatever_else_is_drawn():
    """If a draw depended on earlier draws, taking out a cause would move the whole shop."""
    alone = Dice(7).uniform("clicks", np.arange(5), 3)
    dice = Dice(7)
    dice.normal("something else", np.arange(1000))
    np.testing.assert_array_equal(dice.uniform("clicks", np.arange(5), 3), alone)
    np.testing.assert_array_equal(dice.uniform("clicks", np.arange(2, 5), 3), alone[2:])


def test_names_seeds_and_ids_are_independent():
    """Correlated streams would make visitors and buyers move together for no reason."""
    ids = np.arange(20_000)
    streams = [
        Dice(1).uniform("a", ids),
        Dice(2).uniform("a", ids),
        Dice(1).uniform("b", ids),
        Dice(1).uniform("a", ids, 1),
        Dice(1).uniform("a", 1, ids),
    ]
    corr = np.corrcoef(streams) - np.eye(len(streams))
    assert np.abs(corr).max() < 0.03
    for u in streams:
        assert stats.kstest(u, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("mean", [0.0, 0.01, 0.7, 5.0, 29.9])
def test_small_poisson_counts_are_exact(mean):
    """A biased count would bias every rate that the statistics are judged by."""
    want = stats.poisson.ppf(U, mean) if mean else np.zeros(len(U))
    np.testing.assert_array_equal(poisson_quantile(np.full(len(U), mean), U), want)


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (54, 0.5), (40, 0.7), (900, 0.031), (12, 0.999)])
def test_small_binomial_counts_are_exact(n, p):
    """54 visitors at one half once gave one bounce: the walk stopped before the mode."""
    want = stats.binom.ppf(U, n, p)
    got = binomial_quantile(np.full(len(U), n), np.full(len(U), p), U)
    np.testing.assert_array_equal(got, want if p <= 0.5 else n - stats.binom.ppf(1 - U, n, 1 - p))


@pytest.mark.parametrize("mean", [31.0, 250.0, 40_000.0])
def test_large_counts_are_close_to_poisson(mean):
    """Large counts are approximated: one off in the body is fine, a shifted mean is not."""
    u = (np.arange(4000) + 0.5) / 4000
    got = poisson_quantile(np.full(len(u), mean), u)
    assert got.mean() == pytest.approx(mean, rel=2e-3)
    assert got.std() == pytest.approx(np.sqrt(mean), rel=0.02)
    assert np.abs(got - stats.poisson.ppf(u, mean)).max() <= 1


@given(
    st.integers(0, 400),
    st.floats(0, 1),
    st.floats(1e-6, 1 - 1e-6),
    st.floats(1e-6, 1 - 1e-6),
)
def test_binomial_stays_within_its_trials_and_grows_with_u(n, p, u, v):
    """More buyers than visitors would make a nonsense shop."""
    low, high = binomial_quantile(np.array([n]), np.array([p]), np.array([min(u, v), max(u, v)]))
    assert 0 <= low <= high <= n


def test_pick_follows_the_weights():
    """A product with no weight must never be chosen."""
    at = pick(np.array([1.0, 0.0, 3.0]), (np.arange(1000) + 0.5) / 1000)
    assert np.bincount(at, minlength=3).tolist() == [250, 0, 750]
