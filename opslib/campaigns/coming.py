"""A coming event: what it will sell, the stock and budget it needs, how earlier forecasts fared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from ..stats import forecast, rate_interval
from ..stats.counterfactual import Day

DRAWS = 4000
LEVEL = 0.8
TOGETHER = 0.5  # share of a day's error that the other days of an edition have too (assumed)
LEAST_SCORED = 5


@dataclass(frozen=True)
class Ahead:
    """Total of some coming days with its 80 % range, in the unit of the series."""

    start: pd.Timestamp
    end: pd.Timestamp
    mean: float
    lo: float
    hi: float

    @property
    def days(self) -> int:
        """How many days, both ends included."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class EditionForecast:
    """One coming edition, 80 % ranges: normal (without it), total, extra, net of what is moved."""

    event: str
    normal: Ahead
    lift: float
    lift_lo: float
    lift_hi: float
    total: float
    total_lo: float
    total_hi: float
    extra: float
    extra_lo: float
    extra_hi: float
    net: float
    net_lo: float
    net_hi: float
    editions: int

    def quantile(self, level: float) -> float:
        """Total that is not passed with this chance."""
        drawn, _ = _draws(self.normal, (self.lift, self.lift_lo, self.lift_hi))
        return float(np.quantile(drawn, level))


def normal_days(
    daily: pd.Series, start: Day, end: Day, *, calendar: pd.DataFrame | None = None
) -> Ahead:
    """What would coming days bring together without the event planned on them?

    daily: amounts or counts by date up to today. start, end: days after the last one, within a
    year. calendar: as in `stats.detect`, reaching to `end`; its event on these days is left out.
    Raises ParameterError for days that are past or more than 366 ahead.
    Source: `stats.forecast`; half of a day's error is taken for shared by its neighbours
    (assumed; coverage is measured in tests/campaigns/measure.py).
    """
    begin, finish, last = pd.Timestamp(start), pd.Timestamp(end), daily.index.max()
    horizon = (finish - last).days
    if begin <= last or horizon > 366 or finish < begin:
        raise ParameterError(
            f"{begin.date()} .. {finish.date()}",
            Label("这几天不在今后一年之内。", "these days do not lie within the coming year."),
        )
    if calendar is not None and "promo" in calendar:
        here = (calendar.index >= begin) & (calendar.index <= finish)
        calendar = calendar.assign(promo=calendar["promo"].astype(object).mask(here, ""))
    told = forecast(daily, horizon, calendar=calendar, levels=(100 * LEVEL,))
    told = told[told["date"] >= begin]
    mean = float(told["mean"].sum())
    share = np.sqrt(TOGETHER + (1 - TOGETHER) / len(told))
    low, high = (float(np.log(told["mean"].sum() / max(told[c].sum(), 1e-9)))
                 for c in (f"lo{100 * LEVEL:g}", f"hi{100 * LEVEL:g}"))  # fmt: skip
    return Ahead(begin, finish, mean, mean * np.exp(-share * low), mean * np.exp(-share * high))


def forecast_edition(expected: Mapping[str, Any], normal: Ahead) -> EditionForecast:
    """What will a coming edition sell, how much of that beyond the normal, how much for good?

    expected: one row of `expected_edition` (event, editions, lift, lo, hi, share_pulled, share_lo,
    share_hi, 80 % ranges). normal: of `normal_days`. Doubts about both are drawn together.
    """
    lift = tuple(float(expected[k]) for k in ("lift", "lo", "hi"))
    total, plain = _draws(normal, lift)
    extra = total - plain
    spread = (float(expected["share_hi"]) - float(expected["share_lo"])) / (2 * 1.2816)
    luck = np.random.default_rng(63).normal(size=DRAWS)
    net = extra * (1 - (float(expected["share_pulled"]) + spread * luck))
    parts = (_told(part) for part in (total, extra, net))
    flat = (number for part in parts for number in part)
    name, many = str(expected["event"]), int(expected["editions"])
    return EditionForecast(name, normal, *lift, *flat, editions=many)  # type: ignore[misc, arg-type]


