"""A series as a forecast reads it: on the log scale, smoothed, with its own noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .design import Design, build_design, daily
from .filtering import LEAST_NOISE, MOST_NOISE, Scale
from .judging import read_scale
from .smoothing import SETTLED, Smooth, smooth

Floats = NDArray[np.float64]

LEAST_DAYS = 14
TOP = 250.0  # log levels above are no numbers of a shop


@dataclass
class Past:
    """The past read on the log scale, smoothed, and its noise.

    offset: added before the logarithm, nought where no day is empty. grain, relative: variance
    of a day of height m is grain / m + relative in log points; errors are counted in its root.
    """

    values: pd.Series
    design: Design
    scale: Scale
    smoothed: Smooth
    offset: float
    grain: Floats
    relative: Floats

    @classmethod
    def read(cls, series: pd.Series, horizon: int, calendar: pd.DataFrame | None) -> Past:
        """Smooth the series; the calendar reaches over the days to come."""
        values = daily(series)
        if values.notna().sum() < LEAST_DAYS:
            raise ValueError(f"a forecast needs at least {LEAST_DAYS} days with a value")
        values = values.loc[values.first_valid_index() : values.last_valid_index()]
        days = pd.date_range(values.index[0], periods=len(values) + horizon)
        design, numbers = build_design(days, calendar), values.to_numpy(float)
        scale = read_scale(numbers[:, None], np.ones((len(numbers), 1)), np.zeros(1, bool))
        if (numbers < 0).any():
            scale.signed[:], scale.counted[:] = True, False
        offset = _offset(numbers, counted=bool(scale.counted[0]))
        if scale.signed[0]:
            logs = np.arcsinh(numbers / scale.unit[0])
        else:
            logs = np.log(numbers + offset + 1e-12)
        past = cls(values, design, scale, smooth(logs, design, horizon), offset, *np.ones((2, 1)))
        past._read_noise(logs)
        return past

    def _read_noise(self, logs: Floats) -> None:
        """The days' own noise from what was missed one day ahead."""
        origins = np.arange(min(SETTLED, len(logs) // 2), len(logs) - 1)
        path = self.smoothed.path(origins, 1)
        miss = (logs[origins + 1] - path)[~self.design.known[origins + 1]]
        miss = np.abs(miss[np.isfinite(miss)])
        noise = 1.4826 * float(np.median(miss)) if len(miss) else 0.3
        height = np.exp(np.clip(np.median(path), -12.0, TOP)) if len(path) else 1.0
        own = 1 / height if self.scale.counted[0] else 0.0
        square = np.clip(noise**2 - own, LEAST_NOISE**2, MOST_NOISE**2)
        self.grain, self.relative = self.scale.split(
            np.array([square]), np.array([height]), np.ones(1)
        )
        if self.scale.signed[0]:
            self.relative = np.array([square])

    def path(self, origins: NDArray[np.int64], ahead: int) -> Floats:
        """Expected values at the origins, some days ahead, on the scale of unit noise."""
        level = self.smoothed.path(origins, ahead)
        if self.scale.signed[0]:
            return level / np.sqrt(self.relative)
        height = np.exp(np.clip(level, -30.0, TOP)) - self.offset
        return self.scale.stable(np.maximum(height, 0.0), self.grain, self.relative)

    def days_ahead(self, horizon: int) -> pd.DatetimeIndex:
        """The dates of the days to come."""
        return pd.date_range(self.values.index[-1] + pd.Timedelta(days=1), periods=horizon)

    def ahead(self, horizon: int) -> Floats:
        """Expected values of the days to come, on the scale of unit noise."""
        last = np.array([len(self.values) - 1])
        return np.array([self.path(last, day)[0] for day in range(1, horizon + 1)])

    def seen(self) -> Floats:
        """The series on the scale of unit noise."""
        values = self.values.to_numpy(float)
        if self.scale.signed[0]:
            return np.arcsinh(values / self.scale.unit[0]) / np.sqrt(self.relative)
        return self.scale.stable(values, self.grain, self.relative)

    def units(self, stable: Floats) -> Floats:
        """Back to the series' own unit."""
        if self.scale.signed[0]:
            logs = np.clip(stable * np.sqrt(self.relative), -300, 300)
            return np.sinh(logs) * self.scale.unit[0]
        return self.scale.unstable(stable, self.grain, self.relative)

    def known_doubt(self) -> Floats:
        """Variance, in unit noise, that calendar effects not well known add to each day ahead."""
        effects, first = self.smoothed.effects, len(self.values)
        rows = effects.rows[first:]
        doubt = np.einsum("ij,jk,ik->i", rows, effects.doubt, rows)
        doubt += effects.apart * self.design.events[first:]
        if self.scale.signed[0]:
            return doubt / self.relative
        stable = self.ahead(len(rows))
        height = np.maximum(self.units(stable), 1e-9)
        return doubt / (self.grain / height + self.relative)


def _offset(numbers: Floats, *, counted: bool) -> float:
    """What is added before the logarithm: nothing, unless there are empty days."""
    if not (numbers <= 0).any():
        return 0.0
    return max(0.02 * float(np.nanmean(np.abs(numbers))), 0.5 if counted else 0.0)
