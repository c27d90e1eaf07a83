"""What to aim at next on each figure: the peers' mean, the excellent ones, or ourselves?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label

LADDER = (
    "metric value mean excellent last_month rung target gap worth yuan way needed_change"
).split()
RUNGS = ("below_mean", "below_excellent", "above_excellent", "cannot_tell")


def target_ladder(values: pd.DataFrame, peers: pd.DataFrame) -> pd.DataFrame:
    """Which rung of the peers' ladder comes next, how far is it, and what is it worth?

    values: metric, value (ours, same window as the peers'), and as known last_month (our value
    then), worth (money for one unit more, e.g. what a visitor brings), better ("up", or "down"
    where less is better). peers: metric, peer_mean, peer_excellent.

    One row a metric of both, most money first: rung (below_mean: aim at the mean; below_excellent:
    aim at the excellent; above_excellent: aim at our own last month, if that was better, else hold;
    cannot_tell: a figure lacks), target, gap (units to go, never negative), worth, yuan (gap x
    worth; nan without worth), way (share of the way from the rung below, 0..1: from nought to the
    mean, from the mean to the excellent), needed_change (gap as a share of the value).
    An excellent below the mean (swapped columns) raises ParameterError. The yuan of several metrics
    overlap (more visitors and a better conversion multiply): they are never added.
    """
    for frame, columns in ((values, ("metric", "value")), (peers, PEERS)):
        if lacking := [c for c in columns if c not in frame]:
            raise ParameterError(
                "target_ladder",
                Label(f"缺少列：{'、'.join(lacking)}。", f"{', '.join(lacking)} lacks."),
            )
    rows = values.merge(peers[list(PEERS)].drop_duplicates("metric", keep="last"), on="metric")
    out = []
    for row in rows.to_dict("records"):
        sign = -1.0 if row.get("better", "up") == "down" else 1.0
        numbers = [float(row.get(c, np.nan)) for c in _FIGURES]
        out.append((row["metric"], *_rung(row["metric"], sign, *numbers)))
    found = pd.DataFrame(out, columns=LADDER)
    return found.sort_values("yuan", ascending=False, na_position="last", ignore_index=True)


PEERS = ("metric", "peer_mean", "peer_excellent")
_FIGURES = ("value", "peer_mean", "peer_excellent", "last_month", "worth")


def _rung(
    metric: str,
    sign: float,
    value: float,
    mean: float,
    excellent: float,
    last_month: float,
    worth: float,
) -> tuple:
    if sign * excellent < sign * mean:
        raise ParameterError(
            metric,
            Label(f"同行优秀（{excellent:g}）比同行平均（{mean:g}）还差。",
                  f"excellent peers ({excellent:g}) are worse than the mean ({mean:g})."),
            Label("两列可能填反了。", "The two columns may be swapped."),
        )  # fmt: skip
    rung = _place(sign * value, sign * mean, sign * excellent)
    target = {
        "below_mean": mean,
        "below_excellent": excellent,
        "above_excellent": last_month if sign * last_month > sign * value else value,
        "cannot_tell": np.nan,
    }[rung]
    gap = max(sign * (target - value), 0.0) if rung != "cannot_tell" else np.nan
    way = 1.0
    if rung == "below_excellent" and np.isfinite(mean) and excellent != mean:
        way = (value - mean) / (excellent - mean)
    elif rung == "below_mean":
        way = mean / value if sign < 0 and value else value / mean if mean else np.nan
    change = gap / abs(value) if value else np.nan
    known = (value, mean, excellent, last_month)
    return (*known, rung, target, gap, worth, gap * worth, np.clip(way, 0, 1), change)


def _place(value: float, mean: float, excellent: float) -> str:
    """Rung of figures of which more is better."""
    if not np.isfinite(value):
        return "cannot_tell"
    if value < mean:
        return "below_mean"
    if value < excellent:
        return "below_excellent" if np.isfinite(mean) else "cannot_tell"
    return "above_excellent" if np.isfinite(excellent) else "cannot_tell"
