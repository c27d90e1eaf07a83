"""The two parts of a series with many zero days: the chance of any sale, and the sizes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtr, stdtrit

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ENTER, LEAVE, LEAST_ZEROS = 0.15, 0.07, 6  # share of zero days that makes a series sparse
CLOSED = 0.35  # a weekday with less than this share of the usual chance is closed
MEMORY, SIZE_MEMORY, SHAPE_MEMORY = 60.0, 40.0, 200.0  # days; of sizes, days with sales
FIRST_WEIGHT = 7.0  # the learning days as a whole count as much as so many days
WEEKDAY_DAYS = 10.0  # a weekday's own level is trusted half after so many days
FREEDOM = 20.0  # sizes have slightly heavier tails than the lognormal
FIRST_SPREAD, FIRST_SPREAD_DAYS = 1.0, 4.0  # before any data, in log points and days
CLIP = 3.0
FORGET = 0.15


class Chance:
    """How likely a day has any sale: fading counts of days and of days with sales.

    The level is that of the last weeks; how weekdays differ is learned over more of them.
    """

    def __init__(self, days: Floats, hits: Floats) -> None:
        self.days, self.hits = days, hits
        self.week_days = np.repeat(days[:, None] / 7, 7, axis=1)
        self.week_hits = np.repeat(hits[:, None] / 7, 7, axis=1)

    def of(self, week: int) -> Floats:
        """Chance of a sale on this weekday."""
        level = (self.hits + 0.5) / (self.days + 1)
        usual = (self.week_hits.sum(axis=1) + 0.5) / (self.week_days.sum(axis=1) + 1)
        own = self.week_hits[:, week] + WEEKDAY_DAYS * usual
        own = np.clip(own / (self.week_days[:, week] + WEEKDAY_DAYS), 0.005, 0.995)
        return np.clip(expit(logit(level) + logit(own) - logit(usual)), 0.005, 0.995)

    def opened(self, week: int) -> Flags:
        """Series that are not closed on this weekday."""
        usual = self.week_hits.sum(axis=1) / self.week_days.sum(axis=1)
        return np.asarray(self.week_hits[:, week] >= CLOSED * usual * self.week_days[:, week])

    def learn(self, sold: Flags, week: int, weight: Floats) -> None:
        """Take in a day."""
        fade, slow = 1 - weight / MEMORY, (1 - weight / SHAPE_MEMORY)[:, None]
        self.days, self.hits = self.days * fade + weight, self.hits * fade + weight * sold
        self.week_days *= slow
        self.week_hits *= slow
        self.week_days[:, week] += weight
        self.week_hits[:, week] += weight * sold

    def forget(self, which: Flags) -> None:
        """Let the past level of these series count for little; the week's pattern stays."""
        self.days[which] *= FORGET
        self.hits[which] *= FORGET


