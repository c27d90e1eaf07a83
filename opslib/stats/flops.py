"""Known events whose usual lift does not come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from .thresholds import DAYS_A_MONTH

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FLOP_SHARE = 0.2  # of the budget; an event fails far more often than a plain day does
FLOP_ODDS = -2.0  # log odds that an event fails, before it began
FLOP_APART = 0.10  # how much a failed event differs from an ordinary day, log points
LEAST_LIFT = 0.1  # log points; less cannot fail to come
DAY_EVIDENCE = 6.0  # most that one day may say
REVIVED = -3.0


class Flops:
    """Whether the event of today fires as usual or has failed, from its days so far.

    Two hypotheses a day: the lift learned from earlier editions comes, or it does not. The log
    likelihood ratio adds up over the days of one event; beyond `least` it is an alarm.
    Source: sequential probability ratio test, Wald (1947).
    """

    def __init__(self, series: int, rate: float, begins: Flags) -> None:
        self.odds = np.zeros(series)
        self.called = np.zeros(series, bool)
        days = np.arange(1, len(begins) + 1)
        often = (np.cumsum(begins) + 1) / (days + DAYS_A_MONTH)
        false = np.clip(FLOP_SHARE * rate / often, 1e-6, 0.4)
        # Whatever the lift, a firing event passes this evidence with at most the chance `false`.
        self.least = 0.5 * ndtri(false) ** 2

    def begin(self) -> None:
        """A new event."""
        self.odds[:] = 0.0
        self.called[:] = False

    def edge(self, day: int, spread: Floats, plain: Floats, lift: Floats) -> Floats:
        """How far below its expectation the day must be to call the event failed; inf: never.

        spread: variance of the expectation with lift; plain: without; lift in log points.
        """
        plain = plain + FLOP_APART**2
        some = lift > LEAST_LIFT
        bend = 0.5 * (1 / spread - 1 / plain)
        slope = np.where(some, lift, 1.0) / plain
        rest = (self.odds - self.least[day]) + 0.5 * (
            np.log(spread / plain) - np.where(some, lift, 0.0) ** 2 / plain
        )
        inside = slope**2 - 4 * bend * rest
        root = 2 * rest / (slope + np.sqrt(np.maximum(inside, 0.0)))
        least = np.maximum(-root, 0.5 * np.sqrt(spread))
        return np.where(some & (inside > 0) & ~self.called, least, np.inf)

    def weigh(
        self, day: int, surprise: Floats, spread: Floats, plain: Floats, lift: Floats, seen: Flags
    ) -> Flags:
        """Take in a day of an event; the series whose event fails by now."""
        plain = plain + FLOP_APART**2
        ratio = surprise**2 / spread - (surprise + lift) ** 2 / plain + np.log(spread / plain)
        some = seen & (lift > LEAST_LIFT)
        self.odds += np.where(some, np.clip(0.5 * ratio, -DAY_EVIDENCE, DAY_EVIDENCE), 0.0)
        self.called &= self.odds > REVIVED
        return np.asarray(self.called | (some & (self.odds > -FLOP_ODDS)))
