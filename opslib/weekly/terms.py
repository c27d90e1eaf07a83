"""What a week of advertising is judged on: the shop's own margin, value of a lead and budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..events import twin_last_year
from ..promotion import Terms, level_rows

if TYPE_CHECKING:
    from ..shop import Shop

SALES_DAYS, LEAD_DAYS, RIPE_DAYS = 90, 365, 45
KNOWN_SHARE = 0.5  # of sales whose goods' cost must be known
LEAST_WON = 5


@dataclass(frozen=True)
class Worth:
    """What is left of a paid yuan and what a lead is worth; the parts it was made from.

    goods: share of the price left after goods (nan: unknown). refunds: share of paid amounts
    given back. covered: share of sales whose cost is known. won, asked: inquiries won and ripe.
    amount: mean amount of a won inquiry.
    """

    goods: float
    refunds: float
    covered: float
    won: int = 0
    asked: int = 0
    amount: float = float("nan")

    @property
    def margin(self) -> float:
        """Share of a paid yuan left after goods and refunds; nan where costs are unknown."""
        return max(self.goods - self.refunds, 0.0) if np.isfinite(self.goods) else float("nan")

    @property
    def win_rate(self) -> float:
        """Share of ripe inquiries that were won; nan with too few."""
        return self.won / self.asked if self.won >= LEAST_WON else float("nan")


def worth(shop: Shop) -> Worth:
    """Goods' cost against price, refunds and won inquiries of the last months, as known."""
    goods, covered = _goods(shop)
    return Worth(goods, _refunds(shop), covered, *_won(shop))


# Lines of orders that were paid; where there are no orders, the products' own report.
_LINES = """
WITH cost AS (
  SELECT item_id, arg_max(unit_cost, date) AS cost FROM stock
  WHERE unit_cost > 0 AND date <= $day GROUP BY item_id),
sold AS (
  SELECT item_id, sum(amount) AS amount, sum(qty) AS qty FROM order_line
  WHERE date BETWEEN $first AND $day AND status IN ('paid', 'shipped', 'done') GROUP BY item_id),
daily AS (
  SELECT item_id, sum(pay_amount) AS amount, sum(pay_items) AS qty FROM product_day
  WHERE date BETWEEN $first AND $day GROUP BY item_id),
used AS (SELECT * FROM sold UNION ALL SELECT * FROM daily WHERE NOT EXISTS (SELECT 1 FROM sold))
SELECT sum(amount), sum(amount) FILTER (cost IS NOT NULL), sum(qty * cost)
FROM used LEFT JOIN cost USING (item_id) WHERE amount > 0
"""
# What a paid order brings for a yuan of goods at list price: discounts, without freight.
_PAID = """
SELECT sum(goods_amount + coalesce(adjustment, 0)), sum(goods_amount) FROM "order"
WHERE date BETWEEN $first AND $day AND status IN ('paid', 'shipped', 'done') AND goods_amount > 0
"""
_REFUNDS = """
SELECT coalesce((SELECT sum(refund_amount) / sum(pay_amount) FROM shop_day
                 WHERE terminal = 'all' AND date BETWEEN $first AND $day
                   AND refund_amount IS NOT NULL),
                (SELECT sum(refund_amount) / sum(paid_amount) FROM "order"
                 WHERE date BETWEEN $first AND $day AND paid_amount > 0))
"""
_WON = """
SELECT count(*) FILTER (stage = 'won'), count(*), avg(amount) FILTER (stage = 'won' AND amount > 0)
FROM inquiry WHERE date BETWEEN $first AND $day
"""


def _ask(shop: Shop, sql: str, days: int, until: date | None = None) -> tuple[Any, ...]:
    day = until or shop.as_of
    row = shop.con.execute(sql, {"first": day - timedelta(days=days - 1), "day": day}).fetchone()
    assert row is not None
    return tuple(row)


