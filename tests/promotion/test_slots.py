"""Hours and weekdays: only what differs beyond chance is told, and the schedule keeps the money."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.promotion import judge_slots, schedule
from opslib.promotion.shrunk import benjamini_hochberg, discoveries, posterior, spread_of
from opslib.promotion.slots import _fair, _mid_p, _stretches

from .compare_worlds import FIRST, TERMS
from .measure_slots import score


def week_rows(rate: np.ndarray, days: int = 56, clicks: int = 20, seed: int = 3) -> pd.DataFrame:
    """Rows of one plan with these conversions a click by hour."""
    rng = np.random.default_rng(seed)
    rows = []
    for day in range(days):
        mood = rng.lognormal(0, 0.4)
        for hour in range(24):
            k = rng.binomial(clicks, min(rate[hour] * mood, 1))
            at = FIRST + pd.Timedelta(days=day)
            rows.append((at, "A", hour, 30 * clicks, clicks, 10.0, k, 60.0 * k, 1.0))
    names = "date plan hour impressions clicks spend conv value complete".split()
    return pd.DataFrame(rows, columns=names)


def test_mid_p_is_the_binomial_one_worked_by_hand() -> None:
    """Of 10 results 9 in the half day: (P(9 or 10) + P(10)) / 2 twice, else verdicts are off."""
    p = _mid_p(np.array([9.0]), np.array([5.0]), np.array([10.0]), 1.0)
    assert p == pytest.approx([2 * (11 + 1) / 2 / 1024])


def test_a_good_day_raises_no_hour() -> None:
    """Ten results of a day are shared by that day's own clicks, whatever other days brought."""
    fair = _fair(np.array([[10.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 4.0], [3.0, 1.0]]))
    assert fair.tolist() == [[2.0, 8.0], [0.75, 0.25]]


def test_hours_are_joined_without_looking_at_their_results() -> None:
    """Stretches hold results enough to be told and cover the whole day in order."""
    part = _stretches(np.full(24, 1.0))
    assert part[0] == 0 and (np.diff(part) >= 0).all() and np.bincount(part).min() >= 8


def test_false_discovery_rules_worked_by_hand() -> None:
    """Benjamini-Hochberg and its Bayesian twin pick what the papers' rules pick."""
    assert benjamini_hochberg(np.array([0.2, 0.01, np.nan, 0.06]), 0.1).tolist() == [
        False, True, False, True,
    ]  # fmt: skip
    assert discoveries(np.array([0.15, 0.01, np.nan, 0.4]), 0.1).tolist() == [
        True,
        True,
        False,
        False,
    ]


def test_a_peak_and_a_low_are_found_and_weighed() -> None:
    """A merchant whose evenings sell three times as well is told so, and what it would bring."""
    rate = np.full(24, 0.03)
    rate[20:] = 0.09
    rate[:6] = 0.008
    slots = judge_slots(week_rows(rate))
    cells = slots.cells.set_index(["weekday", "hour"])["verdict"]
    assert (cells[:, 22] == "high").all() and (cells[:, 2] == "low").all()
    assert (slots.parts["ctr_verdict"] == "plain").all()
    plan = schedule(slots, TERMS)
    assert plan.gain_lo > 0 and plan.gain_lo < plan.gain < plan.gain_hi
    weight = plan.parts.set_index("last")["weight"]
    assert weight[23] == 1.3 and weight.min() == 0.7


def test_level_hours_are_left_alone() -> None:
    """A shop whose hours are all alike must not be sent to change its schedule."""
    told = [judge_slots(week_rows(np.full(24, 0.03), seed=s)).differs for s in range(20)]
    assert np.mean(told) <= 0.2
    quiet = judge_slots(week_rows(np.full(24, 0.03), seed=3))
    assert schedule(quiet, TERMS).gain == 0.0


def test_few_results_are_not_judged() -> None:
    """A shop with a handful of orders hears that hours cannot be judged yet."""
    slots = judge_slots(week_rows(np.full(24, 0.0004), days=14))
    assert not slots.enough and not slots.differs


def test_sums_stay_whole() -> None:
    """Map, stretches and weekdays are the same clicks and money cut three ways."""
    slots = judge_slots(week_rows(np.full(24, 0.03), days=10))
    for name in ("impressions", "clicks", "spend", "conv", "value"):
        whole = [f[name].sum() for f in (slots.cells, slots.parts, slots.weekdays)]
        assert whole[0] == pytest.approx(whole[1]) == pytest.approx(whole[2])
    assert slots.cells["expected"].sum() == pytest.approx(slots.cells["conv"].sum())


@pytest.mark.parametrize("change", ["none", "no_clicks", "unknown", "clicks_above"])
def test_odd_rows_are_survived(change: str) -> None:
    """No rows, no clicks, unknown completeness or clicks above impressions break no page."""
    rows = week_rows(np.full(24, 0.03), days=9)
    if change == "none":
        rows = rows.iloc[:0]
    elif change == "no_clicks":
        rows = rows.assign(clicks=0.0, conv=0.0, value=0.0)
    elif change == "unknown":
        rows = rows.assign(complete=np.nan)
    else:
        rows = rows.assign(impressions=1.0)
    slots = judge_slots(rows)
    assert len(slots.cells) == 168
    assert schedule(slots, TERMS).parts["weight"].between(0.7, 1.3).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_more_of_the_same_only_makes_it_surer(seed: int, times: int) -> None:
    """Doubling every count at equal rates may settle a stretch, never turn its verdict around."""
    rng = np.random.default_rng(seed)
    k, fair = rng.poisson(20, 5).astype(float), np.full(5, 20.0)
    fair *= k.sum() / fair.sum()
    once = _mid_p(k, fair, np.full(5, k.sum()), 1.0)
    more = _mid_p(times * k, times * fair, np.full(5, times * k.sum()), 1.0)
    clear = once < 0.2
    assert (more[clear] <= once[clear] + 1e-9).all()


def test_jittery_counts_are_seen_as_such() -> None:
    """Counts twice as wild as chance have a spread near their true one, calm ones have 1."""
    rng = np.random.default_rng(1)
    mu = np.full(400, 20.0)
    wild = rng.poisson(mu * rng.gamma(20, 1 / 20, 400)).astype(float)
    assert spread_of(wild, mu, 1) == pytest.approx(2.0, abs=0.35)
    assert spread_of(rng.poisson(mu).astype(float), mu, 1) < 1.25


def test_shrunk_rates_cover_the_truth() -> None:
    """80 % ranges of many small members hold the true rate about as often as they say."""
    rng, inside = np.random.default_rng(2), []
    for _ in range(20):
        rate, room = rng.gamma(4, 0.02 / 4, 30), rng.integers(20, 800, 30).astype(float)
        post = posterior(rng.poisson(rate * room).astype(float), room)
        inside.append(((post.quantile(0.1) < rate) & (rate < post.quantile(0.9))).mean())
    assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def test_hours_of_drawn_shops() -> None:
    """On fresh shops at most a tenth of what is told is wrong, and large shops hear of hours."""
    assert score(range(900, 906), flat=True)["false"] <= 0.17
    large = score(range(910, 912), size=8.0)
    assert large["false"] <= 0.10 and large["found"] >= 0.5
