"""What an operator notes of rivals and lists, and the market pages' exports."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pandas as pd

from .sheets import printed, write_csv

TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "competitor": (
        "竞品登记表",
        {
            "date": "采集日期",
            "competitor": "公司名",
            "offer_id": "offerId",
            "title": "标题",
            "category": "类目",
            "price": "价格",
            "tags": "标签",
            "promotion": "活动",
            "sales_30d": "30天销量",
            "orders_30d": "30天订单数",
            "amount_30d": "30天销售额",
            "reviews": "评价数",
            "repurchase_rate": "回头率",
            "response_rate": "旺旺响应率",
            "items_online": "商品数",
            "years": "诚信通年限",
            "is_factory": "是否工厂",
        },
    ),
    "list_rank": (
        "榜单登记表",
        {
            "date": "登记日期",
            "list": "榜单",
            "side": "本店或同行",
            "competitor": "公司名",
            "item_id": "offerId",
            "title": "标题",
            "rank": "名次",
            "threshold": "上榜门槛",
        },
    ),
    "pairing": (
        "商品配对表",
        {
            "id": "竞品ID",
            "subject": "本店商品ID",
            "state": "配对",
            "date": "确认日期",
            "note": "备注",
        },
    ),
}
WORDS = {
    "list": {
        "hot": "热销榜",
        "repeat": "回购榜",
        "new": "上新榜",
        "quality": "品质榜",
        "custom": "定制榜",
        "cross_border": "跨境榜",
        "dropship": "代发榜",
    },
    "side": {"own": "本店", "rival": "同行"},
}
PAIRED = {"confirmed": "是", "rejected": "否"}
_MARKET = {
    "shop": (
        "竞店与监控店铺",
        {
            "period": "统计周期",
            "subject": "店铺名称",
            "trade_index": "交易指数",
            "traffic_index": "流量指数",
            "band": "支付金额",
        },
    ),
    "keyword": (
        "搜索排行_热搜词",
        {
            "period": "统计周期",
            "rank": "热搜排名",
            "subject": "搜索词",
            "search_index": "搜索人气",
            "supply_demand_index": "供需指数",
        },
    ),
}


def write(frame: pd.DataFrame, inbox: Path) -> None:
    """The market pages' indices as csv: our shop is 本店 there, bands are written as bands."""
    for kind, part in frame.groupby("kind"):
        name, columns = _MARKET[str(kind)]
        spans = [f"{d - timedelta(days=6)}~{d}" for d in part["date"]]
        shown = part.assign(period=spans, subject=part["subject"].replace("own", "本店"))
        if kind == "shop":
            ends = zip(part["amount_low"], part["amount_high"], strict=True)
            shown["band"] = [f"{lo:.0f} ~ {hi:.0f}" if lo == lo else "-" for lo, hi in ends]
        write_csv(inbox / f"{name}.csv", printed(shown, columns), "gbk")
