"""Which export a section waits for, and what it would show."""

from __future__ import annotations

from ..labels import Label

NEEDS = {
    "funnel": Label(
        "要有店铺每日概况（核心看板）。有了它，这里显示展现、点击、访客到支付哪一环弱。",
        "Needs the shop's daily overview. It would show impressions, clicks, visitors and "
        "payment, and which link is weak.",
    ),
    "traffic": Label(
        "要有流量来源导出。有了它，这里显示访客从哪些场景来、哪个入口掉了。",
        "Needs the traffic-source export. It would show where visitors came from, and which "
        "entry fell.",
    ),
    "movers": Label(
        "要有商品导出，或带明细的订单。有了它，这里显示哪些商品涨、哪些掉。",
        "Needs the product export, or orders with their lines. It would show which products "
        "rose and fell.",
    ),
    "tags": Label(
        "掉标签、掉等级要看商品导出。",
        "Lost tags and levels can only be seen in the product export.",
    ),
    "clocks": Label(
        "要有询盘登记表、库存表，或带发货时间的订单。有了它，这里显示谁在等回复、等发货，库存够几天。",
        "Needs the inquiry register, the stock sheet, or orders with their shipping times. It "
        "would show who waits for a reply or a parcel, and how long stock lasts.",
    ),
    "ads": Label(
        "要有推广报表（按天、按计划）。有了它，这里显示预算用了多少、几点花完、带来多少。",
        "Needs the advertising report by day and plan. It would show what of the budget was "
        "used, when it ran out, and what it brought.",
    ),
}
