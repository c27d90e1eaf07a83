"""Who moves first: do they answer our price moves, do we answer theirs, and after how many days?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from .rhythm import closeness_beyond_rhythm

FIRSTS = (
    "competitor own_moves followed by_chance reply reply_lo reply_hi lag lag_lo lag_hi lag_spread "
    "by_look answer their_moves we_followed we_by_chance our_reply our_reply_lo our_reply_hi "
    "verdict needed"
).split()
VERDICTS = ("they_follow", "we_follow", "both", "neither", "cannot_tell")
WITHIN = 28  # days in which a move counts as an answer to another
ENOUGH = 8  # moves below which nothing is said (catalogue row 002-06)
SURE = 0.95  # share of shifted calendars asked for that follow less closely
FEW = 0.35  # a reply rarer than this, at the upper end of its range, is none to reckon with
TOGETHER = 0.6  # of the answers count as evidence of their own; set on drawn rivals
CROWDED = 14  # days: an answer to one of two moves so near each other may be that to both
HALF = 0.5  # of a move: what a crowded one tells of the share answered
LIKELY = 0.82  # log likelihood below the best that an 80 % range reaches down to
AT_ONCE = 0.7  # of the answers seen at the first look: how soon before it nobody can tell
Floats = np.ndarray
_SHARES = (np.arange(200) + 0.5) / 200


def who_moved_first(
    own_moves: pd.DataFrame, rival_moves: pd.DataFrame, within: int = WITHIN
) -> pd.DataFrame:
    """Does a competitor answer our price moves, or we theirs, and how soon?

    own_moves: item_id, date (day it was done; or a look, with `since` the look before), size
    (share of the price, cuts below 0). rival_moves: competitor, item_id (the product of ours that
    the offer is matched with), since and date (looks between which it happened), size.

    A move is answered when one of the same direction on the same product follows within `within`
    days, neither the answerer's own second move. One row a competitor with moves, on products that
    both have: own_moves, followed, by_chance (answers that its own pace of moving would give),
    reply (share of our moves that it answers, beyond chance) with its 80 % range, lag (median days
    to the answer) with its 80 % range and lag_spread (log-normal), by_look (True: all is seen at
    the next look, which tells no days apart within lag_lo to lag_hi), answer (its cut as a share of
    ours, median); their_moves, we_followed, we_by_chance and our_reply the other way round;
    verdict, needed (moves still missing on the better known side; 0: said).

    Silent (cannot_tell) below eight moves. Where the looks leave open which came first, the more
    likely order counts. Days that all of the trade cuts prices on (11.11) look like answers: leave
    them out (`without_trade`). Raises ParameterError where a column lacks.

    Method: whether moves follow at all is told by `closeness_beyond_rhythm`, for two regular
    rhythms meet often. The share answered has a Jeffreys prior; a move is followed with 1 - (1 -
    reply)(1 - chance), chance from the other's moves a day; days to the answer log-normal, each
    known to lie between two looks, their range by profile likelihood: a prior would choose among
    days that no look can tell apart. Our own moves, where noted in looks too, were made on the day
    of the look or on any since the last: the range holds both.
    """
    own = _moves(own_moves, ("item_id", "date", "size"), "own_moves")
    rival = _moves(rival_moves, ("competitor", "item_id", "date", "since", "size"), "rival_moves")
    rows = []
    for competitor, theirs in rival.groupby("competitor", sort=True):
        items = set(theirs["item_id"])
        ours = own[own["item_id"].isin(items)]
        rows.append((competitor, *_one(ours, theirs, within)))
    return pd.DataFrame(rows, columns=FIRSTS)


def _moves(frame: pd.DataFrame, needed: tuple[str, ...], where: str) -> pd.DataFrame:
    if lacking := [c for c in needed if c not in frame]:
        raise ParameterError(
            where, Label(f"缺少列：{'、'.join(lacking)}。", f"{', '.join(lacking)} lacks.")
        )
    out = pd.DataFrame({"item_id": frame["item_id"].astype(str)})
    if "competitor" in frame:
        out["competitor"] = frame["competitor"].astype(str)
    out["last"] = pd.to_datetime(frame["date"])
    before = out["last"] - pd.Timedelta(days=1)
    out["first"] = pd.to_datetime(frame["since"]).fillna(before) if "since" in frame else before
    out["size"] = frame["size"].astype(float)
    out = out[out["size"].ne(0) & out["last"].notna()]
    return out.sort_values("last", kind="stable").reset_index(drop=True)


def _one(ours: pd.DataFrame, theirs: pd.DataFrame, within: int) -> tuple[Any, ...]:
    lags, ratios, at = _answers(ours, theirs, within)
    back, _, there = _answers(theirs, ours, within)
    chance = _chance(ours, theirs, within)
    our_chance = _chance(theirs, ours, within)
    enough = len(ours) >= ENOUGH, len(theirs) >= ENOUGH
    blank = (np.nan,) * 3
    known = ours, theirs[theirs["item_id"].isin(set(ours["item_id"]))]
    sure = [
        told and closeness_beyond_rhythm(a, b, within) >= SURE
        for told, a, b in zip(enough, known, known[::-1], strict=True)
    ]
    reply = _share(ours, at, chance) if enough[0] else blank
    our_reply = _share(theirs, there, our_chance) if enough[1] else blank
    strange = chance * (1 - reply[0]) / (1 - (1 - reply[0]) * (1 - chance)) if enough[0] else 0.0
    lag = (*blank, np.nan, False)
    if sure[0]:
        # Of who is known to answer, moves of the same look are more likely answers than not.
        lag = _lag(_answers(ours, theirs, within, same_look=True)[0], strange, within)
    verdict = {(True, True): "both", (True, False): "they_follow", (False, True): "we_follow"}.get(
        (sure[0], sure[1]), "cannot_tell"
    )
    if verdict == "cannot_tell" and all(enough) and reply[2] < FEW and our_reply[2] < FEW:
        verdict = "neither"
    needed = 0 if any(enough) else ENOUGH - max(len(ours), len(theirs))
    answer = float(np.median(ratios)) if ratios and enough[0] else np.nan
    return (
        *(len(ours), len(lags), chance * len(ours), *reply, *lag, answer),
        *(len(theirs), len(back), our_chance * len(theirs), *our_reply, verdict, needed),
    )


def _answers(
    first: pd.DataFrame, second: pd.DataFrame, within: int, same_look: bool = False
) -> tuple[list[tuple[float, float, float]], list[float], list[int]]:
    """Bounds of the days to each answer from the middle of our looks, the length between those;
    its size as a share of the move answered; and which of the moves that is.

    The first move in the same direction within the time; each answers one move only. same_look:
    also those that may as well have come before.
    """
    lags: list[tuple[float, float, float]] = []
    ratios, answered, used = [], list[int](), set[int]()
    by_item = dict(list(second.groupby("item_id")))
    for move in first.itertuples():
        part = by_item.get(move.item_id)
        if part is None:
            continue
        done = move.first + (move.last - move.first) / 2 + pd.Timedelta(days=0.5)
        # A move and the look before at noon, the answer by the end of a look's day.
        low = (part["first"] - done).dt.total_seconds().to_numpy() / 86400
        high = (part["last"] - done).dt.total_seconds().to_numpy() / 86400 + 0.5
        open_for = (move.last - move.first).days - 1
        same = np.sign(part["size"].to_numpy()) == np.sign(move.size)
        later = (high + open_for / 2 > 0) if same_look else (low + high > 0)
        fits = same & later & (low < within) & ~part.index.isin(list(used))
        if fits.any():
            at = int(np.flatnonzero(fits)[0])
            used.add(int(part.index[at]))
            # An answer seen a day after, at least: the same day would be neither's.
            lags.append((low[at], max(high[at], 1.0 - open_for / 2), open_for))
            ratios.append(float(part["size"].iloc[at] / move.size))
            answered.append(int(move.Index))
    return lags, ratios, answered


def _chance(first: pd.DataFrame, second: pd.DataFrame, within: int) -> float:
    """Chance that one of the second's moves falls into the days after a move by itself."""
    if not len(first) or not len(second):
        return 0.0
    start = min(first["first"].min(), second["first"].min())
    days = max((max(first["last"].max(), second["last"].max()) - start).days, within)
    # Moves of its own pace: those after a move of the other are what is asked about.
    expected = []
    for item, part in first.groupby("item_id"):
        theirs = second[second["item_id"].eq(item)]
        for sign, moves in part.groupby(np.sign(part["size"])):
            mine = theirs[np.sign(theirs["size"]) == sign]
            near, covered = _near(moves, mine, within)
            free = max(days - covered, within)
            rate = (len(mine) - near + 0.5 * covered / days) / free
            expected += [1 - np.exp(-rate * within)] * len(moves)
    return float(np.mean(expected))


