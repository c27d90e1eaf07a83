"""Where does our price stand among the offers that are the same thing?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import ParameterError
from ..labels import Label
from .snapshots import in_order

POSITIONS = (
    "item_id title price offers rivals low lower middle upper high cheapest on_promotion "
    "share_cheaper to_low to_middle floor margin suggest_low suggest_high verdict needed"
).split()
VERDICTS = ("cheapest", "cheap", "inside", "dear", "dearest", "cannot_tell")
ENOUGH = 3  # offers below which a place among them says nothing
FRESH = 28  # days after which a price that nobody looked at again is not today's
COUNTED = ("auto", "confirmed")


def price_position(
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    matches: pd.DataFrame,
    margin_floor: float = 0.0,
    fresh: int = FRESH,
) -> pd.DataFrame:
    """Is each product cheap or dear against the same thing elsewhere, and what price would do?

    ours: item_id, title, price and, if known, unit_cost (money a piece). theirs: snapshots; each
    offer counts with its last price, of the last `fresh` days of the sheet. matches: result of
    `match_products`, of which auto and confirmed count. margin_floor: least share of the price
    that must stay after unit_cost.

    One row a product with a match: price, offers and rivals compared with, low lower middle upper
    high (their prices: least, quartiles, most), cheapest (rival with the least), on_promotion (of
    the offers), share_cheaper (of the offers, equal ones half), to_low and to_middle (our price
    over theirs - 1), floor (least price that keeps the margin; nan without cost), margin (share
    now), suggest_low and suggest_high (their middle half, not below the floor; nan where the floor
    lies above it or too few offers), verdict (cheapest, cheap: below the lower quartile, inside,
    dear, dearest, cannot_tell: fewer than three offers or no price), needed (offers still missing).
    A band counts with its lower end: the price that an advertisement shows.
    Raises ParameterError where a column lacks or the margin is not below 1.
    """
    _check(margin_floor)
    offers = current(theirs, fresh)
    mine = ours.assign(item_id=ours["item_id"].astype(str)).drop_duplicates("item_id")
    pairs = matches.loc[matches["state"].isin(COUNTED), ["item_id", "competitor", "offer_id"]]
    both = pairs.astype(str).merge(offers, on=["competitor", "offer_id"])
    rows = []
    costs = mine["unit_cost"] if "unit_cost" in mine else pd.Series(np.nan, mine.index)
    for item, title, price, cost in zip(
        mine["item_id"],
        mine["title"],
        mine["price"].astype(float),
        costs.astype(float),
        strict=True,
    ):
        part = both[both["item_id"].eq(item) & both["low"].gt(0)]
        if len(part):
            rows.append((item, title, price, *_place(part, price, cost / (1 - margin_floor), cost)))
    return pd.DataFrame(rows, columns=POSITIONS)


def _check(margin_floor: float) -> None:
    if not 0 <= margin_floor < 1:
        raise ParameterError(
            "margin_floor",
            Label(f"毛利底线要在 0 到 1 之间，现在是 {margin_floor}。",
                  f"must lie between 0 and 1, is {margin_floor}."),
        )  # fmt: skip


def current(theirs: pd.DataFrame, fresh: int = FRESH) -> pd.DataFrame:
    """Each offer's last price (low, high), title, promotion and day, no older than `fresh` days.

    An offer that its competitor's last whole look lacks may be gone; it goes out with its age.
    """
    rows = in_order(theirs)
    rows = rows[rows["offer_id"].ne("") & rows["low"].notna()]
    if len(rows):
        rows = rows[rows["date"] >= rows["date"].max() - pd.Timedelta(days=fresh)]
    last = rows.drop_duplicates(["competitor", "offer_id"], keep="last")
    names = "competitor offer_id title promotion low high date".split()
    return last[names].reset_index(drop=True)


def _place(part: pd.DataFrame, price: float, floor: float, cost: float) -> tuple:
    low, lower, middle, upper, high = np.quantile(part["low"], [0, 0.25, 0.5, 0.75, 1])
    their = part["low"].to_numpy()
    known = np.isfinite(price) and price > 0
    cheaper = ((their < price).mean() + (their == price).mean() / 2) if known else np.nan
    enough = known and len(part) >= ENOUGH
    sit = np.nanmax([lower, floor]) if enough else np.nan
    fits = enough and sit <= upper
    return (
        len(part),
        part["competitor"].nunique(),
        *(low, lower, middle, upper, high),
        part.loc[part["low"].idxmin(), "competitor"],
        int(part["promotion"].fillna("").ne("").sum()),
        cheaper,
        price / low - 1,
        price / middle - 1,
        floor,
        1 - cost / price if known else np.nan,
        sit if fits else np.nan,
        upper if fits else np.nan,
        _verdict(price, low, lower, upper, high) if enough else "cannot_tell",
        max(ENOUGH - len(part), 0),
    )


def _verdict(price: float, low: float, lower: float, upper: float, high: float) -> str:
    if price < low:
        return "cheapest"
    if price > high:
        return "dearest"
    return "cheap" if price < lower else "dear" if price > upper else "inside"
