"""What a visit, a click or an impression of each member brings: rate times value, drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .account import Terms
from .shrunk import Floats, spread_of

DRAWS = 4000
ORDER_SPREAD = 0.5  # squared variation of order values, as believed from so many orders:
BELIEVED_ORDERS = 4.0
SEEN = 10.0  # days with orders that this belief is worth


def worth_draws(
    conv: Floats,
    value: Floats,
    terms: Terms,
    rng: np.random.Generator,
    spread: float = ORDER_SPREAD,
) -> Floats:
    """Draws (DRAWS x member) of what one conversion of each member is worth, in money.

    conv, value: by member, what came so far; a member's mean is drawn to that of all. spread:
    squared variation of single orders. nan where nothing is priced or nothing came.
    """
    if not terms.priced or conv.sum() <= 0:
        return np.full((DRAWS, len(conv)), np.nan)
    shop = value.sum() / conv.sum()
    each = (value + BELIEVED_ORDERS * shop) / (conv + BELIEVED_ORDERS)
    spread = spread if terms.basis == "gmv" else 1e-6
    shape = (conv + BELIEVED_ORDERS) / spread
    return rng.gamma(shape, each / shape, (DRAWS, len(conv)))


def order_spread(conv: Floats, value: Floats) -> float:
    """Squared variation of single orders, from what each day's orders of a member were worth.

    conv, value: day x member. A few dozen days with orders speak for themselves; before that what
    is believed counts for SEEN of them.
    """
    mean = value.sum(0) / np.maximum(conv.sum(0), 1e-12)
    there = (conv > 0) & (mean > 0)
    ratio = np.divide(value, conv * mean, out=np.ones_like(value), where=there)
    free = float(there.sum() - there.any(0).sum())
    gaps = float((conv * (ratio - 1) ** 2)[there].sum())
    return (gaps + SEEN * ORDER_SPREAD) / (free + SEEN)


def jumpiness(count: Floats, room: Floats, sure: float = 0.0) -> float:
    """Do days favour one member and then another more than chance makes them? 1: they do not.

    count, room: day x member. Good days of all and better members are taken out first.
    """
    mu = room * (count.sum(0) / np.maximum(room.sum(0), 1e-12))
    mu = mu * (count.sum(1) / np.maximum(mu.sum(1), 1e-12))[:, None]
    free = int((count.sum(1) > 0).sum()) + count.shape[1] - 1
    return spread_of(count.ravel(), mu.ravel(), free, sure)


def by_day(rows: pd.DataFrame, member: str, column: str, members: pd.Index) -> Floats:
    """A column as a table of days x members, 0 where there is no row."""
    cells = rows.pivot_table(index="date", columns=member, values=column, aggfunc="sum")
    return cells.reindex(columns=members).fillna(0.0).to_numpy(float)


def ranks(draws: Floats) -> tuple[Floats, Floats, Floats]:
    """80 % range of each member's place (1: brings most) and its chance of being first."""
    place = (-draws).argsort(1).argsort(1) + 1
    low, high = np.quantile(place, [0.1, 0.9], axis=0, method="nearest")
    return low, high, (place == 1).mean(0)
