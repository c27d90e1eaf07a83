"""Words of the week's findings that are done in one go."""

from __future__ import annotations

from ...labels import Label as L

# Findings of these kinds are one thing to do where they concern the same plan.
MANY = {
    "word_raise": L(
        "计划“{plan}”有 {n} 个词值得多要点击", "{n} words of plan '{plan}' deserve more clicks"
    ),
    "word_expand": L(
        "计划“{plan}”有 {n} 个词赚钱，同类词可以多加",
        "{n} words of plan '{plan}' earn: add words like them",
    ),
    "word_lower": L(
        "计划“{plan}”有 {n} 个词的点击买贵了", "Clicks of {n} words of plan '{plan}' are too dear"
    ),
    "word_remove": L(
        "计划“{plan}”有 {n} 个词花了钱换不回来",
        "{n} words of plan '{plan}' do not earn their money back",
    ),
    "audience_up": L(
        "计划“{plan}”有 {n} 个人群值得多要点击",
        "{n} audiences of plan '{plan}' deserve more clicks",
    ),
    "audience_down": L(
        "计划“{plan}”有 {n} 个人群的点击买贵了",
        "Clicks of {n} audiences of plan '{plan}' are too dear",
    ),
    "product_words": L(
        "{n} 个商品展现够了，点的人少", "{n} products are shown, and clicked too seldom"
    ),
    "product_page": L("{n} 个商品点了没有下一步", "{n} products are clicked without action"),
    "product_persuasion": L("{n} 个商品问的多付的少", "{n} products are asked for and not paid"),
}
REST = L("另外 {n} 件", "{n} more")
EACH = L("逐个看（{n} 个）", "One by one ({n})")
TOGETHER = L("逐个改，做法在上面。", "Change them one by one, as told above. ")
OVERLAP = L(
    "人群之间有重叠，金额只算最值钱的那个。", "Audiences overlap: only the best one's money counts."
)
