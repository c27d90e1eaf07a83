"""The weeks around the day of an action: what was seen, what is quiet, what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .rebound import Floats

BEFORE, AFTER = 8, 4  # weeks looked at around an action


@dataclass(frozen=True)
class Cut:
    """One cohort's weeks around its day: subjects, exposure, what is quiet, seen and after."""

    subjects: pd.Index
    days: pd.DataFrame  # rows with their place: row (subject) and bin (week)
    weeks: Floats
    full: Floats
    quiet: np.ndarray
    seen: np.ndarray
    after: np.ndarray

    def sums(self, column: str) -> Floats:
        """A column's sums: subject x week."""
        out = np.zeros((len(self.subjects), len(self.weeks)))
        np.add.at(out, (self.days["row"], self.days["bin"]), self.days[column].to_numpy())
        return out


def cut_around(days: pd.DataFrame, asked: pd.DataFrame, done_on: pd.Timestamp, as_of: date) -> Cut:
    """The weeks before and after a day, for all subjects; `asked` are all actions of the time."""
    known = days[(days["last"] <= pd.Timestamp(as_of)) & (days["complete"] > 0.05)]
    # The day itself is half and half; a whole week that it opens or closes is as good as clean.
    own = (known["first"] == known["last"]).astype(int).to_numpy()
    back = (done_on - known["last"]).dt.days.to_numpy() - own
    ahead = (known["first"] - done_on).dt.days.to_numpy() - own
    at = np.where(back >= 0, BEFORE - 1 - back // 7, BEFORE + ahead // 7)
    inside = ((back >= 0) | (ahead >= 0)) & (at >= 0) & (at < BEFORE + AFTER)
    known = known[inside].assign(bin=at[inside])
    codes, subjects = pd.factorize(known["subject"], sort=True)
    known = known.assign(row=codes)
    once = (
        known.groupby(["bin", "first"])[["complete"]]
        .mean()
        .assign(days=((known["last"] - known["first"]).dt.days.max() + 1) if len(known) else 0)
    )
    length = BEFORE + AFTER
    full = once.groupby("bin")["days"].sum().reindex(range(length), fill_value=0) / 7
    told = (once["complete"] * once["days"]).groupby("bin").sum().reindex(range(length)) / 7
    weeks = told.fillna(0).to_numpy(float)
    seen = np.broadcast_to((full > 0.5) & (weeks > 0.2), (len(subjects), length)).copy()
    after = np.broadcast_to(np.arange(length) >= BEFORE, seen.shape).copy()
    quiet = seen.copy()
    _apart(asked, pd.Index(subjects), done_on, quiet, seen)
    return Cut(pd.Index(subjects), known, weeks, full.to_numpy(float), quiet, seen, after)


def _apart(
    asked: pd.DataFrame, subjects: pd.Index, done_on: pd.Timestamp, quiet: Any, seen: Any
) -> None:
    """Weeks that another action, or this one, spoils: not learned from, not looked at."""
    for subject, on in zip(asked["subject"], asked["done_on"], strict=True):
        row = subjects.get_indexer([subject])[0]
        gap = (on - done_on).days
        if row < 0 or gap >= 7 * AFTER or gap < -7 * BEFORE:
            continue
        place = BEFORE + (gap // 7 if gap > 0 else -(-gap // 7) - 1 if gap < 0 else 0)
        if gap >= 0:
            quiet[row, place:] = False
        else:
            quiet[row] = False
        if gap > 0:
            seen[row, place:] = False
        elif gap < 0:
            seen[row, : place + 1] = False
