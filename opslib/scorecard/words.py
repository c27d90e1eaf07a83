"""Every sentence of the scorecard's page, in both languages."""

from __future__ import annotations

from ..labels import Label

L = Label
METHODS = {
    "review": L("每日复盘（本工具）", "the daily review"),
    "fixed_percent": L("近 7 天比前 7 天跌 20%", "week on week, 20 % down"),
    "day_before": L("比前一天跌 30%", "day on day, 30 % down"),
    "weekday_z": L("低于同星期 3 个标准差", "3 sd below the same weekdays"),
    "before_after": L("前后 t 检验（7 天对 28 天）", "t-test, 7 days against 28"),
}
KINDS = {
    "word_drop": L("搜索词掉排名", "a search word loses its rank"),
    "budget_run_out": L("计划预算提前花完", "an ad plan runs out of budget"),
    "tag_lost": L("商品掉标签", "a product loses its tag"),
    "conversion_break": L("商品转化断崖", "a product stops converting"),
    "price_move": L("同行降价抢单", "a rival undercuts a product"),
    "level_shift": L("渠道流量下台阶", "a channel steps down"),
    "drift": L("渠道慢慢变少", "a channel slowly fades"),
    "product_drift": L("商品慢慢过气", "a product slowly fades"),
    "demand_shock": L("全店一两天突然变冷", "everything falls for days"),
    "event_flop": L("活动没有带来增量", "an event brings nothing"),
    "tracking_fault": L("统计少计", "counting fails"),
    "stock_out": L("商品断货", "a product is sold out"),
    "stock_low": L("即将断货", "a product is about to sell out"),
    "late_parcels": L("订单将超发货承诺", "orders miss the shipping promise"),
    "slow_replies": L("询盘超时未回", "inquiries wait unanswered"),
    "missing_days": L("漏导出几天", "days were not exported"),
    "repeated_days": L("平台重发了前一天的数", "the platform sent a day twice"),
}
SIZES = {
    "large": L("大：少卖 4% 以上", "large: over 4% of sales"),
    "middling": L("中：少卖 1%–4%", "middling: 1–4%"),
    "small": L("小：少卖不到 1%", "small: under 1%"),
    "unpriced": L(
        "还没少卖：提前提醒，或只是数不对", "nothing lost yet, or only the count is wrong"
    ),
}
METHOD, KIND, SIZE = L("办法", "Method"), L("问题", "Cause"), L("大小", "Size")
FALSE = L("误报/店·周", "False alarms a shop-week")
FALSE_HEAD = L("误报/店·周", "Alarms/week")
NAMED = L("点名找到", "Named")
FIGURES = L("其中看得见的", "In figures")
WITHIN_3 = L("3 天内", "In 3 days")
WITHIN_7 = L("7 天内", "in 7 days")
DAYS = L("用时中位", "Median")
TOP = L("前三天数", "Top three")
CAUSES = L("件数", "Causes")
BEST = L("四法最好", "Best of 4")
DAY = L("{n} 天", "{n} d")
RANGE = L("{low}–{high}", "{low}–{high}")
FIRST_MORNING = L("找到的一半当天就报了", "half of those on the first morning")
LATER = L("找到的一半在 {days} 天内", "half of those within {days} days")

