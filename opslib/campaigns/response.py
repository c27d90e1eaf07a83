"""How buyers answer a threshold: who tops up an order to cross it, and what it then is worth.

A buyer who heeds thresholds and lacks `gap` yuan to one crosses it when what he saves outweighs
what the added goods are worth less to him than they cost. To a reseller they are worth most of
their price: a share between 0 and 1 whose fourth power is spread evenly (mean .8, assumed). It
falls the more the order would grow: to nothing at `reach` times its amount. Goods come in pieces:
he ends half a piece beyond. The share who heed is what nobody knows beforehand. A price that is
lower by a share brings `elasticity` times that share of orders more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..errors import ParameterError
from ..labels import Label

Floats = NDArray[np.float64]

PRIOR = (2.0, 6.0)  # beta of the share who heed: a quarter, 8 % to 43 % (assumed)
REACH = 3.0  # what is added is worth nothing more at so many times the order (assumed)
ELASTICITY = 2.0  # below the mean of 2.6 over 1851 found ones (Bijmolt et al., 2005; assumed)
ELASTIC = 0.55  # spread of the elasticity by its mean: 80 % from 0.8 to 3.5 (assumed)
GRID = 99
RESELL = 4.0
REACHES = {0.4: 0.3, 1.0: 0.4, 2.0: 0.3}  # factors on `reach`, with what is believed of each
RESELLS = {0.4: 0.3, 1.0: 0.4, 2.0: 0.3}  # factors on `resell`: mean worth .62 .8 .89
ROWS = 20  # buyers told apart by what added goods are worth to them
# How far beyond a threshold whole pieces lead: evenly spread among the keenest of any number.
BEYOND = np.array([(7 * i + 3) % ROWS + 0.5 for i in range(ROWS)]) / ROWS
RUNS = 6  # parts, one after the other, that orders in order of time are cut into
LEAST_RUN = 20
BINS = (0.6, 0.8, 0.9, 1.0, 1.1, 1.25, 1.6)  # edges of order values about a threshold
LEAST = 30  # orders about the thresholds below which nothing is learned


@dataclass(frozen=True)
class Tier:
    """From `threshold` on, `off` money is taken off (or `rate` of the whole amount)."""

    threshold: float
    off: float = 0.0
    rate: float = 0.0

    def saved(self, amount: Floats) -> Floats:
        """What an amount at or above the threshold is let off."""
        return self.off + self.rate * amount

    @property
    def label(self) -> Label:
        """The tier in the trade's words."""
        if self.rate:
            share = f"{self.rate:.1%}".replace(".0%", "%")
            return Label(f"满{self.threshold:,.0f}返{share}", f"{self.threshold:,.0f}+: {share}")
        off = f"{self.off:,.2f}".removesuffix(".00")
        return Label(f"满{self.threshold:,.0f}减{off}", f"{self.threshold:,.0f}+: {off} off")


@dataclass(frozen=True)
class Response:
    """Share of buyers who heed a threshold: a beta's a and b; orders it was learned from.

    assumed: True where no edition of the shop's own has told anything. reach: added goods are
    worth nothing more to a buyer at so many times his order. resell: what they are worth, as a
    share of their price, has an even `resell`-th power. elasticity: share of orders more for each
    share let off. piece: money a usual piece costs; who tops up ends half a piece beyond. might:
    elastic: spread of the elasticity by its mean; 0 where known. might: (chance, response) of
    what else was learned to be possible; () where all of it is known.
    """

    a: float = PRIOR[0]
    b: float = PRIOR[1]
    orders: int = 0
    assumed: bool = True
    reach: float = REACH
    elasticity: float = ELASTICITY
    resell: float = RESELL
    piece: float = 0.0
    elastic: float = ELASTIC
    might: tuple[tuple[float, Response], ...] = ()

    @property
    def doubts(self) -> tuple[tuple[float, Response], ...]:
        """What may be so instead, each with its chance: reach, worth of goods and share who heed.

        All that is believed possible where nothing was learned.
        """
        if self.might or not self.assumed:
            return self.might or ((1.0, self),)
        return tuple((chance, other) for chance, other in self._around())

    def _around(self) -> list[tuple[float, Response]]:
        return [
            (a * b, replace(self, reach=self.reach * far, resell=self.resell * keen, might=()))
            for (far, a), (keen, b) in product(REACHES.items(), RESELLS.items())
        ]

    @property
    def share(self) -> float:
        """Mean share who heed."""
        return self.a / (self.a + self.b)

    def quantile(self, level: ArrayLike) -> Floats:
        """Share below which it lies with this chance."""
        from scipy.special import betaincinv

        found: Floats = betaincinv(self.a, self.b, np.asarray(level, float))
        return found

    def unsure(self, dice: np.random.Generator, many: int) -> Floats:
        """Factors on the elasticity that are believed possible: a gamma with mean 1."""
        if not self.elastic:
            return np.ones(many)
        shape = self.elastic**-2
        return dice.gamma(shape, 1 / shape, many)


def reached(
    values: Floats, tiers: Sequence[Tier], response: Response | None = None
) -> tuple[Floats, Floats]:
    """For each worth and value: amount bought and money let off, when everybody heeds.

    values: order amounts. response: its reach, worth and piece. Returns two arrays worths x values.
    """
    response = response or Response()
    worths = (((np.arange(ROWS) + 0.5) / ROWS) ** (1 / response.resell))[:, None]
    beyond = response.piece * BEYOND[:, None]
    plain = saved(values, tiers)
    best, bought = np.tile(plain, (ROWS, 1)), np.tile(values, (ROWS, 1))
    let = best.copy()
    for tier in tiers:
        gap = tier.threshold - values
        off = tier.saved(np.full_like(values, tier.threshold))
        worth = worths * np.clip(1 - gap / (response.reach * values), 0, 1)
        good = off - (1 - worth) * gap
        take = (gap > 0) & (good > best)
        best = np.where(take, good, best)
        bought = np.where(take, tier.threshold + beyond, bought)
        let = np.where(take, off + tier.rate * beyond, let)
    return bought, let


