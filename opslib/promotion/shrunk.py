"""Rates of many small members, each with its whole posterior: counts against exposure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, gammaln

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STRENGTHS, _MEANS, _REACH = 21, 7, 2.5
_PRIOR_SHARE = 0.15  # weak: a small group is not taken for even without evidence
ODD, _ODD_SHAPE = 0.05, 1.0


@dataclass(frozen=True)
class Posterior:
    """A mixture of gammas a member: `weight`, `shape` and `pace` (member x grid), and what its
    group is like: `common` (weight), `strength` and `centre` by grid point (member x grid)."""

    weight: Floats
    shape: Floats
    pace: Floats
    common: Floats
    strength: Floats
    centre: Floats

    @property
    def mean(self) -> Floats:
        """Expected rate of each member."""
        return (self.weight * self.shape / self.pace).sum(1)

    @property
    def variance(self) -> Floats:
        """Posterior variance of each member's rate."""
        each = self.shape / self.pace
        second = (self.weight * (each**2 + self.shape / self.pace**2)).sum(1)
        return np.maximum(second - self.mean**2, 1e-12 * self.mean**2 + 1e-300)

    def below(self, limit: Floats | float) -> Floats:
        """Probability that a member's rate lies under `limit` (one, or one a member)."""
        x = np.broadcast_to(np.asarray(limit, float), (len(self.shape),))[:, None] * self.pace
        return np.clip((self.weight * gammainc(self.shape, x)).sum(1), 0, 1)

    def quantile(self, level: float) -> Floats:
        """Rate not exceeded with this probability (by a gamma of the same mean and variance)."""
        shape = self.mean**2 / self.variance
        return self.mean * gammaincinv(shape, level) / shape

    def draws(self, rng: np.random.Generator, many: int) -> Floats:
        """Random rates, draw x member: members of one group share the grid point of a draw."""
        shape = self.mean**2 / self.variance
        return rng.gamma(shape, self.mean / shape, (many, len(shape)))

    def none_seen(self, exposure: Floats, loosest: float) -> Floats:
        """Probability that a member of such a group brings nothing at all in its exposure; the
        group's members are taken to differ by no more than a gamma of shape `loosest` does."""
        strength = np.maximum(self.strength, loosest)
        return (self.common * (1 + self.centre * exposure[:, None] / strength) ** -strength).sum(1)


def posterior(count: Floats, exposure: Floats, groups: object = None) -> Posterior:
    """What is each member's true rate, given its own few counts and the rest of its group?

    Counts are Poisson, rates gamma around the group's mean; mean and spread of the group are
    integrated out on a grid, so a small group's doubt is part of each answer. One member in ODD is
    believed to be of its own kind, so that a single odd one among alike is not taken for chance.
    Not to be trusted where members of a group are of different kinds.
    count, exposure: by member, >= 0 (fractions allowed); groups: label a member, None: one group.

    Source: gamma-Poisson model, strength with a uniform shrinkage prior (Christiansen and Morris
    1997), mean with Jeffreys' prior.
    """
    codes = np.zeros(len(count), int) if groups is None else pd.factorize(np.asarray(groups))[0]
    size = _STRENGTHS * _MEANS
    grids = [np.zeros((len(count), n)) for n in (2 * size, 2 * size, 2 * size, size, size, size)]
    grids[1] += 1.0
    grids[2] += 1.0
    for code in np.unique(codes):
        mine = codes == code
        for grid, part in zip(grids, _group(count[mine], exposure[mine]), strict=True):
            grid[mine] = part
    return Posterior(*grids)


def _group(k: Floats, e: Floats) -> tuple[Floats, ...]:
    """Weights, shapes and paces of the members of one group; the group's own grid."""
    total = max(float(e.sum()), 1e-12)
    middle = (float(k.sum()) + 0.5) / total
    typical = _PRIOR_SHARE * max(float(k.sum()) / max(int((e > 0).sum()), 1), 1.0)
    strength = np.geomspace(0.3, 300 * max(float(k.max(initial=0)), 10.0), _STRENGTHS)
    # Members that differ add to the doubt about the mean.
    expected = middle * e
    known = (expected[None] / (1 + expected[None] / strength[:, None])).sum(1)
    error = 1 / np.sqrt(known + 0.5)
    mean = middle * np.exp(error[:, None] * np.linspace(-_REACH, _REACH, _MEANS))
    a, m = np.repeat(strength, _MEANS), mean.ravel()
    usual = _fits(k, e, a, m) + np.log(1 - ODD)
    odd = _fits(k, e, np.full_like(a, _ODD_SHAPE), m) + np.log(ODD)
    both = np.logaddexp(usual, odd)
    fit = both.sum(0) + 0.5 * np.log(m) + np.repeat(np.log(error), _MEANS)
    fit += np.log(a * typical) - 2 * np.log(a + typical)
    common = np.exp(fit - fit.max())
    common = np.broadcast_to(common / common.sum(), (len(k), len(a)))
    weight = np.hstack([common * np.exp(usual - both), common * np.exp(odd - both)])
    shape = np.hstack([a + k[:, None], np.broadcast_to(_ODD_SHAPE + k[:, None], common.shape)])
    pace = np.hstack([a / m + e[:, None], _ODD_SHAPE / m + e[:, None]])
    each = (np.broadcast_to(x, common.shape) for x in (a, m))
    return weight, shape, pace, common, *each


def _fits(k: Floats, e: Floats, a: Floats, m: Floats) -> Floats:
    """Log probability of each member's count (but for a constant) at each grid point."""
    one, room, pace = k[:, None], e[:, None], a / m
    out: Floats = gammaln(a + one) - gammaln(a) + a * np.log(pace) - (a + one) * np.log(pace + room)
    return out


def spread_of(count: Floats, expected: Floats, free: int, sure: float = 0.0) -> float:
    """How much more counts vary than chance alone would make them: 1 or more.

    count, expected: by cell; free: parameters that `expected` was fitted with. sure: 0 asks for
    the best guess, 0.75 for a value that the truth stays under with about this chance.
    Source: Pearson's X2 over its degrees of freedom (McCullagh and Nelder 1989, ch. 4).
    """
    there = expected > 1e-9
    left = int(there.sum()) - free
    if left < (1 if sure else 5):
        return 1.0
    over = 2 * float(gammaincinv(left / 2, 1 - sure)) if sure else left
    return max(1.0, float(((count - expected)[there] ** 2 / expected[there]).sum()) / over)


def discoveries(null: Floats, share: float) -> Bools:
    """Which findings may be told so that at most `share` of them are expected to be wrong?

    null: probability of each that it is nothing (nan: not a candidate).
    Source: Bayesian false discovery rate (Newton et al. 2004).
    """
    order = np.argsort(np.where(np.isnan(null), np.inf, null), kind="stable")
    sorted_ = null[order]
    good = ~np.isnan(sorted_)
    mean = np.cumsum(np.where(good, sorted_, 0)) / np.arange(1, len(null) + 1)
    out = np.zeros(len(null), bool)
    out[order] = good & (mean <= share)
    return out


def benjamini_hochberg(p: Floats, share: float) -> Bools:
    """Which p-values may be called discoveries at this false discovery rate (nan: not tested)?

    Source: Benjamini and Hochberg (1995).
    """
    tested = np.flatnonzero(~np.isnan(p))
    out = np.zeros(len(p), bool)
    if not len(tested):
        return out
    order = tested[np.argsort(p[tested], kind="stable")]
    under = np.flatnonzero(p[order] <= share * np.arange(1, len(order) + 1) / len(order))
    if len(under):
        out[order[: under[-1] + 1]] = True
    return out
