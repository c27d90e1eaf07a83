"""What each plan's money brings, and what a little more or less of it would: a concave response."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha1

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv, gammaln, ndtr, ndtri

from ..labels import Label
from .account import Terms
from .demand import WEEKS, demand

Floats = NDArray[np.float64]
HALF_LIFE = 28.0  # days after which a day counts half: prices and seasons move on
# Value grows as spend to this power; 1: the next yuan brings as much as those before it. At
# unchanged bids a larger budget buys more of the same clicks, so bends near 1 are likelier; that
# clicks run short is told by the demand. BELIEVED weighs, in plans, before any plan is seen.
BENDS = np.linspace(0.5, 1.0, 11)
BELIEVED = 2.0 * BENDS**6 / (BENDS**6).sum()
DRAWS = 400
# Share of the doubt that all plans have in common (season, value of orders): it cancels where
# money only moves. Measured on 30 drawn shops.
COMMON = 0.45
PRIOR_WORTH = np.geomspace(0.5, 64.0, 15)
ORDERS_APART = 0.06  # squared relative difference of plans in value per conversion
LEAST_SEEN = 5.0  # conversions of all plans


@dataclass(frozen=True)
class Response:
    """One plan's value against its weekly spend s: worth x reference x (s / reference)^bend, as
    far as there is demand for s.

    now: spend of the week. reference: usual weekly spend. worth: value of a unit of spend there,
    with the shape of its gamma posterior. bend: weights over BENDS. demand, drift: mean and
    standard deviation of the log of what the plan could spend in the coming week at its present
    bids. out: share of the last 14 days on which its budget ran out. conv: conversions seen.
    """

    plan: str
    now: float
    reference: float
    worth: float
    shape: float
    bend: Floats
    demand: float
    drift: float
    out: float
    conv: float

    def marginal(self, spend: Floats) -> Floats:
        """Expected value of the next unit of spend, at these weekly spends."""
        with np.errstate(divide="ignore"):
            there = ndtr((self.demand - np.log(np.maximum(spend, 1e-12))) / self.drift)
        out: Floats = self.brings(spend) * there
        return out

    def brings(self, spend: Floats) -> Floats:
        """The same for a unit that does find clicks."""
        ratio = np.log(np.maximum(spend, 1e-12) / self.reference)
        out: Floats = self.worth * (np.exp(np.outer(ratio, BENDS - 1)) @ (self.bend * BENDS))
        return out

    def draws(self) -> tuple[Floats, Floats, Floats]:
        """Worth, bend and demand of DRAWS equally likely worlds; the same for the same plan."""
        own = _evenly(self.plan, 3)
        shop = _evenly("", 2)
        u = [
            ndtr(COMMON**0.5 * s + (1 - COMMON) ** 0.5 * z)
            for s, z in zip(shop, own[:2], strict=True)
        ]
        worth = self.worth * gammaincinv(self.shape, u[0]) / self.shape
        step = np.searchsorted(np.cumsum(self.bend), u[1] * (1 - 1e-12))
        bend = BENDS[np.minimum(step, len(BENDS) - 1)]
        return worth, bend, np.exp(self.demand + self.drift * own[2])

    def value(self, spend: float) -> tuple[Floats, Floats]:
        """Value and money really spent, in each drawn world, of this weekly spend."""
        worth, bend, demand = self.draws()
        used = np.minimum(spend, demand)
        return worth * self.reference * (used / self.reference) ** bend, used


@dataclass(frozen=True)
class Responses:
    """The plans that spent money in the week; hurdle: value asked for a unit of spend.

    priced: value is money; else it counts conversions and nothing is said of profit.
    reason: why nothing can be told (the plans are then kept as they are).
    """

    plans: tuple[Response, ...]
    priced: bool
    hurdle: float
    reason: Label | None = None

    @property
    def now(self) -> float:
        """The week's spend of all plans."""
        return float(sum(p.now for p in self.plans))


