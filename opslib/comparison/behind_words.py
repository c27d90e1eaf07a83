"""How the figures of the comparison are made, a sentence a kind."""

from __future__ import annotations

from ..labels import Label

L = Label
PRICE = {
    "ours": L(
        "竞品登记表里最近 35 天记的本店价；没记的用商品导出里最近的价格，"
        "再没有就用 30 天支付金额除以件数。",
        "our price as noted in the competitor sheet in the last 35 days; else the last one of the "
        "product export, else 30 days' amount by pieces.",
    ),
    "middle": L(
        "配上的同款最近一次记的价格，取中位数。",
        "the median of the prices last noted of the matched offers.",
    ),
    "to_middle": L(
        "本店价除以同款价格的中位数，再减 1。",
        "our price divided by the median of the matched offers' prices, less 1.",
    ),
    "margin": L(
        "1 减去库存表里的成本除以本店价；没有扣推广费。",
        "1 less the cost in the stock sheet divided by our price; advertising is not taken off.",
    ),
}
HEADLINE = {
    "moved": L(
        "近四周的记录里价格或活动变过的同行，一家算一次；列出的是变了的那几次记录。",
        "competitors whose price or promotion changed between looks of the last four weeks, each "
        "counted once; the looks that show it are listed.",
    ),
    "dear": L(
        "每款和配上的同款的最新价格比，比四分之三的同款还贵的有几款（同款不到 3 个的不算）。",
        "each product against the last prices of its matches: how many are dearer than three "
        "quarters of them (products with fewer than 3 matches are left out).",
    ),
    "answer": L(
        "比同款中间价贵的每一款：差价乘 30 天销量，折成一周，加起来。列出的是价格。",
        "for each product above its matches' middle: the difference times the sales of 30 days, "
        "as a week; added up. The prices are listed.",
    ),
    "lacking": L(
        "多数同行最近一次记录里有、本店的标签里没有的标签有几个；列出的是带这些标签的记录。",
        "tags that most competitors' last looks show and none of our own tags; the looks that "
        "carry them are listed.",
    ),
}
CUT = L(
    "每款降价的同款：便宜几成，本店这款就算几成的一周毛利有风险，按同款个数分摊后相加（假定）；"
    "列出的是降价那次的记录、本店价和 30 天支付金额。",
    "each matched offer that was cut puts as large a share of our week's margin at stake as it is "
    "cheaper, divided by the matches and added up (assumed); listed: the looks that show the cut, "
    "our price, 30 days' amounts.",
)
TAG = L(
    "有这个标签或上这个榜之后多卖的份额，乘本店 30 天的毛利，折成一周；列出的是有它的同行的记录。",
    "what was sold more by who gained the tag or list, times our margin of 30 days, as a week; "
    "listed: the looks of competitors that have it.",
)
WORDS = L(
    "用本店的词（四周的搜索指数和访客）学一条换算，把空着的前三个词的指数换成访客，再乘每个访客的"
    "支付金额和毛利率，折成一周。",
    "our own words (search index and visitors of four weeks) tell what an index brings; the first "
    "three open words' indices read by it, times what a visitor pays and the margin, a week.",
)
GAME = L(
    "按列出的价格、成本和销量，把降价以后到同行跟价为止多赚的算出来，折成一周（见“跟价要多少”）。",
    "by the listed prices, costs and sales: what a cut earns until competitors answer it, as a "
    "week (see 'What answering would cost').",
)
LIST = L(
    "榜单登记表里这个榜最近的门槛，减去最接近的一款近 30 天的支付金额。",
    "the list's last noted threshold less the 30 days' amount of the product nearest to it.",
)
RUNG = L(
    "同行对比导出里本店最近一期的数。",
    "our own figure of the newest peers' comparison that was exported.",
)
WORTH = L(
    "下一个目标减去本店现在的数，乘每一个单位带来的 30 天支付金额（别的环节不变）。",
    "the next target less our figure, times the 30 days' amount that one unit of it brings while "
    "all else stays.",
)
KEPT = L(
    "行动登记表里留着的数：提出它的那份报告算的，今天的报告不再提这件事，所以不再列出记录。",
    "kept in the action register as the report that asked for it reckoned it; today's report no "
    "longer asks for it, so no rows are listed.",
)
WORKED = L(
    "做完前后的变化，减去没动过的同类同期的变化，再折成一周的钱；用的是商品或推广的每天数据，"
    "不是某几行记录。",
    "the change since it was done less that of its untouched kind, as money a week; from the daily "
    "figures of products or advertising, not from single rows of the sheet.",
)
