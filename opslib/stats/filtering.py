"""A causal filter over many daily series at once: what each day should be, given earlier days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .design import Design

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

SLOPE_SPREAD, SLOPE_DRIFT, SLOPE_DAMPING = 0.002, 0.00012, 0.995
LEAST_NOISE, MOST_NOISE = 0.012, 3.0
LEAST_WANDER, MOST_WANDER = 0.002, 0.15
CLIP = 2.5
FIRST_WANDER = 0.015
BLOCK = 32_000  # numbers that stay in a processor's own memory while they are changed
SWAP = 0.5  # doubt of a swapped weekday against the gap between the two
WANDER_PACE, BEFORE = 0.05, 0.85
FIRST_APART = 0.06  # how much two editions of one event differ, log points


@dataclass
class Scale:
    """How a series is read: y x size is a quantity with variance grain * m + noise * m**2.

    grain: counts 1, rates of counts 1 - p, amounts a share of their typical level.
    signed: series that may be negative are read as asinh(y / unit) with even noise.
    own_grain: the grain is known (counts); otherwise it is part of the noise.
    """

    counted: Flags
    of_counts: Flags
    signed: Flags
    unit: Floats
    typical: Floats

    def split(self, noise: Floats, level: Floats, size: Floats) -> tuple[Floats, Floats]:
        """Grain and relative variance of the quantity level * size."""
        with np.errstate(over="ignore"):
            grain = np.where(self.counted, 1.0, 0.5 * noise * self.typical)
        grain = np.where(self.of_counts, np.clip(1 - level, 0.02, 1.0), grain)
        relative = np.where(self.counted | self.of_counts, noise, 0.5 * noise)
        return grain, relative

    def stable(self, quantity: Floats, grain: Floats, relative: Floats) -> Floats:
        """Transform to unit noise: 2 / r * asinh(r * sqrt(m / grain)), log to square root."""
        root = np.sqrt(relative)
        inside = np.maximum(quantity, 0) / grain + 0.375
        return 2 / root * np.arcsinh(root * np.sqrt(inside))

    def unstable(self, value: Floats, grain: Floats, relative: Floats) -> Floats:
        """The quantity whose `stable` is this value; zero below the scale's end."""
        root = np.sqrt(relative)
        inside = (np.sinh(np.clip(value * root / 2, 0, 300)) / root) ** 2
        return np.maximum(inside - 0.375, 0) * grain


