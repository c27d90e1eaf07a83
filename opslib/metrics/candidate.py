"""Candidates: one way each to answer a metric, with how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from ..model import Window
from .desk import Desk, Line, Request, first_day, lasting
from .metric import Metric
from .sql import fold

_ARRAYS = ["value", "days", "complete", "comparable", "seen", "low", "high", "numerator"]
_ARRAYS += ["denominator", "n"]
# A state or a score is looked for so many days back.
LOOKBACK = 35


@dataclass
class Reading:
    """What one candidate says about one span: arrays over its members."""

    members: np.ndarray
    value: np.ndarray
    days: np.ndarray
    complete: np.ndarray
    comparable: np.ndarray
    seen: np.ndarray
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    numerator: np.ndarray | None = None
    denominator: np.ndarray | None = None
    n: np.ndarray | None = None
    basis: str = ""
    shift: int = 0

    def on(self, members: np.ndarray) -> Reading:
        """The same reading on another list of members; NaN where it has none."""
        if members is self.members or np.array_equal(members, self.members):
            return self
        place = {m: i for i, m in enumerate(self.members)}
        take = np.array([place.get(m, -1) for m in members], int)
        changed: dict[str, Any] = {name: _take(getattr(self, name), take) for name in _ARRAYS}
        if len(self.days):
            changed["days"] = np.full(len(members), self.days.max())
        return replace(self, members=members, **changed)


def _take(array: np.ndarray | None, take: np.ndarray) -> np.ndarray | None:
    if array is None:
        return None
    empty = False if array.dtype == bool else np.nan
    padded = np.append(array, empty)
    return padded[take]


class Candidate:
    """One source of one metric. `rank`: lower is preferred among equally complete ones."""

    rank: int

    def at(self, window: Window | Line) -> Reading | None:
        """The reading of this span, None if it cannot be answered this way."""
        raise KeyError(window)


@dataclass
class Summed(Candidate):
    """Days added up (total), or a single day's distinct count."""

    metric: Metric
    request: Request
    column: str
    rank: int
    since: date = date.min  # windows that begin earlier are no baseline

    def at(self, window: Window | Line) -> Reading | None:
        if self.metric.kind == "distinct" and window.days > 1 and self.request.shape == "daily":
            return None
        i = self.request.place(window)
        if i is None:
            return None
        daily = self.request.shape == "daily"
        raw = self.request.row(f"{self.column}.sum" if daily else self.column, i)
        days = np.full(len(raw), self.request.days[self.column][i])
        return _summed(self, raw, days, window)


def _summed(one: Summed, raw: np.ndarray, days: np.ndarray, window: Window | Line) -> Reading:
    # Where the export arrived, a member that is not in it had nothing.
    value = np.where(np.isnan(raw) & (days > 0), 0.0, raw)
    if one.request.shape == "direct":
        value = raw
    complete = (days >= window.days) & ~np.isnan(value)
    comparable = complete & (first_day(window) >= one.since.toordinal())
    return Reading(
        one.request.members, value, days, complete, comparable, ~np.isnan(raw), n=days,
        basis=one.request.relation.basis,
    )  # fmt: skip


@dataclass
class Bounds(Candidate):
    """A distinct count of several days known only day by day: between max day and sum of days."""

    request: Request
    column: str
    rank: int

    def at(self, window: Window | Line) -> Reading | None:
        i = self.request.place(window)
        if i is None:
            return None
        low, high = (self.request.row(f"{self.column}.{how}", i) for how in ("max", "sum"))
        days = np.full(len(low), self.request.days[self.column][i])
        no = np.zeros(len(low), bool)
        # With a day missing the sum is no upper bound any more.
        high = np.where(days >= window.days, high, np.nan)
        return Reading(
            self.request.members, np.full(len(low), np.nan), days, days >= window.days, no,
            ~np.isnan(low), low=low, high=high, n=days, basis="bounds",
        )  # fmt: skip


@dataclass
class Newest(Candidate):
    """The newest value of a state, score or index, at most LOOKBACK days old."""

    request: Request
    column: str
    rank: int

    def at(self, window: Window | Line) -> Reading | None:
        i = self.request.place(lasting(window, LOOKBACK))
        if i is None:
            return None
        value, on = (self.request.row(f"{self.column}.{how}", i) for how in ("last", "on"))
        known = ~np.isnan(value)
        fresh = known & (on >= first_day(window))
        days = known.astype(float)
        return Reading(self.request.members, value, days, fresh, known, known, n=days, basis="last")


