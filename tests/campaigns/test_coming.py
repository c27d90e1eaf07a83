"""A coming event is forecast from earlier ones, and the forecasts keep score."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from opslib.campaigns.coming import (
    Ahead,
    budget_needed,
    forecast_edition,
    normal_days,
    score_forecasts,
    stock_needed,
)
from opslib.campaigns.learned import Prior, backcast, expected_edition
from opslib.errors import ParameterError

WEEK = (pd.Timestamp("2026-12-08"), pd.Timestamp("2026-12-14"))


def editions(draw: np.random.Generator, many: int = 4) -> tuple[pd.DataFrame, dict[str, float]]:
    """Five events with means of their own, each held `many` times, measured with errors."""
    rows, means = [], {}
    for name in ("328", "618", "920", "11.11", "12.12"):
        means[name] = 0.3 + draw.normal(0, 0.2)
        for k in range(many):
            error = draw.uniform(0.03, 0.10)
            told = means[name] + draw.normal(0, 0.1) + draw.normal(0, error)
            lift, lo, hi = (float(np.expm1(told + j * 1.2816 * error)) for j in (0, -1, 1))
            rows.append([name, pd.Timestamp(2022 + k, 1, 1), lift, lo, hi])
    return pd.DataFrame(rows, columns=["event", "start", "lift", "lo", "hi"]), means


def test_the_next_edition_lies_in_its_range_four_times_in_five() -> None:
    """Stock is bought on this range: too narrow and shelves are empty, too wide and it rots."""
    inside = []
    for seed in range(30):
        draw = np.random.default_rng([95, seed])
        past, means = editions(draw)
        told = expected_edition(past).set_index("event")
        for name, mean in means.items():
            came = np.expm1(mean + draw.normal(0, 0.1))
            inside.append(told.lo[name] <= came <= told.hi[name])
    assert 0.74 <= np.mean(inside) <= 0.90  # 80 % asked for, 150 editions


def test_a_sure_edition_outweighs_the_prior_and_an_unsure_one_leans_on_the_others() -> None:
    """One lucky week would set the stock of the next year."""
    row = {"event": "a", "lift": 1.0, "lo": 0.98, "hi": 1.02}
    sure = expected_edition(pd.DataFrame([row] * 3))
    loose = expected_edition(pd.DataFrame([row | {"lo": 0.0, "hi": 3.0}]))
    assert sure["lift"][0] == pytest.approx(1.0, abs=0.1)
    assert np.expm1(0.25) < loose["lift"][0] < 0.75


def test_an_event_never_held_takes_after_the_others_but_less_surely() -> None:
    """A first flash sale would be forecast as if it were the shop's tenth."""
    past, _ = editions(np.random.default_rng(7))
    told = expected_edition(past, events=["flash"]).set_index("event")
    width = told.hi - told.lo
    assert told.editions["flash"] == 0
    assert width["flash"] > width["618"]
    assert told.lift["flash"] == pytest.approx(told.lift.drop("flash").mean(), abs=0.15)


def test_without_any_edition_the_prior_speaks() -> None:
    """A new shop gets a wide guess that says so, not an error."""
    empty = pd.DataFrame(columns=["event", "lift", "lo", "hi"])
    told = expected_edition(empty, Prior(lift=0.0), events=["618"])
    assert told["lift"][0] == pytest.approx(0, abs=0.01)
    assert told["hi"][0] > 0.6


def test_what_earlier_editions_would_have_said_keeps_its_level() -> None:
    """A score of forecasts that saw the future would praise itself."""
    found = pd.concat(
        backcast(editions(np.random.default_rng([96, s]))[0]).iloc[5:] for s in range(12)
    )
    assert 0.72 <= found["inside"].mean() <= 0.92  # 180 forecasts


def test_a_forecast_is_normal_days_times_the_lift() -> None:
    """700 in a normal week, +50 %, a fifth only moved: 1050 sold, 350 extra, 280 for good."""
    expected = {
        "event": "12.12", "editions": 3, "lift": 0.5, "lo": 0.5, "hi": 0.5,
        "share_pulled": 0.2, "share_lo": 0.2, "share_hi": 0.2,
    }  # fmt: skip
    told = forecast_edition(expected, Ahead(*WEEK, 700.0, 700.0, 700.0))
    assert told.total == pytest.approx(1050)
    assert told.extra == pytest.approx(350)
    assert told.net == pytest.approx(280)
    stock = stock_needed(
        told, pd.DataFrame({"item_id": ["a", "b"], "share": [0.6, 0.1], "on_hand": [500, 500]})
    )
    assert list(stock["need"]) == [630, 105]
    assert list(stock["lacking"]) == [130, 0]
    budget = budget_needed(told, daily_spend=10.0, margin=0.3)
    assert budget.spend == pytest.approx(105)
    assert budget.most == pytest.approx(70 + 0.3 * 280)


def test_normal_days_know_the_weekdays_and_leave_the_planned_event_out() -> None:
    """A calendar that already promises the event would have its lift counted twice."""
    index = pd.date_range("2025-06-02", "2026-11-22")
    series = pd.Series(np.where(index.day_of_week < 5, 100.0, 50.0), index=index)
    series += np.random.default_rng(3).normal(0, 2, len(series))
    known = pd.DataFrame({"promo": ""}, index=pd.date_range("2025-06-02", "2027-01-31"))
    known.loc["2026-06-08":"2026-06-14", "promo"] = "sale"
    series.loc["2026-06-08":"2026-06-14"] *= 2
    known.loc[WEEK[0] : WEEK[1], "promo"] = "sale"
    told = normal_days(series, *WEEK, calendar=known)
    assert told.mean == pytest.approx(600, rel=0.03)
    assert told.lo < 600 < told.hi
    with pytest.raises(ParameterError):
        normal_days(series, "2026-11-01", "2026-11-07")


def test_the_score_tells_narrow_forecasts_from_honest_ones() -> None:
    """Forecasts that miss every other time would go on looking precise."""
    came = 100 * np.exp(0.2 * ndtri((np.arange(60) + 0.5) / 60))
    frame = pd.DataFrame({"mid": 100.0, "came": came})
    honest = frame.assign(lo=100 * np.exp(-0.256), hi=100 * np.exp(0.256))
    narrow = frame.assign(lo=93.0, hi=107.0)
    assert score_forecasts(honest).verdict == "fits"
    found = score_forecasts(narrow)
    assert found.verdict == "too_narrow"
    assert found.widen == pytest.approx(0.256 / 0.07, rel=0.1)
    assert score_forecasts(honest[:3]).verdict == "cannot_tell"
    assert score_forecasts(honest[:0]).n == 0
