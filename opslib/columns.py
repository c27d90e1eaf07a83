"""The columns that several fact tables share, by what they count."""

from __future__ import annotations

from typing import Literal

Type = Literal["text", "int", "float", "date", "time", "bool"]


def cols(kind: Type, names: str) -> dict[str, Type]:
    """Columns of one type, named in one text."""
    return dict.fromkeys(names.split(), kind)


COUNTS = cols(
    "int",
    """impressions ad_impressions clicks visitors page_views pay_orders pay_buyers pay_new_buyers
    pay_old_buyers pay_items order_buyers order_items inquiries inquiry_buyers leads lead_buyers
    tm_buyers fav_buyers cart_buyers cart_items draft_orders""",
)
MONEY = cols("float", "pay_amount order_amount refund_amount ad_spend")
ALI = cols(
    "int",
    """search_impressions search_clicks mkt_impressions mkt_clicks p4p_impressions p4p_clicks
    qzt_impressions qzt_clicks""",
)
SHOP = {
    **COUNTS,
    **ALI,
    **MONEY,
    **cols(
        "int",
        """visits bounce_visits items_online items_sold items_visited new_items new_items_90d
        top_items""",
    ),
    **cols("float", "bounce_rate repeat_rate avg_stay_seconds"),
}
PRODUCT = {
    **COUNTS,
    **ALI,
    **MONEY,
    **cols("int", "lead_buyers_90d ad_clicks"),
    **cols("float", "bounce_rate avg_stay_seconds price quality_stars growth_score ad_cost"),
    **cols("text", "title item_no category product_type stage tags status"),
    **cols("bool", "is_showcase is_top is_p4p"),
    "listed_on": "date",
}
CHANNEL = {
    **cols("text", "source_l1 source_l2 source_l3"),
    **COUNTS,
    **MONEY,
    **cols("int", "new_visitors peer_good_visitors"),
}
KEYWORD = {
    **COUNTS,
    **MONEY,
    **cols("int", "p4p_impressions p4p_clicks top10_avg_impressions top10_avg_clicks items_shown"),
    **cols("float", "p4p_hours best_rank avg_rank demand_index supply_index search_index"),
    **cols("float", "supply_demand_index reference_price"),
}
REGION = {**COUNTS, **MONEY}
# One row of an advertising report. `level` says what the row is a total of: shop, plan, product,
# keyword, hour, creative, creative_hour, audience; rows of different levels are the same money
# seen again and are never added.
AD = {
    **cols(
        "int",
        """impressions bonus_impressions clicks ad_visitors buy_now_clicks orders ad_orders carts
        coupons fav_items fav_shops inquiries leads tm_buyers""",
    ),
    **cols("float", "spend ad_gmv budget bid avg_rank hours_online"),
    "ran_out_at": "text",
    "title": "text",
}
