"""The one sentence about the scorecard that the daily page's method section carries."""

from __future__ import annotations

import json

from .. import places
from ..labels import Label

FILE = "scorecard.json"
NOTE = Label(
    "在 {weeks:.0f} 个没有问题的模拟店·周里，这份日报的统计规则平均每周误报 {alarms:.2g} 次；"
    "埋下的 {causes} 个问题，{named:.0%} 被点名找到。",
    "Over {weeks:.0f} simulated shop-weeks with nothing wrong the statistical rules of this page "
    "raised {alarms:.2g} false alarms a week; of {causes} planted causes they named {named:.0%}.",
)


def note() -> Label | None:
    """What was measured of the daily review, in a sentence; None where no scorecard is shipped."""
    file = places.templates() / FILE
    if not file.is_file():
        return None
    data = json.loads(file.read_text("utf-8"))
    quiet, found = data["quiet"]["review"], data["found"]["review"]
    return NOTE.format(
        weeks=quiet["shop_weeks"],
        alarms=quiet["alarms_a_week"],
        causes=found["causes"],
        named=found["named"],
    )
