"""What the days before, of and behind an event would have brought without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .design import build_design
from .promotions import (
    BEFORE,
    DOUBT,
    LEAST_BEFORE,
    LEAST_WIDE,
    OVERLAP,
    PLACEBOS,
    _closed,
    _evenly,
    _grain,
    _Model,
    _regressors,
    _window,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Day: TypeAlias = date | str | pd.Timestamp

DRAWS = 2000
BEYOND = 60  # days behind what the event touched, where known
QUIET = 14  # days behind another event that may still pay for it
ENOUGH = 90  # known days below which those are used all the same
SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Untouched:
    """Days around an event, and many draws of what each would have brought without it.

    dates, part (-1 before, 0 the event, 1 behind), actual, noise (standard error of `actual`
    about its own mean): by day. drawn: draws x days. placebos: quiet windows the width was
    checked on.
    """

    dates: pd.DatetimeIndex
    part: NDArray[np.int64]
    actual: Floats
    noise: Floats
    drawn: Floats
    placebos: int

    def expected(self, part: int) -> Floats:
        """Draws of what these days together would have brought."""
        total: Floats = self.drawn[:, self.part == part].sum(axis=1)
        return total

    def extra(self, part: int) -> Floats:
        """Draws of what they brought beyond that, their own luck taken out."""
        here = self.part == part
        luck = np.random.default_rng(part + 7).normal(size=len(self.drawn))
        error = float(np.sqrt((self.noise[here] ** 2).sum()))
        gain: Floats = self.actual[here].sum() - self.expected(part) + luck * error
        return gain


def untouched(
    series: pd.Series,
    start: Day,
    end: Day,
    *,
    before: int = 0,
    after: int = 14,
    controls: pd.DataFrame | pd.Series | None = None,
    calendar: pd.DataFrame | None = None,
) -> Untouched:
    """What would the days from `start` to `end`, and those around them, have brought by themselves?

    Told by the days before and, where known, beyond: weekdays, calendar, controls and a wandering
    level, none of the days around the event taken for quiet ones. Days behind another event of
    the calendar are no quiet days either, where enough others are known.

    series, controls, calendar: as in `promotion_effect`. before, after: days around the event
    that it may have touched. Days without a value, and weekdays on which nothing is ever sold,
    are left out of the result.
    Raises ValueError for fewer than 28 known days before, no known day in the window, negative
    values, or a window that ends before it starts.

    Source: as `promotion_effect`; the days are drawn together from the model's posterior, then
    as far apart as the misses on quiet windows as long ask for.
    """
    if min(before, after) < 0:
        raise ValueError("before and after are numbers of days, 0 or more")
    values, first, last = _window(series, start, end, BEFORE + before, after + BEYOND)
    rows, spread = _regressors(values.index, first, last, controls, calendar)
    quantity = values.to_numpy(float)
    usable = np.isfinite(quantity) & np.isfinite(rows).all(axis=1)
    usable &= ~_closed(values, usable, first, last)
    grain = _grain(quantity)
    logs = np.log(np.where(usable, quantity, 1.0) + grain)
    day = np.arange(len(values))
    near = (day >= first - before) & (day <= last + after)
    known = _quiet(usable & ~near, _behind_others(values.index, first, last, calendar, after))
    _enough(known[: max(first - before, 0)], usable[first : last + 1])
    model = _Model.fit(logs, np.nan_to_num(rows), spread, known)
    judged = near & usable
    wide, seen = _width(model, known, first - before, int(near.sum()))
    levels, scale = _draws(model, known, judged, logs[known].mean(), wide)
    drawn = np.maximum(_smear(model, known) * np.exp(np.minimum(levels, 50)) - grain, 0.0)
    actual = quantity[judged]
    part = np.where(day < first, -1, np.where(day > last, 1, 0))[judged]
    dates = pd.DatetimeIndex(values.index)[judged]
    return Untouched(dates, part, actual, actual * np.sqrt(scale) * wide, drawn, seen)


def _enough(known: Flags, event: Flags) -> None:
    if known.sum() < LEAST_BEFORE:
        raise ValueError(f"at least {LEAST_BEFORE} known days before the promotion are needed")
    if not event.any():
        raise ValueError("no day of the promotion has a value")


def _behind_others(
    dates: pd.Index, first: int, last: int, calendar: pd.DataFrame | None, after: int
) -> Flags:
    """Days within `after` days (at most QUIET) behind another event of the calendar."""
    behind = np.zeros(len(dates), bool)
    events = build_design(pd.DatetimeIndex(dates), calendar).events.copy()
    events[first : last + 1] = False
    for ahead in range(1, min(after, QUIET) + 1):
        behind[ahead:] |= events[:-ahead]
    return behind & ~events


def _quiet(known: Flags, behind: Flags) -> Flags:
    """The known days without those behind another event, where enough are left."""
    clear: Flags = known & ~behind
    return clear if clear.sum() >= ENOUGH else known


def _width(model: _Model, known: Flags, gap: int, length: int) -> tuple[float, int]:
    """By how much quiet windows as long miss what the model expects of itself."""
    begins = np.r_[
        np.arange(LEAST_BEFORE, gap - length + 1), np.arange(gap + length, len(known) - length + 1)
    ]
    begins = begins[[known[b : b + length].sum() >= length / 2 for b in begins]]
    scores = (
        model.placebo_scores(known, _evenly(begins, PLACEBOS), length) if len(begins) else begins
    )
    apart = min(len(scores), OVERLAP * len(begins) / length)
    seen = apart * float(np.mean(np.minimum(scores**2, 16.0))) if len(scores) else 0.0
    return float(np.sqrt(max((seen + DOUBT) / (apart + DOUBT), LEAST_WIDE))), len(scores)


def _smear(model: _Model, known: Flags) -> float:
    """Mean of the days against their level: half a variance more if the noise were lognormal.

    Counts of few a day are not: their logs lean to the left (smearing, Duan, 1983).
    """
    found = []
    for cover in model.covers:
        inverse = np.linalg.inv(cover[np.ix_(known, known)])
        apart = inverse @ model.logs[known] / np.sqrt(np.diag(inverse))
        found.append(float(np.exp(np.clip(apart, -4, 4)).mean()))
    return float(model.weights @ found)


def _draws(
    model: _Model, known: Flags, judged: Flags, centre: float, wide: float
) -> tuple[Floats, float]:
    """Levels of the judged days, drawn together (draws x days), and the noise about them."""
    dice = np.random.default_rng(20)
    shares = np.diff(np.round(np.r_[0.0, np.cumsum(model.weights)] * DRAWS)).astype(int)
    drawn = []
    for cover, scale, many in zip(model.covers, model.scales, shares, strict=True):
        across = np.linalg.solve(cover[np.ix_(known, known)], cover[np.ix_(known, judged)])
        mean = across.T @ model.logs[known]
        spread = cover[np.ix_(judged, judged)] - cover[np.ix_(judged, known)] @ across
        spread = scale * (spread - np.eye(len(mean)))
        root = np.linalg.cholesky(spread + scale * SMALL * np.eye(len(mean)))
        # A t of as many degrees as known days: the noise itself is known no better.
        stretch = np.sqrt(known.sum() / dice.chisquare(known.sum(), many))
        step = dice.normal(size=(many, len(mean))) @ root.T
        drawn.append(centre + mean + wide * stretch[:, None] * step)
    return np.vstack(drawn), float(model.weights @ model.scales)
