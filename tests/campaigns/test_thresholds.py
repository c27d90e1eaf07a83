"""Thresholds are advised where topping up brings more than is given away, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.campaigns.rebates import plan_rebates
from opslib.campaigns.response import Response, Tier, learn_response
from opslib.campaigns.thresholds import plan_thresholds
from opslib.errors import ParameterError

SURE = Response(
    5000, 5000, 900, assumed=False, reach=1.0, elasticity=0.0
)  # half of the buyers heed, well known


def orders(seed: int, many: int = 3000, spread: float = 0.8) -> np.ndarray:
    return np.exp(np.random.default_rng([81, seed]).normal(5.5, spread, many))


def test_a_threshold_is_worth_the_margin_of_what_is_added_less_what_is_let_off() -> None:
    """Orders of 180, 200 less 4: who finds the added goods worth .9 of their price tops up,
    7 of 20 (.9 ** 4 = .656). Half heed: 1000 x .5 x .35 x (.4 x 20 - 4) = 700 a thousand orders."""
    found = plan_thresholds(
        np.full(100, 180.0), 0.4, 0.1, response=SURE, candidates=[[Tier(200, off=4)]]
    )
    assert found.gain == pytest.approx(700)
    assert found.verdict == "set"
    assert found.tiers["topped_up"][0] == pytest.approx(175)
    assert found.given == pytest.approx(700)
    assert found.given_anyway == 0


def test_what_is_let_off_orders_that_cross_anyway_counts_against_the_plan() -> None:
    """A discount that every order gets without doing anything would look like a success."""
    found = plan_thresholds(
        np.full(100, 220.0), 0.4, 0.1, response=SURE, candidates=[[Tier(200, off=4)]]
    )
    assert found.verdict == "none"
    assert found.gain == pytest.approx(-4000)
    assert found.given_anyway == pytest.approx(4000)


def test_the_floor_holds_at_every_threshold() -> None:
    """A planner that only looks at the mean would sell the smallest crossing order at a loss."""
    found = plan_thresholds(orders(1), 0.25, 0.2, response=SURE, most=3)
    for tier in found.plan:
        kept = 0.25 * tier.threshold - tier.off
        assert kept / (tier.threshold - tier.off) >= 0.2
    none = plan_thresholds(orders(1), 0.2, 0.2)
    assert none.verdict == "none"
    assert "底线" in none.reason.zh


def test_the_advice_is_as_good_as_the_best_of_a_full_search() -> None:
    """A shortcut of the search that misses the best plan costs the shop money every day."""
    values = orders(2)
    heed = Response(500, 500, 900, assumed=False)
    found = plan_thresholds(values, 0.5, 0.1, response=heed, most=1)
    every = [
        [Tier(t, off=t * share / 100)]
        for t in (200, 300, 400, 500, 600, 800, 1000, 1200, 1500)
        for share in (1, 2, 4, 6, 8, 10, 12, 15, 18)
    ]
    searched = plan_thresholds(values, 0.5, 0.1, response=heed, candidates=every)
    assert searched.gain > 0
    assert found.gain >= searched.gain * 0.97


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), heed=st.floats(0.05, 0.9))
def test_the_gain_told_is_what_simulated_buyers_bring(seed: int, heed: float) -> None:
    """The expected profit of a plan would be no more than a formula that nobody checked."""
    values, tiers = orders(seed, 4000), [Tier(300, off=12), Tier(600, off=36)]
    size = Response(heed * 1e5, (1 - heed) * 1e5, assumed=False, elasticity=1.5)
    told = plan_thresholds(values, 0.4, 0.05, response=size, candidates=[tiers])
    bought, let = top_up(np.random.default_rng(seed), values, tiers, heed)
    profit = 0.4 * (bought - values) - let + 1.5 * let / bought * (0.4 * bought - let)
    error = 1000 * profit.std() / np.sqrt(len(values))
    assert abs(told.gain - 1000 * profit.mean()) < 4.5 * error


def test_the_tiers_add_up_to_the_plan() -> None:
    """Two sums of the same money on one page that differ cost the page its trust."""
    tiers = [Tier(300, off=12), Tier(600, off=36)]
    found = plan_thresholds(orders(5), 0.4, 0.05, candidates=[tiers])
    assert found.tiers["profit"].sum() == pytest.approx(found.gain)
    assert found.tiers["given"].sum() == pytest.approx(found.given)


def top_up(
    draw: np.random.Generator, values: np.ndarray, tiers: list[Tier], heed: float
) -> tuple[np.ndarray, np.ndarray]:
    """Buyers one by one: what each buys in the end, and what he is let off."""
    bought, let = values.copy(), np.zeros_like(values)
    for i, value in enumerate(values):
        let[i] = max((t.off for t in tiers if value >= t.threshold), default=0.0)
        if draw.random() >= heed:
            continue
        worth, best = draw.random() ** 0.25, let[i]
        for tier in tiers:
            gap = tier.threshold - value
            if gap <= 0:
                continue
            good = tier.off - gap * (1 - worth * max(1 - gap / (3 * value), 0))
            if good > best:
                best, bought[i], let[i] = good, tier.threshold, tier.off
    return bought, let


def test_a_past_edition_tells_how_many_heed() -> None:
    """The planner would go on assuming where the shop's own orders could tell."""
    inside = []
    for seed in range(40):
        draw = np.random.default_rng([82, seed])
        heed = draw.uniform(0.1, 0.8)
        then, _ = top_up(draw, orders(1000 + seed, 800), [Tier(300, off=30)], heed)
        then = np.where(then == 300, 300 * (1 + 0.05 * draw.random(800)), then)
        told = learn_response(orders(seed), then, [Tier(300, off=30)], Response(1, 1))
        lo, hi = told.quantile([0.1, 0.9])
        inside.append(lo <= heed <= hi)
        assert not told.assumed
    assert 0.6 <= np.mean(inside) <= 0.95  # 80 % asked for, 40 shops


