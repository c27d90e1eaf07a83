"""What the next days will bring: the calendar-aware filter carried forward, with tested ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .design import Design, build_design, daily
from .filtering import Scale
from .judging import Walk, read_scale
from .thresholds import DAYS_A_MONTH

Floats = NDArray[np.float64]

LEAST_DAYS = 14
SETTLED = 35
MODEL_WEIGHT = 20.0
DAMPING = 0.97
RECENT = 365
FIRST_WANDER = 0.06  # begin looser than `detect`: a forecast must follow a young series


@dataclass
class Past:
    """What the filter knew on each day of the past, and what it would have said of later days.

    states: filter state after each day. grain, relative, noise: today's noise. In units of that
    noise: stiff (doubt of the level now, and its growth a day), known (doubt that the calendar
    adds to each day ahead).
    """

    values: pd.Series
    design: Design
    scale: Scale
    states: Floats
    grain: Floats
    relative: Floats
    noise: float
    stiff: Floats
    known: Floats

    def path(self, origin: int, horizon: int) -> Floats:
        """Expected values of the days after day `origin`, on the scale of unit noise."""
        state, ahead = self.states[origin], np.arange(1, horizon + 1)
        slope = state[1] * DAMPING * (1 - DAMPING**ahead) / (1 - DAMPING)
        level = state[0] + slope + self.design.rows[origin + ahead] @ state[2:]
        if self.scale.signed[0]:
            return level / np.sqrt(self.noise)
        height = np.exp(np.clip(level, -12.0, 250.0))
        return self.scale.stable(height, self.grain, self.relative)

    def days_ahead(self, horizon: int) -> pd.DatetimeIndex:
        """The dates of the days to come."""
        return pd.date_range(self.values.index[-1] + pd.Timedelta(days=1), periods=horizon)

    def seen(self) -> Floats:
        """The series on the scale of unit noise."""
        values = self.values.to_numpy(float)
        if self.scale.signed[0]:
            return np.arcsinh(values / self.scale.unit[0]) / np.sqrt(self.noise)
        return self.scale.stable(values, self.grain, self.relative)

    def units(self, stable: Floats) -> Floats:
        """Back to the series' own unit."""
        if self.scale.signed[0]:
            logs = np.clip(stable * np.sqrt(self.noise), -300, 300)
            return np.sinh(logs) * self.scale.unit[0]
        return self.scale.unstable(stable, self.grain, self.relative)


def forecast(
    series: pd.Series,
    horizon: int,
    *,
    calendar: pd.DataFrame | None = None,
    levels: Sequence[float] = (80, 95),
) -> pd.DataFrame:
    """What will each of the next days bring, and how far off may that be?

    Weekdays, a damped trend, holidays, the Spring Festival lull and known events as learned from
    this series; the ranges come from what the same method would have missed in the past at the
    same distance.

    Not to be trusted beyond a month or so, across the first Spring Festival or the first edition
    of an event (the range is wide then), or with less than two months of history.

    series: daily values indexed by date, gaps allowed. horizon: days, 1..366, from the day after
    the last one. calendar: as in `detect`, reaching over the days to come. levels: percent.
    Returns a frame: date, mean, lo80, hi80, lo95, hi95 (or the levels asked for), in the unit of
    the series; `mean` is the central path (as likely to be passed as missed).
    Raises ValueError for fewer than 14 values, a horizon or level out of range, and as `detect`.

    Source: basic structural model on the log scale (Harvey, 1989) with empirical errors by
    horizon, in the manner of conformal forecasts.
    """
    _check(horizon, levels)
    past = _past(series, horizon, calendar)
    middle = past.path(len(past.values) - 1, horizon)
    errors = _errors(past, horizon)
    spread, shape = _spread(past, errors, horizon)
    frame = pd.DataFrame({"date": past.days_ahead(horizon), "mean": past.units(middle)})
    for level in levels:
        low, high = _quantiles(shape, level / 100)
        frame[f"lo{level:g}"] = past.units(middle + low * spread)
        frame[f"hi{level:g}"] = past.units(middle + high * spread)
    return frame


def forecast_total(
    series: pd.Series,
    horizon: int,
    *,
    calendar: pd.DataFrame | None = None,
    levels: Sequence[float] = (80, 95),
) -> dict[str, float]:
    """What will the next days bring together (to the month's end), and how far off may that be?

    Not the sum of the daily ranges: errors of neighbouring days go together, so the range comes
    from what this method would have missed in past totals of as many days.

    series, horizon, calendar, levels, errors, source: as `forecast`; for amounts and counts, not
    for rates. Past totals with a missing day are left out.
    Returns {"mean", "lo80", "hi80", "lo95", "hi95"} (or the levels asked for).
    """
    _check(horizon, levels)
    past = _past(series, horizon, calendar)
    total = float(past.units(past.path(len(past.values) - 1, horizon)).sum())
    if past.scale.signed[0]:
        raise ValueError("a total needs values that are not negative")
    misses = _total_misses(past, horizon)
    errors = _errors(past, horizon)
    daily_spread, _ = _spread(past, errors, horizon)
    unit = np.sqrt(past.grain[0] / max(total / horizon, 1e-9) + past.relative[0])
    # All days wrong together at most; the last day's spread holds what the level may do.
    model = unit * np.sqrt(max(float(daily_spread[-1] ** 2) - 1 + 1 / horizon, 1 / horizon))
    weight = len(misses) / horizon
    seen = float((misses**2).mean()) if len(misses) else 0.0
    spread = np.sqrt((weight * seen + 4 * model**2) / (weight + 4))
    shape = misses / np.sqrt(seen) if seen > 0 else misses
    found = {"mean": total}
    for level in levels:
        low, high = _quantiles(shape, level / 100)
        found[f"lo{level:g}"] = total * float(np.exp(low * spread))
        found[f"hi{level:g}"] = total * float(np.exp(high * spread))
    return found


