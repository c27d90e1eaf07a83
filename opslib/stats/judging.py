"""The walk through the days: predict, judge, learn, for all series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .breaks import DAY, NONE, RUN, Breaks, Runs
from .design import Design
from .filtering import LevelFilter, Scale
from .flops import Flops
from .thresholds import calibrate, point_threshold, run_threshold

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEARNING = 28
LEVELS = -12.0, 250.0  # log levels that still make sense as numbers
RUN_SLACKS = 0.75, 0.35  # shifts; slow drifts
# Days, short sums and long runs overlap: their shares add up to more than one budget.
POINT_SHARE, SHORT_SHARE, RUN_SHARE = 0.7, 0.4, 0.15
RECALIBRATE = 14
LOOK_BACK = 400
ALARM_WEIGHT = 0.3


@dataclass
class Trace:
    """What was said of each day, days x series: level and variances in log points, alarms."""

    level: Floats
    spread: Floats
    noise: Floats
    grain: Floats
    relative: Floats
    limit: Floats
    below: Floats
    score: Floats
    kind: NDArray[np.int8]

    @classmethod
    def empty(cls, days: int, series: int) -> Trace:
        """Room for so many days and series."""
        level, spread, noise, grain, relative = np.full((5, days, series), np.nan)
        limit, below, score = np.full((3, days, series), np.nan)
        kind = np.zeros((days, series), np.int8)
        return cls(level, spread, noise, grain, relative, limit, below, score, kind)

    def keep(self, day: int, *values: Floats) -> None:
        """Note level, spread, noise, grain, relative variance and limit of one day."""
        for store, value in zip(
            (self.level, self.spread, self.noise, self.grain, self.relative, self.limit),
            values,
            strict=True,
        ):
            store[day] = value
        self.below[day] = self.limit[day]


def read_scale(values: Floats, sizes: Floats, rate: Flags) -> Scale:
    """What kind of number each series is, from its learning days alone."""
    first, size = _learning_days(values, sizes)
    quantity = first * size
    seen = np.isfinite(quantity)
    whole = ((np.abs(quantity - np.round(quantity)) < 1e-6 * (1 + np.abs(quantity))) | ~seen).all(
        axis=0
    )
    signed = np.asarray((np.where(seen, first, 0) < 0).any(axis=0))
    share = rate & (np.where(seen, first, 0) <= 1).all(axis=0)
    return Scale(
        counted=whole & ~rate & ~signed,
        of_counts=whole & share & ~signed,
        signed=signed,
        unit=np.maximum(0.5 * _mean(np.abs(first)), 1e-9),
        typical=np.maximum(_mean(np.abs(quantity)), 1e-9),
    )


def judge(values: Floats, sizes: Floats, design: Design, scale: Scale, rate: float) -> Trace:
    """Judge each day of each series (days x series) by the days before it.

    sizes: denominators, 1 where there is none. rate: false alarms a day wanted for each series.
    """
    days = len(values)
    begin = np.where(np.isfinite(values).any(axis=0), np.isfinite(values).argmax(axis=0), days)
    walk = Walk(values, sizes, design, scale, rate)
    for day in range(days):
        walk.start(begin == day)
        walk.step(day, np.isfinite(values[day]) & (day >= begin + LEARNING))
        if day % RECALIBRATE == 0:
            walk.recalibrate(day)
    return walk.trace


class Walk:
    """The state between two days, and one day's work."""

    def __init__(
        self, values: Floats, sizes: Floats, design: Design, scale: Scale, rate: float
    ) -> None:
        days, series = values.shape
        self.values, self.sizes, self.scale, self.rate = values, sizes, scale, rate
        self.known = design.known
        self.filter = LevelFilter(design, *_first_guess(values, sizes, scale))
        self.filter.mean[:, 2:] += _odd_weekdays(values, sizes, design, scale)
        self.breaks, self.runs = Breaks(series), Runs(series, *RUN_SLACKS)
        self.run_limits = [run_threshold(RUN_SHARE * rate, slack) for slack in RUN_SLACKS]
        self.point_rate = POINT_SHARE * rate
        short_rate = SHORT_SHARE * rate
        self.short_limit = point_threshold(short_rate) / point_threshold(self.point_rate)
        self.limit = np.full(series, point_threshold(self.point_rate))
        self.width = np.ones(series)
        self.flops = Flops(series, rate, design.begins)
        self.trace = Trace.empty(days, series)
        self.history = np.full((days, series), np.nan)

    def start(self, which: Flags) -> None:
        """Series whose first value comes today begin with fresh doubt."""
        if which.any():
            self.filter.restart(which)

    def step(self, day: int, judged: Flags) -> None:
        """Predict the day, judge it, learn from it."""
        level, doubt = self.filter.predict(day)
        surprise, noise, grain, relative = self._surprise(day, level)
        spread = doubt + noise
        self.trace.keep(day, level, spread, noise, grain, relative, self.limit)
        seen = np.isfinite(surprise)
        surprise = np.where(seen, surprise, 0.0)
        score = surprise / np.sqrt(spread)
        event = self.filter.design.events[day]
        flop = failed = np.zeros(len(seen), bool)
        if event:
            flop, failed = self._event(day, level, surprise, spread, judged)
        alarm, outside = self.breaks.judge(surprise, spread, noise, self.limit, judged & ~failed)
        alarm, outside = alarm | flop, outside | failed
        own = noise / spread
        learn = seen & ~outside
        if failed.any():
            surprise, spread = self._as_plain(day, failed, surprise, spread)
        self.filter.update(surprise, spread, learn | (seen & self.known[day]))
        weight = np.where(failed, 0.0, np.where(outside, ALARM_WEIGHT, 1.0))
        self.filter.adapt(day, score, own, seen * weight)
        self.history[day] = np.where(judged & (~outside | alarm), score, np.nan)
        self.trace.score[day] = np.where(seen, score, np.nan)
        self.trace.kind[day] = np.where(alarm, DAY, 0)
        self._runs(
            day,
            score * (own if self.known[day] else 1.0) / self.width,
            surprise,
            learn & judged,
            alarm,
        )
        moved = self.breaks.settled()
        if moved.any():
            self.filter.shift(moved, np.where(moved != 0, noise / 3, 0.0))

    def _event(
        self, day: int, level: Floats, surprise: Floats, spread: Floats, judged: Flags
    ) -> tuple[Flags, Flags]:
        """Series whose known event is first seen to fail today, and all whose event fails."""
        if self.filter.design.begins[day]:
            self.flops.begin()
        plain, doubt = self.filter.predict_plain()
        _, noise, _, _ = self._surprise(day, plain)
        lift, variance = level - plain, doubt + noise
        edge = self.flops.edge(day, spread, variance, lift)
        self.trace.below[day] = np.minimum(self.limit, edge / np.sqrt(spread))
        failed = self.flops.weigh(day, surprise, spread, variance, lift, judged)
        flop = judged & (surprise < -edge)
        self.flops.called |= flop
        return flop, np.asarray(failed | flop)

    def _as_plain(
        self, day: int, which: Flags, surprise: Floats, spread: Floats
    ) -> tuple[Floats, Floats]:
        """Let these series learn of the day as of one without event."""
        plain, doubt = self.filter.predict_plain()
        apart, noise, _, _ = self._surprise(day, plain)
        self.filter.without(which)
        return np.where(which, apart, surprise), np.where(which, doubt + noise, spread)

    def recalibrate(self, day: int) -> None:
        """Thresholds from the scores so far."""
        past = self.history[max(day - LOOK_BACK, 0) : day + 1]
        if np.isfinite(past).any():
            self.limit, self.width = calibrate(past, self.point_rate)

    def _runs(self, day: int, score: Floats, surprise: Floats, learn: Flags, alarm: Flags) -> None:
        """Small surprises on one side: an alarm unless a break already told of them."""
        self.runs.clear(alarm)
        told = self.breaks.mode != NONE
        strength, mean, days = self.runs.short(score, surprise, learn)
        short = learn & (np.abs(strength) > self.short_limit * self.limit / self.width) & ~told
        if short.any():
            self._tell(day, short, strength)
            self.breaks.open(mean, short, days)
            self.runs.clear(short)
        long, strength, mean, days = self.runs.long(score, surprise, learn, *self.run_limits)
        if long.any():
            self._tell(day, long & ~told, strength)
            moved = np.where(long, mean, 0.0)
            self.filter.shift(moved, np.where(long, self.trace.noise[day] / 5, 0.0))
            self.breaks.remember(long, -moved)
            self.runs.clear(long)

    def _tell(self, day: int, which: Flags, strength: Floats) -> None:
        self.trace.kind[day, which] = RUN
        self.trace.score[day] = np.where(which, strength, self.trace.score[day])

    def _surprise(self, day: int, level: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Log points between the day and its expectation, the day's own variance, its parts."""
        value, size, scale = self.values[day], self.sizes[day], self.scale
        height = np.exp(np.clip(level, *LEVELS))
        grain, relative = scale.split(self.filter.noise, height, size)
        middle = height * size
        noise = grain / middle + relative
        stable = scale.stable(value * size, grain, relative)
        surprise = np.sqrt(noise) * (stable - scale.stable(middle, grain, relative))
        if scale.signed.any():
            plain = np.arcsinh(value / scale.unit) - level
            surprise = np.where(scale.signed, plain, surprise)
            noise = np.where(scale.signed, self.filter.noise, noise)
        return surprise, noise, grain, relative


def _learning_days(values: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """The first LEARNING days of each series from its first value on; NaN beyond the end."""
    rows = np.isfinite(values).argmax(axis=0)[None, :] + np.arange(LEARNING)[:, None]
    column, last = np.arange(values.shape[1]), len(values) - 1
    first = np.where(rows <= last, values[np.minimum(rows, last), column], np.nan)
    return first, np.where(rows <= last, sizes[np.minimum(rows, last), column], np.nan)


def _first_guess(values: Floats, sizes: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Level (log) and noise (standard deviation, log) that the learning days suggest."""
    first, size = _learning_days(values, sizes)
    seen = np.isfinite(first)
    whole = np.where(seen, first * size, 0).sum(axis=0)
    level = np.log(np.maximum(whole, 0.5) / np.maximum(np.where(seen, size, 0).sum(axis=0), 1e-9))
    with np.errstate(invalid="ignore"):
        logs = np.log(np.maximum(first, 0) + 0.1 * np.exp(level) + 1e-12)
        signed = np.arcsinh(first / scale.unit)
        logs = np.where(scale.signed, signed, logs)
        jumps = np.sort(np.abs(logs[7:] - logs[:-7]), axis=0)
    count = np.isfinite(jumps).sum(axis=0)
    middle = jumps[np.maximum(count // 2 - 1, 0), np.arange(len(count))]
    noise = np.where(count >= 5, middle / 0.6745 / np.sqrt(2), 0.2)
    own = np.where(scale.counted, 1 / np.maximum(np.exp(level), 0.1), 0.0)
    noise = np.sqrt(np.maximum(noise**2 - own, 0.03**2))
    return np.where(scale.signed, _mean(signed), level), noise


def _odd_weekdays(values: Floats, sizes: Floats, design: Design, scale: Scale) -> Floats:
    """First guess of weekday effects far beyond the usual: shops that close on Saturdays.

    Usual weekdays start at zero and are learned; a closed one would never be, day by day.
    """
    found = np.zeros((values.shape[1], design.rows.shape[1]))
    first, size = _learning_days(values, sizes)
    begin = np.minimum(np.isfinite(values).argmax(axis=0), len(values) - 1)
    days = np.minimum(begin[None, :] + np.arange(LEARNING)[:, None], len(values) - 1)
    seen = np.isfinite(first) & ~design.known[days]
    quantity = np.where(seen, first * size, 0.0)
    usual = quantity.sum(axis=0) / np.maximum(np.where(seen, size, 0).sum(axis=0), 1e-9)
    for effect, name in enumerate(design.names):
        if name.startswith("weekday"):
            on = seen & (design.rows[days, effect] > 0)
            here = np.where(on, size, 0).sum(axis=0)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                grain = 0.01 * usual / np.maximum(here, 1e-9) + 1e-12
                ratio = np.log((np.where(on, quantity, 0).sum(axis=0) / here + grain) / usual)
            odd = (on.sum(axis=0) >= 2) & (np.abs(ratio) > 0.7) & (usual * here > 5 * here.clip(1))
            found[:, effect] = np.where(odd & ~scale.signed, ratio, 0.0)
    return found


def _mean(values: Floats) -> Floats:
    seen = np.isfinite(values)
    return np.where(seen, values, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
