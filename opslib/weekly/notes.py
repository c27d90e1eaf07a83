"""What the weekly page says of its method: week, attribution, late conversions, worth, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..labels import Label
from ..report import style

if TYPE_CHECKING:
    from .week import Weekly

L = Label


def notes(weekly: Weekly) -> list[Label]:
    """How the week's figures are made, and what they stand on, line by line."""
    terms = weekly.terms
    week = WEEK.format(first=f"{terms.week[0]}", last=f"{terms.week[1]}")
    found = [week, *_late(weekly), _worth(weekly)]
    roi = "" if not np.isfinite(terms.target_roi) else style.figure(terms.target_roi, "ratio")
    if terms.priced and roi:
        even = np.isclose(terms.target_roi, terms.breakeven_roi)
        found.append((TARGET_EVEN if even else TARGET).format(roi=roi))
    return [*found, EVIDENCE.format(p=style.chance(terms.evidence)), CHANCE]


def _late(weekly: Weekly) -> list[Label]:
    """How conversions that come late are dealt with."""
    curve = weekly.completion
    if curve.reason is not None:
        return [UNKNOWN_LATE, curve.reason]
    first = style.figure(float(curve.share[0]), "percent")
    return [LATE.format(share=first, n=f"{curve.n:,}")]


def _worth(weekly: Weekly) -> Label:
    """What a conversion is worth, and where that comes from."""
    terms, worth = weekly.terms, weekly.worth
    given = bool(weekly.settings.get("margin"))
    if terms.basis == "gmv":
        margin = style.figure(terms.margin, "percent")
        if given or not np.isfinite(worth.margin):
            return (MARGIN_GIVEN if given else MARGIN_ASSUMED).format(margin=margin)
        covered = style.figure(worth.covered, "percent")
        return MARGIN.format(margin=margin, covered=covered)
    if not terms.priced:
        return LEAD_UNKNOWN
    value = style.figure(terms.lead_value, "money", terms.currency)
    amount = style.figure(worth.amount, "money", terms.currency)
    rate = style.figure(worth.win_rate, "percent")
    told = LEAD.format(value=value, rate=rate, n=worth.asked, amount=amount)
    extra = LEAD_ASSUMED if "lead_value" in terms.assumed else Label("", "")
    return Label(f"{told.zh}{extra.zh}", f"{told.en}{extra.en}")


WEEK = L(
    "看的是 {first} 到 {last}：平台的最近一个整周。",
    "The week {first} to {last}: the platform's last whole one.",
)
LATE = L(
    "成交来得晚：当天只看得到约 {share}，这条曲线由本店以前的导出学到（{n} 次成交）。"
    "没到齐的天写“预计”，按已到的份额折算。",
    "Conversions come late: about {share} are known on the day itself, learned from the shop's own "
    "earlier exports ({n} conversions). Days that still fill up are told as expected, and count by "
    "what has come.",
)
UNKNOWN_LATE = L(
    "没到齐的天不推算，也不参与判断；同一天隔几天再导一次，就能学到本店的到账快慢。",
    "Days that still fill up are neither projected nor judged; export the same days again some "
    "days later and the shop's own pace is learned.",
)
MARGIN = L(
    "毛利 {margin}：库存表里的成本对成交价，再减退款（成本覆盖 {covered} 的成交）。",
    "Margin {margin}: cost in the stock sheet against prices paid, less refunds (costs cover "
    "{covered} of sales).",
)
MARGIN_GIVEN = L("毛利 {margin}：运行时给定。", "Margin {margin}: given for this run.")
MARGIN_ASSUMED = L(
    "毛利 {margin} 是假定：没有成本。在库存表里填 unit_cost，或运行时给 -p margin=0.3。",
    "Margin {margin} is assumed: there are no costs. Fill unit_cost in the stock sheet, or run "
    "with -p margin=0.3.",
)
LEAD = L(
    "一条商机约值 {value}：询盘登记表里 {n} 条到期询盘成交 {rate}，每单均 {amount}，再乘毛利。",
    "A lead is worth about {value}: of {n} inquiries old enough in the register {rate} were won at "
    "{amount} each, times the margin.",
)
LEAD_ASSUMED = L("毛利是假定。", " The margin is assumed.")
LEAD_UNKNOWN = L(
    "一条商机值多少还不知道，所以不算赚亏：在询盘登记表里填成交和金额。",
    "What a lead is worth is not known yet, so no profit is told: fill in won inquiries and their "
    "amounts in the register.",
)
TARGET = L("目标 ROI {roi}：运行时给定。", "Target ROI {roi}: given for this run.")
TARGET_EVEN = L(
    "目标 ROI {roi}：保本线（1 除以毛利）；要更高，运行时给 -p target_roi=4。",
    "Target ROI {roi}: where nothing is lost (1 by margin); for more run with -p target_roi=4.",
)
EVIDENCE = L(
    "把握到 {p} 才建议动；不够的写还差多少次点击。",
    "A change is advised from {p} sure on; below that the page says how many clicks are missing.",
)
CHANCE = L(
    "词、商品、时段之间的比率先向同类收缩再比，一次看很多个也不会把碰巧当规律。",
    "Rates of words, products and hours are first shrunk towards their kind, so that chance is not "
    "taken for a rule though many are looked at.",
)
