"""What the price-star game is played with: the market, the rivals' answer, the result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Sequence

import numpy as np
import pandas as pd

# The platform does not publish the border of a star. Assumed: a price has so many stars when at
# most this share of the same things elsewhere is cheaper.
STARS: dict[int, float] = {5: 0.10, 4: 0.30, 3: 0.55, 2: 0.80}
ENOUGH = 8  # own price moves below which the rivals' answer is not learned
ELASTICITY = (2.0, 0.35)  # median and log spread, where the shop's own past tells nothing
MARKET = 0.7  # how much of it is left when all rivals follow: buyers have no one to come from
UPLIFT = 1.0  # factor on sales while the star is held


@dataclass(frozen=True)
class Reply:
    """How rivals answer a price move: chance, days, and how much of it they follow.

    share, share_lo, share_hi: chance of an answer with its 80 % range. lag: median days; spread:
    of their logarithm, doubt about the median in it. follow: their cut as a share of ours. moves:
    of ours that it rests on.
    """

    share: float
    share_lo: float
    share_hi: float
    lag: float
    spread: float
    follow: float
    moves: int

    @classmethod
    def learned(cls, firsts: pd.DataFrame) -> Reply:
        """The reply of the rival with the most of our moves seen, from `who_moved_first`.

        One that answers surely comes before one that does not. Without any: moves = 0.
        """
        known = firsts[firsts["reply"].notna()]
        if not len(known):
            seen = int(firsts["own_moves"].max()) if len(firsts) else 0
            return cls(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, seen)
        row = known.sort_values(["reply_lo", "own_moves"]).iloc[-1]
        answers = bool(np.isfinite(row["lag"]))
        lag, spread = (row["lag"], row["lag_spread"]) if answers else (14.0, 0.7)
        follow = row["answer"] if np.isfinite(row["answer"]) else 1.0
        share, low, high = (float(row[c]) for c in ("reply", "reply_lo", "reply_hi"))
        own = int(row["own_moves"])
        if answers:  # how well the median is known is doubt about the next answer too
            spread = np.hypot(spread, np.log(row["lag_hi"] / row["lag_lo"]) / 2.5631)
        return cls(share, low, high, float(lag), float(spread), float(follow), own)


@dataclass(frozen=True)
class Market:
    """One product among the same things elsewhere, as it stands on the day of the report.

    price, cost in money a piece (cost: all that each further piece costs); sales: pieces a day at
    that price; rivals: their prices. elasticity: (median, log spread), share of sales won by a
    price one per cent lower, if rivals stay; market: the same if all follow. uplift: factor on
    sales while the star is held (1: none beside the price). assumed: names of what is not measured.
    """

    price: float
    cost: float
    sales: float
    rivals: tuple[float, ...]
    elasticity: tuple[float, float] = ELASTICITY
    market: float = MARKET
    uplift: float = UPLIFT
    assumed: tuple[str, ...] = ("elasticity", "market", "uplift", "stars")


@dataclass(frozen=True)
class StarGame:
    """The answer: price for the star, days of benefit, what it brings, and when it stops to pay.

    star: aimed at; has: stars now; needs: price for it; cut: share of the price; margin: share
    left at that price. days, days_lo, days_hi: until rivals answer (mean over the horizon, 10 % and
    90 % of single cases; nan without history). gain, gain_lo, gain_hi: profit against staying,
    over the horizon. break_even_days: days that rivals must keep still for it to pay (nan: never
    or always); break_even_sales: how many times today's sales pay for the lower margin.
    best: price of the greatest expected gain above the floor, its gain best_gain.
    curve: frame(price, stars, margin, gain, lo, hi) over prices. needed: own moves still missing.
    """

    star: int
    has: int
    needs: float
    cut: float
    margin: float
    floor: float
    days: float
    days_lo: float
    days_hi: float
    gain: float
    gain_lo: float
    gain_hi: float
    break_even_days: float
    break_even_sales: float
    best: float
    best_gain: float
    horizon: int
    verdict: str
    needed: int
    assumed: tuple[str, ...]
    curve: pd.DataFrame = field(repr=False, compare=False)


def stars_at(price: float, rivals: Sequence[float], stars: Mapping[int, float] = STARS) -> int:
    """How many price stars a price has among these prices, as far as the borders are known."""
    cheaper = float(np.mean(np.asarray(rivals, float) < price)) if len(rivals) else 0.0
    return max((n for n, share in stars.items() if cheaper <= share), default=1)


def price_for_star(star: int, rivals: Sequence[float], stars: Mapping[int, float] = STARS) -> float:
    """The highest price that still has so many stars; inf where any price has."""
    prices = np.sort(np.asarray(rivals, float))
    allowed = int(np.floor(stars[star] * len(prices) + 1e-9))
    return float(prices[allowed]) if allowed < len(prices) else float("inf")
