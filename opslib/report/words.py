"""Every sentence the report says by itself, in both languages."""

from __future__ import annotations

from ..labels import Label

L = Label
# Units, windows, comparisons
HOURS = L("小时", "h")
DAYS = L("天", "d")
POINTS = L("点", "pt")
UNCHANGED = L("持平", "flat")
FROM_ZERO = L("从 0 起", "from 0")
TENFOLD = L("10 倍以上", "over 10×")
LAST_DAY = L("昨天", "Last day")
LAST_DAYS = L("近 {days} 天", "Last {days} days")
AGAINST = {
    "before": L("前一期", "period before"),
    "weekdays": L("同星期", "same weekdays"),
    "last_year": L("去年同期", "last year"),
}
AGAINST_SHORT = {
    "before": L("前一期", "before"),
    "weekdays": L("同星期", "weekdays"),
    "last_year": L("去年同期", "last year"),
}
FOUR_WEEKS = L("前四周平均", "mean of the four weeks before")
WITHIN = L("，在正常波动以内", ", within normal fluctuation")
AGAINST_HINT = L(
    "前一期＝紧挨着的前一个等长窗口；同星期＝前四周同样的星期几；去年同期按农历和星期对齐。",
    "Period before: the equally long window just before. Same weekdays: the four weeks before. "
    "Last year: aligned by weekday and, around Spring Festival, by the lunar calendar.",
)
WEEKLY = L("/ 周", "/ week")
TOTAL = L("合计", "Total")
YES, NO = L("是", "yes"), L("否", "no")
UNKNOWN = L("还不能判断", "cannot tell yet")
COLON = L("：", ": ")
STOP = L("。", ". ")
AND = L("、", ", ")
OPEN, CLOSE = L("（", " ("), L("）", ")")

GAP_BETWEEN = L("", " ")

# Severity and states
SEVERITY = {
    "act": L("处理", "Act"),
    "watch": L("关注", "Watch"),
    "note": L("备注", "Note"),
}
STATE = {
    "ok": L("正常", "normal"),
    "weak": L("弱", "weak"),
    "strong": L("强", "strong"),
    "late": L("已超时", "overdue"),
    "soon": L("快到时", "due soon"),
    "cannot_tell": UNKNOWN,
    "no_data": L("没有数据", "no data"),
    "pass": L("通过", "pass"),
    "fail": L("触发", "fired"),
    "folded": L("已并入", "folded"),
}
FILE_STATE = {
    "imported": L("已导入", "imported"),
    "unchanged": L("没有变化", "unchanged"),
    "replaced": L("已更新", "replaced"),
    "refused": L("已拒收", "refused"),
}

# Failing and empty sections
SECTION_FAILED = L(
    "“{section}”这一节出错了，这里的内容缺失，不代表一切正常。",
    "The section '{section}' failed. Its content is missing; do not read that as 'all normal'.",
)
NO_DATA = L("这一节没有数据。", "There is no data for this section.")

# Head and verdict
UP_TO = L("截至 {day}", "Up to {day}")
NOW = L("{window}{metric} ", "{window}, {metric} ")
LESS = L("，比{against}少 ", ", less than the {against} by ")
MORE = L("，比{against}多 ", ", more than the {against} by ")
SAME = L("，与{against}持平", ", level with the {against}")
NORMAL = L("一切正常。", "All normal. ")
TO_DO = L("有 {n} 件事要看，合计约 ", "Items to look at: {n}, together worth about ")
TO_DO_UNPRICED = L("有 {n} 件事要看。", "Items to look at: {n}.")
CHECKED = L(
    "查了 {rules} 条规则、{subjects} 个对象", "{rules} rules and {subjects} objects were checked"
)
AFTER_REFUNDS = L("，退款后 ", ", after refunds ")
CHECKED_QUIET = L("，没有需要处理的事。", "; nothing needs doing.")
CHECKED_REST = L("，其余正常或已列入今日任务。", "; the rest is normal or among the tasks. ")
CANNOT = L("{n} 条规则数据还不够，不能判断。", "{n} rule(s) cannot tell yet. ")
HAD_NO_DATA = L(
    "另有 {n} 条规则缺数据，没有查。", "{n} more rule(s) lack their data and were not checked. "
)
NO_HEADLINE = L(
    "没有{metric}的数据，不能判断生意大小。",
    "There is no data on {metric}, so the size of business cannot be told.",
)
PARTIAL = L("缺 {n} 天", "{n} day(s) missing")
MONEY_UNKNOWN = L("金额还不能估计", "money cannot be estimated yet")
CHANCE = L("把握 {p}", "{p} sure")
MINUTES = L("约 {n} 分钟", "About {n} min")
BASIS = L("依据 {guide}", "Guide {guide}")
ASSUMED = L("门槛是我们的假定", "threshold is our assumption")
NOW_AGAINST = L("现在 {value}，门槛 {threshold}", "now {value}, threshold {threshold}")
SAMPLES = L("参照 {n} 个数据", "out of {n} figures")
STILL_NEEDED = L("还需 {n} 个数据才能确定", "{n} more needed to be certain")
FOLDED = L("同一原因的 {n} 条已并入", "{n} more with the same cause folded in")
NOTES = L("{n} 条备注", "Notes: {n}")
MORE_FINDINGS = L("另外 {n} 条发现", "More findings: {n}")
WHAT_CHECKED = L("查了什么", "What was checked")

