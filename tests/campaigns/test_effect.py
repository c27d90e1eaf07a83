"""An event is judged by what it truly brought, its echo taken off."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.campaigns.effect import event_effect
from opslib.errors import ParameterError
from tests.campaigns.worlds import campaign

FIRST, LAST = "2026-06-10", "2026-06-16"


def even_shop(days: int = 230) -> pd.Series:
    """100 a day, one more and one less in turn: what an event adds can be counted by hand."""
    index = pd.date_range("2026-01-01", periods=days)
    return pd.Series(100.0 + np.where(np.arange(days) % 2, 1, -1), index=index)


def test_an_event_is_worth_what_it_sold_more_less_what_was_missing_behind_it() -> None:
    """An operator would be told the lift of the sale days alone: 7 x 50 sold, 14 x 10 missing."""
    series = even_shop()
    series[FIRST:LAST] += 50
    series["2026-06-17":"2026-06-30"] -= 10
    found = event_effect(series, FIRST, LAST)
    assert found.lift == pytest.approx(0.50, abs=0.01)
    assert found.extra == pytest.approx(350, abs=6)
    assert found.pulled_forward == pytest.approx(140, abs=12)
    assert found.net == pytest.approx(210, abs=15)
    assert found.share_pulled == pytest.approx(0.4, abs=0.03)
    assert found.dip == pytest.approx(-0.10, abs=0.01)
    assert found.verdict == "worked"


def test_an_event_that_only_moved_purchases_did_not_beat_a_normal_week() -> None:
    """A sale that is paid back to the last order would be repeated as a success."""
    series = even_shop()
    series[FIRST:LAST] += 40
    series["2026-06-17":"2026-06-30"] -= 20
    found = event_effect(series, FIRST, LAST)
    assert found.verdict == "no_better"
    assert "挪" in found.reason.zh


def test_no_event_at_all_did_not_beat_a_normal_week() -> None:
    """Seven ordinary days would be called a campaign that paid."""
    assert event_effect(even_shop(), FIRST, LAST).verdict == "no_better"


def test_an_event_just_over_waits_for_what_is_paid_back() -> None:
    """The morning after a sale its whole lift would be booked as gain."""
    series = even_shop()[:"2026-06-18"]
    series[FIRST:LAST] += 50
    found = event_effect(series, FIRST, LAST)
    assert found.verdict == "cannot_tell"
    assert found.after_days == 2
    assert "14" in found.reason.en


def test_products_that_paid_for_the_event_are_named() -> None:
    """The sale of one product looks free while its neighbour lost half its customers."""
    dice = np.random.default_rng(4)
    index = pd.date_range("2026-01-01", periods=230)
    products = pd.DataFrame(dice.poisson(60, (230, 6)), index=index, columns=list("abcdef"))
    products.loc[FIRST:LAST, "a"] *= 2
    products.loc[FIRST:LAST, "b"] = (products.loc[FIRST:LAST, "b"] * 0.6).round()
    found = event_effect(
        products.sum(axis=1), FIRST, LAST, products=products, promoted=["a"]
    ).cannibalised
    assert list(found["item_id"]) == ["b"]
    assert found["share"][0] == pytest.approx(0.4, abs=0.08)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-06-16", "2026-06-10"), ("2026-01-05", "2026-01-09"), ("2027-01-01", "2027-01-02")],
)
def test_a_window_that_cannot_be_judged_is_refused_in_words(start: str, end: str) -> None:
    """An event that ends before it begins would end in a stack of calls on the page."""
    with pytest.raises(ParameterError, match="活动"):
        event_effect(even_shop(), start, end)


@settings(max_examples=4, deadline=None)
@given(factor=st.floats(2, 1000))
def test_the_currency_of_the_series_does_not_matter(factor: float) -> None:
    """A shop in yuan and its twin in cents would be told different lifts."""
    shop = campaign(3, 0.5, 0.3)
    plain = event_effect(shop.series * 100, shop.start, shop.end, calendar=shop.calendar)
    other = event_effect(shop.series * 100 * factor, shop.start, shop.end, calendar=shop.calendar)
    assert other.lift == pytest.approx(plain.lift, abs=2e-3)
    assert other.net == pytest.approx(plain.net * factor, rel=2e-2)
