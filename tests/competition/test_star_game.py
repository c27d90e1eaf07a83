"""The price-star game against a duopoly played out day by day, the floor, and little history."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import Market, Reply, price_for_star, star_game, stars_at, who_moved_first
from opslib.errors import ParameterError

from .move_worlds import draw

RIVALS = tuple(float(p) for p in range(10, 20))
SURE = Reply(0.7, 0.7, 0.7, 10.0, 0.3, 1.0, 20)


def duopoly(price: float, market: Market, reply: Reply, horizon: int, games: int = 4000) -> float:
    """Profit against staying of a shop and one rival, day by day, with drawn answers."""
    dice = np.random.default_rng(5)
    elasticity = market.elasticity[0]
    answers = dice.random(games) < reply.share
    day = np.where(answers, reply.lag * np.exp(reply.spread * dice.normal(size=games)), np.inf)
    at = np.arange(horizon)[None, :] + 0.5
    rival = np.where(at >= day[:, None], 1 - reply.follow * (1 - price / market.price), 1.0)
    share = (price / market.price / rival) ** -elasticity * rival**-market.market
    profit = (price - market.cost) * market.sales * share
    return float(profit.sum(1).mean() - (market.price - market.cost) * market.sales * horizon)


@pytest.mark.parametrize("elasticity", [2.0, 3.5, 5.0])
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_the_best_price_is_within_two_percent_of_a_played_duopoly(
    elasticity: float, share: float
) -> None:
    """An optimum of the formula that no market would show is no advice."""
    market = Market(20.0, 12.0, 50.0, (20.0,), elasticity=(elasticity, 1e-6), market=0.7)
    reply = Reply(share, share, share, 12.0, 0.4, 1.0, 20)
    found = star_game(market, reply, horizon=56)
    prices = np.linspace(12.0, 20.0, 161)
    profits = [duopoly(p, market, reply, 56) for p in prices]
    stay = (20.0 - 12.0) * 50.0 * 56
    assert found.best == pytest.approx(prices[int(np.argmax(profits))], rel=0.02)
    assert stay + duopoly(found.best, market, reply, 56) >= 0.98 * (stay + max(profits))
    assert stay + found.best_gain == pytest.approx(stay + max(profits), rel=0.02)


def test_stars_and_the_price_for_one_by_hand() -> None:
    """Ten offers at 10 to 19: four stars allow three cheaper ones, so 13 has them and 13.01 not."""
    assert price_for_star(4, RIVALS) == 13 and price_for_star(5, RIVALS) == 11
    assert [stars_at(p, RIVALS) for p in (11, 11.01, 13, 13.01, 15, 15.01, 18.01)] == [
        5, 4, 4, 3, 3, 2, 1,
    ]  # fmt: skip


def test_break_even_by_hand() -> None:
    """From 15 to 13 at cost 10 the margin falls from 5 to 3: sales must rise by two thirds."""
    found = star_game(Market(15.0, 10.0, 30.0, RIVALS), SURE)
    assert (found.has, found.star, found.needs) == (3, 4, 13.0)
    assert found.break_even_sales == pytest.approx(5 / 3)
    assert found.cut == pytest.approx(2 / 15) and found.margin == pytest.approx(3 / 13)


def test_days_of_benefit_follow_the_past_answers() -> None:
    """Sure answers after ten days leave ten days; no answers leave the whole horizon."""
    market = Market(15.0, 10.0, 30.0, RIVALS)
    soon = star_game(market, Reply(1.0, 1.0, 1.0, 10.0, 0.01, 1.0, 20))
    never = star_game(market, Reply(0.0, 0.0, 0.0, 10.0, 0.3, 1.0, 20))
    assert soon.days == pytest.approx(10, abs=0.3) and never.days == 56
    assert never.gain > soon.gain


def test_break_even_days_split_the_horizon() -> None:
    """Answered a day later than the break-even it pays, a day earlier it does not."""
    market = Market(20.0, 12.0, 50.0, (18.0, 19.0, 20.0, 21.0), elasticity=(5.0, 1e-6))
    found = star_game(market, SURE)
    days = found.break_even_days
    assert 1 < days < 55
    gains = [star_game(market, Reply(1.0, 1.0, 1.0, days + d, 1e-3, 1.0, 20)).gain for d in (-1, 1)]
    assert gains[0] < 0 < gains[1]


def test_a_star_below_the_margin_floor_is_said_to_be_so() -> None:
    """A cut under cost would be advised for the sake of a badge."""
    found = star_game(Market(15.0, 10.0, 30.0, RIVALS), SURE, margin_floor=0.3)
    assert found.verdict == "below_floor" and found.floor == pytest.approx(10 / 0.7)
    assert found.best >= found.floor - 1e-9


def test_seven_moves_are_not_enough_history() -> None:
    """Days of benefit from a handful of moves would be invented."""
    found = star_game(Market(15.0, 10.0, 30.0, RIVALS), Reply(0.7, 0.7, 0.7, 9, 0.3, 1.0, 7))
    assert (found.verdict, found.needed) == ("cannot_tell", 1) and np.isnan(found.days)
    assert "reply" in found.assumed and np.isfinite(found.gain)
    few = who_moved_first(*draw(1, 0.7, moves=6))
    assert Reply.learned(few).moves == few["own_moves"].max()
    assert Reply.learned(few.iloc[:0]).moves == 0


def test_the_reply_is_learned_from_the_moves() -> None:
    """A year of moves against a rival that answers seven of ten after nine days by 60 %."""
    reply = Reply.learned(who_moved_first(*draw(3, 0.7, moves=20)))
    assert reply.share_lo <= 0.75 and reply.share_hi >= 0.6
    assert reply.lag == pytest.approx(9, abs=3.5) and reply.follow == pytest.approx(0.6, abs=0.2)


def test_who_has_all_stars_needs_no_cut() -> None:
    """The cheapest would be asked to become cheaper still."""
    found = star_game(Market(9.0, 5.0, 30.0, RIVALS), SURE)
    assert (found.has, found.verdict, found.cut) == (5, "has_it", 0.0)
    assert found.gain == pytest.approx(0, abs=1e-9)


def test_impossible_numbers_are_refused() -> None:
    """A price of nought ends in a division."""
    for market in (Market(0, 1, 1, RIVALS), Market(9, 1, 1, ()), Market(9, -1, 1, RIVALS)):
        with pytest.raises(ParameterError):
            star_game(market, SURE)
    with pytest.raises(ParameterError):
        star_game(Market(9, 1, 1, RIVALS), SURE, margin_floor=20)


@settings(max_examples=25, deadline=None)
@given(st.floats(5, 40), st.floats(1, 30), st.floats(0, 0.6), st.floats(0, 1))
def test_the_best_price_keeps_the_floor_and_beats_staying(
    price: float, cost: float, floor: float, share: float
) -> None:
    """Advice below the floor, or worse than doing nothing, is none."""
    reply = Reply(share, share, share, 10.0, 0.4, 1.0, 20)
    found = star_game(Market(price, cost, 20.0, RIVALS), reply, margin_floor=floor)
    assert found.needs <= price
    if cost / (1 - floor) <= price:
        assert found.best >= found.floor - 1e-6 and found.best_gain >= -1e-6
    assert (found.curve["lo"] <= found.curve["hi"] + 1e-9).all()
    assert isinstance(found.curve, pd.DataFrame) and found.gain_lo <= found.gain_hi + 1e-9
