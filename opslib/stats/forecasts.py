"""What the next days will bring: smoothed levels and a learned calendar, with tested ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .past import Past
from .smoothing import SETTLED

Floats = NDArray[np.float64]

RECENT = 365
MODEL_WEIGHT = 20.0
FEW_ORIGINS = 60.0
OPTIMISM = 1.05  # paces were weighed on the past they are judged on here
FREEDOM = 8.0  # of the errors where the past shows few: single days stray further than usual
CENTRE_WEIGHT = 2.0
LEAST_RELATIVE = 1e-6


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

    Source: exponential smoothing of logs with a damped trend (Hyndman and Athanasopoulos, 2021,
    ch. 8), averaged over many paces by their likelihood, beside a calendar regression under the
    same filter (Harvey, 1989); empirical errors by horizon, in the manner of conformal forecasts.
    Own code since statsmodels' import alone costs the daily review seconds, its fit knows
    neither calendar nor gaps, and it misses more (`python -m tests.stats.measure forecast`).
    """
    _check(horizon, levels)
    past = Past.read(series, horizon, calendar)
    middle = past.ahead(horizon)
    spread, shape = _spread(past, _errors(past, horizon), horizon)
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
    from what this method would have missed in past totals of as many days. Nor is the middle
    quite the sum of the daily middles: where days are lopsided, past totals correct it.

    series, horizon, calendar, levels, errors, source: as `forecast`; for amounts and counts, not
    for rates. Past totals with a missing day are left out.
    Returns {"mean", "lo80", "hi80", "lo95", "hi95"} (or the levels asked for).
    """
    _check(horizon, levels)
    past = Past.read(series, horizon, calendar)
    if past.scale.signed[0]:
        raise ValueError("a total needs values that are not negative")
    expected = past.units(past.ahead(horizon))
    misses, centre = _total_misses(past, horizon)
    daily_spread, _ = _spread(past, _errors(past, horizon), horizon)
    total = float(expected.sum()) * centre
    grain = past.grain / np.maximum(total, 0.1 * past.grain)
    # All days wrong together at most; the last day's spread holds what the level may do.
    shared = max(float(daily_spread[-1] ** 2) - 1, 0.0)
    model = np.sqrt(grain[0] * (1 + horizon * shared) + past.relative[0] * (shared + 1 / horizon))
    weight = len(misses) / horizon
    seen = float((misses**2).mean()) if len(misses) else 0.0
    spread = np.sqrt((weight * seen + 4 * model**2) / (weight + 4))
    shape = misses[:, None] / np.sqrt(seen) if seen > 0 else misses[:, None]
    # Many orders make the total's error a share of it, few a matter of whole ones.
    relative = np.maximum(spread**2 - grain, LEAST_RELATIVE)
    width = spread / np.sqrt(grain + relative)
    middle = past.scale.stable(np.array([total]), past.grain, relative)
    found = {"mean": total}
    for level in levels:
        for side, reach in zip(("lo", "hi"), _quantiles(shape, level / 100), strict=True):
            edge = past.scale.unstable(middle + reach * width, past.grain, relative)
            found[f"{side}{level:g}"] = float(edge[0])
    return found


def _check(horizon: int, levels: Sequence[float]) -> None:
    if not 1 <= horizon <= 366:
        raise ValueError(f"horizon must lie between 1 and 366 days, got {horizon}")
    if not levels or not all(0 < level < 100 for level in levels):
        raise ValueError(f"levels are percents between 0 and 100, got {levels}")


def _errors(past: Past, horizon: int) -> Floats:
    """What would have been missed on plain days, in unit noise: past origins x days ahead."""
    seen, last = past.seen(), len(past.values) - 1
    seen = np.where(past.design.known[: last + 1], np.nan, seen)
    first = max(min(SETTLED, last // 2), last - RECENT)
    reach = min(horizon, max(last - first, 1))
    errors = np.full((last - first, reach), np.nan)
    for ahead in range(1, reach + 1):
        origins = np.arange(first, last + 1 - ahead)
        errors[: len(origins), ahead - 1] = seen[origins + ahead] - past.path(origins, ahead)
    return errors


def _spread(past: Past, errors: Floats, horizon: int) -> tuple[Floats, Floats]:
    """Standard deviation of each day ahead in unit noise, and the pooled shape of the errors.

    A line over the days ahead: measured where there are many errors, the model's where few.
    """
    reach = np.arange(1, errors.shape[1] + 1)
    times = np.isfinite(errors).sum(axis=0)
    model = np.array([1.0, past.smoothed.wander])
    weight = times / np.sqrt(reach)
    limit = 36 * (model[0] + model[1] * reach)
    square = np.where(times > 0, np.nansum(np.minimum(errors**2, limit), axis=0), 0.0)
    measured = square / np.maximum(times, 1)
    mixed = (weight * measured + MODEL_WEIGHT * (model[0] + model[1] * reach)) / (
        weight + MODEL_WEIGHT
    )
    height, slope = _line(reach, mixed, weight + MODEL_WEIGHT)
    variance = OPTIMISM**2 * (height + slope * np.arange(1, horizon + 1))
    shape = errors * (OPTIMISM / np.sqrt(variance[: errors.shape[1]]))
    return np.sqrt(variance + past.known_doubt()), shape


def _line(places: Floats, values: Floats, weight: Floats) -> tuple[float, float]:
    """Height and slope of the best line that rises and stays above nought."""
    middle, mean = np.average(places, weights=weight), float(np.average(values, weights=weight))
    apart = places - middle
    slope = float(weight @ (apart * values)) / max(float(weight @ apart**2), 1e-9)
    slope = min(max(slope, 0.0), 0.8 * mean / float(middle))
    return mean - slope * float(middle), slope


def _total_misses(past: Past, horizon: int) -> tuple[Floats, float]:
    """Logs of past totals over what was expected of them, and what their ratio corrects.

    Days are expected at their middle; where days are lopsided, their total lies above the sum of
    the middles, and the past says by how much.
    """
    values, last = past.values.to_numpy(float), len(past.values) - 1
    first = max(min(SETTLED, last // 2), last - RECENT)
    origins = np.arange(first, last - horizon + 1)
    if not len(origins):
        return np.zeros(0), 1.0
    came = np.lib.stride_tricks.sliding_window_view(values, horizon)[origins + 1].sum(axis=1)
    expected = np.zeros(len(origins))
    for ahead in range(1, horizon + 1):
        expected += past.units(past.path(origins, ahead))
    usable = (came > 0) & (expected > 0)
    came, expected = came[usable], expected[usable]
    if not len(came):
        return np.zeros(0), 1.0
    trust = len(came) / (len(came) + CENTRE_WEIGHT * horizon)
    centre = float(came.sum() / expected.sum()) ** trust
    return np.log(came / expected / centre), centre


def _quantiles(shape: Floats, level: float) -> tuple[float, float]:
    """Lower and upper quantile of unit errors (origins x days ahead); usual where few."""
    from scipy.special import stdtrit

    usual = float(stdtrit(FREEDOM, (1 + level) / 2))
    origins = int(np.isfinite(shape).any(axis=1).sum())
    if origins < 10:
        return -usual, usual
    trust = origins / (origins + FEW_ORIGINS)
    low, high = np.quantile(shape[np.isfinite(shape)], [(1 - level) / 2, (1 + level) / 2])
    return trust * float(low) - (1 - trust) * usual, trust * float(high) + (1 - trust) * usual
