"""What did a tag bring to the competitors that gained it, and what would it bring us?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .changes import changes
from .snapshots import in_order

LIFTS = "kind name n lift lo hi verdict needed".split()
WORTH = "kind name low mid high n verdict".split()
AFTER = (21, 49)  # days after, when the 30-day sales hold mostly days with the tag
ENOUGH = 4
PRIOR = 0.15  # log spread of what tags do at all: most do little (assumed)
Z80 = 1.2816


def tag_lift(snapshots: pd.DataFrame) -> pd.DataFrame:
    """How much more did offers sell after they gained a tag than their shop's other offers?

    One row a tag that some offer gained: n (gains with sales before and 3 to 7 weeks after, beside
    offers of the same competitor that gained none), lift (factor on 30-day sales), lo, hi (80 %),
    verdict (lifts: surely above 1, none: surely within a tenth, cannot_tell), needed (gains
    lacking of four). Drawn towards no effect by what tags do at all.

    Who gains a tag often grows already, and a platform gives it for that: an upper bound rather
    than a promise. Never to be read as what the tag will bring by itself.
    """
    out = _gains(snapshots)
    noise = _noise([x for xs in out.values() for x in xs])
    found = [("tag", name, *_lift(xs, noise)) for name, xs in sorted(out.items())]
    return pd.DataFrame(found, columns=LIFTS)


def any_tag_lift(snapshots: pd.DataFrame) -> pd.Series:
    """What did gaining any tag do, all tags taken together? One row of `tag_lift`, named "".

    For tags that were gained too seldom to tell by themselves. Same caution.
    """
    every = [x for xs in _gains(snapshots).values() for x in xs]
    return pd.Series(dict(zip(LIFTS, ("tag", "", *_lift(every, _noise(every))), strict=True)))


def _noise(every: list[float]) -> float:
    return max(float(np.std(every)) if len(every) >= ENOUGH else 0.5, 0.05)


def _gains(snapshots: pd.DataFrame) -> dict[str, list[float]]:
    """Log growth beyond the shop's other offers of each offer that gained a tag, by tag."""
    rows = in_order(snapshots)
    gains = changes(rows)
    gains = gains[gains["what"].eq("tag_gained")]
    sales = rows[rows["sales_30d"].gt(0) & rows["offer_id"].ne("")]
    by_shop = dict(list(sales.groupby("competitor", sort=False)))
    touched = set(zip(gains["competitor"], gains["offer_id"], strict=True))
    out: dict[str, list[float]] = {}
    for gain in gains.itertuples():
        out.setdefault(gain.after, [])
        shop = by_shop.get(gain.competitor)
        if shop is None:
            continue
        growth = _growth(shop, gain.since, gain.date)
        others = [g for o, g in growth.items() if (gain.competitor, o) not in touched]
        if gain.offer_id in growth and len(others) >= 2:
            out[gain.after].append(growth[gain.offer_id] - float(np.median(others)))
    return out


def _growth(shop: pd.DataFrame, since: pd.Timestamp, day: pd.Timestamp) -> dict[str, float]:
    """Log growth of each offer's 30-day sales from the look before to some weeks after."""
    before = shop[shop["date"].eq(since)].set_index("offer_id")["sales_30d"]
    low, high = (day + pd.Timedelta(days=d) for d in AFTER)
    later = shop[shop["date"].between(low, high)]
    after = np.log(later["sales_30d"]).groupby(later["offer_id"]).mean()
    both = before.index.intersection(after.index)
    return dict(zip(both, after[both] - np.log(before[both]), strict=True))


def _lift(gains: list[float], noise: float) -> tuple[int, float, float, float, str, int]:
    n = len(gains)
    if n < ENOUGH:
        return n, np.nan, np.nan, np.nan, "cannot_tell", ENOUGH - n
    weight = n / noise**2
    spread = 1 / np.sqrt(weight + 1 / PRIOR**2)
    mid = float(np.sum(gains)) / noise**2 * spread**2
    low, high = mid - Z80 * spread, mid + Z80 * spread
    surely = "lifts" if low > 0 else "none" if max(-low, high) < np.log(1.1) else "cannot_tell"
    return n, float(np.exp(mid)), float(np.exp(low)), float(np.exp(high)), surely, 0


def tag_worth(lifts: pd.DataFrame, profit_week: float) -> pd.DataFrame:
    """Money a week of each tag for the products that could get it: frame for `gap_list`.

    lifts: result of `tag_lift`. profit_week: what those products leave a week now, before
    advertising. Tags of which nothing is known have nan; a loss is told as nought at the low end.
    """
    out = lifts[["kind", "name", "n", "verdict"]].copy()
    for to, of in (("low", "lo"), ("mid", "lift"), ("high", "hi")):
        out[to] = ((lifts[of] - 1) * profit_week).clip(lower=0)
    return out[WORTH]
