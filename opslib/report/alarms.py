"""The budget for false alarms in words: what is expected, what was, and how it is kept."""

from __future__ import annotations

import json
from functools import cache

from .. import places
from ..labels import Label
from .shapes import ReviewText

EXPECTED = Label(
    "预计误报约 {n} 次/月", "About {n} false alarm(s) a month are to be expected when all is well"
)
REALISED = Label(
    "；近 {span} 天，全店指标按同样的松紧报警 {new} 次（共 {days} 天，真出事的也算）。",
    "; over the last {span} days the shop's own figures would have raised {new} at this "
    "sensitivity (on {days} days in all, true causes among them).",
)
MEASURED = Label(
    "在 {n:.0f} 个无异常的模拟店铺周上实测，每周新误报 {each:.2f} 次；"
    "埋下的 {causes} 个问题，点名找到 {named:.0%}。",
    " Measured over {n:.0f} simulated shop-weeks in which nothing happened: {each:.2f} new false "
    "alarms a week; of {causes} planted causes {named:.0%} were named.",
)
PROCEDURE = Label(
    "报警怎么控制误报：每条规则先算“没出事时碰巧差这么多”的机会，只算变差的方向。"
    "全店指标拿误报预算的一半，商品、词和渠道拿一半；成员之间按金额和看得出的机会分，"
    "不是人人一样（带权 Benjamini-Hochberg）。相邻几天的 7 天窗口大半是同样的日子，"
    "所以按“新报警”算次数。同一个原因只报一条。",
    "How false alarms are kept rare: each rule works out the chance of such a change for the worse "
    "when nothing happened. The shop's own figures have half of the budget, products, words "
    "and channels the other; among those it goes by the money at stake and the chance to see "
    "anything (weighted Benjamini-Hochberg). Neighbouring 7-day windows share most of their days, "
    "so new alarms are counted. One cause is told once.",
)


def budget_line(review: ReviewText) -> Label:
    """The alarms to expect a month, and those of the shop's own last days where known."""
    line = EXPECTED.format(n=f"{review.false_alarms_expected:.1f}")
    past = review.realised
    told = Label("。", ".")
    if past is not None:
        told = REALISED.format(span=past.span, new=past.new, days=past.days)
    more = measured() or Label("", "")
    return Label(f"{line.zh}{told.zh}{more.zh}", f"{line.en}{told.en}{more.en}")


@cache
def measured() -> Label | None:
    """What the shipped scorecard counted on simulated shops; None before there is one."""
    file = places.templates() / "scorecard.json"
    if not file.is_file():
        return None
    data = json.loads(file.read_text("utf-8"))
    quiet, found = data["quiet"]["review"], data["found"]["review"]
    return MEASURED.format(
        n=quiet["shop_weeks"],
        each=quiet["alarms_a_week"],
        causes=found["causes"],
        named=found["named"],
    )