def test_few_orders_say_so() -> None:
    """Ten orders have no distribution; a plan from them would be a guess in two decimals."""
    found = plan_thresholds(orders(1, 10), 0.4, 0.1)
    assert (found.verdict, found.plan) == ("cannot_tell", ())
    assert "10" in found.reason.en


def test_a_share_who_heed_that_nobody_measured_is_called_assumed() -> None:
    """The whole gain hangs on it: the reader must know that it was never measured here."""
    found = plan_thresholds(orders(3), 0.35, 0.1)
    assert "heed" in found.assumed
    assert found.lo < found.gain < found.hi
    assert "heed" not in plan_thresholds(orders(3), 0.35, 0.1, response=SURE).assumed


def test_buyers_just_below_a_threshold_are_named() -> None:
    """The seller could write to the four buyers who are 20 yuan short, if only he knew them."""
    index = ["near"] * 60 + ["far"] * 40 + [""] * 10
    values = pd.Series([180.0] * 60 + [90.0] * 40 + [180.0] * 10, index=index)
    for response in (SURE, replace(SURE, piece=50.0)):  # a whole piece leads beyond the threshold
        asked = [[Tier(200, off=4)]]
        found = plan_thresholds(values, 0.4, 0.1, response=response, candidates=asked)
        assert list(found.who["buyer"]) == ["near"]
        assert (found.who["threshold"][0], found.who["gap"][0]) == (200, 20)


def test_the_plan_told_is_the_one_that_earns_most_of_those_compared() -> None:
    """A table whose second row beats the plan above it would make both doubtful."""
    found = plan_thresholds(orders(5), 0.4, 0.15)
    assert found.plan == found.options["plan"][0] and found.gain == found.options["gain"].max()


def test_money_off_below_one_is_no_zero() -> None:
    """'满25减0' is no offer."""
    assert Tier(25, off=0.4).label.zh == "满25减0.40" and Tier(200, off=4).label.zh == "满200减4"


def test_rebates_pay_a_rate_on_the_whole_total() -> None:
    """Totals of 950: 2 % from 1000 on is 20 yuan; with half heeding the gap of 50 is bought by
    those whose worth is above .6333: 17 of 20. 1000 x .5 x .85 x (.4 x 50 - 20) = 0."""
    totals = pd.Series(np.full(80, 950.0), index=[f"c{i}" for i in range(80)])
    found = plan_rebates(totals, 0.4, 0.1, response=SURE, candidates=[[Tier(1000, rate=0.02)]])
    assert found.gain == pytest.approx(0, abs=1e-9)
    assert found.tiers["topped_up"][0] == pytest.approx(425)
    better = plan_rebates(totals, 0.5, 0.1, response=SURE, candidates=[[Tier(1000, rate=0.02)]])
    assert better.gain == pytest.approx(1000 * 0.5 * 0.85 * 5)


@pytest.mark.parametrize("wrong", [{"margin": 35.0}, {"floor": -0.1}, {"most": 4}])
def test_a_share_written_as_a_per_cent_is_refused(wrong: dict[str, float]) -> None:
    """35 instead of 0.35 would promise the hundredfold."""
    with pytest.raises(ParameterError):
        plan_thresholds(orders(1), **({"margin": 0.35, "floor": 0.1} | wrong))  # type: ignore[arg-type]


def test_a_refund_among_the_orders_is_refused() -> None:
    """Negative amounts would count as tiny orders that nearly reach a threshold."""
    with pytest.raises(ParameterError, match="负数"):
        plan_thresholds([-5.0] * 100, 0.3, 0.1)


def test_the_range_carries_what_is_only_assumed() -> None:
    """The gain hung on a guessed elasticity, told +- 5 %: seven editions of eight fell out."""
    tiers = [[Tier(300, off=12)]]
    known = Response(4000, 6000, 900, assumed=False, elastic=0.0)
    narrow = plan_thresholds(orders(3), 0.4, 0.1, response=known, candidates=tiers)
    wide = plan_thresholds(orders(3), 0.4, 0.1, candidates=tiers)
    assert {"elasticity", "reach", "worth_of_added_goods", "heed"} <= set(wide.assumed)
    assert wide.hi - wide.lo > 2 * (narrow.hi - narrow.lo)


def test_orders_that_drift_widen_the_range_of_the_next_edition() -> None:
    """Winter orders are larger than those of summer: half a year's mean is not August's."""
    steady, tiers = orders(4), [[Tier(300, off=12)]]
    drifting = steady * np.repeat(np.exp(np.linspace(-0.4, 0.4, 6)), len(steady) // 6)
    known = Response(4000, 6000, 900, assumed=False, elastic=0.0)
    plain, other = (
        plan_thresholds(v, 0.4, 0.1, response=known, candidates=tiers) for v in (steady, drifting)
    )
    assert other.hi - other.lo > 2 * (plain.hi - plain.lo)


def test_whole_pieces_lead_beyond_the_threshold() -> None:
    """Who is 20 short and buys a piece of 50 adds more than 20: by half a piece, on average."""
    keen = Response(5000, 5000, 900, assumed=False, reach=1.0, elasticity=0.0, piece=20.0)
    found = plan_thresholds(np.full(100, 180.0), 0.4, 0.1, response=keen,
                            candidates=[[Tier(200, off=4)]])  # fmt: skip
    assert found.tiers["added"][0] == pytest.approx(175 * 30, rel=0.05)
