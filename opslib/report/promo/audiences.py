"""Audiences: whose premium to raise, keep or lower."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from .. import style, words
from ..blocks import Block, block, card, empty, more, on_phone, table
from ..markup import Raw, filled, join, name, tag
from ..sheet import Sheet
from . import audiences_words as say
from .cells import Cells

ACTED = ("raise", "expand", "lower", "remove")
SHOWN, FRONT = 25, 5


def promo_audiences(
    sheet: Sheet,
    rows: pd.DataFrame,
    terms: Any,
    *,
    money_first: Collection[str] = (),
    whole: Collection[str] = (),
) -> Block:
    """Whose premium should be raised, kept or lowered, and what does it bring?

    rows: the frame of `promotion.judge_audiences`. terms: evidence. money_first: plans whose money
    is gone early. whole: plans nearly all of whose audiences deserve more.
    """
    if rows.empty:
        return empty("audiences", say.NEEDS)
    many = rows["verdict"].value_counts()
    keys = ("up", "wide", "down", "out", "keep", "open")
    counts = {
        k: int(many.get(v, 0)) for k, v in zip(keys, (*ACTED, "keep", "cannot_tell"), strict=True)
    }
    acted = rows[rows["verdict"].isin(ACTED)]
    told = say.HEAD.format(n=len(rows), acted=len(acted), **counts)
    parts: list[object] = [tag("p", told)]
    up = set(rows.loc[rows["verdict"].isin(["raise", "expand"]), "plan"])
    dear = sorted(up & set(money_first))
    for plans, said in ((dear, say.MONEY_FIRST), (sorted(set(whole) - set(dear)), say.EVERYBODY)):
        if plans:
            names = join([name(p, 30) for p in plans], str(words.AND))
            parts.append(tag("p", filled(said, plans=names)))
    rest = rows[~rows["verdict"].isin(ACTED)]
    if len(acted):
        first = card(_table(sheet, acted.head(FRONT), money_first))
        parts.append(on_phone(say.FRONT.format(n=min(len(acted), FRONT)), first))
    if len(rest) or len(acted) > FRONT:
        parts.append(
            more(say.LIST.format(n=len(rows)), card(_table(sheet, rows.head(SHOWN), money_first)))
        )
    parts.append(tag("p", say.METHOD.format(p=f"{terms.evidence:.0%}"), cls="mute tiny"))
    _keep(sheet, rows, money_first)
    return block(*parts, text=told, section="audiences")


def _table(sheet: Sheet, rows: pd.DataFrame, money_first: Collection[str]) -> Raw:
    lines = []
    for row in rows.itertuples():
        cells = Cells(sheet, "audience", row, f"{row.plan}\0{row.audience}")
        who = join([name(row.audience, 36), tag("span", name(row.plan, 30), cls="sub")])
        counts = [cells.one(c, say.N[c], "count") for c in ("clicks", "conv")]
        lines.append(
            (
                who,
                *counts,
                cells.one("cpc", say.N["cpc"], "money"),
                cells.ranged("value_per_click", say.N["value_per_click"], "money"),
                tag("div", say.VERDICT[row.verdict], _how(row, money_first)),
                cells.one("week_gain", say.N["week_gain"], "money") if row.verdict in ACTED else "",
            )
        )
    head = (say.AUDIENCE, say.N["clicks"], say.N["conv"], say.N["cpc"], say.N["value_per_click"],
            say.WHAT, say.N["week_gain"])  # fmt: skip
    return table(head, lines)


def _waits(row: Any, money_first: Collection[str]) -> bool:
    """Whether a higher bid would only spend the plan's money sooner."""
    return row.verdict in ("raise", "expand") and row.plan in money_first


def _how(row: Any, money_first: Collection[str]) -> Raw | None:
    """By how much the bid moves, what comes before it, or how many clicks are missing."""
    if _waits(row, money_first):
        return tag("span", say.BUDGET_FIRST, cls="sub watch")
    if not style.missing(row.premium) and row.verdict in ("raise", "lower"):
        return tag("span", say.TIMES.format(x=f"{row.premium:.2f}"), cls="sub")
    if row.verdict == "cannot_tell" and not style.missing(row.clicks_needed):
        return tag("span", say.NEEDED.format(n=f"{row.clicks_needed:,.0f}"), cls="sub")
    return None


def _keep(sheet: Sheet, rows: pd.DataFrame, money_first: Collection[str]) -> None:
    """All audiences for the workbook."""
    frame = rows[["audience", "plan", *say.N]].copy()
    heads = [str(h) for h in (say.AUDIENCE, say.PLAN, *say.N.values())]
    frame = frame.set_axis(heads, axis=1)
    frame[str(say.WHAT)] = [str(say.VERDICT[v]) for v in rows["verdict"]]
    frame[str(say.REASON)] = [
        str(say.BUDGET_FIRST if _waits(r, money_first) else r.reason) for r in rows.itertuples()
    ]
    sheet.table("audiences", say.TABLE, frame)
