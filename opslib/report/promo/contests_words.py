"""Words of the section on comparisons."""

from __future__ import annotations

from ...labels import Label as L

TITLE = {
    "smart": L("智能方案与手动方案", "Smart plans against manual plans"),
    "tests": L("测款", "Product tests"),
    "creatives": L("创意对比", "Creatives"),
}
ARM = {
    "smart": L("智能方案", "Smart plans"),
    "manual": L("手动方案", "Manual plans"),
}
NONE = {
    "smart": L("没有可比的方案", "nothing to compare"),
    "tests": L("没有在跑的", "none running"),
    "creatives": L("没有数据", "no data"),
}
NEEDS = {
    "smart": L(
        "要有同一段日子里都在跑的智能方案（如全站推）和手动方案，才能比。",
        "Needs a smart plan (such as the whole-shop plan) and a manual plan that ran on the same "
        "days.",
    ),
    "tests": L(
        "没有测款计划。测款时把几个商品放进同一个计划（计划名带“测款”），这里会算哪款胜出、还差多少点击。",
        "No product test is running. Put the candidates into one plan whose name contains 测款 or "
        "test: this shows who wins and how many clicks are missing.",
    ),
    "creatives": L(
        "没有创意数据。请导出推广后台的创意报表（按天、按创意：展现、点击、花费、成交），"
        "有了它，这里比较哪个创意好。",
        "No creative data. Export the creative report (by day and creative: impressions, clicks, "
        "spend, results): this would compare the creatives.",
    ),
}
CANNOT = L("比不了。", "These cannot be compared.")
WINNER = L(
    "{arm}胜出（把握 {p}，同期 {days} 天），可以结束对比，把预算往它挪。",
    "Winner: {arm} ({p} sure, {days} days side by side): the test may end; move budget to it.",
)
SAME = L(
    "同期 {days} 天，差别不大，选哪个都行。",
    "{days} days side by side: no difference that matters; take either.",
)
RUNNING = L(
    "{arm}暂时领先（把握 {p}，同期 {days} 天），还不能定；"
    "照现在的速度约还要 {clicks} 次点击、{more} 天。",
    "Ahead: {arm} ({p} sure, {days} days side by side), not decided; at today's pace about "
    "{clicks} more clicks or {more} days are needed.",
)
ALMOST = L(
    "{arm}领先（把握 {p}，同期 {days} 天），但成交和金额说法不一，或天数还不够，先不定。",
    "Ahead: {arm} ({p} sure, {days} days side by side), but results and money disagree or days "
    "are too few: not decided yet.",
)
TOO_CLOSE = L(
    "{arm}略微领先（把握 {p}，同期 {days} 天），太接近，照现在的数据分不出高下。",
    "Slightly ahead: {arm} ({p} sure, {days} days side by side): too close to be told apart.",
)
GAIN = L(
    "把其余花费挪过去，每周约多 {gain}（{lo} ~ {hi}）。",
    "Moving the rest of the spend there is worth about {gain} a week ({lo} to {hi}).",
)
N_GAIN = L("挪预算每周可多赚", "Won a week by moving budget")
GIVE_UP = {
    "gmv": L(
        "测款止损：一个新品点满 {n} 次还没有成交，大概率养不起自己的点击，可以换下一款。",
        "Stop rule for product tests: {n} clicks without an order, and a new product most likely "
        "will not pay for its clicks; take the next.",
    ),
    "leads": L(
        "测款止损：一个新品点满 {n} 次还没有商机，大概率养不起自己的点击，可以换下一款。",
        "Stop rule for product tests: {n} clicks without a lead, and a new product most likely "
        "will not pay for its clicks; take the next.",
    ),
}
N_TEST = L("测款止损点击数", "Clicks without a result that end a product test")
ROWS = L("{n} 个方案的数", "Figures of {n} arms")
WHO = L("方案", "Arm")
CLICKS = L("点击", "Clicks")
SPEND = L("花费", "Spend")
SHOWN = L("展现", "Impressions")
CTR = L("点击率", "Click rate")
CONV = {"gmv": L("成交单数", "Orders"), "leads": L("商机", "Leads")}
ROI = L("毛利÷花费", "Margin÷spend")
ACTIONS = L("加购、收藏、询盘", "Carts, favourites, inquiries")
ACTION_RATE = L("每次点击的行动", "Actions a click")
BY_ACTIONS = L(
    "测款看点击以后加购、收藏、询盘的多少：新品成交少，等成交太慢；胜出的款仍要看成交。",
    "Judged by carts, favourites and inquiries a click: orders of new products are too few to wait "
    "for. Look at the winner's orders afterwards.",
)
P_BEST = L("最好的概率", "Chance of being best")
NEEDED = L("还要的点击", "Clicks still needed")
TABLE = L("对比", "Comparison")
PLANS = L("计划是不是太多", "Too many plans?")
NO_PLANS = L("没有按计划的推广报表。", "There is no advertising report by plan.")
TOO_MANY = L(
    "{n} 个计划里有 {m} 个照现在的花费，一周攒不够能看懂的数据；"
    "现有的成交量大约只够 {room} 个计划。前期先把预算集中到少数计划上。",
    "Of {n} plans {m} cannot reach readable data in a week at what they spend; the results there "
    "are would feed about {room}. At first concentrate the budget on a few plans.",
)
READABLE = L("{n} 个计划的数据都够看。", "All plans have enough data to be read: {n}.")
THIN = L(
    "数据偏少，要多看几周才能判断。", "Data are thin: several weeks are needed for a judgement."
)
SPEND_WEEK = L("每周花费", "Spend a week")
EXPECTED = L("每周预计{conv}", "{conv} expected a week")
READ_AFTER = L("多久能判断", "Readable after")
ENOUGH = L("一周内", "within a week")
WEEKS = L("约 {n} 周", "about {n} weeks")
CATEGORY = L("要不要扩下一个类目", "Widen to another category?")
METHOD = L(
    "只比各方案同时在跑的日子。允许每天看：停止规则按“随时看都算数”的证据计算，"
    "两边其实一样时，十次里最多一次误判胜者；至少满 7 天。",
    "Only days on which all ran are compared. You may look daily: the stop rule counts evidence "
    "that holds however often one looks; where both are equal at most one test in ten ends with a "
    "winner; seven days at least.",
)
