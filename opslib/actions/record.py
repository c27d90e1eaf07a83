"""The track record of each rule: how often what it asked for was done, and what that brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .action import Action
from .judged import LOOKED_BACK, worked

if TYPE_CHECKING:
    from ..weekly import Weekly

LONGEST = timedelta(days=364)  # what was done before says little of today's shop
OWN = "own"  # an action that the operator added himself
LEAST = 5  # judged actions before anything is said of a rule
LEVEL = 0.8
COLUMNS = ("rule used worked none harmed cannot_tell each each_lo each_hi promised verdict").split()


def track_record(weekly: Weekly, actions: Sequence[Action]) -> pd.DataFrame:
    """How did the actions of each rule do, over the last year?

    Actions of the last six weeks are judged as on the page; older ones as the page six weeks after
    them would have judged them. One row a rule, most used first: used, of these worked, none,
    harmed, cannot_tell; each, each_lo, each_hi: money that one action brings a week (see `pooled`),
    promised: what the rule had expected of one on average; verdict helps | harms | less (than half
    of what it promises) | cannot_tell.
    """
    as_of = weekly.shop.as_of
    done = [a for a in actions if a.state == "done" and a.done_on and a.done_on <= as_of]
    parts = [weekly.worked]
    last = as_of - LOOKED_BACK
    while last > as_of - LONGEST:
        first = last - LOOKED_BACK
        older = [a for a in done if a.done_on and first <= a.done_on < last]
        if older:
            then = weekly.shop.at(last).weekly(**weekly.settings)
            parts.append(worked(then, older))
        last = first
    known = [p for p in parts if len(p)]
    if not known:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(known, ignore_index=True).drop_duplicates("id")
    rules = {a.id: rule_of(a) for a in done}
    return summed(rows.assign(rule=rows["id"].map(rules)))


def rule_of(action: Action) -> str:
    """The rule that asked for an action."""
    return action.finding.rsplit(".", 1)[0] or OWN


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a rule from one row an action: rule, verdict, yuan, yuan_lo, yuan_hi (80 %), mid."""
    out = []
    for rule, part in rows.groupby("rule", sort=True):
        counts = part["verdict"].value_counts()
        # What was added by hand is of many kinds: no mean of it says anything.
        judged = part if rule != OWN else part.iloc[:0]
        each = pooled(*(judged[c].to_numpy(float) for c in ("yuan", "yuan_lo", "yuan_hi")))
        promised = pd.to_numeric(part["mid"], errors="coerce").mean() if "mid" in part else np.nan
        tally = {v: int(counts.get(v, 0)) for v in ("worked", "none", "harmed", "cannot_tell")}
        told = {"each": each.mid, "each_lo": each.lo, "each_hi": each.hi, "promised": promised}
        verdict = _verdict(each, float(promised))
        out.append({"rule": rule, "used": len(part), **tally, **told, "verdict": verdict})
    frame = pd.DataFrame(out, columns=COLUMNS)
    return frame.sort_values(["used", "rule"], ascending=[False, True], ignore_index=True)


@dataclass(frozen=True)
class Pooled:
    """The mean of several effects with its 80 % range; nan with fewer than `LEAST`."""

    mid: float
    lo: float
    hi: float


def pooled(mid: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> Pooled:
    """What does one action bring on average, given each one's estimate and 80 % range?

    Actions differ among themselves beyond their errors: DerSimonian and Laird (1986) for how much,
    Hartung and Knapp (2001) for the range, which stays honest with few of them.
    """
    from scipy.stats import norm, t

    error = (hi - lo) / (2 * norm.ppf(0.5 + LEVEL / 2))
    good = np.isfinite(mid) & np.isfinite(error) & (error > 0)
    y, v = mid[good], error[good] ** 2
    n = len(y)
    if n < LEAST:
        return Pooled(np.nan, np.nan, np.nan)
    w = 1 / v
    mean = float((w * y).sum() / w.sum())
    spread = float((w * (y - mean) ** 2).sum())
    tau2 = max(0.0, (spread - (n - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
    w = 1 / (v + tau2)
    mean = float((w * y).sum() / w.sum())
    own = float((w * (y - mean) ** 2).sum() / (n - 1)) / float(w.sum())
    half = float(t.ppf(0.5 + LEVEL / 2, n - 1)) * np.sqrt(max(own, 1 / float(w.sum())))
    return Pooled(mean, mean - half, mean + half)


def _verdict(each: Pooled, promised: float) -> str:
    if not np.isfinite(each.mid):
        return "cannot_tell"
    if each.lo > 0:
        return "helps"
    if each.hi < 0:
        return "harms"
    return "less" if each.hi < promised / 2 else "cannot_tell"
