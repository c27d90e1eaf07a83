"""What counts as an alarm, as a cause found, and as the right name for it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from opslib import open_shop
from opslib.held import rule_books
from opslib.scorecard.alarm import (
    AHEAD,
    CLOCKS,
    NO_TROUBLE,
    RIGHT,
    TRAPS,
    Alarm,
    Planted,
    fresh,
    from_finding,
    grade,
)
from opslib.scorecard.tally import Rules, Score, score
from opslib.scorecard.words import KINDS as NAMES
from opslib.scorecard.words import METHODS
from opslib.simulate.causes import KINDS

START = date(2026, 5, 10)
RULES = Rules(
    {"sales": "pay_amount", "stock": "stock_cover", "word": "impressions"},
    {"sales": "change", "stock": "below", "word": "change"},
)
SALES = Alarm("sales", "pay_amount", "shop", "")
P1 = Alarm("sales", "pay_amount", "product", "p1", money=(10.0, 20.0, 30.0))
P2 = Alarm("sales", "pay_amount", "product", "p2")
STOCK = Alarm("stock", "stock_cover", "product", "p9", severity="watch")
NOTE = Alarm("sales", "pay_amount", "product", "p1", severity="note")


def planted(kind: str = "conversion_break", dimension: str = "product", who: str = "p1") -> Planted:
    return Planted(kind, dimension, who, START, START + timedelta(days=30), 0.3, 700.0, 0.02)


def tallied(*mornings: list[Alarm], first: int = -2, cause: Planted | None = None) -> Score:
    """The score of mornings that begin so many days before the start."""
    days = {START + timedelta(days=first + i): said for i, said in enumerate(mornings)}
    return score(days, START + timedelta(days=first + 1), cause, RULES)


def test_an_alarm_that_stands_for_days_is_one() -> None:
    """A level that fell once would be counted as seven false alarms a week."""
    got = tallied([], [SALES], [SALES], [], [SALES])
    assert got.quiet_days == 4
    assert got.alarms.total() == 2  # it came, stood, went, and came again


def test_what_stood_there_before_the_first_counted_day_is_not_new() -> None:
    """Every replayed shop would begin with alarms that are weeks old."""
    assert tallied([SALES], [SALES], [SALES]).alarms.total() == 0


def test_an_alarm_folded_into_another_is_the_same_alarm() -> None:
    """A list whose first name changes from day to day would be a new alarm every day."""
    head = Alarm("sales", "pay_amount", "product", "p2", folded=(P1.id,))
    assert fresh([head], [P1]) == [] and fresh([P1], [head]) == []
    assert fresh([head], [SALES]) == [head]


def test_clocks_and_notes_are_counted_apart() -> None:
    """A late parcel is a fact: as a false alarm it would hide how quiet the statistics are."""
    got = tallied([], [SALES, STOCK, NOTE], first=-2)
    assert (got.alarms, got.clocks, got.notes) == ({"sales": 1}, {"stock": 1}, {"sales": 1})
    assert got.on_shop == 1


def test_days_to_the_name_and_to_the_fall_are_counted_from_the_start() -> None:
    """The scorecard's headline: off by a day everywhere otherwise."""
    got = tallied([], [], [], [SALES], [SALES, P1], [P1], cause=planted())
    assert (got.seen, got.found) == (1, 2)
    assert (got.cause_days, got.top_days) == (4, 2)
    assert got.prices == [(10.0, 20.0, 30.0), (10.0, 20.0, 30.0)]


def test_an_alarm_that_stood_before_the_cause_finds_nothing() -> None:
    """Luck would count as skill: the product was already on the page."""
    got = tallied([], [P1], [P1], [P1], cause=planted())
    assert got.found is None and got.cause_days == 2
    assert got.top_days == 0 and not got.prices


def test_fourth_finding_is_not_among_the_first_three() -> None:
    """The page heads with three findings; what stands below is read by few."""
    others = [Alarm("word", "impressions", "keyword", w) for w in "abc"]
    got = tallied([], [], [*others, P1], cause=planted())
    assert (got.found, got.top_days, got.cause_days) == (0, 0, 1)


@pytest.mark.parametrize(
    ("alarm", "expected"),
    [
        (P1, "named"),
        (Alarm("sales", "pay_amount", "product", "p2", folded=(P1.id,)), "named"),
        (Alarm("sales", "pay_amount", "product", "p2", folded=("a.1", "b.2", "c.3", P1.id)), "no"),
        (P2, "no"),
        (Alarm("stock", "stock_cover", "product", "p1"), "no"),
        (NOTE, "no"),
        (SALES, "shop"),
        (Alarm("orders_late", "orders_past_promise", "shop", ""), "no"),
    ],
)
def test_only_the_right_subject_by_the_right_metric_names_a_cause(
    alarm: Alarm, expected: str
) -> None:
    """Any alarm on a bad day would count as the cause found."""
    assert grade(alarm, planted(), RULES.metrics) == expected


def test_a_cause_of_the_whole_shop_is_named_by_the_shops_own_figure() -> None:
    """An event that flopped has no member to be named."""
    assert grade(SALES, planted("event_flop", "shop", ""), RULES.metrics) == "named"


def test_every_kind_of_cause_is_measured_or_left_out_by_name() -> None:
    """A new kind would silently go unmeasured, or stand nameless on a Chinese page."""
    assert {*RIGHT, *TRAPS, *NO_TROUBLE} == set(KINDS)
    assert set(NAMES) == {*RIGHT, *TRAPS} and {*AHEAD, *CLOCKS} <= set(RIGHT)
    assert all(label.zh != label.en for label in [*NAMES.values(), *METHODS.values()])


def test_every_rule_about_a_fall_may_name_some_cause() -> None:
    """A new rule with a metric of its own would find causes and get no credit for them."""
    known = {metric for right in RIGHT.values() for metric in right}
    falls = [r for r in rule_books(None) if r.test == "change" and r.severity != "note"]
    assert len(falls) > 10 and {r.metric for r in falls} <= known


def test_ids_are_those_of_the_review(imported: Path) -> None:
    """Folded members are known by their ids alone: another recipe would never match."""
    findings = open_shop(imported, shop="cotton1688", as_of="2026-11-20").review.findings
    assert len(findings) > 3
    assert [from_finding(f).id for f in findings] == [f.id for f in findings]
