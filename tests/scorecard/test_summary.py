"""From scores to rates with their ranges."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.scorecard.alarm import Planted
from opslib.scorecard.fleet import Shop
from opslib.scorecard.summary import found, poisson_range, prices, quiet, share_range, size
from opslib.scorecard.tally import Score
from opslib.scorecard.worlds import Trial, trials


def shop(kind: str, share: float, *named: tuple[float, float, float]) -> Shop:
    """A shop whose cause takes 700 a week."""
    day = date(2026, 5, 10)
    cause = Planted(kind, "product", "p1", day, day, 0.3, 700.0, share)
    return Shop(Trial(1, "1688", kind, 9), cause, {"review": Score(prices=list(named))}, 1.0)


def test_ranges_are_those_of_the_textbook() -> None:
    """Few alarms would look like a proof of silence. Garwood's and Wilson's published figures."""
    assert poisson_range(0) == pytest.approx((0.0, 3.689), abs=1e-3)
    assert poisson_range(5) == pytest.approx((1.623, 11.668), abs=1e-3)
    assert share_range(5, 10) == (0.237, 0.763)
    assert share_range(0, 0) == (0.0, 1.0)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_range(kn: tuple[int, int]) -> None:
    """A page that says 40 % (45-60 %) is believed by nobody."""
    low, high = share_range(*kn)
    assert 0 <= low <= kn[0] / kn[1] + 5e-4 and kn[0] / kn[1] - 5e-4 <= high <= 1


def test_alarms_are_per_week_of_quiet_days() -> None:
    """21 days are three weeks: three alarms there are one a week."""
    scores = [Score(quiet_days=14, alarms=Counter(a=2), on_shop=1), Score(quiet_days=7)]
    scores[1].alarms["b"] += 1
    scores[1].clocks["c"] += 6
    got = quiet(scores)
    assert (got.shop_weeks, got.alarms, got.alarms_a_week) == (3.0, 3, 1.0)
    assert (got.on_shop_a_week, got.clocks_a_week, got.notes_a_week) == (0.333, 2.0, 0.0)


def test_found_counts_all_causes_and_median_only_the_found() -> None:
    """The missed ones would vanish from the share, or spoil the days."""
    scores = [
        Score(found=0, seen=0, cause_days=7, top_days=7),
        Score(found=4, seen=1, cause_days=7, top_days=0),
        Score(seen=2, cause_days=7),
        Score(cause_days=7),
    ]
    got = found(scores)
    assert (got.causes, got.named, got.seen, got.days) == (4, 0.5, 0.75, 2.0)
    assert (got.within_3, got.within_7, got.top) == (0.25, 0.5, 0.25)


def test_prices_are_held_to_the_truth() -> None:
    """Money off by a factor would pass: inside counts findings, the ratio each cause once."""
    told = [
        shop("word_drop", 0.02, (500.0, 700.0, 900.0), (800.0, 1400.0, 2000.0)),
        shop("drift", 0.02, (100.0, 350.0, 600.0)),
        shop("stock_low", 0.0, (1.0, 2.0, 3.0)),  # nothing is lost yet: not priced
        shop("drift", 0.02),  # not named
    ]
    got = prices(told)
    assert (got.causes, got.findings, got.inside) == (2, 3, 0.333)
    assert got.ratio == 1.0  # medians 1.5 and 0.5


@pytest.mark.parametrize(
    ("kind", "share", "band"),
    [
        ("drift", 0.05, "large"),
        ("drift", 0.02, "middling"),
        ("drift", 0.001, "small"),
        ("stock_low", 0.0, "unpriced"),
    ],
)
def test_size_is_the_share_of_sales(kind: str, share: float, band: str) -> None:
    """Small causes that are missed would drag down the large ones."""
    assert size(shop(kind, share)) == band


def test_trials_are_the_same_for_the_same_seed_and_no_shop_comes_twice() -> None:
    """Two runs could not be compared, or one lucky shop would count double."""
    first = list(trials(("word_drop", "drift"), 8, 10, 5))
    assert first == list(trials(("word_drop", "drift"), 8, 10, 5))
    assert [t.kind for t in first] == [""] * 8 + ["word_drop", "drift"] * 2
    assert len({t.seed for t in first}) == len(first)