# Figures' sentences
TREND_ALT = L(
    "{metric}，{start} 到 {end}：最新 {last}，{judged}；{flags} 天超出正常范围。",
    "{metric}, {start} to {end}: latest {last}, {judged}; {flags} day(s) outside the normal range.",
)
INSIDE = L("在正常范围内", "within the normal range")
ABOVE = L("高于正常范围", "above the normal range")
BELOW = L("低于正常范围", "below the normal range")
UNJUDGED = L("还没有正常范围", "no normal range yet")
BAND = L("灰带＝按星期和节日估计的正常范围", "Band: the normal range for the weekday and season")
FLAG = L("圈＝超出正常范围", "circle: outside the normal range")
GAP = L("断开＝缺数据", "gap: no data")

# KPIs
ALL_METRICS = L("全部指标，各个窗口", "All metrics, all windows")
ALL_TRENDS = L("折线图（90 天）", "Line charts (90 days)")
METRIC = L("指标", "Metric")
WINDOW = L("窗口", "Window")
VALUE = L("数值", "Value")
BOUNDS = L("去重人数，只能给出上下界", "distinct people: only bounds are known")
DAY_BY_DAY = L("日均口径", "mean of days")
OUT = L("超出正常", "unusual")

# Funnel
PATH = L("判断路径", "Decision path")
NORMAL_IS = L("正常 {normal}（{against}）", "normal {normal} ({against})")
LOOK_AT = L("先查：", "Check first: ")
FUNNEL_ALT = L("漏斗：{steps}。{verdict}", "Funnel: {steps}. {verdict}")
PER_DAY = L("每天 {n}", "{n} a day")

# Why
WHY_HEAD = L(
    "{window}{metric}从 {before} 到 {after}，",
    "{window}, {metric} went from {before} to {after}: ",
)
WHY_ALT = L(
    "{metric}变化 {change} 的原因：{parts}，合计等于总变化。",
    "Why {metric} changed by {change}: {parts}; the parts add up to the change.",
)
FADED = L("淡色＝没有超出正常波动", "Faded: within normal fluctuation")
EXACT = L("各项相加正好等于总变化", "the parts add up to the change exactly")
PART = {
    "factor": L("因素", "factor"),
    "mix": L("人数", "traffic"),
    "rate": L("产出", "yield"),
    "member": L("增减", "volume"),
}
DIMENSION = {
    "shop": L("全店", "Shop"),
    "factor": L("因素", "Factor"),
    "channel": L("渠道", "Channel"),
    "product": L("商品", "Product"),
    "keyword": L("关键词", "Keyword"),
    "region": L("地域", "Region"),
    "plan": L("推广计划", "Plan"),
    "audience": L("人群", "Audience"),
}
CONTRIBUTION = L("贡献", "Contribution")
BEYOND = L("超出波动", "Beyond noise")
BY = L("按{dimension}拆", "By {dimension}")
MIX_RATE = L(
    "人数＝来的人多了少了；产出＝每人的产出变了。",
    "Traffic: more or fewer came. Yield: what each brought.",
)