class LevelFilter:
    """Kalman filter on the log level of many series: level, slope, weekdays, calendar effects.

    Each series has its own covariance, noise and wandering; noise follows the size of the
    surprises, wandering their correlation from day to day (white surprises: neither too stiff
    nor too loose). Source: Harvey (1989), ch. 3; West and Harrison (1997), ch. 10.
    """

    def __init__(self, design: Design, level: Floats, noise: Floats) -> None:
        series, effects = len(level), design.rows.shape[1] + 2
        self.design = design
        self.mean = np.zeros((series, effects))
        self.mean[:, 0], self.mean[:, 2:] = level, design.mean
        self.doubt = np.diag(np.r_[0.5, SLOPE_SPREAD, design.spread] ** 2)
        self.cover = np.repeat(self.doubt[None], series, axis=0)
        block = max(BLOCK // effects**2, 1)
        self.blocks = [slice(i, i + block) for i in range(0, series, block)]
        self.drift = np.r_[0.0, SLOPE_DRIFT, design.drift] ** 2
        self.noise = np.clip(noise, 0.03, 1.0) ** 2
        self.wander = np.full(series, 2 * np.log(FIRST_WANDER))
        self.last, self.before = np.zeros((2, series))
        self.seen = np.zeros(series)
        self.apart = np.full(series, FIRST_APART**2)
        self.row = np.zeros(effects)
        self.row[0] = 1.0
        weekday = [name.startswith("weekday") for name in design.names]
        self.weekdays = np.flatnonzero(weekday)
        self.uplift = np.r_[False, False, design.uplift]
        # A view of the diagonals: a fancy index would copy them every day.
        self.variances = self.cover.reshape(series, -1)[:, :: effects + 1]

    def restart(self, which: Flags) -> None:
        """Forget the doubt that has piled up before the first value of these series."""
        self.cover[which] = self.doubt

    def predict(self, day: int) -> tuple[Floats, Floats]:
        """Expected log level of the day and the variance of that expectation."""
        self._move(day)
        self.row[2:] = self.design.rows[day]
        self.reach = self.cover @ self.row
        doubt = np.maximum(self.reach @ self.row, 0.0)
        own = self.design.swapped[day]
        if own >= 0:  # how far a shop follows the swap of weekdays is not known
            counts_as = self.design.rows[day, self.weekdays].argmax()
            gap = self.mean[:, own + 2] - self.mean[:, self.weekdays[counts_as] + 2]
            doubt = doubt + (SWAP * gap) ** 2
        return self.mean @ self.row, doubt

    def predict_plain(self) -> tuple[Floats, Floats]:
        """As `predict`, were the day's known event not to happen."""
        row = np.where(self.uplift, 0.0, self.row)
        self.plain_reach = self.cover @ row
        return self.mean @ row, np.maximum(self.plain_reach @ row, 0.0)

    def without(self, which: Flags) -> None:
        """What these series learn of the day is as of one without its known event."""
        self.reach[which] = self.plain_reach[which]

    def update(self, surprise: Floats, spread: Floats, learn: Flags) -> None:
        """Take in a day: surprise in log points, its variance; only where `learn`."""
        limit = CLIP * np.sqrt(spread)
        pull = np.where(learn, np.clip(surprise, -limit, limit), 0.0) / spread
        self.mean += self.reach * pull[:, None]
        weight = np.where(learn, 1 / spread, 0.0)
        weighed = self.reach * weight[:, None]
        for some in self.blocks:
            self.cover[some] -= weighed[some, :, None] * self.reach[some, None, :]

    def adapt(self, day: int, score: Floats, own: Floats, learn: Floats) -> None:
        """Let noise and wandering follow the scores.

        own: share of the day's noise in the spread; learn: weight of the day, 0 to 1.
        """
        self.seen += learn
        pace = np.maximum(1 / (self.seen + 12), 0.02)
        size = np.minimum(score * score, CLIP * CLIP) - 0.95
        self.noise *= np.exp(2 * learn * pace * own * size)
        np.clip(self.noise, LEAST_NOISE**2, MOST_NOISE**2, out=self.noise)
        if self.design.events[day]:
            share = self.apart / (self.apart + self.noise) * (1 - own)
            self.apart *= np.exp(0.35 * (learn > 0) * share * size)
            np.clip(self.apart, 0.03**2, 0.5**2, out=self.apart)
        clipped = np.clip(score, -CLIP, CLIP)
        self.wander += WANDER_PACE * np.floor(learn) * own * np.clip(clipped * self.before, -3, 3)
        np.clip(self.wander, 2 * np.log(LEAST_WANDER), 2 * np.log(MOST_WANDER), out=self.wander)
        faded = BEFORE * self.before + np.sqrt(1 - BEFORE**2) * self.last
        self.before = np.where(learn >= 1, faded, self.before)
        self.last = np.where(learn >= 1, clipped, self.last)

    def shift(self, offset: Floats, doubt: Floats) -> None:
        """Move the level by `offset` and be less sure of it by the variance `doubt`."""
        self.mean[:, 0] += offset
        self.cover[:, 0, 0] += doubt

    def _move(self, day: int) -> None:
        mean, cover = self.mean, self.cover
        mean[:, 0] += mean[:, 1]
        mean[:, 1] *= SLOPE_DAMPING
        cover[:, 0, :] += cover[:, 1, :]
        cover[:, :, 0] += cover[:, :, 1]
        self.variances += self.drift
        cover[:, 0, 0] += np.exp(self.wander)
        fresh = self.design.fresh
        if fresh is not None and self.design.begins[day]:
            at = fresh + 2
            mean[:, at] = self.design.mean[fresh]
            cover[:, at, :] = 0.0
            cover[:, :, at] = 0.0
            cover[:, at, at] = self.apart
