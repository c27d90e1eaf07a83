"""Hand-kept tables and side exports of both platforms as Excel files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from . import exports_market, own_calendar
from .exports_1688 import Frames, _since
from .sheets import text, typed, write_xlsx
from .world import ShopSpec

# Headers of each hand-kept table: also what the empty tables under templates/registers show.
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    **exports_market.TABLES,
    "inquiry": (
        "询盘登记表",
        {
            "inquiry_id": "询盘号",
            "received_at": "询盘时间",
            "replied_at": "回复时间",
            "channel": "渠道",
            "country": "国家/地区",
            "product": "产品",
            "source": "来源平台",
            "owner": "负责人",
            "stage": "项目状态",
            "amount": "预计金额",
            "contacted_at": "最近联系时间",
            "next_step_at": "下次跟进时间",
        },
    ),
    "score": (
        "店铺评分登记表",
        {"date": "日期", "name": "评分项", "level": "数值", "scale_max": "满分"},
    ),
    "stock": (
        "库存表",
        {
            "date": "日期",
            "item_id": "商品ID",
            "title": "商品名称",
            "on_hand": "在库数量",
            "inbound": "在途数量",
            "unit_cost": "成本价",
            "lead_days": "补货周期(天)",
            "safety_days": "安全库存天数",
        },
    ),
    "parcel": (
        "物流登记表",
        {
            "order_id": "订单编号",
            "shipped_at": "发货时间",
            "last_scan_at": "最后物流时间",
            "signed_at": "签收时间",
            "carrier": "物流公司",
            "state": "物流状态",
        },
    ),
    "tool": (
        "工具到期登记表",
        {
            "id": "编号",
            "subject": "工具名称",
            "date": "购买日期",
            "due": "到期日",
            "amount": "费用",
            "owner": "负责人",
            "state": "状态",
        },
    ),
    "task": (
        "任务登记表",
        {
            "id": "任务编号",
            "subject": "任务内容",
            "grade": "类别",
            "owner": "负责人",
            "date": "创建日期",
            "due": "截止日期",
            "state": "状态",
            "done_on": "完成日期",
        },
    ),
    "target": (
        "目标登记表",
        {"due": "月份", "subject": "指标", "amount": "目标值", "note": "备注"},
    ),
    "customer": (
        "重点客户跟进表",
        {
            "id": "客户编号",
            "subject": "客户简称",
            "grade": "客户等级",
            "owner": "跟进人",
            "date": "建档日期",
            "last_on": "最近联系日期",
            "next_on": "下次跟进日期",
            "amount": "累计金额",
            "state": "状态",
            "note": "跟进内容",
        },
    ),
    "aftersale": (
        "售后登记表",
        {
            "id": "售后单号",
            "subject": "问题类型",
            "grade": "售后类型",
            "date": "申请日期",
            "due": "处理时限",
            "done_on": "解决日期",
            "owner": "处理人",
            "state": "处理状态",
            "result": "处理结果",
            "amount": "涉及金额",
        },
    ),
    "post": (
        "动态视频登记表",
        {
            "id": "编号",
            "date": "发布日期",
            "grade": "内容类型",
            "subject": "标题",
            "owner": "发布人",
            "qty": "浏览量",
        },
    ),
    "violation": (
        "违规登记表",
        {
            "id": "违规编号",
            "subject": "违规原因",
            "date": "违规时间",
            "due": "申诉截止日期",
            "state": "处理状态",
            "result": "处理结果",
            "done_on": "处理日期",
            "score": "扣分",
            "owner": "负责人",
        },
    ),
    "live": (
        "直播登记表",
        {
            "date": "直播日期",
            "started_at": "开播时间",
            "minutes": "直播时长(分钟)",
            "title": "直播主题",
            "host": "主播",
            "viewers": "观看人数",
            "new_followers": "新增粉丝",
            "orders": "成交订单数",
            "amount": "成交金额",
            "inquiries": "询盘数",
        },
    ),
    "action": (
        "行动登记表",
        {
            "id": "动作编号",
            "state": "动作状态",
            "subject": "动作对象",
            "what": "要做什么",
            "owner": "负责人",
            "due": "截止日期",
            "done_on": "完成日期",
            "low": "预计每周（低）",
            "mid": "预计每周（中）",
            "high": "预计每周（高）",
            "minutes": "分钟",
            "note": "备注",
            "dimension": "对象类别",
            "date": "提出日期",
            "report": "报告",
        },
    ),
    "activity": (
        "营销日历",
        {
            "id": "活动编号",
            "name": "活动名称",
            "kind": "活动类型",
            "theme": "主题",
            "start": "开始日期",
            "end": "结束日期",
            "event": "所属大促",
            "enrol_by": "报名截止",
            "enrolled_on": "报名日期",
            "eligible": "符合条件",
            "owner": "负责人",
            "state": "活动状态",
            "items": "参加商品",
            "depth": "让利",
            "offer": "优惠内容",
            "tag": "活动标",
            "tool": "使用工具",
            "budget": "活动预算",
            "poster_ready": "海报就绪",
            "coupon_ready": "优惠券就绪",
            "prepared": "已完成准备",
            "restored_on": "恢复原价日期",
            "participants": "参与人数",
            "note": "备注",
        },
    ),
}
_WORDS: dict[str, dict[Any, str]] = {
    "channel": {"inquiry": "询盘", "tm": "TM咨询", "wangwang": "旺旺"},
    "grade": {"post": "动态", "video": "视频"},
    "state": {"done": "已完成"},
    "dimension": {"keyword": "词", "plan": "计划"},
    "is_factory": {True: "是", False: "否"},
    **exports_market.WORDS,
}
_AIMS = {
    "pay_amount": "支付金额",
    "pay_orders": "支付订单数",
    "inquiries": "询盘数",
    "ad_spend": "推广预算",
}
_PEERS = {
    "impressions": "展现次数",
    "visitors": "访客数",
    "page_views": "浏览量",
    "click_cvr": "点击转化率",
    "pay_cvr": "支付转化率",
    "pay_buyers": "支付买家数",
    "pay_amount": "支付金额",
    "search_impressions": "搜索曝光次数",
    "search_clicks": "搜索点击次数",
    "inquiries": "询盘个数",
    "lead_buyers": "商机人数",
    "lead_cvr": "商机转化率",
    "ad_ctr": "推广点击率",
    "ad_cpc": "推广平均点击花费",
    "ad_cvr": "推广点击转化率",
}


def write(frames: Frames, inbox: Path, registers: Path, spec: ShopSpec) -> None:
    """Peers, rivals, stock and parcels into `inbox`; what people keep by hand into `registers`."""
    _peers(frames["benchmark"], inbox, spec)
    _table("competitor", frames["competitor"], inbox)
    _table("list_rank", frames["list_rank"], registers)
    exports_market.write(frames["market_index"], inbox)
    recent = spec.end - timedelta(days=59)
    # Stock is counted on Fridays, and daily in the last two weeks.
    stock = frames["stock"]
    age = [(spec.end - d).days for d in stock["date"]]
    _table("stock", stock[[a < 14 or (a % 7 == 0 and a < 60) for a in age]], inbox)
    if spec.platform == "1688":
        _table("parcel", _since(frames["parcel"], recent), inbox)
    _table("inquiry", _since(frames["inquiry"], spec.end - timedelta(days=119)), registers)
    _table("score", frames["score"], registers)
    if "live_session" in frames:
        _table("live", frames["live_session"], registers)
    if "action" in frames and len(frames["action"]):
        _table("action", frames["action"].reindex(columns=list(TABLES["action"][1])), registers)
    for kind, part in frames["register"].groupby("kind", sort=False):
        _table(str(kind), part, registers)
    _table("activity", own_calendar.activities(spec), registers)


def _table(kind: str, frame: pd.DataFrame, folder: Path) -> None:
    name, columns = TABLES[kind]
    shown = frame.copy()
    for column, words in _WORDS.items():
        if column in columns and column in shown:
            shown[column] = [words.get(v, v) for v in shown[column]]
    if kind == "pairing":
        shown["state"] = shown["state"].map(exports_market.PAIRED)
    if kind == "target":  # a month is written as a month, a figure by its name
        shown["due"] = [f"{day:%Y-%m}" for day in shown["due"]]
        shown["subject"] = shown["subject"].map(_AIMS)
    write_xlsx(folder / f"{name}.xlsx", typed(shown, columns))


def _peers(frame: pd.DataFrame, inbox: Path, spec: ShopSpec) -> None:
    """同行对比: one row an indicator and period."""
    rows: list[list[object]] = [["统计周期", "指标", "本店", "同行平均", "同行优秀"]]
    for row in frame.itertuples():
        span = f"{row.date - timedelta(days=row.days - 1)}~{row.date}"
        share = str(row.metric).endswith(("cvr", "ctr"))
        values = (row.own, row.peer_mean, row.peer_excellent)
        rows.append([span, _PEERS[str(row.metric)], *[text(v, percent=share) for v in values]])
    write_xlsx(inbox / "同行对比.xlsx", rows)
