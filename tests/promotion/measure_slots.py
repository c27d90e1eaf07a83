"""How often hours are told wrongly, and how many of those that differ are found."""

from __future__ import annotations

import numpy as np

from opslib.promotion import judge_slots
from opslib.simulate.ads import hour_truth

from .compare_worlds import hours

BIG = 1.2  # a stretch whose clicks are truly worth so many times more or less should be found


def score(seeds: range, **world: object) -> dict[str, float]:
    """Over drawn shops: share of false ones among what is told, shops told anything of, and the
    share found of stretches that truly differ by BIG."""
    worth = np.ones(24) if world.get("flat") else hour_truth()["worth"].to_numpy()
    false, shops, found, big = [], 0, 0, 0
    for seed in seeds:
        rows = hours(seed, **world)  # type: ignore[arg-type]
        parts = judge_slots(rows).parts
        clicks = rows.groupby("hour")["clicks"].sum().reindex(range(24)).fillna(0).to_numpy()
        usual = (clicks @ worth) / clicks.sum()
        told = wrong = 0
        for row in parts.itertuples():
            own = slice(row.first, row.last + 1)
            true = clicks[own] @ worth[own] / clicks[own].sum() / usual
            right = (row.verdict == "high" and true > 1) or (row.verdict == "low" and true < 1)
            told += row.verdict != "plain"
            wrong += row.verdict != "plain" and not right
            wrong += row.ctr_verdict != "plain"  # click rates do not differ by hour in the shops
            told += row.ctr_verdict != "plain"
            if abs(np.log(true)) > np.log(BIG):
                big, found = big + 1, found + right
        false.append(wrong / max(told, 1))
        shops += told > 0
    out = {"false": float(np.mean(false)), "shops_told": shops / len(seeds)}
    return out | {"found": found / big if big else float("nan"), "differ": float(big)}


def main() -> None:
    """Print the scores of flat and of true hours, small and large shops."""
    for seeds, world in (
        (range(300, 330), {"flat": True}),
        (range(300, 330), {}),
        (range(300, 330), {"platform": "alibaba"}),
        (range(300, 310), {"flat": True, "size": 8.0}),
        (range(300, 310), {"size": 8.0}),
    ):
        told = {k: round(v, 3) for k, v in score(seeds, **world).items()}  # type: ignore[arg-type]
        print(f"slots {world}: {told}", flush=True)
