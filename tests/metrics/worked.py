"""A worked example for every metric: tiny exports and the value found with pencil and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

AS_OF = date(2026, 11, 20)
D19, D20 = date(2026, 11, 19), AS_OF


@dataclass(frozen=True)
class Worked:
    """`value` of a metric over `window` days that end with AS_OF, in the named store."""

    store: str
    value: float
    window: int = 2
    by: str | None = None
    member: str = ""
    basis: str | None = None


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)


_COLUMNS = """impressions ad_impressions clicks search_impressions search_clicks mkt_impressions
mkt_clicks visitors page_views visits bounce_visits inquiries inquiry_buyers tm_buyers leads
lead_buyers fav_buyers cart_buyers cart_items pay_amount refund_amount pay_orders pay_items
pay_buyers pay_new_buyers pay_old_buyers items_online"""


def _day(day: date, *numbers: float, **more: Any) -> dict[str, Any]:
    return {"date": day, **dict(zip(_COLUMNS.split(), numbers, strict=True)), **more}


SHOP = {
    "shop_day": [
        _day(D19, 1000, 400, 50, 600, 30, 500, 25, 40, 120, 50, 20, 4, 3, 2, 5, 4, 6, 8, 20,
             900.0, 100.0, 9, 30, 8, 3, 5, 50),
        _day(D20, 3000, 1600, 100, 1800, 60, 1500, 75, 60, 180, 75, 40, 6, 5, 3, 5, 5, 9, 10, 30,
             2100.0, 200.0, 21, 70, 12, 4, 9, 52, repeat_rate=0.3, new_items_90d=3),
    ],
    # What the platform says of the two days together; new and old overlap: 6 + 13 > 18.
    "shop_window": [
        {"date": D20, "days": 2, "visitors": 90, "inquiry_buyers": 7, "tm_buyers": 4,
         "lead_buyers": 8, "fav_buyers": 14, "cart_buyers": 15, "pay_buyers": 18,
         "pay_new_buyers": 6, "pay_old_buyers": 13, "pay_amount": 3000.0, "page_views": 300,
         "clicks": 150, "inquiries": 10, "leads": 10},
    ],
}  # fmt: skip

CUTS = {
    "channel_day": [
        {"date": D20, "channel": "搜索 > 自然搜索", "visitors": 30, "new_visitors": 21},
        {"date": D20, "channel": "直接访问", "visitors": 12, "new_visitors": 2},
    ],
    "keyword_day": [
        {"date": D20, "keyword": "纯棉打底衫", "search_index": 8140.0, "best_rank": 3.0,
         "supply_demand_index": 2.5, "demand_index": 814.0, "supply_index": 3.0},
    ],
}  # fmt: skip


def _order(id: str, day: int, buyer: str | None, amount: float, **more: Any) -> dict[str, Any]:
    paid = datetime(2026, 11, day, 10)
    return {"order_id": id, "date": paid.date(), "paid_at": paid, "buyer": buyer,
            "paid_amount": amount, **more}  # fmt: skip


# Ann bought before; Bob buys twice and is new; one buyer is unknown; one order is fake, one was
# cancelled before it was paid, one document takes 30 back.
ORDERS = {
    "order": [
        _order("1", 10, "ann", 50.0, shipped_at=at(11, 10), signed_at=at(13, 10)),
        _order("2", 19, "ann", 100.0, shipped_at=at(20, 9), signed_at=at(20, 22)),
        _order("3", 19, "bob", 60.0, shipped_at=at(20, 12)),
        _order("4", 20, "bob", 40.0, status="paid"),
        _order("5", 20, None, 25.0, status="paid"),
        _order("6", 20, "eve", 999.0, is_fake=True),
        {"order_id": "7", "date": D20, "status": "closed", "buyer": "joe", "paid_amount": 70.0},
        {"order_id": "8", "date": D20, "status": "closed", "buyer": "ann", "paid_amount": -30.0},
        _order("9", 15, "zoe", 80.0, shipped_at=at(19, 9), signed_at=at(20, 10)),
        _order("10", 16, "zoe", 20.0, status="paid"),
    ],
    "order_line": [
        {"order_id": "2", "line_no": 1, "date": D19, "item_id": "A", "qty": 2.0, "amount": 60.0},
        {"order_id": "2", "line_no": 2, "date": D19, "item_id": "B", "qty": 1.0, "amount": 20.0},
        {"order_id": "4", "line_no": 1, "date": D20, "item_id": "A", "qty": 4.0, "amount": 40.0},
        {"order_id": "9", "line_no": 1, "date": date(2026, 11, 15), "item_id": "C", "qty": 8.0,
         "amount": 80.0},
    ],
}  # fmt: skip

ADS = {
    "ad_day": [
        # The same 100 yuan seen at three levels: never 300.
        {"date": D20, "level": "shop", "spend": 100.0, "impressions": 5000, "clicks": 80,
         "leads": 4, "ad_orders": 5, "ad_gmv": 800.0, "budget": 125.0},
        {"date": D20, "level": "plan", "plan": "P1", "spend": 70.0, "impressions": 3000,
         "clicks": 50, "budget": 75.0},
        {"date": D20, "level": "plan", "plan": "P2", "spend": 30.0, "impressions": 2000,
         "clicks": 30, "budget": 50.0},
        {"date": D20, "level": "product", "item_id": "A", "spend": 100.0, "clicks": 80},
    ],
    "shop_day": [{"date": D20, "pay_amount": 2000.0}],
}  # fmt: skip


def _product(id: str, **more: Any) -> dict[str, Any]:
    return {"date": D20, "item_id": id, "status": "在线", "pay_items": 0, "tags": "", **more}


OLD, NEW = date(2026, 1, 1), date(2026, 11, 1)
PRODUCTS = {
    "product_day": [
        _product("A", quality_stars=5.0, tags="行家选;品牌正品", stage="金冠", listed_on=OLD,
                 pay_items=3, price=19.9, growth_score=4.6),
        _product("B", quality_stars=4.0, tags="品牌正品", stage="潜力品", listed_on=NEW,
                 pay_items=1),
        _product("C", quality_stars=5.0, stage="镇店之宝", listed_on=NEW),
        _product("D", quality_stars=3.0, stage="潜力品", listed_on=OLD),
        _product("E", quality_stars=5.0, tags="行家选", listed_on=NEW, status="下架"),
        # D sold five days ago: within seven days, not today.
        {**_product("D", pay_items=2, listed_on=OLD), "date": date(2026, 11, 15)},
    ],
    "stock": [
        {"date": D20, "item_id": "A", "on_hand": 90.0},
        {"date": D20, "item_id": "B", "on_hand": 10.0},
    ],
    "shop_day": [{"date": D20, "pay_orders": 8}],
}  # fmt: skip

INQUIRIES = {
    "inquiry": [
        {"inquiry_id": "1", "received_at": at(20, 9), "replied_at": at(20, 9, 30)},
        {"inquiry_id": "2", "received_at": at(20, 9), "replied_at": at(20, 10)},
        {"inquiry_id": "3", "received_at": at(20, 9), "replied_at": at(20, 14)},
        {"inquiry_id": "4", "received_at": at(20, 9), "replied_at": None},
        # Came in an hour before midnight: nobody can say yet whether it is late.
        {"inquiry_id": "5", "received_at": at(20, 23), "replied_at": None},
    ],
}
for _row in INQUIRIES["inquiry"]:
    _row["date"] = D20

_SCORES = [
    ("response_rate", 96.4, 100.0), ("dispute_rate", 0.35, 100.0), ("reply_rate_30d", 93.0, 100.0),
    ("reply_hours_30d", 1.1, 24.0), ("shop_stars", 4.0, 5.0), ("beacon", 4.62, 5.0),
    ("beacon_logistics", 4.5, 5.0), ("beacon_aftersale", 4.6, 5.0), ("beacon_consult", 4.7, 5.0),
    ("beacon_product", 4.8, 5.0), ("page_score", 96.0, 100.0), ("seller_level", 5.0, 7.0),
    ("trade_medal", 4.0, 5.0), ("on_time_rate", 97.0, 100.0), ("five_star_products", 12.0, None),
    ("expert_products", 6.0, None), ("items_online", 24.0, None),
]  # fmt: skip
SCORES = {
    "score": [{"date": D19, "score": s, "value": v, "scale_max": m} for s, v, m in _SCORES],
    "shop_window": [{"date": D20, "days": 30, "visitors": 3000}],
    "benchmark": [
        {"date": D19, "days": 30, "metric": m, "peer_excellent": v}
        for m, v in [("items_online", 48.0), ("five_star_items", 10.0), ("tagged_items", 12.0),
                     ("response_rate", 0.964), ("on_time_ship_rate_30d", 0.97),
                     ("dispute_rate", 0.0035), ("visitors", 4000.0)]
    ] + [{"date": D19, "days": 7, "metric": "visitors", "peer_excellent": 1000.0}],
}  # fmt: skip
SCORES["product_day"] = [
    _product("A", tags="行家选"),
    _product("B", tags="品牌正品"),
    _product("C"),
]

STORES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "shop": SHOP,
    "cuts": CUTS,
    "orders": ORDERS,
    "ads": ADS,
    "products": PRODUCTS,
    "inquiries": INQUIRIES,
    "scores": SCORES,
}


def _in(store: str, window: int = 2, **values: float) -> dict[str, Worked]:
    return {metric: Worked(store, value, window) for metric, value in values.items()}


WORKED: dict[str, Worked] = {
    **_in(
        "shop",
        impressions=4000, ad_impressions=2000, natural_impressions=2000, clicks=150,
        search_impressions=2400, search_clicks=90, mkt_impressions=2000, mkt_clicks=100,
        visitors=90, page_views=300, visits=125, bounce_visits=60, bounce_base=125, inquiries=10,
        inquiry_buyers=7, tm_buyers=4, leads=10, lead_buyers=8, fav_buyers=14, cart_buyers=15,
        cart_items=50, pay_amount=3000, refund_amount=300, net_pay_amount=2700, pay_orders=30,
        pay_items=100, pay_buyers=18, pay_new_buyers=6, pay_old_buyers=13, items_online=52,
        new_items_90d=3, repeat_rate=0.3, buyer_amount=3000,
        ctr=150 / 4000, search_ctr=90 / 2400, click_cvr=300 / 4000, pv_per_visitor=300 / 90,
        visits_per_click=90 / 150, bounce_rate=60 / 125, inquiry_rate=10 / 90,
        inquiry_buyer_rate=7 / 90, lead_rate=10 / 90, lead_cvr=8 / 90, refund_rate=0.1,
        amount_per_buyer=3000 / 18, average_order_value=100, uv_value=3000 / 90, pay_cvr=18 / 90,
    ),
    "new_visitors": Worked("cuts", 21, 1, "channel", "搜索 > 自然搜索"),
    **{
        metric: Worked("cuts", value, 7, "keyword", "纯棉打底衫")
        for metric, value in [("search_index", 8140.0), ("supply_demand_index", 2.5),
                              ("demand_index", 814.0), ("supply_index", 3.0), ("best_rank", 3.0)]
    },
    **_in(
        "orders",
        repeat_buyers=1,  # bob
        order_counted_buyers=2,  # ann and bob; the unknown one cannot be counted
        new_buyer_amount=100,  # bob's 60 + 40
        old_buyer_amount=100,  # ann
        repurchase_rate=0.5,
        # Paid on 19 or 20: orders 2 and 3 left within 48 hours; 4 and 5 still have time.
        ship_on_time=2,
        ship_due=2,
        # Signed on 19 or 20: order 2 after 36 hours, order 9 (paid on 15 at 10) after 120.
        sign_hours=156,
        signed_orders=2,
    ),
    # Of order 2 three quarters of the money are A's, order 4 is A's alone.
    "order_parts": Worked("orders", 1.75, 2, "product", "A"),
    # Of 30 days: orders 1, 2, 3 in time; 9 left after 95 hours; 10 waits since the 16th.
    "on_time_ship_rate_30d": Worked("orders", 3 / 5, 30),
    # Orders 1 (72 hours), 2 (36) and 9 (120).
    "pay_to_sign_hours": Worked("orders", 228 / 3, 30),
    **_in(
        "ads",
        window=1,
        ad_spend=100, ad_budget=125, ad_shown=5000, ad_clicks=80, ad_leads=4, ad_orders=5,
        ad_gmv=800, cpc=1.25, ad_ctr=0.016, cost_per_lead=25, cost_per_order=20, roi=8,
        ad_spend_share=0.05, budget_used=0.8,
    ),
    # A, B, C and D are online, E is not.
    **_in(
        "products",
        window=1,
        five_star_items=2, expert_items=1, genuine_items=2, tagged_items=2, crown_items=1,
        potential_items=2, treasure_items=1, new_items=2, five_star_share=2 / 4,
        items_sold_7d=3, sold_7d_share=3 / 4, items_sold_30d=3, sold_30d_share=3 / 4,
        new_items_sold_30d=1, new_item_activity=1 / 2, orders_per_product=8 / 4,
        stock_on_hand=100,
    ),
    "quality_stars": Worked("products", 4.0, 1, "product", "B"),
    "growth_score": Worked("products", 4.6, 1, "product", "A"),
    "price": Worked("products", 19.9, 1, "product", "A"),
    # 90 on hand, 3 sold in 30 days: 900 days.
    "stock_cover_days": Worked("products", 900.0, 30, "product", "A"),
    # Replies after 0.5, 1 and 5 hours; the 90 % quantile lies at 1 + 0.8 x 4.
    **_in(
        "inquiries",
        window=1,
        first_response_hours=1.0, first_response_p90_hours=4.2, replied_in_2h=2, reply_due=4,
        reply_in_2h_rate=0.5,
    ),
    **_in(
        "scores",
        window=7,
        response_rate_30d=0.964, dispute_rate_90d=0.0035, reply_rate_30d=0.93,
        reply_hours_30d=1.1, shop_stars=4, beacon_score=4.62, beacon_logistics=4.5,
        beacon_aftersale=4.6, beacon_consult=4.7, beacon_product=4.8, page_score=96,
        seller_level=5, trade_medal=4,
        # 3 of 48 online, 12 of 10 five-star (capped at 1.2), 2 of 12 tagged.
        product_power=(3 / 48 + 1.2 + 2 / 12) / 3,
        service_power=1.0,
        acquisition_power=3000 / 4000,
        growth_index=((3 / 48 + 1.2 + 2 / 12) / 3 + 1.0) * 0.75,
    ),
}  # fmt: skip
