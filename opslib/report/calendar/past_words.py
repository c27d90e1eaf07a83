"""The words of what past events brought."""

from __future__ import annotations

from ...labels import Label

L = Label

NOTHING = L("还没有能评估的活动。", "No event can be judged yet.")
TOLD = L(
    "过去 14 个月 {n} 场活动：{worked} 场扣掉提前购买后仍多卖了，{no} 场没有好过平常，"
    "{unknown} 场还看不出。",
    "Of {n} events in 14 months {worked} sold more after what was only bought earlier is taken "
    "off, {no} did no better than a normal time, {unknown} cannot be told yet.",
)
EVENT = L("活动", "Event")
LIFT = L("活动期比平常", "Its days against normal")
NET = L("净多卖", "Net extra")
NET_LEADS = L("净多来的询盘（条）", "Net extra inquiries")
PULLED = L("其中提前购买", "Of it only moved")
VERDICT = {
    "worked": L("多卖了", "sold more"),
    "no_better": L("没好过平常", "no better"),
    "cannot_tell": L("还看不出", "cannot tell yet"),
}
EARLIER = L("更早的 {n} 场", "Earlier ones: {n}")
WHY = L("每场为什么这样判断，还缺什么", "Why each is judged so, and what is missing")
LOST = L("被带走生意的商品", "Products that lost to it")
PRODUCT = L("商品", "Product")
LESS = L("少卖", "Sold less by")
CHANCE = L("把握", "Chance")
NEW = L("新买家和他们后来的复购", "New buyers and whether they returned")
FRESH = L("新买家（人）", "New buyers")
EXTRA = L("比平常多（人）", "Buyers beyond usual")
BACK = L("90 天内复购", "Returned in 90 days")
METHOD = {
    "pay_amount": L(
        "和同样星期、节日、趋势下本来会有的支付金额比，活动后 14 天的回落已扣掉；范围是 80% 把握。",
        "Against the paid amount that the same weekdays, holidays and trend would have brought; "
        "the dip of 14 days behind is taken off; ranges hold with 80 %.",
    ),
    "inquiries": L(
        "成交太稀，按询盘数评估：和同样星期、节日、趋势下本来会有的询盘比，"
        "活动后 14 天的回落已扣掉；"
        "范围是 80% 把握。",
        "Sales are too sparse: judged by inquiries, against what the same weekdays, holidays and "
        "trend would have brought; the dip of 14 days behind is taken off; ranges hold with 80 %.",
    ),
}
UNTOLD = L("还说不了", "not told yet")
CAME = L("互动活动带来了谁（{n} 场）", "Whom interactive events brought: {n}")
PEOPLE = L("参与（人）", "Participants")
VISITS = L("访客比平常", "Visitors against normal")
ANSWERS = {
    "pay_orders": L("支付订单比平常", "Paid orders against normal"),
    "inquiries": L("询盘比平常", "Inquiries against normal"),
}
MORE_BY = L("净多 {n}", "net {n}")
TONE = {"worked": None, "no_better": "watch", "cannot_tell": "mute"}
CAME_VERDICT = {
    "worked": L("多来了", "more came"),
    "no_better": L("没好过平常", "no better"),
    "cannot_tell": L("还看不出", "cannot tell yet"),
}
CAME_METHOD = L(
    "互动活动先看带来多少访客，再看订单或询盘有没有跟着多；判断的是第一项。",
    "Interactive events are judged by the visitors that they bring; beside them whether orders or "
    "inquiries followed.",
)
STANDING = L(
    "报名参加的：打标、等级变化、扣掉预算剩多少毛利",
    "Events taken part in: tag, change of level, margin left after the budget",
)
TAG, NO_TAG = L("打标", "Tag"), L("没记", "not noted")
LEVEL, UNNOTED = L("等级", "Level"), L("没记", "not noted")
MOVED = L("{a} → {b}", "{a} → {b}")
LEFT = L("净毛利减预算", "Net margin less budget")
POOLED = L("一两天的活动，同名的合起来看（{n} 种）", "Activities of a day or two, pooled: {n}")
TIMES = L("有的 {n} 周，没有的 {free} 周", "weeks with: {n}, without: {free}")
FREE = L(
    "没做的周太少，和星期几分不开：再空出 {n} 周不做，才有得比",
    "too few weeks without it to tell it from its weekday: leave out {n} more",
)
MORE_TIMES = L("做的次数还不够", "too few of them yet")
ITS_DAYS = L("活动日比同样星期", "Against same weekdays")
ITS_WEEK = L("整周比没做的周", "Its week against others")
TABLE = L("过去的活动", "Past events")
CAME_TABLE = L("互动活动", "Interactive events")
LOW, HIGH, NET_NUMBER = L("低", "low"), L("高", "high"), L("净多", "net")
NET_LOW, NET_HIGH = L("净多（低）", "net low"), L("净多（高）", "net high")
START, END = L("开始", "Start"), L("结束", "End")
FIELDS = [
    L("活动期比平常", "Lift"),
    L("低", "Low"),
    L("高", "High"),
    L("活动期多卖", "Extra in its days"),
    L("提前购买", "Only moved"),
    L("提前购买占比", "Share moved"),
    L("会后回落", "Dip"),
    L("净多卖", "Net"),
    L("净多卖（低）", "Net low"),
    L("净多卖（高）", "Net high"),
]
REASON = L("说明", "Why")
