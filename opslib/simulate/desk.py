"""The operator's hand-kept tables: tools, tasks, key customers, after-sales, posts, violations."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from .causes import Action
from .history import History

_TOOLS = (
    ("诚信通会员", 6688.0, 143, "运营"),
    ("诚意赊", 0.0, 7, "运营"),
    ("新客宝", 1200.0, 39, "运营"),
    ("旺铺智能版", 2400.0, 88, "美工"),
    ("数据参谋高级版", 998.0, 210, "运营"),
)
_TOOLS_ALIBABA = (
    ("出口通会员", 29800.0, 171, "运营"),
    ("旺铺模板", 1600.0, 6, "美工"),
    ("RFQ权益包", 3000.0, 64, "业务员丙"),
)
_TASKS = (
    # what, days after the last day, done, owner, kind
    ("更新店铺首页海报与优惠券", 0, False, "美工", "旺铺"),
    ("两周标题优化：展现低的商品", 1, False, "运营", "商品"),
    ("盘点保暖内衣套装库存", -1, False, "仓库", "库存"),
    ("报名12.12专场活动", 5, False, "运营", "活动"),
    ("上架3款新品", 3, False, "运营", "商品"),
    ("复盘双11活动效果", -4, True, "运营", "活动"),
    ("检查违规与侵权词", -2, True, "客服甲", "风控"),
)
_TASKS_ALIBABA = (
    ("发布3条4.5分以上新品", 0, False, "运营", "商品"),
    ("优化30天零效果产品", 2, False, "运营", "商品"),
    ("报完本周RFQ", -1, False, "业务员丙", "客户"),
    ("每周主题EDM", 4, False, "业务员丙", "客户"),
    ("公海客户开发10个", 0, False, "业务员丙", "客户"),
    ("复盘9月采购节", -30, True, "运营", "活动"),
)
COLUMNS = [
    *("kind", "id", "subject", "owner", "state", "result", "note", "grade"),
    *("date", "due", "done_on", "last_on", "next_on", "amount", "qty", "score"),
]


def register(history: History) -> pd.DataFrame:
    """All hand-kept rows as of the last day, one frame."""
    end = history.world.spec.end
    rows = [
        *_tools(history, end),
        *_tasks(history, end),
        *_customers(history, end),
        *_aftersales(history),
        *_posts(history, end),
        *_violations(history, end),
    ]
    return pd.DataFrame(rows).reindex(columns=COLUMNS)


def _tools(history: History, end: date) -> list[dict[str, object]]:
    tools = _TOOLS if history.world.spec.platform == "1688" else _TOOLS_ALIBABA
    return [
        {
            "kind": "tool",
            "id": f"G{k + 1:02d}",
            "subject": name,
            "owner": owner,
            "state": "使用中",
            "date": end + timedelta(days=left - 365),
            "due": end + timedelta(days=left),
            "amount": fee,
        }
        for k, (name, fee, left, owner) in enumerate(tools)
    ]


def _tasks(history: History, end: date) -> list[dict[str, object]]:
    tasks = _TASKS if history.world.spec.platform == "1688" else _TASKS_ALIBABA
    return _done(history) + [
        {
            "kind": "task",
            "id": f"R{k + 1:02d}",
            "subject": what,
            "owner": owner,
            "state": "已完成" if done else "未完成",
            "grade": kind,
            "date": end + timedelta(days=days - 10),
            "due": end + timedelta(days=days),
            "done_on": end + timedelta(days=days) if done else None,
        }
        for k, (what, days, done, owner, kind) in enumerate(tasks)
    ]


def _done(history: History) -> list[dict[str, object]]:
    """The operator's own actions, as tasks that were done on their day."""
    rows: list[dict[str, object]] = []
    for action in history.world.spec.causes:
        if isinstance(action, Action):
            doing = action.doing[action.what].zh
            rows.append(
                {
                    "kind": "task",
                    "id": f"A-{action.id}",
                    "subject": f"{doing}：{action.member(history.world)}",
                    "owner": "运营",
                    "state": "已完成",
                    "grade": "推广" if action.dimension == "plan" else "商品",
                    "date": action.start,
                    "due": action.start,
                    "done_on": action.start,
                }
            )
    return rows


