"""What it costs to answer: the next price star, days of benefit, margin, break-even."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, dressed, on_phone, table
from ..markup import join, name, tag
from ..sheet import Sheet

L = Label


@dataclass(frozen=True)
class Terms:
    """What the controls say: price of the product played, least margin, days to the answer."""

    price: float
    margin_floor: float
    reply: float


def rivals_game(
    sheet: Sheet,
    games: pd.DataFrame,
    *,
    moves: int,
    horizon: int,
    lacking: Mapping[str, int] | None = None,
) -> Block:
    """What would it cost to answer, and for how long would it help?

    games: title price has game_star needs cut margin days days_lo days_hi gain gain_lo gain_hi
    break_even_days break_even_sales verdict needed. moves: own price moves that the rivals' answer
    is learned from. horizon: days reckoned over. lacking: how many matched products lack offers,
    sales or cost.
    """
    why = [LACKS[reason].format(n=n) for reason, n in (lacking or {}).items()]
    missing = tag("ul", *(tag("li", w) for w in why), cls="notes") if why else None
    left = tag("p", REST, join(why, " "), cls="mute tiny") if why else None
    if games.empty:
        told = NONE if why else NO_PAIRS
        return block(tag("p", told), missing, text=told, section="game")
    worth = games[games["verdict"].eq("worth_it")]
    told = WORTH.format(n=len(worth)) if len(worth) else NOT_WORTH.format(n=len(games))
    rows = [_line(sheet, g, horizon) for g in games.itertuples()]
    note = tag("p", ASSUMED.format(n=moves, days=horizon), cls="mute tiny")
    kept = games.rename(columns={k: str(v) for k, v in COLS.items()})
    sheet.table(
        "price_star", TABLE, kept[[c for c in kept if c in {str(v) for v in COLS.values()}]]
    )
    body = on_phone(EACH.format(n=len(rows)), card(table(HEAD, rows)))
    return block(tag("p", told), body, left, note, text=told, section="game")


def _line(sheet: Sheet, g: Any, horizon: int) -> tuple[object, ...]:
    money = sheet.currency
    verdict = VERDICT.get(g.verdict, VERDICT["cannot_tell"])
    if g.verdict == "cannot_tell" and g.needed:
        verdict = NEEDED.format(n=int(g.needed))
    what = join([name(g.title, 32), tag("span", verdict, cls="sub")])
    star = STAR.format(has=int(g.has), star=int(g.game_star))
    price = join(
        [
            style.figure(g.price, "money", money),
            " → ",
            style.figure(g.needs, "money", money),
            tag("span", f"{-g.cut:.1%}".replace("-", style.MINUS), cls="sub"),
        ]
    )
    days: object = style.NOTHING
    if not style.missing(g.days):
        last = f"{round(g.days_hi)}{'+' if g.days_hi >= horizon else ''}"
        days = DAYS.format(lo=max(1, round(g.days_lo)), hi=last)
    gain: object = style.NOTHING
    if not style.missing(g.gain):
        weekly = [v * 7 / horizon for v in (g.gain_lo, g.gain, g.gain_hi)]
        span = (
            f"{style.signed(weekly[0], 'money', money)} – {style.signed(weekly[2], 'money', money)}"
        )
        gain = join([style.signed(weekly[1], "money", money), tag("span", span, cls="sub")])
    even = style.NOTHING
    if not style.missing(g.break_even_sales):
        even = str(EVEN.format(share=f"{g.break_even_sales - 1:+.1%}"))
    margin = style.figure(g.margin, "percent")
    return what, star, price, margin, days, gain, even


def game_twin(block_: Block) -> Block:
    """The same at the page's own terms, for a page in which nothing moves."""
    return Block(join([block_.html, tag("p", words.STATIC_TWIN, cls="mute tiny")]), block_.text)


def game_live(state: Terms, draw: Callable[[Terms], Block]) -> Any:
    """Sliders for price, margin floor and days to the answer; every move reckons again."""
    import ipywidgets as w

    picture = w.HTML(dressed(draw(state).html), layout=w.Layout(width="100%"))
    top = max(state.price, 0.01)
    ranges = {
        "price": (top * 0.6, top * 1.3, top / 200),
        "margin_floor": (0.0, 0.6, 0.01),
        "reply": (0.0, 60.0, 1.0),
    }
    controls = {
        key: w.FloatSlider(
            value=getattr(state, key),
            min=low,
            max=high,
            step=step,
            continuous_update=False,
            description=str(CONTROL[key]),
            style={"description_width": "initial"},
            layout=w.Layout(width="440px"),
        )
        for key, (low, high, step) in ranges.items()
    }
    start = {key: c.value for key, c in controls.items()}

    def follow(_: Any) -> None:
        moved = {k: c.value for k, c in controls.items() if c.value != start[k]}
        picture.value = dressed(draw(replace(state, **moved)).html)

    for control in controls.values():
        control.observe(follow, "value")
    return w.VBox([*controls.values(), picture])


