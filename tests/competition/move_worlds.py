"""Price moves of a shop and a rival with a known chance and delay of an answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .frames import START


def draw(
    seed: int, reply: float, moves: int = 20, own_pace: float = 1 / 120, lag: float = 9.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Own moves (exact days) on three products in a year; the rival's, known between weekly looks.

    The rival answers each with chance `reply` after a log-normal delay (median `lag` days, spread
    .4) by 60 % of it, and moves `own_pace` times a day and product of its own accord.
    """
    dice = np.random.default_rng(seed)
    own, theirs = [], []
    for _ in range(moves):
        item, day = int(dice.integers(3)), int(dice.integers(7, 360))
        size = -dice.uniform(0.03, 0.15) if dice.random() < 0.7 else dice.uniform(0.03, 0.1)
        own.append((str(item), day, size))
        if dice.random() < reply:
            theirs.append((str(item), day + 0.5 + lag * np.exp(0.4 * dice.normal()), 0.6 * size))
    for item in range(3):
        for _ in range(dice.poisson(365 * own_pace)):
            size = dice.choice([-0.08, -0.05, 0.05])
            theirs.append((str(item), dice.uniform(0, 370), size))
    ours = pd.DataFrame(own, columns=["item_id", "day", "size"])
    ours["date"] = START + pd.to_timedelta(ours["day"], unit="D")
    rival = pd.DataFrame(theirs, columns=["item_id", "day", "size"])
    look = np.ceil((rival["day"] - 0.5) / 7) * 7
    rival["date"] = START + pd.to_timedelta(look, unit="D")
    rival["since"] = rival["date"] - pd.Timedelta(days=7)
    # Two moves between two looks are seen as one.
    rival = rival.groupby(["item_id", "date", "since"], as_index=False)["size"].sum()
    return ours, rival.assign(competitor="甲")
