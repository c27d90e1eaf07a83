"""The daily judgement: causal, one alarm a cause, quiet on bad input, fast."""

from __future__ import annotations

import time
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import detect, detect_many
from tests.stats.measure import measure_detect
from tests.stats.shops import calendar, make_shop

COLUMNS = ["date", "value", "expected", "lower", "upper", "score", "flag"]


def week_shop(days: int = 300, level: float = 1000, seed: int = 0) -> pd.Series:
    """Quiet visitors with a Sunday dip and 6 % noise."""
    draw = np.random.default_rng(seed)
    index = pd.date_range("2025-03-03", periods=days)
    shape = np.where(index.day_of_week == 6, 0.85, 1.0)
    return pd.Series(np.round(level * shape * np.exp(draw.normal(0, 0.06, days))), index=index)


def flags(series: pd.Series, **options) -> list[int]:
    """Positions of the flagged days."""
    return np.flatnonzero(detect(series, **options)["flag"]).tolist()


def test_columns_and_days_are_the_contract():
    """Other people's scripts read these seven columns, one row a calendar day."""
    found = detect(week_shop(60))
    assert list(found.columns) == COLUMNS
    assert len(found) == 60 and found["flag"].dtype == bool


def test_a_lost_half_is_found_on_its_day():
    """A tracking fault would go unseen, or be told again on each day it lasts."""
    series = week_shop()
    series.iloc[200:203] *= 0.5
    assert flags(series.iloc[:206])[-1:] == [200]


def test_a_quarter_lost_for_two_days_is_found_by_the_second_day():
    """F3's promise: -25 % visitors for two days, found by day 2 in at least nine of ten shops."""
    shops = pd.DataFrame({seed: week_shop(142, seed=seed) for seed in range(60)})
    shops.iloc[140:] *= 0.75
    found = detect_many(shops).groupby("series")["flag"]
    assert found.apply(lambda flag: flag.iloc[140:].any()).mean() >= 0.9


def test_a_level_shift_alarms_once_and_becomes_the_new_normal():
    """The same alert would come for weeks (complaint 4)."""
    series = week_shop()
    series.iloc[200:] *= 0.6
    found = detect(series)
    after = found["flag"].iloc[200:230]
    assert after.sum() == 1 and after.iloc[0]
    late = found.iloc[215:]
    assert (late["expected"] / series.iloc[215:].to_numpy()).median() == pytest.approx(1, abs=0.05)


def test_going_back_to_the_old_level_is_no_news():
    """The end of a ten-day outage would be reported as a record day."""
    shops = pd.DataFrame({seed: week_shop(230, seed=seed) for seed in range(40)})
    shops.iloc[200:210] *= 0.5
    found = detect_many(shops).groupby("series")["flag"]
    assert found.apply(lambda flag: flag.iloc[200]).all()
    assert found.apply(lambda flag: flag.iloc[210:214].any()).mean() <= 0.15


def test_a_slow_drift_is_found():
    """A shop that loses 1.5 % a day would get no word of it until half is gone."""
    shops = pd.DataFrame({seed: week_shop(230, seed=seed) for seed in range(40)})
    shops.iloc[200:] *= np.exp(-0.015 * np.arange(30))[:, None]
    found = detect_many(shops).groupby("series")["flag"]
    assert found.apply(lambda flag: flag.iloc[200:].any()).mean() >= 0.9


def test_a_failed_event_is_seen_and_a_good_one_is_not():
    """A flop on a known sale day would hide behind a calendar mask."""
    days = {str(d.date()): "sale" for d in pd.date_range("2025-04-10", "2025-12-01", freq="28D")}
    known = calendar("2025-03-03", 300, days)
    series = week_shop() * np.where(known["promo"] != "", 2.0, 1.0)
    places = np.flatnonzero(known["promo"] != "")
    assert not set(flags(series, calendar=known)) & set(places)
    series.iloc[places[-1]] /= 2.0
    assert places[-1] in flags(series, calendar=known)


def sale_shop(flops: list[int]) -> tuple[pd.Series, pd.DataFrame, list[int]]:
    """Sales of two days each four weeks, at double the visitors but for some that fail."""
    first = pd.date_range("2025-04-10", "2026-03-01", freq="28D")
    days = {str((d + pd.Timedelta(days=k)).date()): "sale" for d in first for k in (0, 1)}
    known = calendar("2025-03-03", 390, days)
    promo = (known["promo"] != "").to_numpy()
    places = np.flatnonzero(promo & ~np.r_[False, promo[:-1]]).tolist()
    lift = np.where(promo, 2.0, 1.0)
    for edition in flops:
        lift[places[edition] : places[edition] + 2] = 1.0
    return week_shop(390) * lift, known, places


