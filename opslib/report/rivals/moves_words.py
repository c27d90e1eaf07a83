"""What the change log says, in both languages."""

from __future__ import annotations

from ...labels import Label

L = Label
NONE = L("还没有同行的记录。", "No competitor was noted yet.")
TOLD = L(
    "近四周记到 {n} 处变化，来自 {m} 家；另有 {k} 处只是评价变多。",
    "{n} changes were noted in four weeks, of {m} shops; {k} more are reviews that grew.",
)
LEGEND = L(
    "▼ 降价　▲ 涨价　横条 在做活动　＋ 新商品　× 下架　灰块 那段时间没人看，不补数",
    "▼ price down, ▲ up, bar: promotion running, ＋ new offer, × gone; grey: nobody looked, "
    "nothing is filled in",
)
ALT = L(
    "{n} 家同行近 {days} 天的降价、涨价、活动和上下架，一家一行",
    "Prices, promotions and offers of {n} competitors over {days} days, a row a shop",
)
HEAD = (
    L("同行", "Competitor"),
    L("价格", "Price"),
    L("活动", "Promotion"),
    L("商品", "Offers"),
    L("标签", "Tags"),
    L("看到", "Seen"),
)
DOWN = L("{n} 款降，最多 {most}", "{n} down, {most} at most")
UP = L("{n} 款涨，最多 {most}", "{n} up, {most} at most")
NEW = L("上新 {n}", "{n} new")
GONE = L("下架 {n}", "{n} gone")
AND = L("；", "; ")
LOG = L("近四周的全部变化（{n} 处）", "All changes of four weeks ({n})")
LOG_HEAD = (
    L("日期", "Date"),
    L("同行与商品", "Competitor, offer"),
    L("什么变了", "What"),
    L("从 → 到", "From → to"),
    L("幅度", "Size"),
)
REVIEWS = L("评价变多（{n} 处，{m} 家）", "Reviews that grew ({n}, {m} shops)")
REVIEW_HEAD = (
    L("同行", "Competitor"),
    L("几款", "Offers"),
    L("共多几条", "More in all"),
    L("涨得最多", "Greatest growth"),
)
GAPS = L("没看到的时候（{n} 段）", "When nobody looked ({n})")
GAPS_TOLD = L(
    "两次记录之间发生了什么不知道，也不去猜。",
    "What happened between two looks is unknown and is not guessed.",
)
GAP_HEAD = (
    L("同行", "Competitor"),
    L("上次看到", "Last seen"),
    L("再看到", "Seen again"),
    L("情况", "Kind"),
    L("少看几次", "Looks missed"),
)
STILL = L("还没有", "not yet")
KINDS = {"missing": L("没看", "no look"), "partial": L("只看了一部分", "a part only")}
WHAT = {
    "new": L("新商品", "new offer"),
    "gone": L("下架", "gone"),
    "back": L("又上架", "back"),
    "price": L("价格", "price"),
    "title": L("标题", "title"),
    "tag_gained": L("多了标签", "tag gained"),
    "tag_lost": L("少了标签", "tag lost"),
    "promotion": L("活动", "promotion"),
    "rank": L("榜单名次", "list rank"),
    "reviews": L("评价数", "reviews"),
    "sales": L("30 天销量", "sales of 30 days"),
    "orders": L("30 天订单", "orders of 30 days"),
    "stock": L("库存", "stock"),
    "repurchase": L("回头率", "repurchase"),
    "response": L("响应率", "response"),
    "items_online": L("在线商品数", "offers online"),
}
# What somebody did; sales and reviews merely happened.
LOUD = ("new", "gone", "back", "price", "title", "tag_gained", "tag_lost", "promotion")
QUIET = L("其余 {n} 家没动价格、活动、商品和标签。", "The other {n} moved none of these.")
SHARES = ("price", "sales", "orders", "reviews", "stock")
TABLE = L("同行变化", "Competitors' changes")
TABLE_GAPS = L("没看到的时候", "When nobody looked")


def columns() -> dict[str, str]:
    """Names of the columns in tables.xlsx, in the language spoken now."""
    return {k: str(v) for k, v in _COLUMNS.items()}


_COLUMNS = {
    "date": L("日期", "date"),
    "since": L("上次看到", "seen before"),
    "competitor": L("同行", "competitor"),
    "offer_id": L("商品ID", "offer"),
    "title": L("标题", "title"),
    "what": L("什么变了", "what"),
    "before": L("从", "before"),
    "after": L("到", "after"),
    "size": L("幅度", "size"),
    "until": L("再看到", "seen again"),
    "days": L("天数", "days"),
    "missed": L("少看几次", "looks missed"),
    "kind": L("情况", "kind"),
    "first_seen": L("开始（看到）", "first seen"),
    "last_seen": L("结束（看到）", "last seen"),
    "depth": L("力度", "depth"),
    "text": L("活动", "promotion"),
    "open": L("还在做", "running"),
    "item_id": L("本店商品ID", "our product"),
    "score": L("相似度", "score"),
    "why": L("理由", "why"),
    "state": L("配对", "state"),
}
