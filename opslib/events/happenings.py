"""Dated events of platforms and trade, read from TOML files that an operator edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Collection, Literal

from ..declared import Declared, label_of, read_declared
from ..labels import Label
from .lunar import spring_festival

Confidence = Literal["high", "medium", "low"]
_KEYS = (
    "id",
    "label",
    "platform",
    "start",
    "end",
    "lunar",
    "promo",
    "confidence",
    "source",
    "dates",
)
_PLATFORMS = ("1688", "alibaba", "all")
YEARS = range(2009, 2036)


@dataclass(frozen=True, slots=True)
class Event:
    """One edition of an event. `promo`: a selling event, not just something to know of."""

    id: str
    label: Label
    start: date
    end: date
    platform: str
    confidence: Confidence
    source: str
    promo: bool = True

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def load_events(
    *folders: Path, platform: str | None = None, years: Collection[int] = YEARS
) -> list[Event]:
    """Which events happen when? All editions in these years, oldest first.

    folders: read in this order; an id in a later folder replaces the earlier one; a folder that
    does not exist is empty. platform: only this platform's events and those of all.
    Raises DeclarationError with file and line for a key, platform, confidence or date that
    cannot be understood.
    """
    blocks: dict[str, tuple[Declared, int]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            declared = read_declared(path)
            for i, block in enumerate(declared.data.get("event", [])):
                _check(declared, block, i)
                blocks[block["id"]] = (declared, i)
    events = [e for declared, i in blocks.values() for e in _editions(declared, i, years)]
    wanted = [e for e in events if platform is None or e.platform in (platform, "all")]
    return sorted(wanted, key=lambda e: (e.start, e.end, e.id))


def _check(declared: Declared, block: dict[str, Any], i: int) -> None:
    declared.known(block, _KEYS, "event", i)
    for key in ("id", "label", "platform", "confidence", "source"):
        if key not in block:
            raise declared.error(
                Label(f"活动缺“{key}”。", f"the event lacks '{key}'."),
                Label("请补上。", "Please add it."),
                "event",
                i,
            )
    for key, allowed in (("platform", _PLATFORMS), ("confidence", ("high", "medium", "low"))):
        if block[key] not in allowed:
            raise declared.error(
                Label(f"{key} 不能是“{block[key]}”。", f"{key} cannot be '{block[key]}'."),
                Label(f"可用：{'、'.join(allowed)}", f"Use one of {', '.join(allowed)}."),
                "event",
                i,
                key,
            )
    label_of(declared, block["label"], "event", i, "label")
    for key in block.get("dates", {}):
        if not str(key).isdigit() or int(key) not in YEARS:
            raise declared.error(
                Label(f"“{key}”不是年份。", f"'{key}' is no year."),
                Label(
                    f"写 {YEARS[0]} 到 {YEARS[-1]} 里的一年。",
                    f"Write a year from {YEARS[0]} to {YEARS[-1]}.",
                ),
                "event",
                i,
                "dates",
                key,
            )


def _editions(declared: Declared, i: int, years: Collection[int]) -> list[Event]:
    block = declared.data["event"][i]
    found = []
    for year in sorted(years):
        start, end = _dates(declared, block, i, year)
        found.append(
            Event(
                block["id"],
                label_of(declared, block["label"], "event", i, "label"),
                start,
                end,
                block["platform"],
                "high" if str(year) in block.get("dates", {}) else block["confidence"],
                block["source"],
                bool(block.get("promo", True)),
            )
        )
    _apart(declared, i, found)
    return found


def _apart(declared: Declared, i: int, found: list[Event]) -> None:
    """Refuse editions of one event that share days."""
    for one, other in pairwise(found):
        if other.start <= one.end:
            raise declared.error(
                Label(
                    f"两届重叠：{one.start}–{one.end} 和 {other.start}–{other.end}。",
                    f"editions overlap: {one.start} to {one.end}, {other.start} to {other.end}.",
                ),
                Label(
                    "查一下 [event.dates] 里年份和日期是不是写岔了。",
                    "Look under [event.dates] whether year and days belong together.",
                ),
                "event",
                i,
                "dates",
            )


def _dates(declared: Declared, block: dict[str, Any], i: int, year: int) -> tuple[date, date]:
    """The year's own dates, else days around Spring Festival, else month and day."""
    try:
        if pair := block.get("dates", {}).get(str(year)):
            start, end = (d if isinstance(d, date) else date.fromisoformat(d) for d in pair)
        elif "lunar" in block:
            start, end = (spring_festival(year) + timedelta(days=d) for d in block["lunar"])
        else:
            start, end = (date.fromisoformat(f"{year}-{block[k]}") for k in ("start", "end"))
        if start > end:
            raise ValueError(f"{start} > {end}")
    except (ValueError, TypeError, KeyError) as bad:
        raise declared.error(
            Label(
                f"看不懂 {year} 年的日期：{bad}", f"cannot understand the dates of {year}: {bad}"
            ),
            Label(
                '写 start = "03-25"、end = "03-31"，或 lunar = [-30, -10]，'
                '或 [event.dates] 里 2026 = ["2026-03-25", "2026-03-31"]。',
                'Write start = "03-25" and end = "03-31", or lunar = [-30, -10], or under '
                '[event.dates] 2026 = ["2026-03-25", "2026-03-31"].',
            ),
            "event",
            i,
        ) from bad
    return start, end