def test_one_failed_edition_does_not_hide_the_next():
    """After a flop the expected lift would be halved, and the next flop pass for usual."""
    series, known, places = sale_shop([6, 8, 10])
    found = flags(series, calendar=known)
    assert [p in found for p in places[5:]] == [False, True] * 3 + [False] * (len(places) - 11)
    after = detect(series, calendar=known)["expected"].iloc[places[9]]
    assert after == pytest.approx(2 * 1000, rel=0.15)


def test_a_failed_edition_lies_outside_its_range_and_is_told_once():
    """A flagged day inside the drawn range, or the same flop told on each of its days."""
    series, known, places = sale_shop([8])
    found = detect(series, calendar=known)
    day = found.iloc[places[8]]
    assert day["flag"] and day["value"] < day["lower"] < day["expected"]
    assert not found["flag"].iloc[places[8] + 1]


def test_events_without_effect_cannot_fail():
    """A metric that sales days never touch would be called a flop at each of them."""
    series, known, places = sale_shop(list(range(12)))
    assert not set(flags(series, calendar=known)) & set(places)


def test_a_make_up_workday_is_judged_mildly():
    """A shop that rests on its make-up Sunday, or works on it, would get an alarm for either."""
    known = calendar("2025-03-03", 300)
    makeup = known["is_workday"] & (known.index.day_of_week == 6)
    assert makeup.any()
    for factor in (0.85, 1.0):
        quiet = week_shop() / np.where(known.index.day_of_week == 6, 0.85, 1.0)
        series = quiet * np.where(known.index.day_of_week == 6, np.where(makeup, factor, 0.85), 1.0)
        assert not detect(series, calendar=known)["flag"].to_numpy()[makeup].any()


@pytest.mark.parametrize("budget", [0.1, 0.5, 1, 2])
def test_false_alarms_are_as_many_as_stated(budget):
    """The printed number of false alarms to expect would be a lie."""
    shops = pd.DataFrame({seed: week_shop(500, seed=seed) for seed in range(100)})
    found = detect_many(shops, alarms_per_month=budget)
    late = found[found["date"] >= shops.index[90]]
    assert 0.5 * budget <= 30.4 * late["flag"].mean() <= 1.35 * budget


def test_a_rate_of_few_visitors_is_judged_mildly():
    """A day with 10 visitors and no buyer would be called a collapse of conversion."""
    draw = np.random.default_rng(3)
    index = pd.date_range("2025-03-03", periods=200)
    visitors = pd.Series(draw.integers(1500, 2500, 200), index=index)
    visitors.iloc[[150, 170]] = [10, 2000]
    buyers = draw.binomial(visitors.to_numpy(), 0.04)
    buyers[[150, 170]] = [0, 20]
    found = flags(pd.Series(buyers / visitors, index=index), exposure=visitors)
    assert 150 not in found and 170 in found


@pytest.mark.parametrize("cut", [120, 200, 275])
def test_a_day_is_judged_by_earlier_days_only(cut):
    """Yesterday's report could not be made again: later days would have changed it."""
    shop = make_shop(5)
    whole = detect(shop.series, calendar=shop.calendar)
    part = detect(shop.series.iloc[:cut], calendar=shop.calendar)
    pd.testing.assert_frame_equal(whole.iloc[:cut], part, check_flags=False)


def test_many_series_are_judged_as_each_alone():
    """A product's alarm would depend on which other products stand in the table."""
    wide = pd.DataFrame({seed: week_shop(200, seed=seed) for seed in range(4)})
    wide.iloc[150, 2] = 100
    wide.iloc[:60, 3] = np.nan
    many = detect_many(wide)
    for seed in wide:
        alone = detect(wide[seed].dropna())
        mine = many[many["series"] == seed].iloc[-len(alone) :]
        np.testing.assert_allclose(mine["expected"], alone["expected"], rtol=1e-6)
        assert mine["flag"].tolist() == alone["flag"].tolist()


