"""Rates of many small members: each borrows from its group as much as the data allow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, betaln, expit, logit

from .rates import counts, index_of

Floats = NDArray[np.float64]

STRENGTHS, MEANS, ZOOMS = 21, 11, 3
REACH = 4.0
PRIOR_SHARE = 0.15  # weak: a small group is not taken for even without evidence


def shrink_rates(
    successes: ArrayLike,
    trials: ArrayLike,
    groups: ArrayLike | None = None,
    level: float = 0.9,
) -> pd.DataFrame:
    """What is each member's true rate, given its own few trials and the rest of its group?

    A member with little data is drawn to its group's mean, one with much keeps its own rate.
    Unlike the usual estimate, the doubt about the group's mean and spread is part of each
    interval, so that it holds its level in small groups too.

    Not to be trusted when the members of a group are of different kinds (new and old products,
    two peaks): group them apart; nor for trials that are not independent.
    Where members differ less than their trials can show, the intervals hold more than their
    level (.94-.98 at .9): narrower ones would miss in groups that look as even and are not.

    successes, trials: counts by member, 0 <= successes <= trials; trials may be 0 (then the
        group's spread is the answer). groups: label of each member's group, None: one group.
    level: two-sided level of the intervals.
    Returns frame(rate, lo, hi) of shares 0..1, one row a member, index of a Series kept.
    Raises ValueError for impossible counts, missing group labels or a level outside 0..1.

    Source: beta-binomial model; prior mean and strength integrated out on a grid, strength with
    a uniform shrinkage prior (after Christiansen and Morris, 1997), mean with Jeffreys' prior; each
    member's mixture of betas summed up by the beta with its mean and variance.
    """
    k, n = np.atleast_1d(*counts(successes, trials))
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    labels = np.zeros(len(k), int) if groups is None else _codes(groups, len(k))
    mean, spread = np.full(len(k), np.nan), np.full(len(k), np.nan)
    for label in np.unique(labels):
        mine = labels == label
        mean[mine], spread[mine] = _group(k[mine], n[mine])
    tail, strength = (1 - level) / 2, np.maximum(mean * (1 - mean) / spread - 1, 1e-3)
    a, b = mean * strength, (1 - mean) * strength
    bounds = {"lo": betaincinv(a, b, tail), "hi": betaincinv(a, b, 1 - tail)}
    return pd.DataFrame({"rate": mean} | bounds, index=index_of(successes))


def _codes(groups: Any, members: int) -> NDArray[np.int64]:
    labels = np.asarray(groups, dtype=object)
    if labels.shape != (members,):
        raise ValueError(f"groups needs one label a member: {members}, got {labels.shape}")
    codes, _ = pd.factorize(labels)
    if (codes < 0).any():
        raise ValueError("a member has no group label")
    return codes


def _group(k: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Posterior mean and variance of each member of one group."""
    pairs, inverse = np.unique(np.column_stack([k, n]), axis=0, return_inverse=True)
    times = np.bincount(inverse.ravel()).astype(float)
    k, n = pairs.T
    low, high = np.log(0.3), np.log(300 * max(float(n.max(initial=0)), 10.0))
    for _ in range(ZOOMS):
        strengths = np.linspace(low, high, STRENGTHS)
        a, b, weight = _weights(k, n, times, np.exp(strengths))
        profile = weight.sum(axis=1)
        kept = np.flatnonzero(profile > 1e-5)
        low = strengths[max(kept[0] - 1, 0)]
        high = strengths[min(kept[-1] + 1, STRENGTHS - 1)]
    a, b, weight = a.ravel(), b.ravel(), weight.ravel()
    heavy = weight > 1e-7
    a, b, weight = a[heavy], b[heavy], weight[heavy] / weight[heavy].sum()
    total = (n + (a + b)[:, None]) + 0.0
    mean = (k + a[:, None]) / total
    own = mean * (1 - mean) / (total + 1)
    centre = weight @ mean
    spread = weight @ (own + (mean - centre) ** 2)
    return centre[inverse.ravel()], spread[inverse.ravel()]


def _weights(
    k: Floats, n: Floats, times: Floats, strength: Floats
) -> tuple[Floats, Floats, Floats]:
    """Posterior weight of each (strength, mean) of the grid, with its beta parameters.

    For each strength the means are spread around the weighted rate, REACH standard errors wide.
    """
    use = times * n / (1 + np.maximum(n - 1, 0) / (strength[:, None] + 1))
    size = use.sum(axis=1)
    rate = np.divide(k, n, out=np.zeros(len(k)), where=n > 0)
    middle = ((use * rate).sum(axis=1) + 0.5) / (size + 1)
    error = 1 / np.sqrt((size + 1) * middle * (1 - middle))
    places = np.linspace(-REACH, REACH, MEANS)
    mean = expit(logit(middle)[:, None] + error[:, None] * places)
    mean = np.clip(mean, 1e-9, 1 - 1e-9)
    a, b = strength[:, None] * mean, strength[:, None] * (1 - mean)
    log = np.zeros(a.shape)
    for successes, trials, count in zip(k, n, times, strict=True):
        log += count * (betaln(a + successes, b + trials - successes) - betaln(a, b))
    # Jeffreys for the mean (on its logit), uniform shrinkage for the strength (on its log).
    log += 0.5 * np.log(mean * (1 - mean)) + np.log(error)[:, None]
    typical = PRIOR_SHARE * max(float((times * n).sum() / times.sum()), 1.0)
    log += (np.log(strength * typical) - 2 * np.log(strength + typical))[:, None]
    weight = np.exp(log - log.max())
    return a, b, weight / weight.sum()
