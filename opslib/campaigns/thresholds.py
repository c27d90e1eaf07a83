"""Tier discounts and 满减: which thresholds earn most, who crosses them, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ParameterError
from ..labels import Label
from .response import Floats, Response, Tier, amounts, reached, runs, saved
from .tiers import allowed, just_below, mean_gain, possible_plans, profits, tier_table

LEAST_ORDERS = 50
POINTS = 250  # order amounts are thinned to so many quantiles while plans are compared
DRAWS = 400
REASONS = {
    "set": Label("预期多赚，且亏的可能不大", "more profit is expected, and a loss is unlikely"),
    "none": Label(
        "让出去的比凑单赚回来的多：不设门槛更好",
        "more would be given away than topping up brings: better without",
    ),
    "cannot_tell": Label(
        "会有多少人凑单还不知道：先小范围试一次，约 {needed} 单后再看",
        "how many top up is not known: try it small, and look again after about {needed} orders",
    ),
    "floor": Label(
        "毛利底线之内没有可设的门槛：再小的减免也会让门槛处的订单低于底线",
        "no threshold keeps the margin floor: an order at it would fall below",
    ),
    "few": Label(
        "订单只有 {orders} 单，至少要 {least} 单才看得出金额分布",
        "only {orders} orders: {least} at least are needed to know their amounts",
    ),
}


@dataclass(frozen=True)
class ThresholdPlan:
    """The plan advised; money a thousand orders like the given ones, with 80 % ranges.

    gain: profit beyond that without thresholds; p_gain: chance that there is one. heed: share of
    buyers who answer to thresholds, heed_lo..heed_hi. given: money let off, of it `given_anyway`
    to orders that cross as they are. breakeven_heed: share who must heed for it to pay.
    tiers: frame(threshold, off, rate, crossing, topped_up, topped_lo, topped_hi, attracted, given,
    added, profit), counts and money a thousand orders. options: plans tried, best first.
    who: frame(buyer, orders, usual, threshold, gap, chance) of buyers just below one, where
    buyers are known.
    """

    verdict: Literal["set", "none", "cannot_tell"]
    reason: Label
    plan: tuple[Tier, ...]
    gain: float
    lo: float
    hi: float
    p_gain: float
    heed: float
    heed_lo: float
    heed_hi: float
    breakeven_heed: float
    given: float
    given_anyway: float
    average: float
    average_then: float
    margin_then: float
    orders: int
    tiers: pd.DataFrame
    options: pd.DataFrame
    who: pd.DataFrame
    assumed: tuple[str, ...]


def plan_thresholds(
    order_values: ArrayLike | pd.Series,
    margin: float,
    floor: float,
    *,
    kind: Literal["off", "rate"] = "off",
    most: int = 2,
    response: Response | None = None,
    candidates: Sequence[Sequence[Tier]] | None = None,
    evidence: float = 0.8,
) -> ThresholdPlan:
    """Which thresholds bring most profit, given how much orders are worth and what is kept of them?

    order_values: goods amount of each usual order, in order of time; a Series' index: the buyers.
    margin: share of an amount left after goods, before any discount. floor: share that must be
    left of what is paid at each threshold. kind: money off, or a rate on the whole amount. most:
    number of tiers, 1 to 3. response: how many heed thresholds (assumed without one:
    `learn_response` tells it from a past edition). candidates: plans to compare instead of the
    planner's own. evidence: chance of a gain asked for before it is advised.

    What buyers who top up, or come for the price, then lack later (pull-forward) is not taken off,
    nor is stock or freight counted. Raises ParameterError for a margin or floor outside 0..1.

    Source: rational topping up (`response`). The range is the next edition's: doubts about who
    heeds, reach, worth of goods, elasticity, and how far a sixth of the orders misses the rest.
    """
    _shares(margin, floor, most)
    response = response or Response()
    values = amounts(order_values)
    if len(values) < LEAST_ORDERS:
        return _silent(values, response, "few")
    thin = np.quantile(values, (np.arange(POINTS) + 0.5) / POINTS)
    plans = [tuple(c) for c in candidates or ()]
    if candidates is None:
        plans = possible_plans(thin, margin, floor, kind, most, response)
    plans = [p for p in plans if p and allowed(p, margin, floor)]
    if not plans:
        return _silent(values, response, "floor")
    gains = np.array([mean_gain(profits(thin, p, margin, response), response.share) for p in plans])
    likely = [plans[i] for i in np.argsort(-gains, kind="stable")[:8]]
    options = [_option(values, plan, margin, response) for plan in likely]
    # Picked on a thinned row of orders: among near plans another may lead on all of them.
    options.sort(key=lambda o: -float(o["gain"]))  # type: ignore[arg-type]
    return _told(order_values, values, options, margin, response, evidence)


def _shares(margin: float, floor: float, most: int) -> None:
    for name, share in (("margin", margin), ("floor", floor)):
        if not 0 <= share < 1:
            raise ParameterError(
                name,
                Label(f"要在 0 和 1 之间，现在是 {share}。", f"must lie in 0..1, got {share}."),
                Label("三成写 0.3。", "Write 0.3 for thirty per cent."),
            )
    if most not in (1, 2, 3):
        raise ParameterError("most", Label("档数只能是 1 到 3。", "1 to 3 tiers are possible."))


def _option(
    values: Floats, plan: tuple[Tier, ...], margin: float, response: Response
) -> dict[str, object]:
    """One plan with its range: draws of how buyers respond and of the orders."""
    none, all_ = profits(values, plan, margin, response)
    drift = _drift((1 - response.share) * none + response.share * all_)
    drawn = []
    for k, (chance, other) in enumerate(response.doubts):
        dice = np.random.default_rng([59, k])
        many = max(round(DRAWS * chance), 2)
        heed = other.quantile((dice.permutation(many) + 0.5) / many)
        share = np.column_stack([1 - heed, heed])
        here = np.vstack(profits(values, plan, margin, replace(other, elasticity=0.0)))
        more = np.vstack(profits(values, plan, margin, replace(other, elasticity=1.0))) - here
        scale = other.elasticity * other.unsure(dice, many)
        plain, extra = share @ here.mean(axis=1), share @ more.mean(axis=1)
        luck = dice.standard_t(max(len(runs(len(values))) - 1, 1), size=many)
        drawn.append(1000 * (plain + scale * extra + drift * luck))
    gain = np.concatenate(drawn)
    slope = all_.mean() - none.mean()
    return {
        "plan": plan,
        "gain": 1000 * float((1 - response.share) * none.mean() + response.share * all_.mean()),
        "lo": float(np.quantile(gain, 0.1)),
        "hi": float(np.quantile(gain, 0.9)),
        "p_gain": float((gain > 0).mean()),
        "breakeven_heed": float(-none.mean() / slope) if slope > 0 else float("inf"),
    }


def _drift(gain: Floats) -> float:
    """How far one part of the orders misses what all before it said, as a root mean square.

    A coming edition is such a part: other goods in season, other buyers, and not that many orders.
    """
    means = np.array([gain[part].mean() for part in runs(len(gain))])
    if len(means) < 2:
        return float(gain.std() / np.sqrt(len(gain)))
    before = np.cumsum(means)[:-1] / np.arange(1, len(means))
    # The mean of k parts has a luck of its own, which that of all parts has less of.
    many = np.arange(1, len(means))
    fair = (1 + 1 / len(means)) / (1 + 1 / many)
    return float(np.sqrt(np.mean((means[1:] - before) ** 2 * fair)))


def _told(
    given: ArrayLike | pd.Series,
    values: Floats,
    options: list[dict[str, object]],
    margin: float,
    response: Response,
    evidence: float,
) -> ThresholdPlan:
    """The best plan with its tiers, its cost and those who stand before it."""
    top = options[0]
    best: tuple[Tier, ...] = top["plan"]  # type: ignore[assignment]
    gain, chance = float(top["gain"]), float(top["p_gain"])  # type: ignore[arg-type]
    verdict: Literal["set", "none", "cannot_tell"] = "cannot_tell"
    if gain > 0 and chance >= evidence:
        verdict = "set"
    elif gain <= 0:
        verdict = "none"
    lo, hi = (float(q) for q in response.quantile([0.1, 0.9]))
    bought, let = reached(values, best, response)
    heed, plain = response.share, saved(values, best)
    paid = (1 - heed) * (values - plain).mean() + heed * (bought - let).mean()
    goods = (1 - heed) * values.mean() + heed * bought.mean()
    money = (1 - heed) * plain.mean() + heed * let.mean()
    assumed = ("elasticity", "reach", "worth_of_added_goods")
    return ThresholdPlan(
        verdict, REASONS[verdict].format(needed=_trial(values, best, response)), best,
        gain, float(top["lo"]), float(top["hi"]), chance,  # type: ignore[arg-type]
        heed, lo, hi, float(top["breakeven_heed"]),  # type: ignore[arg-type]
        1000 * float(money), 1000 * float(plain.mean()), float(values.mean()), float(paid),
        float((margin * goods - money) / max(paid, 1e-9)), len(values),
        tier_table(values, best, margin, response), pd.DataFrame(options),
        just_below(given, best, response), (*assumed, "heed") if response.assumed else assumed,
    )  # fmt: skip


def _trial(values: Floats, plan: tuple[Tier, ...], response: Response) -> int:
    """Orders after which the share who heed is known to about a tenth either way (80 %)."""
    bought, _ = reached(values, plan, response)
    moved = float((bought > values).mean())
    return int(np.clip(np.ceil((1.28 / 0.10) ** 2 * 0.25 / max(moved, 0.01) / 50) * 50, 100, 5000))


def _silent(values: Floats, response: Response, why: str) -> ThresholdPlan:
    """No plan: too few orders, or none keeps the floor."""
    nan = float("nan")
    lo, hi = (float(q) for q in response.quantile([0.1, 0.9]))
    average = float(values.mean()) if len(values) else nan
    reason = REASONS[why].format(orders=len(values), least=LEAST_ORDERS)
    return ThresholdPlan(
        "cannot_tell" if why == "few" else "none", reason, (), 0.0, nan, nan, 0.0,
        response.share, lo, hi, nan, 0.0, 0.0, average, average, nan, len(values),
        pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), (),
    )  # fmt: skip
