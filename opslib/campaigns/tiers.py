"""Plans of tiers: which are possible, what each earns, who ends in which tier."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .response import Floats, Response, Tier, reached, saved

QUANTILES = np.arange(0.10, 0.985, 0.04)
SHARES = (0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20)
KEPT = 24  # single tiers that are tried together
_ROUND = np.array([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])
TIER_COLUMNS = (
    "threshold off rate crossing topped_up topped_lo topped_hi attracted given added profit"
).split()


def possible_plans(
    values: Floats, margin: float, floor: float, kind: str, most: int, response: Response
) -> list[tuple[Tier, ...]]:
    """Single tiers at round numbers, then the best of them together."""
    single = []
    for threshold in _rounded(np.quantile(values, QUANTILES)):
        offs = SHARES if kind == "rate" else _offs(threshold)
        single += [
            Tier(threshold, rate=o) if kind == "rate" else Tier(threshold, off=o) for o in offs
        ]
    single = [t for t in single if allowed((t,), margin, floor)]
    gain = np.array(
        [mean_gain(profits(values, (t,), margin, response), response.share) for t in single]
    )
    best = [single[i] for i in np.argsort(-gain, kind="stable")[:KEPT]]
    best = sorted(best, key=lambda t: (t.threshold, t.off, t.rate))
    found: list[tuple[Tier, ...]] = [(t,) for t in single]
    for many in range(2, most + 1):
        few = best if many == 2 else best[::2]
        found += [p for p in combinations(few, many) if allowed(p, margin, floor)]
    return found


def _offs(threshold: float) -> list[float]:
    """Round amounts off: about 1 to 20 % of the threshold."""
    return [o for o in _rounded(np.array(SHARES) * threshold) if o < threshold]


def _rounded(values: Floats) -> list[float]:
    """Each value to the nearest number people set thresholds at: 100 120 150 200 ..."""
    ten = 10.0 ** np.floor(np.log10(values))
    near = np.abs(_ROUND[None, :] - (values / ten)[:, None]).argmin(axis=1)
    return sorted({round(float(v), 6) for v in ten * _ROUND[near]})


def allowed(plan: tuple[Tier, ...], margin: float, floor: float) -> bool:
    """Whether what is paid at each threshold keeps the floor, and tiers save ever more."""
    last = (0.0, 0.0)
    for tier in plan:
        off = float(tier.saved(np.array(tier.threshold)))
        kept = (margin * tier.threshold - off) / max(tier.threshold - off, 1e-9)
        if kept < floor - 1e-12 or tier.threshold <= last[0] or off <= last[1]:
            return False
        last = (tier.threshold, off)
    return True


def profits(
    values: Floats, plan: tuple[Tier, ...], margin: float, response: Response
) -> tuple[Floats, Floats]:
    """Profit beyond that without tiers, by value: when nobody heeds, and when all do."""
    bought, let = reached(values, plan, response)
    return (
        _gain(values, values, saved(values, plan), margin, response.elasticity),
        _gain(values, bought, let, margin, response.elasticity).mean(axis=0),
    )


def _gain(values: Floats, bought: Floats, let: Floats, margin: float, elasticity: float) -> Floats:
    """Profit of what is added, less what is let off, with the orders that this draws."""
    return margin * (bought - values) - let + elasticity * let / bought * (margin * bought - let)


def mean_gain(profit: tuple[Floats, Floats], heed: float) -> float:
    """Expected gain an order when this share heeds."""
    return float((1 - heed) * profit[0].mean() + heed * profit[1].mean())


def tier_table(
    values: Floats, plan: tuple[Tier, ...], margin: float, response: Response
) -> pd.DataFrame:
    """Who ends in each tier and what it costs, a thousand orders.

    values: order amounts. Returns frame(threshold, off, rate, crossing, topped_up, topped_lo,
    topped_hi, given, added, profit).
    """
    bought, let = reached(values, plan, response)
    heed, (lo, hi) = response.share, response.quantile([0.1, 0.9])
    ends = np.array([t.threshold for t in plan] + [np.inf])
    rows = []
    for tier, above in zip(plan, ends[1:], strict=True):
        here = (values >= tier.threshold) & (values < above)
        there = (bought >= tier.threshold) & (bought < above)
        came = 1000 * float((there & (values < tier.threshold)).mean())
        plain, full = (
            _sums(values, *v, margin, response.elasticity)
            for v in ((here, values, saved(values, plan)), (there, bought, let))
        )
        given, added, drawn, profit = 1000 * ((1 - heed) * plain + heed * full)
        rows.append(
            [tier.threshold, tier.off, tier.rate, 1000 * float(here.mean()),
             heed * came, lo * came, hi * came, drawn, given, added, profit]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=TIER_COLUMNS)


def _sums(
    values: Floats, inside: Floats, bought: Floats, let: Floats, margin: float, elasticity: float
) -> Floats:
    """Given, added, orders drawn and profit of those in a tier, an order of all."""
    gain = _gain(values, bought, let, margin, elasticity)
    parts = (let, bought - values, elasticity * let / bought, gain)
    return np.array([float((part * inside).mean()) for part in parts])


def just_below(
    given: ArrayLike | pd.Series, plan: tuple[Tier, ...], response: Response
) -> pd.DataFrame:
    """Buyers whose usual order lies just below a threshold, likeliest first."""
    columns = ["buyer", "orders", "usual", "threshold", "gap", "chance"]
    if not isinstance(given, pd.Series) or isinstance(given.index, pd.RangeIndex):
        return pd.DataFrame(columns=columns)
    named = given[(given > 0) & (given.index.astype(str) != "")]
    usual = named.groupby(level=0).agg(["median", "size"])
    known = np.array(sorted(t.threshold for t in plan))
    rows = []
    for buyer, amount, many in zip(usual.index, usual["median"], usual["size"], strict=True):
        bought, _ = reached(np.array([float(amount)]), plan, response)
        if not (bought > amount).any():
            continue
        # A whole piece may lead beyond the threshold; what is told is the threshold.
        to = float(known[known <= bought[bought > amount].min() + 1e-9].max())
        chance = response.share * float((bought > amount).mean())
        rows.append([str(buyer), int(many), float(amount), to, to - float(amount), chance])
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values(["chance", "orders"], ascending=False, ignore_index=True)
