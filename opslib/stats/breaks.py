"""One alarm a cause: breaks that last become the new level, a return to the old one is no news."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NONE, FRESH, OLD = 0, 1, 2
SETTLE = 5
MEMORY = 28
QUIET = 3
DAY, RUN = 1, 2


class Breaks:
    """The other level each series may be on.

    A day beyond its band raises an alarm and opens a FRESH break at its offset. Later days near
    that offset are the same cause. After SETTLE such days the break is the new level, and the
    OLD one is remembered for MEMORY days, so that going back raises no alarm either.
    """

    def __init__(self, series: int) -> None:
        self.mode = np.zeros(series, np.int8)
        self.offset = np.zeros(series)
        self.days = np.zeros(series)
        self.age = np.zeros(series)
        self.quiet = np.zeros(series)

    def judge(
        self, surprise: Floats, spread: Floats, noise: Floats, limit: Floats, judged: Flags
    ) -> tuple[Flags, Flags]:
        """Alarms of the day, and the series that sit on their other level today.

        surprise: log points from expectation; spread, noise: variances of the expectation and
        of a single day; limit: threshold in standard deviations; judged: seen and past learning.
        """
        self.age += 1
        outside = judged & (np.abs(surprise) > limit * np.sqrt(spread))
        have = self.mode > 0
        apart = surprise - self.offset
        near = np.abs(apart) <= limit * np.sqrt(spread + noise / np.maximum(self.days, 1))
        milder = (surprise * self.offset > 0) & (np.abs(surprise) < np.abs(self.offset))
        same = outside & have & (near | milder)
        alarm = outside & ~same
        self._follow(surprise, same)
        self._open(surprise, alarm)
        self.quiet = np.where(outside, 0, self.quiet + judged)
        over = ((self.mode == FRESH) & (self.quiet >= QUIET)) | (
            (self.mode == OLD) & (self.age > MEMORY)
        )
        self.mode[over] = NONE
        return alarm, outside

    def settled(self) -> Floats:
        """Offsets of the breaks that have lasted long enough; they turn into the old level."""
        done = (self.mode == FRESH) & (self.days >= SETTLE)
        moved = np.where(done, self.offset, 0.0)
        self.remember(done, -self.offset)
        return moved

    def remember(self, which: Flags, offset: Floats) -> None:
        """From now on a level at this offset is the old one of these series."""
        self.mode[which] = OLD
        self.offset = np.where(which, offset, self.offset)
        self.days[which] = SETTLE
        self.age[which] = 0

    def _open(self, surprise: Floats, alarm: Flags) -> None:
        self.mode[alarm] = FRESH
        self.offset = np.where(alarm, surprise, self.offset)
        self.days[alarm] = 1
        self.age[alarm] = 0

    def _follow(self, surprise: Floats, same: Flags) -> None:
        back = same & (self.mode == OLD)
        self.mode[back] = FRESH
        self.days[back] = SETTLE - 3
        self.days += same
        step = (surprise - self.offset) / np.maximum(self.days, 1)
        self.offset = np.where(same, self.offset + step, self.offset)


class Runs:
    """Two-sided CUSUM over the scores: many small surprises on one side are a cause too.

    Source: Page (1954).
    """

    def __init__(self, series: int, slack: float) -> None:
        self.slack = slack
        self.height = np.zeros((2, series))
        self.total = np.zeros((2, series))
        self.days = np.zeros((2, series))

    def add(
        self, score: Floats, surprise: Floats, learn: Flags, limit: float
    ) -> tuple[Flags, Floats, Floats]:
        """Alarms of the day, the mean surprise of the run, and its score in standard deviations."""
        sign = np.array([[1.0], [-1.0]])
        rise = np.where(learn, sign * np.clip(score, -2.5, 2.5) - self.slack, 0.0)
        self.height = np.maximum(self.height + rise, 0.0)
        alive = self.height > 0
        self.days = np.where(alive, self.days + learn, 0.0)
        self.total = np.where(alive, self.total + np.where(learn, surprise, 0.0), 0.0)
        alarm = self.height > limit
        side = alarm[1].astype(int)
        column = np.arange(len(score))
        days = np.maximum(self.days[side, column], 1)
        mean = self.total[side, column] / days
        strength = (self.height[side, column] / days + self.slack) * np.sqrt(days)
        any_side = np.asarray(alarm.any(axis=0))
        self.clear(any_side)
        return any_side, mean, np.sign(mean) * strength

    def clear(self, which: Flags) -> None:
        """Forget the runs of these series."""
        keep = ~which
        self.height *= keep
        self.total *= keep
        self.days *= keep
