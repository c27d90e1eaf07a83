"""Side by side, promotions, who answers whom, and what others have."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import style
from ..blocks import Block, block, card, empty, more, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import beside_words as say
from .position import signed_share

_SHOWN = 5  # rivals in front of the fold, those that sell most


def rivals_beside(
    sheet: Sheet, beside: pd.DataFrame, habits: pd.DataFrame, firsts: pd.DataFrame
) -> Block:
    """Ours and theirs on price, new items, promotion, service and lists; who moves first?

    beside: a row a rival (competitor offers against new promoting lists sales_30d response_rate
    repurchase_rate years). habits: `competition.habits`. firsts: `competition.who_moved_first`.
    """
    if beside.empty:
        return empty("beside", say.NONE)
    lines = [_line(r) for r in beside.itertuples()]
    parts: list[object] = [_firsts(firsts), card(table(say.HEAD, lines[:_SHOWN]))]
    if lines[_SHOWN:]:
        rest = say.REST.format(n=len(lines) - _SHOWN)
        parts.append(more(rest, card(table(say.HEAD, lines[_SHOWN:]))))
    told = habits[habits["runs"].gt(0)]
    if len(told):
        rows = [_habit(r) for r in told.sort_values("runs", ascending=False).itertuples()]
        parts.append(more(say.PROMOTIONS.format(n=len(told)), card(table(say.HABITS, rows))))
    sheet.table("side_by_side", say.TABLE, beside.rename(columns=say.columns()))
    sheet.table("promotion_habits", say.TABLE_HABITS, _dated(habits).rename(columns=say.columns()))
    text = say.TOLD.format(n=len(beside))
    return block(*parts, text=text, section="beside")


def _dated(habits: pd.DataFrame) -> pd.DataFrame:
    days = {c: habits[c].dt.date for c in ("since", "next_from", "next_to")}
    return habits.assign(**days)


def _line(row: Any) -> tuple[object, ...]:
    against = "" if style.missing(row.against) else signed_share(row.against)
    service = join([_share(row.response_rate), _share(row.repurchase_rate)], " / ")
    return (
        name(row.competitor, 26),
        style.figure(row.sales_30d, "count"),
        against or style.NOTHING,
        _some(row.new),
        _some(row.promoting),
        _some(row.lists),
        service,
    )


def _share(value: float) -> str:
    return style.NOTHING if style.missing(value) else f"{value:.0%}"


def _some(value: float) -> str:
    return str(int(value)) if value else ""


def _firsts(firsts: pd.DataFrame) -> Raw:
    """Who answers our price moves, in sentences; silence where there are too few."""
    said = [
        _answers(r) for r in firsts[firsts["verdict"].isin(["they_follow", "both"])].itertuples()
    ]
    lead = firsts[firsts["verdict"].isin(["we_follow", "both"])]
    said += [tag("li", filled(say.WE, who=name(r.competitor, 26))) for r in lead.itertuples()]
    unsure = int(firsts["verdict"].eq("cannot_tell").sum())
    if not said:
        short = firsts["needed"].min() if len(firsts) else 8
        note = say.FEW.format(n=int(short)) if short else say.NOBODY
        return tag("p", note, cls="mute")
    rest = tag("li", say.UNSURE.format(n=unsure), cls="mute") if unsure else None
    return card(tag("h3", say.FIRST), tag("ul", *said, rest, cls="notes"))


def _answers(row: Any) -> Raw:
    lag = say.LAG_UNKNOWN
    if not style.missing(row.lag):
        days = [max(1, round(v)) for v in (row.lag_lo, row.lag_hi)]
        told = say.LAG_LOOK if row.by_look else say.LAG
        lag = told.format(lo=days[0], hi=days[1])
    follow = "" if style.missing(row.answer) else say.FOLLOW.format(share=f"{row.answer:.0%}")
    line = filled(
        say.THEY,
        who=tag("b", name(row.competitor, 26)),
        n=int(row.followed),
        of=int(row.own_moves),
        chance=f"{row.by_chance:.0f}",
        lag=lag,
        follow=follow,
    )
    return tag("li", line)


def _habit(row: Any) -> tuple[object, ...]:
    lasts: object = style.NOTHING
    if not style.missing(row.days_low):
        lasts = say.DAYS.format(lo=int(row.days_low), hi=int(row.days_high))
    if row.needed:
        ahead: object = tag("span", say.NEEDED.format(n=int(row.needed)), cls="mute")
    else:
        span = f"{row.next_from:%m-%d} – {row.next_to:%m-%d}"
        ahead = join([span, tag("span", say.CHANCE.format(p=style.chance(row.chance)), cls="sub")])
    depth = style.NOTHING if style.missing(row.depth) else f"{row.depth:.0%}"
    return name(row.competitor, 26), str(int(row.runs)), depth, lasts, ahead


def rivals_lacking(
    sheet: Sheet, tags: pd.DataFrame, places: pd.DataFrame, titles: dict[str, str]
) -> Block:
    """Which tags, services and lists do others have and we lack, and the reverse?

    tags: tag rivals share ours kind. places: list rank weeks rivals threshold item_id amount gap.
    titles: our products' titles by id.
    """
    parts: list[object] = []
    lacking = tags[tags["kind"].eq("lacking")]
    own = tags[tags["kind"].eq("only_ours")]
    told = say.TAGS_TOLD.format(n=len(lacking), m=len(own))
    if len(tags):
        rows: list[tuple[object, ...]] = [
            (name(t.tag, 24), f"{t.share:.0%}", "" if not t.ours else str(int(t.ours)))
            for t in pd.concat([lacking, own]).head(8).itertuples()
        ]
        parts.append(card(tag("h3", say.TAGS), table(say.TAG_HEAD, rows, cards=None)))
        sheet.table(
            "tag_gaps", say.TABLE_TAGS, tags.drop(columns="kind").rename(columns=say.columns())
        )
    else:
        parts.append(tag("p", say.NO_TAGS, cls="mute"))
    if len(places):
        rows = [_place(sheet, p) for p in places.itertuples()]
        near = [titles[i] for i in dict.fromkeys(places["item_id"]) if i in titles]
        told_of = join([name(t, 30) for t in near[:3]], "、")
        note = tag("p", filled(say.BEST, what=told_of), cls="mute tiny") if near else None
        parts.append(card(tag("h3", say.LISTS), table(say.LIST_HEAD, rows), note))
        named = places.assign(list=places["list"].map(lambda v: str(say.LIST[v])))
        sheet.table("lists", say.TABLE_LISTS, named.rename(columns=say.columns()))
    else:
        parts.append(tag("p", say.NO_LISTS, cls="mute"))
    return block(tag("p", told), tag("div", *parts, cls="two"), text=told, section="lacking")


def _place(sheet: Sheet, row: Any) -> tuple[object, ...]:
    on = not style.missing(row.rank)
    ours = say.RANK.format(n=int(row.rank)) if on else tag("span", say.NOT_ON, cls="mute")
    asked = style.figure(row.threshold, "money", sheet.currency)
    if on:
        gap: object = say.ON_IT
    elif style.missing(row.gap):
        gap = style.NOTHING
    elif row.gap <= 0:
        gap = say.REACHED
    else:
        label = say.N_GAP.format(list=say.LIST[row.list])
        number = sheet.loose(f"list.gap.{row.list}", label, float(row.gap), "money", window=30)
        days = None
        if not style.missing(row.days) and row.days > 0:
            days = tag("span", say.DAYS_LEFT.format(n=round(row.days)), cls="sub")
        elif row.days == float("inf"):
            days = tag("span", say.NEVER, cls="sub")
        gap = join([say.SHORT, sheet.show(number), days])
    return say.LIST[row.list], ours, asked, gap
