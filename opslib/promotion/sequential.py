"""Evidence between two arms that may be looked at every day without fooling oneself."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp

from .shrunk import Floats

# What a better arm may be: so many times the other, evenly spread in logarithms around a third.
RATIOS = np.exp(np.linspace(0.02, 2.2, 48))
_BELIEVED = -0.5 * ((np.log(RATIOS) - 0.35) / 0.45) ** 2
_BELIEVED = _BELIEVED - logsumexp(_BELIEVED)
_MOST = 1e6


def evidence(better: Floats, worse: Floats, room_better: Floats, room_worse: Floats) -> Floats:
    """How many times likelier are the days so far if one arm is truly better than if it is not?

    better, worse: results by day of the arm said to be better and of the other; room_*: their
    exposure by day (clicks or spend), known before the results. Days without results tell nothing.
    Returns the evidence after each day. Where the arm is no better, it reaches c at any
    time, however often one looks, with probability at most 1 / c.

    Source: mixture of likelihood ratios, a test martingale (Robbins 1970; Ville 1939; Ramdas et
    al. 2023, "Game-theoretic statistics and safe anytime-valid inference").
    """
    return np.exp(np.minimum(logsumexp(_paths(better, worse, room_better, room_worse), 1), 700.0))


def _paths(better: Floats, worse: Floats, room_better: Floats, room_worse: Floats) -> Floats:
    both = (room_better > 0) & (room_worse > 0)
    share = np.where(both, room_better / np.where(both, room_better + room_worse, 1), 0.5)[:, None]
    # Given a day's results, each fell to the better arm with odds ratio x exposure.
    scale = np.log1p((RATIOS - 1)[None, :] * share)
    won, lost = np.where(both, better, 0.0)[:, None], np.where(both, worse, 0.0)[:, None]
    steps = won * (np.log(RATIOS)[None, :] - scale) - lost * scale
    return _BELIEVED + np.cumsum(steps, axis=0)


def still_needed(
    better: float, worse: float, room_better: float, room_worse: float, wanted: float
) -> float:
    """How many times today's data are needed until the evidence reaches `wanted`, if all goes on
    as it went? 1: enough now; infinite: never, at these rates."""

    def reached(times: float) -> bool:
        one = [np.array([times * x]) for x in (better, worse, room_better, room_worse)]
        return bool(evidence(*one)[-1] >= wanted)

    if reached(1.0):
        return 1.0
    low, high = 1.0, 2.0
    while not reached(high):
        low, high = high, high * 2
        if high > _MOST:
            return float("inf")
    while high / low > 1.01:
        middle = (low * high) ** 0.5
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
