"""The figures of a page: sparkline, trend, bars, waterfall, funnel, days in a strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from . import style, svg, words
from .markup import Raw, clip, tag

_ROW = 38


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: `label` left, `shown` right, the bar below them."""

    label: str
    value: float
    shown: object
    cls: str = "bar"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on a time axis."""

    day: date
    label: str


def sparkline(frame: pd.DataFrame, *, alt: object, days: int = 30) -> Raw:
    """The last days in a stamp-sized line with its normal band; flagged days are dots."""
    part = frame.tail(days)
    value, lower, upper = _lines(part)
    scale = svg.Scale([*value, *lower, *upper])
    field = svg.stretched(
        2,
        34,
        len(part),
        tag("path", d=svg.ribbon(lower, upper, scale), cls="band"),
        tag("path", d=svg.curve(value, scale), cls="line", vector_effect="non-scaling-stroke"),
    )
    return svg.drawing(38, field, *_dots(part, value, scale, 2, 34, 2.2), alt=alt, cls="spark")


def trend(
    frame: pd.DataFrame, unit: str, currency: str, *, alt: object, marks: Sequence[Mark] = ()
) -> Raw:
    """A line over its normal band, with axis, event marks and circles on unusual days.

    A column `ahead` is drawn dashed: what is expected of days to come.
    """
    value, lower, upper = _lines(frame)
    ahead = _floats(frame, "ahead")
    scale = svg.Scale([*value, *ahead, *lower, *upper], zero=unit in ("money", "count"))
    top, height = 22.0, 150.0
    grid = []
    for tick in svg.ticks(scale.low, scale.high):
        y = top + scale(tick) / 100 * height
        grid += [
            svg.rule(0, y, 100, y, cls="grid"),
            svg.words(0, y - 3, style.figure(tick, unit, currency), cls="tick"),
        ]
    field = svg.stretched(
        top,
        height,
        len(frame),
        tag("path", d=svg.ribbon(lower, upper, scale), cls="band"),
        tag("path", d=svg.curve(value, scale), cls="line", vector_effect="non-scaling-stroke"),
        _dashed(ahead, scale),
    )
    events = _marks(frame, marks, top, height)
    dots = _dots(frame, value, scale, top, height, 3.5)
    axis = _days(frame, top + height + 16)
    return svg.drawing(top + height + 24, *grid, field, *events, *dots, *axis, alt=alt, cls="trend")


def _dashed(ahead: Sequence[float], scale: svg.Scale) -> Raw | None:
    if not (path := svg.curve(ahead, scale)):
        return None
    return tag("path", d=path, cls="line ahead", vector_effect="non-scaling-stroke")


def bars(rows: Sequence[Bar], *, alt: object) -> Raw:
    """Horizontal bars, the longest first to be compared with."""
    widest = max((abs(r.value) for r in rows), default=0) or 1
    parts: list[Raw] = []
    for i, row in enumerate(rows):
        y = i * _ROW
        parts += _caption(y, row.label, row.shown, row.note)
        parts.append(svg.bar(0, y + 21, 100, 7, cls="rail"))
        parts.append(svg.bar(0, y + 21, 100 * abs(row.value) / widest, 7, cls=row.cls))
    return svg.drawing(len(rows) * _ROW, *parts, alt=alt, cls="bars")


def waterfall(rows: Sequence[Bar], *, alt: object) -> Raw:
    """Steps from zero to the total: each bar starts where the one before ended."""
    edges = [0.0]
    for row in rows:
        edges.append(edges[-1] + row.value)
    low, high = min(edges), max(edges)
    scale = 100 / ((high - low) or 1)
    parts: list[Raw] = []
    for i, row in enumerate(rows):
        y = i * _ROW
        parts += _caption(y, row.label, row.shown, row.note)
        zero = -low * scale
        parts.append(svg.rule(zero, y + 18, zero, y + 32, cls="grid"))
        parts.append(svg.bar((edges[i] - low) * scale, y + 20, row.value * scale, 9, cls=row.cls))
    return svg.drawing(len(rows) * _ROW, *parts, alt=alt, cls="waterfall")


def funnel(rows: Sequence[Bar], *, alt: object) -> Raw:
    """Centred bars, each as wide as the square root of what arrives: small steps stay visible."""
    widest = max((abs(r.value) for r in rows), default=0) or 1
    parts: list[Raw] = []
    for i, row in enumerate(rows):
        y = i * 46
        wide = 100 * (abs(row.value) / widest) ** 0.5
        parts += _caption(y, row.label, row.shown, row.note)
        parts.append(svg.bar((100 - wide) / 2, y + 22, wide, 14, cls=row.cls))
    return svg.drawing(len(rows) * 46, *parts, alt=alt, cls="funnel")


def strip(days: Sequence[float], *, alt: object) -> Raw:
    """One cell a day, dark where the data is there: 1 whole, between 0 and 1 partial, 0 missing."""
    wide = 100 / max(len(days), 1)
    cells = [
        tag(
            "rect",
            x=svg.percent(i * wide),
            y="1",
            width=svg.percent(wide * 0.86),
            height="12",
            cls="there" if share >= 1 else ("part" if share > 0 else "gone"),
        )
        for i, share in enumerate(days)
    ]
    return svg.drawing(14, *cells, alt=alt, cls="strip")


def _caption(y: float, label: str, shown: object, note: str) -> list[Raw]:
    size = tag("text", clip(label, 34), x="0", y=svg.number(y + 15), cls="label")
    figure = tag("text", shown, x="100%", y=svg.number(y + 15), cls="value", text_anchor="end")
    if not note:
        return [size, figure]
    return [size, svg.words(50, y + 15, note, cls="note", end="middle"), figure]


def _floats(frame: pd.DataFrame, column: str) -> list[float]:
    if column not in frame:
        return [float("nan")] * len(frame)
    return pd.to_numeric(frame[column], errors="coerce").astype(float).tolist()


def _lines(frame: pd.DataFrame) -> tuple[list[float], list[float], list[float]]:
    """The values, and the edges of their band as far as they can be drawn beside them."""
    value = _floats(frame, "value")
    lower, upper = (svg.bounded(_floats(frame, c), value) for c in ("lower", "upper"))
    return value, lower, upper


def _flags(frame: pd.DataFrame) -> list[bool]:
    if "flag" not in frame:
        return [False] * len(frame)
    return [bool(f) and f == f for f in frame["flag"].tolist()]


def _dots(
    frame: pd.DataFrame,
    value: Sequence[float],
    scale: svg.Scale,
    top: float,
    height: float,
    radius: float,
) -> list[Raw]:
    wide = 100 / max(len(frame), 1)
    return [
        svg.dot((i + 0.5) * wide, top + scale(v) / 100 * height, radius, cls="flag")
        for i, (v, flag) in enumerate(zip(value, _flags(frame), strict=True))
        if flag and v == v
    ]


def _dates(frame: pd.DataFrame) -> list[date]:
    return [d.date() for d in pd.to_datetime(frame["date"])]


def _marks(frame: pd.DataFrame, marks: Sequence[Mark], top: float, height: float) -> list[Raw]:
    days: Any = {d: i for i, d in enumerate(_dates(frame))}
    wide, free, parts = 100 / max(len(frame), 1), -1.0, []
    for mark in sorted(marks, key=lambda m: m.day):
        if mark.day not in days:
            continue
        x = (days[mark.day] + 0.5) * wide
        parts.append(svg.rule(x, top - 4, x, top + height, cls="event"))
        if x >= free:  # a label only where the one before leaves room for it
            late = x > 80
            parts.append(
                svg.words(x, 12, clip(mark.label, 16), cls="tick", end="end" if late else "")
            )
            free = x + 26
    return parts


def _days(frame: pd.DataFrame, y: float) -> list[Raw]:
    days = _dates(frame)
    if not days:
        return []
    places = sorted({round(i * (len(days) - 1) / 3) for i in range(4)})
    wide = 100 / len(days)
    ends = {places[0]: "", places[-1]: "end"}
    return [
        svg.words(
            0 if i == places[0] else (100 if i == places[-1] else (i + 0.5) * wide),
            y,
            style.short_day(days[i]),
            cls="tick",
            end=ends.get(i, "middle"),
        )
        for i in places
    ]


def trend_sentence(label: object, frame: pd.DataFrame, unit: str, currency: str) -> str:
    """What a trend shows, in one sentence: its alternative text and caption."""
    days, value = _dates(frame), _floats(frame, "value")
    if not days:
        return str(words.NO_DATA)
    last = value[-1]
    lower, upper = _floats(frame, "lower")[-1], _floats(frame, "upper")[-1]
    judged = words.INSIDE
    if not (lower == lower and upper == upper and last == last):
        judged = words.UNJUDGED
    elif last > upper or last < lower:
        judged = words.ABOVE if last > upper else words.BELOW
    return str(words.TREND_ALT).format(
        metric=label,
        start=days[0],
        end=days[-1],
        last=style.figure(last, unit, currency),
        judged=judged,
        flags=sum(_flags(frame)),
    )
