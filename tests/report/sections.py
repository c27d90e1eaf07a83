"""Made-up data for the sections below the board: funnel, why, traffic, goods, clocks, tasks."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd

from opslib.labels import Label
from opslib.model import Contribution, Money, Subject, Task, Why, Window
from opslib.report import Clock
from opslib.report.movers import LostTag
from tests.report.examples import AS_OF

_PEERS = Label("同行平均", "peers' mean")
_OWN = Label("自己平时", "the shop's own past")


def diagnosis() -> SimpleNamespace:
    """Impressions are weak, everything after them is not."""
    check = Label("看商品排名、关键词覆盖面和推广投放。", "Look at ranking, coverage and ads.")
    links = [
        ("impressions", "展现", "impressions", 153600.0, "count", 221000.0, 21943.0, "weak"),
        ("ctr", "点击率", "click rate", 0.031, "percent", 0.028, 680.0, "ok"),
        ("visits_per_click", "访客", "visitors", 0.59, "score", 0.58, 402.0, "ok"),
        ("pay_cvr", "支付转化率", "payment rate", 0.044, "percent", None, 17.7, "cannot_tell"),
    ]
    steps = [
        SimpleNamespace(
            metric=metric,
            label=Label(zh, en),
            value=value,
            unit=unit,
            normal=normal,
            against=_PEERS if metric != "visits_per_click" else _OWN,
            volume=volume,
            state=state,
            check=check,
            guide="000-17",
        )
        for metric, zh, en, value, unit, normal, volume, state in links
    ]
    told = Label(
        "弱在展现：比同行平均低 31%，一周约少 ¥7,100。",
        "The weak link is impressions: 31% below peers' mean, about ¥7,100 a week.",
    )
    return SimpleNamespace(steps=steps, weak="impressions", verdict=told, window=7, per_day=True)


def whys() -> list[Why]:
    """¥6,300 less: by factor, and by channel with mix and rate apart."""
    now = Window(AS_OF, 7)
    factors = [
        ("impressions", "展现", "impressions", -7100.0, True),
        ("ctr", "点击率", "click rate", 900.0, True),
        ("visits_per_click", "每次点击带来的访客", "visitors per click", 120.0, False),
        ("pay_cvr", "支付转化率", "payment rate", 260.0, False),
        ("average_order_value", "客单价", "order value", -480.0, None),
    ]
    parts = tuple(
        Contribution(key, Label(zh, en), amount, "factor", 1.0, 1.0, loud)
        for key, zh, en, amount, loud in factors
    )
    first = Why("pay_amount", now, now.shifted(-7), "shop", 54510.0, 48210.0, parts)
    return [first, _by_channel(now)]


def _by_channel(now: Window) -> Why:
    cut = [("主站搜索", -5200.0, -400.0), ("为你推荐", -900.0, 300.0), ("榜单", 50.0, -150.0)]
    parts: list[Contribution] = []
    for member, mix, rate in cut:
        for part, zh, en, amount in (
            ("mix", "访客", "visitors", mix),
            ("rate", "每访客产出", "yield per visitor", rate),
        ):
            label = Label(f"{member}·{zh}", f"{member}: {en}")
            parts.append(
                Contribution(member, label, amount, part, 1.0, 1.0, abs(amount) > 500)  # type: ignore[arg-type]
            )
    return Why("pay_amount", now, now.shifted(-7), "channel", 54510.0, 48210.0, tuple(parts))


def _rows(metric: str, by: str, window: int, values: list[tuple[str, float, float]]):
    rows = [
        {
            "metric": metric,
            "window": window,
            "dimension": by,
            "member": member,
            "name": member,
            "value": value,
            "low": math.nan,
            "high": math.nan,
            "n": 7,
            "days_present": window,
            "partial": False,
            "basis": "days",
            "start": AS_OF - timedelta(days=window - 1),
            "end": AS_OF,
            "before": before,
            "weekdays": before * 0.98,
            "last_year": math.nan,
        }
        for member, value, before in values
    ]
    return pd.DataFrame(rows)


SCENES = ["主站搜索 > 文字搜索", "为你推荐 > 首页", "榜单", "行业频道 > 服装 > 打底", "横向活动"]


def traffic() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visitors of the last day by scene, and a week's sales."""
    visitors = [(s, 200.0 / (i + 1), 230.0 / (i + 1)) for i, s in enumerate(SCENES)]
    sales = [(s, 21000.0 / (i + 1), 24000.0 / (i + 1)) for i, s in enumerate(SCENES[:4])]
    return _rows("visitors", "channel", 1, visitors), _rows("pay_amount", "channel", 7, sales)


