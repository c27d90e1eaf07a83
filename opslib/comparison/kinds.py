"""The kinds of findings that a comparison can bring: guide rows, words, minutes of work."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import Label

L = Label


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule's name, guide row, minutes of work, words."""

    rule: str
    guide: str
    minutes: int
    title: Label
    action: Label
    checked: Label


STAR = Kind(
    "price_star",
    "002-06",
    10,
    L("降一点就到下一颗价格星，跟价以后也合算", "The next price star pays, even once answered"),
    L(
        "降到 {price}（毛利还剩 {margin}），四周后看。",
        "Go to {price} ({margin} margin is left); look in four weeks.",
    ),
    L("下一颗价格星", "The next price star"),
)
DEAR = Kind(
    "price_dear",
    "003-03",
    15,
    L(
        "比同款中间价 {share}，四分之三的同款更便宜",
        "{share} against the middle; three in four are cheaper",
    ),
    L(
        "定到 {price} 以内，或把贵的理由（现货、质检、定制）写上主图。",
        "Price it at {price} or less, or show on the main picture what it is dearer for.",
    ),
    L("价格偏贵的商品", "Dear products"),
)
DEAR_FLOOR = Kind(
    "price_dear",
    "003-03",
    15,
    L(
        "比同款中间价 {share}，降下去就低于毛利底线",
        "{share} against the middle, and a fitting price breaks the floor",
    ),
    L(
        "别降价：谈成本，或换规格、组合，避开直接比价。",
        "Do not cut: mend the cost, or change pack or set so that prices do not compare.",
    ),
    L("价格偏贵的商品", "Dear products"),
)
CUT = Kind(
    "rival_cut",
    "003-16",
    5,
    L(
        "{who} 有 {n} 款同款降到比我们便宜（最多降 {share}）",
        "{who} cut {n} matched offers to below ours (by {share} at most)",
    ),
    L(
        "看是不是活动（最要紧的一款现价 {after}）；一周后还在，再按“跟价要多少”决定。",
        "See whether it is a promotion (the one that matters most is now {after}); if it stays a "
        "week, decide by what answering would cost.",
    ),
    L("同款降价", "Cuts of matched offers"),
)
TAGS = Kind(
    "tags_lacking",
    "002-08",
    30,
    L("多数同行有、我们没有的标签有 {n} 个", "{n} tags that most competitors have and we lack"),
    L("先补：{names}。", "Add first: {names}."),
    L("标签和服务的差异", "Tags and services"),
)
OPEN_WORDS = Kind(
    "word_open",
    "000-41",
    30,
    L("有 {n} 个词搜的人多、做的人少，本店没有商品", "{n} words in demand fit no product of ours"),
    L("看能不能做：{names}。", "See whether to offer: {names}."),
    L("没人接的热搜词", "Open words of the market"),
)
LOOK = Kind(
    "survey_due",
    "001-68",
    40,
    L("{n} 天没看同行了", "Nobody looked at the competitors for {n} days"),
    L("这周把竞品登记表记一遍。", "Note the competitors this week."),
    L("每月市场调查", "The monthly survey"),
)
