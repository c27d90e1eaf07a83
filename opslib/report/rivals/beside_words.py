"""What stands beside the rivals' figures, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
NONE = L("还没有同行的记录。", "No competitor was noted yet.")
TOLD = L("{n} 家同行并排看。", "{n} competitors side by side.")
HEAD = (
    L("同行", "Competitor"),
    L("30 天销量", "30-day sales"),
    L("同款比我们", "Their price"),
    L("在线 / 上新", "Offers / new"),
    L("在促销", "Promoting"),
    L("上榜 / 标签", "Lists / tags"),
    L("响应 / 回头", "Reply / repeat"),
)
REVIEWS = L("评价数", "Reviews")
OURS = L("本店", "Ours")
SOLD_NOTE = L(
    "销量只加登记了的商品，不是整店；上新看 90 天，标签是平均每款几个。本店没有的数留空。",
    "Sales add up the offers that were noted, not the whole shop; their price is against ours; "
    "new: in 90 days; tags: of an average offer. What is not known of us is left empty.",
)
BY_REVIEWS = L("登记表里没有销量，按评价数排。", "The sheet tells no sales: ordered by reviews.")
REST = L("其余 {n} 家", "{n} others")
FIRST = L("谁跟着谁动", "Who follows whom")
THEY = L(
    "{who} 跟我们：{of} 次调价跟了 {n} 次（碰巧约 {chance} 次）{lag}{follow}。",
    "{who} follows us: {n} of {of} moves answered (about {chance} by chance){lag}{follow}.",
)
LAG = L("，一般 {lo}–{hi} 天内", ", usually within {lo} to {hi} days")
LAG_LOOK = L(
    "，到下一次登记就跟上了（{hi} 天内，再细看不出）",
    ", by the next look (within {hi} days; the looks tell no more)",
)
LAG_UNKNOWN = L("，快慢还说不准", ", how soon cannot be told yet")
FOLLOW = L("，跟掉我们幅度的 {share}", ", by {share} of our move")
WE = L("我们跟 {who}。", "We follow {who}.")
UNSURE = L("其余 {n} 家看不出跟不跟。", "Of {n} others it cannot be told.")
FEW = L(
    "谁先动还看不出：再记 {n} 次调价以后才说。",
    "Who moves first cannot be told yet: {n} more price moves are needed.",
)
NOBODY = L("没看出谁跟着谁动价。", "Nobody is seen to follow anybody's prices.")
PROMOTIONS = L("促销习惯（{n} 家做过）", "Promotion habits ({n} shops)")
HABITS = (
    L("同行", "Competitor"),
    L("看到几次", "Runs seen"),
    L("力度", "Depth"),
    L("一次多久", "Length"),
    L("下一次（80%）", "Next one (80 %)"),
)
DAYS = L("{lo}–{hi} 天", "{lo}–{hi} days")
ANSWERED = L("另 {n} 次跟我们", "and {n} answers to us")
NOT_HABIT = L(
    "跟着我们降价的不算它的促销：那是我们的节奏，不是它的。",
    "Cuts that answered ours are not counted: their rhythm is ours.",
)
NEEDED = L("再看到 {n} 次才说", "{n} more needed")
CHANCE = L("30 天内 {p}", "{p} within 30 days")
TABLE = L("并排比", "Side by side")
TABLE_HABITS = L("促销习惯", "Promotion habits")


def columns() -> dict[str, str]:
    """Names of the columns in tables.xlsx, in the language spoken now."""
    return {k: str(v) for k, v in _COLUMNS.items()}


_COLUMNS = {
    "competitor": L("同行", "competitor"),
    "offers": L("记下的商品数", "offers noted"),
    "price": L("同款价（本店 = 1）", "price (ours = 1)"),
    "new_items": L("近 90 天上新", "new in 90 days"),
    "on_promotion": L("在促销的商品占比", "share on promotion"),
    "lists": L("上榜", "lists"),
    "tags": L("平均标签数", "tags of an offer"),
    "items_online": L("在线商品数", "offers online"),
    "sales_30d": L("30 天销量", "sales of 30 days"),
    "reviews": L("评价数", "reviews"),
    "response_rate": L("响应率", "response"),
    "repurchase_rate": L("回头率", "repeat rate"),
    "years": L("年限", "years"),
    "runs": L("次数", "runs"),
    "per_year": L("一年几次", "per year"),
    "share_of_looks": L("看到时在做", "share of looks"),
    "depth": L("力度", "depth"),
    "days_low": L("最短天数", "days, least"),
    "days_high": L("最长天数", "days, most"),
    "every": L("间隔天数", "days apart"),
    "since": L("上一次", "last one"),
    "next_from": L("下一次（早）", "next from"),
    "next_to": L("下一次（晚）", "next to"),
    "chance": L("30 天内的把握", "chance within 30 days"),
    "needed": L("还差几次", "still needed"),
    "answers": L("跟我们降价（不算）", "answers to our cuts (left out)"),
}
