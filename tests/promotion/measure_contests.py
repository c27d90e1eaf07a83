"""How often a test between equal arms ends with a winner though it is looked at every third day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.promotion import contest

from .compare_worlds import TERMS, arms


def ends(rows: pd.DataFrame) -> str:
    """The winner that the first look which names one names; "" if none does."""
    days = sorted(rows["date"].unique())
    for day in days[6::3]:
        found = contest(rows[rows["date"] <= day], TERMS)
        if found.state == "winner":
            return found.winner
    return ""


def score(seed: int, many: int, ratios: list[float], **world: float) -> dict[str, float]:
    """Share of tests that end with a winner, and with the right one (the last arm)."""
    rng = np.random.default_rng(seed)
    won = [ends(arms(rng, ratios, **world)) for _ in range(many)]  # type: ignore[arg-type]
    return {
        "winner": float(np.mean([bool(w) for w in won])),
        "right": float(np.mean([w == f"arm{len(ratios) - 1}" for w in won])),
    }


def main() -> None:
    """Print how often equal arms get a winner, and how often a better one is found."""
    for ratios, world in (
        ([1.0, 1.0], {}),
        ([1.0, 1.0], {"clicks": 300, "jitter": 0.3}),
        ([1.0, 1.0, 1.0, 1.0], {"clicks": 100}),
        ([1.0, 1.5], {}),
        ([1.0, 2.0], {}),
        ([1.0, 1.5], {"clicks": 300}),
    ):
        print(f"contests {ratios} {world}: {score(40, 100, ratios, **world)}", flush=True)
