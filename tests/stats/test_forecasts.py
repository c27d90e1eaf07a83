"""Forecasts: calendar aware, better than last week again, ranges that cover."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import forecast, forecast_total
from tests.stats.measure_forecast import last_week, real_cases
from tests.stats.shops import calendar, make_shop
from tests.stats.test_anomalies import BAD, index, week_shop


def test_columns_and_days_are_the_contract():
    """Scripts that read the next seven days would find other columns or days."""
    found = forecast(week_shop(100), 7)
    assert list(found.columns) == ["date", "mean", "lo80", "hi80", "lo95", "hi95"]
    assert found["date"].iloc[0] == week_shop(100).index[-1] + pd.Timedelta(days=1)
    inner = (found["lo95"] <= found["lo80"]) & (found["lo80"] <= found["mean"])
    assert (inner & (found["mean"] <= found["hi80"]) & (found["hi80"] <= found["hi95"])).all()


def test_sundays_and_known_events_are_foreseen():
    """The week's target would be the same for Sunday, Monday and the big sale."""
    days = {str(d.date()): "sale" for d in pd.date_range("2025-04-10", "2026-01-30", freq="28D")}
    known = calendar("2025-03-03", 330, days)
    lift = np.where(known["promo"].to_numpy()[:300] != "", 2.0, 1.0)
    found = forecast(week_shop(300) * lift, 28, calendar=known).set_index("date")["mean"]
    plain = found[(known["promo"].reindex(found.index) == "") & (found.index.day_of_week < 5)]
    sundays, sales = (
        found[found.index.day_of_week == 6],
        found[known["promo"].loc[found.index] != ""],
    )
    assert sundays.mean() / plain.mean() == pytest.approx(0.85, abs=0.03)
    assert sales.mean() / plain.mean() == pytest.approx(2.0, abs=0.2)


def test_beats_last_week_again_and_covers():
    """The expected values of the daily review would be worse than copying last week."""
    inside, error, naive = [], [], []
    for seed in range(10):
        shop = make_shop(7000 + seed, days=500)
        past, come = shop.series.iloc[:-14], shop.series.iloc[-14:].to_numpy(float)
        found = forecast(past, 14, calendar=shop.calendar)
        inside.append(((found["lo95"] <= come) & (come <= found["hi95"])).mean())
        error.append(np.abs(found["mean"] - come).mean() / come.mean())
        naive.append(np.abs(np.tile(past.to_numpy()[-7:], 2) - come).mean() / come.mean())
    assert np.mean(error) < 0.75 * np.mean(naive)
    assert 0.90 <= np.mean(inside) <= 1.0


def test_a_total_is_surer_than_its_days():
    """The month-end range would be as wide as the sum of the daily ranges."""
    days, total = forecast(week_shop(), 14), forecast_total(week_shop(), 14)
    assert total["mean"] == pytest.approx(days["mean"].sum(), rel=0.01)
    assert total["hi95"] - total["lo95"] < 0.7 * (days["hi95"] - days["lo95"]).sum()


@pytest.mark.parametrize("name", [n for n in BAD if n not in ("one point", "two points")])
def test_bad_series_give_a_result_or_a_clear_error(name):
    """One strange metric would stop the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if name in ("nothing known", "one value late"):
            with pytest.raises(ValueError, match="14 days"):
                forecast(pd.Series(BAD[name], index=index), 7)
            return
        found = forecast(pd.Series(BAD[name], index=index), 7)
    assert np.isfinite(found.drop(columns="date").to_numpy()).all()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=14, max_size=40), st.integers(1, 60))
def test_any_short_history_gives_ordered_ranges(values, horizon):
    """A new shop's second week would have a range upside down."""
    series = pd.Series(values, index=pd.date_range("2025-01-01", periods=len(values)))
    found = forecast(series, horizon)
    assert len(found) == horizon
    assert (found["lo95"] <= found["hi95"]).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: forecast(week_shop(10), 7),
        lambda: forecast(week_shop(), 0),
        lambda: forecast(week_shop(), 7, levels=(0.8,) * 0),
        lambda: forecast(week_shop(), 7, levels=(120,)),
    ],
)
def test_wrong_arguments_are_refused(call):
    """A wrong level would print a range that means nothing."""
    with pytest.raises(ValueError):
        call()


def test_closer_than_last_week_on_real_series_and_covers():
    """On a real wholesaler the ranges would hold for invented shops only."""
    ratio, inside = [], []
    for past, come, _ in list(real_cases())[::6]:
        found, known = forecast(past, 28), np.isfinite(come)
        inside += list(((found["lo95"] <= come) & (come <= found["hi95"]))[known])
        naive = np.abs(last_week(past) - come)[known].mean()
        ratio.append(np.abs(found["mean"] - come)[known].mean() / naive)
    assert np.mean(ratio) < 0.9
    assert 0.93 <= np.mean(inside) <= 0.975
