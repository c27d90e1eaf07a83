"""The words of the calendar page."""

from __future__ import annotations

from ...labels import Label

L = Label

# Verdict
HEAD = L("{year} 年营销日历", "marketing calendar {year}")
DUE = L(
    "本周要准备 {n} 步，先做“{name}”的{first}（{day} 前）；",
    "Steps due this week: {n}, first {first} of '{name}' (by {day}); ",
)
DUE_LATER = L(
    "本周没有到期的准备，接着是“{name}”的{first}（{day} 前）；",
    "Nothing falls due this week, next is {first} of '{name}' (by {day}); ",
)
DUE_NONE = L("本周没有到期的准备；", "Nothing falls due this week; ")
LATE = L("逾期 {n} 步。", "overdue: {n}. ")
LATE_NONE = L("没有逾期。", "nothing is overdue. ")
FILLED = L(
    "{year} 年 12 个月里 {months} 个有主题，{weeks} 周里 {busy} 周有活动。",
    "Of the 12 months of {year} {months} have a theme, of {weeks} weeks {busy} an activity. ",
)
NEXT = L("下一场：{name}，{days} 天后开始", "Next: {name}, in {days} days")
NEXT_TODAY = L("{name} 正在进行", "{name} is on")
STEPS_LATE = L("，准备 {all} 步里 {late} 步已逾期。", "; {late} of its {all} steps overdue. ")
STEPS_FINE = L("，准备没有落下。", "; nothing is late. ")
STEPS_NONE = L("，还没排进日历。", "; not in the calendar yet. ")
FIRST = L("先处理：{title}。", "Do first: {title}. ")
NOTHING = L("今天没有要补的。", "Nothing needs mending today. ")
NO_REGISTER = L(
    "还没有营销日历登记表，只能看平台活动和节假日。把 registers 里的“营销日历.xlsx”填上自己的活动，"
    "这里就会检查空档、倒排任务、提醒海报和优惠券。",
    "There is no calendar register yet: only platform events and holidays are shown. Fill in "
    "营销日历.xlsx in registers, and gaps, steps, posters and coupons are checked here.",
)
TEXT = L(
    "{year} 年：{months} 个月有主题，{busy} 周有活动，{late} 步逾期",
    "{year}: months with a theme {months}, weeks with an activity {busy}, steps late {late}",
)
N_MONTHS = L("有主题的月份", "Months with a theme")
N_WEEKS = L("有活动的周", "Weeks with an activity")
N_LATE = L("逾期的准备步骤", "Overdue steps")
N_DAYS = L("离下一场活动的天数", "Days to the next event")

START, END = L("开始", "Start"), L("结束", "End")

# This week
TOLD = L(
    "逾期 {late} 步，两周内到期 {soon} 步。", "Steps overdue: {late}; due within two weeks: {soon}."
)
NO_STEPS = L("两周内没有要准备的。", "Nothing to prepare within two weeks.")
STEP = L("做什么", "What")
LATER = L("后面 {n} 步", "Later steps: {n}")
DUE_IN = L("还有 {n} 天", "in {n} days")
SOON = L("快到了", "close")
RUNS = L("本周在做：", "On this week: ")
RUNS_NOTHING = L("本周没有活动。", "Nothing is on this week.")
STARTS = L("两周内开始：", "Beginning within two weeks: ")
DAYS_OFF = L("两周内放假：", "Holidays within two weeks: ")
MAKEUP = L("（{days} 上班）", " (working on {days})")
BIG = L(
    "活动大买家回访（{n} 位，活动结束后 3 天内）", "Big buyers to follow up: {n}, within 3 days"
)
BUYER = L("买家（编码）", "Buyer (hashed)")
BOUGHT = L("活动期买了", "Bought in it")
SPEAK = L("回访期限", "Follow up by")
AGAIN, NOT_AGAIN = L("之后又下过单", "has ordered since"), L("之后没下单", "no order since")
FOLLOWED = L("已回访", "done")
STEP_TABLE = L("倒排任务", "Steps")
ACTIVITY = L("活动", "Activity")
PLANNED = L("模板日期", "Template day")
STATES = {
    "done": L("已完成", "done"),
    "overdue": L("逾期", "overdue"),
    "at_risk": L("快到期", "at risk"),
    "open": L("未到期", "open"),
}
MINUTES = L("分钟", "Minutes")

