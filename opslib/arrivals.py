"""What has arrived for a shop: days with data by table, files behind a report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from .labels import Label

if TYPE_CHECKING:
    from .shop import Shop

_PRESENCE = {
    "shop_day": Label("店铺概况", "Shop overview"),
    "order": Label("订单", "Orders"),
    "product_day": Label("商品", "Products"),
    "channel_day": Label("流量来源", "Traffic sources"),
    "keyword_day": Label("关键词", "Keywords"),
    "ad_day": Label("推广", "Advertising"),
    "stock": Label("库存", "Stock"),
    "inquiry": Label("询盘", "Inquiries"),
}
_PRESENCE_DAYS = 60


def presence(shop: Shop) -> dict[str, tuple[Label, list[float]]]:
    """For each table that has ever had data, which of the last 60 days are there."""
    first = shop.as_of - timedelta(days=_PRESENCE_DAYS - 1)
    days = pd.date_range(first, shop.as_of).date
    found = {}
    for table, label in _PRESENCE.items():
        if table not in shop.snapshot.tables(shop.identity.id):
            continue
        rows = shop.con.execute(
            f'SELECT DISTINCT date FROM "{table}" WHERE date BETWEEN ? AND ?', [first, shop.as_of]
        ).fetchall()
        there = {d for (d,) in rows}
        found[table] = (label, [1.0 if d in there else 0.0 for d in days])
    return found


def inputs(shop: Shop) -> dict[str, str]:
    """The content hash of every file behind the report, by path."""
    return dict(sorted(zip(shop.arrivals["path"], shop.arrivals["sha256"], strict=True)))
