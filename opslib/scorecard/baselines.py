"""What a person with a spreadsheet would be alarmed by: four common ways, on the same figures.

All four watch the shop's figures and its products, words, channels and plans, for falls only. As
in the review many members of one figure are one alarm, most fallen first; so the comparison is
not lost on counting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from ..ids import finding_id
from .alarm import Alarm

NAMES = ("fixed_percent", "day_before", "weekday_z", "before_after")
FIXED, DAY_BEFORE, Z, P_VALUE = 0.20, 0.30, 3.0, 0.05
WEEKS, PRIOR = 8, 28
# Members watched: the biggest of the last four weeks.
TOP = 20
WATCHED = (
    ("shop_day", "", ("pay_amount", "impressions", "visitors", "inquiries")),
    ("product_day", "item_id", ("pay_amount",)),
    ("product_window", "item_id", ()),
    ("keyword_day", "keyword", ("impressions",)),
    ("channel_day", "channel", ("visitors",)),
    ("ad_day", "plan", ("clicks",)),
)
DIMENSIONS = {"": "shop", "item_id": "product", "keyword": "keyword", "channel": "channel"}


@dataclass(frozen=True)
class Watched:
    """One figure by day: `values` is members x days, from `start` on, nought where nothing is."""

    metric: str
    dimension: str
    members: tuple[str, ...]
    start: date
    values: np.ndarray


def watched(facts: Mapping[str, pa.Table]) -> list[Watched]:
    """The daily figures that a spreadsheet would hold of this shop."""
    found = []
    for table, column, metrics in WATCHED:
        if table not in facts:
            continue
        frame = facts[table].to_pandas()
        if table == "ad_day":
            frame = frame[frame["level"] == "plan"]
        for metric in metrics:
            if metric in frame and frame[metric].notna().any():
                found.append(_grid(frame, column, metric))
    pay = next((w for w in found if w.dimension == "shop" and w.metric == "pay_amount"), None)
    return found + ([_rate(facts["shop_day"].to_pandas(), pay)] if pay is not None else [])


def _grid(frame: pd.DataFrame, column: str, metric: str) -> Watched:
    days = pd.to_datetime(frame["date"])
    keys = frame[column].astype(str) if column else pd.Series("", index=frame.index)
    grid = frame.assign(day=days, who=keys).pivot_table(metric, "who", "day", aggfunc="sum")
    full = pd.date_range(grid.columns.min(), grid.columns.max())
    grid = grid.reindex(columns=full).fillna(0.0)
    dimension = DIMENSIONS.get(column, "plan")
    return Watched(metric, dimension, tuple(grid.index), full[0].date(), grid.to_numpy(float))


def _rate(shop: pd.DataFrame, like: Watched) -> Watched:
    """Paying buyers (or inquiries) per visitor, day by day."""
    part = "pay_buyers" if shop.get("pay_buyers", pd.Series(dtype=float)).notna().any() else None
    name, top = ("pay_cvr", part) if part else ("inquiry_rate", "inquiries")
    by_day = shop.assign(day=pd.to_datetime(shop["date"])).groupby("day")[[top, "visitors"]].sum()
    rate = (by_day[top] / by_day["visitors"].where(by_day["visitors"] > 0)).fillna(0.0)
    return Watched(name, "shop", ("",), by_day.index[0].date(), rate.to_numpy(float)[None, :])


def baseline_alarms(
    figures: list[Watched], first: date, last: date
) -> dict[str, dict[date, list[Alarm]]]:
    """What each of the four ways would report on each day, the biggest fall first."""
    out: dict[str, dict[date, list[Alarm]]] = {n: {} for n in NAMES}
    for back in range((last - first).days, -1, -1):
        day = last - timedelta(days=back)
        for name in NAMES:
            ranked = [found for w in figures if (found := _one(name, w, day))]
            out[name][day] = [a for _, a in sorted(ranked, key=lambda r: -r[0])]
    return out


def _one(name: str, figure: Watched, day: date) -> tuple[float, Alarm] | None:
    """The alarm of one way about one figure: the member that fell most, the others folded."""
    at = (day - figure.start).days
    if at >= figure.values.shape[1] or at < WEEKS * 7 + 1:
        return None
    past = figure.values[:, at - PRIOR : at].sum(1)
    chosen = np.argsort(-past, kind="stable")[:TOP]
    chosen = chosen[past[chosen] > 0]
    fall = _fallen(name, figure.values[chosen], at)
    order = [i for i in np.argsort(-fall, kind="stable") if fall[i] > 0]
    if not order:
        return None
    rule = f"{name}_{figure.dimension}_{figure.metric}"
    names = [figure.members[chosen[i]] for i in order]
    folded = tuple(finding_id(rule, figure.dimension, m) for m in names[1:])
    head = Alarm(rule, figure.metric, figure.dimension, names[0], folded=folded)
    return float(fall[order[0]]), head


def _fallen(name: str, values: np.ndarray, at: int) -> np.ndarray:
    """How far beyond its own limit each member fell on day `at`; nought where it did not."""
    if name == "day_before":
        return _beyond(values[:, at], values[:, at - 1], DAY_BEFORE)
    now = values[:, at - 6 : at + 1]
    if name == "fixed_percent":
        return _beyond(now.mean(1), values[:, at - 13 : at - 6].mean(1), FIXED)
    if name == "weekday_z":
        same = values[:, [at - 7 * k for k in range(1, WEEKS + 1)]]
        spread = same.std(1, ddof=1)
        z = (same.mean(1) - values[:, at]) / np.where(spread > 0, spread, np.inf)
        return np.where(z > Z, z / Z, 0.0)
    return _welch(now, values[:, at - 6 - PRIOR : at - 6])


def _beyond(now: np.ndarray, before: np.ndarray, limit: float) -> np.ndarray:
    fall = 1 - now / np.where(before > 0, before, np.inf)
    fall = np.where(before > 0, fall, 0.0)
    return np.where(fall >= limit, fall / limit, 0.0)


def _welch(now: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Welch's t-test of the last week against the four weeks before, by member."""
    from scipy.stats import ttest_ind_from_stats

    spread = np.maximum(now.std(1, ddof=1), 1e-9), np.maximum(before.std(1, ddof=1), 1e-9)
    test = ttest_ind_from_stats(
        now.mean(1), spread[0], now.shape[1], before.mean(1), spread[1], PRIOR, equal_var=False
    )
    fell = (test.pvalue < P_VALUE) & (test.statistic < 0)
    return np.where(fell, -np.log10(np.maximum(test.pvalue, 1e-12)), 0.0)
