"""How often would the shop's own figures have raised an alarm of late, at today's sensitivity?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from .budget import DAYS_A_MONTH, SHOP, SHOP_PART, group, stands
from .facts_view import View
from .moves import TAILS, cutoff, past_shifts
from .rule import Rule

SPAN = 90
# Alarms so many days apart are one that stands: seven-day windows share their days.
APART = 3


@dataclass(frozen=True, slots=True)
class Realised:
    """Alarms of the last `span` days by the shop's own figures: days with one, and new ones."""

    days: int
    new: int
    span: int


def realised(rules: Sequence[Rule], view: View, alarms_per_month: float) -> Realised | None:
    """What the rules of change over the shop's own figures would have said, day by day.

    True causes are counted too: nobody knows which were accidents. None without enough history.
    """
    asked = [r for r in rules if r.test == "change" and group(r) == SHOP]
    rows = []
    for rule in (r for r in asked if r.applies(view.profile)):
        frame = view.anomalies(rule.metric)
        if len(frame) <= SPAN or frame["value"].isna().all():
            continue
        z = past_shifts(frame, rule.window, SPAN)
        toward = -z if rule.direction == "down" else z if rule.direction == "up" else np.abs(z)
        rows.append(stdtr(TAILS, -toward) / stands(rule.window))
    if not rows:
        return None
    q = SHOP_PART * alarms_per_month / DAYS_A_MONTH
    table = np.array(rows)
    loud = [cutoff([p for p in day if np.isfinite(p)], q) > 0 for day in table.T]
    at = np.flatnonzero(loud)
    return Realised(len(at), len(at) and 1 + int((np.diff(at) > APART).sum()), SPAN)
