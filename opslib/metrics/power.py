"""The powers of the growth formula: each part over the peers' excellent, then their mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..model import Window
from .candidate import Reading
from .catalogue import METRICS
from .metric import Metric
from .plan import Plan

CAP = 1.2


def _excellent(plan: Plan, id: str, window: Window) -> float | None:
    """The newest known value of the peers' excellent shops, at most 35 days old.

    Counts of a period are only compared with the peers' figure of the same number of days.
    """
    any_length = METRICS[id].kind in ("last", "ratio")
    known = [
        (on, float(value))
        for name, days, on, value in plan.desk.peers
        if name == id and (any_length or days == window.days) and 0 <= (window.end - on).days < 35
    ]
    return max(known)[1] if known else None


def _part(plan: Plan, id: str, window: Window) -> float | None:
    chosen, peer = plan.choose(id, window), _excellent(plan, id, window)
    if chosen is None or peer is None or np.isnan(chosen[1].value[0]):
        return None
    value = float(chosen[1].value[0])
    if METRICS[id].good == "down":
        return CAP if value <= 0 else min(CAP, peer / value)
    return min(CAP, value / peer)


def reading_of(plan: Plan, metric: Metric, window: Window) -> Reading | None:
    """The power, or the whole index, at the end of this window."""
    if metric.id == "growth_index":
        inner = [reading_of(plan, METRICS[p], window) for p in metric.parts]
        if any(r is None for r in inner):
            return None
        product, service, acquisition = (r.value for r in inner if r is not None)
        return replace(inner[0], value=(product + service) * acquisition)  # type: ignore[type-var]
    shares = [s for p in metric.parts if (s := _part(plan, p, window)) is not None]
    if not shares:
        return None
    value, yes = np.array([sum(shares) / len(shares)]), np.array([True])
    whole = np.array([len(shares) == len(metric.parts)])
    n = np.array([float(len(shares))])
    return Reading(np.array([""], dtype=object), value, n, whole, yes, yes, n=n, basis="period")


def power(
    plan: Plan, metric: Metric, spans: dict[str, list[Window]]
) -> tuple[Reading | None, dict[str, list[Reading]]]:
    """The power now and on each baseline; `n` counts the parts known, partial if one is missing.

    Source: guide 000-01; the guide gives no weights, so parts count alike.
    """
    if plan.desk.by is not None or not plan.desk.has("benchmark"):
        return None, {}
    now = reading_of(plan, metric, spans["now"][0])
    if now is None:
        return None, {}
    rest = {
        name: [r for w in windows if (r := reading_of(plan, metric, w)) is not None]
        for name, windows in spans.items()
        if name != "now"
    }
    return now, rest
