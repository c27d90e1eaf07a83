"""What a month is measured by: the registered target, else a reference that is never called one."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from ..events import twin_last_year
from ..labels import Label

if TYPE_CHECKING:
    from ..shop import Shop

Kind = Literal["target", "ladder", "last_year", "last_month"]
KIND = "target"
LADDER = "004-31"
_LADDER_DAYS = 30
# What is kept below its number rather than brought up to it.
CAPPED = frozenset({"ad_spend"})
TARGET, BUDGET = Label("目标", "target"), Label("预算", "budget")
PEER_MEAN = Label("同行平均", "peers' mean")
PEER_BEST = Label("同行优秀", "peers' best")
LAST_MONTH = Label("上个月", "last month")
LAST_YEAR = Label("去年同期", "the same days last year")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a month's total is held against, in the metric's unit; `guide`: where the step is from.

    Only kind "target" is a target; all others are references.
    """

    kind: Kind
    value: float
    label: Label
    guide: str = ""
    note: str = ""


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def registered(shop: Shop) -> dict[tuple[str, date], Goal]:
    """(metric, last day of the month) -> the target that the operator wrote into the register.

    Of two rows for the same month and metric the lower one of the register counts.
    """
    if "register" not in shop.snapshot.tables(shop.identity.id):
        return {}
    rows = shop.con.execute(
        """SELECT subject, due, amount, note FROM register
           WHERE kind = ? AND subject IS NOT NULL AND due IS NOT NULL AND amount > 0
           ORDER BY source_row""",
        [KIND],
    ).fetchall()
    return {
        (metric, month_end(due)): Goal(
            "target", float(amount), BUDGET if metric in CAPPED else TARGET, note=note or ""
        )
        for metric, due, amount, note in rows
    }


def references(shop: Shop, metric: str, daily: pd.Series, last: date) -> tuple[Goal, ...]:
    """What else the month that ends on `last` can be held against, best first; () if unknown.

    daily: the metric by day up to the as-of day. The guide's ladder where peers are exported
    (below their mean: the mean; above it: their best; above that: the own last month), last
    year's days (aligned by weekday and, around Spring Festival, by the lunar calendar), the month
    before.
    """
    before = month_sum(daily, last.replace(day=1) - timedelta(days=1))
    twin = _last_year(daily, last)
    found = [
        _ladder(shop, metric, daily, last.day, before),
        None if twin is None else Goal("last_year", twin, LAST_YEAR),
        None if before is None else Goal("last_month", before, LAST_MONTH),
    ]
    return tuple(g for g in found if g is not None and g.value > 0)


def month_sum(daily: pd.Series, last: date) -> float | None:
    """The total of the month that ends on `last`; None unless all its days are known."""
    days = pd.date_range(last.replace(day=1), last)
    return _whole(daily.reindex(days))


def _last_year(daily: pd.Series, last: date) -> float | None:
    days = [last.replace(day=1) + timedelta(days=i) for i in range(last.day)]
    return _whole(daily.reindex(pd.DatetimeIndex([twin_last_year(d) for d in days])))


def _whole(values: pd.Series) -> float | None:
    return None if values.isna().any() else float(values.sum())


def _ladder(
    shop: Shop, metric: str, daily: pd.Series, length: int, before: float | None
) -> Goal | None:
    """The step of guide 004 lines 100-102, for the platform whose profile climbs it."""
    if "ladder_mode" not in shop.profile.thresholds:
        return None
    peers = shop.benchmark(metric, _LADDER_DAYS)
    own = _whole(daily.tail(_LADDER_DAYS)) if len(daily) >= _LADDER_DAYS else None
    mean, best = peers or (None, None)
    if own is None or mean is None or pd.isna(mean):
        return None
    if own < mean:
        return Goal("ladder", mean / _LADDER_DAYS * length, PEER_MEAN, LADDER)
    if best is not None and own < best:
        return Goal("ladder", best / _LADDER_DAYS * length, PEER_BEST, LADDER)
    return None if before is None else Goal("ladder", before, LAST_MONTH, LADDER)