class Sizes:
    """What is sold on a day with sales: log level by weekday, upper spread, mean."""

    def __init__(self, weight: Floats, level: Floats, spread: Floats, mean: Floats) -> None:
        self.weight, self.total, self.plain = weight, weight * level, weight * mean
        self.half = weight / 2  # sizes above the level, and their squared distance
        self.count, self.square = weight.copy(), self.half * spread**2
        self.week_days = np.zeros((len(weight), 7))
        self.week_total = np.zeros((len(weight), 7))

    def offset(self, week: int) -> Floats:
        """Log points of this weekday against the others."""
        return self.week_total[:, week] / (self.week_days[:, week] + WEEKDAY_DAYS)

    def mean(self, week: int) -> Floats:
        """Mean size on this weekday."""
        return self.plain / self.weight * np.exp(self.offset(week))

    def upper(self, week: int, moved: float, doubt: float, chance: Floats) -> Floats:
        """The size exceeded with this chance."""
        level, spread, share = self._shape(week, moved, doubt)
        reach = -stdtrit(FREEDOM, np.clip(chance / share / 2, 1e-12, 0.5))
        return np.exp(np.minimum(level + spread * reach, 600))

    def above(self, value: Floats, week: int, moved: float, doubt: float) -> Floats:
        """Chance of a size above this one."""
        level, spread, share = self._shape(week, moved, doubt)
        far = (np.log(np.maximum(value, 1e-300)) - level) / spread
        high = 2 * stdtr(FREEDOM, -np.abs(far))
        return np.where(far > 0, share * high, 1 - (1 - share) * high)

    def learn(self, value: Floats, week: int, moved: float, weight: Floats) -> None:
        """Take in the size of a day with sales, and nothing of a day without."""
        weight = np.where(value > 0, weight, 0.0)
        level, spread, _ = self._shape(week, moved, 0.0)
        apart = np.log(np.maximum(value, 1e-300)) - level
        apart = weight * np.clip(apart, -CLIP * spread, CLIP * spread)
        fade, slow = 1 - weight / SIZE_MEMORY, 1 - weight / SHAPE_MEMORY
        bare = value * np.exp(-moved - self.offset(week))
        self.week_days *= slow[:, None]
        self.week_total *= slow[:, None]
        self.week_total[:, week] += apart + weight * self.offset(week)
        self.week_days[:, week] += weight
        level = self.total / self.weight
        self.weight = self.weight * fade + weight
        self.total = self.total * fade + weight * level + apart
        self.plain = self.plain * fade + weight * bare
        self.count = self.count * slow + weight
        self.half = self.half * slow + (apart > 0)
        self.square = self.square * slow + np.maximum(apart, 0) ** 2

    def forget(self, which: Flags) -> None:
        """Let the past level of these series count for little; the spread stays."""
        for memory in (self.weight, self.total, self.plain):
            memory[which] *= FORGET

    def _shape(self, week: int, moved: float, doubt: float) -> tuple[Floats, Floats, Floats]:
        """Log level, spread above it, and share of the sizes above it."""
        variance = self.square / self.half * (1 + 1 / (1 + self.weight))
        variance = variance * (1 - 2 / FREEDOM)  # of the t distribution's scale
        spread = np.sqrt(np.maximum(variance + doubt**2, 0.05**2))
        level = self.total / self.weight + self.offset(week) + moved
        return level, spread, np.clip(self.half / self.count, 0.2, 0.8)


class Regime:
    """Which series are sparse by now: sales often followed by a day without any.

    Only days after a day with sales count, so an outage or a closed shop is one zero, not many.
    """

    def __init__(self, series: int) -> None:
        self.on = np.zeros(series, bool)
        self.sold = np.zeros(series, bool)  # on the last open day
        self.days, self.zeros, self.seen = np.zeros(series), np.zeros(series), np.zeros(series)

    def learn(self, value: Floats, seen: Flags, opened: Flags) -> Flags:
        """Take in a day; `opened`: not closed on this weekday. Returns who turned sparse."""
        zero, counts = seen & (value == 0), seen & opened & self.sold
        self.seen += zero
        fade = 1 - counts / MEMORY
        self.days = self.days * fade + counts
        self.zeros = self.zeros * fade + (counts & zero)
        share = self.zeros / np.maximum(self.days, 1)
        enough = (self.seen >= LEAST_ZEROS) & (self.days >= 4)
        before = self.on
        self.on = np.where(before, share > LEAVE, enough & (share > ENTER))
        self.sold = np.where(seen & (opened | (value > 0)), value > 0, self.sold)
        return self.on & ~before


def learning_days(values: Floats, begin: NDArray[np.int64], length: int) -> Floats:
    """The first days of each series from its first value on; NaN beyond the end."""
    rows, last = begin + np.arange(length)[:, None], len(values) - 1
    found = values[np.minimum(rows, last), np.arange(values.shape[1])]
    return np.where(rows <= last, found, np.nan)


def first_chance(first: Floats) -> Chance:
    """The chance of a sale that the learning days suggest (days x series, NaN unknown)."""
    seen = np.isfinite(first).sum(axis=0)
    share = ((first > 0).sum(axis=0) + 0.5) / (seen + 1)
    weight = np.full(first.shape[1], FIRST_WEIGHT)
    return Chance(weight, weight * share)


def first_sizes(first: Floats) -> Sizes:
    """Level, spread and mean of the sizes that the learning days suggest."""
    sold = first > 0
    count = sold.sum(axis=0)
    some = np.maximum(count, 1)
    logs = np.where(sold, np.log(np.where(sold, first, 1.0)), 0.0)
    level = logs.sum(axis=0) / some
    square = np.where(sold, (logs - level) ** 2, 0.0).sum(axis=0)
    spread = np.sqrt((square + FIRST_SPREAD_DAYS * FIRST_SPREAD**2) / (count + FIRST_SPREAD_DAYS))
    mean = np.where(sold, first, 0.0).sum(axis=0) / some
    weight = np.maximum(FIRST_WEIGHT * count / len(first), 1.0)
    return Sizes(weight, level, spread, np.where(count > 0, mean, 1.0))
