"""Drawn rivals whose promotions are known, looked at once a week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .frames import START


def draw(seed: int, weeks: int = 52, missed: float = 0.1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sheet of one rival with four offers; the promotions that ran: offer_id, start, end, depth.

    A promotion starts every 20 to 60 days (the same for all of the rival's promotions, give or
    take a quarter), lasts 5 to 15 days, takes 5 to 30 % off two of the offers; half of the rivals
    write a text. Prices drift by small steps that stay.
    """
    dice = np.random.default_rng(seed)
    days = weeks * 7
    usual = dice.uniform(10, 40, 4)
    drift = np.cumprod(
        np.where(dice.random((days, 4)) < 1 / 90, dice.uniform(0.92, 1.1, (days, 4)), 1), 0
    )
    price, text = usual * drift, np.full((days, 4), "", dtype=object)
    every, says = dice.uniform(20, 60), dice.random() < 0.5
    day, truth = int(dice.integers(5, every)), []
    while day < days + 120:
        long, depth = int(dice.integers(5, 16)), dice.uniform(0.05, 0.3)
        for offer in dice.choice(4, size=2, replace=False):
            truth.append(
                (
                    str(offer),
                    START + pd.Timedelta(days=day),
                    START + pd.Timedelta(days=day + long - 1),
                    depth,
                )
            )
            price[day : day + long, offer] *= 1 - depth
            text[day : day + long, offer] = f"限时{100 - round(100 * depth)}折" if says else ""
        day += max(int(every * np.exp(0.25 * dice.normal())), long + 2)
    rows = [
        {"date": START + pd.Timedelta(days=7 * w), "competitor": "甲", "offer_id": str(o),
         "price": round(price[7 * w, o], 2), "promotion": text[7 * w, o], "tags": "常"}
        for w in range(weeks) if dice.random() >= missed for o in range(4)
    ]  # fmt: skip
    return pd.DataFrame(rows), pd.DataFrame(truth, columns=["offer_id", "start", "end", "depth"])
