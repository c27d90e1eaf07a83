"""Products that an event took from: not in it, and sold less while it ran."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ..stats.counterfactual import Day, untouched

LEVEL = 0.8
MOST = 40  # of the best-selling other products are asked
LEAST_DAILY = 1.0  # sold units or orders a day below which a product cannot tell
SELLS = 0.98  # of its days: a day without a sale then is one on which it could not be bought
SURE = 0.05  # share of the named that may be named wrongly
COLUMNS = ["item_id", "lost", "lo", "hi", "share", "probability"]
NO_LOSERS = pd.DataFrame({c: pd.Series(dtype=str if c == "item_id" else float) for c in COLUMNS})


def losers(
    products: pd.DataFrame,
    promoted: Collection[str],
    start: Day,
    end: Day,
    *,
    calendar: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Which products outside the event sold less during it than they would have?

    products: amounts or counts by date (rows) and product (columns). promoted: columns that were
    in the event. calendar: as in `stats.detect`. Each of the 40 best sellers outside it is held
    against its own past; of those named, one in twenty may be named by chance (Benjamini and
    Hochberg, 1995).
    Returns frame(item_id, lost, lo, hi, share, probability), most lost first: lost > 0 in the unit
    of `products` with an 80 % range, share of what it would have sold.
    A product with less than about one sale a day cannot tell, and is left out. Days without a sale
    of one that else sells daily are left out too: sold out or taken off, not lost to the event.
    """
    others = products.drop(columns=[c for c in products.columns if c in set(promoted)])
    day = pd.DatetimeIndex(others.index)
    past = others[(day < pd.Timestamp(start)) & (day >= pd.Timestamp(start) - pd.Timedelta("90D"))]
    selling = (past.fillna(0) > 0).mean()
    usual = past.mean()[selling >= 1 - np.exp(-LEAST_DAILY)].sort_values(ascending=False)
    rows = []
    for item in usual.index[:MOST]:
        sold = others[item].astype(float)
        if selling[item] >= SELLS:
            sold = sold.where(sold > 0)
        try:
            days = untouched(sold, start, end, after=7, calendar=calendar)
        except ValueError:  # too young, or not sold on any of these days
            continue
        lost, expected = -days.extra(0), days.expected(0)
        lo, mid, hi = np.quantile(lost, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2])
        chance = days.by_itself(0)
        rows.append([str(item), mid, lo, hi, mid / max(float(np.median(expected)), 1e-9), chance])
    if not rows:
        return NO_LOSERS
    found = pd.DataFrame(rows, columns=COLUMNS).sort_values("probability", ignore_index=True)
    bar = SURE * (np.arange(len(found)) + 1) / len(found)
    named = np.flatnonzero(found["probability"] <= bar)
    found = found.iloc[: named.max() + 1 if len(named) else 0]
    found["probability"] = 1 - found["probability"]
    return found.sort_values("lost", ascending=False, ignore_index=True)
