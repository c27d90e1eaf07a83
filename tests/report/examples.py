"""Made-up data in the shapes the other rooms hand over: enough to draw a whole page.

The shop, its goods and every figure are invented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd

from opslib.labels import Label
from opslib.model import (
    Check,
    Evidence,
    Finding,
    Money,
    Subject,
)
from opslib.report.sheet import Sheet

AS_OF = date(2026, 11, 20)


_DEFINITION = Label("示例定义", "example definition")


@dataclass(frozen=True)
class Text:
    """A metric's texts, as the catalogue has them."""

    label: Label
    unit: str
    good: str = "up"
    definition: Label = _DEFINITION
    source: str = "shop_day"


METRICS = {
    "pay_amount": Text(Label("支付金额", "Paid amount"), "money"),
    "visitors": Text(Label("访客数", "Visitors"), "count"),
    "impressions": Text(Label("展现", "Impressions"), "count"),
    "clicks": Text(Label("点击", "Clicks"), "count"),
    "ctr": Text(Label("点击率", "Click rate"), "percent"),
    "pay_cvr": Text(Label("支付转化率", "Payment conversion"), "percent"),
    "average_order_value": Text(Label("客单价", "Order value"), "money"),
    "inquiries": Text(Label("询盘", "Inquiries"), "count"),
    "response_rate_30d": Text(Label("30 天旺旺响应率", "Chat response, 30 days"), "percent"),
    "refund_rate": Text(Label("退款率", "Refund rate"), "percent", "down"),
    "pay_buyers": Text(Label("支付买家", "Paying buyers"), "count"),
    "ad_spend": Text(Label("花费", "Spend"), "money"),
    "budget_used": Text(Label("预算用了", "Budget used"), "percent"),
    "ad_clicks": Text(Label("推广点击", "Ad clicks"), "count"),
    "ad_ctr": Text(Label("推广点击率", "Ad click rate"), "percent"),
    "cpc": Text(Label("每次点击", "Per click"), "money"),
    "ad_leads": Text(Label("线索", "Leads"), "count"),
    "cost_per_lead": Text(Label("每条线索", "Per lead"), "money"),
    "roi": Text(Label("投产比", "ROI"), "score"),
}
_LEVEL = {
    "pay_amount": 6900,
    "visitors": 420,
    "impressions": 31000,
    "clicks": 690,
    "ctr": 0.031,
    "pay_cvr": 0.044,
    "average_order_value": 346,
    "inquiries": 17,
    "response_rate_30d": 0.962,
    "refund_rate": 0.021,
    "pay_buyers": 18,
}


def sheet(**changes: object) -> Sheet:
    """An empty sheet of the example shop."""
    given = {
        "report": "daily_review",
        "shop": "demo_1688",
        "shop_name": "示例店（棉里织造）",
        "as_of": AS_OF,
        "profile": "1688",
        "currency": "CNY",
        "metrics": METRICS,
    }
    return Sheet(**{**given, **changes})  # type: ignore[arg-type]


PROFILE = SimpleNamespace(
    id="1688", name=Label("1688 诚信通", "1688"), currency="CNY", timezone="Asia/Shanghai"
)


def _row(metric: str, window: int, value: float) -> dict[str, object]:
    return {
        "metric": metric,
        "window": window,
        "dimension": "shop",
        "member": "",
        "name": "",
        "start": AS_OF - timedelta(days=window - 1),
        "end": AS_OF,
        "value": value,
        "low": math.nan,
        "high": math.nan,
        "numerator": math.nan,
        "denominator": math.nan,
        "n": 60 * window,
        "days_present": window,
        "partial": False,
        "basis": "days",
        "unit": METRICS[metric].unit,
        "before": value * 1.131,
        "weekdays": value * 1.04,
        "last_year": value * 0.88,
    }


def board() -> pd.DataFrame:
    """`measure` of every metric over 1, 3, 7 and 30 days."""
    rows = []
    for metric, level in _LEVEL.items():
        for window in (1, 3, 7, 30):
            adds = METRICS[metric].unit != "percent" and metric != "average_order_value"
            value = level * (window if adds else 1) * (0.97 + 0.01 * (window % 4))
            value = round(value) if METRICS[metric].unit == "count" else value
            more: dict[str, object] = {}
            if metric == "visitors" and window == 3:
                more = {"value": math.nan, "low": 480.0, "high": 1260.0, "basis": "bounds"}
                more |= {"before": math.nan, "weekdays": math.nan, "last_year": math.nan}
            if metric == "inquiries" and window == 30:
                more = {"days_present": 28, "partial": True}
            if metric == "pay_cvr":
                more = {"before": 0.0441, "weekdays": 0.0438, "last_year": math.nan}
            rows.append({**_row(metric, window, value), **more})
    return pd.DataFrame(rows)


