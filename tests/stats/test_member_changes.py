"""Members against their own weeks: p-values that mean what they say, with noise beyond counting."""

import numpy as np
import pytest

from opslib.stats.member_changes import member_changes

WEEKS = 14


def shop(rng, members=60, wander=0.15, common=0.05, mean=40.0):
    """Counts of a shop in which nothing happened: members wander, the whole shop moves."""
    level = mean * rng.lognormal(0, 1, members) / np.exp(0.5)
    week = rng.lognormal(-(common**2) / 2, common, WEEKS)
    own = rng.lognormal(-(wander**2) / 2, wander, (members, WEEKS))
    return level, rng.poisson(level[:, None] * week * own).astype(float)


def null(count, **more):
    rng = np.random.default_rng(7)
    found = [member_changes(shop(rng, **more)[1], reach=4) for _ in range(count)]
    return np.concatenate([f["p_down"] for f in found]), np.concatenate([f["p_up"] for f in found])


@pytest.mark.parametrize("wander", [0.0, 0.15, 0.4])
def test_p_values_of_a_calm_shop_are_uniform_or_larger(wander):
    """Small p-values that come too often are the alarms that an operator stops reading."""
    for p in null(60, wander=wander):
        for level in (0.1, 0.03, 0.01, 0.003):
            assert np.mean(p <= level) <= 1.5 * level + 0.001


def test_rates_with_noise_beyond_counting_are_uniform_or_larger():
    """A product whose rate wanders by a fifth from week to week is no broken product."""
    rng = np.random.default_rng(3)
    ps = []
    for _ in range(60):
        visitors, _ = shop(rng, mean=200.0)
        trials = rng.poisson(visitors[:, None], (60, WEEKS)) + 1.0
        rate = 0.05 * rng.lognormal(0, 0.3, (60, 1)) * rng.lognormal(-0.02, 0.2, (60, WEEKS))
        buyers = rng.binomial(trials.astype(int), np.clip(rate, 0, 1)).astype(float)
        ps.append(member_changes(buyers, trials, shrink=True)["p_down"])
    p = np.concatenate(ps)
    assert all(np.mean(p <= level) <= 1.5 * level + 0.001 for level in (0.1, 0.03, 0.01, 0.003))


def test_sums_of_amounts_are_uniform_or_larger():
    """Few orders of very different size: a week of small ones is no loss of a customer."""
    rng = np.random.default_rng(5)
    ps = []
    for _ in range(50):
        _, orders = shop(rng, mean=6.0, wander=0.1)
        draws = [rng.lognormal(0, 0.9, int(n)).sum() * 100 for n in orders.ravel()]
        money = np.reshape(draws, orders.shape)
        lump = 100 * np.exp(0.5 * 0.81) * np.exp(0.81)
        ps.append(member_changes(money, unit=lump, reach=4)["p_down"])
    p = np.concatenate(ps)
    p = p[np.isfinite(p)]
    assert all(np.mean(p <= level) <= 1.5 * level + 0.001 for level in (0.1, 0.03, 0.01, 0.003))


def test_the_one_member_that_fell_stands_out():
    """A product that lost three quarters of 80 orders a week must be seen among sixty."""
    rng = np.random.default_rng(1)
    _, counts = shop(rng)
    counts[7] = rng.poisson(80.0, WEEKS)
    counts[7, -1] = 20
    found = member_changes(counts, reach=4)
    assert found["p_down"].idxmin() == 7 and found["p_down"][7] < 1e-4
    assert found["expected"][7] == pytest.approx(80, rel=0.2)
    assert found["lower"][7] > 20


def test_a_fall_of_the_whole_shop_is_no_members_news():
    """Everything halved: the shop's finding says it once, not sixty products again."""
    rng = np.random.default_rng(2)
    _, counts = shop(rng, wander=0.05)
    counts[:, -1] = rng.binomial(counts[:, -1].astype(int), 0.5)
    assert member_changes(counts, reach=4)["p_down"].min() > 0.001


def test_expected_by_hand():
    """Two even members of 100: the first expects 100 x (100 of the other as before) = 100."""
    found = member_changes(np.full((2, 9), 100.0), reach=4)
    assert found["expected"].tolist() == pytest.approx([100.1, 100.1], abs=0.1)


def test_new_members_are_not_judged():
    """A product listed last week has no past that it could have left."""
    counts = np.full((6, 10), 50.0)
    sizes = np.ones((6, 10))
    sizes[0, :-2] = 0
    found = member_changes(counts, sizes)
    assert np.isnan(found["p_down"][0]) and found["p_down"][1:].notna().all()


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ([1.0, 2.0], {}),
        ([[1.0, -2.0]], {}),
        ([[1.0, 2.0]], {"sizes": [[1.0]]}),
        ([[1.0, 2.0]], {"unit": 0.0}),
    ],
)
def test_impossible_input_is_refused(values, more):
    """A wrong shape must not become a quiet wrong alarm."""
    with pytest.raises(ValueError):
        member_changes(values, **more)


@pytest.mark.filterwarnings("error")
def test_zeros_and_gaps_give_a_result():
    """A product without a single sale, and a week that is missing, are everyday input."""
    counts = np.zeros((5, 10))
    counts[1, 4] = np.nan
    counts[2] = 3.0
    found = member_changes(counts)
    assert (found["p_down"].dropna() > 0.01).all()
