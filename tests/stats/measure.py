"""Print the measured figures of the methods: `python -m tests.stats.measure [method ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from opslib.stats import (
    detect,
    detect_many,
    expected_orders,
    fit_repeats,
    shrink_rates,
)
from tests.stats.measure_forecast import measure_forecast
from tests.stats.measure_promotion import measure_promotion_effect
from tests.stats.shops import WORLDS, Shop, make_shop, make_sparse

FIRST_JUDGED, FIRST_SPARSE = 190, 28
GRACE = {"pulse": 0, "failed event": 0, "shift": 7, "drift": 10}
Judge = Callable[[Shop], np.ndarray]


def by_detect(shop: Shop) -> np.ndarray:
    """The method itself at its default."""
    return detect(shop.series, calendar=shop.calendar)["flag"].to_numpy()


def by_weekday_median(shop: Shop, limit: float = 1.85) -> np.ndarray:
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
    """The true mean and noise, with shifts and drifts followed once they were seen.

    Its limits give about the .5 false-alarm days a month that the others are held to.
    """
    logs = np.log(shop.series.to_numpy() + 0.5)
    spread = np.sqrt(shop.noise**2 * 0.9 + 1 / np.exp(shop.normal))
    moved = np.zeros(len(logs))
    for cause in shop.planted:
        if cause.kind in ("shift", "drift"):
            moved[cause.start + (3 if cause.kind == "shift" else 30) :] += cause.size
    residual = (logs - shop.normal - moved) / spread
    week = pd.Series(residual).rolling(3).sum().to_numpy() / np.sqrt(3 * 1.35)
    return (np.abs(residual) > 2.9) | (np.abs(week) > 3.1)


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


def measure_detect(shops: int = 60, first: int = 1000) -> pd.DataFrame:
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


def measure_worlds(shops: int = 12, first: int = 60000) -> pd.DataFrame:
    """`detect` in shops of other kinds: share found by kind, false-alarm days a month.

    A method fitted to one generator would do well in the plain world alone.
    """
    table = {}
    for world in WORLDS:
        made = [make_shop(first + i, world=world) for i in range(shops)]
        rows = pd.concat([score(shop, by_detect(shop)) for shop in made])
        best = pd.concat([score(shop, by_oracle(shop)) for shop in made])
        causes, quiet = rows[rows["kind"] != "quiet days"], rows[rows["kind"] == "quiet days"]
        line = {"found": causes["found"].mean()} | causes.groupby("kind")["found"].mean().to_dict()
        line["false a month"] = 30.4 * quiet["false"].sum() / quiet["days"].sum()
        line["oracle found"] = best[best["kind"] != "quiet days"]["found"].mean()
        line["oracle false"] = 30.4 * best["false"].sum() / best["days"].sum()
        table[world] = line
    return pd.DataFrame(table).T.round(3)


def measure_sparse(shops: int = 60) -> pd.DataFrame:
    """Quiet series with many zero days: false alarms a month, expectation to mean, widest range."""
    table = {}
    for kind in ("orders", "days", "wander", "counts"):
        made = pd.DataFrame({seed: make_sparse(seed, kind) for seed in range(shops)})
        largest = made.cummax().shift().iloc[FIRST_SPARSE:].T.to_numpy().ravel()
        found = detect_many(made)
        found = found[found["date"] >= made.index[FIRST_SPARSE]]
        table[kind] = {
            "zero days": (found["value"] == 0).mean(),
            "false a month": 30.4 * found["flag"].mean(),
            "expected to mean": found["expected"].sum() / found["value"].sum(),
            "upper to largest": (found["upper"] / largest).max(),
        }
    return pd.DataFrame(table).T.round(3)


def measure_shrink(groups: int = 60) -> pd.DataFrame:
    """Coverage of the 90 % intervals by size and evenness of the group."""
    draw, rows = np.random.default_rng(5), {}
    for members, strength, rate in ((8, 20, 0.1), (20, 40, 0.05), (20, 400, 0.05), (100, 80, 0.02)):
        inside = []
        for _ in range(groups):
            truth = draw.beta(rate * strength, (1 - rate) * strength, members)
            trials = np.ceil(draw.lognormal(np.log(80), 1, members)).astype(int)
            found = shrink_rates(draw.binomial(trials, truth), trials)
            inside.append(((found["lo"] <= truth) & (truth <= found["hi"])).mean())
        rows[f"{members} members, Beta({rate}, {strength})"] = {"coverage": np.mean(inside)}
    return pd.DataFrame(rows).T.round(3)


def measure_repeats() -> pd.DataFrame:
    """The CDNOW customers: parameters, and total error over the 39 held-out weeks."""
    customers = pd.read_csv(Path(__file__).parent / "data" / "cdnow.csv")
    history = [customers[column] for column in ("frequency", "recency", "age")]
    fit, later = fit_repeats(*history), customers["later"].sum()
    row = {"r": fit.r, "alpha": fit.alpha, "a": fit.a, "b": fit.b, "LL": fit.log_likelihood}
    row["plain total error"] = fit.expected(*history, 39).sum() / later - 1
    row["total error"] = expected_orders(*history, 39).sum() / later - 1
    return pd.DataFrame({"CDNOW": row}).T.round(3)


METHODS: dict[str, Callable[[], pd.DataFrame]] = {
    "detect": measure_detect,
    "worlds": measure_worlds,
    "sparse": measure_sparse,
    "forecast": measure_forecast,
    "shrink_rates": measure_shrink,
    "promotion_effect": measure_promotion_effect,
    "expected_orders": measure_repeats,
}


def main(names: list[str]) -> None:
    """Print the tables of these methods, or of all."""
    pd.set_option("display.width", 160)
    for name in names or METHODS:
        print(f"== {name}", METHODS[name]().to_string(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
