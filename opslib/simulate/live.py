"""Live broadcasts: when the shop went on air, who watched, what it sold."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from .dice import Floats
from .history import History

WEEKS = 26
# Start hour, how often, viewers an hour, share of viewers who buy (ask, on Alibaba.com).
SLOTS = {
    "1688": (
        (10, 1.0, 210.0, 0.0060),
        (14, 1.0, 170.0, 0.0050),
        (16, 0.8, 190.0, 0.0055),
        (20, 1.2, 420.0, 0.0085),
    ),
    "alibaba": ((6, 0.8, 45.0, 0.012), (18, 1.2, 105.0, 0.016), (20, 1.0, 60.0, 0.013)),
}
_TITLES = {
    "1688": ("秋冬打底专场", "工厂走播", "新款首发", "清仓福利"),
    "alibaba": ("Factory tour", "New styles", "Custom logo samples", "Ready to ship"),
}
_HOSTS = ("主播小林", "主播阿敏")


def live_session(history: History) -> pd.DataFrame:
    """One row a broadcast of the last half year, three a week; the best hour is planted in SLOTS.

    Orders are a part of those that the shop truly had that day; money is their mean value.
    """
    spec, dice = history.world.spec, history.world.dice
    slots = np.array(SLOTS[spec.platform])
    day, n = _days(history), np.arange(3 * WEEKS)
    day, n = day[day >= spec.index(spec.start)], n[day >= spec.index(spec.start)]
    slot = slots[dice.choice(slots[:, 1], "live_slot", n)]
    late = 5 * (dice.uniform("live_late", n) < 0.25).astype(int)
    minutes = 30 * (2 + dice.choice([2, 2, 1], "live_long", n))
    hours = minutes / 60
    weekend = np.where([history.dates[d].weekday() >= 5 for d in day], 0.8, 1.0)
    viewers = dice.poisson(
        slot[:, 2] * hours * weekend * dice.lognormal(0.25, "live", n), "live_viewers", n
    )
    bought = dice.binomial(viewers, slot[:, 3], "live_bought", n)
    paid = history.paid.groupby("day")["paid_amount"].agg(["size", "mean"]).reindex(day)
    orders = np.minimum(bought, np.floor(paid["size"].fillna(0).to_numpy() * 0.6)).astype(int)
    out = pd.DataFrame(
        {
            "date": history.dates[day],
            "started_at": [f"{int(h):02d}:{m:02d}" for h, m in zip(slot[:, 0], late, strict=True)],
            "minutes": minutes,
            "title": [_TITLES[spec.platform][k % 4] for k in n],
            "host": [_HOSTS[k % 2] for k in n],
            "viewers": viewers,
            "new_followers": dice.binomial(viewers, 0.02, "live_fans", n),
            "orders": orders if spec.platform == "1688" else np.minimum(orders, 1),
            "day": day,
        }
    )
    out["amount"] = (out["orders"] * paid["mean"].fillna(0).to_numpy()).round(2)
    out["inquiries"] = dice.binomial(viewers, slot[:, 3], "live_asked", n)
    return out.drop_duplicates(["date", "started_at"]).reset_index(drop=True)


def _days(history: History) -> np.ndarray:
    """Three days of each of the last weeks."""
    spec = history.world.spec
    monday = spec.end - timedelta(days=spec.end.weekday())
    first = spec.index(monday) - 7 * (WEEKS - 1)
    days = [first + 7 * w + d for w in range(WEEKS) for d in (1, 3, 5)]
    return np.array([min(d, history.days - 1) for d in days])


def best_hour(platform: str) -> tuple[int, Floats]:
    """The start hour at which most is sold an hour on air, and what each start hour truly sells."""
    slots = np.array(SLOTS[platform])
    worth = slots[:, 2] * slots[:, 3]
    return int(slots[worth.argmax(), 0]), worth
