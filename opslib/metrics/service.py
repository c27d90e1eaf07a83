"""Service: how fast and how reliably buyers are answered and served."""

from __future__ import annotations

from .metric import Metric, Source, distinct, last, ratio, total

# A score stored on a scale of 100 is read as a share.
_SHARE = "CASE WHEN scale_max = 100 OR value > 1.5 THEN value / 100 ELSE value END"
_PLATFORM = "platform definition"


def score(names: str, value: str = "value") -> Source:
    """The newest value of a score register entry, under any of these names."""
    listed = ", ".join(f"'{n}'" for n in names.split())
    return Source("score", day=f"max({value}) FILTER (score IN ({listed}))")


def _score(id: str, words: str, sort: str, meaning: str, origin: str, names: str) -> Metric:
    value = _SHARE if sort.startswith("percent") else "value"
    return last(id, words, sort, meaning, origin, score(f"{id} {names}", value))


SERVICE = [
    _score(
        "response_rate_30d",
        "30天旺旺响应率 | chat response rate, 30 days",
        "percent up",
        "近30天回复了的咨询占比，平台的滚动值，取最新。"
        " | Share of chats answered in 30 days, the platform's rolling value, newest counts.",
        "000-07",
        "response_rate",
    ),
    _score(
        "reply_rate_30d",
        "及时回复率 | timely reply rate, 30 days",
        "percent up",
        "国际站的30天及时回复率，平台的滚动值。 | Alibaba.com's rolling 30-day timely reply rate.",
        "platform export: 数据参谋",
        "fast_reply_rate",
    ),
    _score(
        "reply_hours_30d",
        "平均回复时长 | mean reply time, 30 days",
        "hours down",
        "国际站的30天平均回复小时数，平台的滚动值。 | Alibaba.com's rolling mean hours to reply.",
        "platform export: 数据参谋",
        "",
    ),
    ratio(
        "on_time_ship_rate_30d",
        "30天发货履约率 | on-time shipping, 30 days",
        "percent up",
        "近30天应发订单里按时发出的占比：先用平台值，没有时按付款后48小时从订单算（48小时是我们的假设）。"
        " | Orders due in 30 days that left in time: the platform's value first, else from the"
        " orders at 48 hours after payment (48 is our assumption).",
        "000-08; platform definition",
        "ship_on_time / ship_due",
        score("on_time_ship_rate_30d on_time_rate fulfilment_rate", _SHARE),
        fixed_days=30,
    ),
    total(
        "ship_on_time",
        "按时发出的订单 | orders shipped in time",
        "count up",
        "付款后48小时内发出的订单（按付款日）。 | Left within 48 hours of payment, by pay day.",
        "000-08",
        Source("shipped", day="count(*) FILTER (on_time AND due)"),
    ),
    total(
        "ship_due",
        "应发订单 | orders due for shipping",
        "count none",
        "已发出、或付款已过48小时还没发的订单（按付款日）；不知道发没发的不算。"
        " | Shipped, or still waiting 48 hours after payment; orders of unknown fate are left out.",
        "000-08",
        Source("shipped", day="count(*) FILTER (due)"),
    ),
    _score(
        "dispute_rate_90d",
        "90天纠纷率 | dispute rate, 90 days",
        "percent down",
        "近90天纠纷订单占比，平台的滚动值。 | Share of orders in dispute, rolling 90 days.",
        "000-09",
        "dispute_rate",
    ),
    distinct(
        "first_response_hours",
        "首次回复时长中位数 | median first response",
        "hours down",
        "从收到询盘到第一次回复的小时数，取中位数；没回复的不在内。"
        " | Hours from inquiry to first reply, the median; unanswered ones are not in it.",
        "001-43",
        Source("inquiry", direct="median(hours)"),
    ),
    distinct(
        "first_response_p90_hours",
        "首次回复时长90分位 | first response, slowest tenth",
        "hours down",
        "十个里最慢的一个从这里开始。 | Hours after which only the slowest tenth is answered.",
        "001-43",
        Source("inquiry", direct="quantile_cont(hours, 0.9)"),
    ),
    total(
        "replied_in_2h",
        "2小时内回复的询盘 | inquiries answered within 2 hours",
        "count up",
        "2小时内回复的询盘数。 | Inquiries answered within two hours.",
        "004-50",
        Source("inquiry", day="count(*) FILTER (hours <= 2 AND due)"),
    ),
    total(
        "reply_due",
        "应回复的询盘 | inquiries due for an answer",
        "count none",
        "已回复或已过2小时的询盘。 | Answered, or older than two hours.",
        "004-50",
        Source("inquiry", day="count(*) FILTER (due)"),
    ),
    ratio(
        "reply_in_2h_rate",
        "2小时回复率 | answered within 2 hours",
        "percent up",
        "2小时内回复的询盘÷应回复的询盘。 | Answered within two hours / due for an answer.",
        "004-50",
        "replied_in_2h / reply_due",
    ),
    total(
        "sign_hours",
        "支签小时之和 | pay-to-sign hours, added",
        "hours down",
        "签收订单从付款到签收的小时数之和（按签收日）。 | Hours from payment to signature, added.",
        "002-14",
        Source("signed", day="sum(hours)"),
    ),
    total(
        "signed_orders",
        "签收订单数 | signed orders",
        "count up",
        "签收的订单（按签收日）。 | Orders signed for, by the day of signature.",
        "002-14",
        Source("signed", day="count(*)"),
    ),
    ratio(
        "pay_to_sign_hours",
        "30天平均支签时长 | mean pay-to-sign time, 30 days",
        "hours down",
        "近30天签收的订单从付款到签收的平均小时数。"
        " | Mean hours from payment to signature of the orders signed in 30 days.",
        "002-14",
        "sign_hours / signed_orders",
        fixed_days=30,
    ),
    *(
        _score(
            id,
            words,
            "score up",
            "登记的分数，取最新。 | The newest score on record.",
            origin,
            names,
        )
        for id, words, origin, names in [
            ("shop_stars", "店铺星级 | shop stars", "000-42", "stars"),
            ("beacon_score", "新灯塔分 | beacon score", "001-47", "beacon"),
            ("page_score", "旺铺分 | shop page score", "001-69", "wangpu_score"),
            ("seller_level", "卖家L等级 | seller level", "000-42", "l_level"),
            ("beacon_logistics", "新灯塔·物流体验 | beacon: logistics", _PLATFORM, ""),
            ("beacon_aftersale", "新灯塔·售后体验 | beacon: after-sales", _PLATFORM, ""),
            ("beacon_consult", "新灯塔·咨询体验 | beacon: consulting", _PLATFORM, ""),
            ("beacon_product", "新灯塔·商品体验 | beacon: products", _PLATFORM, ""),
            ("trade_medal", "交易勋章 | trade medal", "002-17", "medal"),
        ]
    ),
]