def fit_response(plan_days: pd.DataFrame, terms: Terms, clock: Floats | None = None) -> Responses:
    """What does each plan's money bring, and how does that bend as it is given more?

    plan_days: one row a day and plan: date, plan, spend, conv, value, complete (share of
    conversions known; nan: unknown, the day is left out), budget and ran_out_at where reported.
    The last eight weeks up to the week's end are used. clock: share of a day's clicks that has
    come by the end of each hour (24 values): how much was lost once the money was gone.
    Value per unit is conversions per unit (gamma-Poisson, shrunk across plans) times value per
    conversion; the bend is learned from how conversions followed spend from day to day, shared
    across plans; demand is the spend of a day, or what it would have been had the money lasted.
    Not to be trusted where spend followed demand alone: days of many buyers spend more and bring
    more, which looks like a straight line. Little varied spend leaves the bend wide open.

    Source: empirical Bayes (Efron, 2010, ch. 1); power response (Little, 1979, aggregate
    advertising models); demand beyond a censored budget as in newsvendor practice.
    """
    end = pd.Timestamp(terms.week[1])
    rows = plan_days[
        plan_days["date"].between(end - pd.Timedelta(days=7 * WEEKS - 1), end)
        & plan_days["plan"].ne("")
    ]
    hurdle = terms.target_roi * (terms.margin if terms.basis == "gmv" else 1.0)
    week = rows[rows["date"] >= pd.Timestamp(terms.week[0])].groupby("plan")["spend"].sum()
    names = sorted(str(p) for p in week.index[week > 0])
    if not names:
        return Responses((), terms.priced, hurdle, NO_SPEND)
    rows = rows[rows["plan"].isin(names)].sort_values(["plan", "date"])
    codes = np.searchsorted(names, rows["plan"].astype(str).to_numpy())
    days = _Days(rows, codes, len(names), end, terms.priced)
    worth, shape = days.worth()
    bend = days.bends()
    level, drift, out = demand(rows, codes, len(names), end, clock)
    plans = tuple(
        Response(n, float(week[n]), r, w, s, b, d, f, o, c)
        for n, r, w, s, b, d, f, o, c in zip(
            names, days.usual, worth, shape, bend, level, drift, out, days.conv, strict=True
        )
    )
    few = days.conv.sum() < LEAST_SEEN or not worth.max() > 0
    return Responses(plans, terms.priced, hurdle, NOTHING_SETTLED if few else None)


def priced_anew(responses: Responses, factor: float, hurdle: float) -> Responses:
    """The same plans with every value times `factor` (another margin) and another hurdle."""
    plans = tuple(replace(p, worth=p.worth * factor) for p in responses.plans)
    return replace(responses, plans=plans, hurdle=hurdle)


def _evenly(name: str, many: int) -> list[Floats]:
    """Rows of DRAWS normal numbers that stand evenly, in an order that the name fixes."""
    dice = np.random.default_rng(int(sha1(name.encode()).hexdigest()[:12], 16))
    even = ndtri((np.arange(DRAWS) + 0.5) / DRAWS)
    return [dice.permutation(even) for _ in range(many)]


