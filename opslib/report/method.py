"""Method and limits: how the figures are made, and what they cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from ..labels import Label
from . import style, words
from .alarms import PROCEDURE
from .blocks import Block, block, card, more, table
from .markup import Raw, tag
from .shapes import ProfileText
from .sheet import Sheet


def method(
    sheet: Sheet,
    profile: ProfileText,
    known_at: datetime | None = None,
    notes: Iterable[Label] = (),
    procedure: Iterable[Label] = (PROCEDURE,),
) -> Block:
    """How was this computed, by whose thresholds, and what can it not tell?

    Put last: it defines the metrics that the sections before it have shown. procedure: how false
    alarms are kept rare.
    """
    told = words.PROFILE.format(
        name=profile.name, timezone=profile.timezone, currency=profile.currency
    )
    lines: list[object] = [told]
    if known_at is not None:
        lines.append(words.KNOWN_AT.format(when=known_at.isoformat(timespec="minutes")))
    lines += [*notes, *procedure, *words.LIMITS, words.TRACE]
    listed = tag("ul", *(tag("li", line) for line in lines), cls="notes")
    used = sorted({n.metric for n in sheet.numbers.values()} & set(sheet.metrics))
    defined = card(_definitions(sheet, used), cls="wraps")
    return block(
        card(listed),
        more(words.DEFINITIONS, defined) if used else None,
        text=told,
        section="method",
    )


def _definitions(sheet: Sheet, used: list[str]) -> Raw:
    rows = [
        (style.start(known.label), known.definition, guides(known.source))
        for known in (sheet.metrics[m] for m in used)
    ]
    return table((words.METRIC, words.DEFINITION, words.GUIDE), rows, texts=3)


def guides(source: str) -> object:
    """The guide rows that a definition follows; where there are none, the platform's own words."""
    return ", ".join(_GUIDE.findall(source)) or _AS_EXPORTED


_GUIDE = re.compile(r"\d{3}-\d+")
_AS_EXPORTED = Label("按平台导出", "as exported")
