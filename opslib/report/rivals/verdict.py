"""The first screen: one sentence, and four answers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card
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
    refused: Label | None = None,
    loud: bool = False,
) -> Block:
    """Who moved, where are we beaten, what do others have, what would it cost to answer?

    tiles: the four answers. rivals: how many are noted down. last: day of the last notes. first:
    the finding to act on first, None for none. money: its price. stale: what is old in the notes.
    refused: a sheet that could not be read.
    """
    place = join([name(sheet.shop_name or sheet.shop, 48), profile.name], " · ")
    told = NOTED.format(n=rivals, day=f"{last:%Y-%m-%d}")
    head = tag("p", tag("b", place), " ", tag("span", told, cls="mute"), cls="whose")
    sentence = tag("p", _sentence(sheet, tiles, first, money), cls=_loud(loud), role="status")
    boxes = tag("div", *(_box(sheet, t) for t in tiles), cls="kpis")
    old = join([tag("p", told, cls="watch") for told in (refused, stale) if told])
    return block(head, sentence, old, boxes, text=TEXT.format(n=rivals), section="top rivals")


def rivals_none(
    sheet: Sheet, profile: ProfileText, file: str, *, refused: Label | None = None
) -> Block:
    """No rival was ever noted: what to note, and where.

    file: the table to fill in. refused: a sheet that came and could not be read.
    """
    place = join([name(sheet.shop_name or sheet.shop, 48), profile.name], " · ")
    head = tag("p", tag("b", place), cls="whose")
    said = tag("p", NONE, cls="verdict quiet", role="status")
    how = card(tag("p", filled(FILL, file=tag("code", file))), tag("p", THEN))
    bad = tag("p", refused, cls="watch") if refused else None
    return block(head, said, bad, how, text=f"{NONE}{FILL.format(file=file)}", section="top rivals")


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
NONE = L("还没有同行的数据。", "There are no competitors yet.")
FILL = L(
    "每周打开工作区里的 {file}（opslib init 在 registers/ 里放了空表，填法在它的第二张表），"
    "记十家同行：每家一款商品一行，写采集日期、公司名、offerId、标题、价格、30天销量、标签、活动；本店的同款也记一行，公司名写“本店”。",
    "Once a week open {file} in the workspace (opslib init put the empty table into registers/; "
    "its second sheet says how) and note ten competitors, a row an offer: day, company, "
    "offerId, title, price, sales of 30 days, tags, promotion. Note our own matching offers too, "
    "as company own.",
)
THEN = L(
    "存好后运行 opslib import，再出这份报告。记过一次就能比价格，记过两次就能看出谁动了。",
    "Save it, run opslib import and make this report again. From the first look on prices compare, "
    "from the second on the page tells who moved.",
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
