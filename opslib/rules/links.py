"""The links of the funnel, in the words of the guides: what each hangs on, what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import Label


@dataclass(frozen=True)
class Link:
    """One link. `volume`: the count that comes out of it. `adds`: its value adds over days."""

    metric: str
    profile: str
    label: Label
    volume: str
    unit: str
    adds: bool
    guides: tuple[str, ...]
    check: Label


LINKS = (
    Link(
        "impressions",
        "both",
        Label("展现", "impressions"),
        "impressions",
        "count",
        True,
        ("000-17", "001-14"),
        Label(
            "看商品排名、关键词覆盖面和推广投放；低于同行就用促销或推广把排名拉上去。",
            "Look at product ranking, keyword coverage and ads; below peers, use a promotion or "
            "ads to lift the ranking.",
        ),
    ),
    Link(
        "ctr",
        "both",
        Label("点击率", "click rate"),
        "clicks",
        "percent",
        False,
        ("000-18", "001-16"),
        Label(
            "看词和人群准不准，再看主图、标题、价格和起订量。",
            "Look whether words and audience fit, then at main image, title, price and MOQ.",
        ),
    ),
    Link(
        "visits_per_click",
        "both",
        Label("每次点击的访客", "visitors per click"),
        "visitors",
        "score",
        False,
        ("000-19", "003-12"),
        Label(
            "看商品排名、进店词和访客地域，哪个入口的人少了。",
            "Look at ranking, entry words and regions: which entrance lost visitors.",
        ),
    ),
    Link(
        "pay_cvr",
        "1688",
        Label("支付转化率", "payment rate"),
        "pay_buyers",
        "percent",
        False,
        ("001-17", "001-18", "001-15", "000-20"),
        Label(
            "先看客服响应速度和话术，再看详情页说服力和跳失率。",
            "Look at reply speed and scripts first, then at the detail page and the bounce rate.",
        ),
    ),
    Link(
        "inquiry_rate",
        "alibaba",
        Label("询盘率", "inquiry rate"),
        "inquiries",
        "percent",
        False,
        ("000-23", "003-12"),
        Label(
            "看店铺权重、流量精准度和产品详情页。",
            "Look at the shop's weight, how well the traffic fits, and the detail page.",
        ),
    ),
    Link(
        "pay_orders",
        "alibaba",
        Label("订单", "orders"),
        "pay_orders",
        "count",
        True,
        ("003-12",),
        Label(
            "看询盘回复是否及时专业，报价后有没有跟进。",
            "Look whether inquiries are answered fast and well, and quotes followed up.",
        ),
    ),
)
