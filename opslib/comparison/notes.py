"""What the comparison says of its method and of the age of its notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..answer import file_name
from ..labels import Label

if TYPE_CHECKING:
    from .compare import Comparison

L = Label
SHEET = "competitor_sheet"  # the format that a file was taken for
OLD = 14  # days without a look after which the page says so


def stale(made: Comparison) -> Label | None:
    """A warning where nobody looked at the rivals lately."""
    age = (made.day - made.snapshots["date"].max()).days
    return STALE.format(n=age) if age > OLD else None


def refused(made: Comparison) -> Label | None:
    """A warning where a competitor sheet arrived that could not be read; None where none did."""
    files = made.shop.arrivals
    if files.empty:
        return None
    newest = files.sort_values("imported_at", kind="stable").drop_duplicates("path", keep="last")
    bad = newest[newest["state"].eq("refused") & newest["problems"].str.contains(SHEET, na=False)]
    if bad.empty:
        return None
    path = file_name(str(bad["path"].iloc[-1]))
    what = json.loads(bad["problems"].iloc[-1])[0]["what"]
    return REFUSED.format(file=path, what=Label(what["zh"], what["en"]))


def notes(made: Comparison) -> list[Label]:
    """How the figures are made and what they cannot tell."""
    return [SNAPSHOTS, CHANGES, MATCHED, FOLLOW, INDICES]


REFUSED = L(
    "没读进来：{file}。{what}表头要在一行里，不能合并单元格（表头上面可以有一行大标题）；"
    "改好再运行 opslib import。",
    "Not read: {file}: {what} The heads must stand in one row without merged cells (a title above "
    "them does no harm); mend it and run opslib import.",
)
STALE = L(
    "最近一次采集是 {n} 天前，下面说的是那时候的情况：这周记一次。",
    "The last look was {n} days ago and the page speaks of that day: note them this week.",
)
SNAPSHOTS = L(
    "同行的数字来自每周手工记录；两次之间发生了什么不知道，缺的周不补。",
    "Competitors' figures are noted by hand once a week; what happened between two looks is "
    "unknown, missing weeks are not filled in.",
)
CHANGES = L(
    "价格动 0.5% 以上才算变；30 天销量要变 25% 以上，因为相邻两周的窗口大部分重叠。",
    "A price counts as moved from 0.5 % on; sales of 30 days from 25 % on, because the windows of "
    "two weeks overlap.",
)
MATCHED = L(
    "同款先看《商品配对表》里人工确认和划掉的，其余按标题、规格和价格配，把握不够的不参与比价。",
    "Pairs confirmed or struck out by hand come first; the others are matched by title, amounts "
    "and price, and doubtful ones take no part in prices.",
)
FOLLOW = L(
    "谁跟谁：同一天调的价算一次，同行写明的活动不算，因为活动有自己的节奏；比碰巧多出来的才算跟。",
    "Who follows whom: prices moved on one day count once, promotions that a rival names do not "
    "count, having a rhythm of their own; only what exceeds chance is an answer.",
)
INDICES = L(
    "指数没有单位：只看涨跌和名次，不相加、不相除。",
    "Indices have no unit: trend and rank only, never added or divided.",
)
