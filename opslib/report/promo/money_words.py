"""What the page says of a week's advertising money and budgets, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
CUTS = {
    "line": L("按产品线", "By product line"),
    "plan": L("按计划", "By plan"),
    "product": L("按商品", "By product"),
    "keyword": L("按关键词", "By keyword"),
}
MEMBERS = {
    "total": L("合计", "Total"),
    "line": L("产品线", "Product line"),
    "plan": L("计划", "Plan"),
    "product": L("商品", "Product"),
    "keyword": L("关键词", "Keyword"),
}
EACH_PLAN = L("各计划的预算（{n} 个）", "Each plan's budget ({n})")
HOW = L("口径和假定", "How these are counted")
MORE_FIGURES = L(
    "另外 {n} 个指标：曝光、点击率、保本点击价等",
    "{n} more figures: impressions, click rate, break-even click price",
)
FIGURE = L("指标", "Figure")
PERIODS = {
    "": L("这一周", "This week"),
    "_last": L("前一周", "Week before"),
    "_mean8": L("前 8 周平均", "Mean of 8 weeks"),
    "_year": L("去年同期", "Last year"),
}
SPEND = L("花费", "Spend")
IMPRESSIONS = L("曝光", "Impressions")
CLICKS = L("点击", "Clicks")
CTR = L("点击率", "Click rate")
CPC = L("点击成本", "CPC")
ORDERS = L("成交笔数", "Orders")
LEADS = L("商机数", "Leads")
GMV = L("成交金额", "Sales")
COST_ORDER = L("每笔成交成本", "Cost per order")
COST_LEAD = L("每条商机成本", "Cost per lead")
ROI = L("投产比（成交÷花费）", "ROI (sales / spend)")
VALUE = L("毛利（扣货款退款）", "Value (after goods, refunds)")
VALUE_LEADS = L("商机价值", "Value of leads")
PROFIT = L("扣推广费后所剩", "Left after advertising")
PROFIT_ROI = L("利润投产比（毛利÷花费）", "Profit ROI (value / spend)")
BREAKEVEN = L("保本点击价", "Break-even CPC")
SO_FAR = L("{what}（目前已到）", "{what} (known so far)")
EXPECTED = L("{what}（到齐后预计）", "{what} (expected when complete)")
SHORT = {
    "spend": SPEND,
    "clicks": CLICKS,
    "cpc": CPC,
    "breakeven_cpc": BREAKEVEN,
    "roi": L("投产比", "ROI"),
    "profit": L("所剩", "Left"),
}
ROI_BEFORE = L("前一周 / 前 8 周投产比", "ROI week before / 8 weeks")
COST_BEFORE = L("前一周 / 前 8 周成本", "Cost week before / 8 weeks")
RANGE = L("{lo} 至 {hi}", "{lo} to {hi}")
REST = L(
    "另有 {n} 个，共花费 {money}，见 tables.xlsx。", "{n} more, spend {money}: see tables.xlsx."
)
FOLD = L("{cut}（{n} 个）", "{cut} ({n})")
BASIS_GMV = L(
    "{ads}的归因口径：点击后 {days} 天内的成交记到点击那天；金额是平台归因的支付金额。{assumed}",
    "As {ads} counts: an order within {days} days of a click stands on the day of the click; sales "
    "are the paid amounts that the platform credits. {assumed}",
)
BASIS_LEADS = L(
    "{ads}的归因口径：点击后 {days} 天内的商机（询盘和 TM，以报表有的为准）记到点击那天。{assumed}",
    "As {ads} counts: a lead (inquiries and TM, as far as the report has them) within {days} days "
    "of a click stands on the day of the click. {assumed}",
)
WINDOW_ASSUMED = L("导出文件没写归因天数，{days} 天是我们的假定。",
                   "Exports do not name the window: {days} days is our assumption.")  # fmt: skip
FILLING = L(
    "这一周还没到齐：按本店以往的到达速度，目前约到了 {share}。括号里是 80% 的把握范围，"
    "由 {looks} 次不同时刻的导出、{n} 个转化学来。没到齐的天不触发任何建议。",
    "The week is not complete: by this shop's own pace about {share} has arrived. Ranges hold "
    "80 %; learned from exports at {looks} moments and {n} conversions. No advice stands on days "
    "that are still filling up.",
)
BLIND = L(
    "这一周还没到齐，也没有足够的旧导出来推算，所以只列目前已到的，不预计。",
    "The week is not complete, and there are too few older exports to project it: figures are "
    "those known so far.",
)
MARGIN = L(
    "毛利率 {margin}：由库存表的成本价对成交价（按销量加权）和退款率算出；不含运费和人工。",
    "Margin {margin}: from the costs of the stock register against prices paid (weighted by sales) "
    "and the refund rate; without freight and labour.",
)
MARGIN_GIVEN = L("毛利率 {margin}：按你填的参数。", "Margin {margin}: as given in the parameters.")
MARGIN_ASSUMED = L(
    "毛利率 {margin} 是假定的：在库存表里填成本价，就按本店的算。",
    "Margin {margin} is assumed: fill in costs in the stock register and the shop's own is used.",
)
LEAD_VALUE = L(
    "一条商机值 {value}：询盘登记表里已成交的金额 × 成交比例 × 毛利率{assumed}。",
    "A lead is worth {value}: won amounts in the inquiry register x share won x margin{assumed}.",
)
MARGIN_TOO = L("（毛利率是假定的）", " (the margin is assumed)")
NO_VALUE = L(
    "不知道一条商机值多少（询盘登记表里已成交的不到 5 条或没填金额），所以不列利润。",
    "The value of a lead is not known (fewer than 5 won inquiries with amounts in the register), "
    "so no profit is shown.",
)
NO_YEAR = L("去年同期没有推广数据。", "No advertising figures of last year's week.")
YEAR = L(
    "去年同期：{first} 至 {last}（按农历和星期对齐）。",
    "Last year: {first} to {last}, aligned by the lunar calendar and weekday.",
)
TOLD = L("上周推广花费 {spend}", "Advertising spend of the week {spend}")

USED = L("用了", "Used")
BUDGET = L("预算", "Budget")
LEFT = L("没花", "Unspent")
RAN_OUT = L("花完的天 / 时间", "Days and hour it ran out")
LOST = L("花完后少赚", "Lost after it ran out")
PACE = L("下周按现在的预算会花", "Next week at today's budget")
OUT = L("{days} 天，约 {hour}", "{days} day(s), about {hour}")
FULL = L("{days} 天用满，几点不知道", "{days} day(s) full, hour unknown")
NEVER = L("没有", "none")
NOT_KNOWN = L("算不出", "not known")
LOST_CLICKS = L("约 {n} 次点击", "about {n} clicks")
OF = L("占预算 {share}", "{share} of budget")
NO_BUDGET = L(
    "推广报表里没有日预算这一列，看不出预算用得怎样。要有带“日预算”的计划报表。",
    "The advertising report has no budgets. Provide the plan report with its daily budget: it "
    "would show what was used and when it ran out.",
)
RAN_OUT_TOLD = L(
    "{n} 个计划提前花完；花完后的时段约少赚 {lost}（{lo} 至 {hi}）。",
    "{n} plan(s) ran out early; the hours after would have left about {lost} ({lo} to {hi}).",
)
RAN_OUT_BLIND = L("{n} 个计划提前花完，少赚多少算不出。",
                  "{n} plan(s) ran out early; what was lost cannot be told.")  # fmt: skip
NONE_RAN_OUT = L("没有计划提前花完。", "No plan ran out early.")
UNSPENT_TOLD = L("{n} 个计划没花完（不到 {low}）：", "Money was left (below {low}) in {n} plan(s):")
WHEN = L("每天几点花完", "When the money was gone, day by day")
PACE_TOLD = L(
    "照最近两周的花法，下周会花 {pace}（{lo} 至 {hi}），预算一共 {paid}；没算大促。",
    "At the pace of the last two weeks the coming week costs {pace} ({lo} to {hi}) of budgets of "
    "{paid}; events are not counted in.",
)
BUDGET_METHOD = L(
    "花完后少赚的：按预算够用的那些天每小时的点击分布，推算花完后还会有多少点击，"
    "每次点击按已到齐那几周的利润算；范围是 80% 的把握。",
    "Lost after the money ran out: from the hours in which clicks come on days that lasted, each "
    "click at the profit of settled weeks; ranges hold 80 %.",
)
UNNAMED = L("（没有名称）", "(no name)")
FROM_TO = {"_lo": L("{what} 低", "{what}, low"), "_hi": L("{what} 高", "{what}, high")}
UNUSUAL_HEAD = L("超出平常的计划：", "Plans out of the ordinary:")
UNUSUAL = L(
    "{plan}：{what} {value}，按前 8 周该在 {usual} 左右（{lo} 至 {hi}）{week}",
    "{plan}: {what} {value}, by the eight weeks before about {usual} ({lo} to {hi}){week}",
)
UNUSUAL_WEEK = L(
    "，是 {day} 那一周（转化到齐的最近一周）", ", in the week of {day}, the last complete one"
)
NOTHING_UNUSUAL = L(
    "各计划的曝光、点击率和转化率都在平常范围里（查了 {n} 项）。",
    "Impressions, click and order rates of all plans are within the usual ({n} looked at).",
)
CONV_RATE = L("点击转化率", "order rate of clicks")
