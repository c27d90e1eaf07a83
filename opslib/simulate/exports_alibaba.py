"""The Alibaba.com shop's facts as the files its data centre exports. Headers as on the platform."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from .exports_1688 import Frames, _months
from .sheets import plain, printed, text, write_xls, write_xlsx
from .world import ShopSpec

_SHOP = {
    "impressions": "全店曝光次数",
    "clicks": "全店点击次数",
    "search_impressions": "搜索曝光次数",
    "search_clicks": "搜索点击次数",
    "mkt_impressions": "营销曝光次数",
    "mkt_clicks": "营销点击次数",
    "p4p_impressions": "标准推广曝光次数",
    "p4p_clicks": "标准推广点击次数",
    "qzt_impressions": "全站推曝光次数",
    "qzt_clicks": "全站推点击次数",
    "visits": "店铺访问次数",
    "visitors": "店铺访问人数",
    "inquiries": "询盘个数",
    "inquiry_buyers": "询盘人数",
    "tm_buyers": "TM咨询人数",
    "lead_buyers": "商机人数",
    "draft_orders": "起草订单数",
    "pay_orders": "信保订单数",
    "pay_buyers": "挂账买家数",
    "pay_amount": "信保交易金额",
    "ad_spend": "推广花费",
    "items_online": "有效商品数",
    "new_items_90d": "90天新发品数",
}
_CHANNEL = {
    "date": "统计日期",
    "channel": "渠道",
    "impressions": "曝光次数",
    "clicks": "点击次数",
    "visitors": "店铺访问人数",
    "inquiry_buyers": "店内询盘人数",
    "tm_buyers": "店内TM咨询人数",
}
_PRODUCT = {
    "item_id": "产品ID",
    "title": "产品名称",
    "is_showcase": "是否橱窗",
    "is_top": "是否顶展",
    "is_p4p": "是否P4P",
    "search_impressions": "搜索曝光次数",
    "search_clicks": "搜索点击次数",
    "search_ctr_rate": "搜索点击率",
    "visitors": "访问人数",
    "inquiries": "询盘个数",
    "inquiry_buyers": "询盘人数",
    "inquiry_rate": "询盘率",
    "lead_90d": "近90天商机人数",
    "fav_buyers": "收藏人数",
    "shares": "分享人数 ",
    "compares": "对比人数 ",
    "draft_orders": "提交订单个数 ",
    "tm_buyers": "TM咨询人数 ",
    "owner": "产品负责人",
    "impressions": "全店曝光次数",
    "clicks": "全店点击次数",
    "mkt_impressions": "营销曝光次数",
    "mkt_clicks": "营销点击次数",
    "p4p_impressions": "标准推广曝光次数",
    "p4p_clicks": "标准推广点击次数",
    "qzt_impressions": "全站推广曝光次数",
    "qzt_clicks": "全站推广点击次数",
}
_WORD = {
    "keyword": "词",
    "impressions": "曝光量",
    "clicks": "点击量",
    "click_rate": "点击率",
    "p4p_impressions": "外贸直通车曝光",
    "p4p_clicks": "点击",
    "p4p_hours": "推广时长",
    "top10_avg_impressions": "Top10平均曝光",
    "top10_avg_clicks": "Top10平均点击",
    "demand_index": "关键词指数",
    "supply_index": "卖家规模指数",
}


def write(frames: Frames, inbox: Path, spec: ShopSpec) -> None:
    """All export files of the shop into `inbox`."""
    for month, part in _months(frames["shop_day"]):
        rows = printed(part.iloc[::-1], {"date": "统计日期", **_SHOP}, comma=False)
        write_xlsx(inbox / f"店铺数据_{month}.xlsx", rows)
    for days, part in frames["shop_window"].groupby("days"):
        shown = {k: v for k, v in _SHOP.items() if k in part and part[k].notna().all()}
        spans = [f"{d - timedelta(days=int(days) - 1)}~{d}" for d in part["date"]]
        rows = printed(
            part.assign(span=spans).iloc[::-1], {"span": "统计周期", **shown}, comma=False
        )
        write_xlsx(inbox / f"店铺数据_近{days}天.xlsx", rows)
    for month, part in _months(frames["channel_day"]):
        write_xlsx(inbox / f"流量渠道_{month}.xlsx", printed(part, _CHANNEL, comma=False))
    for day, part in frames["product_window"].groupby("date"):
        head = f"产品数据, 时间周期 {day - timedelta(days=6)}~{day}"
        write_xls(inbox / f"Products-{day}.xls", [[head], [], [], [], [], *_products(part)])
    for day, part in frames["keyword_window"].groupby("date"):
        head = f"流量关键词,时间周期{day - timedelta(days=6)}~{day}"
        write_xls(inbox / f"getKeywords-{day}.xls", [[head], [], [], [], [], *_words(part)])


def _products(part: pd.DataFrame) -> list[list[Any]]:
    frame = part.copy()
    for name in ("is_showcase", "is_top", "is_p4p"):
        frame[name] = frame[name].map({True: "Y", False: "N"})
    frame["search_ctr_rate"] = _rate(frame["search_clicks"], frame["search_impressions"])
    # The platform divides inquiries, not people, by visitors.
    frame["inquiry_rate"] = _rate(frame["inquiries"], frame["visitors"])
    frame = frame.assign(lead_90d="-", shares=0, compares=0, owner="User name")
    return _cells(frame, _PRODUCT)


def _words(part: pd.DataFrame) -> list[list[Any]]:
    rate = part["clicks"] / part["impressions"].clip(lower=1)
    return _cells(part.assign(click_rate=rate.round(3)), _WORD)


def _rate(top: pd.Series, bottom: pd.Series) -> pd.Series:
    return (top / bottom.clip(lower=1)).round(4)


def _cells(frame: pd.DataFrame, columns: dict[str, str]) -> list[list[Any]]:
    """Numbers as numbers, ids and rates as text, as the real files have them."""
    body = []
    for name in columns:
        if name.endswith("_rate"):
            body.append([text(v, percent=True) for v in frame[name]])
        else:
            body.append([plain(v) for v in frame[name].astype(object)])
    return [list(columns.values()), *map(list, zip(*body, strict=True))]
