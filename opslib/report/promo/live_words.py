"""Words of the section on live sessions."""

from __future__ import annotations

from ...labels import Label as L

NEEDS = L(
    "没有直播场次。把每场的开播时间、时长、观看人数、订单、金额填进“直播登记表”，这里会比哪个钟点开播最好。",
    "No live sessions. Enter start, length, viewers, orders and amount of each into the live "
    "register: this would tell at which hour to go on air.",
)
BEST = L(
    "{hour} 开播最好：每小时约 {rate}（{lo}–{hi}），把握 {p}。",
    "Going on air at {hour} is best: about {rate} an hour ({lo}–{hi}), {p} sure.",
)
LEADS = L(
    "{hour} 开播暂时领先（把握 {p}），还不能定；领先的两个钟点各再播约 {n} 场就能分出来。",
    "Going on air at {hour} is ahead ({p} sure), not decided; about {n} more sessions in each of "
    "the two leading hours would tell.",
)
CLOSE = L(
    "{hour} 开播略微领先（把握 {p}），几个钟点太接近，分不出高下。",
    "Going on air at {hour} is slightly ahead ({p} sure): too close to be told apart.",
)
ONE = L(
    "{n} 场都在 {hour} 开播，没得比：换一两个钟点各播 3 场再看。",
    "All sessions ({n}) began at {hour}: try one or two other hours, three sessions each.",
)
GAIN = L(
    "其余场次挪过去，每周约多赚 {gain}（{lo} ~ {hi}）。",
    " Moving the other sessions there is worth about {gain} a week ({lo} to {hi}).",
)
N_GAIN = L("挪到最好的钟点每周多赚", "Won a week by moving to the best hour")
HOUR = L("开播钟点", "On air at")
N = {
    "sessions": L("场次", "Sessions"),
    "viewers_rate": L("每小时观看", "Viewers an hour"),
    "orders": L("订单", "Orders"),
    "rate": L("每小时订单", "Orders an hour"),
}
LEADS_N = L("每小时询盘", "Inquiries an hour")
ORDERS = {
    "gmv": L("{n} 单", "{n} orders"),
    "leads": L("{n} 条询盘", "{n} inquiries"),
}
INQUIRIES = L("询盘", "Inquiries")
P_BEST = L("最好的概率", "Chance of being best")
LIST = L("按开播钟点看（{n} 个）", "By hour of going on air: {n}")
VERDICT = {
    "best": L("最好", "Best"),
    "high": L("偏好", "Better"),
    "low": L("偏差", "Worse"),
    "plain": L("一般", "Usual"),
}
METHOD = L(
    "看最近半年的 {n} 场。先扣掉淡旺季（每四周一算），再把每小时订单向各钟点的平均收缩；"
    "好主播、新品总排在同一钟点时，这里分不出是谁的功劳。",
    "{n} sessions of the last half year. Seasons are taken out by four weeks, rates are shrunk "
    "towards the mean of all hours; where the best host or new goods always had the same hour, "
    "their part cannot be told from the hour's.",
)
TABLE = L("直播", "Live sessions")
