"""What the page of a shop cannot tell, because of what has not arrived."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from .events import twin_last_year
from .labels import Label
from .ready import silent_days

if TYPE_CHECKING:
    from .shop import Shop

# Days without orders are looked for so far back; the longest window of the page.
_LOOKED_BACK, _LONGEST = 60, 30
# Refunds of this share of the week's sales are told in the first sentence.
_LARGE_REFUNDS = 0.05
# What a page lacks without a table (the first of its names is enough).
_LACKING = {
    "shop_day": Label(
        "展现、访客、转化（店铺概况）", "impressions, visitors, conversion (overview)"
    ),
    "channel_day channel_window": Label("流量（流量来源）", "traffic (traffic sources)"),
    "ad_day": Label("推广（推广报表）", "advertising (its report)"),
    "stock": Label("库存（库存表）", "stock (stock sheet)"),
}


def after_refunds(shop: Shop, window: int = 7) -> Any:
    """The week's sales after refunds where these are large enough to change the picture."""
    frame = shop.measure(["net_pay_amount", "refund_rate"], window=window).set_index("metric")
    large = frame.loc["refund_rate", "value"] >= _LARGE_REFUNDS
    return next(frame.loc[["net_pay_amount"]].reset_index().itertuples()) if large else None


def _orders_alone(shop: Shop) -> bool:
    stored = shop.snapshot.tables(shop.identity.id)
    return "shop_day" not in stored and "order" in stored


def silent(shop: Shop, days: int) -> list[date]:
    """Days of the last so many without an order though their weekday usually has some."""
    first = shop.as_of - timedelta(days=days - 1)
    return silent_days(shop.con, first, shop.as_of) if _orders_alone(shop) else []


def limits(shop: Shop) -> list[Label]:
    """What the page as a whole cannot tell, because of what it is made of."""
    if not _orders_alone(shop):
        return []
    stored = shop.snapshot.tables(shop.identity.id)
    lacking = [text for names, text in _LACKING.items() if not stored & set(names.split())]
    return [
        Label(
            "这一页凭订单：成交、订单、买家、复购和商品看得到。要有导出才看得到："
            f"{'、'.join(t.zh for t in lacking)}。“新”买家指已有订单里第一次付款。",
            "Made from orders: sales, orders, buyers, repeat and products can be told. These wait "
            f"for their exports: {', '.join(t.en for t in lacking)}. A 'new' buyer pays for the "
            "first time among the orders known.",
        )
    ]


def gaps(shop: Shop) -> list[Label]:
    """What seems to be missing: days without orders, and the year to compare with."""
    found = []
    if absent := silent(shop, _LOOKED_BACK):
        days = [d.isoformat() for d in absent]
        found.append(
            Label(
                f"这些天平时有订单、这次一单也没有：{'、'.join(days)}。按 0 算；"
                "请看是没营业，还是漏了文件。",
                f"No order on days that usually have some: {', '.join(days)}. They count as zero; "
                "was the shop closed, or is a file missing?",
            )
        )
    table = "order" if _orders_alone(shop) else "shop_day"
    first = shop.con.execute(f'SELECT min(date) FROM "{table}"').fetchall()[0][0]
    if first and first > twin_last_year(shop.as_of) - timedelta(days=_LONGEST):
        found.append(
            Label(
                f"数据从 {first} 开始，没有去年同期可比。",
                f"Data begin on {first}: last year's days, for comparison, are not there.",
            )
        )
    return found