def _goods(shop: Shop) -> tuple[float, float]:
    """Share of the price left after goods, and the share of sales it is known for."""
    amount, known, cost = _ask(shop, _LINES, SALES_DAYS)
    if not amount or not known or known < KNOWN_SHARE * amount:
        return float("nan"), float(known or 0) / float(amount or 1)
    paid, listed = _ask(shop, _PAID, SALES_DAYS)
    kept = paid / listed if listed else 1.0
    return 1 - float(cost) / (float(known) * float(kept)), float(known) / float(amount)


def _refunds(shop: Shop) -> float:
    (share,) = _ask(shop, _REFUNDS, SALES_DAYS)
    return float(share) if share else 0.0


def _won(shop: Shop) -> tuple[int, int, float]:
    """Won and all inquiries of a year that are old enough to be decided; a won one's amount."""
    ripe = shop.as_of - timedelta(days=RIPE_DAYS)
    won, asked, amount = _ask(shop, _WON, LEAD_DAYS, ripe)
    return int(won), int(asked), float("nan") if amount is None else float(amount)


def terms(shop: Shop, rows: pd.DataFrame, known: Worth, given: Mapping[str, Any]) -> Terms:
    """The terms of the last whole week.

    rows: advertising rows (date, level, spend, ad_gmv). given: target_roi, margin, weekly_budget,
    evidence as the notebook's parameters; 0 or absent takes the shop's own.
    """
    profile, week = shop.profile, shop.profile.week(shop.as_of)
    sold = rows.empty or bool(rows["ad_gmv"].gt(0).any())
    basis = "gmv" if profile.id == "1688" and sold else "leads"
    assumed = [] if given.get("margin") else _assumed(basis, known)
    margin = float(given.get("margin") or 0) or known.margin
    if not np.isfinite(margin):
        margin = profile.number("ad_margin", shop.as_of)
    lead = known.win_rate * known.amount * margin if basis == "leads" else 0.0
    margin = margin if basis == "gmv" else 1.0
    if profile.threshold("ad_attribution_days", shop.as_of).assumed:
        assumed.append("attribution_days")
    return Terms(
        shop.as_of,
        week,
        shop.currency,
        int(profile.number("ad_attribution_days", shop.as_of)),
        basis,
        margin,
        lead,
        float(given.get("target_roi") or 0) or (1 / margin if margin > 0 else float("inf")),
        float(given.get("weekly_budget") or 0) or _spent(rows, week),
        float(given.get("evidence") or 0) or 0.8,
        tuple(assumed),
        _year(rows, week),
    )


# Orders by the shop's own daily report, where there is none by the order list.
_REAL = """
SELECT coalesce((SELECT sum(pay_orders) FROM shop_day
                 WHERE terminal = 'all' AND date BETWEEN $first AND $last),
                (SELECT nullif(count(*), 0) FROM "order" WHERE date BETWEEN $first AND $last
                   AND status IN ('paid', 'shipped', 'done'))),
       (SELECT list(DISTINCT currency) FROM "order"
        WHERE currency IS NOT NULL AND date BETWEEN $first AND $last)
"""


def real_orders(shop: Shop, week: tuple[date, date]) -> tuple[float | None, tuple[str, ...]]:
    """Orders really paid in the week (None: not known), and the currencies of its orders."""
    row = shop.con.execute(_REAL, {"first": week[0], "last": week[1]}).fetchone()
    assert row is not None
    return (None if row[0] is None else float(row[0])), tuple(row[1] or ())


def _assumed(basis: str, known: Worth) -> list[str]:
    if np.isfinite(known.margin):
        return []
    if basis == "gmv":
        return ["margin"]
    return ["lead_value"] if np.isfinite(known.win_rate * known.amount) else []


def _spent(rows: pd.DataFrame, week: tuple[date, date]) -> float:
    mine = rows[rows["date"].between(*(pd.Timestamp(d) for d in week))]
    return float(level_rows(mine, "total")["spend"].sum())


def _year(rows: pd.DataFrame, week: tuple[date, date]) -> tuple[date, date] | None:
    """The same days of last year by the lunar calendar, if anything is known of them."""
    last = twin_last_year(week[1])
    first = last - timedelta(days=6)
    known = rows["date"].between(pd.Timestamp(first), pd.Timestamp(last)).any()
    return (first, last) if known else None
