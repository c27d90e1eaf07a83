"""Prices: hand-worked, within the headroom, and silent where the shop cannot price."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.labels import Label
from opslib.model import Evidence, Finding, Money, Subject
from opslib.rules.facts_view import View
from opslib.rules.money import RECIPES, Till, cap, price
from opslib.rules.posterior import Gap, posterior

from .memory import MemoryFacts

TEXT = Label("一", "one")
FINDING = Finding(
    *("a", "r", "000-14", "act", Subject(), "visitors", 1.0, 2.0, "count", None, 0.9, 5),
    TEXT,
    TEXT,
    Evidence(1),
)


@pytest.fixture
def till():
    """1000 a day from 100 visitors, 20 inquiries and 5 buyers a day; sigma 0: worked by hand."""
    shop = MemoryFacts()
    for metric, level in (
        ("pay_amount", 1000),
        ("visitors", 100),
        ("inquiries", 20),
        ("pay_buyers", 5),
    ):
        shop.put(metric, level, 0.0)
    return Till(View(shop))


def test_a_visitor_is_worth_ten_yuan(till):
    """Thirty missing visitors a day for a week: 30 x 7 x 10 = 2100.

    Its relative variance: gap (7.8 / 30)^2, value 2 / 150: 0.081, a gamma of shape 12.35.
    """
    found = price("visitors", Gap(20, 30, 40, days=7), till)
    assert found.mid == pytest.approx(2044, rel=0.01)
    assert till.error == pytest.approx(0.1155, abs=0.001)
    assert (found.low, found.high) == pytest.approx((1380, 2894), rel=0.03)


def test_one_bad_day_costs_between_that_day_and_a_week(till):
    """Thirty visitors lost on one day: more doubt than a whole week of the same a day."""
    day, week = (price("visitors", Gap(30, 30, 30, days=d), till) for d in (1, 7))
    assert day.mid < week.mid and day.low < 300 < day.high
    assert day.high / day.low > week.high / week.low


def test_conversion_is_points_times_visitors_times_buyers_value(till):
    """One point less of 700 visitors a week is 7 buyers of 200: 1400."""
    found = price("conversion", Gap(0.01, 0.01, 0.01, 7), till)
    assert found.low < 1400 < found.high and found.mid == pytest.approx(1394, rel=0.01)


def test_eight_in_ten_losses_lie_in_the_range():
    """80 % of what a loss may be lies in its range: the gamma's own quantiles, by simulation."""
    rng = np.random.default_rng(0)
    low, mid, high = posterior(Gap(20.0, 30.0, 40.0), 10.0, 0.1)
    gap = np.maximum(rng.normal(30, 20 / 2.5632, 200_000), 0) * 7
    money = rng.normal(gap * 10, gap * 10 * 0.1)
    assert np.mean(money < low) == pytest.approx(0.1, abs=0.03)
    assert np.mean(money < mid) == pytest.approx(0.5, abs=0.06)
    assert np.mean(money < high) == pytest.approx(0.9, abs=0.03)


def test_a_plans_own_clicks_set_the_price_of_its_lost_ones(till):
    """150 settled clicks that brought 6000 beside ten orders of the shop's average.

    The shop's visitor brings 10, its order 200: (6000 + 2000) / (150 + 200) = 22.9 a click.
    """
    shop = till.facts.facts
    shop.put("pay_orders", 5, 0.0)
    plan = {"level": "plan", "plan": "A", "spend": 90.0, "budget": 90.0, "impressions": 500.0}
    days = [shop.as_of - timedelta(days=i) for i in range(30)]
    rows = [plan | {"date": d, "clicks": 10.0, "ad_gmv": 400.0} for d in days]
    # What is not settled yet is no evidence, however poor it looks.
    rows[:15] = [row | {"ad_gmv": 1.0} for row in rows[:15]]
    shop.rows("ad_day", *rows)
    till = Till(View(shop))
    value, error = till.click_value("A")
    assert value == pytest.approx(8000 / 350)
    unknown, wide = till.click_value("B")
    assert unknown == pytest.approx(10) and wide > error
    found = price("ad_clicks", Gap(5, 5, 5, subject=Subject("plan", "A")), till)
    assert found.low < 7 * 5 * value < found.high


