"""What an event truly brought: its own days, less what was only bought earlier than it would be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..stats.counterfactual import Day, Untouched, untouched
from .losers import NO_LOSERS, losers

Verdict = Literal["worked", "no_better", "cannot_tell"]

SURE = 0.92  # chance of a net gain asked for before an event is said to have worked
NOTHING = 0.10  # of a normal week: an event surely smaller did not beat one
MOST_EDITIONS = 99
REASONS = {
    "worked": Label(
        "扣除提前购买和会后回落，仍然多卖了",
        "more was sold even after what was only bought earlier is taken off",
    ),
    "plain": Label("活动期没有好过平常的一周", "its own days did not beat a normal week"),
    "moved": Label(
        "活动期多卖的，前后几乎都还了回去：只是把购买挪了时间",
        "what its days sold more was paid back around it: purchases were only moved",
    ),
    "early": Label(
        "活动后的 {after} 天还没过完（已过 {seen} 天），会后回落还看不全",
        "the {after} days behind it are not over ({seen} seen): what is paid back is not all known",
    ),
    "wide": Label(
        "平常的波动太大；同样的活动再做约 {needed} 次才分得清",
        "usual swings are too wide; about {needed} more such events would tell",
    ),
}


@dataclass(frozen=True)
class EventEffect:
    """One event judged; amounts in the unit of the series, shares of 1, all with `level` ranges.

    lift: of its own days against what they would have brought. extra: the amount. pulled_forward:
    the amount missing around it (below 0: none missing). dip: the days behind against expected
    (-0.1 = a tenth less). net: extra less pulled_forward. share_pulled: pulled_forward / extra,
    NaN where the event did not surely sell more. expected: what its own days would have brought.
    cannibalised: frame(item_id, lost, lo, hi, share, probability) of products that lost.
    needed: further editions that would tell, 0 where it is told. after_days: days behind seen.
    """

    start: date
    end: date
    lift: float
    lo: float
    hi: float
    extra: float
    extra_lo: float
    extra_hi: float
    pulled_forward: float
    pulled_lo: float
    pulled_hi: float
    dip: float
    dip_lo: float
    dip_hi: float
    net: float
    net_lo: float
    net_hi: float
    share_pulled: float
    share_lo: float
    share_hi: float
    expected: float
    level: float
    verdict: Verdict
    reason: Label
    needed: int
    after_days: int
    placebos: int
    cannibalised: pd.DataFrame


def event_effect(
    daily: pd.Series,
    start: Day,
    end: Day,
    *,
    calendar: pd.DataFrame | None = None,
    before: int = 0,
    after: int = 14,
    controls: pd.DataFrame | pd.Series | None = None,
    products: pd.DataFrame | None = None,
    promoted: Collection[str] = (),
    level: float = 0.8,
) -> EventEffect:
    """What did the event bring beyond a normal time, its echo before and behind taken off?

    daily: amounts or counts of the whole shop by date (>= 0), 28 known days before at least.
    start, end: first and last day of the event. calendar: as in `stats.detect`; name other
    events in it. before, after: days around it in which buyers may have waited, or had already
    bought; every judged day costs certainty. controls: series that the event did not touch.
    products: amounts by date (rows) and product (columns); promoted: those of them that were in
    the event: the others are asked whether they lost. level: of the ranges.

    Not to be trusted where something else happened on the same days. The verdict: `worked` when
    a net gain is 92 % sure; `no_better` when its own days surely brought less than a tenth
    more, or the net surely did; else `cannot_tell`, with what is still needed.
    Raises ParameterError for a window or series that cannot be judged.

    Source: `stats.counterfactual.untouched`.
    """
    if not 0 < level < 1:
        raise _refused(f"level must lie between 0 and 1, got {level}", start)
    try:
        days = untouched(
            daily, start, end, before=before, after=after, controls=controls, calendar=calendar
        )
    except ValueError as bad:
        raise _refused(str(bad), start) from bad
    lost = NO_LOSERS
    if products is not None and promoted:
        lost = losers(products, promoted, start, end, calendar=calendar)
    return _judged(days, start, end, after, level, lost)


def _refused(why: str, start: Day) -> ParameterError:
    return ParameterError(
        f"event_effect {pd.Timestamp(start).date()}",
        Label(f"这场活动无法评估（{why}）。", f"this event cannot be judged: {why}."),
        Label(
            "请检查活动起止日期，以及活动前是否有至少 28 天的数据。",
            "Check its dates, and that 28 days before it were imported.",
        ),
    )


def _judged(
    days: Untouched, start: Day, end: Day, after: int, level: float, lost: pd.DataFrame
) -> EventEffect:
    """Middle and range of everything, from the same draws."""
    expected, extra = days.expected(0), days.extra(0)
    pulled = -(days.extra(-1) + days.extra(1))
    behind = days.expected(1)
    net = extra - pulled
    lift = _range(extra / np.maximum(expected, 1e-9), level)
    dip = _range(days.extra(1) / np.maximum(behind, 1e-9), level) if behind.any() else _BLANK
    sold = _range(extra, level)
    share = _share(pulled, extra, sold[1], level)
    seen = int((days.part == 1).sum())
    final = _range(net, level)
    usual = float(np.median(expected))
    waits = after and days.dates[-1] < pd.Timestamp(end) + pd.Timedelta(days=after)
    verdict, key = _verdict(lift, final, float((net > 0).mean()), usual, bool(waits))
    needed = _editions(final) if verdict == "cannot_tell" else 0
    return EventEffect(
        pd.Timestamp(start).date(), pd.Timestamp(end).date(), *lift, *sold,
        *_range(pulled, level), *dip, *final, *share, usual, level, verdict,
        REASONS[key].format(after=after, seen=seen, needed=needed),
        needed, seen, days.placebos, lost,
    )  # fmt: skip


_BLANK = (float("nan"),) * 3


def _range(draws: np.ndarray, level: float) -> tuple[float, float, float]:
    """Middle, low and high end of the draws."""
    lo, mid, hi = np.quantile(draws, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return float(mid), float(lo), float(hi)


def _share(
    pulled: np.ndarray, extra: np.ndarray, extra_lo: float, level: float
) -> tuple[float, float, float]:
    """Share of the extra that was only moved; none where nothing extra is sure.

    The middle is the ratio of the middles: the mean of ratios leans outward.
    """
    if extra_lo <= 0:
        return _BLANK
    _, lo, hi = _range(pulled / np.maximum(extra, 1e-9), level)
    return float(np.median(pulled) / np.median(extra)), lo, hi


def _verdict(
    lift: tuple[float, float, float],
    net: tuple[float, float, float],
    gain: float,
    usual: float,
    waits: bool,
) -> tuple[Verdict, str]:
    if lift[2] < NOTHING:
        return "no_better", "plain"
    if waits:
        return "cannot_tell", "early"
    if gain >= SURE:
        return "worked", "worked"
    if net[2] < NOTHING * usual:
        return "no_better", "moved" if lift[1] > 0 else "plain"
    return "cannot_tell", "wide"


def _editions(net: tuple[float, float, float]) -> int:
    """How many further editions like this one would leave 0 outside the range."""
    middle, half = abs(net[0]), (net[2] - net[1]) / 2
    if middle * np.sqrt(MOST_EDITIONS + 1) <= half:
        return MOST_EDITIONS
    return max(int(np.ceil((half / middle) ** 2)) - 1, 1)
