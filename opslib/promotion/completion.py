"""How late conversions come, learned from older exports of the same days, and what is still to
come of days that are not complete."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..labels import Label

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_SEEN = 40  # conversions whose arrival was watched
LEAST_LOOKS = 3  # exports of the same days at different moments
RESAMPLES, ROUNDS = 40, 150
_SEED = 20260101
# An even chance for each age, worth this many conversions in all: no age is quite impossible.
_PRIOR = 1.0


@dataclass(frozen=True)
class Completion:
    """Share of a click day's conversions that is known at each age in days, 0 .. window.

    share, error: arrays of window + 1; error is the standard error of the share. n: conversions
    whose arrival was watched, looks: moments of knowledge. reason: why there is no curve (share
    is nan before the window is over).
    """

    share: Floats
    error: Floats
    n: int
    looks: int
    reason: Label | None = None

    def at(self, age: NDArray[np.float64] | NDArray[np.int64]) -> Floats:
        """The share known at these ages in days; 1 from the end of the window on."""
        place = np.clip(np.asarray(age, float), 0, len(self.share) - 1).astype(int)
        return np.where(np.asarray(age) < 0, 0.0, self.share[place])

    def error_of(self, share: Floats) -> Floats:
        """Standard error of a share taken from this curve."""
        known = np.isfinite(self.share)
        if not known.all():
            return np.zeros(len(share))
        return np.interp(share, self.share, self.error)


def fit_completion(vintages: pd.DataFrame, window: int) -> Completion:
    """Which share of a day's conversions is known after 0, 1, 2 ... days?

    vintages: frame(date, plan, known_on, conv): what was known of a click day at the end of the
    day `known_on`, one row a look; more columns are ignored. window: attribution days.
    A curve needs three looks, 40 conversions and days watched to the end of the window; else the
    result's `reason` says what is missing.

    Source: nonparametric maximum likelihood for interval-censored, right-truncated delays by EM
    (Turnbull, 1976), under the one shape that delays after the
    day itself get rarer; errors by resampling click days (Efron, 1979).
    """
    cells = _cells(vintages, window)
    looks = int(vintages["known_on"].nunique()) if len(vintages) else 0
    # A day first seen when its window was over tells nothing of how it filled up.
    useful = cells[(cells["first"] < window)]
    seen = int(useful["n"].sum())
    reason = _missing(seen, looks, int(useful["upto"].max()) if len(useful) else 0, window)
    if reason is not None:
        share = np.full(window + 1, np.nan)
        share[-1] = 1.0
        return Completion(share, np.zeros(window + 1), seen, looks, reason)
    kinds, kind = np.unique(useful[["lo", "hi", "upto"]].to_numpy(int), axis=0, return_inverse=True)
    kind = kind.ravel()
    days, day = np.unique(useful["day"].to_numpy(), return_inverse=True)
    many = np.zeros((len(days), len(kinds)))
    np.add.at(many, (day, kind), useful["n"].to_numpy(float))
    draw = np.random.default_rng(_SEED)
    again = draw.multinomial(len(days), np.full(len(days), 1 / len(days)), RESAMPLES)
    counts = np.vstack([many.sum(0), again @ many])
    curves = np.cumsum(_fit(kinds, counts, window), axis=1)
    curves[:, -1] = 1.0
    # Where none came late in the sample, one in the next as many may: resampling cannot know.
    error = np.hypot(curves[1:].std(axis=0, ddof=1), 1 / seen)
    error[-1] = 0.0
    return Completion(curves[0], error, seen, looks)


def _missing(seen: int, looks: int, oldest: int, window: int) -> Label | None:
    if looks < LEAST_LOOKS:
        return Label(
            f"同一天的推广数据至少要在 {LEAST_LOOKS} 个不同时刻导出过（现有 {looks} 个），"
            "才能知道转化晚到多少。",
            f"The same days must have been exported at {LEAST_LOOKS} or more moments (there are "
            f"{looks}) before it is known how late conversions come.",
        )
    if seen < LEAST_SEEN:
        return Label(
            f"看着到来的转化只有 {seen} 个，至少要 {LEAST_SEEN} 个才能补算。",
            f"The arrival of {seen} conversions was watched; {LEAST_SEEN} are needed to count up.",
        )
    if oldest < window:
        return Label(
            f"没有一天看满 {window} 天，不知道最后有多少。",
            f"No day was watched to the end of its {window} days, so the whole is not known.",
        )
    return None


def _cells(vintages: pd.DataFrame, window: int) -> pd.DataFrame:
    """One row a day, plan and interval of ages (lo, hi] with the conversions that came in it.

    first, upto: youngest and oldest age at which this day was looked at.
    """
    if vintages.empty:
        return pd.DataFrame(columns=["day", "lo", "hi", "upto", "first", "n"], dtype=float)
    rows = vintages.assign(
        age=(pd.to_datetime(vintages["known_on"]) - pd.to_datetime(vintages["date"])).dt.days,
        conv=vintages["conv"].astype(float).fillna(0.0),
    )
    rows = rows[rows["age"] >= 0].assign(age=rows["age"].clip(upper=window))
    # Of looks at the same age the one that knew most counts; a figure that falls (a cancelled
    # order) took nothing away from those that came later.
    rows = rows.groupby(["date", "plan", "age"], as_index=False)["conv"].max()
    grouped = rows.groupby(["date", "plan"])
    before = grouped["age"].shift(fill_value=-1)
    top = grouped["conv"].cummax()
    came = top - top.groupby([rows["date"], rows["plan"]]).shift(fill_value=0.0)
    return pd.DataFrame(
        {
            "day": rows["date"],
            "lo": before,
            "hi": rows["age"],
            "upto": grouped["age"].transform("max"),
            "first": grouped["age"].transform("min"),
            "n": came,
        }
    )


def _fit(kinds: Ints, counts: Floats, window: int) -> Floats:
    """Chance of each delay 0 .. window, one row a sample of counts (samples x kinds)."""
    ages = np.arange(window + 1)
    inside = ((ages > kinds[:, :1]) & (ages <= kinds[:, 1:2])).astype(float)
    later = (ages > kinds[:, 2:]).astype(float)
    chance = np.full((len(counts), window + 1), 1 / (window + 1))
    for _ in range(ROUNDS):
        seen = np.maximum(chance @ inside.T, 1e-12)
        within = np.maximum(1 - chance @ later.T, 1e-12)
        # Those that came in an interval, and those that the look was too early for.
        mass = chance * ((counts / seen) @ inside + (counts / within) @ later)
        mass += _PRIOR / (window + 1)
        mass[:, 1:] = _falling(mass[:, 1:])
        chance = mass / mass.sum(axis=1, keepdims=True)
    return chance


def _falling(mass: Floats) -> Floats:
    """The nearest rows that never rise: after the day itself, the later the rarer.

    Isotonic regression by the min-max formula (Barlow et al., 1972).
    """
    size = mass.shape[1]
    until = np.concatenate([np.zeros((len(mass), 1)), np.cumsum(mass, axis=1)], axis=1)
    start, end = np.arange(size)[:, None], np.arange(size)[None, :]
    sums = until[:, None, 1:] - until[:, :-1, None]
    means = np.where(end >= start, sums / np.maximum(end - start + 1, 1), -np.inf)
    # best[s, j]: the largest mean from s to any end at j or later.
    best = np.maximum.accumulate(means[:, :, ::-1], axis=2)[:, :, ::-1]
    best = np.where(start <= end, best, np.inf)
    return best.min(axis=1)


def expected_rest(
    clicks: Floats, share: Floats, code: Ints, members: int, rate: Floats, completion: Completion
) -> tuple[Floats, Floats]:
    """Conversions still to come by member: their mean, and the variance that the curve adds.

    clicks, share, code: by row (share: complete 0..1, code: 0 .. members - 1). rate: conversions
    a click by member.
    """
    rest = np.bincount(code, clicks * (1 - share), members)
    known = np.bincount(code, clicks * share, members)
    doubt = np.bincount(code, clicks * completion.error_of(share), members)
    spread = rate * doubt * (1 + rest / np.maximum(known, 1e-9))
    return rate * rest, np.minimum(spread, 10 * rate * rest) ** 2
