"""The first screen: one sentence, and four answers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...labels import Label
from .. import style, words
from ..blocks import Block, block
from ..markup import Raw, filled, join, name, tag
from ..shapes import ProfileText
from ..sheet import Sheet

L = Label


@dataclass(frozen=True)
class Tile:
    """One of the four answers: question, figure (None: cannot be told), one line below."""

    id: str
    question: Label
    value: float | None
    unit: str
    label: Label
    line: Label | Raw
    tone: str = ""


def rivals_verdict(
    sheet: Sheet,
    tiles: Sequence[Tile],
    *,
    rivals: int,
    last: Any,
    first: str | None,
    money: Any | None,
    profile: ProfileText,
    stale: Label | None = None,
    loud: bool = False,
) -> Block:
    """Who moved, where are we beaten, what do others have, what would it cost to answer?

    tiles: the four answers. rivals: how many are noted down. last: day of the last notes. first:
    the finding to act on first, None for none. money: its price. stale: what is old in the notes.
    """
    place = join([name(sheet.shop_name or sheet.shop, 48), profile.name], " · ")
    told = NOTED.format(n=rivals, day=f"{last:%Y-%m-%d}")
    head = tag("p", tag("b", place), " ", tag("span", told, cls="mute"), cls="whose")
    sentence = tag("p", _sentence(sheet, tiles, first, money), cls=_loud(loud), role="status")
    boxes = tag("div", *(_box(sheet, t) for t in tiles), cls="kpis")
    old = tag("p", stale, cls="watch") if stale else None
    return block(head, sentence, old, boxes, text=TEXT.format(n=rivals), section="top rivals")


def rivals_none(sheet: Sheet, profile: ProfileText) -> Block:
    """No rival was ever noted: what to note, and where."""
    place = join([name(sheet.shop_name or sheet.shop, 48), profile.name], " · ")
    head = tag("p", tag("b", place), cls="whose")
    said = tag("p", NONE, cls="verdict quiet", role="status")
    return block(head, said, text=NONE, section="top rivals")


def _loud(loud: bool) -> str:
    return "verdict watch" if loud else "verdict quiet"


def _sentence(sheet: Sheet, tiles: Sequence[Tile], first: str | None, money: Any) -> Raw:
    moved, beaten = tiles[0], tiles[1]
    parts: list[object] = [MOVED.format(n=style.figure(moved.value, "count"))]
    if beaten.value is None:
        parts.append(NO_POSITION)
    elif beaten.value == 0:
        parts.append(NOT_DEAR)
    else:
        parts.append(DEAR.format(n=style.figure(beaten.value, "count")))
    if first is None:
        return join([*parts, NOTHING])
    price = ""
    if money is not None:
        shown = tag("b", sheet.money(money.mid), " ", words.WEEKLY)
        price = join([words.OPEN, ABOUT, shown, words.CLOSE])
    return join([*parts, filled(FIRST, what=name(first, 80)), price, words.STOP])


def _box(sheet: Sheet, tile: Tile) -> Raw:
    if tile.value is None:
        figure: object = tag("span", UNKNOWN, cls="mute")
    else:
        number = sheet.loose(f"rivals.{tile.id}", tile.label, float(tile.value), tile.unit)
        figure = sheet.show(number)
    head = tag("div", tag("span", tile.question), cls="head")
    line = tag("div", tile.line, cls="vs tiny mute")
    return tag("div", head, tag("div", figure, cls=f"v {tile.tone}".strip()), line, cls="kpi")


TEXT = L("盯着 {n} 家同行", "{n} competitors are watched")
NOTED = L("盯着 {n} 家同行 · 最近一次采集 {day}", "{n} competitors · last noted {day}")
NONE = L(
    "还没有同行的数据。每周在《竞品登记表》里记十家同行的价格、销量、标签和活动，一家一行商品，"
    "放进收件箱；记过两次，这里就有谁动了、哪里被比下去。",
    "There are no competitors yet. Note ten of them once a week in the competitor sheet (a row an "
    "offer: price, sales, tags, promotion) and put it into the inbox; from the second time on this "
    "page tells who moved and where we are beaten.",
)
MOVED = L("近四周 {n} 家同行动了价格或活动", "In four weeks {n} competitors moved a price or offer")
DEAR = L("；{n} 款比四分之三的同款还贵。", "; {n} of our products are dearer than 3 in 4 matches. ")
NOT_DEAR = L(
    "；没有一款比四分之三的同款贵。", "; none of our products is dearer than 3 in 4 matches. "
)
NO_POSITION = L(
    "；还没有配上同款，比不了价。", "; no product is matched yet, prices cannot compare. "
)
NOTHING = L("没有要马上动的。", "Nothing has to be answered now.")
FIRST = L("先看：{what}", "Look first at: {what}")
ABOUT = L("约 ", "about ")
UNKNOWN = L("还看不出", "cannot tell yet")
