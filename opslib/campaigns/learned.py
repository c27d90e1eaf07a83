"""What the next edition of an event will bring, learned from edition to edition and event to event.

An event with few editions of its own leans on the others, one that was never held on all of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import ParameterError
from ..labels import Label
from .moved import NEEDED, pooled_share

Floats = NDArray[np.float64]

LEAST_ERROR = 0.02  # log points: no edition is known better
WITHIN = np.array([0.03, 0.06, 0.1, 0.15, 0.22, 0.32, 0.5])
BETWEEN = np.array([0.03, 0.08, 0.15, 0.25, 0.4, 0.6])
COLUMNS = "event editions lift lo hi share_pulled share_lo share_hi".split()


@dataclass(frozen=True)
class Prior:
    """What is believed of any event before one was seen (assumed), in log points and shares.

    lift, spread: log lift of a usual event and how unsure that is. within, between: usual
    difference of editions of one event, and of events. share, share_spread: pulled forward.
    """

    lift: float = 0.25
    spread: float = 0.4
    within: float = 0.15
    between: float = 0.25
    share: float = 0.25
    share_spread: float = 0.15


def expected_edition(
    past: pd.DataFrame,
    prior: Prior | None = None,
    *,
    events: Collection[str] = (),
    level: float = 0.8,
) -> pd.DataFrame:
    """What lift, and what share of it only moved, will the next edition of each event have?

    past: one row an edition: event, lift, lo, hi (shares, as of `event_effect`), and where known
    share_pulled, share_lo, share_hi, or better all of `moved.NEEDED`; ranges at `level`. prior:
    beliefs before any edition. events: further events to be told of, held or not.
    Returns frame(event, editions, lift, lo, hi, share_pulled, share_lo, share_hi): the next
    edition's own, not the event's mean, at `level`.
    Not to be trusted for an edition of another kind (twice the discount, half the days).
    Raises ParameterError for missing columns.

    Source: normal hierarchical model of log lifts, spread within and between events averaged over
    by their likelihood (Gelman et al., 2013, ch. 5).
    """
    prior = prior or Prior()
    _columns(past)
    known = past[np.isfinite(past[["lift", "lo", "hi"]].to_numpy(float)).all(axis=1)]
    names = list(dict.fromkeys([*known["event"].astype(str), *map(str, events)]))
    rows = []
    for name in names:
        mean, spread = _next(known, name, prior, level)
        half = _z(level) * spread
        share = _share(known, name, prior, level)
        many = int((known["event"].astype(str) == name).sum())
        lifts = (float(np.expm1(mean + k * half)) for k in (0, -1, 1))
        rows.append([name, many, *lifts, *share])
    return pd.DataFrame(rows, columns=COLUMNS)


def backcast(past: pd.DataFrame, prior: Prior | None = None, *, level: float = 0.8) -> pd.DataFrame:
    """What would have been said of each past edition, knowing only those before it?

    past: as in `expected_edition`, with `start`. Returns frame(event, start, mid, lo, hi, came,
    inside): lifts said and found; the range allows for how well the lift found is known.
    """
    prior = prior or Prior()
    _columns(past, "start")
    rows = []
    ordered = past.dropna(subset=["lift", "lo", "hi"]).sort_values("start", kind="stable")
    for row in ordered.to_dict("records"):
        before = ordered[ordered["start"] < row["start"]]
        mean, spread = _next(before, str(row["event"]), prior, level)
        error = float(_errors(np.array([row["lo"]]), np.array([row["hi"]]), level)[0])
        half = _z(level) * float(np.hypot(spread, error))
        mid, lo, hi = (float(np.expm1(mean + k * half)) for k in (0, -1, 1))
        inside = lo <= row["lift"] <= hi
        rows.append([row["event"], row["start"], mid, lo, hi, row["lift"], inside])
    return pd.DataFrame(rows, columns=["event", "start", "mid", "lo", "hi", "came", "inside"])


def _columns(past: pd.DataFrame, *more: str) -> None:
    for column in ("event", "lift", "lo", "hi", *more):
        if column not in past:
            raise ParameterError(
                "past editions", Label(f"缺少 {column} 这一列。", f"have no column {column}.")
            )


def _z(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def _errors(lo: Floats, hi: Floats, level: float) -> Floats:
    """Standard errors of the log lifts, from their ranges."""
    wide = np.log1p(np.maximum(hi, -0.99)) - np.log1p(np.maximum(lo, -0.99))
    errors: Floats = np.maximum(wide / (2 * _z(level)), LEAST_ERROR)
    return errors


def _next(past: pd.DataFrame, event: str, prior: Prior, level: float) -> tuple[float, float]:
    """Mean and spread of the log lift of this event's next edition."""
    lift = np.log1p(np.maximum(past["lift"].to_numpy(float), -0.99)) - prior.lift
    error = _errors(past["lo"].to_numpy(float), past["hi"].to_numpy(float), level)
    names = past["event"].astype(str).to_numpy()
    same, mine = names[:, None] == names[None, :], names == event
    logs, means, spreads = [], [], []
    for within in WITHIN:
        for between in BETWEEN:
            shared = prior.spread**2 + between**2 * same
            cover = np.diag(error**2 + within**2) + shared
            reach = prior.spread**2 + between**2 * mine
            solved = np.linalg.solve(cover, np.column_stack([lift, reach]))
            logs.append(
                -0.5 * (within / prior.within / 1.5) ** 2
                - 0.5 * (between / prior.between / 1.5) ** 2
                - 0.5 * float(np.linalg.slogdet(cover)[1] + lift @ solved[:, 0])
            )
            means.append(float(reach @ solved[:, 0]))
            left = prior.spread**2 + between**2 - float(reach @ solved[:, 1])
            spreads.append(left + within**2)
    weight = np.exp(np.array(logs) - max(logs))
    weight /= weight.sum()
    mean = float(weight @ means)
    spread = float(np.sqrt(weight @ (np.array(spreads) + (np.array(means) - mean) ** 2)))
    return prior.lift + mean, spread


def _share(
    past: pd.DataFrame, event: str, prior: Prior, level: float
) -> tuple[float, float, float]:
    """Share only moved: prior, then all editions, those of this event counting fully."""
    if set(NEEDED) <= set(past.columns):
        return pooled_share(past, event, mean=prior.share, spread=prior.share_spread, level=level)
    mean, variance = prior.share, prior.share_spread**2
    if {"share_pulled", "share_lo", "share_hi"} <= set(past.columns):
        told = past[past[["share_pulled", "share_lo", "share_hi"]].notna().all(axis=1)]
        lo, hi = told["share_lo"].to_numpy(float), told["share_hi"].to_numpy(float)
        error = np.maximum((hi - lo) / (2 * _z(level)), LEAST_ERROR)
        mine = (told["event"].astype(str) == event).to_numpy()
        # Another event's share tells of this one's as far as events are alike.
        noise = error**2 + np.where(mine, 0.0, 0.1**2)
        weight = np.r_[1 / variance, 1 / noise]
        mean = float(weight @ np.r_[mean, told["share_pulled"].to_numpy(float)] / weight.sum())
        variance = 1 / float(weight.sum())
    half = _z(level) * float(np.sqrt(variance + 0.05**2))
    return mean, max(mean - half, -1.0), min(mean + half, 1.5)
