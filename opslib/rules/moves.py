"""How far a figure moved, and how likely that is by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

_Z80 = 1.2816
_LAGS = 3
# Daily figures have heavier tails than a normal curve; so has Student's t with this many degrees.
TAILS = 20
# A day that the series' own calibrated alarm lets pass is no stronger evidence than this.
CALM = 1 / 60
# Means of a week spread less than their days let expect; no less than this is believed.
CLOSEST, LONG = 0.9, 7
# A shift of so many days back is priced against what was expected before it, where it lasts: on
# this share of the days since.
REBASED, LASTS = 14, 0.7
# Windows that touch a known event: all its days share one error, and no two editions are alike.
# Their tails and spread, measured on simulated shops in which nothing happened.
EVENT_TAILS, EVENT_SPREAD = 5, 1.1


@dataclass(frozen=True, slots=True)
class Move:
    """A day's value (mean of a window), what was expected, its 80 % band, and the p-value."""

    value: float
    expected: float
    lower: float
    upper: float
    p: float
    n: int
    days: int = 1

    def one_sided(self, direction: str) -> float:
        """The p-value of a move into this direction; of any move for "both"."""
        if direction == "both":
            return self.p
        toward = (self.value > self.expected) == (direction == "up")
        return self.p / 2 if toward else 1 - self.p / 2


def shift(frame: pd.DataFrame, days: int) -> Move | None:
    """Did the mean of the last `days` days leave what their own past lets expect?

    frame: date, value, expected, lower, upper, score from `stats.detect` (one row a day; each
    day judged by earlier days only; score = standardised distance).
    Scores of a window are added; their variance allows for the correlation of neighbouring days
    that the history shows. All days of a known event share the error in its lift, so a window
    that touches one (column `event`) is held to what such windows came to before. None when a
    day of the window is missing or there is no history.
    """
    known = frame[frame["value"].notna() & frame["expected"].notna() & frame["score"].notna()]
    last, past = known.tail(days), known.iloc[:-days]
    if len(last) < days or not last.index.equals(frame.tail(days).index) or len(past) < 14:
        return None
    wide = _inflation(past["score"].to_numpy(float), days)
    z = last["score"].to_numpy(float).sum() / math.sqrt(days) / wide
    if days > 1 and _events(last).any():
        z = float(_as_ordinary(np.array(z)))
    if not math.isfinite(z):
        return None
    value, expected = float(last["value"].mean()), float(last["expected"].mean())
    half = _Z80 * abs(value - expected) / abs(z) if abs(z) > 1e-9 else 0.0
    p = float(2 * stdtr(TAILS, -abs(z)))
    if days == 1 and not bool(last["flag"].iloc[0]):
        p = max(p, CALM)
    return Move(value, expected, expected - half, expected + half, p, len(past), days)


def since_shift(frame: pd.DataFrame, move: Move, direction: str) -> tuple[float, float, int] | None:
    """What a day lacks since the figure shifted: mean, standard deviation, days seen.

    The expectation of a series follows a shift within days and would make it look small. Where a
    day of the last REBASED was flagged into this direction, the days since the first of them are
    held against what the same weekdays were expected to be before it. None without such a day.
    """
    known = frame[frame["value"].notna() & frame["expected"].notna()]
    sign = 1.0 if direction == "up" else -1.0
    away = known["flag"].astype(bool) & (sign * (known["value"] - known["expected"]) > 0)
    flagged = np.flatnonzero(away.to_numpy()[-REBASED:])
    if not len(flagged) or len(known) <= REBASED + 7 or (away.iloc[-1] and len(flagged) == 1):
        return None
    first = len(known) - min(REBASED, len(known)) + int(flagged[0])
    value, expected = (known[c].to_numpy(float) for c in ("value", "expected"))
    days = np.arange(first, len(known))
    # The expectation of the same weekday in the last week before the shift.
    then = expected[days - 7 * ((days - first) // 7 + 1)]
    missing = sign * (value[days] - then)
    # Where it has come back since, nothing is lasting.
    if missing[-1] <= 0 or (missing > 0).mean() < LASTS:
        return None
    wide = (move.upper - move.lower) / (2 * _Z80)
    return float(missing.mean()), wide * math.sqrt(max(1.0, move.days / len(days))), len(days)


def _inflation(scores: NDArray[np.float64], days: int) -> float:
    """By how much the sum of `days` scores spreads more than independent unit scores would."""
    calm = np.clip(scores, -3, 3)
    spread = max(CLOSEST if days >= LONG else 1.0, float(calm.std()))
    centred = calm - calm.mean()
    variance = float(centred @ centred) or 1.0
    grown = 1.0
    for lag in range(1, min(_LAGS, days - 1) + 1):
        rho = float(centred[lag:] @ centred[:-lag]) / variance
        grown += 2 * (1 - lag / days) * max(0.0, rho)
    return spread * math.sqrt(grown)


def _events(frame: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each day hangs on a known event; none where the frame does not tell."""
    return frame["event"].to_numpy(bool) if "event" in frame else np.zeros(len(frame), bool)


def _as_ordinary(z: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distance that is as unlikely in an ordinary window as this one where an event counts."""
    p = stdtr(EVENT_TAILS, -np.abs(z) / EVENT_SPREAD)
    return np.asarray(-np.sign(z) * stdtrit(TAILS, np.maximum(p, 1e-300)))


def cutoff(ps: list[float], q: float) -> float:
    """The largest p-value that Benjamini-Hochberg still rejects at q; 0.0 when none is.

    Source: Benjamini and Hochberg (1995). When nothing is going on, a report raises any alarm
    with a chance of at most q.
    """
    ranked = sorted(ps)
    passed = [p for i, p in enumerate(ranked, 1) if p <= q * i / len(ranked)]
    return max(passed, default=0.0)


def past_shifts(frame: pd.DataFrame, days: int, span: int) -> NDArray[np.float64]:
    """The signed standardised distance of `shift` on each of the last `span` days; NaN unknown.

    One inflation, of the days before them, serves all. A single day that the series' own alarm
    lets pass has none.
    """
    scores = frame["score"].where(frame["value"].notna() & frame["expected"].notna())
    past = frame[scores.notna() & (np.arange(len(frame)) < len(frame) - span)]
    if len(past) < 14:
        return np.full(span, np.nan)
    wide = _inflation(past["score"].to_numpy(float), days)
    z = scores.rolling(days).sum() / math.sqrt(days) / wide
    if days == 1:
        z = z.where(frame["flag"].astype(bool), 0.0).where(scores.notna())
    else:
        on = pd.Series(_events(frame).astype(float)).rolling(days, min_periods=1).max() > 0
        z = pd.Series(np.where(on, _as_ordinary(z.to_numpy(float)), z))
    return z.tail(span).to_numpy(float)
