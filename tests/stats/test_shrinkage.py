"""Shrunk rates: between own rate and group mean, with intervals that hold their level."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import shrink_rates


def coverage(members: int, strength: float, rate: float, size: int, seed: int) -> float:
    """Share of true rates inside their 90 % interval, over many groups."""
    draw = np.random.default_rng(seed)
    inside = []
    for _ in range(1500 // members):
        truth = draw.beta(rate * strength, (1 - rate) * strength, members)
        trials = np.ceil(draw.lognormal(np.log(size), 1, members)).astype(int)
        found = shrink_rates(draw.binomial(trials, truth), trials)
        inside.append(((found["lo"] <= truth) & (truth <= found["hi"])).mean())
    return float(np.mean(inside))


@pytest.mark.parametrize(
    ("members", "strength", "rate", "size"),
    [(8, 20, 0.1, 50), (20, 40, 0.05, 100), (20, 100, 0.05, 200), (100, 80, 0.02, 80)],
)
def test_intervals_hold_ninety_percent(members, strength, rate, size):
    """Money ranges would be too narrow: the usual grouped estimate covers .78 to .88 here."""
    assert 0.86 <= coverage(members, strength, rate, size, seed=11) <= 0.94


def test_small_members_go_to_the_group_and_large_ones_stay():
    """A product with 1 order in 2 visits would head the list of best converters."""
    trials = np.r_[np.full(30, 400), 2, 20_000]
    successes = np.r_[np.random.default_rng(1).binomial(400, 0.05, 30), 1, 1400]
    found = shrink_rates(successes, trials)
    assert 0.03 < found["rate"].iloc[30] < 0.09
    assert found["rate"].iloc[31] == pytest.approx(0.07, abs=0.002)


def test_groups_do_not_mix():
    """Search words would be judged by the conversion of old customers."""
    successes, trials = np.r_[np.full(9, 2), 0, np.full(9, 40), 0], np.r_[[100] * 9, 1].repeat(1)
    trials = np.tile(trials, 2)
    found = shrink_rates(successes, trials, groups=["cold"] * 10 + ["warm"] * 10)
    assert found["rate"].iloc[9] < 0.06 and found["rate"].iloc[19] > 0.25


def test_the_index_and_the_group_order_are_kept():
    """Rates would be printed beside the wrong product."""
    successes = pd.Series([1, 50, 3], index=["a", "b", "c"])
    found = shrink_rates(successes, pd.Series([10, 100, 30], index=["a", "b", "c"]))
    assert list(found.index) == ["a", "b", "c"]
    assert found["rate"].idxmax() == "b"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_any_counts_give_ordered_intervals(pairs):
    """A table with zeros or one member would break the page."""
    successes = [a for a, _ in pairs]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = shrink_rates(successes, [a + b for a, b in pairs])
    assert ((found["lo"] >= 0) & (found["lo"] <= found["hi"]) & (found["hi"] <= 1)).all()
    assert found["rate"].between(0, 1).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: shrink_rates([5], [3]),
        lambda: shrink_rates([1, 2], [3, 4], groups=["a"]),
        lambda: shrink_rates([1, 2], [3, 4], groups=["a", None]),
        lambda: shrink_rates([1], [3], level=90),
    ],
)
def test_impossible_input_is_refused(call):
    """A wrong join would give plausible rates."""
    with pytest.raises(ValueError):
        call()


def test_no_member_gives_an_empty_table():
    """A shop without ad plans would have no report."""
    assert shrink_rates([], []).empty
