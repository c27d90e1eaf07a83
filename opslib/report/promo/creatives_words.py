"""Words of the part on creatives."""

from __future__ import annotations

from ...labels import Label as L

TITLE = L("创意：{plan}", "Creatives: {plan}")
WINNER = L(
    "{arm}胜出（把握 {p}，同期 {days} 天）：多点击，钱也不少，可以把展现集中给它。",
    "Winner: {arm} ({p} sure, {days} days side by side): clicked more, and its money agrees. "
    "Show it alone.",
)
CLICKS_ONLY = L(
    "{arm}点击率最高（把握 {p}，同期 {days} 天），但按成交算别的创意更值钱：先不换。",
    "Clicked most: {arm} ({p} sure, {days} days side by side), but by results another is worth "
    "more: change nothing yet.",
)
SAME = L(
    "同期 {days} 天，点击率差别不大，用哪个都行。",
    "{days} days side by side: no difference that matters; take either.",
)
RUNNING = L(
    "{arm}暂时领先（把握 {p}，同期 {days} 天），还不能定；照现在的速度约还要 {more} 天。",
    "Ahead: {arm} ({p} sure, {days} days side by side), not decided; at today's pace about {more} "
    "more days are needed.",
)
CLOSE = L(
    "{arm}略微领先（把握 {p}，同期 {days} 天），太接近，照现在的数据分不出高下。",
    "Slightly ahead: {arm} ({p} sure, {days} days side by side): too close to be told apart.",
)
ONE = L(
    "这个计划只有一个创意：再放一个，才比得出好坏。",
    "This plan has one creative: add another to compare.",
)
GAIN = L(
    "其余展现换成它，预算跟得上的话每周约多赚 {gain}（{lo} ~ {hi}）。",
    " Showing it in place of the others is worth about {gain} a week ({lo} to {hi}), as far as "
    "the budget pays for the clicks.",
)
N_GAIN = L("换成胜出创意每周多赚", "Won a week by the winning creative")
WHO = L("创意", "Creative")
N = {
    "impressions": L("展现", "Impressions"),
    "clicks": L("点击", "Clicks"),
    "ctr": L("点击率", "Click rate"),
    "conv": L("转化", "Results"),
    "cvr": L("转化率", "Conversion rate"),
    "mille": L("每千次展现留下", "Left of 1000 impressions"),
    "spend": L("花费", "Spend"),
}
P_CLICKS = L("点击最多的概率", "Chance of most clicks")
P_BEST = L("最值钱的概率", "Chance of most money")
HOURS = L("分时段的点击率", "Click rate by part of the day")
PART = L("{first}–{last} 点", "{first}:00–{last}:00")
ROWS = L("{n} 个创意", "Creatives: {n}")
TABLE = L("创意", "Creatives")
METHOD = L(
    "只比同一计划里同时在跑的日子；点击率、转化率先向同计划的其他创意收缩。"
    "平台自己分配展现时，会给不同创意不同的位置和人，差别里可能有它的份。",
    "Compared within a plan, on days on which all ran; rates are shrunk towards the plan's other "
    "creatives. Where the platform spreads impressions itself, it gives creatives different places "
    "and buyers, which may be part of the difference.",
)
