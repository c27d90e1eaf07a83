"""Advertising: money spent, what it bought; each level of the report is the same money."""

from __future__ import annotations

from .metric import columns, ratio, total

_AD = "ads ad_plans ad_products ad_words"
_SHOP = "shop product products"

ADS = [
    total(
        "ad_spend",
        "推广花费 | ad spend",
        "money none",
        "推广消耗；汇总、计划、商品各级是同一笔钱，从不相加。"
        " | Advertising spend; the report's levels are the same money and are never added.",
        "000-24, 000-29",
        columns("spend", _AD),
        columns("ad_spend", f"{_SHOP} channel"),
    ),
    total(
        "ad_budget",
        "推广预算 | ad budget",
        "money none",
        "计划的日预算之和。 | Daily budgets of the plans, added.",
        "000-24",
        columns("budget", "ads ad_plans"),
    ),
    total(
        "ad_shown",
        "推广曝光 | ad report impressions",
        "count up",
        "推广报表里的曝光。 | Impressions in the advertising report.",
        "000-25",
        columns("impressions", _AD),
        columns("p4p_impressions", "keyword item_keyword"),
    ),
    total(
        "ad_clicks",
        "推广点击 | ad clicks",
        "count up",
        "推广报表里的点击。 | Clicks in the advertising report.",
        "000-29",
        columns("clicks", _AD),
        columns("ad_clicks", "product products"),
        columns("p4p_clicks", "shop keyword item_keyword"),
    ),
    total(
        "ad_leads",
        "推广线索 | ad leads",
        "count up",
        "推广带来的线索；没有线索列时用询盘。 | Leads by ads; inquiries where leads are missing.",
        "000-29",
        columns("coalesce(leads, inquiries)", _AD),
        late=True,
    ),
    total(
        "ad_orders",
        "推广成交笔数 | ad orders",
        "count up",
        "推广引导的成交笔数。 | Orders that the platform credits to ads.",
        "000-29; platform export: 数字营销",
        columns("coalesce(ad_orders, orders)", _AD),
        late=True,
    ),
    total(
        "ad_gmv",
        "推广成交金额 | ad sales",
        "money up",
        "平台归给推广的成交金额。 | Sales that the platform credits to ads.",
        "platform export: 数字营销",
        columns("ad_gmv", _AD),
        late=True,
    ),
    ratio(
        "cpc",
        "点击成本 | cost per click",
        "money down",
        "花费÷推广点击。 | Spend / ad clicks.",
        "000-29",
        "ad_spend / ad_clicks",
    ),
    ratio(
        "ad_ctr",
        "推广点击率 | ad click rate",
        "percent up",
        "推广点击÷推广曝光。 | Ad clicks / ad impressions.",
        "000-26; platform export: 数字营销",
        "ad_clicks / ad_shown",
    ),
    ratio(
        "cost_per_lead",
        "线索成本 | cost per lead",
        "money down",
        "花费÷推广线索。 | Spend / ad leads.",
        "000-29",
        "ad_spend / ad_leads",
        late=True,
    ),
    ratio(
        "cost_per_order",
        "成交成本 | cost per order",
        "money down",
        "花费÷推广成交笔数。 | Spend / ad orders.",
        "000-29",
        "ad_spend / ad_orders",
        late=True,
    ),
    ratio(
        "roi",
        "投产比 | return on ad spend",
        "score up",
        "推广成交金额÷花费，平台的归因口径。 | Ad sales / spend, by the platform's attribution.",
        "platform export: 数字营销",
        "ad_gmv / ad_spend",
        late=True,
    ),
    ratio(
        "ad_spend_share",
        "推广费占比 | ad spend share",
        "percent down",
        "花费÷支付金额。 | Spend / paid amount.",
        "001-12",
        "ad_spend / pay_amount",
    ),
    ratio(
        "budget_used",
        "预算使用率 | budget used",
        "percent none",
        "花费÷日预算。 | Spend / daily budget.",
        "000-24, 001-20",
        "ad_spend / ad_budget",
    ),
]
