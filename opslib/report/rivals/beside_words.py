"""What stands beside the rivals' figures, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
NONE = L("还没有同行的记录。", "No competitor was noted yet.")
TOLD = L("{n} 家同行并排看。", "{n} competitors side by side.")
HEAD = (
    L("同行", "Competitor"),
    L("30 天销量", "Sales, 30 days"),
    L("同款比我们", "Price against ours"),
    L("上新", "New"),
    L("在促销", "Promoting"),
    L("上榜", "Listed"),
    L("响应 / 回头", "Response / repeat"),
)
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
    L("一年几次", "Runs a year"),
    L("力度", "Depth"),
    L("一次多久", "Length"),
    L("下一次（80%）", "Next one (80 %)"),
)
DAYS = L("{lo}–{hi} 天", "{lo}–{hi} days")
NEEDED = L("再看到 {n} 次才说", "{n} more needed")
CHANCE = L("30 天内 {p}", "{p} within 30 days")
TAGS = L("标签和服务", "Tags and services")
TAGS_TOLD = L(
    "同行有、我们没有的标签 {n} 个；只有我们有的 {m} 个。",
    "Tags that others have and we lack: {n}; that only we have: {m}.",
)
TAG_HEAD = (L("标签", "Tag"), L("几成同行有", "Rivals"), L("本店几款有", "Our products"))
NO_TAGS = L("登记表里没有标签列。", "The sheet has no tags.")
LISTS = L("七大榜单", "The seven lists")
LIST_HEAD = (L("榜单", "List"), L("本店", "Ours"), L("门槛", "Threshold"), L("还差", "Gap"))
NO_LISTS = L(
    "还没有榜单数据：每周在《榜单登记表》里抄一次。",
    "No lists yet: note them once a week in the list register.",
)
BEST = L(
    "门槛是 30 天成交额，差距按离得最近的商品算：{what}。",
    "Thresholds are sales of 30 days; gaps are those of the nearest product: {what}.",
)
DAYS_LEFT = L("按现在的卖法约 {n} 天", "about {n} days at this pace")
NEVER = L("按现在的卖法到不了", "not at this pace")
RANK = L("第 {n}", "no. {n}")
NOT_ON = L("没上榜", "not on it")
ON_IT = L("在榜", "on it")
REACHED = L("金额够了，没上榜", "enough sold, not listed")
SHORT = L("差 ", "")
N_GAP = L("离{list}门槛还差", "Gap to the list: {list}")
LIST = {
    "hot": L("热销榜", "best selling"),
    "repeat": L("回购榜", "repeat"),
    "new": L("上新榜", "new"),
    "quality": L("品质榜", "quality"),
    "custom": L("定制榜", "custom"),
    "cross_border": L("跨境榜", "cross-border"),
    "dropship": L("代发榜", "dropship"),
}
TABLE = L("并排比", "Side by side")
TABLE_HABITS = L("促销习惯", "Promotion habits")
TABLE_TAGS = L("标签差异", "Tags")
TABLE_LISTS = L("榜单", "Lists")


def columns() -> dict[str, str]:
    """Names of the columns in tables.xlsx, in the language spoken now."""
    return {k: str(v) for k, v in _COLUMNS.items()}


_COLUMNS = {
    "competitor": L("同行", "competitor"),
    "offers": L("记下的商品数", "offers noted"),
    "against": L("同款比我们", "price against ours"),
    "new": L("上新", "new"),
    "promoting": L("在促销", "promoting"),
    "lists": L("上榜", "lists"),
    "tags": L("标签", "tags"),
    "sales_30d": L("30 天销量", "sales of 30 days"),
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
    "tag": L("标签", "tag"),
    "rivals": L("同行数", "rivals"),
    "share": L("占同行", "share"),
    "ours": L("本店商品数", "our products"),
    "list": L("榜单", "list"),
    "rank": L("本店名次", "our rank"),
    "days": L("还要几天", "days"),
    "threshold": L("门槛", "threshold"),
    "item_id": L("本店商品ID", "product"),
    "amount": L("30 天成交", "sales of 30 days"),
    "gap": L("还差", "gap"),
}
