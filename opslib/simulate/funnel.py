"""From demand to counts: impressions, clicks, visitors, page views, buyers per day and stream."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from . import season
from .dice import Dice, Floats, Ints
from .world import World

# Share of a plan's daily clicks that has come by the end of each hour (wholesale buyers' day).
_HOURS = np.array([1, 1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 8, 6, 7, 8, 8, 7, 6, 5, 5, 5, 4, 3, 2], float)
CLOCK = np.cumsum(_HOURS) / _HOURS.sum()


@dataclass
class Rates:
    """Expected impressions (visits where there are none), click and pay rates: day x stream.

    `budget` and `lasts` are day x ad plan: the money of the day, and the share of the day's
    demand that it pays for (1: the budget lasted).
    """

    shown: Floats
    ctr: Floats
    cvr: Floats
    budget: Floats = field(default_factory=lambda: np.empty((0, 0)))
    lasts: Floats = field(default_factory=lambda: np.empty((0, 0)))


@dataclass
class Counts:
    """What happened, day x stream. `clicks` is zero where the source has no impressions."""

    impressions: Ints
    clicks: Ints
    visits: Ints
    visitors: Ints
    page_views: Ints
    buyers: Ints


def rates(world: World) -> Rates:
    """The expectations of every day and stream, planted causes included."""
    spec, days = world.spec, world.spec.days
    level = season.daily_factor(spec.first, days, spec.platform, spec.trend)
    lift = sum(spec.lifts.values())
    wave = season.winter_wave(spec.first, days)
    winter = world.products["winter"].to_numpy()[world.product]
    shown = world.base * level[:, None] * np.exp(wave[:, None] * winter) * _life(world)
    shown = shown * np.exp(0.7 * np.asarray(lift))[:, None]
    quirk = world.products["appeal"].to_numpy()[world.product]
    turn = world.products["conversion"].to_numpy()[world.product]
    ctr = np.array([s.ctr for s in world.sources])[world.source] * quirk
    cvr = np.array([s.cvr for s in world.sources])[world.source] * turn * spec.conversion
    ones = np.ones((days, 1))
    out = Rates(
        shown, np.minimum(ctr, 1) * ones, cvr * np.exp(0.3 * np.asarray(lift))[:, None] * ones
    )
    _shocks(world, out)
    for cause in spec.background:
        cause.shape(out, world)
    usual = _wanted(world, out) if spec.steady_budgets else None
    for cause in spec.causes:
        cause.shape(out, world)
    _spend_budgets(world, out, usual)
    return out


def _wanted(world: World, out: Rates) -> Floats:
    """The money each plan could spend: day x plan."""
    paid = out.shown * out.ctr
    wanted = [paid[:, world.plan == k].sum(1) * plan.cpc for k, plan in enumerate(world.plans)]
    return np.stack(wanted, axis=1)


def _spend_budgets(world: World, out: Rates, usual: Floats | None) -> None:
    """Stop each plan when its day's money is gone.

    A budget is set anew each quarter so that about three quarters of it are spent on a usual day;
    `usual` is the demand it is set by, None for the demand that came.
    """
    days, plans = world.spec.days, world.plans
    step = 5.0 if world.spec.currency == "CNY" else 1.0
    out.budget, out.lasts = np.ones((days, len(plans))), np.ones((days, len(plans)))
    came = _wanted(world, out)
    known = came if usual is None else usual
    for k in range(len(plans)):
        mine, wanted = world.plan == k, came[:, k]
        for last in range(days, 0, -91):
            quarter = slice(max(last - 91, 0), last)
            enough = np.median(known[quarter, k]) / 0.74
            out.budget[quarter, k] = max(round(enough / step) * step, step)
        for cause in world.spec.happenings:
            cause.cut_budget(out.budget, wanted, world, k)
        out.lasts[:, k] = np.minimum(out.budget[:, k] / np.maximum(wanted, 1e-9), 1.0)
        out.shown[:, mine] *= out.lasts[:, [k]]


def _life(world: World) -> Floats:
    """Rise over the first month on the shelf, plateau, slow decline: day x stream."""
    age = np.arange(world.spec.days)[:, None] - world.products["listed"].to_numpy()
    life = world.products["life"].to_numpy()
    rise = np.clip((age + 1) / 35, 0, 1) ** 0.7
    fall = 1 / (1 + np.exp((age - life) / 45))
    return np.where(age < 0, 0.0, rise * fall)[:, world.product]


def _wander(dice: Dice, name: str, days: int, members: int, sigma: float, keep: float) -> Floats:
    """Log factors that wander: a first-order autoregression, day x member."""
    z = dice.normal(name, np.arange(days)[:, None], np.arange(members))
    out = np.empty_like(z)
    out[0] = z[0]
    for i in range(1, days):
        out[i] = keep * out[i - 1] + np.sqrt(1 - keep * keep) * z[i]
    return sigma * out - sigma * sigma / 2


def _shocks(world: World, out: Rates) -> None:
    """Noise beyond counting: shared by the whole day, by a source, by a product, by a stream."""
    dice, days, n = world.dice, world.spec.days, len(world.base)
    day, member, k = np.arange(days)[:, None], np.arange(n), world.spec.noise
    out.shown *= dice.lognormal(0.045 * k, "day", day)
    out.shown *= np.exp(_wander(dice, "source", days, len(world.sources), 0.05 * k, 0.3))[
        :, world.source
    ]
    out.shown *= np.exp(_wander(dice, "product", days, len(world.products), 0.10 * k, 0.9))[
        :, world.product
    ]
    out.shown *= dice.lognormal(0.12 * k, "stream", day, member)
    out.ctr *= np.exp(_wander(dice, "ctr", days, len(world.products), 0.05 * k, 0.8))[
        :, world.product
    ]
    out.cvr *= dice.lognormal(0.05 * k, "cvr", day)
    np.clip(out.ctr, 0, 1, out=out.ctr)
    np.clip(out.cvr, 0, 0.6, out=out.cvr)


def count(world: World, expected: Rates) -> Counts:
    """Draw the counts of every day and stream."""
    dice = world.dice
    day, member = np.arange(world.spec.days)[:, None], np.arange(len(world.base))
    exposed = np.array([s.exposed for s in world.sources])[world.source]
    shown = dice.poisson(expected.shown, "impressions", day, member)
    clicks = dice.binomial(shown, expected.ctr, "clicks", day, member)
    clicks = np.where(exposed, clicks, 0)
    visits = np.where(exposed, clicks, shown)
    again = dice.binomial(np.maximum(visits - 1, 0), 0.70, "visitors", day, member)
    visitors = np.where(visits > 0, 1 + again, 0)
    more = dice.poisson(visits * 1.25, "page_views", day, member)
    buyers = dice.binomial(visitors, expected.cvr, "payers", day, member)
    return Counts(
        np.where(exposed, shown, 0),
        clicks,
        visits,
        visitors,
        np.where(visits > 0, visits + more, 0),
        buyers,
    )


def simulate(world: World) -> tuple[Rates, Counts]:
    """Expectations and counts of the whole shop."""
    expected = rates(world)
    return expected, count(world, expected)
