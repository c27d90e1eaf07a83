"""Where the week's advertising money brings most: the split over plans, and its total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .response import Response, Responses, fit_response

__all__ = ["Response", "Responses", "TotalAdvice", "fit_response", "split_budget", "total_advice"]
Floats = NDArray[np.float64]
MOST_CHANGE = 0.3
STEPS = 513
# A split that gains less than this share of the total is not worth anybody's minutes.
WORTH_DOING = 0.005
ROOM = 0.02
COLUMNS = "plan now to gain lo hi chance verdict marginal marginal_now out full".split()


@dataclass(frozen=True)
class TotalAdvice:
    """Should the week's total be larger or smaller?

    verdict: more, less, keep, full (the plans cannot spend more at their bids) or cannot_tell.
    total, to: present and advised weekly spend. marginal, lo, hi: value of the next unit of spend
    with its 80 % range; hurdle: what is asked of it. chance: that the verdict is right.
    gain, gain_lo, gain_hi: profit of the advised total a week. room: what could be added at most.
    """

    verdict: str
    total: float
    to: float
    hurdle: float
    marginal: float = float("nan")
    lo: float = float("nan")
    hi: float = float("nan")
    chance: float = float("nan")
    gain: float = float("nan")
    gain_lo: float = float("nan")
    gain_hi: float = float("nan")
    room: float = 0.0


class _Limits:
    """The lowest and highest weekly spend of each plan, and its marginal value in between."""

    def __init__(self, responses: Responses, least: float, most_change: float) -> None:
        plans = responses.plans
        now = np.array([p.now for p in plans])
        self.now = now
        self.low = np.maximum((1 - most_change) * now, np.minimum(least, now))
        # No more than is likely to find clicks: money beyond the demand stays unspent.
        wanted = np.exp([p.demand for p in plans])
        self.high = np.minimum((1 + most_change) * now, np.maximum(now, wanted))
        steps = np.linspace(0.0, 1.0, STEPS)
        self.at = self.low[:, None] + (self.high - self.low)[:, None] * steps
        self.slope = np.stack([p.marginal(x) for p, x in zip(plans, self.at, strict=True)])

    def spend(self, price: float) -> Floats:
        """What each plan spends when a unit of spend must bring at least `price`."""
        return np.array([
            np.interp(-price, -s, x, left=x[0], right=x[-1])
            for s, x in zip(self.slope, self.at, strict=True)
        ])  # fmt: skip


def optimum(
    responses: Responses, total: float, *, least: float = 0.0, most_change: float = MOST_CHANGE
) -> Floats:
    """The weekly spend of each plan that brings most under the total.

    The marginal value of all plans between their limits is the same (bisection on it). Never more
    than `total`, never less than 0; each plan within `most_change` of what it spent and not under
    `least` (where it spent that much), unless the total is too small for that. What the plans
    cannot take stays unspent. A larger total never lowers any plan.
    """
    limits = _Limits(responses, least, most_change)
    if total <= limits.low.sum():
        return limits.low * max(total, 0.0) / max(limits.low.sum(), 1e-300)
    if total >= limits.high.sum():
        return limits.high
    cheap, dear = 0.0, float(limits.slope.max()) * (1 + 1e-9) + 1e-300
    for _ in range(100):
        price = (cheap + dear) / 2
        if limits.spend(price).sum() > total:
            cheap = price
        else:
            dear = price
    under, over = limits.spend(dear), limits.spend(cheap)
    # Where a marginal value holds over a stretch, the plans share what is left of the total.
    gap = float(over.sum() - under.sum())
    share = min((total - float(under.sum())) / gap, 1.0) if gap > 0 else 0.0
    return under + max(share, 0.0) * (over - under)


def split_budget(
    responses: Responses,
    total: float,
    *,
    least: float = 0.0,
    most_change: float = MOST_CHANGE,
    evidence: float = 0.8,
) -> pd.DataFrame:
    """How should the week's total be split over the plans?

    total: money of the week in the shop's currency, 0 or more. least: smallest weekly spend of a
    plan. most_change: how far a plan moves in one week, as a share. evidence: chance asked for.
    One row a plan, by name: plan, now, to (weekly spend), gain, lo, hi (profit a week against
    now with its 80 % range; conversions where nothing is priced), chance (that it gains), verdict
    (more, less, keep, cannot_tell), marginal and marginal_now (what its next unit brings at `to`
    and at `now`, if it finds clicks), out (share of days its budget ran out), full (it finds no
    more clicks at its bids). The sum of `to` never exceeds the total. Where the split is not better
    than the present one with this evidence, the proportions stay and the verdict is cannot_tell;
    keep where there is nothing to gain.
    """
    if not responses.plans:
        return pd.DataFrame(columns=COLUMNS)
    plans, total = responses.plans, max(float(total), 0.0)
    limits = _Limits(responses, least, most_change)
    kept = np.minimum(limits.now * total / responses.now, np.maximum(limits.high, limits.now))
    best = optimum(responses, total, least=least, most_change=most_change)
    better, gain = _gains(responses, kept, best)
    chance = float((gain > 0).mean())
    small = float(gain.mean()) < WORTH_DOING * total * max(responses.hurdle, 1e-9)
    if not responses.priced:
        small = float(gain.mean()) < WORTH_DOING * sum(v.mean() for v in better)
    sure = responses.reason is None and chance >= evidence and not small
    to = best if sure else kept
    told, _ = _gains(responses, limits.now, to)
    rows = [
        _row(p, now, s, g, limits, i)
        for i, (p, now, s, g) in enumerate(zip(plans, limits.now, to, told, strict=True))
    ]
    out = pd.DataFrame(rows, columns=COLUMNS)
    if not sure:
        calm = responses.reason is None and bool(np.allclose(best, kept, rtol=0.03) or small)
        still = np.isclose(out["to"], out["now"], rtol=1e-9)
        out.loc[still, "verdict"] = "keep" if calm else "cannot_tell"
    return out


def _row(
    plan: Response, now: float, to: float, gain: Floats, limits: _Limits, i: int
) -> tuple[object, ...]:
    moved = abs(to - now) > 0.01 * now
    verdict = ("more" if to > now else "less") if moved else "keep"
    lo, hi = np.quantile(gain, [0.1, 0.9])
    chance = float((gain > 0).mean()) if moved else np.nan
    marginal, marginal_now = (float(x) for x in plan.brings(np.array([to, now])))
    full = bool(limits.high[i] <= now * (1 + ROOM))
    return (
        plan.plan, now, float(to), float(gain.mean()), float(lo), float(hi), chance, verdict,
        marginal, marginal_now, plan.out, full,
    )  # fmt: skip


def _gains(responses: Responses, one: Floats, other: Floats) -> tuple[list[Floats], Floats]:
    """What each plan, and all together, gain by `other` against `one`, in each drawn world."""
    out = []
    for plan, a, b in zip(responses.plans, one, other, strict=True):
        (before, paid), (after, pays) = plan.value(float(a)), plan.value(float(b))
        out.append(after - before - (pays - paid if responses.priced else 0.0))
    return out, np.sum(out, axis=0)


def total_gain(responses: Responses, split: pd.DataFrame) -> tuple[float, float, float]:
    """What the whole split gains a week against the present spend: expected, and 80 % range."""
    if split.empty:
        return 0.0, 0.0, 0.0
    _, gain = _gains(responses, split["now"].to_numpy(float), split["to"].to_numpy(float))
    lo, hi = np.quantile(gain, [0.1, 0.9])
    return float(gain.mean()), float(lo), float(hi)


def total_advice(
    responses: Responses,
    total: float,
    *,
    least: float = 0.0,
    most_change: float = MOST_CHANGE,
    evidence: float = 0.8,
) -> TotalAdvice:
    """How much more or less should be spent in all, by what the next unit brings?

    total: the week's money; the rest as in `split_budget`. More: the next unit brings at least
    responses.hurdle with this evidence, and some plan finds clicks for it. Less: the last one
    does not. Full: it would, but no plan runs out of money. Without prices: cannot_tell.
    """
    best = (
        optimum(responses, total, least=least, most_change=most_change)
        if responses.plans
        else np.empty(0)
    )
    if not len(best) or responses.reason is not None or not responses.priced:
        return TotalAdvice("cannot_tell", total, total, hurdle=responses.hurdle)
    limits = _Limits(responses, least, most_change)
    room = float((limits.high - best).sum())
    next_, last = _edge(responses, best, limits, +1), _edge(responses, best, limits, -1)
    hurdle = responses.hurdle
    above, under = float((next_ >= hurdle).mean()), float((last < hurdle).mean())
    has_room = room > ROOM * max(total, 1e-9)
    if under >= evidence:
        verdict, chance, shown = "less", under, last
    elif above >= evidence:
        verdict, chance, shown = ("more" if has_room else "full"), above, next_
    elif 1 - above >= evidence and 1 - under >= evidence:
        verdict, chance, shown = "keep", min(1 - above, 1 - under), next_
    else:
        verdict, chance, shown = "cannot_tell", max(above, under), next_
    to = limits.spend(hurdle) if verdict in ("more", "less") else best
    to = np.maximum(to, best) if verdict == "more" else np.minimum(to, best)
    if abs(to.sum() - best.sum()) <= ROOM * best.sum() and verdict in ("more", "less"):
        verdict, to = ("full" if verdict == "more" else "keep"), best
    _, gain = _gains(responses, best, to)
    (lo, hi), (least_gain, most_gain) = (np.quantile(x, [0.1, 0.9]) for x in (shown, gain))
    return TotalAdvice(
        verdict, total, float(to.sum()), responses.hurdle, float(shown.mean()), float(lo),
        float(hi), chance, float(gain.mean()), float(least_gain), float(most_gain), room,
    )  # fmt: skip


def _edge(responses: Responses, best: Floats, limits: _Limits, way: int) -> Floats:
    """Value of the next unit (way 1) or the last one (-1), where it would be placed or taken."""
    free = best < limits.high * (1 - 1e-6) if way > 0 else best > limits.low * (1 + 1e-6)
    free = free if free.any() else np.ones(len(best), bool)
    slopes = np.array([
        p.marginal(np.array([s]))[0] for p, s in zip(responses.plans, best, strict=True)
    ])  # fmt: skip
    place = int(
        np.argmax(np.where(free, slopes, -np.inf) if way > 0 else np.where(free, -slopes, -np.inf))
    )
    plan = responses.plans[place]
    worth, bend, _ = plan.draws()
    return worth * bend * (max(best[place], 1e-12) / plan.reference) ** (bend - 1)
