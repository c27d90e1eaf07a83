"""Series with many zero days: mean level, sound bounds, alarms at the stated rate."""

from __future__ import annotations

import time
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import detect, detect_many
from opslib.stats.anomalies import MOST
from tests.stats.measure import measure_sparse
from tests.stats.shops import make_sparse
from tests.stats.test_anomalies import week_shop


def wide(shops: int = 40, kind: str = "orders") -> pd.DataFrame:
    """Quiet shops that sell nothing on every second or third day."""
    return pd.DataFrame({seed: make_sparse(seed, kind) for seed in range(shops)})


def flags_from(frame: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Number of alarms of each series on these days."""
    found = detect_many(frame)
    days = frame.index[first:last]
    return found[found["date"].isin(days)].groupby("series")["flag"].sum()


def test_false_alarms_and_level_are_as_stated():
    """A shop with few orders would get a false alarm a week, or a range around nothing."""
    table = measure_sparse(60)
    assert (table["false a month"] <= 0.55).all() and (table["false a month"] >= 0.15).all()
    assert table["expected to mean"].between(0.93, 1.1).all()
    assert (table["upper to largest"] <= MOST).all()


def test_expected_is_the_mean_by_weekday():
    """The owner would be told to expect 0 a day although the shop sells every second day."""
    index = pd.date_range("2025-03-03", periods=280)
    draw = np.random.default_rng(1)
    busy = np.where(index.day_of_week == 0, 0.9, 0.4)
    series = pd.Series(np.where(draw.random(280) < busy, 500.0, 0.0), index=index)
    late = detect(series).set_index("date").iloc[140:]
    by_day = late["expected"].groupby(late.index.day_of_week).mean()
    assert by_day[0] == pytest.approx(450, rel=0.25)
    assert by_day[1:].mean() == pytest.approx(200, rel=0.2)
    assert (late["lower"] == 0).all()


def test_a_run_of_zeros_is_found_once():
    """A dead checkout would pass for chance in a shop that often sells nothing."""
    shops = wide()
    shops.iloc[300:330] = 0
    found = flags_from(shops, 300, 330)
    assert (found > 0).mean() >= 0.9 and found[found > 0].mean() <= 1.3
    assert flags_from(shops, 330, 360).mean() <= 0.5  # sales that come back are no news


def test_a_usual_zero_day_is_no_alarm():
    """Each day without an order would be called a collapse."""
    shops = wide()
    found = detect_many(shops)
    first = (found["value"] == 0) & (found["value"].shift(1) > 0)
    assert found[first]["flag"].mean() <= 0.01


def test_one_large_order_is_an_alarm_only_far_beyond():
    """The usual big order every few weeks would be news; one of ten times the record must be."""
    shops = wide()
    usual, record = shops.copy(), shops.copy()
    usual.iloc[300] = shops.iloc[:300].where(shops > 0).quantile(0.95)
    record.iloc[300] = 10 * shops.iloc[:300].max()
    assert flags_from(usual, 300, 301).mean() <= 0.05
    assert flags_from(record, 300, 301).mean() == 1


def test_a_lasting_rise_is_found_and_becomes_the_normal():
    """Three times the sales would be seen by nobody, or told again each week."""
    shops = wide()
    shops.iloc[300:] *= 3
    found = flags_from(shops, 300, 345)
    assert (found > 0).mean() >= 0.7 and found[found > 0].mean() <= 1.6
    late = detect_many(shops).groupby("series").tail(30)
    assert late["expected"].sum() / late["value"].sum() == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("cut", [29, 45, 120, 275])
def test_a_day_is_judged_by_earlier_days_only(cut):
    """Yesterday's report could not be made again: later days would have changed it."""
    series = make_sparse(4)
    whole, part = detect(series), detect(series.iloc[:cut])
    pd.testing.assert_frame_equal(whole.iloc[:cut], part, check_flags=False)


def test_each_series_is_judged_alone():
    """A product's range would depend on the products beside it."""
    shops = wide(4)
    shops["dense"] = week_shop(400)
    many = detect_many(shops)
    for name in shops:
        mine, alone = many[many["series"] == name].reset_index(drop=True), detect(shops[name])
        np.testing.assert_allclose(mine["upper"], alone["upper"], rtol=1e-9)
        assert mine["flag"].tolist() == alone["flag"].tolist()


def test_closed_weekends_do_not_make_a_series_sparse():
    """A wholesaler closed on weekends would lose the sharp range of its working days."""
    series = week_shop(300)
    series[series.index.day_of_week >= 5] = 0
    late = detect(series).iloc[100:]
    assert (late[late["value"] > 0]["lower"] > 500).all()


def test_an_outage_does_not_make_a_series_sparse():
    """After a long outage the good days' range would reach down to zero."""
    series = week_shop(300)
    series.iloc[150:180] = 0
    assert (detect(series)["lower"].iloc[230:] > 300).all()


def test_a_shop_that_dies_down_is_told_of_few_times():
    """The range of the good days would raise alarms for months after they ended."""
    draw = np.random.default_rng(3)
    values = np.vstack([draw.poisson(50, (200, 30)), draw.poisson(0.4, (200, 30))])
    shops = pd.DataFrame(values, index=pd.date_range("2025-03-03", periods=400))
    assert flags_from(shops, 200, 400).mean() <= 6


@settings(max_examples=30, deadline=None)
@given(st.lists(st.just(0.0) | st.floats(0, 1e12), min_size=1, max_size=90))
def test_no_bound_explodes(values):
    """A range up to 10 ** 24 stood in a report; one such number and nobody trusts the rest."""
    series = pd.Series(values, index=pd.date_range("2025-01-01", periods=len(values)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = detect(series)
    past = series.cummax().shift().fillna(0).to_numpy().copy()
    past[:28] = np.maximum(past[:28], max(values[:28]))
    ceiling = MOST * np.where(past > 0, past, 1.0)
    assert (found["upper"] <= ceiling * (1 + 1e-9)).all()
    assert ((found["lower"] <= found["upper"]) & (found["expected"] <= found["upper"])).all()


def test_a_catalogue_of_sparse_series_is_fast():
    """The daily review may spend three seconds on its judgement: 340 products of 400 days."""
    shops = pd.concat([wide(34)] * 10, axis=1)
    shops.columns = range(340)
    begin = time.process_time()
    detect_many(shops)
    assert time.process_time() - begin < 4
