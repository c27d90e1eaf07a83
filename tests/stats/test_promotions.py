"""The effect of a promotion: right size, honest interval, no claim where there is none."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from opslib.stats import promotion_effect
from tests.stats.measure_promotion import measure_promotions, measure_real_placebos
from tests.stats.shops import calendar, make_promotion
from tests.stats.test_anomalies import week_shop


def test_known_effects_are_found_and_covered():
    """An operator would repeat promotions that did nothing: aim .050, 93-97 %, 6 %."""
    found = measure_promotions(45).loc["promotion_effect"]
    assert found["median error"] <= 0.065
    assert found["coverage"] >= 0.88
    assert found["false claims"] <= 0.13


def test_a_plain_lift_by_hand():
    """Half as much again for a week must read +50 %, and its extra units a third of the sold."""
    series = week_shop(200)
    series.iloc[150:157] *= 1.5
    effect = promotion_effect(series, "2025-07-31", "2025-08-06")
    assert effect.lift == pytest.approx(0.5, abs=0.06)
    assert effect.lo < 0.5 < effect.hi and effect.p_no_effect < 0.001
    assert effect.extra == pytest.approx(series.iloc[150:157].sum() / 3, rel=0.12)
    assert "quiet windows" in repr(effect)


def unobserved_components(series, start, end, controls):
    """Lift by statsmodels' local level with weekdays and controls, fitted on the days before."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    judged = slice(start, end)
    logs = np.log(series.astype(float)[:end])
    others = np.log(controls.astype(float)[:end])
    week = pd.get_dummies(
        pd.Series(logs.index.day_of_week, logs.index), drop_first=True, dtype=float
    )
    rows = pd.concat([others - others.mean(), week], axis=1).to_numpy()
    before = len(logs) - len(logs[judged])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that stops early still is the oracle's answer
        fit = UnobservedComponents(logs.to_numpy()[:before], "llevel", exog=rows[:before]).fit(
            disp=False
        )
        path = fit.get_forecast(len(logs) - before, exog=rows[before:]).predicted_mean
    return float(np.expm1((logs.to_numpy()[before:] - path).mean()))


@pytest.mark.parametrize(("seed", "lift"), [(401, 0.0), (402, 0.2), (403, 0.35), (404, 0.1)])
def test_a_structural_model_of_statsmodels_agrees(seed, lift):
    """The closed form would have drifted from the model that it claims to be."""
    series, start, end, controls = make_promotion(seed, lift)
    effect = promotion_effect(series, start, end, controls=controls)
    oracle = unobserved_components(series, start, end, controls)
    assert effect.lo <= oracle <= effect.hi
    assert abs(effect.lift - oracle) < 0.07


def test_closed_weekdays_neither_hide_nor_make_an_effect():
    """A wholesaler closed on Saturdays got intervals of minus 80 to plus 400 percent."""
    series = week_shop(200)
    shut = series.where(series.index.day_of_week != 5, 0)
    shut.iloc[150:157] *= 1.5
    effect = promotion_effect(shut, "2025-07-31", "2025-08-06")
    assert effect.lift == pytest.approx(0.5, abs=0.08)
    assert effect.hi - effect.lo < 0.35 and effect.days == 6


def test_quiet_windows_of_real_series_bring_few_claims():
    """Intervals held in simulated shops alone would claim effects, or none ever, in real ones."""
    found = measure_real_placebos(step=24, lengths=(5,)).loc["real"]
    assert 0.92 <= found["coverage"] <= 0.99
    assert found["false claims"] <= 0.08


def test_the_calendar_of_the_judged_days_is_not_used_against_them():
    """Earlier editions would explain the whole effect away and leave a lift of zero."""
    days = {str(d.date()): "sale" for d in pd.date_range("2025-04-10", "2025-12-01", freq="28D")}
    known = calendar("2025-03-03", 300, days)
    on = np.flatnonzero(known["promo"] != "")
    series = week_shop() * np.where(known["promo"] != "", 2.0, 1.0)
    day = known.index[on[-2]]
    effect = promotion_effect(series, day, day, calendar=known)
    assert effect.lift == pytest.approx(1.0, abs=0.25)


def test_a_market_wide_rise_is_not_the_promotions():
    """The whole market's good week would be sold as the promotion's work."""
    draw = np.random.default_rng(2)
    market = np.exp(np.cumsum(draw.normal(0, 0.05, 200)))
    market[150:160] *= 1.4
    series, control = week_shop(200) * market, week_shop(200, seed=9) * market
    alone = promotion_effect(series, "2025-07-31", "2025-08-09")
    beside = promotion_effect(series, "2025-07-31", "2025-08-09", controls=control)
    assert abs(beside.lift) < 0.6 * abs(alone.lift)
    assert beside.hi - beside.lo < alone.hi - alone.lo


@pytest.mark.parametrize("kind", ["zeros", "constant", "gaps", "one spike"])
def test_strange_series_give_a_result_without_warnings(kind):
    """One odd product would stop the weekly review."""
    series = week_shop(200)
    if kind == "zeros":
        series[:] = 0
    elif kind == "constant":
        series[:] = 7
    elif kind == "gaps":
        series = series.drop(series.index[[20, 21, 60, 151]])
    else:
        series.iloc[80] = 1e9
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        effect = promotion_effect(series, "2025-07-31", "2025-08-06")
    assert effect.lo <= effect.lift <= effect.hi and 0 <= effect.p_no_effect <= 1


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda s: promotion_effect(s, "2025-08-06", "2025-07-31"), "before it starts"),
        (lambda s: promotion_effect(s, "2025-03-10", "2025-03-12"), "28 known days"),
        (lambda s: promotion_effect(s, "2029-03-10", "2029-03-12"), "outside"),
        (lambda s: promotion_effect(-s, "2025-07-31", "2025-08-06"), "negative"),
        (lambda s: promotion_effect(s, "2025-07-31", "2025-08-06", level=95), "level"),
    ],
)
def test_what_cannot_be_judged_is_said(call, text):
    """A guess would be printed with an interval."""
    with pytest.raises(ValueError, match=text):
        call(week_shop(200))
