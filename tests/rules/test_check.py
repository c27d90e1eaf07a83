"""The check: what it finds, what it keeps silent about, and what it says it could not look at."""

import pytest

from opslib.metrics import METRICS
from opslib.places import templates
from opslib.rules.book import load_books
from opslib.rules.check import check

from .memory import MemoryFacts


@pytest.fixture
def shop():
    shop = MemoryFacts()
    shop.put("impressions", 20000, 1200)
    shop.put("visitors", 460, 30, seed=2)
    shop.put("pay_amount", 7000, 700, seed=3)
    shop.put("pay_buyers", 20, 3, seed=4)
    return shop


@pytest.fixture
def rules():
    return load_books(templates() / "rules", metrics=METRICS)


def test_calm_shop_has_no_finding(shop, rules):
    """A quiet day that raises an alarm makes operators mute the report."""
    review = check(rules, shop)
    assert [f.title.zh for f in review.findings if f.metric in shop.daily] == []


def test_half_of_the_visitors_gone_is_found_with_a_price(shop, rules):
    """An operator would miss the day on which half of the visitors stayed away."""
    shop.put("visitors", 460, 30, last=[230])
    found = check(rules, shop).findings
    assert [f.rule for f in found] == ["visitors_down_1d"]
    assert "50%" in found[0].title.zh and found[0].money.low < found[0].money.mid
