"""What would it cost to reach the next price star, and for how long until rivals answer?"""

from __future__ import annotations

from typing import Mapping

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from .game_terms import ENOUGH, STARS, Market, Reply, StarGame, price_for_star, stars_at

DRAWS = 400
Floats = np.ndarray


def star_game(
    market: Market,
    reply: Reply,
    star: int = 0,
    horizon: int = 56,
    margin_floor: float = 0.0,
    stars: Mapping[int, float] = STARS,
) -> StarGame:
    """Does a cut to the next price star pay before and after rivals answer it?

    market, reply: see there. star: aimed at (0: one more than now). horizon: days over which
    profits are compared. margin_floor: least share of the price that must stay. stars: share of
    cheaper offers that each star allows (assumed).

    The price is cut on day 0 and stays. Until rivals answer, sales are sales x (price ratio to
    rivals) ^ -elasticity x uplift while the star is held; after, rivals' prices stand `follow` of
    our cut lower, and what is left is that ratio, the market's own elasticity, and the star if it
    is still held. The answer comes with the chance and after the days that past moves showed.
    gain_lo and gain_hi are the 80 % range over the doubt about elasticity and the answer.
    Verdict: worth_it and not_worth_it ask for a chance of 80 %; cannot_tell also with fewer than
    eight own moves in the past (needed); below_floor: the star's price breaks the floor.
    Raises ParameterError for prices, sales or a floor that cannot be.
    """
    _check(market, margin_floor, horizon)
    has = stars_at(market.price, market.rivals, stars)
    star = star or min(has + 1, max(stars))
    needs = min(price_for_star(star, market.rivals, stars), market.price)
    floor = market.cost / (1 - margin_floor)
    return _played(market, reply, (star, has), needs, floor, horizon, stars)


def _played(
    market: Market,
    reply: Reply,
    star: tuple[int, int],
    needs: float,
    floor: float,
    horizon: int,
    stars: Mapping[int, float],
) -> StarGame:
    known = reply.moves >= ENOUGH and np.isfinite(reply.share)
    worlds = _worlds(market, reply if known else _UNKNOWN, horizon)
    curve = _curve(market, worlds, needs, floor, horizon, stars)
    here = curve.loc[curve["price"].eq(needs)].iloc[0]
    allowed = curve[curve["price"] >= floor - 1e-9]
    best = allowed.loc[allowed["gain"].idxmax()] if len(allowed) else curve.iloc[-1]
    held, keeps = worlds["held"], needs > market.cost
    days = (held.mean(), *np.quantile(held, [0.1, 0.9])) if known else (np.nan,) * 3
    cases = _gain(market, worlds, needs, horizon, stars)
    return StarGame(
        star=star[0],
        has=star[1],
        needs=needs,
        cut=1 - needs / market.price,
        margin=1 - market.cost / needs,
        floor=floor,
        days=float(days[0]),
        days_lo=float(days[1]),
        days_hi=float(days[2]),
        gain=float(here["gain"]),
        gain_lo=float(here["lo"]),
        gain_hi=float(here["hi"]),
        break_even_days=_break_even(market, worlds, needs, horizon, stars),
        break_even_sales=(market.price - market.cost) / (needs - market.cost) if keeps else np.nan,
        best=float(best["price"]),
        best_gain=float(best["gain"]),
        horizon=horizon,
        verdict=_verdict(star[1] >= star[0], needs < floor - 1e-9, known, cases),
        needed=0 if known else max(ENOUGH - reply.moves, 1),
        assumed=market.assumed if known else (*market.assumed, "reply"),
        curve=curve,
    )


def _curve(
    market: Market,
    worlds: dict[str, Floats],
    needs: float,
    floor: float,
    horizon: int,
    stars: Mapping[int, float],
) -> pd.DataFrame:
    """Gain over prices from the floor, or from 40 % off, up to today's; the star's price too."""
    low = min(max(floor, 0.6 * market.price), needs, market.price)
    prices = np.unique(np.append(np.linspace(low, market.price, 201), needs))
    gains = np.array([_gain(market, worlds, p, horizon, stars) for p in prices])
    low80, high80 = np.quantile(gains, [0.1, 0.9], axis=1)
    out = pd.DataFrame({"price": prices, "margin": 1 - market.cost / prices})
    out["stars"] = [stars_at(p, market.rivals, stars) for p in prices]
    return out.assign(gain=gains.mean(1), lo=low80, hi=high80)


