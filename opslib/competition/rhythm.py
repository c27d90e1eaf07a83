"""Do moves follow moves more closely than the two rhythms would by themselves?"""

from __future__ import annotations

import numpy as np
import pandas as pd

Floats = np.ndarray
FADES = 10.0  # days by which an answer's weight falls to a third: who answers does so soon
SHIFTS = 199  # at most
FEWEST = 19  # shifts below which no chance can be told


def closeness_beyond_rhythm(first: pd.DataFrame, second: pd.DataFrame, within: int) -> float:
    """How sure it is that the second's moves follow the first's, 0..1.

    first, second: item_id, first and last (datetime64: the looks between which it happened), size
    (its sign: only moves of one direction on one product belong together), already of one rival.
    within: days in which a move counts as an answer.

    One less the share of shifted calendars that follow as closely. The second's calendar is turned
    round the whole period, a look at a time: its rhythm, and that a price cut for two weeks rises
    two weeks later, stay as they are, and only what binds it to the first's days is lost. 0 where
    the period is too short for 19 turns. Source: circular shifts as the null of two point
    processes (Lotwick and Silverman 1982, on spatial patterns).
    """
    if first.empty or second.empty:
        return 0.0
    start = min(first["first"].min(), second["first"].min())
    end = max(first["last"].max(), second["last"].max())
    length = (end - start) / pd.Timedelta(days=1)
    look = max(float(np.median((second["last"] - second["first"]).dt.days)), 1.0)
    turns = np.arange(1, int(length // look)) * look
    if len(turns) < FEWEST:
        return 0.0
    turns = turns[np.unique(np.linspace(0, len(turns) - 1, SHIFTS).astype(int))]
    groups = pd.factorize(pd.concat([_group(first), _group(second)]))[0]
    # Our look and the answer's at noon: what one look shows of both is no answer.
    ours, theirs = _middle(first, start) + 0.25, _middle(second, start)
    mine, its = groups[: len(first)] * 4 * length, groups[len(first) :] * 4 * length
    asked = ours + mine
    close = [_closeness(asked, (theirs + t) % length + its, within) for t in (0.0, *turns)]
    return float(1 - np.mean(np.asarray(close) >= close[0] - 1e-9))


def _group(moves: pd.DataFrame) -> pd.Series:
    return moves["item_id"] + np.where(moves["size"] < 0, "-", "+")


def _middle(moves: pd.DataFrame, start: pd.Timestamp) -> Floats:
    middle = moves["first"] + (moves["last"] - moves["first"]) / 2
    return ((middle - start) / pd.Timedelta(days=1)).to_numpy(float)


def _closeness(asked: Floats, told: Floats, within: int) -> float:
    """The nearer the next move of the same kind, the more it counts; none beyond the time."""
    told = np.append(np.sort(told), np.inf)
    lag = told[np.searchsorted(told, asked, side="right")] - asked
    return float(np.where(lag < within, np.exp(-lag / FADES), 0.0).sum())