def saved(values: Floats, tiers: Sequence[Tier]) -> Floats:
    """Money let off each amount as it is: the best tier it reaches."""
    out = np.zeros_like(values, dtype=float)
    for tier in tiers:
        out = np.where(values >= tier.threshold, np.maximum(out, tier.saved(values)), out)
    return out


def learn_response(
    usual: ArrayLike | pd.Series,
    during: ArrayLike | pd.Series,
    tiers: Sequence[Tier],
    prior: Response | None = None,
) -> Response:
    """What share of the buyers heeded the thresholds of a past edition?

    usual: order amounts of a time without thresholds, in order of time: how much they drift by
    themselves is told by its parts. during: of the edition. tiers: what was set then. Only orders
    about a threshold (0.6 to 1.6 times) are counted, so that an event which brought larger orders
    all over does not pass for topping up.
    Returns the prior unchanged for fewer than 30 orders about the thresholds on either side; its
    `might` holds which reach and worth of added goods the edition leaves possible.
    Raises ParameterError for amounts below 0 or no tier.

    Source: bunching at a kink (Saez, 2010), as a multinomial likelihood of the orders about each
    threshold: usual shares mixed with those that would come if all heeded.
    """
    prior = prior or Response()
    before, then = amounts(usual), amounts(during)
    if not tiers:
        raise ParameterError("learn_response", Label("没有给出门槛。", "no threshold was given."))
    heed = (np.arange(GRID) + 0.5) / GRID
    start = (prior.a - 1) * np.log(heed) + (prior.b - 1) * np.log1p(-heed)
    bins = [np.array(BINS) * tier.threshold for tier in tiers]
    counts = [(np.histogram(before, b)[0], np.histogram(then, b)[0]) for b in bins]
    told = [k for k, pair in enumerate(counts) if min(map(np.sum, pair)) >= LEAST]
    if not told:
        return prior
    worths = {k: _weight(before, bins[k], *counts[k]) for k in told}
    possible = list(prior.might) or prior._around()
    logs = []
    for chance, other in possible:
        moved = reached(before, tiers, other)[0]
        log = np.log(chance) + start
        for k in told:
            plain, seen = counts[k]
            full = np.histogram(moved, bins[k])[0] / ROWS
            mixed = np.outer(1 - heed, plain + 0.5) + np.outer(heed, full + 0.5)
            log = log + worths[k] * (np.log(mixed / mixed.sum(1, keepdims=True)) @ seen)
        logs.append(log)
    used = int(sum(counts[k][1].sum() for k in told))
    return _learned(prior, heed, np.array(logs), [other for _, other in possible], used)


def _weight(before: Floats, edges: Floats, plain: Floats, seen: Floats) -> float:
    """What an order of the edition counts for, beside one of a usual time that never drifts.

    The usual shares are known from so many orders only, and wander from month to month.
    """
    parts = runs(len(before))
    each = np.array([np.histogram(before[part], edges)[0] for part in parts], float)
    share, many = plain / plain.sum(), each.sum(axis=1)
    wander = 0.0
    if len(parts) > 1 and many.min() >= LEAST_RUN:
        expected = np.maximum(np.outer(many, share), 1e-9)
        square = ((each - expected) ** 2 / expected)[:, share > 0].sum()
        freedom = (len(parts) - 1) * max(int((share > 0).sum()) - 1, 1)
        wander = max(square / freedom - 1, 0.0) / float(many.mean())
    size = float(seen.sum())
    return float(1 / (1 + size / plain.sum() + wander * size))


def _learned(
    prior: Response, heed: Floats, logs: Floats, others: list[Response], used: int
) -> Response:
    """The beta with the mean and variance of these log weights, and what else is possible."""
    weight = np.exp(logs - logs.max())
    chance = weight.sum(axis=1) / weight.sum()
    made = []
    for other, w in zip(others, weight, strict=True):
        a, b = _beta(heed, w)
        known = replace(other, a=a, b=b, orders=prior.orders + used, assumed=False, might=())
        made.append(known)
    might = tuple((float(c), m) for c, m in zip(chance, made, strict=True) if c > 0.01)
    a, b = _beta(heed, weight.sum(axis=0))
    return replace(made[int(np.argmax(chance))], a=a, b=b, might=might)


def _beta(heed: Floats, weight: Floats) -> tuple[float, float]:
    """a and b of the beta with this mean and variance."""
    weight = weight / weight.sum()
    mean = float(weight @ heed)
    size = mean * (1 - mean) / max(float(weight @ (heed - mean) ** 2), 1e-6) - 1
    return mean * size, (1 - mean) * size


def runs(many: int) -> list[slice]:
    """Parts, one after the other, of so many orders in order of time; one part where few."""
    parts = min(RUNS, many // LEAST_RUN)
    edges = np.linspace(0, many, max(parts, 1) + 1).astype(int)
    return [slice(a, b) for a, b in pairwise(edges)]


def amounts(values: ArrayLike | pd.Series) -> Floats:
    """Amounts above 0, as floats; unknown ones left out."""
    found = np.asarray(values, float)
    found = found[np.isfinite(found)]
    if (found < 0).any():
        raise ParameterError(
            "order amounts",
            Label("订单金额里有负数。", "there are amounts below 0."),
            Label("退款请单独记，不要写成负的订单。", "Keep refunds apart from the orders."),
        )
    out: Floats = found[found > 0]
    return out