LEAD = L(
    "没有问题的日子里，每日复盘平均每店每周误报 {alarms} 次（{low}–{high}，共 {weeks} 个店·周）；"
    "埋下的 {causes} 个问题，{named} 被点名找到，{half}；"
    "问题还在的日子里，有 {top} 的日子它排在前三条。",
    "On days when nothing was wrong the daily review raised {alarms} false alarms a shop-week "
    "({low}–{high}, {weeks} shop-weeks). Of {causes} planted causes it named {named}, {half}; on "
    "{top} of the days a cause was there it stood among the first three findings.",
)
AGAINST = L(
    "四种办法里误报最少的是“{name}”：每店每周 {alarms} 次，点名找到 {named}。",
    "Of the four common ways the one with the fewest false alarms, '{name}', raised {alarms} a "
    "shop-week and named {named}.",
)
HOW = (
    L(
        "误报：没有问题的日子里新出现的“处理”或“关注”，昨天就有的不重复算。时钟和门槛"
        "（库存、发货、回复、预算、标签）说的是事实，另计：每店每周 {clocks} 次，备注 {notes} 次。",
        "False alarm: a new 'act' or 'watch' on a day when nothing was wrong; what stood there the "
        "day before is not counted again. Clocks and thresholds (stock, shipping, replies, "
        "budgets, marks) state facts and are counted apart: {clocks} a shop-week, and {notes} "
        "notes.",
    ),
    L(
        "点名找到：说对了对象，也说对了指标。“看得见的”去掉了只在时钟和库存表上看得见的几类，"
        "那几类四种办法本来就看不到。“前三天数”是问题还在的日子里，它排在前三条的比例。",
        "Named: the right subject by the right metric. 'In figures' leaves out the kinds that show "
        "on a clock or a stock sheet alone, which the four ways cannot see. 'Top three' is the "
        "share of days with the cause there on which it stood among the first three.",
    ),
    L(
        "四种办法看的是同样的指标和成员，只看下跌，多个成员同样并成一条。",
        "The four ways watch the same figures and members, for falls only; many members of one "
        "figure are one alarm for them too.",
    ),
)
TRAP = L(
    "数据出错时的误报：{told}（每店每周）。",
    "False alarms where only the data was at fault: {told} (a shop-week).",
)
BY_RULE = L("误报来自哪些规则", "Which rules the false alarms came from")
RULE, COUNT = L("规则", "Rule"), L("次数", "Times")
NO_FALSE = L("没有误报。", "There were no false alarms.")
MONEY = L(
    "被点名、并且真的少卖了钱的问题有 {causes} 个。{inside} 的发现给出的范围含住了真实的每周损失"
    "（范围按 80% 设计）；给出的中间值是真实损失的 {ratio} 倍（中位，一半在 {low}–{high} 倍）。",
    "{causes} causes were named and had really cost sales. In {inside} of those findings the "
    "range held the true weekly loss (it is meant to in 80 %); the middle was {ratio} times the "
    "true loss (median; half lie between {low} and {high}).",
)
NO_MONEY = L(
    "没有一个被点名的问题带着金额，这次说不了金额准不准。",
    "No named cause carried a price, so this run cannot tell about money.",
)
FINDINGS = L("发现数", "Findings")
INSIDE, RATIO = L("范围含真值", "Range holds"), L("中值/真值", "Mid/truth")
MISSED = L("最常漏掉的：{names}。", "Missed most often: {names}.")
ALL_FOUND = L("没有哪一类是一半以上漏掉的。", "No kind was missed in more than half of its causes.")
LIMITS = (
    L(
        "这些店是我们自己模拟的，问题也是自己埋的：真实的店更乱，会有这里没有的问题。"
        "这里的比率是上限，不是承诺。",
        "These are our own simulated shops with causes that we planted: real shops are messier and "
        "have troubles that are not here. Take the rates as an upper bound, not as a promise.",
    ),
    L(
        "一家店只埋一个问题；几个问题同时出现时谁盖住谁，这里看不出。",
        "One cause at a time: which of several at once hides the others is not measured.",
    ),
    L(
        "每家店只重放 {days} 天，每类问题只有 {each} 家左右，所以每一类的比率只准到一二成。",
        "Each shop is replayed for {days} days and each kind has about {each} shops, so the rate "
        "of a single kind is known to ten or twenty points only.",
    ),
    L(
        "登记表按店铺最后一天的样子一次给全；退款按签收后 4 天算到账。"
        "其余数据每天早上只给到前一天。",
        "Hand-kept registers are given whole, as of the shop's last day, and refunds count as "
        "known four days after signing. All else is given up to the day before.",
    ),
)
MEASURED = L(
    "opslib {version}，{shops} 家没有问题的店，每类问题 {each} 家，各重放 {days} 天，种子 {seed}。",
    "opslib {version}, {shops} shops without a cause, {each} of each kind, {days} days each, "
    "seed {seed}.",
)
