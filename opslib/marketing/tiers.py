"""Threshold discounts and rebate tiers for this shop: its orders, its margin, its floor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ..campaigns.rebates import plan_rebates
from ..campaigns.response import Response, Tier
from ..campaigns.thresholds import ThresholdPlan, plan_thresholds
from ..weekly.terms import worth

if TYPE_CHECKING:
    from .year import Year

DAYS = 180
_QUARTER = 90


@dataclass(frozen=True)
class Tiers:
    """The plans; margin and floor they stand on. orders_a_week turns 1000 orders into a week.

    piece: money that a usual piece costs, by which who tops up goes beyond (0: unknown).
    """

    orders: ThresholdPlan
    customers: ThresholdPlan
    margin: float
    floor: float
    margin_assumed: bool
    orders_a_week: float
    piece: float


def tiers(year: Year) -> Tiers:
    """Which thresholds would earn most on the orders of usual days of the last half year?

    Days of selling events are left out: their orders are no usual ones. A threshold that the
    settings give is compared instead of the planner's own, at its depth (5 % without one).
    """
    shop = year.shop
    margin = worth(shop).margin
    assumed = not math.isfinite(margin)
    if assumed:
        margin = shop.profile.number("ad_margin", shop.as_of)
    floor = shop.profile.number("margin_floor", shop.as_of)
    orders = _orders(year)
    values = pd.Series(orders["amount"].to_numpy(float), index=orders["buyer"].fillna(""))
    piece = usual_piece(year)
    response = Response(piece=piece)
    plan = plan_thresholds(values, margin, floor, response=response, candidates=_asked(year))
    last = orders[orders["date"] > pd.Timestamp(shop.as_of - timedelta(days=_QUARTER))]
    totals = last[last["buyer"].fillna("") != ""].groupby("buyer")["amount"].sum()
    rebate = plan_rebates(totals, margin, floor)
    weeks = max(orders["date"].nunique(), 1) / 7
    return Tiers(plan, rebate, margin, floor, assumed, len(orders) / weeks, piece)


def tiers_of(year: Year, threshold: float, depth: float) -> ThresholdPlan:
    """One threshold on the orders of usual days, `depth` of it taken off (5 % where 0)."""
    orders, known = _orders(year), year.tiers
    values = pd.Series(orders["amount"].to_numpy(float), index=orders["buyer"].fillna(""))
    return plan_thresholds(
        values,
        known.margin,
        known.floor,
        response=Response(piece=known.piece),
        candidates=_one(threshold, depth),
    )


def usual_piece(year: Year) -> float:
    """Median unit price of the paid order lines of the half year; 0 where lines tell none.

    Who is 20 short of a threshold and buys a piece of 50 goes 30 beyond it.
    """
    shop = year.shop
    row = shop.con.execute(
        """SELECT median(coalesce(unit_price, amount / qty)) FROM order_line
           WHERE date BETWEEN $first AND $day AND status IN ('paid', 'shipped', 'done')
             AND coalesce(unit_price, amount / nullif(qty, 0)) > 0""",
        {"first": shop.as_of - timedelta(days=DAYS - 1), "day": shop.as_of},
    ).fetchone()
    return float(row[0]) if row and row[0] is not None else 0.0


def _one(threshold: float, depth: float) -> list[list[Tier]]:
    return [[Tier(threshold, off=round(threshold * (depth or 0.05), 2))]]


def _asked(year: Year) -> list[list[Tier]] | None:
    threshold = float(year.settings.get("threshold") or 0)
    depth = float(year.settings.get("depth") or 0)
    return _one(threshold, depth) if threshold > 0 else None


def _orders(year: Year) -> pd.DataFrame:
    """Paid orders of usual days: buyer, date, amount of goods."""
    shop = year.shop
    rows = shop.con.execute(
        """SELECT buyer, date, coalesce(goods_amount, paid_amount) AS amount FROM "order"
           WHERE date BETWEEN $first AND $day AND status IN ('paid', 'shipped', 'done')
             AND coalesce(goods_amount, paid_amount) > 0 AND NOT coalesce(is_fake, FALSE)
           ORDER BY date, order_id""",
        {"first": shop.as_of - timedelta(days=DAYS - 1), "day": shop.as_of},
    ).df()
    rows["date"] = pd.to_datetime(rows["date"])
    promo = shop.calendar["promo"]
    usual = rows["date"].map(promo).fillna("").eq("") if len(rows) else rows["date"].notna()
    return rows[usual].assign(amount=rows["amount"].astype(float))