def _near(moves: pd.DataFrame, mine: pd.DataFrame, within: int) -> tuple[int, float]:
    """Moves that lie in the days after one of the other's, and how many days those are."""
    spans = [(d, d + pd.Timedelta(days=within)) for d in sorted(moves["last"])]
    covered, end = 0.0, None
    for a, b in spans:
        a = a if end is None or a > end else end
        covered += max((b - a).days, 0)
        end = b
    middle = mine["first"] + (mine["last"] - mine["first"]) / 2
    near = sum(any(a <= m <= b for a, b in spans) for m in middle)
    return near, covered


def _crowded(moves: pd.DataFrame) -> Floats:
    """Whether another move of the same product lies so near that one answer may be to both."""
    apart = pd.Timedelta(days=CROWDED)
    days = moves.groupby("item_id")["last"]
    near = (days.diff() <= apart) | (days.diff(-1) >= -apart)
    return np.asarray(near, bool)


def _share(moves: pd.DataFrame, answered: list[int], chance: float) -> tuple[float, ...]:
    """Median and 80 % range of the share answered.

    Of two moves near each other one answer is seen where there may have been two: where enough
    lie alone the share is told by these, else the crowded ones count half. Its prior is that of
    Jeffreys: most rivals answer nearly always or hardly ever.
    """
    done, crowded = np.isin(moves.index, answered), _crowded(moves)
    weigh = np.where(crowded, 0.0 if (~crowded).sum() >= ENOUGH else HALF, 1.0)
    k, n = float(weigh @ done), float(weigh.sum())
    p = 1 - (1 - _SHARES) * (1 - chance)
    weight = p**k * (1 - p) ** (n - k) / np.sqrt(_SHARES * (1 - _SHARES))
    total = np.cumsum(weight) / weight.sum()
    low, mid, high = (float(_SHARES[np.searchsorted(total, q)]) for q in (0.1, 0.5, 0.9))
    return mid, low, high


