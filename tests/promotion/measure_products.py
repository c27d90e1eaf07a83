"""How often a product is said to be clicked too rarely though it is not."""

from __future__ import annotations

import numpy as np

from opslib.promotion import judge_products

from .compare_worlds import TERMS, products


def score(seeds: range, size: float = 1.0) -> dict[str, float]:
    """Share of false ones among low click rates told, and share found of those a fifth too low."""
    wrong = told = found = low = 0
    for seed in seeds:
        rows, truth = products(seed, size)
        out = judge_products(rows, TERMS)
        true = out["item_id"].map(truth).to_numpy()
        seen = (out["impressions"] >= out["impressions"].median()).to_numpy()
        usual = np.median(true[seen])
        mine = np.array(
            [w == "ctr" or "ctr" in a for w, a in zip(out["weak"], out["also_weak"], strict=True)]
        )
        told, wrong = told + mine.sum(), wrong + (mine & (true > usual)).sum()
        should = seen & (true < 0.8 * usual)
        low, found = low + should.sum(), found + (mine & should).sum()
    return {"told": told, "false": wrong / max(told, 1), "low": low, "found": found / max(low, 1)}


def main() -> None:
    """Print the scores at the shops' own size and eight times as large."""
    for size in (1.0, 8.0):
        print(f"products size {size}: {score(range(300, 330), size)}", flush=True)
