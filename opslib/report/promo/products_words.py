"""Words of the section on products in advertising."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "要有按商品的推广报表（展现、点击、花费、成交）。有了它，这里显示每个商品哪一环弱、差多少钱。",
    "Needs the advertising report by product (impressions, clicks, spend, results). It would show "
    "which link of each product is weak, and what that costs.",
)
FOUND = L(
    "推广的 {all} 个商品里，{n} 个有一环明显偏弱。",
    "Of {all} advertised products, with a link that is weak beyond chance: {n}.",
)
NONE = L(
    "推广的 {all} 个商品里，没有哪一环弱到能排除偶然。",
    "Of {all} advertised products, none has a link that is weak beyond chance.",
)
WEAKEST = L("最值得先改的 {n} 个", "The first {n} to mend")
REST = L("另外 {n} 个偏弱的商品", "More products with a weak link: {n}")
LINK = {
    "gmv": {
        "ctr": L("点击率", "Click rate"),
        "action": L("点击后行动率", "Action per click"),
        "pay": L("支付转化率", "Payment per action"),
    },
    "leads": {
        "ctr": L("点击率", "Click rate"),
        "action": L("点击后商机率", "Leads per click"),
        "pay": L("商机成交率", "Orders per lead"),
    },
}
DO = {
    "ctr": L(
        "展现够了，点的人少：调整关键词，让词和商品更贴；主图也看一眼。",
        "Shown enough, clicked too seldom: change the keywords so that they fit the product; look "
        "at the main picture too.",
    ),
    "action": L(
        "点了却没有行动：优化落地页（首屏、价格、起批量、实拍）。",
        "Clicked without action: improve the landing page (first screen, price, minimum order, "
        "real photos).",
    ),
    "pay": L(
        "有行动但付款少：强化说服力（评价、质保、样品、活动价）。",
        "Action but few payments: strengthen persuasion (reviews, warranty, samples, offers).",
    ),
}
GUIDE = {"ctr": "001-46", "action": "001-47", "pay": "001-48"}
GAP_CLICKS = {
    "gmv": L(
        "达到通常水平，每周多 {clicks} 次点击、{conv} 单。",
        "At the usual level: {clicks} more clicks and {conv} more orders a week.",
    ),
    "leads": L(
        "达到通常水平，每周多 {clicks} 次点击、{conv} 条商机。",
        "At the usual level: {clicks} more clicks and {conv} more leads a week.",
    ),
}
GAP = {
    "gmv": L("达到通常水平，每周多 {conv} 单。", "At the usual level: {conv} more orders a week."),
    "leads": L(
        "达到通常水平，每周多 {conv} 条商机。", "At the usual level: {conv} more leads a week."
    ),
}
WOULD_NOT_PAY = L(
    "按现在的点击花费，多来的点击不赚钱：先看出价和转化。",
    "At today's cost per click more clicks would not pay: look at bids and conversion first.",
)
RANGE = L("（{lo} ~ {hi}，80% 把握）", "({lo} to {hi}, 80% sure)")
ALSO = L("同样偏弱：{what}", "Also weak: {what}")
STEPS = L("每一环的比率", "Rate of each step")
STEP = L("环节", "Link")
OWN = L("本品", "Product")
USUAL = L("店内通常", "Usual here")
PEERS = L("参照", "Reference")
SILENT = L("只有展现没点击、点了没反馈", "Shown without a click, clicked without feedback")
ODD = L("异常", "What is odd")
NO_CLICK = L("只有展现没有点击", "shown, never clicked")
NO_FEEDBACK = L("有点击没有反馈", "clicked, no feedback")
CHANCE_ZERO = L("偶然为零的概率", "Chance of none")
BEST = L("最赚钱的商品", "Products that earn the most")
NO_BEST = L("推广商品还没有带来成交。", "No advertised product has brought a result yet.")
METHOD = L(
    "最近 {weeks} 周、{n} 个商品；与店内同类的中位水平比，至少低一成才算弱；"
    "数据少的商品向同类靠拢，报出的里面预计最多一成是误报。点击多出的花费已扣除。",
    "Last {weeks} weeks, {n} products, against the middle of comparable ones; weak means at "
    "least a tenth under it. Products with few data are drawn to the others; at most one in "
    "ten told here is expected to be wrong. What extra clicks cost is taken off.",
)
UNPRICED = L(
    "没有成本数据，所以没有金额；填好商品成本表就有了。",
    "Without product costs there are no amounts; fill in the product cost register.",
)
WEAK = L("偏弱的环节", "Weak link")
TABLE = L("推广商品", "Advertised products")
N_MONEY = L("每周可多赚", "Could be earned a week")
N_GAP = {
    "gmv": L("每周差的成交单数", "Orders missed a week"),
    "leads": L("每周差的商机数", "Leads missed a week"),
}
N_GAP_CLICKS = L("每周差的点击数", "Clicks missed a week")
N_USUAL = L("{what}（通常）", "{what} (usual)")
SPEND = L("花费", "Spend")
N_SHOWN = L("展现", "Impressions")
N_CLICKS = L("点击", "Clicks")
N_CONV = {"gmv": L("成交单数", "Orders"), "leads": L("商机", "Leads")}
N_PROFIT = L("每周扣推广费后所剩", "Left a week after advertising")
