"""Random numbers that are a pure function of (seed, name, ids).

A sequential generator would hand other numbers to everybody as soon as one cause is taken out;
here each day, stream and order keeps its own numbers, so two simulations that differ in one cause
differ by the effect of that cause alone (common random numbers).
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SMALL = 30.0  # up to this mean counts are drawn exactly, above by a skew-corrected normal


def _mix(h: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The splitmix64 finaliser: every input bit reaches every output bit."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


class Dice:
    """The random numbers of one simulated shop."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, name: str, *ids: ArrayLike) -> Floats:
        """Numbers in (0, 1), one for each combination of the broadcast integer `ids`."""
        start = (self.seed * 0x9E3779B97F4A7C15 + crc32(name.encode())) & 0xFFFFFFFFFFFFFFFF
        h = np.array([start], dtype=np.uint64)
        with np.errstate(over="ignore"):
            h = _mix(h)
            for one in ids:
                part = np.asarray(one).astype(np.uint64) + np.uint64(1)
                h = _mix(h ^ (part * np.uint64(0x9E3779B97F4A7C15)))
        u = ((h >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53
        return u

    def normal(self, name: str, *ids: ArrayLike) -> Floats:
        """Standard normal numbers."""
        from scipy.special import ndtri

        return ndtri(self.uniform(name, *ids))

    def lognormal(self, sigma: float, name: str, *ids: ArrayLike) -> Floats:
        """Positive factors with mean 1 and log standard deviation `sigma`."""
        return np.exp(sigma * self.normal(name, *ids) - sigma * sigma / 2)

    def poisson(self, mean: ArrayLike, name: str, *ids: ArrayLike) -> Ints:
        """Counts with this mean; a larger mean never gives a smaller count."""
        return poisson_quantile(np.asarray(mean, float), self.uniform(name, *ids))

    def binomial(self, n: ArrayLike, p: ArrayLike, name: str, *ids: ArrayLike) -> Ints:
        """How many of `n` trials succeed with chance `p`."""
        return binomial_quantile(np.asarray(n), np.asarray(p, float), self.uniform(name, *ids))

    def choice(self, weights: ArrayLike, name: str, *ids: ArrayLike) -> Ints:
        """Positions drawn in proportion to `weights`."""
        return pick(np.asarray(weights, float), self.uniform(name, *ids))


def pick(weights: Floats, u: Floats) -> Ints:
    """The position at quantile `u` of the distribution given by `weights`."""
    edges = np.cumsum(weights) / np.sum(weights)
    return np.minimum(np.searchsorted(edges, u), len(weights) - 1).astype(np.int64)


def poisson_quantile(mean: Floats, u: Floats) -> Ints:
    """Poisson counts at the quantiles `u` (same shape after broadcasting)."""
    from scipy.special import ndtri

    mean, u = np.broadcast_arrays(mean, u)
    z = ndtri(u)
    out = np.maximum(np.rint(mean + np.sqrt(mean) * z + (z * z - 1) / 6), 0).astype(np.int64)
    at = np.flatnonzero(mean.ravel() <= _SMALL)
    out.ravel()[at] = _walk(
        np.exp(-mean.ravel()[at]), u.ravel()[at], lambda k, i, m=mean.ravel()[at]: m[i] / k
    )
    return out


def binomial_quantile(n: NDArray, p: Floats, u: Floats) -> Ints:
    """Binomial counts at the quantiles `u` (same shape after broadcasting)."""
    from scipy.special import ndtri

    n, p, u = np.broadcast_arrays(n, p, u)
    flip = p > 0.5  # walk from the near end; the mirrored quantile keeps the order of u
    q = np.where(flip, 1 - p, p)
    v = np.where(flip, 1 - u, u)
    z = ndtri(v)
    sd = np.sqrt(n * q * (1 - q))
    count = np.clip(np.rint(n * q + sd * z + (1 - 2 * q) * (z * z - 1) / 6), 0, n).astype(np.int64)
    flat = (n * q).ravel()
    at = np.flatnonzero((flat <= _SMALL) & (flat > 0))
    ns, qs = n.ravel()[at].astype(float), q.ravel()[at]
    count.ravel()[at] = _walk(
        (1 - qs) ** ns,
        v.ravel()[at],
        lambda k, i: np.maximum(ns[i] - k + 1, 0) / k * qs[i] / (1 - qs[i]),
    )
    count = np.where(n * q > 0, count, 0)
    return np.where(flip, n - count, count)


def _walk(first, u, ratio) -> Ints:  # type: ignore[no-untyped-def]
    """Invert a distribution on 0, 1, 2 ... from P(0) and the ratios P(k) / P(k - 1)."""
    out = np.zeros(len(u), np.int64)
    at = np.flatnonzero(u > first)
    mass, total = first[at], first[at]
    for k in range(1, 400):
        if not len(at):
            break
        step = ratio(k, at)
        mass = mass * step
        total = total + mass
        out[at] = k
        # Past the mode a vanishing mass cannot reach u any more: rounding, not probability.
        on = (u[at] > total) & ((step >= 1) | (mass > 1e-17))
        at, mass, total = at[on], mass[on], total[on]
    return out