class _Days:
    """The days whose conversions are known, as columns; newer days count more."""

    def __init__(
        self, rows: pd.DataFrame, codes: NDArray[np.int64], many: int, end: pd.Timestamp,
        priced: bool,
    ) -> None:  # fmt: skip
        spend = rows["spend"].fillna(0).to_numpy(float)
        share = rows["complete"].to_numpy(float)
        known = np.isfinite(share) & (share > 0.2) & (spend > 0)
        weeks = np.maximum(np.bincount(codes, spend > 0, many) / 7, 1 / 7)
        self.usual = np.maximum(np.bincount(codes, spend, many) / weeks, 1e-9)
        age = (end - rows["date"]).dt.days.to_numpy(float)
        self.code, self.many = codes[known], many
        weight = 0.5 ** (age[known] / HALF_LIFE)
        # So scaled, the weighted sums are as sharp as the weighted mean really is.
        self.weight = weight * (weight.sum() / max((weight**2).sum(), 1e-12))
        self.spend, self.share = spend[known], share[known]
        self.each = rows["conv"].fillna(0).to_numpy(float)[known]
        value = rows["value"].fillna(0).to_numpy(float)[known]
        self.value = value if priced else self.each
        self.conv = np.bincount(self.code, self.each, many)

    def _sum(self, what: Floats) -> Floats:
        return np.bincount(self.code, self.weight * what, self.many).astype(float)

    def worth(self) -> tuple[Floats, Floats]:
        """Value of a unit of spend and the shape of its gamma, plan by plan."""
        conv, money = self._sum(self.each), self._sum(self.spend * self.share)
        shop = conv.sum() / money.sum() if money.sum() > 0 else 0.0
        if shop <= 0:
            return np.zeros(self.many), np.ones(self.many)
        k = PRIOR_WORTH[:, None]
        # Poisson counts around plans' own rates, which vary as a gamma of shape k about the shop's.
        fits = (
            gammaln(k + conv) - gammaln(k) + k * np.log(k) - k * np.log(k + shop * money)
            + conv * np.log(shop / (k + shop * money))
        ).sum(1)  # fmt: skip
        weight = np.exp(fits - fits.max()) / np.exp(fits - fits.max()).sum()
        prior = float(np.exp(weight @ np.log(PRIOR_WORTH)))
        shape = prior + conv
        each, doubt = self._each()
        rate = shape / (prior / shop + money)
        return rate * each, 1 / ((1 + 1 / shape) * (1 + doubt) - 1)

    def _each(self) -> tuple[Floats, Floats]:
        """Value per conversion of each plan and its squared relative error."""
        conv, value = self._sum(self.each), self._sum(self.value)
        shop = value.sum() / conv.sum()
        sold = self.each > 0
        own = self.value[sold] / self.each[sold] / shop - 1 if shop > 0 else np.zeros(sold.sum())
        spread = max(float((self.each[sold] * own**2).mean()), 1e-6)
        apart = min(ORDERS_APART, spread)
        trust = apart / (apart + spread / np.maximum(conv, 1e-9))
        mean = np.divide(value, conv, out=np.full(self.many, shop), where=conv > 0)
        return trust * mean + (1 - trust) * shop, apart * (1 - trust)

    def bends(self) -> Floats:
        """How likely each of BENDS is, plan x bend: from how conversions were spread over days."""
        usual = np.log(np.maximum(self.spend, 1e-12) / (self.usual / 7)[self.code])
        power = self.share[:, None] * np.exp(usual[:, None] * BENDS)
        sums = np.zeros((self.many, len(BENDS)))
        np.add.at(sums, self.code, power)
        seen = np.bincount(self.code, self.each * usual, self.many)[:, None] * BENDS
        fits = seen - self.conv[:, None] * np.log(np.maximum(sums, 1e-300))
        fits = np.exp((fits - fits.max(1, keepdims=True)) / self._noise())
        common = BELIEVED / BELIEVED.sum()
        for _ in range(30):
            belongs = fits * common
            belongs /= belongs.sum(1, keepdims=True)
            common = (belongs.sum(0) + BELIEVED) / (self.many + BELIEVED.sum())
        out: Floats = fits * common
        return out / out.sum(1, keepdims=True)

    def _noise(self) -> float:
        """Variance of daily conversions over their mean: 1 by chance alone."""
        rate = self.conv / np.maximum(
            np.bincount(self.code, self.spend * self.share, self.many), 1e-9
        )
        mean = rate[self.code] * self.spend * self.share
        there = mean > 0
        if there.sum() < 30:
            return 1.5
        return max(1.0, float(((self.each - mean)[there] ** 2).sum() / mean[there].sum()))


NO_SPEND = Label(
    "上周没有计划花过钱，没有预算可分。",
    "No plan spent money last week: there is no budget to split.",
)
NOTHING_SETTLED = Label(
    "转化太少或还没到账齐，看不出钱放在哪个计划更值，先照旧。",
    "Too few conversions are known yet to tell which plan's money is worth more: keep as it is.",
)
