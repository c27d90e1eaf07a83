"""What the days before, of and behind an event would have brought without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .design import build_design
from .drifting import Drifting
from .promotions import (
    BEFORE,
    DOUBT,
    HANGOVER,
    LEAST_BEFORE,
    OVERLAP,
    PLACEBOS,
    _closed,
    _evenly,
    _grain,
    _regressors,
    _window,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Day: TypeAlias = date | str | pd.Timestamp

DRAWS = 2000
BEYOND = 60  # days behind what the event touched, where known
QUIET = 4  # days behind another event that pay for it
ECHO = 14  # days behind another event that may
ENOUGH = 90  # known days below which those behind events and in the Spring Festival are used too
LEAST_WIDE = 0.5
SEASON, PAYS = 0.2, 0.1  # usual size (log, assumed) of the year's wave, of what days behind pay
ODD = 4.0  # a day so far off (log) says nothing about the mean of the others


@dataclass(frozen=True, slots=True)
class Untouched:
    """Days around an event, and many draws of what each would have brought without it.

    dates, part (-1 before, 0 the event, 1 behind), actual, noise (standard error of `actual`
    about its own mean), luck (the same of a day without event): by day. drawn: draws x days.
    placebos: quiet windows the width was checked on.
    """

    dates: pd.DatetimeIndex
    part: NDArray[np.int64]
    actual: Floats
    noise: Floats
    drawn: Floats
    placebos: int
    luck: Floats

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

    def by_itself(self, part: int) -> float:
        """Chance that these days bring so little without any event."""
        here = self.part == part
        dice = np.random.default_rng(part + 11).normal(size=len(self.drawn))
        usual = self.expected(part) + dice * float(np.sqrt((self.luck[here] ** 2).sum()))
        return float((np.sum(usual <= self.actual[here].sum()) + 1) / (len(usual) + 1))


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

    Told by the days before and, where known, beyond: weekdays, calendar, controls, the wave of a
    year, and a level that wanders; none of the days around the event is taken for a quiet one. Days
    right behind another event of the calendar are none either, nor those of the Spring Festival's
    lull where the event lies outside it, if enough others are known; later days behind another
    event may be lower.

    series, controls, calendar: as in `promotion_effect`. before, after: days around the event
    that it may have touched. Days without a value or on which nothing is ever sold are left out.
    Raises ValueError as `promotion_effect` does.

    Source: local level with regression (Harvey, 1989), and a first-order autoregression beside the
    noise, so that what lasts for days lasts through the sum of a window; how much of each, averaged
    by likelihood. The days are drawn together, as far apart as the misses on quiet windows as long
    ask for (placebos; Abadie et al., 2010).
    """
    if min(before, after) < 0:
        raise ValueError("before and after are numbers of days, 0 or more")
    values, first, last = _window(series, start, end, BEFORE + before, after + BEYOND)
    quantity, day = values.to_numpy(float), np.arange(len(values))
    around = _Around.of(pd.DatetimeIndex(values.index), first, last, calendar)
    rows, spread = _regressors(values.index, first, last, controls, calendar)
    rows, spread = np.column_stack([rows, around.rows]), np.r_[spread, around.spread]
    usable = np.isfinite(quantity) & np.isfinite(rows).all(axis=1)
    usable &= ~_closed(values, usable, first, last)
    near = (day >= first - before) & (day <= last + after)
    judged = near & usable
    known = around.quiet(usable & ~near, judged)
    _enough(known[: max(first - before, 0)], usable[first : last + 1])
    logs = np.log(np.where(usable, quantity, 1.0) + _grain(quantity))
    model = Drifting.fit(logs, np.nan_to_num(rows), spread, known)
    part = np.where(day < first, -1, np.where(day > last, 1, 0))[judged]
    told = _told(model, around.special, near, judged, quantity, part)
    return Untouched(pd.DatetimeIndex(values.index)[judged], part, *told)


def _told(
    model: Drifting,
    special: Flags,
    near: Flags,
    judged: Flags,
    quantity: Floats,
    part: NDArray[np.int64],
) -> tuple[Floats, Floats, Floats, int, Floats]:
    """Of the judged days: amounts, their errors by luck, draws without the event; placebos seen;
    errors by luck of days as usual."""
    wide, freedom, seen = _width(model, special, int(np.flatnonzero(near)[0]), int(near.sum()))
    grain = _grain(quantity)
    levels = model.draws(judged, DRAWS, wide, freedom)
    drawn = np.maximum(_smear(model) * np.exp(np.minimum(levels, 50)) - grain, 0.0)
    actual, usual = quantity[judged], np.maximum(np.median(drawn, axis=0), grain)
    more = np.empty(len(actual))
    for here in (part == k for k in (-1, 0, 1)):  # a day without a sale has had its luck too
        more[here] = max(actual[here].sum() / max(usual[here].sum(), grain), grain / 100)
    own, plain = (_luck(model, judged, usual, m, wide) for m in (more, np.ones(len(more))))
    return actual, own, drawn, seen, plain


