"""How far off the forecasts are, beside exponential smoothing of logs and last week again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from opslib.stats import forecast, forecast_total
from tests.stats.shops import make_shop

DAILY = Path(__file__).parent / "data" / "online_retail_daily.csv"
REAL_ORIGINS = (72, 79, 86, 93, 100, 107, 114)
SHOP_ORIGINS = (120, 200, 300, 420, 540, 660)
AHEAD = (7, 14, 28)
Case = tuple[pd.Series, np.ndarray, pd.DataFrame | None]


def real_series() -> pd.DataFrame:
    """35 daily series of a real wholesaler: whole shop, countries, products."""
    return pd.read_csv(DAILY, index_col="date", parse_dates=True).astype(float)


def real_cases() -> Iterator[Case]:
    """Past, the four weeks that came, no calendar: seven origins a series."""
    for _, series in real_series().items():
        for origin in REAL_ORIGINS:
            yield series.iloc[:origin], series.iloc[origin : origin + 28].to_numpy(), None


def shop_cases(shops: int, first: int) -> Iterator[Case]:
    """Past, the four weeks that came, calendar: six origins a simulated shop."""
    for seed in range(first, first + shops):
        shop = make_shop(seed)
        series = shop.series.astype(float)
        for origin in SHOP_ORIGINS:
            come = series.iloc[origin : origin + 28].to_numpy()
            yield series.iloc[:origin], come, shop.calendar


def last_week(past: pd.Series) -> np.ndarray:
    """Seasonal naive: the last week again, four times."""
    return np.tile(past.interpolate().to_numpy()[-7:], 4)


def ets_on_logs(past: pd.Series) -> np.ndarray:
    """statsmodels' ETS(A,N,A) or ETS(A,Ad,A) on logs, by AICc; gaps filled with other weeks."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    filled = past.copy()
    for days in (7, 14, 21, -7):
        filled = filled.fillna(past.shift(days))
    filled = filled.interpolate()
    offset = max(0.02 * filled.mean(), 0.5) if (filled == 0).any() else 0.0
    fits = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that stops early is still the reference's answer
        for trend in ({}, {"trend": "add", "damped_trend": True}):
            logs = np.log(filled.to_numpy() + offset)
            model = ETSModel(logs, error="add", seasonal="add", seasonal_periods=7, **trend)
            fits.append(model.fit(disp=False, maxiter=200))
    best = min(fits, key=lambda fit: fit.aicc)
    return np.maximum(np.exp(best.forecast(28)) - offset, 0.0)


def judge(case: Case) -> list[dict[str, float]]:
    """One line for 7, 14 and 28 days: scaled errors of the three ways, coverage of ours."""
    past, come, calendar = case
    values = past.to_numpy()
    scale = np.nanmean(np.abs(values[7:] - values[:-7]))
    naive, ets = last_week(past), ets_on_logs(past)
    rows = []
    for ahead in AHEAD:
        came, known = come[:ahead], np.isfinite(come[:ahead])
        found = forecast(past, ahead, calendar=calendar)
        total = forecast_total(past, ahead, calendar=calendar)
        row = {"days": ahead}
        for name, middle in (("ours", found["mean"]), ("ETS on logs", ets), ("last week", naive)):
            row[name] = np.nanmean(np.abs(middle[:ahead] - came)) / scale
        for level in (80, 95):
            inside = (found[f"lo{level}"] <= came) & (came <= found[f"hi{level}"])
            row[f"cover {level}"] = inside[known].mean()
            row[f"total {level}"] = total[f"lo{level}"] <= came.sum() <= total[f"hi{level}"]
        rows.append(row)
    return rows


def measure_forecast(shops: int = 6, first: int = 8100) -> pd.DataFrame:
    """Mean absolute error over that of last week again in the past (MASE), and coverage."""
    tables = {}
    for name, cases in (("simulated", shop_cases(shops, first)), ("real", real_cases())):
        rows = [row for case in cases for row in judge(case)]
        tables[name] = pd.DataFrame(rows).astype(float).groupby("days").mean()
    return pd.concat(tables).round(3)
