"""What the section on the days to come says by itself, in both languages."""

from __future__ import annotations

from ..labels import Label

L = Label
_MONTHS = "January February March April May June July August September October November December"
MONTHS = [L(f"{i} 月", name) for i, name in enumerate(_MONTHS.split(), start=1)]
# Sentences; {…} are figures that carry their number.
OPEN = L(
    "{month}{metric}到 {day} 日为 {so_far}，预计到月底 {end}（八成把握 {low}–{high}）。",
    "{metric} of {month}: {so_far} up to day {day}, {end} expected by the month's end "
    "({low}–{high} with 80% chance). ",
)
NEXT = L(
    "{month}{metric}预计 {end}（八成把握 {low}–{high}）。",
    "{metric} of {month}: {end} expected ({low}–{high} with 80% chance). ",
)
FILLED = L("其中 {n} 天缺数据，按同星期几的平均补上。", "{n} missing day(s) count as usual. ")
CLOSED = L("{month}已结束：{metric} {value}。", "{month} is over: {metric} {value}. ")
CLOSED_GOAL = {
    True: L(
        "{month}已结束：{metric} {value}，达到{name} {goal}。",
        "{month} is over: {metric} {value}, which reaches the {name} of {goal}. ",
    ),
    False: L(
        "{month}已结束：{metric} {value}，没有达到{name} {goal}。",
        "{month} is over: {metric} {value}, which misses the {name} of {goal}. ",
    ),
}
CLOSED_CAP = {
    True: L(
        "{month}已结束：{metric} {value}，没有超出{name} {goal}。",
        "{month} is over: {metric} {value}, within the {name} of {goal}. ",
    ),
    False: L(
        "{month}已结束：{metric} {value}，超出{name} {goal}。",
        "{month} is over: {metric} {value}, beyond the {name} of {goal}. ",
    ),
}
DONE = L("{name} {goal} 已经达到。", "The {name} of {goal} has been reached already. ")
SPENT = L("{name} {goal} 已经超出。", "The {name} of {goal} has been passed already. ")
AIM = L(
    "{name} {goal}，达到的把握 {chance}：剩下 {n} 天每天要 {needed}，照现在的走势每天 {expected}",
    "The chance to reach the {name} of {goal} is {chance}: the {n} day(s) left need {needed} a "
    "day and look like {expected}",
)
CAP = L(
    "{name} {goal}，不超的把握 {chance}：剩下 {n} 天每天可花 {needed}，照现在的走势每天 {expected}",
    "The chance to stay within the {name} of {goal} is {chance}: the {n} day(s) left may take "
    "{needed} a day and look like {expected}",
)
SHORT = L("，每天还差 {short}。", ", {short} a day short. ")
OVER = L("，每天多花 {short}。", ", {short} a day too much. ")
STOP = L("。", ". ")
NO_TARGET = L(
    "没有登记目标（填“目标登记表”）。只作参照，不是目标：{goals}。",
    "No target is registered (fill in the target register). For reference, not as a target: "
    "{goals}. ",
)
NO_REFERENCE = L(
    "没有登记目标（填“目标登记表”），也没有可参照的月份。",
    "No target is registered (fill in the target register), and no month to refer to is known. ",
)
GOAL = L("{name} {goal}", "{name} {goal}")
LADDER = L("{name} {goal}（指标阶梯 {guide}）", "{name} {goal} (ladder of guide {guide})")
SCORE = L(
    "上周此时预计这 {n} 天 {said}，实际 {came}（{off}）；{n} 天里 {k} 天落在预计范围内。",
    "A week ago these {n} day(s) were expected to bring {said}; they brought {came} ({off}), and "
    "{k} of {n} lay inside their range.",
)
EVEN = L("正好", "even")
YOUNG = L(
    "历史只有 {n} 天，不到两个月，范围只能当参考。",
    "Only {n} days of history, less than two months: take the ranges as a hint.",
)
# Figures and tables
LINE = L("{metric}：近 4 周和未来 7 天", "{metric}: the last 4 weeks and the next 7 days")
BAR = L("{month}，到月底", "{month}, to its end")
LINE_ALT = L(
    "{metric}，近 4 周实际，{start} 到 {end} 预计每天 {low} 到 {high}。{marks}",
    "{metric}: the last 4 weeks, and {start} to {end} as expected, {low} to {high} a day. {marks}",
)
LINE_KEY = L("虚线＝预计 · 灰带＝八成把握的范围", "Dashed: expected · band: 80% range")
MARK_KEY = L(" · 竖线＝节日和活动", " · upright lines: holidays and events")
BAR_ALT = L(
    "{month}{metric}：到今天 {so_far}，月底预计 {end}，{low} 到 {high}。",
    "{metric} in {month}: {so_far} so far, {end} expected, {low} to {high}.",
)
BAR_KEY = L(
    "深＝已有 · 浅＝预计 · 横线＝八成把握的范围 · 竖线＝目标或参照",
    "Dark: so far · light: expected · thin line: 80% range · upright line: target or reference",
)
DAYS = L("未来 7 天，逐日", "The next 7 days, one by one")
MONTH = L("各指标到月底", "Every figure to the month's end")
DAY, MARKS = L("日期", "Day"), L("节日和活动", "Holidays and events")
SO_FAR, END = L("本月到今天", "So far"), L("月底预计", "Month's end")
GOALS, CHANCE = L("目标或参照", "Target or reference"), L("把握", "Chance")
PER_DAY = L("每天要 / 预计", "Needed / expected a day")
EXPECTED, LOW, HIGH = (
    L("预计", "Expected"),
    L("下限（80%）", "Low (80%)"),
    L("上限（80%）", "High (80%)"),
)
METHOD = L(
    "预计由星期、趋势、节日和以往活动从 {n} 天历史推出；范围来自同样的算法过去差了多少，"
    "月底的范围按合计算，不是各天相加。去重的访客不能加成一个月。",
    "Expected from weekday, trend, holidays and earlier events in {n} days of history; ranges come "
    "from what the same method missed in the past, for the month from its misses of such totals. "
    "Distinct visitors do not add up to a month.",
)
# Names of the numbers in data.json
N_SO_FAR = L("{metric}，本月到今天", "{metric}, month so far")
N_END = L("{metric}，月底预计", "{metric}, expected by the month's end")
N_CLOSED = L("{metric}，{month}合计", "{metric}, {month} in all")
N_DAY = L("{metric}，{day} 预计", "{metric}, expected on {day}")
N_GOAL = L("{metric}，{name}", "{metric}, {name}")
N_CHANCE = L("{metric}，{name}的把握", "{metric}, chance of the {name}")
N_NEEDED = L("{metric}，剩下每天要", "{metric}, needed a day")
N_EXPECTED = L("{metric}，剩下每天预计", "{metric}, expected a day")
N_SHORT = L("{metric}，每天差", "{metric}, missing a day")
N_SAID = L("{metric}，上周预计这几天", "{metric}, expected a week ago")
N_CAME = L("{metric}，这几天实际", "{metric}, of these days")
N_OFF = L("{metric}，实际比上周预计", "{metric}, against what was expected")