def _draws(normal: Ahead, lift: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Totals with the event and without it, drawn from both ranges."""
    dice = np.random.default_rng(62)
    width = np.log(max(normal.hi, 1e-9) / max(normal.lo, 1e-9)) / (2 * 1.2816)
    plain = normal.mean * np.exp(width * dice.normal(size=DRAWS))
    logs = np.log1p(np.array(lift))
    ups = logs[0] + (logs[2] - logs[1]) / (2 * 1.2816) * dice.normal(size=DRAWS)
    return plain * np.exp(ups), plain


def _told(draws: np.ndarray) -> tuple[float, float, float]:
    lo, mid, hi = np.quantile(draws, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2])
    return float(mid), float(lo), float(hi)


def stock_needed(
    coming: EditionForecast, items: pd.DataFrame, *, service: float = 0.9
) -> pd.DataFrame:
    """How many of each product must lie ready, and how many are lacking?

    coming: a forecast in pieces. items: frame(item_id, share, on_hand): share of the pieces that
    usually fall on the product, pieces free today; `before` (pieces sold till the event starts)
    where known. service: chance asked for that the edition's total does not run out.
    Returns items with need (pieces), lacking and enough. Shares are taken as known: a product
    that is new to an event can need more.
    """
    if not 0 < service < 1:
        raise ParameterError("service", Label("要在 0 和 1 之间。", "must lie between 0 and 1."))
    out = items.copy()
    before = out.get("before", 0.0)
    out["need"] = np.ceil(out["share"] * coming.quantile(service) + before)
    out["lacking"] = (out["need"] - out["on_hand"]).clip(lower=0)
    out["enough"] = out["lacking"] <= 0
    return out.sort_values("lacking", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class BudgetNeeded:
    """Advertising of an edition: what keeps pace with its visitors, and the most that can pay."""

    spend: float
    spend_lo: float
    spend_hi: float
    most: float
    reason: Label


def budget_needed(coming: EditionForecast, daily_spend: float, margin: float) -> BudgetNeeded:
    """Which advertising budget does a coming edition need, and above which is it surely lost?

    coming: a forecast in money. daily_spend: of a usual day. margin: share kept of an amount.
    The spend that keeps its usual share of sales, and the usual spend plus all that the net
    extra leaves: beyond it the event earns nothing.
    """
    usual = daily_spend * coming.normal.days
    spend = [usual * (1 + share) for share in (coming.lift, coming.lift_lo, coming.lift_hi)]
    most = usual + margin * max(coming.net, 0.0)
    text = Label(
        "按销售同比例放大；超过 {most:,.0f} 时，多花的比活动净增毛利还多",
        "grown with sales; beyond {most:,.0f} more is spent than the event nets",
    )
    return BudgetNeeded(spend[0], spend[1], spend[2], most, text.format(most=most))


@dataclass(frozen=True)
class Score:
    """How earlier forecasts fared: how many of `n` came inside their 80 % range, and the bias.

    coverage with lo..hi; bias: median of came / said - 1. verdict: fits | too_narrow | too_wide |
    cannot_tell. widen: factor on the width that would have held them.
    """

    n: int
    inside: int
    coverage: float
    lo: float
    hi: float
    bias: float
    widen: float
    verdict: Literal["fits", "too_narrow", "too_wide", "cannot_tell"]


def score_forecasts(said: pd.DataFrame, *, lifts: bool = False) -> Score:
    """Did earlier forecasts hold?

    said: frame(mid, lo, hi, came), 80 % ranges, one row a forecast whose edition is over:
    totals (> 0), or lifts (> -1). `cannot_tell` below five of them.
    """
    told = said.dropna(subset=["mid", "lo", "hi", "came"])
    inside = int(((told["came"] >= told["lo"]) & (told["came"] <= told["hi"])).sum())
    n = len(told)
    if not n:
        nan = float("nan")
        return Score(0, 0, nan, 0.0, 1.0, nan, 1.0, "cannot_tell")
    share = rate_interval(inside, n, level=0.9)
    logs = np.log(np.maximum(told[["mid", "lo", "hi", "came"]] + float(lifts), 1e-9))
    miss = logs["came"] - logs["mid"]
    half = np.where(miss > 0, logs["hi"] - logs["mid"], logs["mid"] - logs["lo"])
    ratio = np.abs(miss) / np.maximum(half, 1e-9)
    verdict: Literal["fits", "too_narrow", "too_wide", "cannot_tell"] = "fits"
    if n < LEAST_SCORED:
        verdict = "cannot_tell"
    elif float(share.hi) < LEVEL:
        verdict = "too_narrow"
    elif float(share.lo) > LEVEL:
        verdict = "too_wide"
    widen = float(max(np.quantile(ratio, LEVEL), 1.0)) if verdict == "too_narrow" else 1.0
    bias = float(np.expm1(np.median(miss)))
    return Score(n, inside, inside / n, float(share.lo), float(share.hi), bias, widen, verdict)