def _luck(model: Drifting, judged: Flags, usual: Floats, more: Floats, wide: float) -> Floats:
    """Standard errors of days `more` times the usual; of counts never less than counting's own.

    The logs of a few a day are nearer each other than the counts are.
    """
    variance = (usual * more) ** 2 * model.luck(judged, more) * wide**2
    logs = np.exp(model.logs[model.known] + model.centre)
    counts = bool(np.allclose(logs - 0.5, np.round(logs - 0.5), atol=1e-6))
    error: Floats = np.sqrt(np.maximum(variance, usual * more if counts else 0.0))
    return error


def _enough(known: Flags, event: Flags) -> None:
    if known.sum() < LEAST_BEFORE:
        raise ValueError(f"at least {LEAST_BEFORE} known days before the promotion are needed")
    if not event.any():
        raise ValueError("no day of the promotion has a value")


@dataclass(frozen=True, slots=True)
class _Around:
    """What the calendar says of the days beside the event judged.

    behind: days since another event (0: on one, ECHO + 1: none near). special: events, holidays,
    lull. rows, spread: the year's wave, and what early and late days behind other events pay.
    """

    behind: NDArray[np.int64]
    lull: Flags
    special: Flags
    rows: Floats
    spread: Floats

    @classmethod
    def of(
        cls, dates: pd.DatetimeIndex, first: int, last: int, calendar: pd.DataFrame | None
    ) -> _Around:
        design = build_design(dates, calendar)
        events = design.events.copy()
        events[first : last + 1] = False
        latest = np.maximum.accumulate(np.where(events, np.arange(len(dates)), -ECHO - 1))
        behind = np.minimum(np.arange(len(dates)) - latest, ECHO + 1)
        lull = np.zeros(len(dates), bool)
        if "lull" in design.names:
            lull = design.rows[:, design.names.index("lull")] > 0
        turn = dates.day_of_year.to_numpy() * 2 * np.pi / 365.25
        half = (QUIET + ECHO) // 2
        early, late = (behind > 0) & (behind <= half), (behind > half) & (behind <= ECHO)
        rows = np.column_stack([np.cos(turn), np.sin(turn), early, late])
        return cls(behind, lull, design.known, rows, np.array([SEASON, SEASON, PAYS, PAYS]))

    def quiet(self, known: Flags, judged: Flags) -> Flags:
        """The known days without those right behind events and of a lull elsewhere in the year."""
        begin = int(np.flatnonzero(judged)[0]) if judged.any() else 0
        echo, lull = (self.behind > 0) & (self.behind <= QUIET), self.lull
        for out in (echo,) if (lull & judged).any() else (echo, lull):
            clear: Flags = known & ~out
            if clear.sum() >= ENOUGH and clear[:begin].sum() >= LEAST_BEFORE:
                known = clear
        return known


def _width(model: Drifting, special: Flags, gap: int, length: int) -> tuple[float, float, int]:
    """By how much quiet windows as long miss what the model expects of itself; how well that is
    known (degrees of freedom); windows seen.

    A window, and the week behind it, is told by the other days; its ordinary days are judged.
    """
    known, ordinary = model.known, model.known & ~special
    begins = np.r_[
        np.arange(LEAST_BEFORE, gap - length + 1), np.arange(gap + length, len(known) - length + 1)
    ]
    least = max(1, length // 2)
    begins = begins[[ordinary[b : b + length].sum() >= least for b in begins]]
    scores = []
    for begin in _evenly(begins, PLACEBOS) if len(begins) else begins:
        out = np.flatnonzero(known[begin : begin + length + HANGOVER]) + begin
        share = (ordinary[out] & (out < begin + length)).astype(float)
        scores.append(model.left_out(out, share / share.sum()))
    apart = min(len(scores), OVERLAP * len(begins) / length)
    seen = apart * float(np.mean(np.minimum(np.square(scores), 16.0))) if scores else 0.0
    freedom = apart + DOUBT
    return float(np.sqrt(max((seen + DOUBT) / freedom, LEAST_WIDE))), freedom, len(scores)


def _smear(model: Drifting) -> float:
    """Mean of the days against their level, by amounts: days of a lull weigh as little as they are.

    The logs' mean is below the log of the mean (smearing, Duan, 1983).
    """
    told, logs = model.alone(), model.logs[model.known] + model.centre
    near = np.abs(logs - told) < ODD
    return float(np.exp(logs[near]).sum() / np.exp(told[near]).sum())