def test_a_products_own_orders_set_its_price(till):
    """Thirteen weeks of 40 orders at 500: beside ten of the shop's 200, one brings 494."""
    shop = till.facts.facts
    shop.put("pay_orders", 5, 0.0)
    rows = [{"member": "a", "weekdays": 20000.0, "value": 20000.0}]
    shop.members("pay_amount", "product", 7, rows)
    shop.members("order_parts", "product", 7, [{"member": "a", "weekdays": 40.0, "value": 40.0}])
    own, error = Till(View(shop)).member_value("orders", Subject("product", "a"))
    assert own == pytest.approx((9 * 20000 + 2000) / (9 * 40 + 10))
    assert 0 < error < 0.2


def test_late_orders_cost_the_profiles_share(till):
    """Three late orders of 2600 in all, a tenth of it lost: 260."""
    assert price("late_orders", Gap(0, 3, 3, amount=2600), till).mid == pytest.approx(260)


def test_open_inquiries_cost_what_inquiries_bring(till):
    """Two inquiries of 50 each, three in ten lost by waiting: 30."""
    assert price("open_inquiries", Gap(2, 2, 2), till).mid == pytest.approx(30)


def test_an_inquiry_is_worth_what_the_register_says():
    """Of 20 closed ones 2 were won at 400: 40 each. Sales over inquiries would say 1000 / 20."""
    shop = MemoryFacts()
    shop.put("pay_amount", 1000, 0.0)
    shop.put("inquiries", 10, 0.0)
    shop.put("pay_orders", 4, 0.0)
    assert Till(View(shop)).unit_value("inquiries") == pytest.approx(100)
    closed = [{"stage": "won", "amount": 400.0}] * 2 + [{"stage": "lost"}] * 18
    shop.rows("inquiry", *({"date": shop.as_of, **row} for row in closed))
    assert Till(View(shop)).unit_value("inquiries") == pytest.approx(40)


def test_an_inquiry_is_never_worth_more_than_an_order():
    """One asks, fifty buy without asking: 1000 a day is not what the one inquiry brings."""
    shop = MemoryFacts()
    for metric, level in (("pay_amount", 1000), ("inquiries", 1), ("pay_orders", 50)):
        shop.put(metric, level, 0.0)
    assert Till(View(shop)).unit_value("inquiries") == pytest.approx(20)


def test_one_words_visitors_may_be_worth_less_than_the_average(till):
    """The price of a member's gap is wider than the same gap of the whole shop."""
    shop = price("visitors", Gap(20, 30, 40), till)
    word = price("visitors", Gap(20, 30, 40, subject=Subject("channel", "a")), till)
    assert word.low < shop.low and word.high > shop.high


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_shop_without_sales_gets_no_price(recipe):
    """A made-up price is worse than none."""
    empty = Till(View(MemoryFacts()))
    if recipe not in ("amount",):
        assert price(recipe, Gap(1, 2, 3), empty) is None


def test_headroom_is_the_best_week_against_the_last():
    """Weeks of 7000 and a last one of 3500: 3500 can be won back."""
    shop = MemoryFacts()
    shop.put("pay_amount", 1000, 0.0, last=[500.0] * 7)
    assert Till(View(shop)).headroom == pytest.approx(3500)


def test_headroom_of_an_even_shop_is_a_fifth(till):
    """Every week alike: at most a fifth more (profile)."""
    assert till.headroom == pytest.approx(1400)


@given(st.lists(st.floats(0.01, 1e7), min_size=1, max_size=20), st.floats(1, 1e6))
def test_all_prices_together_stay_within_the_headroom(mids, headroom):
    """Findings that promise more than the shop can earn are not believed (F6)."""
    found = [replace(FINDING, money=Money(m / 2, m, 2 * m)) for m in mids]
    capped = cap(found, headroom)
    assert sum(f.money.mid for f in capped) <= max(headroom, 0) * 1.000001 or sum(mids) <= headroom
    assert all(f.money.low <= f.money.mid <= f.money.high for f in capped)
