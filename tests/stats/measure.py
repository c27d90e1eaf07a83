"""Print the measured figures of the methods: `python -m tests.stats.measure [method ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from opslib.stats import detect
from tests.stats.shops import Shop, make_shop

FIRST_JUDGED = 190
GRACE = {"pulse": 0, "failed event": 0, "shift": 7, "drift": 10}
Judge = Callable[[Shop], np.ndarray]


def by_detect(shop: Shop) -> np.ndarray:
    """The method itself at its default."""
    return detect(shop.series, calendar=shop.calendar)["flag"].to_numpy()


def by_weekday_median(shop: Shop, limit: float = 3.1) -> np.ndarray:
    """Same-weekday median of eight weeks with a calendar mask, band from the median deviation."""
    logs = np.log(shop.series.to_numpy() + 1.0)
    flags = np.zeros(len(logs), bool)
    mask = special_days(shop)
    clean = np.where(mask, np.nan, logs)
    errors = np.full(len(logs), np.nan)
    for t in range(63, len(logs)):
        past = clean[t - 56 : t : 7]
        if np.isfinite(past).sum() >= 3:
            errors[t] = logs[t] - np.nanmedian(past)
        spread = 1.4826 * np.nanmedian(np.abs(errors[max(t - 120, 0) : t])) if t > 90 else np.nan
        flags[t] = not mask[t] and abs(errors[t]) > limit * spread
    return flags


def by_day_before(shop: Shop) -> np.ndarray:
    """Day on day, 30 % either way."""
    values = shop.series.to_numpy(float)
    change = np.r_[0.0, values[1:] / np.maximum(values[:-1], 1) - 1]
    return np.abs(change) > 0.3


def by_oracle(shop: Shop) -> np.ndarray:
    """The true mean and noise, with shifts and drifts followed once they were seen."""
    logs = np.log(shop.series.to_numpy() + 0.5)
    spread = np.sqrt(shop.noise**2 * 0.9 + 1 / np.exp(shop.normal))
    moved = np.zeros(len(logs))
    for cause in shop.planted:
        if cause.kind in ("shift", "drift"):
            moved[cause.start + (3 if cause.kind == "shift" else 30) :] += cause.size
    residual = (logs - shop.normal - moved) / spread
    week = pd.Series(residual).rolling(3).sum().to_numpy() / np.sqrt(3 * 1.35)
    return (np.abs(residual) > 2.6) | (np.abs(week) > 2.9)


def special_days(shop: Shop) -> np.ndarray:
    """Days a calendar mask leaves out."""
    known = shop.calendar
    lull = np.abs(known["days_from_cny"].to_numpy()) <= 25
    return (known["promo"] != "").to_numpy() | (known["holiday"] != "").to_numpy() | lull


def score(shop: Shop, flags: np.ndarray) -> pd.DataFrame:
    """Each planted cause: found or not, alarms on it; and the rest of the days."""
    free = np.ones(len(flags), bool)
    free[:FIRST_JUDGED] = False
    rows = []
    for cause in shop.planted:
        last = min(cause.start + GRACE["shift"] if cause.kind == "shift" else cause.end, len(flags))
        span = slice(cause.start, last + GRACE.get(cause.kind, 0) * (cause.kind == "drift") + 1)
        free[span] = False
        rows.append((cause.kind, bool(flags[span].any()), int(flags[span].sum()), np.nan, np.nan))
    rows.append(("quiet days", False, 0, int(flags[free].sum()), int(free.sum())))
    return pd.DataFrame(rows, columns=["kind", "found", "alarms", "false", "days"])


def measure_detect(shops: int = 100, first: int = 1000) -> pd.DataFrame:
    """Share found by kind and false-alarm days a month, against the simple ways."""
    judges: dict[str, Judge] = {
        "detect": by_detect,
        "weekday median": by_weekday_median,
        "day before 30%": by_day_before,
        "oracle": by_oracle,
    }
    made = [make_shop(first + i) for i in range(shops)]
    table = {}
    for name, judge in judges.items():
        rows = pd.concat([score(shop, judge(shop)) for shop in made])
        causes, quiet = rows[rows["kind"] != "quiet days"], rows[rows["kind"] == "quiet days"]
        line = {"found": causes["found"].mean()} | causes.groupby("kind")["found"].mean().to_dict()
        line["false a month"] = 30.4 * quiet["false"].sum() / quiet["days"].sum()
        per_shift = causes[(causes["kind"] == "shift") & causes["found"]]["alarms"]
        table[name] = line | {"alarms a found shift": per_shift.mean()}
    return pd.DataFrame(table).T.round(3)


METHODS: dict[str, Callable[[], pd.DataFrame]] = {"detect": measure_detect}


def main(names: list[str]) -> None:
    """Print the tables of these methods, or of all."""
    pd.set_option("display.width", 160)
    for name in names or METHODS:
        print(f"== {name}", METHODS[name]().to_string(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
