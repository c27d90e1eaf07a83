"""What comes: the next seven days, the month's end against its target, and how we did last week."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ..events import known_marks
from ..labels import Label
from ..metrics import METRICS, series_of_many
from ..stats import forecast, forecast_total
from .months import LEVEL, LEVELS, Month, Range, last_known, month_of
from .targets import CAPPED, Goal, month_end, references, registered

if TYPE_CHECKING:
    from ..shop import Shop

# The first one leads the section; a metric with a registered target goes before it.
METRICS_OF = {
    "1688": ("pay_amount", "pay_orders", "visitors", "ad_spend"),
    "alibaba": ("inquiries", "pay_amount", "visitors", "ad_spend"),
}
AHEAD, SHOWN = 7, 28
LEAST, SETTLED, STALE = 28, 60, 14  # days
_HISTORY = 400


@dataclass(frozen=True, slots=True)
class Day:
    """One day to come; `marks`: holidays and events known beforehand."""

    date: date
    expected: Range
    marks: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What would have been said a week ago of the last seven days, and what came."""

    said: float
    came: float
    inside: int
    days: int

    @property
    def off(self) -> float | None:
        """How far what came lay from what was said, as a share of it."""
        return self.came / self.said - 1 if self.said > 0 else None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of one metric's days to come; `reason` where that is nothing.

    past: the last four weeks (date, value). closed: the month that ended with the as-of day.
    known: how many days of history it was learned from.
    """

    metric: str
    past: pd.DataFrame
    known: int
    days: tuple[Day, ...] = ()
    month: Month | None = None
    closed: Month | None = None
    score: Score | None = None
    reason: Label | None = None


def outlooks(shop: Shop) -> list[Outlook]:
    """What comes for each of the shop's main figures, the leading one first.

    Figures without any data are left out. Only the leading one is scored.
    """
    from .sections import watched

    judged, goals = set(watched(shop)), registered(shop)
    found: dict[str, pd.Series] = {}
    wanted = METRICS_OF[shop.profile.id]
    others = [m for m in wanted if m not in judged]
    frames = series_of_many(shop.con, others, as_of=shop.as_of, days=_HISTORY)
    for metric in wanted:
        frame = shop.anomalies(metric) if metric in judged else frames[metric]
        daily = frame.set_index("date")["value"].astype(float)
        if daily.notna().any():
            found[metric] = daily
    order = sorted(found, key=lambda m: not any(metric == m for metric, _ in goals))
    marks = known_marks(shop.calendar, shop.events, shop.as_of, AHEAD)
    return [
        _of(shop, metric, found[metric], goals, marks, scored=metric == order[0])
        for metric in order
    ]


def _of(
    shop: Shop,
    metric: str,
    daily: pd.Series,
    registered_goals: Mapping[tuple[str, date], Goal],
    marks: Mapping[date, tuple[Label, ...]],
    *,
    scored: bool,
) -> Outlook:
    def goals(last: date) -> tuple[Goal, ...]:
        own = registered_goals.get((metric, last))
        return (own,) if own else references(shop, metric, daily, last)

    past = daily.tail(SHOWN).rename_axis("date").rename("value").reset_index()
    plain = Outlook(metric, past, int(daily.notna().sum()))
    if (why := _too_little(daily, shop.as_of)) is not None:
        return replace(plain, reason=why)
    days = next_days(daily, shop.as_of, shop.calendar, marks)
    if METRICS[metric].kind != "total":
        return replace(plain, days=days)
    capped = metric in CAPPED
    month, closed = months(daily, shop.as_of, shop.calendar, goals, capped=capped)
    score = last_week(daily, shop.as_of, shop.calendar) if scored else None
    return replace(plain, days=days, month=month, closed=closed, score=score)


def _too_little(daily: pd.Series, as_of: date) -> Label | None:
    """Why nothing can be said of the days to come; None where it can."""
    known = int(daily.notna().sum())
    if known < LEAST:
        return Label(
            f"历史只有 {known} 天，至少要 {LEAST} 天才能预计。",
            f"There are {known} days of history; a forecast needs at least {LEAST}.",
        )
    gap = (as_of - last_known(daily)).days
    if gap > STALE:
        return Label(
            f"最近 {gap} 天没有数据，不能预计。", f"No data for the last {gap} days: no forecast."
        )
    if not (daily > 0).any() and not (daily < 0).any():
        return Label("历史全是 0，没有可预计的。", "Every day so far was nought: no forecast.")
    if (daily < 0).any():
        return Label("历史里有负数，不能预计。", "The history holds negative days: no forecast.")
    return None


def next_days(
    daily: pd.Series,
    as_of: date,
    calendar: pd.DataFrame | None,
    marks: Mapping[date, tuple[Label, ...]],
) -> tuple[Day, ...]:
    """The seven days after `as_of` with their 80 % range.

    daily: the metric by day, at least 28 of them known. calendar, marks: by day, known beforehand.
    """
    late = (as_of - last_known(daily)).days
    frame = forecast(daily, AHEAD + late, calendar=calendar, levels=(LEVEL,)).tail(AHEAD)
    return tuple(
        Day(day := row.date.date(), Range(row.mean, row.lo80, row.hi80), marks.get(day, ()))
        for row in frame.itertuples()
    )


def months(
    daily: pd.Series,
    as_of: date,
    calendar: pd.DataFrame | None,
    goals: Callable[[date], tuple[Goal, ...]],
    *,
    capped: bool = False,
) -> tuple[Month, Month | None]:
    """The month that is open after `as_of`, and the one that closed on that very day, if one did.

    daily: a total by day. The days to come are forecast together: their range is that of the
    sum, not a sum of ranges.
    """
    known, closed = last_known(daily), None
    last = month_end(as_of)
    if known == last:
        closed = month_of(daily, last, {}, goals(last), capped=capped)
        last = month_end(as_of + timedelta(days=1))
    ahead = (last - known).days
    total = forecast_total(daily, ahead, calendar=calendar, levels=LEVELS)
    return month_of(daily, last, total, goals(last), capped=capped), closed


def last_week(daily: pd.Series, as_of: date, calendar: pd.DataFrame | None) -> Score | None:
    """What the days up to a week ago would have said of the last seven days; None with too few.

    daily: as known today, cut a week before `as_of`; days that did not come are left out.
    """
    before = as_of - timedelta(days=AHEAD)
    past = daily[: pd.Timestamp(before)]
    if _too_little(past, before) is not None:
        return None
    said = next_days(past, before, calendar, {})
    came = daily.reindex(pd.DatetimeIndex([d.date for d in said])).to_numpy(float)
    pairs = [(d.expected, float(c)) for d, c in zip(said, came, strict=True) if not math.isnan(c)]
    if not pairs:
        return None
    inside = sum(e.low <= c <= e.high for e, c in pairs)
    return Score(sum(e.mean for e, _ in pairs), sum(c for _, c in pairs), inside, len(pairs))


# How the section's figures are made, by the last part of their id; all others are EXPECTED.
EXPECTED = Label(
    "由 {n} 天历史预计：取对数后平滑，加上学到的星期、节日和活动；范围来自同样的算法过去差了多少。"
    "下面列出最近几周的行。",
    "expected from {n} days of history: smoothed logs and the weekdays, holidays and events "
    "learned from them; the range from what the same method missed in the past. Rows: the last "
    "weeks.",
)
MADE = {
    "so_far": Label(
        "本月各天之和；缺的天按同星期几的平均补上。",
        "the days of the month added up; a missing day counts as usual for its weekday.",
    ),
    "closed": Label("这个月各天之和。", "the days of the month added up."),
    "came": Label("最近几天之和。", "the last days added up."),
    "target": Label("登记表里的目标。", "the target in the register."),
    "closed_target": Label("登记表里的目标。", "the target in the register."),
    "ladder": Label(
        "指标阶梯（低于同行平均取平均，高于平均取优秀，再高取上月），30 天的同行值按本月天数折算。",
        "the guide's ladder (below the peers' mean: the mean; above it: their best; above that: "
        "last month), the peers' 30 days scaled to the days of the month.",
    ),
    "last_year": Label(
        "去年对应的各天之和（按星期，春节前后按农历对齐）。",
        "last year's days added up, aligned by weekday and around Spring Festival by the moon.",
    ),
    "last_month": Label("上个月各天之和。", "the days of last month added up."),
    "chance": Label(
        "月底合计的分布里不低于目标的那部分（预算：不超过的那部分）；由 {n} 天历史。",
        "the part of the month's likely totals at or above the target (a budget: at or below it); "
        "from {n} days of history.",
    ),
    "needed": Label(
        "目标减去本月到今天，除以剩下的天数。",
        "the target less the month so far, over the days left.",
    ),
    "short": Label("每天要的减去每天预计的。", "what is needed a day less what is expected a day."),
}