def _check(horizon: int, levels: Sequence[float]) -> None:
    if not 1 <= horizon <= 366:
        raise ValueError(f"horizon must lie between 1 and 366 days, got {horizon}")
    if not levels or not all(0 < level < 100 for level in levels):
        raise ValueError(f"levels are percents between 0 and 100, got {levels}")


def _past(series: pd.Series, horizon: int, calendar: pd.DataFrame | None) -> Past:
    """Walk the filter over the series and keep its state after each day."""
    values = daily(series)
    if values.notna().sum() < LEAST_DAYS:
        raise ValueError(f"a forecast needs at least {LEAST_DAYS} days with a value")
    values = values.loc[values.first_valid_index() : values.last_valid_index()]
    days = pd.date_range(values.index[0], periods=len(values) + horizon)
    design = build_design(days, calendar)
    numbers, sizes = values.to_numpy(float)[:, None], np.ones((len(values), 1))
    scale = read_scale(numbers, sizes, np.zeros(1, bool))
    walk = Walk(numbers, sizes, design, scale, 0.5 / DAYS_A_MONTH)
    walk.filter.wander[:] = 2 * np.log(FIRST_WANDER)
    states = np.zeros((len(values), design.rows.shape[1] + 2))
    for day in range(len(values)):
        walk.start(np.array([day == 0]))
        walk.step(day, np.isfinite(numbers[day]) & (day >= SETTLED))
        if day % 14 == 0:
            walk.recalibrate(day)
        states[day] = walk.filter.mean[0]
    noise, cover = walk.filter.noise, walk.filter.cover[0]
    level = np.exp(np.clip(states[-1, :1], -12.0, 250.0))
    grain, relative = scale.split(noise, level, np.ones(1))
    own = float(noise[0] if scale.signed[0] else (grain / level + relative)[0])
    known = _known_doubt(design, cover, len(values), float(walk.filter.apart[0]))
    stiff = np.array([cover[0, 0], np.exp(walk.filter.wander[0])]) / own
    return Past(values, design, scale, states, grain, relative, own, stiff, known / own)


def _known_doubt(design: Design, cover: Floats, first: int, apart: float) -> Floats:
    """Variance that holidays, lull and events not yet well known add to each day ahead."""
    cover = cover.copy()
    if design.fresh is not None:
        at = design.fresh + 2
        cover[at, :] = cover[:, at] = 0.0
        cover[at, at] = apart
    rows = design.rows[first:] * [not name.startswith("weekday") for name in design.names]
    return np.einsum("ij,jk,ik->i", rows, cover[2:, 2:], rows)


def _errors(past: Past, horizon: int) -> Floats:
    """What the filter would have missed, in unit noise: past origins x days ahead."""
    seen, last = past.seen(), len(past.values) - 1
    first = max(min(SETTLED, last // 2), last - RECENT)
    reach = min(horizon, max(last - first, 1))
    errors = np.full((last - first, reach), np.nan)
    for row, origin in enumerate(range(first, last)):
        ahead = min(reach, last - origin)
        came = seen[origin + 1 : origin + 1 + ahead]
        errors[row, :ahead] = came - past.path(origin, ahead)
    return errors


def _total_misses(past: Past, horizon: int) -> Floats:
    """Log of total that came over total expected, for past origins with all days known."""
    values, last = past.values.to_numpy(float), len(past.values) - 1
    first = max(min(SETTLED, last // 2), last - RECENT)
    misses = []
    for origin in range(first, last - horizon + 1):
        came = values[origin + 1 : origin + 1 + horizon].sum()
        expected = past.units(past.path(origin, horizon)).sum()
        if came > 0 and expected > 0:
            misses.append(np.log(came / expected))
    return np.array(misses)


def _spread(past: Past, errors: Floats, horizon: int) -> tuple[Floats, Floats]:
    """Standard deviation of each day ahead in unit noise, and the pooled shape of the errors.

    Measured errors where there are many, the filter's own variance where there are few.
    """
    ahead = np.arange(1, horizon + 1)
    model = 1 + past.stiff[0] + past.stiff[1] * ahead
    seen = np.isfinite(errors)
    times = seen.sum(axis=0)
    square = np.where(seen, np.minimum(errors**2, 36 * model[: errors.shape[1]]), 0).sum(axis=0)
    measured = np.r_[square / np.maximum(times, 1), np.zeros(horizon - errors.shape[1])]
    weight = np.r_[times, np.zeros(horizon - errors.shape[1])] / np.sqrt(ahead)
    mixed = (weight * measured + MODEL_WEIGHT * model) / (weight + MODEL_WEIGHT)
    shape = errors / np.sqrt(np.maximum(measured[: errors.shape[1]], 1e-9))
    spread = np.sqrt(np.maximum.accumulate(mixed) + past.known)
    return spread, shape[np.isfinite(shape)]


def _quantiles(shape: Floats, level: float) -> tuple[float, float]:
    """Lower and upper quantile of unit errors, leaning on the normal where there are few."""
    from scipy.special import ndtri

    normal = float(ndtri((1 + level) / 2))
    if len(shape) < 10:
        return -1.1 * normal, 1.1 * normal
    trust = len(shape) / (len(shape) + 200)
    low, high = np.quantile(shape, [(1 - level) / 2, (1 + level) / 2])
    return trust * float(low) - (1 - trust) * normal, trust * float(high) + (1 - trust) * normal
