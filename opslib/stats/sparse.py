"""Series with many zero days: a chance of any sale at all, times the size of what was sold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from .breaks import DAY, RUN, Runs
from .design import Design
from .hurdle import LEAST_ZEROS, Regime, first_chance, first_sizes, learning_days
from .thresholds import run_threshold

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEARNING = 28
# A large order is mostly chance: it gets the smallest part of the budget. Whole days and clipped
# surprises leave much of theirs unused, so that the sum measured is about 0.75 of one budget.
BIG_SHARE, ZEROS_SHARE, RUN_SHARE = 0.2, 0.8, 0.9
RUN_CLIP = 1.5  # one large order must not pass for a shift
RUN_SLACK = 0.3
SAME_CAUSE, AGAIN = 14, 1.5  # days in which a high day less than 1.5 times is the same cause
SILENT = 14  # days after a shift without another


@dataclass
class Sparse:
    """What was said of each day, days x series; only to be read where `on`. Lower bounds are 0."""

    on: Flags
    expected: Floats
    upper: Floats
    score: Floats
    kind: NDArray[np.int8]

    def tables(self) -> dict[str, NDArray[Any]]:
        """The columns of the result."""
        kept = {"expected": self.expected, "lower": np.zeros_like(self.upper), "upper": self.upper}
        return kept | {"score": self.score, "kind": self.kind}


def may_be_sparse(values: Floats, signed: Flags, rate: Flags) -> Flags:
    """Series with zero days enough to be looked at; rates and signed series have other models."""
    return ((values == 0).sum(axis=0) >= LEAST_ZEROS) & ~signed & ~rate


def judge_sparse(
    values: Floats, design: Design, most: Floats, counted: Flags, rate: float
) -> Sparse:
    """Judge each day of each series (days x series) by the days before it, as sparse series.

    A day's value is zero or a size. The chance of a size goes by weekday, sizes are log-t with
    their own upper spread; both are averages over past days that fade in about nine weeks. High
    days, zero runs too long for the chance of a sale, and lasting shifts raise alarms. A low day
    alone never does.

    most: sanity bound of the upper range. counted: whole numbers. rate: false alarms a day wanted.
    Source: two-part (hurdle) model, Cragg (1971); discounted Beta-binomial, West and Harrison
    (1997), ch. 14; CUSUM, Page (1954).
    """
    known = np.isfinite(values)
    begin = np.where(known.any(axis=0), known.argmax(axis=0), len(values))
    walk = _Walk(values, begin, design, most, counted, rate)
    for day in range(len(values)):
        walk.step(day, known[day], known[day] & (day >= begin + LEARNING))
    found = walk.found
    later = np.minimum(begin + LEARNING, len(values) - 1)
    early = np.arange(len(values))[:, None] < later
    found.on = np.where(early, found.on[later, np.arange(values.shape[1])], found.on)
    return found


class _Walk:
    """The state between two days, and one day's work."""

    def __init__(
        self, values: Floats, begin: NDArray[np.int64], design: Design, most: Floats,
        counted: Flags, rate: float,
    ) -> None:  # fmt: skip
        days, series = values.shape
        self.values, self.most, self.rate = values, most, rate
        self.half = np.where(counted, 0.5, 0.0)  # counts: 3 stands for 2.5 to 3.5
        self.weekday, self.moved, self.doubt, self.lull = _calendar(design)
        first = learning_days(values, np.minimum(begin, days - 1), LEARNING)
        self.chance, self.sizes = first_chance(first), first_sizes(first)
        self.regime = Regime(series)
        self.runs, self.limit = Runs(series, RUN_SLACK), run_threshold(RUN_SHARE * rate, RUN_SLACK)
        self.zeros = np.zeros(series)  # log chance of the zero days up to yesterday
        self.told = np.zeros(series, bool)  # of these zero days
        self.silent, self.since = np.zeros(series), np.full(series, np.inf)
        self.high = np.zeros(series)
        blank = np.zeros((days, series))
        self.found = Sparse(
            blank > 0, blank.copy(), blank.copy(), blank * np.nan, blank.astype(np.int8)
        )

    def step(self, day: int, seen: Flags, judged: Flags) -> None:
        """Predict the day, judge it, learn from it."""
        value, week = np.where(seen, self.values[day], 0.0), self.weekday[day]
        own = self.chance.of(week)
        p = expit(logit(own) + self.moved[day])
        upper = self.sizes.upper(week, self.moved[day], self.doubt[day], BIG_SHARE * self.rate / p)
        upper = np.minimum(upper + self.half, self.most[day])
        self.found.upper[day] = upper
        expected = p * self.sizes.mean(week) * np.exp(self.moved[day])
        self.found.expected[day] = np.minimum(expected, upper)
        above = self.sizes.above(value, week, self.moved[day], self.doubt[day])
        score = np.where(
            value > 0, -ndtri(np.clip(p * above, 1e-12, 1 - 1e-12)), ndtri((1 - p) / 2)
        )
        self.found.score[day] = np.where(seen, score, np.nan)
        self.found.on[day] = self.regime.on
        learned, judged = judged, judged & self.regime.on
        self._high(day, value, judged & (value > upper))
        unsure = expit(logit(own) + self.moved[day] - self.doubt[day])
        self._zeros(day, value, unsure, seen, judged)
        self._shift(day, _even(value > 0, p, above), judged)
        weight = np.where(seen, 1 - self.lull[day], 0.0)
        entered = self.regime.learn(value, seen, self.chance.opened(week))
        self.sizes.learn(np.minimum(value, upper), week, self.moved[day], weight)
        self.chance.learn(value > 0, week, weight)
        self._enter(day, entered & learned)

    def _enter(self, day: int, which: Flags) -> None:
        """A series that turns sparse is read from its last days: the rest was another shop."""
        if which.any():
            last = self.values[max(day + 1 - LEARNING, 0) : day + 1]
            for mine, fresh in (
                (self.chance, first_chance(last)),
                (self.sizes, first_sizes(last)),
            ):
                for name, memory in vars(mine).items():
                    memory[which] = vars(fresh)[name][which]
            self.silent = np.where(which, SILENT, self.silent)

    def _high(self, day: int, value: Floats, beyond: Flags) -> None:
        self.since += 1
        fresh = beyond & ((self.since > SAME_CAUSE) | (value > AGAIN * self.high))
        self.found.kind[day, fresh] = DAY
        self.high = np.where(fresh, value, self.high)
        self.since = np.where(beyond, 0, self.since)

    def _zeros(self, day: int, value: Floats, p: Floats, seen: Flags, judged: Flags) -> None:
        """Alarm once when so many zero days in a row are less likely than the budget."""
        sold = seen & (value > 0)
        self.zeros = np.where(sold, 0.0, self.zeros + np.where(judged, np.log1p(-p), 0.0))
        back = self.told & sold
        self.told &= ~sold
        self._afresh(back)  # the end of an outage is no news
        alarm = judged & (self.zeros < np.log(ZEROS_SHARE * self.rate)) & ~self.told
        if alarm.any():
            self.told |= alarm
            self.found.kind[day, alarm] = RUN
            strength = ndtri(np.exp(np.maximum(self.zeros, -600)))
            self.found.score[day] = np.where(alarm, strength, self.found.score[day])

    def _shift(self, day: int, even: Floats, judged: Flags) -> None:
        """A CUSUM of the surprises; an alarm makes the past count for little."""
        self.silent -= judged
        free = judged & (self.silent <= 0) & ~self.told & (self.found.kind[day] == 0)
        alarm, strength, _, _ = self.runs.long(
            np.clip(even, -RUN_CLIP, RUN_CLIP), even, free, self.limit
        )
        self.runs.clear(alarm | self.told)
        self._afresh(alarm)
        fresh = alarm & ((self.since > SAME_CAUSE) | (strength < 0))
        self.found.kind[day, fresh] = RUN
        self.found.score[day] = np.where(fresh, strength, self.found.score[day])

    def _afresh(self, which: Flags) -> None:
        """The level of these series is learned anew, and nothing said of shifts meanwhile."""
        if which.any():
            self.silent = np.where(which, SILENT, self.silent)
            self.chance.forget(which)
            self.sizes.forget(which)


def _calendar(design: Design) -> tuple[NDArray[np.int64], Floats, Floats, Floats]:
    """Of each day: its weekday, usual effect of holidays and events with its doubt, the lull.

    A sparse series says too little to learn its own effects: the usual ones are taken.
    """
    names = np.array(design.names)
    week = np.char.startswith(names, "weekday")
    number = np.array([int(name.split()[1]) for name in names[week]])
    weekday = number[design.rows[:, week].argmax(axis=1)]
    rows, other = design.rows[:, ~week], ~week
    moved = rows @ design.mean[other]
    doubt = np.sqrt((rows**2) @ design.spread[other] ** 2)
    lull = design.rows[:, names == "lull"].sum(axis=1)
    return weekday, moved, doubt, np.clip(lull, 0, 1)


def _even(sold: Flags, p: Floats, above: Floats) -> Floats:
    """Surprise of the sale and of its size, weighed evenly; mean 0 and variance 1.

    A score of the value alone would hardly see sizes shrink: any sale beats a day without.
    """
    size = np.where(sold, -ndtri(np.clip(above, 1e-12, 1 - 1e-12)), 0.0)
    return ((sold - p) / np.sqrt(p * (1 - p)) + size) / np.sqrt(1 + p)
