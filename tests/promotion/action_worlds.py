"""Shops whose operator works on the worst-looking words: half of what is done changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

START = date(2026, 6, 1)
BEFORE, AFTER = 12, 3  # weeks
ORDER, SPREAD = 100.0, 0.8  # value of a conversion, its coefficient of variation


@dataclass(frozen=True)
class Worked:
    """Actions with their true log effect (`true`) and what a plain before/after would say."""

    actions: pd.DataFrame
    panel: pd.DataFrame
    terms: Any


def drawn(
    seed: int,
    *,
    words: int = 50,
    picked: int = 5,
    size: tuple[float, float] = (2, 300),
    wander: float = 0.12,
    noise: float = 0.2,
    measure: str = "value",
) -> Worked:
    """A shop of `words` words; the `picked` worst by last week's figures are worked on.

    size: conversions a week, smallest and largest word. wander: weekly step of a slow drift (it
    keeps nine tenths of itself). noise: what one week has for itself. Half of the actions do
    nothing, the others multiply conversions by a lognormal factor (median 1.28).
    """
    dice = np.random.default_rng(seed)
    drift = np.zeros((words, BEFORE + AFTER))
    drift[:, 0] = dice.normal(0, 2 * wander, words)
    for week in range(1, BEFORE + AFTER):
        drift[:, week] = 0.9 * drift[:, week - 1] + dice.normal(0, wander, words)
    level = np.exp(dice.uniform(*np.log(size), words))
    common = np.cumsum(dice.normal(0, 0.08, BEFORE + AFTER))
    own = dice.normal(0, noise, drift.shape)
    rate = level[:, None] * np.exp(drift + common + own)
    came = dice.poisson(rate)
    usual = came[:, 4 : BEFORE - 1].mean(1)
    # One operator compares with the usual, another with the week before.
    against = usual if seed % 2 else came[:, BEFORE - 2].astype(float)
    worst = np.argsort((came[:, BEFORE - 1] + 0.5) / (against + 0.5), kind="stable")[:picked]
    true = np.where(dice.random(picked) < 0.5, 0.0, dice.normal(0.25, 0.25, picked))
    came[worst, BEFORE:] = dice.poisson(rate[worst, BEFORE:] * np.exp(true)[:, None])
    shape = np.maximum(came, 1e-9) / SPREAD**2
    value = np.where(came > 0, dice.gamma(shape, ORDER * SPREAD**2), 0.0)
    weeks = [START + timedelta(days=7 * w) for w in range(BEFORE + AFTER)]
    panel = pd.DataFrame(
        {
            "week": np.tile(weeks, words),
            "subject": np.repeat([f"w{i}" for i in range(words)], BEFORE + AFTER),
            "conv": came.ravel(),
            "value": value.ravel(),
        }
    )
    change = value[worst, BEFORE:].mean(1) / np.maximum(value[worst, BEFORE - 1], 1)
    actions = pd.DataFrame(
        {
            "id": [f"{seed}.{i}" for i in range(picked)],
            "subject": [f"w{i}" for i in worst],
            "done_on": weeks[BEFORE],
            "measure": measure,
            "true": true,
            "plain_up": change > 1.1,
        }
    )
    return Worked(
        actions, panel, SimpleNamespace(as_of=weeks[-1] + timedelta(days=6), evidence=0.8)
    )
