"""Which months are busy or quiet year after year, in the shop's own history?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Told = Literal["season", "once", "plain"]

STRONG = 0.10  # of a usual month: what differs less is no season worth planning for
LEAST_DAYS = 15  # usual days without which a month of one year is not counted
YEARS = 2  # years that have to agree


@dataclass(frozen=True, slots=True)
class Season:
    """One calendar month. index: its usual days against the year's mean (0.2 = a fifth more).

    lo, hi: the least and most of the years seen; years: how many they are. told: "season" where
    at least two years agree that it differs by a tenth, "once" where the only year seen differs so
    (luck or growth may have done it), else "plain".
    """

    month: int
    index: float
    lo: float
    hi: float
    years: int
    told: Told


def trade_seasons(daily: pd.Series, promo: pd.Series) -> tuple[Season, ...]:
    """Each month's sales against the mean of the twelve, in every year that is known.

    daily: amounts or counts by date. promo: by date, "" on usual days; the others are left out: a
    sale is no season. A month of a year is set against the mean of the months within half a year
    of it, so that growth is not taken for a season; where fewer than ten of those are known it is
    set against all months known instead, the straight growth between equal months of two years
    taken off. Only months with fifteen usual days count. Empty without ten such months.
    """
    usual = daily[daily.index.map(promo).fillna("") == ""].astype(float)
    groups = usual.groupby([usual.index.year, usual.index.month])
    means = groups.mean()[groups.size() >= LEAST_DAYS]
    if len(means) < 10:
        return ()
    logs = pd.Series(
        np.log(np.maximum(means.to_numpy(), means.mean() * 0.01)),
        index=[year * 12 + month - 1 for year, month in means.index],
    )
    flat = logs - _growth(logs) * (logs.index.to_numpy() - logs.index[0])
    around = pd.Series(
        {
            at: flat[(flat.index >= at - 6) & (flat.index <= at + 6)].pipe(_level, at)
            for at in flat.index
        }
    )
    level = float(flat.groupby(flat.index % 12).mean().mean())
    shares = np.expm1(flat - around.fillna(level))
    return tuple(_season(int(m) + 1, g) for m, g in shares.groupby(shares.index % 12))


def _growth(logs: pd.Series) -> float:
    """Log growth a month between equal months of neighbouring years; 0 with one year alone."""
    pairs = [logs[at] - logs[at - 12] for at in logs.index if at - 12 in logs.index]
    return float(np.median(pairs)) / 12 if len(pairs) >= 2 else 0.0


def _level(near: pd.Series, at: int) -> float:
    """Mean of the twelve months about one, its two ends with half a weight; nan where one lacks."""
    weights = np.array([0.5 if abs(i - at) == 6 else 1.0 for i in near.index])
    return float(np.average(near, weights=weights)) if len(near) == 13 else float("nan")


def _season(month: int, shares: pd.Series) -> Season:
    index, lo, hi = float(shares.mean()), float(shares.min()), float(shares.max())
    apart = lo > STRONG or hi < -STRONG
    told: Told = "plain"
    if apart:
        told = "season" if len(shares) >= YEARS else "once"
    return Season(month, index, lo, hi, len(shares), told)
