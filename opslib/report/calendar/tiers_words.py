"""The words of threshold discounts and rebates."""

from __future__ import annotations

from ...labels import Label

L = Label

VERDICT = {
    "set": L("可以设：{plan}。{reason}。", "Worth setting: {plan}: {reason}."),
    "none": L("现在不设：{reason}。", "Not set for now: {reason}."),
    "cannot_tell": L("还看不出：{reason}。", "Cannot be told yet: {reason}."),
}
GAIN_TOLD = L(
    "最好的一组预计每周多赚 {gain}（80% 把握在 {range}，多赚的把握 {chance}）；每周让利 {given}，"
    "其中 {anyway} 给了本来就够门槛的单。按 {heed} 的买家会凑单算，少于 {need} 就亏。",
    "The best set should earn {gain} a week more (80 % range {range}, {chance} sure of a gain); it "
    "lets off {given} a week, {anyway} of it on orders that cross as they are. It takes {heed} of "
    "buyers to top up; below {need} it loses.",
)
GAIN, GIVEN = L("每周多赚", "Gain a week"), L("每周让利", "Let off a week")
TIER, CROSSING = L("门槛", "Tier"), L("够门槛（每周单）", "Crossing, orders a week")
TOPPED = L("凑上来（每周单）", "Topping up, orders a week")
PROFIT = L("每周利润变化", "Profit a week")
RANGE, CHANCE = L("范围", "Range"), L("把握", "Chance")
BEST = L("最好的一组是什么", "The best set")
WHO = L("差一点就够门槛的老买家 {n} 个", "Buyers just below a threshold: {n}")
BUYER, USUAL = L("买家", "Buyer"), L("平常一单", "Usual order")
THRESHOLD, GAP = L("门槛", "Threshold"), L("还差", "Gap")
OTHERS = L("比较过的其他方案", "Other sets that were compared")
REBATES = L("给客户的季度返利档", "Rebate tiers for customers, by quarter")
REBATE_METHOD = L(
    "按最近 90 天 {n} 个买家的累计金额算；把下一季的订单提前来凑的，没有扣掉。",
    "From what {n} buyers ordered in 90 days; what is only taken from the next quarter is not "
    "taken off.",
)
METHOD = L(
    "按最近半年平常日子的 {n} 单算，毛利 {margin}，打折后至少留 {floor}；"
    "多少买家会凑单是假定，做过一次满减后按实际学。",
    "From {n} orders of usual days of half a year, margin {margin}, at least {floor} left after "
    "any discount; how many top up is assumed until an edition of your own has told it.",
)
PIECES = L(
    "凑单的买家一件一件加，一件约 {piece}，会略超过门槛。",
    " Who tops up adds whole pieces of about {piece}, and ends a little beyond.",
)
METHOD_ASSUMED = L(
    "按最近半年平常日子的 {n} 单算，毛利 {margin} 是假定（库存表里没有成本），"
    "打折后至少留 {floor}；"
    "多少买家会凑单也是假定。",
    "From {n} orders of usual days of half a year, an assumed margin of {margin} (no costs in the "
    "stock table), at least {floor} left; how many top up is assumed as well.",
)
