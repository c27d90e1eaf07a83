"""The frames that the comparison stands on, out of the shop's facts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import competition

if TYPE_CHECKING:
    from ..shop import Shop

# What people write where the sheet asks whose offer it is, for a row of their own.
OWN = ("本店", "我的店铺", "我店", "自己", "own")
YEAR = 371  # days of snapshots that are looked at: a year and a week
NOTED = 35  # an own price noted longer ago is none of today's
MONTH = 30
PAIR = ["competitor", "offer_id"]  # what names an offer
# Figures in proportion to which sales move while the others stay as they are.
_SCALES = ("impressions", "visitors", "pay_buyers", "pay_cvr", "click_cvr", "pay_orders")

_OFFERS = """
WITH told AS (
  SELECT date, 1 AS days, item_id, title, category, tags, listed_on, price, pay_amount, pay_items,
         visitors FROM product_day WHERE date BETWEEN $first AND $day
  UNION ALL
  SELECT date, days, item_id, title, category, tags, listed_on, price, pay_amount, pay_items,
         visitors FROM product_window
  WHERE date BETWEEN $first AND $day AND days = 7 AND NOT EXISTS (
    SELECT 1 FROM product_day WHERE date BETWEEN $first AND $day))
SELECT item_id, arg_max(title, date) AS title, arg_max(category, date) AS category,
       arg_max(tags, date) AS tags, max(listed_on) AS listed_on, arg_max(price, date) AS price,
       sum(pay_amount) AS amount_30d, sum(pay_items) AS sales_30d, sum(visitors) AS visitors_30d
FROM told GROUP BY item_id ORDER BY item_id
"""
_COSTS = """
SELECT item_id, arg_max(unit_cost, date) AS unit_cost FROM stock
WHERE unit_cost > 0 AND date <= $day GROUP BY item_id
"""


def sheet_rows(shop: Shop) -> pd.DataFrame:
    """The competitor sheet of the last year, own rows among them, days as datetime64."""
    rows = shop.table("competitor", YEAR)
    rows["date"] = pd.to_datetime(rows["date"])
    rows["competitor"] = rows["competitor"].fillna("").astype(str)
    rows["offer_id"] = rows["offer_id"].fillna("").astype(str)
    # An empty cell of a file whose column has entries says that there was none.
    for column in ("tags", "promotion"):
        has = rows[column].fillna("").ne("").groupby(rows["source_file"]).transform("any")
        rows[column] = rows[column].where(rows[column].notna() | ~has, "")
    return rows


def is_own(rows: pd.DataFrame, shop: Shop) -> pd.Series:
    """Rows of the sheet in which the operator noted our own shop."""
    return rows["competitor"].isin([*OWN, shop.identity.name, shop.identity.id])


def ours(shop: Shop, noted: pd.DataFrame) -> pd.DataFrame:
    """Our products: what sold in 30 days, the price that buyers see, the unit cost.

    noted: own rows of the sheet; a price noted there in the last five weeks counts before the
    listed one, because it is the price with all offers taken off, as the rivals' are. Sales noted
    there count where the exports tell no pieces (Alibaba.com).
    """
    days = {"first": shop.as_of - timedelta(days=MONTH - 1), "day": shop.as_of}
    items = shop.con.execute(_OFFERS, days).df()
    costs = shop.con.execute(_COSTS, {"day": shop.as_of}).df()
    items = items.merge(costs, on="item_id", how="left")
    for column in ("price", "amount_30d", "sales_30d", "visitors_30d", "unit_cost"):
        items[column] = items[column].astype(float)
    items["price"] = items["price"].fillna(items["amount_30d"] / items["sales_30d"])
    price, sold = (
        noted_lately(noted, c, pd.Timestamp(shop.as_of)).set_index("offer_id")[c]
        for c in ("price", "sales_30d")
    )
    items["price"] = items["item_id"].map(price).fillna(items["price"]).astype(float)
    items["sales_30d"] = items["sales_30d"].fillna(items["item_id"].map(sold).astype(float))
    items["attributes"] = ""
    items["reviews"] = np.nan
    for column in ("title", "category", "tags"):
        items[column] = items[column].fillna("").astype(str)
    return items[items["title"].ne("")].reset_index(drop=True)


def noted_lately(noted: pd.DataFrame, column: str, day: pd.Timestamp) -> pd.DataFrame:
    """Own rows of the sheet that tell a figure, each product's newest of the last five weeks."""
    since = day - pd.Timedelta(days=NOTED)
    rows = noted[noted["date"].ge(since) & noted[column].notna()]
    return rows.sort_values("date", kind="stable").drop_duplicates("offer_id", keep="last")


def decided(shop: Shop, rows: pd.DataFrame) -> pd.DataFrame:
    """The pairs that a person confirmed or struck out, with the offer's shop."""
    said = shop.con.execute(
        """SELECT id AS offer_id, subject AS item_id, state FROM register
           WHERE kind = 'pairing' AND (date IS NULL OR date <= $day)""",
        {"day": shop.as_of},
    ).df()
    known = rows.drop_duplicates("offer_id", keep="last")[["offer_id", "competitor"]]
    found = said.merge(known, on="offer_id", how="inner")
    return found[["item_id", "competitor", "offer_id", "state"]]


