"""Exponential smoothing of log levels beside a learned calendar: the engine of `forecast`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .design import Design

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

DAMPING = 0.95
PACES = [
    (level, week, trend)
    for level in (0.01, 0.03, 0.07, 0.14, 0.25, 0.4)
    for week in (0.0, 0.03, 0.08, 0.18)
    for trend in (0.0, 0.05)
]
TRIED_AHEAD = (1, 3, 7, 14, 28)
PLAIN_LEVEL, PLAIN_WEEK = 0.1, 0.05
CLIP = 2.5
KNOWN_WEIGHT = 0.3  # an event's day says less of the level than a plain day
YOUNG = 56
SETTLED = 35
FIRST_APART, APART_WEIGHT = 0.06, 2.0  # how much two editions of one event differ, log points


@dataclass(frozen=True)
class Effects:
    """What holidays, lull and events add to the log level, as known after each day.

    rows: days (past and to come) x effects. known: days x effects, in log points. doubt: their
    covariance today. apart: variance between two editions of one event.
    """

    rows: Floats
    known: Floats
    doubt: Floats
    apart: float

    def on(self, origins: Places, days: Places) -> Floats:
        """What was believed at the origins of these days."""
        return np.einsum("ij,ij->i", self.known[origins], self.rows[days])


@dataclass(frozen=True)
class Smooth:
    """Level, growth and week after each day, averaged over the paces that fit.

    wander: variance that each day adds to what comes, in units of one day's own.
    """

    level: Floats
    growth: Floats
    week: Floats
    wander: float
    weekday: Places
    effects: Effects

    def path(self, origins: Places, ahead: int) -> Floats:
        """Log level expected at the origins for the day `ahead` days later."""
        days = origins + ahead
        grown = self.growth[origins] * _reach(ahead)
        week = self.week[origins, self.weekday[days]]
        return self.level[origins] + grown + week + self.effects.on(origins, days)


def smooth(logs: Floats, design: Design, horizon: int) -> Smooth:
    """Learn the calendar, take it out, smooth the rest at many paces and weigh these.

    logs: log values of the past days, NaN where missing. design: of these days and those to
    come. horizon: days; paces are weighed by their misses up to so many days ahead.
    """
    weekday = _weekday(design)
    effects = _learn_effects(logs, design, weekday)
    past = np.arange(len(logs))
    plain = logs - effects.on(past, past)
    weight = np.where(design.known[: len(logs)], KNOWN_WEIGHT, 1.0)
    level, growth, week = _all_paces(plain, weekday, weight)
    share = _weigh(plain, weekday, weight, (level, growth, week), horizon)
    wander = float(share @ np.array(PACES)[:, 0] ** 2)
    return Smooth(level @ share, growth @ share, week @ share, wander, weekday, effects)


def _reach(ahead: int) -> float:
    """How many days of today's growth a damped trend still makes."""
    return DAMPING * (1 - DAMPING**ahead) / (1 - DAMPING)


def _weekday(design: Design) -> Places:
    """Weekday of each day as the design sees it (a make-up workday counts as Friday or Monday)."""
    found = np.zeros(len(design.rows), np.int64)
    for at, name in enumerate(design.names):
        if name.startswith("weekday"):
            found[design.rows[:, at] > 0] = int(name.split()[1])
    return found


def _learn_effects(logs: Floats, design: Design, weekday: Places) -> Effects:
    """Calendar effects by recursive least squares on what plain smoothing leaves over.

    Smoothing at one fixed pace is linear: the regressors pass the same filter as the series, and
    the regression of one on the other is that of a local level with errors (Harvey, 1989, 3.4).
    """
    rows = design.rows.copy()
    if design.fresh is not None:  # this edition's own course: only of an event still running
        begins = np.flatnonzero(design.begins[: len(logs)])
        first = begins[-1] if len(begins) and design.events[len(logs) - 1] else len(rows)
        rows[:first, design.fresh] = 0.0
        over = np.logical_or.accumulate(~design.events[first:])
        rows[first:, design.fresh] *= ~over
    kept = np.array([not name.startswith("weekday") for name in design.names], bool)
    kept &= rows.any(axis=0)
    rows = rows[:, kept]
    left = _plain_smoothing(np.column_stack([logs, rows[: len(logs)]]), weekday)
    known, doubt, surprise, noise = _recursive(left, design.mean[kept], design.spread[kept])
    return Effects(rows, known, doubt, _apart(surprise, noise, design))


def _plain_smoothing(columns: Floats, weekday: Places) -> Floats:
    """One-day misses of each column (the first may be missing), smoothed at one pace."""
    level, week = np.zeros(columns.shape[1]), np.zeros((7, columns.shape[1]))
    left, seen, times = np.full(columns.shape, np.nan), 0, np.zeros(7)
    for day in np.flatnonzero(np.isfinite(columns[:, 0])):
        at = weekday[day]
        left[day] = columns[day] - level - week[at]
        level = level + max(PLAIN_LEVEL, 1 / (seen + 1)) * left[day]
        if seen:
            week[at] += max(PLAIN_WEEK, 0.5 / (times[at] + 1)) * left[day]
        seen, times[at] = seen + 1, times[at] + 1
    return left


