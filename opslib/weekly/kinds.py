"""The kinds of findings that a week can bring: their guide rows, words and minutes of work."""

from __future__ import annotations

from dataclasses import dataclass

from ..labels import Label


@dataclass(frozen=True)
class Kind:
    """One kind of finding: its rule's name, guide row, words and minutes of work."""

    rule: str
    guide: str
    minutes: int
    title: Label
    action: Label
    checked: Label


WORDS = {
    "raise": Kind(
        "word_raise",
        "000-32",
        3,
        Label("词“{name}”值得多要点击", "Word '{name}' deserves more clicks"),
        Label("出价提到 {bid}。", "Raise its bid to {bid}."),
        Label("该提价的词", "Words to raise"),
    ),
    "expand": Kind(
        "word_expand",
        "001-44",
        10,
        Label("词“{name}”赚钱，同类词可以多加", "Word '{name}' earns: add words like it"),
        Label(
            "在同一计划里加 3–5 个同类词，出价从 {bid} 起。",
            "Add 3 to 5 words like it to the same plan, bids from {bid}.",
        ),
        Label("该扩同类的词", "Words to expand"),
    ),
    "lower": Kind(
        "word_lower",
        "000-32",
        3,
        Label("词“{name}”的点击买贵了", "Clicks of the word '{name}' are too dear"),
        Label("出价降到 {bid}。", "Lower its bid to {bid}."),
        Label("该降价的词", "Words to lower"),
    ),
    "remove": Kind(
        "word_remove",
        "001-44",
        3,
        Label("词“{name}”花了钱换不回来", "Word '{name}' does not earn its money back"),
        Label(
            "从计划里移除，省下的钱给赚钱的词。",
            "Take it out of the plan; its money goes to words that earn.",
        ),
        Label("该移除的词", "Words to remove"),
    ),
}


PRODUCTS = {
    "ctr": Kind(
        "product_words",
        "001-46",
        20,
        Label("商品展现够了没人点", "A product is shown and not clicked"),
        Label(
            "换更贴这个商品的词，主图也看一眼。",
            "Choose words that fit the product; look at the main picture too.",
        ),
        Label("展现多、访客少的商品", "Products shown but not visited"),
    ),
    "action": Kind(
        "product_page",
        "001-47",
        40,
        Label("商品点了没有下一步", "A product is clicked without action"),
        Label(
            "优化落地页：首屏、价格、起批量、实拍。",
            "Mend the landing page: first screen, price, minimum order, photos.",
        ),
        Label("点击多、行动少的商品", "Products clicked without action"),
    ),
    "pay": Kind(
        "product_persuasion",
        "001-48",
        40,
        Label("商品问的多付的少", "A product is asked for and not paid"),
        Label(
            "加强说服力：评价、质保、样品、活动价。",
            "Strengthen persuasion: reviews, warranty, samples, offers.",
        ),
        Label("行动多、付款少的商品", "Products with action but few payments"),
    ),
}
BUDGET_MOVE = Kind(
    "budget_move",
    "001-12",
    10,
    Label("预算往“{name}”移更划算", "The budget earns more in '{name}'"),
    Label("按“预算怎么分”一节移：{moves}。", "Move it as under 'Splitting the budget': {moves}."),
    Label("预算在计划之间的分法", "How the budget is split over plans"),
)
BUDGET_TOTAL = Kind(
    "budget_total",
    "001-12",
    5,
    Label("“{name}”的钱早早花完，总预算可以加", "'{name}' runs out early: the total may grow"),
    Label(
        "一周总额从 {now} 加到 {to}，先加给“{name}”。",
        "Raise the week's total from {now} to {to}, for '{name}' first.",
    ),
    Label("一周总预算多了还是少了", "Whether the week's total is right"),
)
HOURS = Kind(
    "hours_weight",
    "001-09",
    10,
    Label("有的时段明显好或差，出价没跟上", "Some hours are clearly better or worse"),
    Label("按“时段”一节调时段系数。", "Set the weights under 'Hours and days'."),
    Label("时段系数", "Weights of the hours"),
)

# Every kind by its rule's name.
KINDS = {
    kind.rule: kind
    for kind in (*WORDS.values(), *PRODUCTS.values(), BUDGET_MOVE, BUDGET_TOTAL, HOURS)
}