def own_moves(noted: pd.DataFrame) -> pd.DataFrame:
    """Our own price moves as the sheet shows them: date, since, item_id, size (share of price)."""
    rows = noted[noted["price"].notna()].sort_values(["offer_id", "date"])
    before = rows.groupby("offer_id")["price"].shift()
    since = rows.groupby("offer_id")["date"].shift()
    size = rows["price"] / before - 1
    moved = size.abs().ge(0.005)
    return pd.DataFrame(
        {
            "date": rows.loc[moved, "date"],
            "since": since[moved],
            "item_id": rows.loc[moved, "offer_id"],
            "size": size[moved],
        }
    ).reset_index(drop=True)


def benchmarks(shop: Shop) -> pd.DataFrame:
    """Rows of two months that tell our own figure: of 30 days each, of seven where none is."""
    rows = shop.table("benchmark", 2 * MONTH + 5)
    days = 30 if rows["days"].eq(30).any() else 7
    return rows[rows["days"].eq(days) & rows["own"].notna()]


def ladder(shop: Shop) -> pd.DataFrame:
    """Our figures beside the peers' of 30 days, the newest told: `competition.target_ladder`."""
    rows = benchmarks(shop).assign(date=lambda f: pd.to_datetime(f["date"]))
    rows = rows[rows["peer_mean"].notna() & rows["peer_excellent"].notna()]
    rows = rows[rows["peer_excellent"] >= rows["peer_mean"]].sort_values("date")
    new = rows.drop_duplicates("metric", keep="last")
    before = rows[rows["date"] <= rows["date"].max() - pd.Timedelta(days=28)]
    old = before.drop_duplicates("metric", keep="last").set_index("metric")["own"]
    value = new.set_index("metric")["own"].astype(float)
    worth = {}
    if "pay_amount" in value:
        paid = value["pay_amount"]
        worth = {m: paid / value[m] for m in value.index if value[m] > 0 and m in _SCALES}
        worth["pay_amount"] = 1.0
    values = pd.DataFrame(
        {
            "metric": value.index,
            "value": value.to_numpy(),
            "last_month": value.index.map(old).astype(float),
            "worth": value.index.map(worth).astype(float),
        }
    )
    return competition.target_ladder(values, new[["metric", "peer_mean", "peer_excellent"]])


def indices(shop: Shop) -> pd.DataFrame:
    """The market pages' rows of the last year."""
    rows = shop.table("market_index", YEAR)
    rows["date"] = pd.to_datetime(rows["date"])
    return rows


def unpromoted(moves: pd.DataFrame, promotions: pd.DataFrame) -> pd.DataFrame:
    """Price moves that neither begin nor end a promotion which the rival names as one."""
    named = promotions[promotions["sign"].ne("price")]
    keys = ["competitor", "offer_id"]
    edges = pd.concat(
        [named[keys].assign(date=named[edge]) for edge in ("first_seen", "not_after")]
    ).dropna()
    places = pd.MultiIndex.from_frame(edges[[*keys, "date"]])
    return moves[~pd.MultiIndex.from_frame(moves[[*keys, "date"]]).isin(places)]


def at_once(moves: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Price moves of one day and direction as one: date, size (median), since where known."""
    keys = [*by, "date", "way"]
    told = {"size": "median"} | ({"since": "first"} if "since" in moves else {})
    groups = moves.assign(way=np.sign(moves["size"].astype(float))).groupby(keys, sort=True)
    return groups.agg(told).reset_index().assign(item_id="all")


def lists(shop: Shop) -> pd.DataFrame:
    """The list register of the last year."""
    rows = shop.table("list_rank", YEAR)
    rows["date"] = pd.to_datetime(rows["date"])
    return rows


def pairs_of_index(shop: Shop, rows: pd.DataFrame, index: str, real: str) -> pd.DataFrame:
    """Days on which our own index and the real figure behind it are both known: index, real."""
    own = rows[rows["kind"].eq("shop") & rows["subject"].eq("own") & rows[index].notna()]
    daily = shop.con.execute(
        f"""SELECT date, {real} AS real FROM shop_day
            WHERE terminal = 'all' AND date <= $day ORDER BY date""",
        {"day": shop.as_of},
    ).df()
    found = []
    series = daily.assign(date=pd.to_datetime(daily["date"])).set_index("date")["real"]
    series = series.astype(float).asfreq("D") if len(series) else series
    for row in own.itertuples():
        days = int(row.days or 1)
        part = series[series.index.to_series().between(_first(row.date, days), row.date)]
        if len(part) == days and bool(part.notna().all()):
            found.append((row.date, float(getattr(row, index)), float(part.sum())))
    return pd.DataFrame(found, columns=["date", "index", "real"])


def _first(last: pd.Timestamp, days: int) -> pd.Timestamp:
    return last - pd.Timedelta(days=days - 1)
