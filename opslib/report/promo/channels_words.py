"""Words of the section on channels and peers."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "要有按渠道的流量报表（展现、点击、访客、成交）。有了它，这里比每个渠道的访客花多少、留下多少。",
    "Needs the traffic report by channel (impressions, clicks, visitors, results). It would "
    "compare what a visitor of each channel costs and leaves.",
)
BEST = L(
    "每个访客留下最多的渠道是{channel}，约 {each}（把握 {p}）。",
    "A visitor leaves most in {channel}, about {each} ({p} sure). ",
)
TIED = L(
    "每个访客留下的钱，{channels}排在前面，先后还分不清。",
    "By what a visitor leaves, {channels} are in front; which is first cannot be told. ",
)
PAID = L(
    "{channel}：每个访客花 {cost}，扣完还留下 {each}。",
    "{channel}: a visitor costs {cost} and leaves {each} after that. ",
)
LOSES = L(
    "{channel}：每个访客花 {cost}，扣完倒贴 {each}。",
    "{channel}: a visitor costs {cost} and loses {each} after that. ",
)
OPEN = L(
    "{channel}：每个访客花 {cost}，赚还是贴还看不准。",
    "{channel}: a visitor costs {cost}; whether it earns or loses cannot be told yet. ",
)
NO_RESULTS = L(
    "渠道报表没有成交或商机，只能比点击率和每个访客的花费。",
    "The channel report tells no results: only click rates and cost of a visitor are compared.",
)
UNPRICED = L(
    "一次转化值多少还不知道，只比到转化率。",
    "What a result is worth is not known: the comparison ends at the conversion rate.",
)
LIST = L("全部 {n} 个渠道", "All channels: {n}")
CHANNEL = L("渠道", "Channel")
N = {
    "visitors": L("访客", "Visitors"),
    "impressions": L("展现", "Impressions"),
    "ctr": L("点击率", "Click rate"),
    "cvr": L("转化率", "Conversion rate"),
    "cost": L("每个访客花费", "Cost of a visitor"),
    "each": L("每个访客留下", "Left of a visitor"),
    "profit": L("每周留下", "Left a week"),
    "spend": L("花费", "Spend"),
    "conv": L("转化", "Results"),
}
PLACE = L("名次", "Place")
PLACES = L("第 {lo}–{hi}", "{lo} to {hi}")
PLACE_ONE = L("第 {lo}", "{lo}")
TABLE = L("渠道", "Channels")
METHOD = L(
    "看最近 {days} 天。“留下”是扣掉货款、退款和推广花费以后的毛利；花费来自同名产品线的推广报表。"
    "访客按天相加，跨天来的人会重复算。这是平均水平，不等于再多花钱能得到的；"
    "从进货单、直接访问来的人本来就要买，别的渠道也出过力。",
    "The last {days} days. 'Left' is margin after goods, refunds and advertising; the cost is that "
    "of the product line of the same name. Visitors are daily ones added up. These are means, not "
    "what more money would bring; who comes from the cart or directly was won elsewhere before.",
)
PEERS = L("和同行同层比", "Beside peers of the same tier")
NO_PEERS = L("没有同行的推广点击率", "no click rate of peers")
PEERS_NEED = L(
    "把后台“同行同层”的推广点击率（平均、优秀）填进同行对比表，这里就能算出差多少点击、值多少钱。",
    "Enter the peers' click rate in advertising (mean and excellent) into the benchmark sheet: "
    "this would tell how many clicks are missing and what they are worth.",
)
STANDING = {
    "excellent": L("点击率 {own}，达到同行优秀（{best}）。",
                   "Click rate {own}: as good as excellent peers ({best})."),
    "between": L("点击率 {own}，没到同行优秀（{best}）。",
                 "Click rate {own}: short of excellent peers ({best})."),
    "below": L("点击率 {own}，低于同行平均（{mean}），更低于优秀（{best}）。",
               "Click rate {own}: below the peers' mean ({mean}) and excellent ones ({best})."),
    "cannot_tell": L("点击率 {own}，和同行优秀（{best}）谁高还看不准。",
                     "Click rate {own}: whether it reaches excellent peers ({best}) is open."),
}  # fmt: skip
GAP = L(
    "同样的展现，达到优秀每周多 {clicks} 次点击",
    " The same impressions would bring {clicks} clicks more a week",
)
WORTH = L(
    "，值 {value}，付掉点击费还剩 {gain}（{lo} ~ {hi}）。",
    ", worth {value}; after the price of the clicks {gain} is left ({lo} to {hi}).",
)
LOSING = L(
    "，值 {value}，但不够付点击费（{gain}）：先改转化，再提点击率。",
    ", worth {value}, less than the clicks cost ({gain}): mend conversion before click rate.",
)
SHORT = {
    "excellent": L("优秀", "Excellent"),
    "between": L("未到优秀", "Short of excellent"),
    "below": L("低于平均", "Below the mean"),
    "cannot_tell": L("还看不准", "Cannot tell yet"),
}
METRIC = {
    "ad_ctr": L("点击率", "Click rate"),
    "ad_cvr": L("转化率", "Conversion rate"),
    "ad_cpc": L("点击成本", "Cost per click"),
}
ALL = L("全部计划", "All plans")
PLANS_TABLE = L("逐个计划和同行比", "Plan by plan beside peers")
OWN, MEAN, TOP = L("本店", "Own"), L("同行平均", "Peers' mean"), L("同行优秀", "Excellent peers")
PLAN, METRIC_HEAD = L("计划", "Plan"), L("指标", "Figure")
GAP_HEAD, GAIN_HEAD = L("每周差点击", "Clicks missing a week"), L("每周值", "Worth a week")
PEER_TABLE = L("同行对比", "Peers")
N_GAP = L("每周差同行优秀的点击", "Clicks a week short of excellent peers")
N_VALUE = L("这些点击的价值", "Worth of these clicks")
N_GAIN = L("付掉点击费还剩", "Left after the price of these clicks")
