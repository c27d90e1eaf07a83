"""Traffic by scene: where visitors came from, against the same weekday."""

from __future__ import annotations

from typing import Any

import pandas as pd

from . import drawings, style, words
from .blocks import Block, block, card, empty, more, table
from .markup import Raw, name, tag
from .needs import NEEDS
from .sheet import Sheet

_SHOWN = 8


def traffic(sheet: Sheet, visitors: pd.DataFrame, sales: pd.DataFrame) -> Block:
    """Which scenes brought visitors, and did one of them fall away?

    visitors: measurement rows of `visitors` by channel for one day. sales: rows of `pay_amount`
    (or another total) by channel for 7 days; may be empty.
    """
    seen = visitors[visitors["value"].notna() & (visitors["value"] > 0)]
    if seen.empty:
        return empty("traffic", NEEDS["traffic"])
    rows = sorted(seen.itertuples(), key=lambda r: -r.value)
    whole = sum(r.value for r in rows)
    told = str(words.AND).join(f"{r.member} {r.value / whole:.0%}" for r in rows[:_SHOWN])
    bars = [_bar(r, whole) for r in rows[:_SHOWN]]
    money = {r.member: r for r in sales.itertuples()}
    detail = more(words.ALL_SCENES.format(n=len(rows)), _table(sheet, rows, whole, money))
    picture = card(
        drawings.bars(bars, alt=words.SCENES_ALT.format(parts=told)),
        tag("p", words.SCENES_NOTE, cls="mute tiny"),
    )
    return block(picture, detail, text=told, section="scenes")


def _bar(row: Any, whole: float) -> drawings.Bar:
    moved = style.change(row.value, row.weekdays, "count")
    shown = f"{style.figure(row.value, 'count')} · {row.value / whole:.0%}"
    return drawings.Bar(row.member, row.value, f"{shown}  {moved}".strip())


def _table(sheet: Sheet, rows: list[Any], whole: float, money: dict[str, Any]) -> Raw:
    lines, plain = [], []
    for r in rows:
        number = sheet.measured(r, "weekdays")
        sold = money.get(r.member)
        shown = sheet.show(sheet.measured(sold)) if sold is not None else style.NOTHING
        moved = style.change(sold.value, sold.before, "money") if sold is not None else ""
        lines.append(
            (
                name(r.member, 40),
                sheet.show(number),
                f"{r.value / whole:.1%}",
                style.change(r.value, r.weekdays, "count"),
                shown,
                moved,
            )
        )
        plain.append((r.member, r.value, r.value / whole, r.weekdays, getattr(sold, "value", None)))
    heads = (
        words.SCENE,
        words.VISITORS_DAY,
        words.SHARE,
        words.AGAINST["weekdays"],
        words.SALES,
        words.AGAINST["before"],
    )
    names = [str(h) for h in (*heads[:3], words.USUAL, words.SALES)]
    sheet.table("traffic", words.SCENE, pd.DataFrame(plain, columns=names))
    return card(table(heads, lines))
