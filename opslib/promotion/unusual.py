"""Which plan's impressions, click rate or order rate left what its own weeks let expect?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .account import Terms, level_rows

Floats = NDArray[np.float64]

FALSE_SHARE = 0.1
BEFORE, PAST, LEAST_PAST = 8, 26, 8
# Below this many events a week's figure is not judged; a plan wanders by this much at least.
LEAST_EVENTS, STEADY = 20.0, 0.05
# What is counted, out of what (None: of the week itself), and whether it waits for late arrivals.
_RATES: dict[str, tuple[str, str | None, bool]] = {
    "impressions": ("impressions", None, False),
    "ctr": ("clicks", "impressions", False),
    "conv_rate": ("conv", "clicks", True),
}
_COLUMNS = "plan metric week value usual lo hi p flag".split()


def unusual(ads: pd.DataFrame, terms: Terms) -> pd.DataFrame:
    """Which figures of which plans are out of the ordinary beyond chance?

    ads: the frame `account.ADS`. One row a plan and metric (impressions, ctr, conv_rate) that has
    a past of 8 whole weeks and enough events: plan, metric, week (first day; conversions are judged
    in the newest week that is complete), value, usual (as expected from the eight weeks before), lo
    and hi (its 80 % band), p (two-sided), flag: kept at 10 % false discoveries over all rows.
    How far a plan wanders is read from the same comparison in up to 26 earlier weeks, counting
    noise apart. Source: Benjamini and Hochberg (1995), guide row 000-25.
    """
    rows = level_rows(ads, "plan")
    rows = rows[rows["date"].le(pd.Timestamp(terms.week[1]))]
    found = pd.DataFrame(list(_judged(rows, terms)), columns=_COLUMNS[:-1])
    found["flag"] = _kept(found["p"].to_numpy(float))
    return found.sort_values(["p", "plan", "metric"], ignore_index=True)


def _judged(rows: pd.DataFrame, terms: Terms) -> Iterator[tuple[Any, ...]]:
    back = (pd.Timestamp(terms.week[0]) - rows["date"]).dt.days.to_numpy()
    week = np.ceil(back / 7).astype(int)  # 0: the week reviewed, 1: the one before
    rows = rows.assign(week=week)
    rows = rows[rows["week"].between(0, BEFORE + PAST + 3)]
    every = rows.groupby(["plan", "week"], observed=True).agg(
        impressions=("impressions", "sum"), clicks=("clicks", "sum"), conv=("conv", "sum"),
        settled=("settled", "min"), days=("date", "nunique"),
    )  # fmt: skip
    for plan, whole in every[every["days"].eq(7)].groupby(level="plan", sort=True):
        sums = whole.droplevel("plan")
        for metric, (what, of, late) in _RATES.items():
            part = sums[sums["settled"].astype(bool)] if late else sums
            told = _one(part, what, of)
            if told is not None:
                at = pd.Timestamp(terms.week[0]) - pd.Timedelta(days=7 * int(part.index[0]))
                yield (plan, metric, at, *told)


def _one(sums: pd.DataFrame, what: str, of: str | None) -> tuple[float, ...] | None:
    """Value, usual, lo, hi and p of the newest week; None where it cannot be judged."""
    from scipy.special import stdtr, stdtrit

    weeks = np.arange(len(sums))
    if len(sums) < BEFORE + LEAST_PAST or (sums.index.to_numpy() - sums.index[0] != weeks).any():
        return None
    events = sums[what].to_numpy(float)
    size = sums[of].to_numpy(float) if of else np.ones(len(sums))
    if events[: BEFORE + 1].min() < 1 or events[:BEFORE].mean() < LEAST_EVENTS or size.min() <= 0:
        return None
    gaps, noise = _gaps(events, size)
    own, spread = gaps[1:], noise[1:]
    # Beyond counting, a plan wanders as much as its earlier weeks did.
    wander = max(float(np.mean(own**2 - spread)), STEADY**2)
    error, free = np.sqrt(wander + noise[0]), max(len(own) / 2, 4.0)
    value = events[0] / size[0]
    usual = value / np.exp(gaps[0])
    reach = error * float(stdtrit(free, 0.9))
    p = 2 * float(stdtr(free, -abs(gaps[0]) / error))
    return value, usual, usual * np.exp(-reach), usual * np.exp(reach), p


def _gaps(events: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Log distance of each week from the eight before it, and its variance by counting alone."""
    many = len(events) - BEFORE
    before = [slice(i + 1, i + 1 + BEFORE) for i in range(many)]
    had = np.array([events[s].sum() for s in before]) + 0.5
    of = np.array([size[s].sum() for s in before])
    now = events[:many] + 0.5
    return np.log(now / size[:many]) - np.log(had / of), 1 / now + 1 / had


def _kept(p: Floats) -> NDArray[np.bool_]:
    order = np.argsort(p)
    limit = FALSE_SHARE * np.arange(1, len(p) + 1) / max(len(p), 1)
    good = np.flatnonzero(p[order] <= limit)
    out = np.zeros(len(p), bool)
    out[order[: good[-1] + 1 if len(good) else 0]] = True
    return out
