"""Repeat purchase: the published fit, the held-out orders, and shops of known customers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import RepeatFit, expected_orders, fit_repeats

CDNOW = pd.read_csv(Path(__file__).parent / "data" / "cdnow.csv")
HISTORY = [CDNOW[column].to_numpy() for column in ("frequency", "recency", "age")]


def test_bgnbd_matches_fader_hardie_lee_2005_cdnow():
    """A wrong likelihood would give plausible but wrong repeat orders."""
    fit = fit_repeats(*HISTORY)
    found = [round(value, 3) for value in (fit.r, fit.alpha, fit.a, fit.b)]
    assert found == [0.243, 4.414, 0.793, 2.426]
    assert round(fit.log_likelihood, 1) == -9582.4
    # The paper's worked customer: x = 2, t_x = 30.43, T = 38.86, next 39 weeks.
    assert fit.expected(2, 30.43, 38.86, 39)[0] == pytest.approx(1.226, abs=5e-4)


def test_held_out_orders_of_cdnow_are_closer_than_the_plain_model():
    """Next year's repeat business would be planned 12 % too small."""
    plain = fit_repeats(*HISTORY).expected(*HISTORY, 39).sum() / CDNOW["later"].sum() - 1
    ours = expected_orders(*HISTORY, 39)
    assert plain == pytest.approx(-0.121, abs=0.002)
    assert abs(ours.sum() / CDNOW["later"].sum() - 1) < 0.09
    assert np.corrcoef(ours, CDNOW["later"])[0, 1] > 0.6


def customers(seed: int, count: int = 800) -> tuple[np.ndarray, ...]:
    """Histories of 300 days and the orders of the next 200, drawn from the model itself."""
    draw = np.random.default_rng(seed)
    rates, leave = draw.gamma(0.3, 1 / 20, count), draw.beta(0.8, 2.5, count)
    rows = []
    for rate, chance in zip(rates, leave, strict=True):
        times, now = [], 0.0
        while now <= 500:
            now += draw.exponential(1 / max(rate, 1e-9))
            times.append(now)
            if draw.random() < chance:
                break
        seen = [time for time in times if time <= 300]
        later = sum(300 < time <= 500 for time in times)
        rows.append((len(seen), max(seen, default=0.0), 300.0, later))
    return tuple(np.array(rows).T)


def test_known_customers_are_recovered():
    """The total of next half year's repeat orders would be off by more than a tenth."""
    errors = []
    for seed in range(3):
        *history, later = customers(seed)
        errors.append(expected_orders(*history, 200).sum() / later.sum() - 1)
    assert abs(np.mean(errors)) < 0.1


FIT = RepeatFit(0.243, 4.414, 0.793, 2.426, -9582.4, 2357)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 300),
    st.floats(0.01, 1),
    st.floats(0.1, 2000),
    st.floats(0, 500),
    st.floats(1, 9),
)
def test_expectations_are_finite_and_grow_with_time(orders, share, age, horizon, times):
    """A very loyal customer would be shown with NaN or negative orders."""
    last = share * age if orders else 0.0
    near = FIT.expected(orders, last, age, horizon)[0]
    far = FIT.expected(orders, last, age, horizon * times)[0]
    assert 0 <= near <= far + 1e-9 and np.isfinite(far)
    assert 0 <= FIT.alive(orders, last, age)[0] <= 1


def test_a_pole_of_the_formula_is_no_hole():
    """A fit with a = 1 would divide by zero."""
    at, beside = (
        RepeatFit(0.3, 5.0, a, 2.0, 0.0, 9).expected(2, 20, 30, 30)[0] for a in (1, 1.001)
    )
    assert at == pytest.approx(beside, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"recency": 50.0}, "recency <= age"),
        ({"frequency": -1.0}, "0 <= frequency"),
        ({"recency": 0.0, "frequency": 2.0}, "first day"),
        ({"age": np.nan}, "finite"),
    ],
)
def test_impossible_histories_are_refused(change, text):
    """A wrong join of the order table would pass as customer behaviour."""
    row = {"frequency": 1.0, "recency": 10.0, "age": 40.0} | change
    with pytest.raises(ValueError, match=text):
        FIT.expected(row["frequency"], row["recency"], row["age"], 10)


def test_too_little_to_fit_is_said():
    """A dozen customers would give a confident forecast."""
    with pytest.raises(ValueError, match="at least"):
        fit_repeats([1] * 5, [3] * 5, [9] * 5)
    with pytest.raises(ValueError, match="twice"):
        fit_repeats([0] * 50, [0] * 50, [9] * 50)
