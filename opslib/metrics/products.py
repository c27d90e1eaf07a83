"""Products: what is online, which of them sell, their stars and tags, and the stock."""

from __future__ import annotations

from .metric import Metric, Source, columns, distinct, last, ratio
from .service import score

_ONLINE = "coalesce(status, '') NOT IN ('下架', '已下架', 'offline', 'deleted', '删除', 'closed')"
# The quality scale ends at 5 or at 7 stars: seven once any product has more than five.
_TOP = "CASE WHEN (SELECT max(quality_stars) FROM product_day) > 5 THEN 7 ELSE 5 END"


def _known(column: str, test: str) -> Source:
    """How many online products pass the test; nothing if the column was not exported that day."""
    count = f"count_if({_ONLINE} AND coalesce({test}, false))"
    return Source("products", day=f"CASE WHEN count({column}) > 0 THEN {count} END")


def _tagged(id: str, words: str, tests: str, register: str = "") -> Metric:
    return last(
        id,
        words,
        "count up",
        "带这个标签的在线商品数，取最新一天。 | Online products that carry the tag, newest day.",
        "000-06",
        _known("tags", tests),
        score(register) if register else (),
    )


def _stage(id: str, words: str, stage: str) -> Metric:
    return last(
        id,
        words,
        "count up",
        "处在这个成长阶段的在线商品数，取最新一天。 | Online products in this stage, newest day.",
        "000-46",
        _known("stage", f"stage LIKE '%{stage}%'"),
    )


_NEW = "date - listed_on < 30"
PRODUCTS = [
    last(
        "items_online",
        "在线商品数 | products online",
        "count up",
        "当天在线的商品数，取最新一天。 | Products online, newest day.",
        "000-04",
        columns("items_online", "shop", "max"),
        Source("products", day=f"count_if({_ONLINE})"),
        score("items_online"),
    ),
    last(
        "five_star_items",
        "五星商品数 | five-star products",
        "count up",
        "商品星级满分的在线商品数（有超过五星的商品时满分为七星）。"
        " | Online products at the top of the star scale (seven once any has more than five).",
        "000-05",
        _known("quality_stars", f"quality_stars >= {_TOP}"),
        score("five_star_products"),
    ),
    _tagged(
        "expert_items",
        "行家选商品数 | products tagged 行家选",
        "tags LIKE '%行家选%'",
        "expert_products",
    ),
    _tagged(
        "genuine_items",
        "品牌正品商品数 | products tagged 品牌正品",
        "tags LIKE '%品牌正品%'",
        "genuine_products",
    ),
    _tagged(
        "tagged_items",
        "行家选和品牌正品商品数 | products tagged 行家选 or 品牌正品",
        "tags LIKE '%行家选%' OR tags LIKE '%品牌正品%'",
    ),
    _stage("crown_items", "金冠品数 | crown products", "金冠"),
    _stage("potential_items", "潜力品数 | potential products", "潜力"),
    _stage("treasure_items", "镇店之宝数 | treasure products", "镇店"),
    last(
        "new_items",
        "30天新品数 | new products, 30 days",
        "count up",
        "上架不满30天的在线商品数。 | Online products listed less than 30 days ago.",
        "000-35",
        _known("listed_on", _NEW),
    ),
    last(
        "new_items_90d",
        "90天新发品数 | products published, 90 days",
        "count up",
        "国际站给的近90天新发商品数，取最新。 | Published within 90 days, by Alibaba.com's count.",
        "platform export: 数据参谋",
        columns("new_items_90d", "shop", "max"),
    ),
    last(
        "quality_stars",
        "商品星级 | quality stars",
        "score up",
        "平台给的商品星级，取最新。 | The platform's quality stars, newest.",
        "000-05",
        columns("quality_stars", "product", "max"),
    ),
    last(
        "growth_score",
        "商品成长分 | growth score",
        "score up",
        "平台给的商品成长分，取最新。 | The platform's growth score, newest.",
        "002-05",
        columns("growth_score", "product", "max"),
    ),
    last(
        "price",
        "价格 | price",
        "money none",
        "商品的最新价格。 | The product's newest price.",
        "platform export: 商品分析",
        columns("price", "product", "max"),
    ),
    *(
        distinct(
            id,
            words,
            "count up",
            f"近{days}天卖出过的不同商品。 | Different products sold in {days} days.",
            "000-34",
            # Counted product by product first: 7 and 30 days must come from one source.
            Source("products", entity="count(*) FILTER (sold > 0)"),
            Source("sold_lines", entity="count(*)"),
            () if days == 7 else columns("items_sold", "shop"),
            fixed_days=days,
        )
        for id, words, days in [
            ("items_sold_7d", "7天动销商品数 | products sold in 7 days", 7),
            ("items_sold_30d", "30天动销商品数 | products sold in 30 days", 30),
        ]
    ),
    distinct(
        "new_items_sold_30d",
        "动销新品数 | new products sold",
        "count up",
        "上架不满30天且近30天卖出过的商品。 | Listed less than 30 days ago and sold.",
        "000-35",
        Source("new_products", entity="count(*) FILTER (sold > 0)"),
        fixed_days=30,
    ),
    ratio(
        "sold_7d_share",
        "动销率（7天） | share of products sold in 7 days",
        "percent up",
        "近7天卖出过的商品÷在线商品。 | Products sold in 7 days / products online.",
        "002-03",
        "items_sold_7d / items_online",
        fixed_days=7,
    ),
    ratio(
        "sold_30d_share",
        "动效率（30天） | share of products sold in 30 days",
        "percent up",
        "近30天有成交的商品÷在线商品。 | Products with a paid order in 30 days / products online.",
        "000-34",
        "items_sold_30d / items_online",
        fixed_days=30,
    ),
    ratio(
        "new_item_activity",
        "新品动效率 | share of new products sold",
        "percent up",
        "上架不满30天的商品里近30天有成交的占比。 | New products with a paid order / new products.",
        "000-35",
        "new_items_sold_30d / new_items",
        fixed_days=30,
    ),
    ratio(
        "orders_per_product",
        "每个商品的订单数 | orders per product",
        "count up",
        "近30天支付订单÷在线商品。 | Paid orders in 30 days / products online.",
        "000-34",
        "pay_orders / items_online",
        fixed_days=30,
    ),
    ratio(
        "five_star_share",
        "五星商品占比 | share of five-star products",
        "percent up",
        "五星商品÷在线商品。 | Five-star products / products online.",
        "000-05",
        "five_star_items / items_online",
    ),
    last(
        "stock_on_hand",
        "库存 | stock on hand",
        "count none",
        "库存表里的在库数量，取最新。 | Units on hand in the newest stock register.",
        "003-04",
        columns("on_hand", "stock"),
    ),
    ratio(
        "stock_cover_days",
        "库存可售天数 | stock days of cover",
        "days none",
        "在库数量÷近30天日均销量。 | Units on hand / mean daily sales of the last 30 days.",
        "003-04",
        "stock_on_hand / pay_items",
        scale=30.0,
        fixed_days=30,
    ),
]
