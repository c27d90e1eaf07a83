"""What is said of tags, services and lists, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
TAGS_TOLD = L(
    "同行有、我们没有的标签 {n} 个；只有我们有的 {m} 个。",
    "Tags that others have and we lack: {n}; that only we have: {m}.",
)
NO_TAGS = L("登记表里没有标签列。", "The sheet has no tags.")
OWN_UNKNOWN = L(
    "同行身上见到 {n} 个标签；本店有哪些标签没有数据，不说谁缺。在竞品登记表的本店行里写上标签"
    "就能比。",
    "{n} tags are seen at others; nothing tells our own, so none is called lacking. Note our tags "
    "in our own rows of the sheet.",
)
GAPS = L("差在哪（按钱排）", "What we lack, by money")
GAPS_COUNTED = L("差在哪（按几家有排）", "What we lack, by how many have it")
GAP_HEAD = (
    L("别人有、我们没有", "They have, we lack"),
    L("几家有", "Rivals"),
    L("补上每周约值", "Worth a week"),
)
NO_GAPS = L("没有缺的。", "Nothing lacks.")
REST = L("其余 {n} 项", "{n} more")
ONLY_OURS = L("只有我们有的 {n} 项", "{n} that only we have")
OF = L("{n}/{of}", "{n} of {of}")
WORTH = L(
    "约值：同行的商品拿到标签以后比它店里别的商品多卖几成，乘本店的毛利，是上限。一个标签拿到的"
    "次数太少时用所有标签合起来的（假定各标签一样）。",
    "Worth: how much more rivals' offers sold after they gained a tag than the shop's others, "
    "times our margin; an upper bound. A tag gained too seldom takes what all tags did together "
    "(assumed alike).",
)
NO_WORTH = L(
    "值多少钱说不出来：看到的几次里，同行拿到标签以后没有多卖，或者次数（至少 4 次）、本店成本和"
    "销量还不够。按几家有排。",
    "Worth cannot be told: rivals did not sell more after they gained a tag as far as was seen, "
    "or gains (four at least), our costs or sales are too few. Ordered by how many have it.",
)
N_WORTH = L("补上“{what}”每周约值", "Worth of '{what}' a week")
KIND = {
    "tag": L("标签", "tag"),
    "list": L("榜单", "list"),
    "promotion": L("活动", "promotion"),
    "service": L("服务", "service"),
}
SIDE = {"theirs": L("别人有", "theirs"), "ours": L("只有我们有", "only ours")}
HAVING = {
    "lacking": L("我们没有", "lacking"),
    "only_ours": L("只有我们有", "only ours"),
    "both": L("都有", "both"),
    "unknown": L("本店未知", "ours unknown"),
}
BASIS = {
    "own": L("这个标签自己的", "of this tag"),
    "pooled": L("所有标签合起来的", "of all tags together"),
}
SOURCE = {"typed": L("登记的", "as noted"), "own": L("按本店在榜商品推", "by our listed product")}
REACH = {
    "on_list": L("在榜", "on it"),
    "reached": L("金额够了", "enough sold"),
    "on_the_way": L("在路上", "on the way"),
    "not_at_this_pace": L("照现在到不了", "not at this pace"),
    "cannot_tell": L("看不出", "cannot tell"),
}
NO_SALES = L(
    "没有按天的商品成交额，离门槛多远算不了。",
    "Products' sales by day are not exported, so the way to a threshold cannot be told.",
)
SINCE = L("{day} 起，在榜 {n} 天", "since {day} ({n} d)")
LOST = L("{day} 起不在了", "off it since {day}")
DAYS_SPAN = L("约 {n} 天（{lo}–{hi}）", "about {n} days ({lo} to {hi})")
LISTS = L("七大榜单", "The seven lists")
LIST_HEAD = (L("榜单", "List"), L("门槛", "Threshold"), L("本店", "Ours"))
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
REACHED = L("金额够了，没上榜", "enough, not listed")
SHORT = L("还差 ", "lacks ")
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
TABLE_GAPS = L("查漏补缺", "Gap list")
TABLE_TAGS = L("标签差异", "Tags")
TABLE_LISTS = L("榜单", "Lists")


def columns() -> dict[str, str]:
    """Names of the columns in tables.xlsx, in the language spoken now."""
    return {k: str(v) for k, v in _COLUMNS.items()}


_COLUMNS = {
    "tag": L("标签", "tag"),
    "rivals": L("同行数", "rivals"),
    "share": L("占同行", "share"),
    "ours": L("本店商品数", "our products"),
    "list": L("榜单", "list"),
    "rank": L("本店名次", "our rank"),
    "since": L("上榜日", "on it since"),
    "lost": L("掉榜日", "lost on"),
    "days_on": L("在榜天数", "days on it"),
    "threshold": L("门槛", "threshold"),
    "source": L("门槛来自", "threshold from"),
    "item_id": L("本店商品ID", "product"),
    "amount": L("30 天成交", "sales of 30 days"),
    "gap": L("还差", "gap"),
    "days": L("还要几天", "days"),
    "days_lo": L("还要几天（少）", "days, from"),
    "days_hi": L("还要几天（多）", "days, to"),
    "verdict": L("到得了吗", "reach"),
    "kind": L("种类", "kind"),
    "name": L("名称", "name"),
    "side": L("谁有", "side"),
    "of": L("共几家", "of"),
    "who": L("哪几家", "who"),
    "low": L("每周约值（低）", "worth a week, from"),
    "mid": L("每周约值", "worth a week"),
    "high": L("每周约值（高）", "worth a week, to"),
    "basis": L("按什么估", "estimated by"),
}
