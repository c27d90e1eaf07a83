"""Products: who rose, who fell, who lost a tag or a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from . import style, words
from .blocks import Block, block, card, empty, table
from .markup import Raw, name, tag
from .needs import NEEDS
from .sheet import Sheet

_SHOWN = 5


@dataclass(frozen=True)
class LostTag:
    """A tag or level that a product lost; `now`: the level it has since, "" if unchanged."""

    item: str
    name: str
    tag: str
    now: str
    since: date


def movers(
    sheet: Sheet,
    sales: pd.DataFrame,
    weak: Mapping[str, str],
    lost: Sequence[LostTag] | None,
    beyond: Mapping[str, bool | None],
) -> Block:
    """Which products moved most, and which lost a tag?

    sales: rows of one metric by product over 7 days (`pay_amount`, or `inquiries` where exports
    know no money by product). weak: item -> the link that fell most.
    lost: tags and levels lost within 7 days, None without the product export. beyond: item ->
    whether it moved beyond noise.
    """
    known = sales[sales["value"].notna() | sales["before"].notna()]
    if known.empty and not lost:
        return empty("movers", NEEDS["movers"])
    ranked = known.assign(move=known["value"].fillna(0) - known["before"].fillna(0))
    ranked = ranked.sort_values(["move", "member"], kind="stable")
    fell = list(ranked[ranked["move"] < 0].head(_SHOWN).itertuples())
    rose = list(ranked[ranked["move"] > 0].tail(_SHOWN)[::-1].itertuples())
    columns = ["name", "member", "value", "before", "move"]
    title = _title(sheet, ranked)
    heads = [str(h) for h in (words.PRODUCT, words.LABEL, title, words.BASELINE, words.CHANGE)]
    sheet.table("movers", words.PRODUCT, ranked[columns].set_axis(heads, axis=1))
    parts = [
        card(tag("h3", which), _table(sheet, title, rows, links, beyond))
        for which, rows, links in ((words.FELL, fell, weak), (words.ROSE, rose, None))
        if rows
    ]
    told = f"{words.FELL}{words.COLON}{fell[0].name}" if fell else str(words.ROSE)
    return block(tag("div", *parts, cls="two"), _lost(lost), text=told, section="products")


def _title(sheet: Sheet, rows: pd.DataFrame) -> str:
    """What the column shows; with its own days where the newest export ended earlier."""
    first = rows.iloc[0]
    if first["metric"] == "pay_amount" and first["end"] == sheet.as_of:
        return str(words.SALES)
    label = str(sheet.label(first["metric"]))
    if first["end"] == sheet.as_of:
        return label
    return f"{label} {style.short_day(first['start'])} – {style.short_day(first['end'])}"


def _table(
    sheet: Sheet,
    title: str,
    rows: Sequence[Any],
    weak: Mapping[str, str] | None,
    beyond: Mapping[str, bool | None],
) -> Raw:
    """weak: None for products that rose; what fell in their funnel is not why they did."""
    lines = []
    for r in rows:
        number = sheet.measured(r)
        loud = beyond.get(r.member)
        note = words.BEYOND if loud else (words.UNKNOWN if loud is None else None)
        hint = tag("span", weak.get(r.member, ""), cls="sub") if loud and weak else None
        lines.append(
            (
                name(r.name or r.member, 36),
                sheet.show(number),
                style.signed(r.move, sheet.unit(r.metric), sheet.currency),
                tag("span", note, hint, cls=None if loud else "mute") if note else "",
            )
        )
    last = words.STATUS if weak is None else words.WEAK_IN
    return table((words.PRODUCT, title, words.CHANGE, last), lines, cards=True)


def _lost(lost: Sequence[LostTag] | None) -> Raw:
    if lost is None:
        return tag("p", NEEDS["tags"], cls="mute")
    if not lost:
        return tag("p", words.NO_LOST_TAGS, cls="mute")
    rows = [
        (name(t.name or t.item, 44), name(t.tag, 30), name(t.now, 20), style.short_day(t.since))
        for t in lost
    ]
    head = (words.PRODUCT, words.TAG, words.IS, words.SINCE)
    return card(tag("h3", words.LOST_TAGS), tag("div", table(head, rows, texts=4), cls="wraps"))
