"""Hand-made rows and simulated shops for products, hours and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from opslib.promotion import Terms
from opslib.simulate import ad_clicks, ads
from opslib.simulate import history as past
from opslib.simulate.draws import draw_spec

FIRST = pd.Timestamp("2026-09-07")
WEEK = (date(2026, 11, 9), date(2026, 11, 15))
TERMS = Terms(date(2026, 11, 20), WEEK, "CNY", 15, "gmv", 0.3, 0.0, 3.3, 500.0)
LEADS = replace(TERMS, basis="leads", margin=1.0, lead_value=8.0, currency="USD")


def arms(
    rng: np.random.Generator,
    ratios: Sequence[float],
    days: int = 42,
    clicks: float = 40,
    jitter: float = 0.0,
) -> pd.DataFrame:
    """Daily rows of arms whose true rates stand in these ratios; days are good or bad for all,
    and by `jitter` for each arm alone."""
    rows = []
    for day in range(days):
        mood = rng.lognormal(0, 0.3)
        for i, ratio in enumerate(ratios):
            n = rng.poisson(clicks * rng.lognormal(0, 0.2))
            own = rng.lognormal(0, jitter) if jitter else 1.0
            k = min(rng.poisson(0.02 * n * mood * ratio * own), n)
            value = 0.3 * rng.lognormal(np.log(200), 0.8, k).sum()
            spend = 0.8 * n * rng.lognormal(0, 0.05)
            rows.append(
                (f"arm{i}", FIRST + pd.Timedelta(days=day), 40 * n, n, spend, k, value, 1.0)
            )
    names = "arm date impressions clicks spend conv value complete".split()
    return pd.DataFrame(rows, columns=names)


def hours(
    seed: int, *, flat: bool = False, size: float = 1.0, days: int = 98, platform: str = "1688"
) -> pd.DataFrame:
    """Hourly rows of a drawn shop; flat: a click is worth the same at every hour."""
    keep = ad_clicks.HOURLY
    ad_clicks.HOURLY = np.ones(24) if flat else keep
    try:
        return _rows(seed, "hour", size, days, platform)[0]
    finally:
        ad_clicks.HOURLY = keep


def products(
    seed: int, size: float = 1.0, days: int = 56, platform: str = "1688"
) -> tuple[pd.DataFrame, pd.Series]:
    """Product rows of a drawn shop, and the true click rate of each product."""
    frame, history = _rows(seed, "product", size, days, platform)
    world, rates = history.world, history.rates
    mine = np.flatnonzero(world.plan >= 0)
    first = world.spec.index(world.spec.start)
    shown = rates.shown[first:, mine]
    clicks = shown * rates.ctr[first:, mine]
    item = world.products["item_id"].to_numpy()[world.product[mine]]
    sums = pd.DataFrame({"item": item, "shown": shown.sum(0), "clicks": clicks.sum(0)})
    sums = sums.groupby("item").sum()
    return frame, sums["clicks"] / sums["shown"]


def _rows(
    seed: int, level: str, size: float, days: int, platform: str
) -> tuple[pd.DataFrame, past.History]:
    spec = draw_spec(seed, platform=platform, days=days)
    spec = replace(spec, impressions=spec.impressions * size)
    history = past.live(spec, seed)
    rows = ads.ad_day(history)
    rows = rows[(rows["level"] == level) & (rows["day"] >= spec.index(spec.start))]
    conv = rows["ad_orders" if platform == "1688" else "leads"].astype(float)
    return rows.assign(
        date=pd.to_datetime(rows["date"]), conv=conv, value=rows["ad_gmv"] * 0.3, complete=1.0
    ), history
