"""What each section of the daily review is given: the shop's figures, gathered and cut."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..limits import silent
from ..metrics import METRICS
from ..model import Finding, Why
from ..report import LostTag
from ..rules import LINKS

if TYPE_CHECKING:
    from ..shop import Shop

WINDOWS = (1, 3, 7, 30)
# A card of its own, in this order, where the shop has the data; all others stand in the table.
CARDS = {
    "1688": "pay_amount visitors impressions ctr pay_cvr amount_per_buyer inquiries refund_rate",
    "alibaba": "pay_amount visitors impressions ctr inquiries inquiry_rate tm_buyers ad_spend",
}
INSTEAD = "pay_orders pay_buyers average_order_value pay_items net_pay_amount"
BOARD = [
    "pay_amount",
    "net_pay_amount",
    "refund_amount",
    "refund_rate",
    "pay_orders",
    "pay_buyers",
    "pay_new_buyers",
    "pay_old_buyers",
    "amount_per_buyer",
    "average_order_value",
    "repurchase_rate",
    "uv_value",
    "pay_cvr",
    "impressions",
    "ad_impressions",
    "natural_impressions",
    "clicks",
    "ctr",
    "click_cvr",
    "visitors",
    "page_views",
    "pv_per_visitor",
    "visits_per_click",
    "bounce_rate",
    "inquiries",
    "inquiry_rate",
    "inquiry_buyer_rate",
    "tm_buyers",
    "lead_buyers",
    "lead_rate",
    "ad_spend",
    "ad_clicks",
    "cpc",
    "cost_per_lead",
    "roi",
    "items_online",
    "five_star_items",
    "expert_items",
    "genuine_items",
    "sold_7d_share",
    "sold_30d_share",
    "new_item_activity",
    "new_items",
    "new_items_90d",
    "response_rate_30d",
    "on_time_ship_rate_30d",
    "dispute_rate_90d",
    "first_response_hours",
    "reply_in_2h_rate",
    "pay_to_sign_hours",
    "stock_cover_days",
    "product_power",
    "service_power",
    "acquisition_power",
    "growth_index",
]
PLAN_METRICS = [
    "ad_spend",
    "budget_used",
    "ad_clicks",
    "ad_ctr",
    "cpc",
    "ad_leads",
    "cost_per_lead",
    "roi",
]
_COMPARED = ("before", "weekdays", "last_year", "change", "change_share")
_TREND_DAYS = 90


def headline(shop: Shop, metric: str = "pay_amount", window: int = 7) -> tuple[Any, str]:
    """The week's sales against the mean of the four weeks before.

    `within`: whether that ratio lies inside the middle 90 % of the same ratio in the half year
    before (weeks that end on the same weekday); None with less than 12 such weeks.
    """
    frame = shop.measure(metric, window=window)
    daily = shop.series(metric, days=window * 31)["value"].to_numpy(float)
    weeks = daily.reshape(-1, window).sum(axis=1)
    four = np.convolve(weeks, np.ones(4) / 4, mode="valid")[:-1]
    ratios = np.divide(weeks[4:], four, out=np.full(len(four), np.nan), where=four > 0)
    past = ratios[:-1][~np.isnan(ratios[:-1])]
    within = None
    if len(past) >= 12 and not np.isnan(ratios[-1]):
        low, high = np.quantile(past, [0.05, 0.95])
        within = bool(low <= ratios[-1] <= high)
    if absent := len(silent(shop, window)):
        frame = frame.assign(partial=True, days_present=window - absent)
    return next(frame.assign(within=within).itertuples()), "weekdays"


def board(shop: Shop) -> pd.DataFrame:
    """Every metric of the board that the shop has data for, over 1, 3, 7 and 30 days."""
    frame = shop.measure(BOARD, window=WINDOWS)
    known = frame.groupby("metric", sort=False)["basis"].transform(lambda b: (b != "none").any())
    # A metric that always looks at 30 days says the same in every window: once is enough.
    fixed = {m for m in BOARD if METRICS[m].fixed_days or METRICS[m].kind == "last"}
    return filling_up(frame[known & (~frame["metric"].isin(fixed) | (frame["window"] == 7))])


def filling_up(frame: pd.DataFrame) -> pd.DataFrame:
    """Measurements with `filling` set where conversions still come in, and no baselines there.

    Orders come days after the click that they stand on: the last days' return always looks like
    a fall against complete ones, and says nothing.
    """
    late = frame["metric"].map(lambda m: METRICS[m].late).astype(bool)
    compared = [c for c in _COMPARED if c in frame]
    return frame.assign(filling=late, **{c: frame[c].where(~late) for c in compared})


def cards(shop: Shop, frame: pd.DataFrame) -> list[str]:
    """The eight figures with a card of their own."""
    have = set(frame.loc[frame["window"] == 7, "metric"])
    wanted = f"{CARDS[shop.profile.id]} {INSTEAD}".split()
    return [m for m in wanted if m in have][:8]


def watched(shop: Shop) -> list[str]:
    """Shop-wide metrics that are judged by their expected range: rules, funnel, board's cards."""
    judged = {
        m
        for rule in shop.rules
        if rule.by == "shop" and rule.test in ("change", "both_and") and rule.applies(shop.profile)
        for m in (rule.metric, *(p.metric for p in rule.parts))
        if m in METRICS and METRICS[m].kind in ("total", "distinct", "ratio")
    }
    links = {k.metric for k in LINKS if k.profile in ("both", shop.profile.id)}
    return sorted(judged | links | set(CARDS[shop.profile.id].split()))


