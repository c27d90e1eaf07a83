"""The words of what coming events will bring."""

from __future__ import annotations

from ...labels import Label

L = Label

NOTHING = L(
    "接下来四个月没有平台活动，或者店铺的日数据不够推算。",
    "No platform event comes in four months, or there are too few daily figures to tell.",
)
TEXT = L("下一场 {name}，{days} 天后", "Next: {name}, in {days} days")
LEAD = L(
    "{name} {days} 天后开始，预计整场 {sales}（80% 把握在 {range}），平常同样的天数是 {usual}；"
    "依据以前 {n} 场和其他活动。",
    "{name} begins in {days} days and should bring {sales} in all (80 % range {range}), against "
    "{usual} on as many usual days; from its earlier editions ({n}) and other events.",
)
LEAD_NEW = L(
    "{name} {days} 天后开始，以前没有能评估的同名活动，按其他活动推：整场约 {sales}"
    "（80% 把握在 {range}），平常同样的天数是 {usual}。",
    "{name} begins in {days} days; no edition of it could be judged, from other events: about "
    "{sales} in all (80 % range {range}), against {usual} on as many usual days.",
)
BUDGET = L(
    "推广跟着销售放大，整场约 {spend}；超过 {most}，多花的就比活动净增的毛利还多。",
    "Advertising that grows with sales costs about {spend}; beyond {most} more is spent than the "
    "event nets.",
)
NO_SPEND = L(
    "没有推广花费或商品成本，不推算预算。",
    "Without advertising spend or costs of goods no budget is told.",
)
NO_BUDGET = L("按询盘数推算，不推算预算。", "Counted in inquiries: no budget is told.")
LATER = L("后面还有 {n} 场", "Later ones: {n}")
SHORT = L("按上限备货，{name} 结束前 {n} 个商品不够", "Short of stock by the end of {name}: {n}")
SCORE = L(
    "拿以前的活动检验：{n} 场只用之前的活动来推，{inside} 场的涨幅落在 80% 范围里；{verdict}。",
    "Tried on past events: of {n} lifts forecast from those before them {inside} fell within the "
    "80 % range; {verdict}.",
)
SCORED = {
    "fits": L("范围合适", "the range fits"),
    "too_narrow": L("范围偏窄，看的时候放宽", "the range is too narrow: read it wider"),
    "too_wide": L("范围偏宽", "the range is too wide"),
    "cannot_tell": L("场次太少，准不准还说不了", "too few to tell whether it fits"),
}
NO_SCORE = L(
    "还没有能评估的活动，推算准不准没法检验。",
    "No event could be judged yet: these forecasts cannot be scored.",
)
EVENT, SALES = L("活动", "Event"), L("预计整场", "Expected in all")
USUAL = L("平常同样天数", "As many usual days")
LIFT = L("比平常", "Against normal")
NET = L("净多卖", "Net extra")
NET_LEADS = L("净多来的询盘（条）", "Net extra inquiries")
LEADS = L(" 条询盘", " inquiries")
FROM = L("依据", "From")
SEEN = L("自己的 {n} 场和其他活动", "own editions: {n}, and other events")
NEVER = L("只有其他活动", "other events only")
SPEND, MOST = L("整场推广", "Advertising"), L("推广最多", "Advertising, at most")
PRODUCT, ID = L("商品", "Product"), L("商品ID", "Product id")
NEED = L("到结束要（件）", "Pieces needed")
HELD = L("在库和在途（件）", "Pieces held and inbound")
LACK = L("还差（件）", "Pieces short")
START, END = L("开始", "Start"), L("结束", "End")
TABLE, STOCK_TABLE = L("要来的活动", "Coming events"), L("活动备货", "Stock for the event")
FIELDS = [
    L("比平常", "Lift"),
    L("低", "Low"),
    L("高", "High"),
    L("整场", "Sales"),
    L("整场（低）", "Sales low"),
    L("整场（高）", "Sales high"),
    L("净多卖", "Net"),
    L("净多卖（低）", "Net low"),
    L("净多卖（高）", "Net high"),
    L("推广", "Advertising"),
    L("推广最多", "Advertising, at most"),
]
METHOD = {
    "pay_amount": L(
        "平常＝没有这场活动时按星期、节日和趋势推的支付金额；涨幅从以前各场学来，"
        "场次少就往各活动的平均靠；范围都是 80% 把握。",
        "Usual: what the days should bring without the event, by weekday, holiday and trend; the "
        "lift is learned from past editions, with few of them it leans on the mean of all events; "
        "ranges hold with 80 %.",
    ),
    "inquiries": L(
        "按询盘数推算。平常＝没有这场活动时按星期、节日和趋势推的询盘；涨幅从以前各场学来，"
        "场次少就往各活动的平均靠；范围都是 80% 把握。",
        "Counted in inquiries. Usual: what the days should bring without the event, by weekday, "
        "holiday and trend; the lift is learned from past editions, with few of them it leans on "
        "the mean of all events; ranges hold with 80 %.",
    ),
}