def test_gaps_and_repeated_days():
    """A missing export would be called a day without sales; a second import would count twice."""
    series = week_shop()
    broken = pd.concat([series.drop(series.index[[100, 101, 180]]), series.iloc[[150]]])
    found = detect(broken.sample(frac=1, random_state=1))
    assert len(found) == 300 and found["value"].isna().sum() == 3
    assert not found["flag"].iloc[[100, 101, 150, 180]].any()


index = pd.date_range("2024-01-01", periods=400)
BAD = {
    "zeros": np.zeros(400),
    "constant": np.full(400, 7.0),
    "one point": np.array([5.0]),
    "two points": np.array([5.0, 1e9]),
    "nothing known": np.full(400, np.nan),
    "negative": np.random.default_rng(0).normal(-50, 30, 400),
    "huge": np.exp(np.linspace(0, 100, 400)),
    "tiny": np.full(400, 1e-300),
    "on and off": np.tile([0.0, 1e6], 200),
    "starts late": np.r_[np.zeros(200), np.full(200, 50.0)],
    "gaps": np.where(np.arange(400) % 3 == 0, 50.0, np.nan),
    "one value late": np.r_[np.full(399, np.nan), 3.0],
    "beyond all sums": np.full(400, 1e100),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_series_give_a_quiet_result(name):
    """The daily page would stop, or fill with warnings, because of one strange metric."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = detect(pd.Series(BAD[name], index=index[: len(BAD[name])]))
    assert len(found) == len(BAD[name])
    assert np.isfinite(found[["expected", "lower", "upper"]].to_numpy()).all()
    assert (found["lower"] <= found["upper"]).all()
    if name in ("zeros", "constant", "nothing known", "one point", "tiny", "gaps"):
        assert not found["flag"].any()
    assert found["flag"].sum() <= 20


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1e6, 1e9) | st.just(float("nan")), min_size=1, max_size=80))
def test_any_numbers_give_a_range(values):
    """Some export holds every number; the report must still be written."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = detect(pd.Series(values, index=pd.date_range("2025-01-01", periods=len(values))))
    assert (found["lower"] <= found["upper"]).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: detect(pd.Series([1, 2, 3])),
        lambda: detect([1, 2, 3]),
        lambda: detect(week_shop(), alarms_per_month=0),
        lambda: detect(week_shop() * np.inf),
        lambda: detect(week_shop(), exposure=-week_shop()),
        lambda: detect(week_shop(), calendar=pd.DataFrame({"x": [1]})),
        lambda: detect(week_shop().astype(str) + "a"),
        lambda: detect(week_shop().set_axis(pd.RangeIndex(300))),
        lambda: detect(week_shop(2).set_axis(pd.DatetimeIndex(["2025-03-03", None]))),
        lambda: detect(week_shop(), alarms_per_month=float("nan")),
        lambda: detect(week_shop(), calendar=pd.DataFrame({"promo": ["a"]}, index=[1])),
        lambda: detect(week_shop(), calendar=pd.concat([calendar("2025-03-03", 9)] * 2)),
        lambda: detect_many(week_shop()),
        lambda: detect_many(pd.concat([week_shop()] * 2, axis=1, keys=["a", "a"])),
    ],
)
def test_wrong_arguments_are_refused(call):
    """A wrong call would return a plausible table of nonsense."""
    with pytest.raises(ValueError, match=r"must|holds|needs|has"):
        call()


def test_an_empty_series_gives_an_empty_table():
    """A new shop's first report would fail."""
    assert detect(pd.Series([], dtype=float, index=pd.DatetimeIndex([]))).empty


def test_ten_years_and_a_whole_review_are_fast():
    """The daily review may spend three seconds on its judgement: 340 series of 400 days."""
    ten_years = pd.concat([week_shop(3650)])
    wide = pd.DataFrame({seed: week_shop(400, seed=seed) for seed in range(340)})
    begin = time.process_time()
    detect(ten_years)
    detect_many(wide)
    assert time.process_time() - begin < 6


def test_beats_the_simple_ways_on_known_causes():
    """The README's claim: more causes found than the weekday median, at its stated budget."""
    table = measure_detect(12, first=9000)
    assert table.loc["detect", "found"] >= 0.68
    assert table.loc["detect", "failed event"] >= 0.85
    assert table.loc["detect", "drift"] >= 0.7
    assert table.loc["detect", "found"] >= table.loc["weekday median", "found"] + 0.1
    assert table.loc["detect", "failed event"] > table.loc["weekday median", "failed event"]
    assert table.loc["detect", "false a month"] <= 0.6
    assert table.loc["detect", "alarms a found shift"] < 2
