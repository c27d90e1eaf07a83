"""Hours and weekdays: which slots bring more or less for a click than the day around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betainc

from .shrunk import Floats, benjamini_hochberg, posterior, spread_of

Ints = NDArray[np.int64]
FALSE_SHARE = 0.10
# Results that a stretch of hours should hold: enough to tell, few enough to stay apart.
FEWEST, MOST, STRETCHES = 8.0, 60.0, 8
CELL_RESULTS = 5.0
# Of the errors allowed, the share for hours and weekdays; the rest is for single cells.
MAIN = 0.8
MATTERS = 1.05  # a slot within this factor of the usual is as good as usual
FEW_RESULTS = 20.0
SUMS = ("impressions", "clicks", "spend", "conv", "value")


@dataclass(frozen=True)
class Slots:
    """What the hours and weekdays of a shop's advertising came to.

    cells: one row a weekday (0 Monday) and hour: weekday, hour, impressions, clicks, spend, conv,
    value, rate, expected, p, verdict ("high", "low", "plain"), ctr, ctr_p, ctr_verdict.
    parts: one row a stretch of hours that was judged: first, last (hour), the sums, rate,
    expected, factor (results against what its clicks would bring at the day's mean, shrunk),
    lo, hi (80 %), p, verdict, and ctr_* alike. weekdays: the same by weekday.
    days: days that stand behind it; enough: results enough to judge hours at all.
    """

    cells: pd.DataFrame
    parts: pd.DataFrame
    weekdays: pd.DataFrame
    days: int
    enough: bool

    @property
    def differs(self) -> bool:
        """Does any slot differ beyond chance?"""
        frames = (self.cells, self.parts, self.weekdays)
        return any((f[c] != "plain").any() for f in frames for c in ("verdict", "ctr_verdict"))


def judge_slots(hours: pd.DataFrame, share: float = FALSE_SHARE) -> Slots:
    """Which hours and weekdays bring more or less than chance would make them?

    The results of each plan's day are compared with how its own clicks spread over the hours, so
    neither a good day nor a better plan raises an hour. Hours are joined with neighbours until
    they hold results enough; single cells are judged against hours and weekdays together, and
    only where they hold results enough. Weekdays are compared within their week.
    Not to be trusted where a change of bids came at the same hours.

    hours: rows of level hour (date, plan, hour, impressions, clicks, spend, conv, value,
    complete), one row a plan, day and hour. share: false discoveries allowed among all
    that is told (rates and click rates; hours, weekdays and cells).

    Source: conditional (stratified) binomial test with mid-p, quasi-likelihood for what varies
    more than chance; Benjamini and Hochberg (1995).
    """
    grid = _Grid(hours)
    conv = grid.sums["conv"]
    parts = _stretches(_fair(conv, grid.sums["clicks"]).sum(0))
    rate = _Question(grid, conv, grid.sums["clicks"], parts)
    seen = _Question(grid, grid.sums["clicks"], grid.sums["impressions"], parts)
    # One budget of errors for the whole page: most of it for hours and weekdays.
    _tell([q.main for q in (rate, seen)], share * MAIN)
    cells = benjamini_hochberg(np.concatenate([rate.p, seen.p]), share * (1 - MAIN))
    rate.told, seen.told = np.split(cells, 2)
    frames = [
        pd.concat([_sums(grid, parts, cut), a, b.add_prefix("ctr_")], axis=1)
        for cut, a, b in zip(
            ("cells", "parts", "weekdays"), rate.frames(), seen.frames(), strict=True
        )
    ]
    cells, by_part, weekdays = frames
    return Slots(cells, by_part, weekdays, grid.days, bool(conv.sum() >= FEW_RESULTS))


class _Grid:
    """The rows as tables of plan-days x 24 hours, with each row's weekday and week."""

    def __init__(self, hours: pd.DataFrame) -> None:
        rows = hours[hours["hour"].between(0, 23)]
        day = rows["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        plan = rows["plan"].fillna("").to_numpy() if "plan" in rows else np.zeros(len(rows))
        codes, names = pd.factorize(plan)
        keys, at = np.unique(day * max(len(names), 1) + codes, return_inverse=True)
        place = at * 24 + rows["hour"].to_numpy(int)
        self.sums: dict[str, Floats] = {
            n: _added(place, rows[n].fillna(0).to_numpy(float), len(keys)) for n in SUMS
        }
        known = np.ones(len(rows))
        if "complete" in rows:
            known = rows["complete"].fillna(0).to_numpy(float)
        weight = np.bincount(at, minlength=len(keys))
        self.complete = np.bincount(at, known, len(keys)) / np.maximum(weight, 1)
        start = keys // max(len(names), 1)
        self.weekday = (start + 3) % 7  # 1970-01-01 was a Thursday
        self.week = (start + 3) // 7 * max(len(names), 1) + keys % max(len(names), 1)
        self.days = len(np.unique(start))


class _Question:
    """Results against exposure (plan-day x hour): judged by stretch, weekday and cell."""

    def __init__(self, grid: _Grid, k: Floats, e: Floats, parts: Ints) -> None:
        self.grid, self.k, self.e, self.parts = grid, k, e, parts
        self.many = int(parts.max()) + 1
        joined = np.eye(self.many)[parts]
        fair, seen = _fair(k, e) @ joined, k @ joined
        self.spread = self._spread(seen, fair, grid.week)
        by_part = _told(seen.sum(0), fair.sum(0), self.spread)
        self.main = [by_part, self._weekdays(grid)]
        factor = (seen.sum(0) + 1) / (fair.sum(0) + 1)
        self.p, self.up = self._odd(seen, _fair(seen, (e @ joined) * factor))
        self.told = np.zeros(len(self.p), bool)

    def _spread(self, seen: Floats, fair: Floats, week: Ints) -> float:
        """Do weeks differ in their hours more than chance makes them?"""
        _, at = np.unique(week, return_inverse=True)
        rows = int(at.max()) + 1 if len(at) else 0
        k, mu = np.zeros((rows, self.many)), np.zeros((rows, self.many))
        np.add.at(k, at, seen)
        np.add.at(mu, at, fair)
        mu = mu * (k.sum(0) + 0.5) / (mu.sum(0) + 0.5)
        mu = mu * (k.sum(1) / np.maximum(mu.sum(1), 1e-12))[:, None]
        return spread_of(k.ravel(), mu.ravel(), int((k.sum(1) > 0).sum()) + self.many - 1)

    def _weekdays(self, grid: _Grid) -> pd.DataFrame:
        """Weekdays within their plan's week; days whose results are coming in count in part."""
        _, at = np.unique(grid.week, return_inverse=True)
        rows = int(at.max()) + 1 if len(at) else 0
        k, e = np.zeros((rows, 7)), np.zeros((rows, 7))
        np.add.at(k, (at, grid.weekday), self.k.sum(1))
        np.add.at(e, (at, grid.weekday), self.e.sum(1) * grid.complete)
        fair = _fair(k, e)
        mu = fair * (k.sum(0) + 0.5) / (fair.sum(0) + 0.5)
        mu = mu * (k.sum(1) / np.maximum(mu.sum(1), 1e-12))[:, None]
        spread = spread_of(k.ravel(), mu.ravel(), int((k.sum(1) > 0).sum()) + 6)
        return _told(k.sum(0), fair.sum(0), max(spread, self.spread))

    def _odd(self, seen: Floats, usual: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        """p of each weekday x stretch against what hour and day say together; is it above?"""
        k, mu, total = np.zeros((7, self.many)), np.zeros((7, self.many)), np.zeros(7)
        np.add.at(k, self.grid.weekday, seen)
        np.add.at(mu, self.grid.weekday, usual)
        np.add.at(total, self.grid.weekday, seen.sum(1))
        p = _mid_p(k.ravel(), mu.ravel(), np.repeat(total, self.many), self.spread)
        p[mu.ravel() < CELL_RESULTS] = np.nan
        return p, (k > mu).ravel()

    def frames(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Cells, stretches and weekdays with their verdicts."""
        by_part, weekdays = (f.drop(columns="up") for f in self.main)
        main = np.tile(by_part["verdict"].to_numpy(), 7)
        verdict = np.where(self.told, np.where(self.up, "high", "low"), main).astype(object)
        best = np.fmin(self.p, np.tile(by_part["p"].to_numpy(), 7))
        fair = np.zeros((7, 24))
        np.add.at(fair, self.grid.weekday, _fair(self.k, self.e))
        cells = pd.DataFrame({"expected": fair.ravel()})
        for name, values in (("p", best), ("verdict", verdict)):
            cells[name] = values.reshape(7, self.many)[:, self.parts].ravel()
        return cells, by_part, weekdays


def _told(k: Floats, fair: Floats, spread: float) -> pd.DataFrame:
    """Each stretch or weekday against its fair share, without a verdict yet."""
    found = posterior(k / spread, fair / spread)
    p = _mid_p(k, fair, np.full(len(k), k.sum()), spread)
    lo, hi = found.quantile(0.1), found.quantile(0.9)
    out = {"expected": fair, "factor": found.mean, "lo": lo, "hi": hi, "p": p, "up": k > fair}
    return pd.DataFrame(out).assign(verdict="plain")


def _tell(mains: list[list[pd.DataFrame]], share: float) -> None:
    """Give the verdicts: beyond chance, and by enough to matter."""
    frames = [f for pair in mains for f in pair]
    told = benjamini_hochberg(np.concatenate([f["p"].to_numpy(float) for f in frames]), share)
    edges = np.cumsum([len(f) for f in frames])[:-1]
    for frame, mine in zip(frames, np.split(told, edges), strict=True):
        matters = np.abs(np.log(np.maximum(frame["factor"], 1e-9))) >= np.log(MATTERS)
        way = np.where(frame["up"], "high", "low")
        frame["verdict"] = np.where(mine & matters, way, "plain").astype(object)


def _added(place: Ints, values: Floats, rows: int) -> Floats:
    """Values summed into a table of rows x 24."""
    out: Floats = np.bincount(place, values, rows * 24).astype(float).reshape(-1, 24)
    return out


def _fair(k: Floats, e: Floats) -> Floats:
    """The row's results spread over its columns in proportion to their exposure."""
    return k.sum(1, keepdims=True) * e / np.maximum(e.sum(1, keepdims=True), 1e-12)


def _stretches(expected: Floats) -> Ints:
    """Number of the stretch of each hour: neighbours are joined, by what is expected alone."""
    total = float(expected.sum())
    wanted = min(max(FEWEST, total / STRETCHES), MOST)
    out, now, held = np.zeros(24, np.int64), 0, 0.0
    for hour in range(24):
        out[hour] = now
        held += expected[hour]
        if held >= wanted and expected[hour + 1 :].sum() >= wanted:
            now, held = now + 1, 0.0
    return out


def _mid_p(k: Floats, fair: Floats, total: Floats, spread: float) -> Floats:
    """Two-sided mid-p of each count among its total, when its fair part is expected."""
    n, x = total / spread, k / spread
    q = np.clip(fair / np.maximum(total, 1e-12), 0, 1)
    good = (q > 0) & (q < 1) & (total > 0)
    q, x = np.where(good, q, 0.5), np.where(good, x, 0.0)
    n = np.where(good, n, 1.0)

    def at_least(y: Floats) -> Floats:
        inside = np.clip(y, 1e-12, n)
        return np.where(y <= 0, 1.0, np.where(y > n, 0.0, betainc(inside, n - inside + 1, q)))

    upper = (at_least(x) + at_least(x + 1)) / 2
    p = 2 * np.minimum(upper, 1 - upper)
    return np.where(good, np.clip(p, 0, 1), np.nan)


def _sums(grid: _Grid, parts: Ints, cut: str) -> pd.DataFrame:
    """Sums of each cell, stretch or weekday, with its name."""
    out: dict[str, Floats | Ints] = {}
    if cut == "cells":
        out = {"weekday": np.repeat(np.arange(7), 24), "hour": np.tile(np.arange(24), 7)}
    elif cut == "parts":
        edges = np.arange(parts.max() + 1)
        out = {
            "first": np.searchsorted(parts, edges),
            "last": np.searchsorted(parts, edges, "right") - 1,
        }
    else:
        out = {"weekday": np.arange(7)}
    for name, table in grid.sums.items():
        week = np.zeros((7, 24))
        np.add.at(week, grid.weekday, table)
        cuts = {"cells": week.ravel(), "weekdays": week.sum(1)}
        out[name] = cuts.get(cut, np.bincount(parts, week.sum(0)))
    frame = pd.DataFrame(out)
    return frame.assign(
        rate=frame["conv"] / frame["clicks"].where(frame["clicks"] > 0),
        ctr=frame["clicks"] / frame["impressions"].where(frame["impressions"] > 0),
    )
