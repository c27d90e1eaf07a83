"""The funnel's path: the planted weak link is named, and nothing is named without data."""

import pytest

from opslib.rules.diagnosis import diagnose

from .memory import MemoryFacts


def put(shop, metric, level, last, unit="count", counts=None, sigma=0.04):
    shop.put(metric, level, level * sigma, last=[last] * 7)
    more = dict(zip(("numerator", "denominator"), counts, strict=True)) if counts else {}
    value = counts[0] / counts[1] if counts else last * 7
    shop.members(metric, None, 7, [{"dimension": "shop", "value": value, "unit": unit, **more}])


@pytest.fixture
def funnel():
    """A 1688 shop: 20,000 shown, 620 clicks, 400 visitors, 18 buyers a day, 6000 yuan."""

    def make(platform="1688", **last):
        shop = MemoryFacts(platform)
        levels = {
            "impressions": 20000,
            "clicks": 620,
            "visitors": 400,
            "pay_buyers": 18,
            "pay_amount": 6000,
            "inquiries": 30,
            "pay_orders": 5,
        }
        for metric, level in levels.items():
            put(shop, metric, level, last.get(metric, level))
        rates = {"ctr": 0.031, "visits_per_click": 0.645, "pay_cvr": 0.045, "inquiry_rate": 0.075}
        sizes = {"ctr": 140000, "visits_per_click": 4340, "pay_cvr": 2800, "inquiry_rate": 2800}
        for metric, level in rates.items():
            rate = last.get(metric, level)
            put(shop, metric, level, rate, "percent", (round(rate * sizes[metric]), sizes[metric]))
        return shop

    return make


def states(shop):
    return {s.metric: s.state for s in diagnose(shop).steps}


def test_a_calm_funnel_has_no_weak_link(funnel):
    """Naming a weak link every day teaches operators to ignore it."""
    found = diagnose(funnel())
    assert found.weak is None and "正常" in found.verdict.zh
    assert [s.metric for s in found.steps] == ["impressions", "ctr", "visits_per_click", "pay_cvr"]


@pytest.mark.parametrize(
    ("metric", "value", "part"),
    [("impressions", 12000, "排名"), ("ctr", 0.02, "主图"), ("pay_cvr", 0.03, "客服")],
)
def test_the_planted_weak_link_is_named_with_what_to_check(funnel, metric, value, part):
    """The guide's own next step stands beside the weak link, with a price."""
    found = diagnose(funnel(**{metric: value}))
    assert found.weak == metric and part in found.verdict.zh
    step = next(s for s in found.steps if s.metric == metric)
    assert step.money.mid > 0 and step.guide.startswith("00")


def test_alibaba_walks_through_inquiries(funnel):
    """An Alibaba.com shop sells by inquiry: the path has five links there."""
    found = diagnose(funnel("alibaba", inquiry_rate=0.04))
    assert [s.metric for s in found.steps][-2:] == ["inquiry_rate", "pay_orders"]
    assert found.weak == "inquiry_rate"


def test_peers_come_before_the_own_past(funnel):
    """As always, but far below the peers: weak, and it says against whom."""
    shop = funnel()
    shop.peers["impressions"] = (221000.0, 300000.0)
    found = diagnose(shop)
    assert found.weak == "impressions" and "同行平均" in found.verdict.zh
    shop.peers["impressions"] = (150000.0, 300000.0)
    assert diagnose(shop).weak is None


def test_a_rate_of_few_counts_cannot_be_called_weak(funnel):
    """One buyer of forty visitors is not below 4 %."""
    shop = funnel()
    shop.peers["pay_cvr"] = (0.041, 0.06)
    rate = {"value": 1 / 40, "unit": "percent", "numerator": 1, "denominator": 40}
    shop.members("pay_cvr", None, 7, [{"dimension": "shop", **rate}])
    assert states(shop)["pay_cvr"] == "cannot_tell"


def test_no_data_is_said_so():
    """An empty shop has no weak link and no strong one."""
    found = diagnose(MemoryFacts())
    assert {s.state for s in found.steps} == {"no_data"} and found.weak is None
    assert "分不清" in found.verdict.zh


def test_neighbouring_volumes_divide_to_the_rate_that_is_shown(funnel):
    """2,539 people a week from 4,403 clicks is 0.58; beside 435 and 629 a day it read 0.69."""
    shop = funnel()
    found = diagnose(shop)
    shown = {s.metric: s.volume for s in found.steps}
    assert (
        not found.per_day and shown["impressions"] == 140000 and shown["visits_per_click"] == 2800
    )
    bounds = {"value": float("nan"), "low": 400.0, "high": 2800.0, "basis": "bounds"}
    shop.members("visitors", None, 7, [{"dimension": "shop", "unit": "count", **bounds}])
    found = diagnose(shop)
    assert found.per_day and [s.volume for s in found.steps] == [20000, 620, 400, 18]


def test_a_link_that_cannot_be_judged_is_not_called_normal(funnel):
    """'All links normal' above 'cannot tell yet' is a contradiction on one card."""
    shop = funnel()
    shop.peers["pay_cvr"] = (0.041, 0.06)
    rate = {"value": 1 / 40, "unit": "percent", "numerator": 1, "denominator": 40}
    shop.members("pay_cvr", None, 7, [{"dimension": "shop", **rate}])
    found = diagnose(shop)
    assert found.weak is None and "支付转化率" in found.verdict.zh and "分不清" in found.verdict.zh