def _lag(
    lags: list[tuple[float, float, float]], strange: float, within: int
) -> tuple[float, float, float, float, bool]:
    """Median days to the answer, its 80 % range, the spread (log) of single answers; by_look.

    strange: share of the moves that are no answers; they may come on any of the days.
    """
    # Even in the logarithm: a rival that answers each Monday is as likely as a moody one.
    days, spread = np.geomspace(0.5, 40, 100), np.geomspace(0.01, 1.2, 16)
    found, ends, weight = np.array(lags), [], np.zeros((len(days), len(spread)))
    for logs in _likelihoods(found, days, spread, strange, within):
        best = logs.max(1) - logs.max()
        ends += days[best >= -LIKELY].tolist()
        share = np.exp(logs - logs.max())
        weight += share / share.sum()
    of_days = np.cumsum(weight.sum(1) * days)
    mid = float(days[np.searchsorted(of_days, of_days[-1] / 2)])
    low, high = (found[:, :2] - found[:, 2:] / 2).T  # from our look's own day
    alike = (low <= 0.5) & (abs(high - np.median(high)) <= 1)
    by_look = bool(alike.mean() >= AT_ONCE)
    if by_look:
        ends += [days[0], float(np.median(high))]
    width = float((weight * spread).sum() / weight.sum())
    return mid, float(min(ends)), float(max(ends)), width, by_look


def _likelihoods(
    lags: Floats, days: Floats, spread: Floats, strange: float, within: int
) -> Iterator[Floats]:
    """Log likelihood by median and spread: our moves on the look's day, then on any before it."""
    from scipy.special import ndtr

    low, high, length = lags.T
    mean, wide = np.log(days)[:, None, None], spread[None, :, None]
    shares = []
    for at in np.linspace(0.5, -0.5, 7) if length.max() > 0 else (0.0,):
        a, b = np.maximum(low - at * length, 0.25), high - at * length
        b = np.maximum(b, a)
        share = ndtr((np.log(b) - mean) / wide) - ndtr((np.log(a) - mean) / wide)
        shares.append((1 - strange) * share + strange * np.minimum(b - a, within) / within)
    # Two answers to two products of a day are one decision: they weigh less than two.
    for each in (shares[0], np.mean(shares, axis=0))[: len(shares)]:
        yield TOGETHER * np.log(np.maximum(each, 1e-9)).sum(2)
