"""Words of the section on audiences."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "没有人群数据。导出推广后台的人群报表（按天、按人群：点击、花费、成交），这里给每个人群一个去向：提高、保持或降低溢价。",
    "No audience data. Export the audience report (by day and audience: clicks, spend, results): "
    "this would say of each whether to raise, keep or lower its premium.",
)
HEAD = L(
    "{n} 个人群里，{acted} 个该动：提溢价 {up}，扩相似 {wide}，降溢价 {down}，取消溢价 {out}；"
    "保持 {keep}，还不能判断 {open}。",
    "Of {n} audiences, {acted} should change: raise the premium {up}, add similar {wide}, lower "
    "{down}, take it off {out}; keep {keep}, cannot tell yet {open}.",
)
MONEY_FIRST = L(
    "{plans} 的预算大多数天提前花完：先加预算，再给它的人群提溢价。",
    "{plans}: the budget is gone early on most days. Raise the budget first, then the premiums of "
    "its audiences.",
)
BUDGET_FIRST = L("预算提前花完：先加预算", "money gone early: budget first")
VERDICT = {
    "raise": L("提溢价", "Raise"),
    "expand": L("扩相似人群", "Add similar"),
    "keep": L("保持", "Keep"),
    "lower": L("降溢价", "Lower"),
    "remove": L("取消溢价", "Take it off"),
    "cannot_tell": L("还不能判断", "Cannot tell yet"),
}
TIMES = L("出价乘 {x}", "bid times {x}")
NEEDED = L("还要约 {n} 次点击", "about {n} clicks more")
AUDIENCE, PLAN = L("人群", "Audience"), L("计划", "Plan")
N = {
    "impressions": L("展现", "Impressions"),
    "clicks": L("点击", "Clicks"),
    "spend": L("花费", "Spend"),
    "conv": L("转化", "Results"),
    "cpc": L("点击成本", "Cost per click"),
    "value_per_click": L("点击价值", "Worth of a click"),
    "week_gain": L("每周多得", "Gain a week"),
}
REASON = L("原因", "Reason")
WHAT = L("怎么动", "What to do")
EVERYBODY = L(
    "{plans} 的人群几乎都值得多要点击：先加整个计划的出价或预算，再按“点击价值”的高低分溢价。",
    "{plans}: nearly every audience deserves more. Raise the plan's bids or budget first, then set "
    "premiums by the worth of a click.",
)
FRONT = L("最值得先动的 {n} 个", "The first {n} to change")
LIST = L("全部 {n} 个人群", "All audiences: {n}")
METHOD = L(
    "和关键词同一套判断：点击价值先向同计划的其他人群收缩，把握到 {p} 才动。"
    "一个人可能同时在几个人群里，各人群加起来不一定等于计划。",
    "Judged like keywords: the worth of a click is shrunk towards the plan's other audiences, a "
    "change needs {p}. A person may be in several audiences, so they may not add up to the plan.",
)
TABLE = L("人群", "Audiences")