@dataclass
class Period(Candidate):
    """The platform's own figure of exactly this period, or of the newest one that has ended."""

    request: Request
    column: str
    rank: int
    shift: dict[int, int]

    def at(self, window: Window | Line) -> Reading | None:
        shift = self.shift.get(window.days, 0)
        i = self.request.place(window.shifted(-shift))
        if i is None:
            return None
        value = self.request.row(self.column, i)
        known = ~np.isnan(value)
        days = np.where(known, float(window.days), 0.0)
        complete = known if shift == 0 else np.zeros(len(known), bool)
        return Reading(
            self.request.members, value, days, complete, known, known, n=days,
            basis="period", shift=shift,
        )  # fmt: skip


@dataclass
class Paired(Candidate):
    """A ratio from the sums of days on which both parts are known."""

    metric: Metric
    request: Request
    parts: tuple[str, str]
    rank: int
    heads: bool

    def at(self, window: Window | Line) -> Reading | None:
        i = self.request.place(window)
        if i is None:
            return None
        a, b = self.parts
        names = (f"{a}.sum.{b}", f"{b}.sum.{a}", f"{a}.days.{b}")
        top, bottom, days = (self.request.row(name, i) for name in names)
        basis = "daily mean" if self.heads and window.days > 1 else self.request.relation.basis
        reading = divided(self.metric, top, bottom, days, window, basis)
        return replace(reading, members=self.request.members)


def divided(
    metric: Metric,
    top: np.ndarray,
    bottom: np.ndarray,
    days: np.ndarray,
    window: Window | Line,
    basis: str,
) -> Reading:
    """A ratio's reading; comparable when at least half of the days are there."""
    days = np.nan_to_num(days)
    good = ~np.isnan(top) & (bottom > 0)
    value = np.divide(top * metric.scale, bottom, out=np.full(len(top), np.nan), where=good)
    known = ~np.isnan(value)
    return Reading(
        np.array([]), value, days, known & (days >= window.days),
        known & (2 * days >= window.days), ~np.isnan(top) | ~np.isnan(bottom),
        numerator=top, denominator=bottom, n=bottom, basis=basis,
    )  # fmt: skip


@dataclass
class Divided(Candidate):
    """A ratio of two answered metrics: same basis, or one exact figure over another."""

    metric: Metric
    over: tuple[Candidate, Candidate]
    rank: int

    def at(self, window: Window | Line) -> Reading | None:
        top, bottom = self.over[0].at(window), self.over[1].at(window)
        if top is None or bottom is None or "bounds" in (top.basis, bottom.basis):
            return None
        if top.shift != bottom.shift:
            return None
        if not np.array_equal(top.members, bottom.members):
            members = np.union1d(top.members.astype(str), bottom.members.astype(str)).astype(object)
            top, bottom = top.on(members), bottom.on(members)
        whole = np.where(top.complete & bottom.complete, float(window.days), 0.0)
        basis = top.basis if top.basis != "last" else bottom.basis
        made = divided(self.metric, top.value, bottom.value, whole, window, basis)
        usable = ~np.isnan(made.value) & top.comparable & bottom.comparable
        return replace(
            made, members=top.members, days=np.fmin(top.days, bottom.days), comparable=usable,
            shift=top.shift, seen=top.seen | bottom.seen,
        )  # fmt: skip


def add_folds(request: Request, metric: Metric, column: str) -> None:
    """Ask for the folds that this kind of metric needs of a day column."""
    wanted = {"total": ["sum"], "distinct": ["sum", "max"]}.get(metric.kind, ["last", "on"])
    for how in wanted:
        request.folds[fold(column, how)] = None


def pair_folds(request: Request, a: str, b: str) -> None:
    """Ask for the sums of two day columns over the days on which both are known."""
    for column, how, other in [(a, "sum", b), (b, "sum", a), (a, "days", b)]:
        request.folds[fold(column, how, other)] = None


def stale_shift(desk: Desk, request: Request) -> dict[int, int]:
    """How far back the newest period lies, where the relation has no single days at all."""
    if desk.has(*request.relation.tables):
        return {}
    return {days: back for days, back in desk.anchor(request.relation).items() if 0 < back < days}
