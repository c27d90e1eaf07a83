"""Service clocks: replies, shipping and stock, with what is late and what soon will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..labels import Label
from . import style, words
from .blocks import Block, block, empty, more, table
from .markup import Raw, join, name, tag
from .needs import NEEDS
from .sheet import Sheet


@dataclass(frozen=True)
class Clock:
    """One clock: a measured figure, its limit, and the objects that are late or soon will be.

    `items`: (object, what is left or how late, owner or "").
    """

    metric: str
    label: Label
    value: float | None
    unit: str
    window: int
    limit: Label | None = None
    late: int = 0
    soon: int = 0
    items: Sequence[tuple[str, Label, str]] = field(default=())


def clocks(sheet: Sheet, shown: Sequence[Clock]) -> Block:
    """Who is waiting for us, and whom shall we keep waiting soon?"""
    if not shown:
        return empty("clocks", NEEDS["clocks"])
    boxes = tag("div", *(_clock(sheet, c) for c in shown), cls="clocks")
    lists = [
        more(
            join([style.start(c.label), words.COLON, words.LIST.format(n=len(c.items))]),
            _items(sheet, c),
        )
        for c in shown
        if c.items
    ]
    late = sum(c.late for c in shown)
    told = words.LATE_N.format(n=late) if late else words.NONE_LATE
    return block(boxes, *lists, text=told, section="service")


def _clock(sheet: Sheet, clock: Clock) -> Raw:
    number = sheet.loose(
        f"clock.{clock.metric}.{clock.window}d",
        clock.label,
        clock.value,
        clock.unit,
        metric=clock.metric,
        window=clock.window,
    )
    chips = []
    if clock.late:
        chips.append(tag("span", words.LATE_N.format(n=clock.late), cls="chip late"))
    if clock.soon:
        chips.append(tag("span", words.SOON_N.format(n=clock.soon), cls="chip soon"))
    return tag(
        "div",
        tag("div", style.start(clock.label), cls="mute"),
        tag("div", sheet.show(number), *chips, cls="v"),
        tag("div", clock.limit, cls="mute tiny") if clock.limit else None,
        cls="clock",
    )


def _items(sheet: Sheet, clock: Clock) -> Raw:
    rows = [(name(who, 80), left, name(owner, 20)) for who, left, owner in clock.items[:30]]
    heads = (words.SUBJECT, words.LEFT, words.OWNER)
    plain = [(who, str(left), owner) for who, left, owner in clock.items]
    frame = pd.DataFrame(plain, columns=[str(h) for h in heads])
    sheet.table(f"clock_{clock.metric}", clock.label, frame)
    return table(heads, rows, texts=3)


def hours(value: float) -> str:
    """Hours as people say them: under two days in hours, else in days."""
    return style.figure(value, "hours") if abs(value) < 48 else style.figure(value / 24, "days")