# Without history the answer may come at any time, or not at all.
_UNKNOWN = Reply(0.5, 0.05, 0.95, 14.0, 1.0, 1.0, 0)


def _check(market: Market, margin_floor: float, horizon: int) -> None:
    numbers: dict[str, tuple[float, bool]] = {
        "price": (market.price, market.price > 0),
        "cost": (market.cost, market.cost >= 0),
        "sales": (market.sales, market.sales >= 0),
        "rivals": (len(market.rivals), len(market.rivals) > 0 and min(market.rivals) > 0),
        "margin_floor": (margin_floor, 0 <= margin_floor < 1),
        "horizon": (horizon, horizon > 0),
    }
    for name, (value, good) in numbers.items():
        if not good:
            raise ParameterError(
                name, Label(f"这个值算不了：{value:g}。", f"cannot be worked with: {value:g}.")
            )


def _worlds(market: Market, reply: Reply, horizon: int) -> dict[str, Floats]:
    """Cases that the doubt allows: elasticity, days until the answer (horizon: none within it).

    Quantiles in two fixed orders, so that the same question has the same answer.
    """
    from scipy.special import ndtri

    even = (np.arange(DRAWS) + 0.5) / DRAWS
    one, two, three = (np.modf(even * DRAWS * g)[0] for g in (0.7548776662, 0.5698402910, 0.31))
    elasticity = market.elasticity[0] * np.exp(
        market.elasticity[1] * ndtri(one.clip(1e-6, 1 - 1e-6))
    )
    wide = max((reply.share_hi - reply.share_lo) / 2.5631, 1e-6)
    share = np.clip(reply.share + wide * ndtri(three.clip(1e-6, 1 - 1e-6)), 0, 1)
    answers = two < share
    rank = np.where(share > 0, two / np.maximum(share, 1e-9), 0.5).clip(1e-6, 1 - 1e-6)
    days = reply.lag * np.exp(reply.spread * ndtri(rank))
    held = np.where(answers, np.minimum(days, horizon), horizon)
    follow = np.full(DRAWS, reply.follow)
    return {"elasticity": elasticity, "held": held, "follow": follow}


def _rates(
    market: Market, worlds: dict[str, Floats], price: float, stars: Mapping[int, float]
) -> tuple[Floats, Floats, float]:
    """Profit a day before the answer, after it, and of staying."""
    ratio = price / market.price
    has = stars_at(market.price, market.rivals, stars)
    theirs = 1 - worlds["follow"] * (1 - ratio)
    before = market.sales * ratio ** -worlds["elasticity"]
    after = market.sales * (ratio / theirs) ** -worlds["elasticity"] * theirs**-market.market
    if stars_at(price, market.rivals, stars) > has:
        before = before * market.uplift
    if stars_at(price / float(theirs.mean()), market.rivals, stars) > has:
        after = after * market.uplift
    margin = price - market.cost
    return margin * before, margin * after, (market.price - market.cost) * market.sales


def _gain(
    market: Market,
    worlds: dict[str, Floats],
    price: float,
    horizon: int,
    stars: Mapping[int, float],
) -> Floats:
    """Profit over the horizon against staying, in each case."""
    before, after, stay = _rates(market, worlds, price, stars)
    held = worlds["held"]
    return before * held + after * (horizon - held) - stay * horizon


def _break_even(
    market: Market,
    worlds: dict[str, Floats],
    price: float,
    horizon: int,
    stars: Mapping[int, float],
) -> float:
    """Days without an answer from which the cut pays over the horizon; nan: never, or at once."""
    before, after, stay = (float(np.mean(r)) for r in _rates(market, worlds, price, stars))
    if before <= stay or after >= stay:
        return np.nan
    days = horizon * (stay - after) / (before - after)
    return float(days) if days <= horizon else np.nan


def _verdict(has: bool, below: bool, known: bool, gains: Floats) -> str:
    if has:
        return "has_it"
    if below:
        return "below_floor"
    sure = float(np.mean(gains > 0))
    if not known:
        return "cannot_tell"
    return "worth_it" if sure >= 0.8 else "not_worth_it" if sure <= 0.2 else "cannot_tell"
