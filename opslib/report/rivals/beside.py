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

_SHOWN = 3  # rivals in front of the fold, those that sell most


def rivals_beside(
    sheet: Sheet, beside: pd.DataFrame, habits: pd.DataFrame, firsts: pd.DataFrame
) -> Block:
    """Ours and theirs on price, new items, promotion, service and lists; who moves first?

    beside: a row a rival, ours first with competitor "" (offers price new_items on_promotion lists
    tags items_online sales_30d reviews response_rate
    repurchase_rate years). habits: `competition.habits`. firsts: `competition.who_moved_first`.
    """
    rivals = beside[beside["competitor"].ne("")]
    if rivals.empty:
        return empty("beside", say.NONE)
    by = "sales_30d" if rivals["sales_30d"].notna().any() else "reviews"
    head = say.HEAD if by == "sales_30d" else (say.HEAD[0], say.REVIEWS, *say.HEAD[2:])
    lines = [_line(r, by) for r in beside.itertuples()]
    shown = _SHOWN + len(beside) - len(rivals)
    parts: list[object] = [_firsts(firsts), card(table(head, lines[:shown]))]
    if lines[shown:]:
        rest = say.REST.format(n=len(lines) - shown)
        parts.append(more(rest, card(table(head, lines[shown:]))))
    note = join([say.SOLD_NOTE, None if by == "sales_30d" else say.BY_REVIEWS], " ")
    parts.append(tag("p", note, cls="mute tiny"))
    told = habits[habits["runs"].gt(0) | habits["answers"].gt(0)]
    if len(told):
        rows = [_habit(r) for r in told.sort_values("runs", ascending=False).itertuples()]
        notes = [tag("p", say.NOT_HABIT, cls="mute tiny")] if told["answers"].any() else []
        parts.append(
            more(say.PROMOTIONS.format(n=len(told)), card(table(say.HABITS, rows), *notes))
        )
    kept = beside.assign(competitor=beside["competitor"].replace("", str(say.OURS)))
    sheet.table("side_by_side", say.TABLE, kept.rename(columns=say.columns()))
    sheet.table("promotion_habits", say.TABLE_HABITS, _dated(habits).rename(columns=say.columns()))
    text = say.TOLD.format(n=len(rivals))
    return block(*parts, text=text, section="beside")


def _dated(habits: pd.DataFrame) -> pd.DataFrame:
    days = {c: habits[c].dt.date for c in ("since", "next_from", "next_to")}
    return habits.assign(**days)


def _line(row: Any, by: str) -> tuple[object, ...]:
    """One shop; what nobody told of it stays a dash."""
    own = row.competitor == ""
    against = style.NOTHING
    if not own and not style.missing(row.price):
        against = signed_share(row.price - 1)
    return (
        tag("b", say.OURS) if own else name(row.competitor, 26),
        style.figure(getattr(row, by), "count"),
        against,
        _both(_some(row.items_online), _some(row.new_items)),
        _share(row.on_promotion),
        _both(_some(row.lists), _mean(row.tags)),
        _both(_share(row.response_rate), _share(row.repurchase_rate)),
    )


def _both(one: str, other: str) -> str:
    return one if one == other == style.NOTHING else f"{one} / {other}"


def _mean(value: float) -> str:
    return style.NOTHING if style.missing(value) else f"{value:.1f}"


def _share(value: float) -> str:
    return style.NOTHING if style.missing(value) else f"{value:.0%}"


def _some(value: float) -> str:
    return style.NOTHING if style.missing(value) else str(int(value))


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
    runs: object = str(int(row.runs))
    if row.answers:
        left = tag("span", say.ANSWERED.format(n=int(row.answers)), cls="sub")
        runs = join([str(int(row.runs)), left])
    return name(row.competitor, 26), runs, depth, lasts, ahead
