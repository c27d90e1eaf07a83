"""Words of the section on hours and weekdays."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "要有按小时的推广报表。有了它，这里显示一周里哪些时段效果好、哪些差。",
    "Needs the hourly advertising report. It would show which slots of the week work.",
)
DAYS = (
    L("周一", "Mon"), L("周二", "Tue"), L("周三", "Wed"), L("周四", "Thu"), L("周五", "Fri"),
    L("周六", "Sat"), L("周日", "Sun"),
)  # fmt: skip
CONV = {"gmv": L("成交", "orders"), "leads": L("商机", "leads")}
HEAD = {"gmv": L("成交", "Orders"), "leads": L("商机", "Leads")}
MEASURE = {
    "impressions": L("展现", "Impressions"),
    "clicks": L("点击", "Clicks"),
    "spend": L("花费", "Spend"),
}
PER_CLICK = L("每次点击的{conv}", "{conv} per click")
CTR = L("点击率", "click rate")
HIGHER = L("{what}：{who} 高于平时。", "Higher {what}: {who}.")
LOWER = L("{what}：{who} 低于平时。", "Lower {what}: {who}.")
CELLS = L("有 {n} 个时段（星期×小时）与平时不同。", "Slots (weekday x hour) that differ: {n}.")
NOTHING = L(
    "各时段每次点击带来的{conv}差别都在偶然范围内，时段投放不用改。",
    "No slot differs beyond chance in {conv} per click: leave the schedule as it is.",
)
TOO_FEW = L(
    "只有 {n} 个{conv}，还不够分时段判断，时段投放先不改。",
    "Only {n} {conv} so far: too few to judge hours; leave the schedule as it is.",
)
KEEP = L("建议：分时折扣保持不变。", "Suggestion: keep the time weights.")
SUGGEST = L("建议分时折扣（其余 100%）：", "Suggested time weights (others 100 %): ")
WEIGHT = L("{hours} 调到 {share}", "{hours} at {share}")
GAIN = L(
    "总花费不变，每周约多赚 {gain}（{lo} ~ {hi}）。",
    "At the same spend about {gain} more a week ({lo} to {hi}).",
)
N_GAIN = L("分时折扣每周可多赚", "Won a week by time weights")
MAP = L("{what}：星期 × 小时", "{what}: weekday x hour")
LEGEND = L(
    "颜色越深越多；▲ 每次点击的效果高于平时，▽ 低于平时（已排除偶然）。",
    "Darker is more; ▲ results per click above the usual, ▽ below, beyond chance.",
)
ALT = L(
    "{what}热力图：{day}最多，一天里 {hour} 最多。{verdict}",
    "Heat map of {what}: most on {day}, and at {hour} within the day. {verdict}",
)
OTHER_MAPS = L("展现、花费、效果的热力图", "Heat maps of impressions, spend and results")
HOURS_TABLE = L("各时段明细", "Hours in detail")
HOURS = L("时段", "Hours")
HOUR = L("小时", "Hour")
WEEKDAY = L("星期", "Weekday")
FACTOR = L("效果倍数", "Factor")
TIME_WEIGHT = L("建议折扣", "Weight")
VERDICT = {"high": L("高", "high"), "low": L("低", "low"), "plain": L("正常", "usual")}
METHOD = L(
    "最近 {days} 天。每天的{conv}只和当天各小时的点击比，淡旺季不影响；数据少的小时与相邻小时合并；"
    "报出的时段里预计最多一成是误报。改分时折扣时，挪动的钱按七成见效估计（假定）。",
    "Last {days} days. The {conv} of a day are compared with that day's own clicks, so seasons do "
    "not matter; hours with few results are joined with their neighbours; at most one in ten "
    "slots told is expected to be wrong. Of moved money 70 % is taken to work as well (assumed).",
)
TABLE = L("时段", "Slots")