NONE = L(
    "现在算不了跟价合不合算，缺下面这些：",
    "Whether answering pays cannot be reckoned now. What lacks:",
)
REST = L("没有算的：", "Not reckoned: ")
NO_PAIRS = L(
    "算不了：还没有商品配上同款。", "Cannot be reckoned: no product of ours is matched yet."
)
LACKS = {
    "offers": L(
        "{n} 款的同款不到 3 个：多记几家，或在《商品配对表》里写上。",
        "Fewer than 3 matches (products: {n}): note more offers, or pair them by hand.",
    ),
    "sales": L(
        "{n} 款没有卖出件数：商品导出里没有这个数（阿里国际站只给询盘和访客）。"
        "在《竞品登记表》的“本店”行填上 30天销量，这里就算。",
        "No pieces sold (products: {n}): the product export does not tell them (Alibaba.com gives "
        "inquiries and visitors only). Fill in the sales of 30 days in our own rows of the "
        "competitor sheet, and they are reckoned here.",
    ),
    "cost": L(
        "{n} 款没有成本：在《库存表》里填上单件成本。",
        "No cost (products: {n}): fill in what a piece costs in the stock sheet.",
    ),
}
WORTH = L("{n} 款降到下一颗价格星合算。", "For {n} products the next price star pays.")
NOT_WORTH = L(
    "算过的 {n} 款，降到下一颗价格星都不合算：先不跟价。",
    "For none of {n} products does the next price star pay: do not answer by price.",
)
ASSUMED = L(
    "按 {days} 天算。同行多快跟、跟多少，从本店 {n} 次调价学到；价格星的界线、降价多卖多少、"
    "全员跟价后剩几成是假定。",
    "Over {days} days. How soon and how far rivals follow was learned from {n} of our moves; the "
    "borders of stars, what a cut sells more, and what is left once all follow are assumed.",
)
EACH = L("一款一行（{n} 款）", "Product by product ({n})")
HEAD = (
    L("商品", "Product"),
    L("价格星", "Star"),
    L("价格", "Price"),
    L("毛利率", "Margin"),
    L("几天后有人跟", "Days to an answer"),
    L("每周多赚", "Gain a week"),
    L("保本", "Break-even"),
)
STAR = L("{has} → {star} 星", "{has} → {star}")
DAYS = L("{lo}–{hi} 天", "{lo}–{hi} days")
EVEN = L("销量 {share}", "sales {share}")
NEEDED = L("历史不够：还差 {n} 次调价", "not enough history: {n} more moves")
VERDICT = {
    "worth_it": L("合算", "pays"),
    "not_worth_it": L("不合算", "does not pay"),
    "below_floor": L("低于毛利底线", "below the margin floor"),
    "has_it": L("已经是最高星", "has the top star"),
    "cannot_tell": L("看不出", "cannot tell"),
}
CONTROL = {
    "price": L("最贵那款的价格", "Price of the dearest"),
    "margin_floor": L("毛利底线", "Margin floor"),
    "reply": L("几天后跟价（0：学到的）", "Days to an answer (0: learned)"),
}
TABLE = L("价格星", "Price star")
COLS = {
    "item_id": L("本店商品ID", "product"),
    "title": L("标题", "title"),
    "price": L("价格", "price"),
    "sales": L("每天销量", "sales a day"),
    "game_star": L("目标星", "star aimed at"),
    "has": L("现在星", "stars now"),
    "needs": L("要的价格", "price needed"),
    "cut": L("降幅", "cut"),
    "margin": L("那时毛利率", "margin then"),
    "days": L("几天后有人跟", "days to an answer"),
    "gain": L("多赚", "gain"),
    "gain_lo": L("多赚（低）", "gain from"),
    "gain_hi": L("多赚（高）", "gain to"),
    "break_even_sales": L("保本销量倍数", "break-even sales"),
}
