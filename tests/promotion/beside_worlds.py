"""Channels, plans beside peers, live sessions and creatives whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .compare_worlds import TERMS, WEEK

END = pd.Timestamp(WEEK[1])
MARGIN = TERMS.margin


def channels(
    rng: np.random.Generator, many: int = 8, visitors: float = 30, days: int = 28
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Days of channels, the advertising rows of the two that are paid, and what a visitor of each
    truly leaves. Rates and order values differ by channel; days are good or bad for all."""
    rate = 0.03 * rng.lognormal(0, 0.4, many)
    each = 200 * rng.lognormal(0, 0.2, many)
    size = visitors * rng.lognormal(0, 0.7, many)
    price = np.where(np.arange(many) < 2, 0.8 * rng.lognormal(0, 0.3, many), 0.0)
    rows, ads = [], []
    for day in pd.date_range(END - pd.Timedelta(days=days - 1), END):
        mood = rng.gamma(20, 1 / 20)
        for i in range(many):
            came = rng.poisson(size[i])
            bought = rng.poisson(came * rate[i] * mood)
            paid = (each[i] * rng.lognormal(-0.32, 0.8, bought)).sum()
            clicks = came + rng.poisson(0.3 * came)
            rows.append((day, f"渠道 > c{i}", 40.0 * clicks, clicks, came, bought, paid))
            if i < 2:
                ads.append((day, f"c{i}", came * price[i], 0.0, 0.0, 1.0))
    names = "date channel impressions clicks visitors conv amount".split()
    paid_names = "date product_line spend conv value complete".split()
    truth = pd.Series(
        rate * each * MARGIN - price, [f"渠道 > c{i}" for i in range(many)]
    )  # fmt: skip
    return pd.DataFrame(rows, columns=names), pd.DataFrame(ads, columns=paid_names), truth


def plan_days(
    rng: np.random.Generator, ctr: float, *, shown: float = 1500, jitter: float = 0.15,
    plan: str = "A",
) -> pd.DataFrame:  # fmt: skip
    """Four weeks of one plan's rows; its click rate jumps from day to day by `jitter` (log)."""
    rows = []
    for day in pd.date_range(END - pd.Timedelta(days=27), END):
        seen = rng.poisson(shown)
        wobble = ctr * rng.lognormal(-(jitter**2) / 2, jitter) if jitter else ctr
        clicks = rng.binomial(seen, min(wobble, 1))
        conv = rng.poisson(0.03 * clicks)
        value = MARGIN * 200 * conv
        rows.append((day, "plan", plan, seen, clicks, 0.8 * clicks, conv, value, 1.0))
    names = "date level plan impressions clicks spend conv value complete".split()
    return pd.DataFrame(rows, columns=names)


def sessions(
    rng: np.random.Generator, rates: dict[int, float], *, weeks: int = 20, each: int = 1,
    noise: float = 0.35,
) -> pd.DataFrame:  # fmt: skip
    """Live sessions, so many a week at each hour; orders an hour as told, sessions of uneven
    luck, a season that doubles over the time."""
    rows = []
    for week in range(weeks):
        season = 2.0 ** (week / weeks)
        for hour, rate in rates.items():
            for _ in range(each):
                day = END - pd.Timedelta(days=int(7 * week + rng.integers(0, 7)))
                minutes = float(rng.integers(60, 180))
                luck = rng.lognormal(-(noise**2) / 2, noise)
                orders = rng.poisson(rate * season * luck * minutes / 60)
                rows.append((day, hour + 0.1, minutes, 40.0 * minutes, orders, 150.0 * orders))
    return pd.DataFrame(rows, columns="date hour minutes viewers orders amount".split())


def creatives(
    rng: np.random.Generator, ctr: list[float], cvr: list[float], *, days: int = 28,
    shown: float = 2000, jitter: float = 0.1,
) -> pd.DataFrame:  # fmt: skip
    """Creatives of one plan with known click and conversion rates."""
    rows = []
    for day in pd.date_range(END - pd.Timedelta(days=days - 1), END):
        mood = rng.lognormal(0, 0.15)
        for i, (click, buy) in enumerate(zip(ctr, cvr, strict=True)):
            seen = rng.poisson(shown * rng.lognormal(0, 0.2))
            clicks = rng.binomial(seen, min(click * mood * rng.lognormal(0, jitter), 1))
            conv = rng.binomial(clicks, buy)
            value = MARGIN * rng.lognormal(np.log(200), 0.7, conv).sum()
            rows.append(
                (day, "A", f"创意{i}", "", -1, seen, clicks, 0.8 * clicks, conv, value, 1.0)
            )
    names = ("date plan creative title hour impressions clicks spend conv value complete").split()
    return pd.DataFrame(rows, columns=names)
