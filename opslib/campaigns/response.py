"""How buyers answer a threshold: who tops up an order to cross it, and what it then is worth.

A buyer who heeds thresholds and lacks `gap` yuan to one crosses it when what he saves outweighs
what the added goods are worth less to him than they cost. To a reseller they are worth most of
their price: a share between 0 and 1 whose fourth power is spread evenly (mean .8, assumed). It
falls the more the order would grow: to nothing at `reach` times its amount. The share who heed is
what nobody knows beforehand. A price that is lower by a share brings `elasticity` times that share
of orders more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
GRID = 99
RESELL = 4.0
WORTHS = ((np.arange(20) + 0.5) / 20) ** (1 / RESELL)
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
        return Label(
            f"满{self.threshold:,.0f}减{self.off:,.0f}",
            f"{self.threshold:,.0f}+: {self.off:,.0f} off",
        )


@dataclass(frozen=True)
class Response:
    """Share of buyers who heed a threshold: a beta's a and b; orders it was learned from.

    assumed: True where no edition of the shop's own has told anything. reach: added goods are
    worth nothing more to a buyer at so many times his order. elasticity: share of orders more
    for each share let off.
    """

    a: float = PRIOR[0]
    b: float = PRIOR[1]
    orders: int = 0
    assumed: bool = True
    reach: float = REACH
    elasticity: float = ELASTICITY

    @property
    def share(self) -> float:
        """Mean share who heed."""
        return self.a / (self.a + self.b)

    def quantile(self, level: ArrayLike) -> Floats:
        """Share below which it lies with this chance."""
        from scipy.special import betaincinv

        found: Floats = betaincinv(self.a, self.b, np.asarray(level, float))
        return found


def reached(values: Floats, tiers: Sequence[Tier], reach: float = REACH) -> tuple[Floats, Floats]:
    """For each worth and value: amount bought and money let off, when everybody heeds.

    values: order amounts. reach: as in `Response`. Returns two arrays worths x values.
    """
    plain = saved(values, tiers)
    best, bought = np.tile(plain, (len(WORTHS), 1)), np.tile(values, (len(WORTHS), 1))
    let = best.copy()
    for tier in tiers:
        gap = tier.threshold - values
        off = tier.saved(np.full_like(values, tier.threshold))
        worth = WORTHS[:, None] * np.clip(1 - gap / (reach * values), 0, 1)
        good = off - (1 - worth) * gap
        take = (gap > 0) & (good > best)
        best = np.where(take, good, best)
        bought, let = np.where(take, tier.threshold, bought), np.where(take, off, let)
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

    usual: order amounts of a time without thresholds. during: of the edition. tiers: what was set
    then. Only orders about a threshold (0.6 to 1.6 times) are counted, so that an event which
    brought larger orders all over does not pass for topping up.
    Returns the prior unchanged for fewer than 30 orders about the thresholds on either side.
    Raises ParameterError for amounts below 0 or no tier.

    Source: bunching at a kink (Saez, 2010), as a multinomial likelihood of the orders about each
    threshold: usual shares mixed with those that would come if all heeded.
    """
    prior = prior or Response()
    before, then = amounts(usual), amounts(during)
    if not tiers:
        raise ParameterError("learn_response", Label("没有给出门槛。", "no threshold was given."))
    heed = (np.arange(GRID) + 0.5) / GRID
    log = (prior.a - 1) * np.log(heed) + (prior.b - 1) * np.log1p(-heed)
    used = 0
    for tier in tiers:
        edges = np.array(BINS) * tier.threshold
        plain, seen = np.histogram(before, edges)[0], np.histogram(then, edges)[0]
        if min(plain.sum(), seen.sum()) < LEAST:
            continue
        moved = reached(before, tiers, prior.reach)[0]
        full = np.histogram(moved, edges)[0] / len(WORTHS)
        # The usual shares are known from so many orders only: the edition counts for no more.
        worth = 1 / (1 + seen.sum() / plain.sum())
        mixed = np.outer(1 - heed, plain + 0.5) + np.outer(heed, full + 0.5)
        log += worth * (np.log(mixed / mixed.sum(1, keepdims=True)) @ seen)
        used += int(seen.sum())
    return _learned(prior, heed, log, used) if used else prior


def _learned(prior: Response, heed: Floats, log: Floats, used: int) -> Response:
    """The beta with the mean and variance of these log weights."""
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = float(weight @ heed)
    size = mean * (1 - mean) / max(float(weight @ (heed - mean) ** 2), 1e-6) - 1
    orders = prior.orders + used
    return replace(prior, a=mean * size, b=(1 - mean) * size, orders=orders, assumed=False)


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
