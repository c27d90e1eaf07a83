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
AGAIN = 1.3  # a cause already told must change by more than a new one to be told again
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
        reach = AGAIN * limit * np.sqrt(spread + noise / np.maximum(self.days, 1))
        near = np.abs(apart) <= reach
        milder = (surprise * self.offset > 0) & (np.abs(surprise) < np.abs(self.offset))
        same = outside & have & (near | milder)
        alarm = outside & ~same
        self._follow(surprise, same)
        self.open(surprise, alarm, np.ones(len(alarm)))
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

    def open(self, offset: Floats, alarm: Flags, days: Floats) -> None:
        """An alarm opens a break at this offset, seen for so many days."""
        self.mode[alarm] = FRESH
        self.offset = np.where(alarm, offset, self.offset)
        self.days = np.where(alarm, days, self.days)
        self.age[alarm] = 0
        self.quiet[alarm] = 0

    def _follow(self, surprise: Floats, same: Flags) -> None:
        back = same & (self.mode == OLD)
        self.mode[back] = FRESH
        self.days[back] = SETTLE - 3
        self.days += same
        step = (surprise - self.offset) / np.maximum(self.days, 1)
        self.offset = np.where(same, self.offset + step, self.offset)


class Runs:
    """Several surprises on one side are a cause too: sums of two and three days, and a CUSUM.

    Source: Page (1954) for the CUSUM; the short sums are a scan statistic.
    """

    def __init__(self, series: int, *slacks: float) -> None:
        self.slack = np.repeat(slacks, 2)[:, None]
        self.sign = np.tile([1.0, -1.0], len(slacks))[:, None]
        self.height = np.zeros((2 * len(slacks), series))
        self.total, self.days = self.height.copy(), self.height.copy()
        self.recent = np.zeros((3, series))
        self.surprises = np.zeros((3, series))

    def short(self, score: Floats, surprise: Floats, learn: Flags) -> tuple[Floats, Floats, Floats]:
        """Strongest sum of the last two or three days: its score, mean surprise and days."""
        self.recent = np.concatenate([self.recent[1:], np.where(learn, score, 0.0)[None]])
        self.surprises = np.concatenate([self.surprises[1:], np.where(learn, surprise, 0.0)[None]])
        two = (self.recent[1] + self.recent[2]) / np.sqrt(2)
        three = self.recent.sum(axis=0) / np.sqrt(3)
        longer = np.abs(three) > np.abs(two)
        mean = np.where(longer, self.surprises.mean(axis=0), self.surprises[1:].mean(axis=0))
        return np.where(longer, three, two), mean, np.where(longer, 3.0, 2.0)

    def long(
        self, score: Floats, surprise: Floats, learn: Flags, *limits: float
    ) -> tuple[Flags, Floats, Floats, Floats]:
        """CUSUM alarms of the day; the run's score, mean surprise and days.

        limits: one for each slack, in the same order. A large slack is quick to see a shift, a
        small one adds up a slow drift.
        """
        limit = np.repeat(limits, 2)[:, None]
        rise = np.where(learn, self.sign * np.clip(score, -2.5, 2.5) - self.slack, 0.0)
        self.height = np.maximum(self.height + rise, 0.0)
        alive = self.height > 0
        self.days = np.where(alive, self.days + learn, 0.0)
        self.total = np.where(alive, self.total + np.where(learn, surprise, 0.0), 0.0)
        over = self.height - limit
        side, column = over.argmax(axis=0), np.arange(len(score))
        days = np.maximum(self.days[side, column], 1)
        mean = self.total[side, column] / days
        strength = (self.height[side, column] / days + self.slack[side, 0]) * np.sqrt(days)
        return over[side, column] > 0, self.sign[side, 0] * strength, mean, days

    def clear(self, which: Flags) -> None:
        """Forget the runs of these series."""
        keep = ~which
        for memory in (self.height, self.total, self.days, self.recent, self.surprises):
            memory *= keep