# Traffic, movers, clocks, ads, tasks
SCENE = L("场景", "Scene")
VISITORS_DAY = L("昨天访客", "Visitors, last day")
USUAL = L("同星期平时", "Usual for the weekday")
SHARE = L("占比", "Share")
CHANGE = L("变化", "Change")
SCENES_ALT = L("流量场景占比：{parts}", "Traffic by scene: {parts}")
SCENES_NOTE = L(
    "昨天的访客和占比，箭头＝和同星期平时比。一个人可以从几个场景进店，占比是在各场景之和里的占比。",
    "Visitors of the last day and their share; arrows: against the usual for the weekday. One "
    "person may come through several scenes; shares are of the sum over scenes.",
)
ALL_SCENES = L("全部 {n} 个来源", "All {n} sources")
FELL, ROSE = L("掉得最多", "Fell most"), L("涨得最多", "Rose most")
WEAK_IN = L("弱在哪", "Weak in")
LOST_TAGS = L("掉了标签或等级的商品", "Products that lost a tag or level")
NO_LOST_TAGS = L("没有商品掉标签或等级。", "No product lost a tag or level.")
PRODUCT = L("商品", "Product")
TAG = L("掉了什么", "Lost")
IS = L("现在", "Is now")
SINCE = L("从哪天", "Since")
SALES = L("近 7 天成交", "Sales, 7 days")
LATE_N = L("{n} 个已超时", "{n} overdue")
SOON_N = L("{n} 个快到时", "{n} due soon")
NONE_LATE = L("没有超时", "none overdue")
SUBJECT = L("对象", "Object")
DUE = L("截止", "Due")
LEFT = L("还剩 / 逾期", "Left / late")
WORTH = L("值多少", "Worth")
LIST = L("清单（{n}）", "List ({n})")
PLAN = L("计划", "Plan")
BUDGET_USED = L("7 天预算用了", "Budget used, 7 d")
RAN_OUT = L("昨天几点花完", "Ran out, last day")
SPEND = L("7 天花费", "Spend, 7 d")
CLICKS = L("点击", "Clicks")
CTR = L("点击率", "Click rate")
CPC = L("每次点击", "Per click")
LEADS = L("线索", "Leads")
CPL = L("每条线索", "Per lead")
ROI = L("投产比", "ROI")
EXCEPTION = L("异常", "Exception")
NO_EXCEPTION = L("{n} 个计划都没有异常。", "No exception in {n} plan(s).")
EXCEPTIONS = L("{n} 个计划里 {m} 个有异常。", "{m} of {n} plan(s) need a look.")
QUIET_PLANS = L("没有异常的计划（{n}）", "Plans without exception ({n})")
TASK = L("什么事", "What")
OWNER = L("谁", "Who")
SOURCE = L("来自", "From")
OVERDUE = L("逾期 {n} 天", "{n} day(s) overdue")
TODAY = L("今天", "today")
NO_TASKS = L("今天没有到期的任务。", "Nothing is due today.")
TASKS_TOLD = L("{n} 件任务，其中 {m} 件已逾期。", "{n} task(s), {m} overdue.")

# Quality and method
FILES = L("用了哪些文件（{n}）", "Files used ({n})")
FILE = L("文件", "File")
FROM, TO = L("从", "From"), L("到", "To")
PERIOD = L("日期", "Period")
ROWS_TAKEN = L("收下", "Accepted")
ROWS_REFUSED = L("拒收", "Refused")
STATUS = L("状态", "State")
PROBLEMS = L("出了问题的文件", "Files with problems")
QUALITY_OK = L(
    "{files} 个文件，收下 {rows} 行，没有拒收。",
    "{files} file(s), {rows} rows accepted, none refused.",
)
QUALITY_BAD = L(
    "{files} 个文件，收下 {rows} 行，拒收 {refused} 行。",
    "{files} file(s), {rows} rows accepted, {refused} refused.",
)
COVERAGE_ALT = L("{table}：{days} 天里有 {present} 天的数据", "{table}: {present} of {days} days")
COVERAGE = L(
    "每天有没有数据（深＝有，空＝没有；订单空＝那天没有单，或缺文件）",
    "Data by day (dark: there, empty: none; no orders: none came, or the file is missing)",
)
DEFINITIONS = L("用到的指标怎么算", "Definitions of the metrics used")
DEFINITION = L("定义", "Definition")
RULE, GUIDE = L("规则", "Rule"), L("依据", "Guide")
PROFILE = L(
    "平台口径：{name}。时区 {timezone}。币种 {currency}。",
    "Profile: {name}. Time zone {timezone}. Currency {currency}.",
)
KNOWN_AT = L("用的是 {when} 之前到的数据。", "Uses data that had arrived by {when}.")
LIMITS = (
    L(
        "访客和买家是去重人数，各天不能相加；长窗口只取平台自己的口径，没有时给出上下界。",
        "Visitors and buyers are distinct people: days are not added up. Longer windows come from "
        "the platform's own figure, else bounds are given.",
    ),
    L(
        "金额范围是估算，一部分靠我们的假定；数据太少的不下结论。",
        "Money ranges are estimates resting in part on our assumptions; thin data get no verdict.",
    ),
    L(
        "原因分解说明钱差在哪一环，不证明是谁造成的。",
        "The split of a change says in which link the money moved; it does not prove the cause.",
    ),
)
TRACE = L(
    "任何一个数字都能查到文件和行：opslib why 编号 --run 运行。",
    "Any figure can be traced to file and row: opslib why NUMBER --run RUN.",
)
NUMBER = L("编号", "Number")
LABEL = L("名称", "Name")
UNIT = L("单位", "Unit")
BASELINE = L("前一期", "Before")

# Exploring
EXPLORE = {
    "metric": METRIC,
    "window": WINDOW,
    "by": L("按什么拆", "Cut"),
    "against": L("和谁比", "Compare with"),
    "alarms": L("一个月允许误报几次", "False alarms a month"),
}
WHOLE_SHOP = L("全店", "Whole shop")
STATIC_TWIN = L(
    "这里是控件默认值时的样子；在 JupyterLab 里打开笔记本可以拖动。",
    "This shows the controls at their defaults; open the notebook in JupyterLab to move them.",
)
ALARM_DAYS = L("{days} 天里有 {n} 天会报警。", "{n} of {days} days would raise an alarm.")