def _customers(history: History, end: date) -> list[dict[str, object]]:
    """The twelve customers who bought most, with their next call."""
    paid = history.paid[history.paid["day"] >= history.days - 365]
    best = paid.groupby("customer")["paid_amount"].sum().sort_values(ascending=False, kind="stable")
    rows = []
    for k, (customer, amount) in enumerate(best.head(12).items()):
        last = history.dates[int(paid.loc[paid["customer"] == customer, "day"].max())]
        due = end + timedelta(days=(-2, 0, 0, 3, 6, 9, 12, 14, 15, 18, 20, 25)[k])
        rows.append(
            {
                "kind": "customer",
                "id": f"K{k + 1:03d}",
                "subject": f"客户{k + 1:03d}",
                "owner": ("客服甲", "业务员丙")[k % 2],
                "state": "跟进中",
                "grade": "A" if k < 4 else "B",
                "date": end - timedelta(days=300 - 11 * k),
                "last_on": max(last, due - timedelta(days=30)),
                "next_on": due,
                "amount": round(float(amount), 2),
                "note": "推荐冬季新款" if k % 3 else "确认返单时间",
            }
        )
    return rows


def _aftersales(history: History) -> list[dict[str, object]]:
    """Refunds of the last 60 days; the latest are still open."""
    back = history.heads[history.heads["refunded_at"].notna()]
    back = back[back["day"] >= history.days - 60]
    end = history.world.spec.end
    rows = []
    for k, row in enumerate(back.itertuples()):
        asked = row.refunded_at.date()
        still = k >= len(back) - 2
        rows.append(
            {
                "kind": "aftersale",
                "id": f"S{row.day:04d}{row.stream:04d}{row.nth % 1000:02d}",
                "subject": ("尺码不符", "色差", "少发", "起球")[k % 4],
                "owner": "客服乙",
                "state": "处理中" if still else "已解决",
                "result": None if still else "退款",
                "grade": "退款",
                "date": asked,
                "due": end + timedelta(days=1) if still else asked + timedelta(days=2),
                "done_on": None if still else asked,
                "amount": row.refund_amount,
            }
        )
    return rows


def _posts(history: History, end: date) -> list[dict[str, object]]:
    """One post a workday and a video every other day over the last 60 days."""
    dice = history.world.dice
    rows: list[dict[str, object]] = []
    for back in range(60, -1, -1):
        day = end - timedelta(days=back)
        kinds = ["动态"] * (day.weekday() < 6) + ["视频"] * (back % 2 == 0)
        kinds += ["视频"] * (history.world.spec.platform == "alibaba")
        for k, kind in enumerate(kinds):
            rows.append(
                {
                    "kind": "post",
                    "id": f"D{day:%m%d}{k}",
                    "subject": f"{kind} {day:%m-%d}",
                    "owner": "运营",
                    "grade": "post" if kind == "动态" else "video",
                    "date": day,
                    "qty": float(np.round(120 * dice.lognormal(0.4, "post", back, k)[0])),
                }
            )
    return rows


def _violations(history: History, end: date) -> list[dict[str, object]]:
    home = history.world.spec.platform == "1688"
    return [
        {
            "kind": "violation",
            "id": "W001" if home else "GJ001",
            "subject": "标题含极限词" if home else "图片疑似盗用",
            "owner": "运营",
            "state": "已处理",
            "result": "已修改标题" if home else "已更换图片",
            "date": end - timedelta(days=86),
            "due": end - timedelta(days=79),
            "done_on": end - timedelta(days=84),
            "score": 0.0,
        }
    ]
