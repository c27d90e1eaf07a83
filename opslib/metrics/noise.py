"""Is a contribution more than the usual ups and downs? Judged by the same split in past weeks."""

from __future__ import annotations

import numpy as np

from ..model import Window

WEEKS = 12
ENOUGH = 6
# Twice the usual size: passed by about one ordinary contribution in twenty.
FACTOR = 2.0


def past_pairs(now: Window, base: Window) -> list[tuple[Window, Window]]:
    """The same pair of windows moved back by 1 to 12 weeks, so that weekdays stay in place."""
    return [(now.shifted(-7 * k), base.shifted(-7 * k)) for k in range(1, WEEKS + 1)]


def beyond(amount: float, past: np.ndarray) -> bool | None:
    """Whether `amount` is larger than twice the usual size of past contributions.

    past: contributions of the same part in past weeks, NaN where unknown. The usual size is the
    robust standard deviation about zero, 1.4826 x median |past|, so that one festival in the
    past does not hide today. Where most weeks did not move at all (an inquiry now and then) that
    is nothing, so nine in ten past moves have to be smaller too. None with fewer than six known
    weeks or without any move in them: cannot tell.
    """
    known = np.abs(past[~np.isnan(past)])
    if len(known) < ENOUGH or not known.any():
        return None
    usual = FACTOR * 1.4826 * float(np.median(known))
    return bool(abs(amount) > max(usual, float(np.quantile(known, 0.9))))
