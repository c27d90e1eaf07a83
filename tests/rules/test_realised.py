"""What the shop's own figures would have said of late: true falls are counted once each."""

from opslib.metrics import METRICS
from opslib.places import templates
from opslib.rules.book import load_books
from opslib.rules.facts_view import View
from opslib.rules.realised import SPAN, realised

from .memory import MemoryFacts

RULES = load_books(templates() / "rules", metrics=METRICS)


def past(*last, days=240, rules=RULES):
    shop = MemoryFacts()
    shop.put("visitors", 460.0, 30.0, last=last, days=days, seed=2)
    return realised(rules, View(shop), 0.5)


def test_a_calm_quarter_had_next_to_no_alarm():
    """Half an alarm a month is promised: a calm quarter that shows five is a broken promise."""
    found = past()
    assert found.span == SPAN and found.new <= 2


def test_two_days_far_below_are_two_alarms():
    """Two single falls a month apart: each told once, on the days whose windows they fill."""
    calm = past()
    found = past(100.0, *[460.0] * 29, 100.0, *[460.0] * 20)
    assert found.new == calm.new + 2
    assert calm.days + 2 <= found.days


def test_a_fall_of_five_days_is_one_alarm():
    """One that stands is not a new one each morning."""
    one, five = (past(*[200.0] * n, *[460.0] * 30) for n in (1, 5))
    assert one.new == five.new and five.days > one.days


def test_too_short_a_past_is_not_counted():
    """Nothing can be said of 90 days where there are only 80."""
    assert past(days=80) is None


def test_only_the_shops_own_changes_are_counted():
    """Members and thresholds have no such past."""
    assert past(rules=[r for r in RULES if r.by != "shop"]) is None