def _recursive(left: Floats, mean: Floats, spread: Floats) -> tuple[Floats, Floats, Floats, float]:
    """Effects after each day, their covariance at the end, surprises, and usual noise."""
    known = np.repeat(mean[None], len(left), axis=0)
    doubt, surprise = np.diag(spread**2), np.full(len(left), np.nan)
    days = np.flatnonzero(np.isfinite(left[:, 0]))[1:]
    if not len(days):
        return known, doubt, surprise, 0.0
    noise = max(1.4826 * float(np.median(np.abs(left[days, 0]))), 1e-3) ** 2
    touched = np.asarray((np.abs(left[:, 1:]) > 1e-3).any(axis=1))
    effect, before = mean.copy(), 0
    for day in days:
        surprise[day] = left[day, 0] - left[day, 1:] @ effect
        if touched[day]:
            reach = doubt @ left[day, 1:]
            width = float(left[day, 1:] @ reach) + noise
            limit = CLIP * width**0.5
            known[before:day], before = effect, day
            effect = effect + reach * (min(max(surprise[day], -limit), limit) / width)
            doubt = doubt - np.outer(reach / width, reach)
    known[before:] = effect
    return known, doubt, surprise, noise


def _apart(surprise: Floats, noise: float, design: Design) -> float:
    """Variance between editions of an event: their mean surprises beyond the days' noise."""
    past = len(surprise)
    event = np.cumsum(design.begins[:past])
    event[~design.events[:past] | np.isnan(surprise)] = 0
    total, times = APART_WEIGHT * FIRST_APART**2, APART_WEIGHT
    for number in np.unique(event[event > 0])[1:]:
        own = surprise[event == number]
        total += min(max(float(own.mean() ** 2 - noise / len(own)), 0.0), (5 * FIRST_APART) ** 2)
        times += 1
    return total / times


def _all_paces(plain: Floats, weekday: Places, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Level and growth (days x paces) and week (days x 7 x paces) after each day."""
    paces = np.array(PACES)
    pace, week_pace, trend_pace = paces[:, 0], paces[:, 1], paces[:, 0] * paces[:, 2]
    level, week, noise = _begin(plain, weekday)
    levels, growths = np.empty((2, len(plain), len(paces)))
    weeks, spread = np.empty((len(plain), 7, len(paces))), np.full(len(paces), noise)
    now, growth = np.full(len(paces), level), np.zeros(len(paces))
    shape = np.repeat(week[:, None], len(paces), 1)
    for day, value in enumerate(plain):
        growth = growth * DAMPING
        now = now + growth
        if value == value:
            at = weekday[day]
            miss = value - now - shape[at]
            limit = CLIP * np.sqrt(spread)
            miss = np.minimum(np.maximum(miss, -limit), limit)
            spread = spread + 0.03 * (1.05 * miss * miss - spread)
            miss = miss * weight[day]
            now = now + np.maximum(pace, 1 / (day + 5)) * miss
            growth = growth + trend_pace * miss
            early = 0.5 / (day / 7 + 2) if day < YOUNG else 0.0
            step = np.maximum(week_pace, early) * miss
            shape[at] += step
            shape -= step / 7
            now = now + step / 7
        levels[day], growths[day], weeks[day] = now, growth, shape
    return levels, growths, weeks


def _begin(plain: Floats, weekday: Places) -> tuple[float, Floats, float]:
    """Level of the first two weeks, week and noise of the first eight."""
    first = np.flatnonzero(np.isfinite(plain))[:YOUNG]
    level, week = float(plain[first].mean()), np.zeros(7)
    for at in range(7):
        mine = first[weekday[first] == at]
        week[at] = (plain[mine] - level).sum() / (len(mine) + 0.5)
    rest = plain[first] - level - week[weekday[first]]
    noise = max(1.4826 * float(np.median(np.abs(rest))), 1e-3) ** 2
    start = first[:14]
    return float((plain[start] - week[weekday[start]]).mean()), week, noise


def _weigh(
    plain: Floats,
    weekday: Places,
    weight: Floats,
    states: tuple[Floats, Floats, Floats],
    horizon: int,
) -> Floats:
    """Share of each pace by the likelihood of its misses some days ahead."""
    level, growth, week = states
    first, score = min(SETTLED, len(plain) // 2), np.zeros(level.shape[1])
    tried = [ahead for ahead in TRIED_AHEAD if ahead <= horizon and ahead + first + 5 <= len(plain)]
    for ahead in tried:
        origins = np.arange(first, len(plain) - ahead)
        origins = origins[np.isfinite(plain[origins + ahead])]
        if not len(origins):
            continue
        days = origins + ahead
        grown = growth[origins] * _reach(ahead)
        miss = plain[days][:, None] - level[origins] - grown - week[origins, weekday[days]]
        limit = CLIP * (1.4826 * np.median(np.abs(miss)) + 1e-6)
        square = weight[days] @ np.minimum(miss * miss, limit * limit) / weight[days].sum()
        score -= weight[days].sum() / ahead**0.5 / 2 * np.log(square + 1e-12) / len(tried)
    share = np.exp(score - score.max())
    return share / share.sum()