# The year
MONTH = L("{n} 月", "{name}")
NAMES = [
    L(f"{i} 月", n)
    for i, n in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
]
NO_THEME = L("没有主题", "no theme")
LEGEND = L(
    "粗条：平台活动 · 细条：自己的活动 · 底色：放假 · 斜线：停工 · 竖线：今天",
    "Thick: platform events · thin: own activities · tint: holidays · hatched: stop · line: today",
)
YEAR_ALT = L(
    "{year} 年逐月日历：{events} 场平台活动，{own} 场自己的活动，{months} 个月没有主题。",
    "{year} by month: platform events {events}, own activities {own}, months without a theme "
    "{months}.",
)
EARLIER_DATES = L("今天以前的（{n} 项）", "Before today: {n}")
AGENDA = L("全年日期清单", "All dates of the year")
WHAT_KIND = L("类型", "Kind")
FROM_TO = L("日期", "Days")
SURE = L("日期把握", "Date")
CONFIDENCE = {
    "high": L("准", "sure"),
    "medium": L("差几天", "give or take days"),
    "low": L("待确认", "to confirm"),
    "own": L("自己定", "own"),
}
EVENT_KIND = L("平台活动", "platform event")
HOLIDAY_KIND = L("节假日", "holiday")
KNOW_KIND = L("行业", "trade")
MONTH_VIEW = L("{month} 逐日", "{month} day by day")

# Gaps
GAPS_TOLD = L(
    "没有主题的月份 {months} 个，没有活动的周 {weeks} 个，从今天起还没过的各 {m} 个、{w} 个。",
    "Months without theme: {months}, weeks without activity: {weeks}; still to come: {m} and {w}.",
)
GAPS_NONE = L("每月有主题，每周有活动。", "Each month has a theme and each week an activity.")
LEVEL = L("哪一级", "Level")
FILLED_OF = L("有的", "Filled")
EMPTY_ONES = L("空着的（从今天起）", "Empty, from today")
LEVEL_MONTH = L("月有主题", "Month: a theme")
LEVEL_WEEK = L("周有活动", "Week: an activity")
LEVEL_DAY = L("天有安排", "Day: a plan")
NONE = L("没有", "none")
AND_MORE = L("等 {n} 个", "and more, {n} in all")
PROPOSED = L(
    "补空档的建议 {n} 条（可在 calendar.xlsx 里改好再导入）",
    "Proposals for the gaps: {n} (edit them in calendar.xlsx and import it)",
)
COLLISIONS = L("叠在一起的优惠 {n} 处（从今天起）", "Discounts that add up, from today: {n}")
PAST_COLLISIONS = L("今年过去的还有 {n} 处。", "Past ones of this year: {n}.")
BOTH = L("两个活动", "Both")
TOGETHER = L("一共让利", "Together off")
STOPPED = L("停工期里的活动", "Activities while factories stop")

# Enrolment
ENROL_TOLD = L(
    "能报的 {n} 场活动，报了 {done} 场（{share}）。",
    "Of {n} events we may join, {done} enrolled ({share}).",
)
ENROL_NONE = L(
    "登记表里没有写报名截止的平台活动。", "No platform event in the register has a deadline."
)
CLOSES = L("报名截止", "Closes")
ENROLLED = L("报名", "Enrolled")
NOT_YET = L("还没报", "not yet")
MISSED = L("错过", "missed")
N_ENROLLED = L("已报名活动", "Events enrolled")
PAST_ONES = L("已经截止的 {n} 场", "Closed ones: {n}")

# Tools
TOOLS = L("营销工具", "Marketing tools")
TOOLS_TOLD = L("{n} 个营销工具", "Marketing tools: {n}")
TOOL = L("工具", "Tool")
TOOL_COST = L("花费", "Cost")
TOOL_EXTRA = L("净多卖", "Net extra")
TOOL_EACH = L("每多卖一元花", "Cost of an extra unit")
TOOL_STATE = {
    "on": L("开着", "on"),
    "ends_soon": L("一周内到期", "ends within a week"),
    "off": L("停了", "off"),
    "never": L("没记开通日期", "no day noted"),
}
TOOL_METHOD = L(
    "按开通后头 28 天和本来会有的销售比；花费按这些天摊。",
    "The first 28 days against what would have been sold; the cost is that of these days.",
)