GOODS = [
    ("纯棉打底衫 圆领", 12480.0, 16700.0),
    ("加绒保暖内衣套装 男女同款 秋冬新品 加厚德绒发热保暖内衣 一件代发 现货", 9310.0, 7670.0),
    ("高领薄款打底", 5020.0, 5330.0),
    ("女童连裤袜 三条装", 3100.0, 2900.0),
]


def movers() -> dict[str, object]:
    """Products that moved, and one that lost its tag."""
    lost = LostTag("p9", "法兰绒家居服", "金冠", "潜力品", AS_OF)
    return {
        "sales": _rows("pay_amount", "product", 7, GOODS),
        "weak": {GOODS[0][0]: "展现"},
        "lost": [lost],
        "beyond": {GOODS[0][0]: True, GOODS[1][0]: True, GOODS[2][0]: False},
    }


def clocks() -> list[Clock]:
    """Replies, shipping, stock."""
    left = Label("还剩 3 小时", "3 h left")
    items = [(f"订单 30{i}", left, "小王") for i in range(3)]
    return [
        Clock("reply_late", Label("超过 2 小时未回复", "Unanswered over 2 h"), 2.0, "count", 1,
              Label("时限 2 小时", "limit 2 h"), late=2),
        Clock("unshipped", Label("待发货", "To be shipped"), 41.0, "count", 30,
              Label("承诺 48 小时", "promise 48 h"), soon=3, items=items),
        Clock("cover", Label("库存可卖天数（最少）", "Stock cover (lowest)"), 6.0, "days", 30,
              Label("补货要 10 天", "restock takes 10 days")),
    ]  # fmt: skip


def ads() -> dict[str, object]:
    """Two plans, one runs out of budget."""
    frames = []
    values = {
        "ad_spend": (840.0, 310.0),
        "budget_used": (1.0, 0.62),
        "ad_clicks": (910.0, 240.0),
        "ad_ctr": (0.034, 0.021),
        "cpc": (0.92, 1.29),
        "ad_leads": (31.0, 4.0),
        "cost_per_lead": (27.1, 77.5),
        "roi": (3.1, 1.4),
    }
    for metric, (one, two) in values.items():
        pairs = [("精准获客A", one, one * 1.1), ("新品推广", two, two)]
        frames.append(_rows(metric, "plan", 7, pairs))
    return {
        "plans": pd.concat(frames),
        "ran_out": {"精准获客A": "14:05"},
        "exceptions": {"精准获客A": "每天 14 点花完预算"},
    }


def tasks() -> list[Task]:
    """A reply, a tool that expires, a follow-up that is late."""
    return [
        Task("t1", Label("回访客户：华东服饰", "Follow up: Huadong"), Subject(), date(2026, 11, 18),
             "小李", 3, "register:customers", "004-57", Money(200, 380, 600)),
        Task("t2", Label("回复 2 条超过 2 小时的询盘", "Answer 2 inquiries older than 2 h"),
             Subject(), AS_OF, "客服", 0, "clock:reply", "004-50"),
        Task("t3", Label("“诚意赊”工具 7 天后到期", "Tool 'credit' expires in 7 days"), Subject(),
             AS_OF + timedelta(days=7), "运营", 0, "register:tools", "001-23"),
    ]  # fmt: skip


def arrivals() -> pd.DataFrame:
    """Two good files and one with refused rows."""
    problems = json.dumps([{"what": {"zh": "第 12 行：日期缺失", "en": "row 12: no date"}}])
    rows = [
        ("/in/核心看板 2026-11-21.xlsx", 60, 0, "imported", "[]"),
        ("/in/商品_1120.xls", 410, 2, "imported", problems),
        ("/in/奇怪的文件.csv", 0, 0, "refused", problems),
    ]
    columns = ["path", "accepted", "refused", "state", "problems"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(start=AS_OF - timedelta(days=59), end=AS_OF)


def presence() -> dict[str, tuple[Label, list[float]]]:
    """Shop days are whole; orders miss a few."""
    holes = [0.0 if i in (12, 13) else 0.5 if i == 40 else 1.0 for i in range(60)]
    return {
        "shop_day": (Label("店铺日数据", "Shop by day"), [1.0] * 60),
        "order": (Label("订单", "Orders"), holes),
    }