def trend(metric: str, days: int = 90, drop: int = 0) -> pd.DataFrame:
    """`stats.detect`: a weekly wave with its band; the last `drop` days fall out of it."""
    level, rows = _LEVEL[metric], []
    for i in range(days):
        day = AS_OF - timedelta(days=days - 1 - i)
        usual = level * (1 + 0.16 * math.sin(day.weekday() / 7 * 2 * math.pi) + 0.0012 * i)
        wobble = math.sin(i * 12.9898) * 43758.5453
        value = usual * (1 + 0.09 * (wobble - math.floor(wobble) - 0.5))
        if i >= days - drop:
            value *= 0.62
        if i in (40, 41):
            value = math.nan
        rows.append((day, value, usual, usual * 0.86, usual * 1.14, 0.0, i >= days - drop))
    columns = ["date", "value", "expected", "lower", "upper", "score", "flag"]
    return pd.DataFrame(rows, columns=columns)


def trends() -> dict[str, pd.DataFrame]:
    """A trend for each metric with a card."""
    drops = {"pay_amount": 3, "impressions": 5}
    return {m: trend(m, drop=drops.get(m, 0)) for m in list(_LEVEL)[:9]}


def finding(**changes: object) -> Finding:
    """A search word that fell."""
    given: dict[str, object] = {
        "id": "word_fell.3f2a",
        "rule": "word_fell",
        "guide": "000-17",
        "severity": "act",
        "subject": Subject("keyword", "纯棉打底衫", "纯棉打底衫"),
        "metric": "impressions",
        "value": 9200.0,
        "threshold": 21900.0,
        "unit": "count",
        "money": Money(3200, 4900, 6700),
        "probability": 0.96,
        "minutes": 10,
        "title": Label("搜索词“纯棉打底衫”展现掉 58%", "Search word '纯棉打底衫' lost 58%"),
        "action": Label("恢复旧标题，三天后看排名。", "Restore the old title, look in three days."),
        "evidence": Evidence(18, 0, 0.41, 0.66),
        "detail": Label(
            "排名 11 → 47，同一天标题被改。点击率、转化率没变。",
            "Rank 11 → 47; the title changed the same day. Click rate and conversion held.",
        ),
        "folded": ("impressions_fell",),
    }
    return Finding(**{**given, **changes})  # type: ignore[arg-type]


def review(quiet: bool = False) -> SimpleNamespace:
    """A review with four findings and a note, or one that found nothing."""
    found = [
        finding(),
        finding(
            id="plan_ran_out.91",
            rule="plan_ran_out",
            guide="000-24",
            subject=Subject("plan", "A1", "精准获客A"),
            metric="spend",
            value=1.0,
            threshold=0.95,
            unit="percent",
            money=Money(400, 1150, 2100),
            probability=0.91,
            minutes=3,
            title=Label("计划每天 14 点花完预算", "A plan runs out of budget at 14:00"),
            action=Label("日预算 ¥120 → ¥170。", "Daily budget ¥120 → ¥170."),
            detail=Label(
                "下午转化率高于上午，投产 3.1，目标 2.5。",
                "Afternoons convert better than mornings; ROI 3.1, goal 2.5.",
            ),
            assumed=True,
            folded=(),
        ),
        finding(
            id="late_orders",
            rule="late_orders",
            guide="000-08",
            severity="watch",
            subject=Subject(),
            value=3.0,
            threshold=0.0,
            money=Money(120, 260, 480),
            probability=0.99,
            minutes=8,
            title=Label("3 单将超过发货承诺", "3 orders will miss the shipping promise"),
            action=Label("今天联系买家或换货。", "Call the buyers or swap today."),
            detail=Label("都在等同一款补货，预计明天到。", "All wait for one restock."),
            evidence=Evidence(312, 0),
            folded=(),
        ),
        finding(
            id="stale_title",
            rule="stale_title",
            guide="001-04",
            severity="watch",
            subject=Subject("product", "6123", "加绒保暖内衣套装 男女同款 秋冬新品"),
            money=None,
            probability=None,
            title=Label(
                "标题 31 天没改，点击率偏弱", "Title unchanged for 31 days, click rate weak"
            ),
            evidence=Evidence(140, 260),
            folded=(),
        ),
    ]
    states = ["pass"] * 34 + ["cannot_tell"] * 3 + ["no_data"] * 2
    checks = [
        Check(f"rule_{i}", "000-16", state, 8, Label(f"示例规则 {i}", f"Example rule {i}"))  # type: ignore[arg-type]
        for i, state in enumerate(states)
    ]
    fired = [] if quiet else [Check(f.rule, f.guide, "fail", 20, f.title) for f in found]
    return SimpleNamespace(
        findings=[] if quiet else found,
        checks=fired + checks,
        false_alarms_expected=0.5,
        realised=SimpleNamespace(days=4, new=2, span=90),
    )
