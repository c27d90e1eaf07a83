"""Shops with an event of known lift and known pull-forward: the bench of the campaign room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.stats.shops import make_shop

SHAPES = ("even", "fading", "late")


@dataclass(frozen=True)
class Campaign:
    """A shop's daily counts with one event; what was truly extra, pulled forward and net."""

    series: pd.Series
    calendar: pd.DataFrame
    start: pd.Timestamp
    end: pd.Timestamp
    lift: float
    extra: float
    pulled: float

    @property
    def net(self) -> float:
        return self.extra - self.pulled


def fading(shape: str, days: int = 14) -> np.ndarray:
    """How the missing purchases spread over the days behind an event; sums to 1."""
    at = np.arange(days)
    weight = {"even": np.ones(days), "fading": np.exp(-at / 4), "late": np.minimum(at, 6) + 1.0}
    return weight[shape] / weight[shape].sum()


def campaign(
    seed: int, lift: float, share: float, *, length: int = 7, shape: str = "fading",
    world: str = "plain", recent: bool = False, level: float | None = None,
) -> Campaign:  # fmt: skip
    """A shop of 730 days; the event lies where no other event, holiday or lull is near.

    lift, share: of the event's days, and of its extra that is missing in the 14 days behind.
    recent: the series ends with those 14 days.
    """
    shop = make_shop(seed, world=world, plant=False)
    draw = np.random.default_rng([71, seed])
    known, gap = shop.calendar, length + 14
    special = (known["promo"] != "") | (known["days_from_cny"].abs() <= 30)
    # The other events of this shop are cleared from a corridor around the planted one.
    while True:
        first = int(draw.integers(220, 700 - gap))
        near = slice(first - 3, first + gap + 1)
        if not special.iloc[near].any():
            break
    factor = np.ones(len(known))
    mean = shop.series.to_numpy(float)
    begin, behind = slice(first, first + length), slice(first + length, first + gap)
    usual = float(np.exp(shop.normal[begin]).sum())
    extra = usual * lift
    factor[begin] += lift
    missing = extra * share * fading(shape)
    factor[behind] -= missing / np.exp(shop.normal[behind])
    thin = draw.poisson(np.maximum(mean * (factor - 1), 0)) - draw.binomial(
        np.nan_to_num(mean).astype(int), np.clip(1 - factor, 0, 1)
    )
    series = pd.Series(np.maximum(mean + thin, 0), index=shop.series.index)
    calendar = known.copy()
    calendar["promo"] = known["promo"].astype(object)
    calendar.iloc[begin, calendar.columns.get_loc("promo")] = "own event"
    if recent:
        series = series.iloc[: first + gap]
    start, end = series.index[first], series.index[first + length - 1]
    return Campaign(series, calendar, start, end, lift, extra, extra * share)