def trends(shop: Shop, names: list[str]) -> dict[str, pd.DataFrame]:
    """The last 90 days of each with their expected range."""
    return {m: shop.anomalies(m).tail(_TREND_DAYS) for m in names if _daily(shop, m)}


def _daily(shop: Shop, metric: str) -> bool:
    return bool(shop.series(metric, 14)["value"].notna().any())


def moves(shop: Shop) -> tuple[pd.DataFrame, Why]:
    """Products by sales, or by inquiries where no export knows sales by product."""
    sales = shop.measure("pay_amount", by="product")
    if sales["value"].notna().any():
        return sales, next(w for w in shop.whys if w.dimension == "product")
    return shop.measure("inquiries", by="product"), shop.explain("inquiries", by="product")


def weak_links(shop: Shop) -> dict[str, str]:
    """Product -> the link of its funnel that fell most over 7 days."""
    links = ["impressions", "ctr", "visitors", "pay_cvr", "inquiry_rate", "amount_per_buyer"]
    frame = shop.measure(links, by="product", window=7, against=("before",))
    known = frame[frame["change_share"].notna()].sort_values("change_share", kind="stable")
    worst = known.groupby("member", sort=False).first()
    return {
        str(item): str(METRICS[row.metric].label)
        for item, row in worst.iterrows()
        if row.change_share < 0
    }


def beyond_noise(why: Why) -> dict[str, bool | None]:
    """Member -> whether one of its parts moved beyond noise."""
    loud: dict[str, bool | None] = {}
    for c in why.contributions:
        loud[c.key] = bool(loud.get(c.key)) or bool(c.beyond_noise)
    return loud


_LOST = """WITH marks AS (
    SELECT item_id, date, last(title ORDER BY date) OVER w AS title,
           coalesce(stage, '') AS stage, string_split(coalesce(tags, ''), ';') AS tags,
           lag(coalesce(stage, '')) OVER w AS old_stage,
           lag(string_split(coalesce(tags, ''), ';')) OVER w AS old_tags
    FROM product_day WHERE date BETWEEN $first AND $last
    WINDOW w AS (PARTITION BY item_id ORDER BY date))
  SELECT item_id, title, old_stage, stage, date,
         list_sort(list_filter(old_tags, t -> t <> '' AND NOT list_contains(tags, t))) AS gone
  FROM marks WHERE old_tags IS NOT NULL AND len(gone) > 0 ORDER BY date DESC, item_id"""


def lost_tags(shop: Shop) -> list[LostTag] | None:
    """Products that lost a tag or level within the last 7 days, newest first (guide 002-05).

    None without the product export, which alone can tell.
    """
    if "product_day" not in shop.snapshot.tables(shop.identity.id):
        return None
    first = shop.as_of - timedelta(days=7)
    rows = shop.con.execute(_LOST, {"first": first, "last": shop.as_of}).fetchall()
    return [
        LostTag(item, title or "", "、".join(gone), now if now != old else "", day)
        for item, title, old, now, day, gone in rows
    ]


def ran_out(shop: Shop) -> dict[str, str]:
    """Plan -> when its budget was gone on the last day, as exported."""
    rows = shop.con.execute(
        """SELECT plan, max(ran_out_at) FROM ad_day
           WHERE level = 'plan' AND date = ? AND ran_out_at IS NOT NULL AND ran_out_at <> ''
           GROUP BY plan ORDER BY plan""",
        [shop.as_of],
    ).fetchall()
    return dict(rows)


def plan_exceptions(findings: list[Finding]) -> dict[str, str]:
    """Plan -> what the rules found about it."""
    told: dict[str, list[str]] = {}
    for f in findings:
        if f.subject.dimension == "plan":
            told.setdefault(f.subject.member, []).append(str(f.title))
    return {plan: "；".join(titles) for plan, titles in told.items()}
