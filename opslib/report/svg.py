"""Small drawings that stay sharp: text is text, colours are the page's own variables.

Bars and lines stretch with the page, letters do not: x is given in percent of the width and y in
pixels, and only curves live in a nested drawing that is stretched.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .markup import Raw, clip, tag


def drawing(height: float, *parts: object, alt: object, cls: str = "") -> Raw:
    """A picture of full width and fixed height whose content one sentence tells."""
    return tag(
        "svg",
        *parts,
        cls=f"fig {cls}".strip(),
        width="100%",
        height=number(height),
        role="img",
        aria_label=alt,
    )


def number(value: float) -> str:
    """A coordinate with two digits at most: the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0", 1) if value else "0"


def percent(value: float) -> str:
    """A place from left (0) to right (100)."""
    return f"{number(value)}%"


def words(
    x: float, y: float, text: object, *, cls: str = "", end: str = "", cells: int = 40
) -> Raw:
    """A line of text; `end` is "middle" or "end" to hang it from there."""
    return tag(
        "text",
        clip(text, cells),
        x=percent(x),
        y=number(y),
        cls=cls or None,
        text_anchor=end or None,
    )


def bar(x: float, y: float, width: float, height: float, *, cls: str = "bar") -> Raw:
    """A bar from x, `width` percent wide; never thinner than a hair."""
    left, wide = (x + width, -width) if width < 0 else (x, width)
    return tag(
        "rect",
        x=percent(left),
        y=number(y),
        width=percent(max(wide, 0.4)),
        height=number(height),
        rx="3",
        cls=cls,
    )


def rule(x1: float, y1: float, x2: float, y2: float, *, cls: str) -> Raw:
    """A straight line between two places."""
    return tag("line", x1=percent(x1), y1=number(y1), x2=percent(x2), y2=number(y2), cls=cls)


def dot(x: float, y: float, radius: float, *, cls: str) -> Raw:
    """A small circle."""
    return tag("circle", cx=percent(x), cy=number(y), r=number(radius), cls=cls)


def stretched(y: float, height: float, columns: int, *parts: object) -> Raw:
    """A field of `columns` x 100 units that is stretched to the width and `height` pixels."""
    return tag(
        "svg",
        *parts,
        x="0",
        y=number(y),
        width="100%",
        height=number(height),
        viewBox=f"0 0 {max(columns, 1)} 100",
        preserveAspectRatio="none",
        overflow="visible",
    )


class Scale:
    """Values on a field 100 units high: the top of the range is 0."""

    def __init__(self, values: Sequence[float], *, zero: bool = False) -> None:
        known = [v for v in values if math.isfinite(v)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        low = min(low, 0.0) if zero else low
        room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
        self.low = low if zero and low == 0 else low - room
        self.high = high + room

    def __call__(self, value: float) -> float:
        return 100 * (self.high - value) / (self.high - self.low)


def bounded(edge: Sequence[float], values: Sequence[float]) -> list[float]:
    """A band's edge kept near the values, so that a wild guess does not flatten the line."""
    known = [v for v in values if math.isfinite(v)]
    if not known:
        return list(edge)
    low, high = min(known), max(known)
    room = (high - low) or abs(high) or 1.0
    return [min(max(e, low - room), high + room) if math.isfinite(e) else e for e in edge]


def curve(values: Sequence[float], scale: Scale) -> str:
    """A path through the values at x = 0.5, 1.5, ...; a missing value is a gap."""
    steps, pen = [], "M"
    for i, value in enumerate(values):
        if not math.isfinite(value):
            pen = "M"
            continue
        steps.append(f"{pen}{number(i + 0.5)},{number(scale(value))}")
        pen = "L"
    return "".join(steps)


def ribbon(lower: Sequence[float], upper: Sequence[float], scale: Scale) -> str:
    """A closed path between two rows of values, one piece for each unbroken stretch."""
    pieces: list[str] = []
    start = None
    for i in range(len(lower) + 1):
        known = i < len(lower) and math.isfinite(lower[i]) and math.isfinite(upper[i])
        if known and start is None:
            start = i
        elif not known and start is not None:
            pieces.append(_closed(range(start, i), lower, upper, scale))
            start = None
    return "".join(pieces)


def _closed(days: range, lower: Sequence[float], upper: Sequence[float], scale: Scale) -> str:
    there = [f"{number(i + 0.5)},{number(scale(upper[i]))}" for i in days]
    back = [f"{number(i + 0.5)},{number(scale(lower[i]))}" for i in reversed(days)]
    return f"M{'L'.join(there + back)}Z"


def ticks(low: float, high: float, count: int = 3) -> list[float]:
    """A few round values between low and high."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return []
    raw = span / count
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= raw)
    first = math.ceil(low / step)
    return [i * step for i in range(first, math.floor(high / step) + 1)]
