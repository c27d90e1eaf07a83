"""The shops' advertising reports as files: by shop, plan, product, word and hour, and older exports
of the same days.

Each Monday the person who runs the ads exports plans and words of the last 30 days and keeps the
files: their names are stamped with the moment of the export, and the newer one shows more orders
of the same days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from . import ads, tables
from .exports_1688 import _months, _since
from .history import History
from .sheets import printed, text, typed, write_csv, write_xlsx, write_zip
from .world import ShopSpec

RECENT_DAYS = 92  # how far back words, hours and products are exported
WEEKS = 12  # Mondays on which plans and words were exported
COVERED = 30  # days that each of these exports covers
_AD = {
    "spend": "消耗量",
    "impressions": "曝光量",
    "clicks": "点击量",
    "ad_visitors": "广告访客数",
    "orders": "提交订单数",
    "ad_orders": "广告引导交易数",
    "ad_gmv": "广告引导成交金额",
    "carts": "加购数",
    "fav_items": "收藏商品数",
    "inquiries": "询盘量",
    "leads": "线索量",
}
_PLAN = {
    "product_line": "一级产品",
    "plan": "计划名称",
    "budget": "日预算",
    "ran_out_at": "预算耗尽时间",
}
# Distinct people are told by no word or hour report, and favourites by few.
_LESS = {k: v for k, v in _AD.items() if k not in ("ad_visitors", "fav_items", "carts", "leads")}
_OF = {"product_line": "一级产品", "plan": "计划名称"}
_WORD = {**_OF, "keyword": "关键词", "bid": "出价", "avg_rank": "平均展现排名", **_LESS}
_HOUR = {"hour": "小时", **_OF, **_LESS}
_CREATIVE = {**_OF, "creative": "创意ID", "title": "创意名称", **_LESS}
_CREATIVE_HOUR = {"hour": "小时", **_CREATIVE}
_AUDIENCE = {**_OF, "audience": "人群名称", **_LESS}
# Reports of late: name, days told, columns.
_RECENT = {
    "hour": ("分时报表", RECENT_DAYS, _HOUR),
    "creative": ("创意报表", RECENT_DAYS, _CREATIVE),
    "creative_hour": ("创意分时报表", 28, _CREATIVE_HOUR),
    "audience": ("人群报表", RECENT_DAYS, _AUDIENCE),
}
_P4P = {
    "impressions": "曝光量",
    "clicks": "点击量",
    "spend": "花费",
    "budget": "日预算",
    "ran_out_at": "预算用完时间",
    "inquiries": "询盘",
}
_P4P_OF = {"date": "日期", "product_line": "推广方式", "plan": "推广计划"}
_P4P_PLAN = {**_P4P_OF, **_P4P}
_P4P_LESS = {k: v for k, v in _P4P.items() if k not in ("budget", "ran_out_at")}
_P4P_WORD = {**_P4P_OF, "keyword": "关键词", "bid": "出价", "avg_rank": "平均排名", **_P4P_LESS}
_P4P_ITEM = {**_P4P_OF, "item_id": "产品ID", "title": "产品名称", **_P4P_LESS}
_P4P_HOUR = {**_P4P_OF, "hour": "时段", **_P4P_LESS}
_P4P_AUDIENCE = {**_P4P_OF, "audience": "人群标签", **_P4P_LESS}
_RECENT_P4P = {
    "keyword": ("关键词报表", _P4P_WORD),
    "product": ("产品报表", _P4P_ITEM),
    "hour": ("分时报表", _P4P_HOUR),
    "audience": ("人群报表", _P4P_AUDIENCE),
}


def write(frame: pd.DataFrame, inbox: Path, spec: ShopSpec) -> None:
    """The advertising reports of today into `inbox`; `frame` is the fact table ad_day."""
    levels = {str(name): part for name, part in frame.groupby("level")}
    first = spec.end - timedelta(days=RECENT_DAYS - 1)
    if spec.platform == "1688":
        _ads_1688(levels, first, inbox)
    else:
        _ads_alibaba(levels, first, inbox)


def write_older(history: History, inbox: Path) -> None:
    """What was exported on the Mondays before: plans and words as they were known then."""
    spec = history.world.spec
    mondays = [spec.end - timedelta(days=spec.end.weekday() + 7 * w) for w in range(WEEKS)]
    mondays = [m for m in reversed(mondays) if (m - spec.start).days > 7]
    # In the morning of a Monday the back-end knows all that happened till Sunday.
    known = [m - timedelta(days=1) for m in mondays]
    for monday, frame in zip(mondays, ads.vintages(history, known), strict=True):
        shown = tables.exported(frame, history)
        shown = _since(shown, monday - timedelta(days=COVERED))
        stamp = f"{monday:%Y%m%d}_091500"
        plans, words = (shown[shown["level"] == n] for n in ("plan", "keyword"))
        if spec.platform == "1688":
            write_csv(inbox / f"数字营销_分计划报表_{stamp}.csv", _plans(plans), "gb18030")
            write_zip(inbox / f"数字营销_关键词报表_{stamp}.zip", _words(words))
        else:
            write_csv(inbox / f"外贸直通车_计划报表_{stamp}.csv", printed(plans, _P4P_PLAN))
            write_zip(
                inbox / f"外贸直通车_关键词报表_{stamp}.zip", printed(words, _P4P_WORD), "utf-8-sig"
            )


def _ads_1688(levels: Mapping[str, pd.DataFrame], first: date, inbox: Path) -> None:
    """数字营销: the shop by day, the plans (integer dates, a total row), lately the rest."""
    shop = printed(levels["shop"], {"date": "日期", **_AD})
    write_xlsx(inbox / "数字营销_汇总报表.xlsx", shop)
    plans = levels["plan"]
    for quarter, part in plans.groupby([f"{d.year}Q{(d.month + 2) // 3}" for d in plans["date"]]):
        write_xlsx(inbox / f"数字营销_分计划报表_{quarter}.xlsx", _plans(part))
    keys = {
        "item_id": "商品ID",
        "title": "商品标题",
        "product_line": "一级产品",
        "plan": "计划名称",
    }
    for month, part in _months(_since(levels["product"], first)):
        rows = [list(r) for r in typed(part, {"date": "日期", **keys, **_AD})]
        rows.append(
            [None, "汇总", "-", None, None, *[text(part[k].sum(), comma=False) for k in _AD]]
        )
        write_xlsx(inbox / f"数字营销_商品报表_{month}.xlsx", rows)
    for month, part in _months(_since(levels["keyword"], first)):
        write_zip(inbox / f"数字营销_关键词报表_{month}.zip", _words(part))
    for level, (name, days, columns) in _RECENT.items():
        if level not in levels:
            continue
        since = first + timedelta(days=RECENT_DAYS - days)
        for month, part in _months(_since(levels[level], since)):
            if "hour" in columns:
                part = part.assign(hour=[f"{h:02d}:00-{h + 1:02d}:00" for h in part["hour"]])
            shown = printed(part, {"date": "统计日期", **columns}, comma=False)
            write_zip(inbox / f"数字营销_{name}_{month}.zip", shown)


def _plans(part: pd.DataFrame) -> list[list[Any]]:
    rows = [list(r) for r in typed(part, {"date": "统计日期", **_PLAN, **_AD})]
    for row in rows[1:]:
        row[0] = int(row[0].replace("-", ""))
    total = [round(float(part[k].sum()), 2) for k in _AD]
    return [*rows, [None, "汇总", None, None, None, *total]]


def _words(part: pd.DataFrame) -> list[list[Any]]:
    rows = [list(r) for r in printed(part, {"date": "统计日期", **_WORD}, comma=False)]
    total = [text(part[k].sum(), comma=False) for k in _LESS]
    return [*rows, ["汇总", "-", "-", "-", "-", "-", *total]]


def _ads_alibaba(levels: Mapping[str, pd.DataFrame], first: date, inbox: Path) -> None:
    """外贸直通车: the plans by month with a total row, lately words, products and hours."""
    for month, part in _months(levels["plan"]):
        total = [float(part[k].sum()) for k in ("impressions", "clicks", "spend")]
        rows = [*typed(part, _P4P_PLAN), [None, None, "汇总", *total]]
        write_xlsx(inbox / f"外贸直通车_{month}.xlsx", rows)
    for level, (name, columns) in _RECENT_P4P.items():
        if level not in levels:
            continue
        for month, part in _months(_since(levels[level], first)):
            shown = printed(part, columns, comma=False)
            write_zip(inbox / f"外贸直通车_{name}_{month}.zip", shown, "utf-8-sig")
