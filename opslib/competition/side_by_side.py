"""Us beside each competitor: price, new items, promotion, service, lists."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np
import pandas as pd

from .changes import changes
from .position import COUNTED, current
from .promotions import promotions
from .snapshots import in_order, tags_of

SIDES = "metric competitor value own better ahead n date".split()
# Metric -> which way is better ("" neither), and whether it is the shop's own figure on each row.
BETTER = {
    "price": "down", "items_online": "up", "new_items": "up", "on_promotion": "",
    "promotions": "", "response_rate": "up", "repurchase_rate": "up", "sales_30d": "up",
    "reviews": "up", "tags": "up", "lists": "up", "years": "up",
}  # fmt: skip
_SHOP = ("items_online", "response_rate", "repurchase_rate", "years")


def side_by_side(
    own: Mapping[str, float],
    snapshots: pd.DataFrame,
    as_of: pd.Timestamp,
    ours: pd.DataFrame | None = None,
    matches: pd.DataFrame | None = None,
    lists: pd.DataFrame | None = None,
    days: int = 90,
) -> pd.DataFrame:
    """How do we stand beside each competitor on every figure that the sheet tells?

    own: our figure by metric, as far as known. ours and matches: for the price (median of their
    price over ours on matched pairs; ours is 1). lists: rows of `list_rank`. days: back from as_of
    over which new items and promotions are counted.

    One row a metric and competitor with a figure: price, items_online, new_items, on_promotion
    (share of offers in the last look), promotions (runs begun), response_rate, repurchase_rate,
    sales_30d and reviews (of the offers on the sheet, summed), tags (a mean offer), lists (places),
    years; value, own, better (up, down, "" for neither), ahead (True: we are; None: equal, unknown
    or no better side), n (offers or looks behind it), date (last look). Sums cover the offers that
    somebody noted, not the rival's whole shop: beside ours only as good as the sheet.
    """
    as_of = pd.Timestamp(as_of)
    rows = in_order(snapshots)
    rows = rows[rows["date"] <= as_of]
    if not len(rows):
        return pd.DataFrame(columns=SIDES)
    since = as_of - pd.Timedelta(days=days)
    fresh, started = _counted(rows, since)
    prices = _prices(rows, ours, matches)
    places = _places(lists, as_of)
    out: list[tuple[Any, ...]] = []
    for competitor, part in rows.groupby("competitor", sort=True):
        last = part[part["date"].eq(part["date"].max())]
        figures = _figures(part, last)
        figures["new_items"] = (float(fresh.get(competitor, 0)), part["look"].nunique())
        figures["promotions"] = (float(started.get(competitor, 0)), part["look"].nunique())
        if competitor in prices:
            figures["price"] = prices[competitor]
        if places is not None:
            figures["lists"] = (float(places.get(competitor, 0)), int(places.sum()))
        date = last["date"].iloc[0]
        out += [(m, competitor, v, n, date) for m, (v, n) in figures.items() if np.isfinite(v)]
    return _against(pd.DataFrame(out, columns=["metric", "competitor", "value", "n", "date"]), own)


def _counted(rows: pd.DataFrame, since: pd.Timestamp) -> tuple[pd.Series, pd.Series]:
    """New offers and promotions begun after a day, by competitor."""
    log, runs = changes(rows), promotions(rows)
    fresh = log[log["what"].eq("new") & (log["date"] > since)]["competitor"].value_counts()
    begun = runs[runs["first_seen"] > since].drop_duplicates(["competitor", "first_seen"])
    return fresh, begun["competitor"].value_counts()


def _figures(part: pd.DataFrame, last: pd.DataFrame) -> dict[str, tuple[float, int]]:
    offers = last[last["offer_id"].ne("")]
    out: dict[str, tuple[float, int]] = {}
    for column in _SHOP:
        told = part[part[column].notna()]
        newest = told[told["date"].eq(told["date"].max())][column]
        out[column] = (float(newest.median()), len(newest)) if len(newest) else (np.nan, 0)
    for column in ("sales_30d", "reviews"):
        told = offers[column].dropna()
        out[column] = (float(told.sum()), len(told)) if len(told) else (np.nan, 0)
    text = offers["promotion"].dropna()
    out["on_promotion"] = (float(text.ne("").mean()), len(text)) if len(text) else (np.nan, 0)
    tags = offers["tags"].dropna().map(lambda t: len(tags_of(t)))
    out["tags"] = (float(tags.mean()), len(tags)) if len(tags) else (np.nan, 0)
    return out


def _prices(
    rows: pd.DataFrame, ours: pd.DataFrame | None, matches: pd.DataFrame | None
) -> dict[str, tuple[float, int]]:
    if ours is None or matches is None or not len(matches):
        return {}
    pairs = matches[matches["state"].isin(COUNTED)][["item_id", "competitor", "offer_id"]]
    mine = ours.assign(item_id=ours["item_id"].astype(str)).drop_duplicates("item_id")
    both = pairs.astype(str).merge(current(rows), on=["competitor", "offer_id"])
    both = both.merge(mine[["item_id", "price"]], on="item_id")
    ratio = (both["low"] / both["price"].astype(float)).replace([np.inf, 0], np.nan)
    found = ratio.groupby(both["competitor"]).agg(["median", "count"]).dropna()
    return {str(c): (float(m), int(n)) for c, m, n in found.itertuples()}


def _places(lists: pd.DataFrame | None, as_of: pd.Timestamp) -> pd.Series | None:
    """Places on lists by competitor, each list at its last look; None without any list."""
    if lists is None or not len(lists):
        return None
    day = pd.to_datetime(lists["date"])
    known = lists[day <= as_of].assign(day=day)
    newest = known.groupby("list")["day"].transform("max")
    rivals = known[known["day"].eq(newest) & known["side"].eq("rival") & known["rank"].notna()]
    return rivals["competitor"].value_counts()


def _against(found: pd.DataFrame, own: Mapping[str, float]) -> pd.DataFrame:
    mine = {"price": 1.0, **own}
    found["own"] = found["metric"].map(mine).astype(float)
    found["better"] = found["metric"].map(BETTER)
    sign = found["better"].map({"up": 1.0, "down": -1.0, "": np.nan})
    lead = (found["own"] - found["value"]) * sign
    found["ahead"] = [None if pd.isna(x) or x == 0 else bool(x > 0) for x in lead]
    order = {m: i for i, m in enumerate(BETTER)}
    found = found.sort_values(
        ["metric", "competitor"], key=lambda c: c.map(order) if c.name == "metric" else c
    )
    return found.reset_index(drop=True)[SIDES]
