"""What others have and we lack: the gap list in order of money, tags, places on the lists."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...ids import digest
from .. import style
from ..blocks import Block, block, card, more, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import lacking_words as say

_SHOWN = 5


def rivals_lacking(
    sheet: Sheet,
    gaps: pd.DataFrame,
    tags: pd.DataFrame,
    places: pd.DataFrame,
    titles: dict[str, str],
    *,
    tags_known: bool = True,
) -> Block:
    """Which tags, services and lists do others have and we lack, and the reverse?

    gaps: kind name side rivals of who low mid high basis (`competition.gap_list`). tags: tag
    rivals share ours kind. places: list rank since lost days_on rivals threshold item_id amount
    gap days. titles: our products' titles by id. tags_known: whether anything tells our own tags.
    """
    told = _told(gaps, tags, tags_known)
    parts = [_gaps(sheet, gaps), _places(sheet, places, titles)]
    body = tag("div", *parts, cls="two")
    if len(tags):
        renamed = tags.assign(kind=[str(say.HAVING[k]) for k in tags["kind"]])
        sheet.table("tag_gaps", say.TABLE_TAGS, renamed.rename(columns=say.columns()))
    return block(tag("p", told), body, text=told, section="lacking")


def _told(gaps: pd.DataFrame, tags: pd.DataFrame, tags_known: bool) -> object:
    if not len(tags):
        return say.NO_TAGS
    if not tags_known:
        return say.OWN_UNKNOWN.format(n=int(tags["kind"].eq("unknown").sum()))
    mine = gaps[gaps["kind"].eq("tag")]
    n, m = (int(mine["side"].eq(side).sum()) for side in ("theirs", "ours"))
    return say.TAGS_TOLD.format(n=n, m=m)


def _gaps(sheet: Sheet, gaps: pd.DataFrame) -> Raw | None:
    """The gap list, most money first; what only we have behind a fold."""
    if gaps.empty:
        return None
    theirs, ours = gaps[gaps["side"].eq("theirs")], gaps[gaps["side"].eq("ours")]
    known = bool(theirs["mid"].notna().any())
    head = say.GAP_HEAD if known else say.GAP_HEAD[:-1]
    rows = [_gap(sheet, g)[: len(head)] for g in theirs.itertuples()]
    parts: list[object] = [tag("h3", say.GAPS if known else say.GAPS_COUNTED)]
    parts.append(table(head, rows[:_SHOWN]) if rows else tag("p", say.NO_GAPS, cls="mute"))
    if rows[_SHOWN:]:
        parts.append(more(say.REST.format(n=len(rows) - _SHOWN), table(head, rows[_SHOWN:])))
    if len(theirs):
        parts.append(tag("p", say.WORTH if known else say.NO_WORTH, cls="mute tiny"))
    if len(ours):
        names = join([_named(g) for g in ours.itertuples()], "、")
        parts.append(more(say.ONLY_OURS.format(n=len(ours)), tag("p", names)))
    named = gaps.assign(
        name=[str(_label(g)) for g in gaps.itertuples()],
        kind=[str(say.KIND[k]) for k in gaps["kind"]],
        side=[str(say.SIDE[s]) for s in gaps["side"]],
        basis=[str(say.BASIS.get(b, "")) for b in gaps["basis"]],
    )
    sheet.table("gap_list", say.TABLE_GAPS, named.rename(columns=say.columns()))
    return card(*parts)


def _label(gap: Any) -> object:
    return say.LIST.get(gap.name, gap.name) if gap.kind == "list" else gap.name


def _named(gap: Any) -> object:
    label = _label(gap)
    return name(label, 24) if isinstance(label, str) else label


def _gap(sheet: Sheet, gap: Any) -> tuple[object, ...]:
    what = join([_named(gap), tag("span", say.KIND[gap.kind], cls="sub")])
    many = say.OF.format(n=int(gap.rivals), of=int(gap.of))
    money: object = style.NOTHING
    if not style.missing(gap.mid):
        span = style.span(gap.low, gap.high, "money", sheet.currency)
        label = say.N_WORTH.format(what=_label(gap))
        number = sheet.loose(f"gap.{gap.kind}.{digest(gap.name)}", label, gap.mid, "money")
        money = join([sheet.show(number), tag("span", span, cls="sub")])
    return what, many, money


def _places(sheet: Sheet, places: pd.DataFrame, titles: dict[str, str]) -> Raw:
    if places.empty:
        return tag("p", say.NO_LISTS, cls="mute")
    rows = [_place(sheet, p) for p in places.itertuples()]
    near = [titles[i] for i in dict.fromkeys(places["item_id"]) if i in titles]
    told_of = join([name(t, 30) for t in near[:3]], "、")
    note = tag("p", filled(say.BEST, what=told_of), cls="mute tiny") if near else None
    if not near:
        note = tag("p", say.NO_SALES, cls="mute tiny")
    days = {c: pd.to_datetime(places[c]).dt.date for c in ("since", "lost")}
    named = places.assign(
        **days,
        list=[str(say.LIST[v]) for v in places["list"]],
        source=[str(say.SOURCE.get(v, "")) for v in places["source"]],
        verdict=[str(say.REACH.get(v, "")) for v in places["verdict"]],
    )
    sheet.table("lists", say.TABLE_LISTS, named.rename(columns=say.columns()))
    return card(tag("h3", say.LISTS), table(say.LIST_HEAD, rows), note)


def _place(sheet: Sheet, row: Any) -> tuple[object, ...]:
    asked = style.figure(row.threshold, "money", sheet.currency)
    if not style.missing(row.rank):
        since = say.SINCE.format(day=f"{row.since:%m-%d}", n=int(row.days_on))
        ours: object = join([say.RANK.format(n=int(row.rank)), tag("span", since, cls="sub")])
        return say.LIST[row.list], asked, ours
    lost = None
    if not pd.isna(row.lost):
        lost = tag("span", say.LOST.format(day=f"{row.lost:%m-%d}"), cls="sub")
    return say.LIST[row.list], asked, join([_gap_to(sheet, row), lost])


def _gap_to(sheet: Sheet, row: Any) -> object:
    """What a list asks for that our nearest product lacks, and until when it has it."""
    if style.missing(row.gap):
        return tag("span", say.NOT_ON, cls="mute")
    if row.gap <= 0:
        return say.REACHED
    label = say.N_GAP.format(list=say.LIST[row.list])
    number = sheet.loose(f"list.gap.{row.list}", label, float(row.gap), "money", window=30)
    days = None
    if row.days == float("inf"):
        days = tag("span", say.NEVER, cls="sub")
    elif not style.missing(row.days) and row.days > 0:
        days = tag("span", _days(row), cls="sub")
    return join([say.SHORT, sheet.show(number), days])


def _days(row: Any) -> object:
    low, high = row.days_lo, row.days_hi
    if style.missing(low) or style.missing(high) or high == float("inf"):
        return say.DAYS_LEFT.format(n=round(row.days))
    return say.DAYS_SPAN.format(n=round(row.days), lo=round(low), hi=round(high))
