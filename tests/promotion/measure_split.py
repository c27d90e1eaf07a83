"""What the advised split of the week's money gains on drawn shops: `measure_split [first]`."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from opslib.promotion.split import fit_response, split_budget, total_advice, total_gain
from tests.promotion.split_worlds import World4, tight_shop


def best(world: World4, plans: list[str], total: float, low: np.ndarray, high: np.ndarray) -> float:
    """Value less spend of the best split within the limits: the best plan first."""
    at = [world.names.index(p) for p in plans]
    spend, left = low.copy(), total - low.sum()
    for i in np.argsort(-world.worth[at]):
        more = min(max(min(high[i], world.wanted[at][i]) - low[i], 0.0), left)
        spend[i] += more
        left -= more
    value, used = world.value(plans, spend)
    return float((value - used).sum())


def one(seed: int) -> dict[str, Any]:
    """One shop: what the split said and what truly came of it against the present one."""
    world = tight_shop(seed)
    responses = fit_response(world.plan_days, world.terms, world.clock)
    total = responses.now
    out = split_budget(responses, total, evidence=0.0)
    gated = split_budget(responses, total)
    names, now = list(out["plan"]), out["now"].to_numpy()

    def profit(spend: np.ndarray) -> float:
        value, used = world.value(names, spend)
        return float((value - used).sum())

    base = profit(now)
    said, lo, hi = total_gain(responses, out)
    equal = np.clip(np.full(len(now), total / len(now)), 0.7 * now, 1.3 * now)
    equal *= min(total / equal.sum(), 1.0)
    real = np.array([world.worth[world.names.index(n)] for n in names])
    error = np.log([p.worth for p in responses.plans] / real)
    each = [
        (r.lo <= float(profit(np.where(out["plan"] == r.plan, r.to, now))) - base <= r.hi)
        for r in out.itertuples()
        if abs(r.to - r.now) > 0.01 * r.now
    ]
    advice = total_advice(responses, total)
    return {
        "total": total, "said": said, "lo": lo, "hi": hi,
        "moved": float(np.abs(out["to"] - now).sum() / 2 / total),
        "real": profit(out["to"].to_numpy()) - base,
        "gated": profit(gated["to"].to_numpy()) - base,
        "acted": float((gated["to"] - now).abs().sum() > 0.01 * total),
        "equal": profit(equal) - base,
        "best": best(world, names, total, 0.7 * now, 1.3 * now) - base,
        "members": float(np.sum(each)), "judged": float(len(each)),
        "worth_error": float(np.sqrt(np.mean(error**2))), "advice": advice.verdict,
    }  # fmt: skip


def measure_split(first: int = 300, many: int = 20) -> None:
    """Print the figures of `many` shops."""
    rows = [one(first + i) for i in range(many)]
    for r in rows:
        print({k: round(v, 3) if isinstance(v, float) else v for k, v in r.items()})
    moved = [r for r in rows if abs(r["said"]) > 1e-9]
    inside = np.mean([r["lo"] <= r["real"] <= r["hi"] for r in moved])
    share = {
        k: sum(r[k] for r in rows) / sum(r["total"] for r in rows)
        for k in ("real", "gated", "equal", "best", "said")
    }
    print("of the spend:", {k: f"{v:.2%}" for k, v in share.items()})
    print(f"80 % range of the whole gain covers {inside:.0%} of {len(moved)} shops,")
    judged = sum(r["judged"] for r in rows)
    print(f"of a plan's gain {sum(r['members'] for r in rows) / judged:.0%} of {judged:.0f} plans")
    print(
        "advised:",
        sum(r["acted"] for r in rows),
        "worse:",
        sum(r["acted"] and r["gated"] < 0 for r in rows),
    )


def main() -> None:
    """Called by `python -m tests.promotion.measure split`."""
    measure_split()


if __name__ == "__main__":
    measure_split(*(int(a) for a in sys.argv[1:]))
