"""Where our prices stand: each matched product among the same things elsewhere."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...ids import digest
from ...labels import Label
from .. import style, svg
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, join, name, tag
from ..sheet import Sheet

L = Label
_ROW, _LEFT, _RIGHT = 40.0, 2.0, 96.0
_DRAWN = 12


def rivals_position(
    sheet: Sheet,
    position: pd.DataFrame,
    offers: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    doubtful: int,
    floor: float,
) -> Block:
    """Is each product cheap or dear against the same thing elsewhere, and what price would do?

    position: rows of `competition.price_position`. offers: competitor offer_id low date (their
    last prices). matches: item_id competitor offer_id score why state. doubtful: pairs that a
    person has to look at. floor: the margin asked for, as a share.
    """
    parts: list[object] = []
    if position.empty:
        return empty("position", NONE)
    shown = position.head(_DRAWN)
    known = matches[matches["state"].isin(["auto", "confirmed"])]
    both = known.merge(offers, on=["competitor", "offer_id"])
    parts.append(card(_picture(sheet, shown, both), tag("p", LEGEND, cls="mute tiny")))
    each = table(HEAD, [_line(sheet, r) for r in position.itertuples()])
    parts.append(on_phone(EACH.format(n=len(position)), card(each)))
    if floor:
        parts.append(tag("p", FLOOR.format(share=f"{floor:.0%}"), cls="mute tiny"))
    parts.append(_review(matches, both, doubtful))
    dear = position["verdict"].isin(["dear", "dearest"]).sum()
    told = TOLD.format(n=len(position), m=int(dear))
    _keep(sheet, position, matches)
    return block(tag("p", told), *parts, text=told, section="position")


def _picture(sheet: Sheet, rows: pd.DataFrame, both: pd.DataFrame) -> Raw:
    """A line a product: their prices as dots, their middle half as a band, ours as a bar."""
    height = _ROW * len(rows)
    parts: list[object] = []
    for i, row in enumerate(rows.itertuples()):
        theirs = both.loc[both["item_id"].eq(row.item_id), "low"].tolist()
        ends = [v for v in [*theirs, row.price] if v == v]
        low, high = min(ends), max(ends)
        room = (high - low) or high * 0.1 or 1.0

        def x(value: float, low: float = low, room: float = room) -> float:
            return _LEFT + (_RIGHT - _LEFT) * (value - low) / room

        y = _ROW * i + 27
        parts.append(svg.words(0, y - 13, row.title, cls="label", cells=46))
        parts.append(svg.rule(_LEFT, y, _RIGHT, y, cls="grid"))
        parts.append(svg.bar(x(row.lower), y - 5, x(row.upper) - x(row.lower), 10, cls="rail"))
        parts += [svg.dot(x(v), y, 3, cls="there") for v in theirs]
        if row.price == row.price:
            dear = row.verdict in ("dear", "dearest")
            parts.append(
                svg.bar(x(row.price) - 0.4, y - 9, 0.8, 18, cls="bar weak" if dear else "bar minus")
            )
    return svg.drawing(height, *parts, alt=ALT.format(n=len(rows)), cls="places")


def _line(sheet: Sheet, row: Any) -> tuple[object, ...]:
    """One product: ours, theirs from to, the place, a price that would do."""
    key = digest(row.item_id)

    def show(what: str, label: Label, value: float, unit: str) -> Raw:
        if style.missing(value):
            return tag("span", style.NOTHING, cls="mute")
        return sheet.show(sheet.loose(f"price.{what}.{key}", label, float(value), unit))

    verdict = VERDICT.get(row.verdict, VERDICT["cannot_tell"])
    if row.verdict == "cannot_tell":
        verdict = verdict.format(n=int(row.needed))
    bad = row.verdict in ("dear", "dearest")
    said = tag("span", verdict, cls="chip weak" if bad else "mute")
    against: object = tag("span", style.NOTHING, cls="mute")
    if not style.missing(row.to_middle):
        number = sheet.loose(f"price.to_middle.{key}", N_TO_MIDDLE, float(row.to_middle), "percent")
        against = sheet.show(number, signed_share(row.to_middle))
    band = style.figure(row.low, "money", sheet.currency)
    if row.low != row.high:
        band = style.span(row.low, row.high, "money", sheet.currency)
    advice: object = NO_ADVICE
    if not style.missing(row.suggest_low):
        advice = style.span(row.suggest_low, row.suggest_high, "money", sheet.currency)
    elif not style.missing(row.floor) and not style.missing(row.upper) and row.floor > row.upper:
        advice = FLOOR_ABOVE
    where = tag("div", tag("span", band), tag("span", OFFERS.format(n=int(row.offers)), cls="sub"))
    return (
        join([name(row.title, 36), tag("span", said, cls="sub")]),
        show("ours", N_OURS, row.price, "money"),
        where,
        show("middle", N_MIDDLE, row.middle, "money"),
        against,
        show("margin", N_MARGIN, row.margin, "percent"),
        advice,
    )


def signed_share(value: float) -> str:
    """A share with its sign in front: +5.3%, −0.4%."""
    return f"{value:+.1%}".replace("-", style.MINUS)


def _review(matches: pd.DataFrame, both: pd.DataFrame, doubtful: int) -> Raw:
    """The pairs, those to be looked at first; how to strike one out."""
    order = {"doubtful": 0, "auto": 1, "confirmed": 2, "rejected": 3}
    rows = matches.assign(at=matches["state"].map(order)).sort_values(
        ["at", "score"], ascending=[True, True], kind="stable"
    )
    lines = [
        (
            join([name(r.competitor, 22), tag("span", r.offer_id, cls="sub")]),
            str(r.item_id),
            PAIRED.get(r.state, r.state),
            _reason(r),
            "" if style.missing(r.score) else f"{r.score:.2f}",
        )
        for r in rows.head(60).itertuples()
    ]
    title = PAIRS.format(n=len(matches), m=doubtful)
    return more(title, tag("p", STRIKE, cls="mute"), card(table(PAIR_HEAD, lines, texts=4)))


def _reason(row: Any) -> Raw:
    """The words in common, and what speaks against the pair."""
    words = join([SHARED, name(row.shared)]) if row.shared else ""
    return join([t for t in (words, str(row.why)) if t], str(SEMICOLON))


def _keep(sheet: Sheet, position: pd.DataFrame, matches: pd.DataFrame) -> None:
    names = {k: str(v) for k, v in COLUMNS.items()}
    told = position.assign(verdict=position["verdict"].map(lambda v: str(STATE.get(v, v))))
    kept = [c for c in names if c in told]
    sheet.table("price_position", TABLE, told[kept].rename(columns=names))
    pairs = matches.assign(
        why=matches["why"].map(str), state=matches["state"].map(lambda s: str(PAIRED.get(s, s)))
    )
    sheet.table("product_pairs", TABLE_PAIRS, pairs.rename(columns=names))


SHARED = L("共有：", "in common: ")
SEMICOLON = L("；", "; ")
NONE = L(
    "还没有商品配上同款。同款按标题、规格和价格自动配；配不上的在《商品配对表》里写上竞品ID和本店商品ID。",
    "No product is matched yet. Offers are matched by title, amounts and price; write those that "
    "cannot be into the product pairing table.",
)
TOLD = L("{n} 款配上了同款，{m} 款偏贵。", "{n} products are matched; dear: {m}.")
LEGEND = L(
    "点 同款的价格　灰带 中间一半　竖条 本店（红：偏贵）。每行自己的刻度，从最低到最高。",
    "Dots: the same thing elsewhere; band: their middle half; bar: ours (red: dear). Each row has "
    "its own scale, from least to most.",
)
ALT = L("{n} 款商品在同款价格里的位置", "Where {n} products stand among the same things")
EACH = L("一款一行（{n} 款）", "Product by product ({n})")
HEAD = (
    L("商品", "Product"),
    L("本店价", "Ours"),
    L("同款价", "Theirs"),
    L("中间价", "Middle"),
    L("比中间价", "Against it"),
    L("毛利率", "Margin"),
    L("可以卖", "A price that would do"),
)
OFFERS = L("{n} 个同款", "{n} offers")
STATE = {
    "cheapest": L("最便宜", "cheapest"),
    "cheap": L("偏便宜", "cheap"),
    "inside": L("在中间", "in the middle"),
    "dear": L("偏贵", "dear"),
    "dearest": L("最贵", "dearest"),
    "cannot_tell": L("看不出", "cannot tell"),
}
VERDICT = STATE | {
    "cannot_tell": L("看不出，还差 {n} 个同款", "cannot tell, {n} more offers needed")
}
NO_ADVICE = L("—", "—")
FLOOR_ABOVE = L("到不了：低于毛利底线", "none: below the margin floor")
FLOOR = L("毛利底线 {share}。", "Margin floor {share}.")
PAIRS = L("同款配对（{n} 对，{m} 对要人看）", "Pairs ({n}, {m} to be looked at)")
STRIKE = L(
    "配错的，在《商品配对表》里写上竞品ID、本店商品ID，配对选“否”：以后不再拿来比。",
    "A wrong pair: write both ids into the product pairing table and choose no; it stays struck "
    "out.",
)
PAIR_HEAD = (
    L("同行商品", "Their offer"),
    L("本店商品", "Our product"),
    L("配对", "Pair"),
    L("理由", "Why"),
    L("相似度", "Score"),
)
PAIRED = {
    "auto": L("自动", "automatic"),
    "confirmed": L("人工确认", "confirmed"),
    "rejected": L("已划掉", "struck out"),
    "doubtful": L("要人看", "to be looked at"),
}
N_OURS = L("本店价", "Our price")
N_MIDDLE = L("同款中间价", "Middle price of the same thing")
N_TO_MIDDLE = L("本店价比同款中间价", "Our price against their middle")
N_MARGIN = L("毛利率（未扣推广）", "Margin before advertising")
TABLE = L("价格位置", "Price position")
TABLE_PAIRS = L("同款配对", "Product pairs")
COLUMNS = {
    "item_id": L("本店商品ID", "product"),
    "title": L("标题", "title"),
    "price": N_OURS,
    "offers": L("同款数", "offers"),
    "rivals": L("同行数", "competitors"),
    "low": L("最低", "least"),
    "lower": L("四分之一", "lower quarter"),
    "middle": N_MIDDLE,
    "upper": L("四分之三", "upper quarter"),
    "high": L("最高", "most"),
    "cheapest": L("最低的同行", "cheapest competitor"),
    "on_promotion": L("在做活动", "on promotion"),
    "share_cheaper": L("比本店便宜的份额", "share that is cheaper"),
    "to_low": L("比最低", "against least"),
    "to_middle": L("比中间价", "against middle"),
    "floor": L("底线价", "floor price"),
    "margin": N_MARGIN,
    "suggest_low": L("可以卖（低）", "suggested from"),
    "suggest_high": L("可以卖（高）", "suggested to"),
    "verdict": L("位置", "place"),
    "competitor": L("同行", "competitor"),
    "offer_id": L("竞品ID", "offer"),
    "score": L("相似度", "score"),
    "shared": L("共有的词", "words in common"),
    "why": L("理由", "why"),
    "state": L("配对", "pair"),
}
