"""The 1688 shop's facts as the files its back-end exports. Headers as on the platform."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile

import pandas as pd

from .sheets import printed, typed, write_csv, write_xlsx
from .world import ShopSpec

Frames = dict[str, pd.DataFrame]
DAILY_PRODUCT_FILES = 45
KEYWORD_DAYS = 92
NOTE = "数据说明：以下数据为您所选时间周期的相关指标"

_SHOP = {
    "impressions": "展现次数",
    "ad_impressions": "广告展现次数",
    "clicks": "点击次数",
    "visitors": "访客数",
    "page_views": "浏览量",
    "bounce_rate": "跳失率",
    "pay_amount": "支付金额",
    "pay_orders": "支付订单数",
    "pay_buyers": "支付买家数",
    "pay_new_buyers": "支付新买家数",
    "pay_old_buyers": "支付老买家数",
    "pay_items": "支付商品件数",
    "order_buyers": "下单买家数",
    "order_amount": "下单金额",
    "refund_amount": "退款金额",
    "ad_spend": "网销宝推广消耗金额",
    "inquiries": "询盘数",
    "inquiry_buyers": "询盘人数",
    "cart_buyers": "加购人数",
    "cart_items": "加购件数",
    "fav_buyers": "收藏人数",
    "items_online": "在线商品数",
    "items_sold": "动销商品数",
    "items_visited": "有访客商品数",
    "new_items": "新品数",
}
_PRODUCT = {
    "date": "统计日期",
    "item_id": "商品ID",
    "title": "商品名称",
    "item_no": "货号",
    "category": "类目",
    "stage": "成长阶段",
    "tags": "商品标签",
    "status": "商品状态",
    "quality_stars": "质量分",
    "growth_score": "采购指数",
    "listed_on": "上架时间",
    "price": "价格",
    "impressions": "展现次数",
    "ad_impressions": "广告展现次数",
    "clicks": "点击次数",
    "ad_clicks": "广告点击次数",
    "visitors": "商品访客数",
    "page_views": "商品浏览量",
    "bounce_rate": "商品详情页跳出率",
    "fav_buyers": "商品收藏人数",
    "cart_items": "商品加购件数",
    "cart_buyers": "商品加购人数",
    "pay_orders": "支付订单数",
    "pay_buyers": "支付买家数",
    "pay_items": "支付件数",
    "pay_amount": "支付金额 ",
}
_PRODUCT_MONTH = [
    *("date", "item_id", "title", "stage", "impressions", "clicks", "visitors", "page_views"),
    *("pay_buyers", "pay_items", "pay_amount"),
]
_TRAFFIC = {
    "date": "日期",
    "source_l1": "一级来源",
    "source_l2": "二级来源",
    "impressions": "展现次数",
    "clicks": "点击次数",
    "visitors": "访客数",
    "peer_good_visitors": "同行优秀",
    "page_views": "浏览量",
    "pay_orders": "支付订单数",
    "pay_buyers": "支付买家数",
    "pay_amount": "支付金额",
}
_WORD = {
    "date": "日期",
    "keyword": "关键词",
    "impressions": "展现次数",
    "clicks": "点击次数",
    "visitors": "访客数",
    "page_views": "浏览量",
    "pay_amount": "引导支付金额",
    "pay_buyers": "引导支付买家数",
    "order_buyers": "引导下单买家数",
    "items_shown": "展现商品数",
    "best_rank": "最好排名",
    "avg_rank": "平均排名",
    "search_index": "全网搜索指数",
    "supply_demand_index": "全网供需指数",
}


def write(frames: Frames, inbox: Path, spec: ShopSpec) -> None:
    """All export files of the shop into `inbox`."""
    _shop(frames, inbox)
    _products(frames["product_day"], inbox, spec.end)
    for month, part in _months(frames["channel_day"]):
        _traffic(part, inbox / f"流量来源_{month}.xlsx")
    recent = _since(frames["keyword_day"], spec.end - timedelta(days=KEYWORD_DAYS - 1))
    for month, part in _months(recent):
        write_xlsx(inbox / f"入店关键词_{month}.xlsx", printed(part, _WORD, comma=False))


def _months(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The rows of each calendar month, oldest first."""
    return [(m, part) for m, part in frame.groupby([d.isoformat()[:7] for d in frame["date"]])]


def _since(frame: pd.DataFrame, first: date) -> pd.DataFrame:
    return frame[frame["date"] >= first]


def _shop(frames: Frames, inbox: Path) -> None:
    """核心看板: a file a month, newest day first, all cells text; one month saved as GBK csv."""
    months = _months(frames["shop_day"])
    for k, (month, part) in enumerate(months):
        rows = printed(part.iloc[::-1], {"date": "日期", **_SHOP})
        if k == (len(months) - 1) // 2:
            write_csv(inbox / f"核心看板_{month}.csv", rows, "gb18030")
        else:
            write_xlsx(inbox / f"核心看板_{month}.xlsx", [[NOTE], *rows], "所有终端指标")
    for days, part in frames["shop_window"].groupby("days"):
        shown = {k: v for k, v in _SHOP.items() if k in part and part[k].notna().all()}
        spans = [f"{d - timedelta(days=int(days) - 1)}~{d}" for d in part["date"]]
        rows = printed(part.assign(span=spans).iloc[::-1], {"span": "统计周期", **shown})
        write_xlsx(inbox / f"核心看板_近{days}天.xlsx", [[NOTE], *rows], "所有终端指标")


def _products(frame: pd.DataFrame, inbox: Path, end: date) -> None:
    """商品: a file a day of late, one file a month with fewer columns before."""
    first = end - timedelta(days=DAILY_PRODUCT_FILES - 1)
    seen = frame[(frame["visitors"] > 0) | (frame["impressions"] > 0) | (frame["pay_amount"] > 0)]
    few = {c: _PRODUCT[c] for c in _PRODUCT_MONTH}
    for month, part in _months(seen[seen["date"] < first]):
        write_xlsx(inbox / f"商品_自助取数_{month}.xlsx", typed(part, few))
    for day, part in _since(frame, first).groupby("date"):
        name = f"商品_全部_{day}_{day}"
        # Yesterday's file is an .xlsx that calls itself .xls, and was downloaded twice.
        odd = (end - day).days == 1  # type: ignore[operator]
        path = inbox / f"{name}{'.xls' if odd else '.xlsx'}"
        write_xlsx(path, printed(part, _PRODUCT))
        if odd:
            copyfile(path, inbox / f"{name} (1).xls")


def _traffic(part: pd.DataFrame, path: Path) -> None:
    """流量来源: the first level stands on its first row only, in merged cells."""
    rows = [list(r) for r in printed(part, _TRAFFIC)]
    merges: list[tuple[int, int, int]] = []
    for i in range(len(rows) - 1, 1, -1):
        same = rows[i][:2] == rows[i - 1][:2]
        if same and merges and merges[-1][0] == i:
            merges[-1] = (i - 1, merges[-1][1], 1)
        elif same:
            merges.append((i - 1, i, 1))
    for first, last, _ in merges:
        for r in range(first + 1, last + 1):
            rows[r][1] = ""
    write_xlsx(path, rows, merges=merges)
