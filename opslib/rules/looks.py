"""A look: one subject, what is known about it, and what it would take to know more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..labels import Label
from ..model import Subject
from .conditions import Case
from .facts_view import View


@dataclass(frozen=True, slots=True)
class Loss:
    """What a week is missing, in the counts or the money behind a metric, and its spread.

    days: how long it has been seen.
    """

    mean: float
    spread: float
    days: int = 7


@dataclass(frozen=True, slots=True)
class Look:
    """One subject a rule is asked about. `amount`: money behind it; `days`: how long
    seen; `more`: words for the text; `per_day`: what turns the value into one a day;
    `weight`: its part of the budget for false alarms, 1 on average; `loss`: what the week lacks;
    `age`: for how many days it has been told.
    """

    subject: Subject
    case: Case
    unit: str = "count"
    amount: float | None = None
    days: int = 1
    more: Label | None = None
    per_day: float = 1.0
    weight: float = 1.0
    loss: Loss | None = None
    age: int = 0


@dataclass(frozen=True, slots=True)
class Observed:
    """A list that rules may use like a metric.

    `look` gives frame(member, name, value, ...) with any further field of a Case, `amount`
    (currency), `loss`, `age` and `more` (text); None when the data for it are missing. `uses`: the
    profile's numbers that it works with, so that an assumption is shown as one.
    """

    label: Label
    unit: str
    needs: tuple[str, ...]
    look: Callable[[View], pd.DataFrame | None]
    dimension: str = "shop"
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """All looks of one rule, or the reason why there are none."""

    looks: tuple[Look, ...] = ()
    missing: Label | None = None
    extra: dict[str, Any] = field(default_factory=dict)


# What an operator calls the file that feeds a table.
EXPORTS: dict[str, Label] = {
    "shop_day": Label("店铺每日数据（核心看板/数据概览，按天）", "shop overview by day"),
    "shop_window": Label("店铺 7/30 天数据（按周期导出）", "shop overview of 7/30 days"),
    "product_day": Label("商品数据（按天）", "product report by day"),
    "product_window": Label("商品数据（按周期）", "product report of a period"),
    "channel_day": Label("流量来源（按天）", "traffic sources by day"),
    "channel_window": Label("流量来源（按周期）", "traffic sources of a period"),
    "keyword_day": Label("入店关键词（按天）", "entry keywords by day"),
    "keyword_window": Label("入店关键词（按周期）", "entry keywords of a period"),
    "region_day": Label("访客地域（按天）", "visitor regions by day"),
    "ad_day": Label("推广报表（按天、按计划）", "advertising report by day and plan"),
    "order": Label("订单导出", "order export"),
    "order_line": Label("订单导出（含货品明细）", "order export with its lines"),
    "parcel": Label("物流轨迹表", "parcel tracking sheet"),
    "benchmark": Label("同行对比（平均/优秀）", "peer benchmark"),
    "score": Label("分数登记表（星级、新灯塔、响应率等）", "score register (stars, beacon, rates)"),
    "inquiry": Label("询盘登记表", "inquiry register"),
    "stock": Label("库存表", "stock sheet"),
    "competitor": Label("竞品表", "competitor sheet"),
    "register:tool": Label("付费工具登记表", "paid-tool register"),
    "register:task": Label("任务登记表", "task register"),
    "register:customer": Label("重点客户登记表", "key-account register"),
    "register:aftersale": Label("售后登记表", "after-sales register"),
    "register:post": Label("动态登记表", "post register"),
    "register:video": Label("视频登记表", "video register"),
    "register:violation": Label("违规登记表", "violation register"),
    "register:product_check": Label("商品检查登记表", "product-check register"),
    "register:coupon": Label("优惠券/海报登记表", "coupon and poster register"),
    "register:lead": Label("公海客户登记表", "public-lead register"),
}


def has(facts: View, need: str) -> bool:
    """Whether the shop has any row of a table, or of one kind of register ("register:tool").

    "product_day|product_window" is there when either is.
    """
    return any(facts.holds(one) for one in need.split("|"))


def rows(facts: View, need: str, days: int | None = None) -> pd.DataFrame:
    """The rows of a table, or of one kind of register."""
    name, _, kind = need.partition(":")
    table = facts.table(name, days=days) if days else facts.table(name)
    return table[table["kind"] == kind] if kind and len(table) else table


def named(needs: tuple[str, ...]) -> Label:
    """The sentence that says which exports are missing."""
    first = [n.split("|")[0] for n in needs]
    names = [EXPORTS.get(n, Label(n, n)) for n in first]
    return Label(
        "缺：" + "、".join(n.zh for n in names), "missing: " + ", ".join(n.en for n in names)
    )


def texts(column: pd.Series) -> pd.Series:
    """A column as texts; empty where there is none, also when the whole column is empty."""
    return column.astype(object).where(column.notna(), "").astype(str)
