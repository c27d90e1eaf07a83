"""All causes that can be planted, by kind."""

from __future__ import annotations

from .causes_base import Cause, OfProduct
from .causes_shop import (
    BudgetRunOut,
    ConversionBreak,
    EventFlop,
    LateParcels,
    LevelShift,
    SlowReplies,
    StockLow,
    TagLost,
    WordDrop,
)

KINDS: dict[str, type[Cause]] = {
    kind.kind: kind
    for kind in (
        WordDrop,
        BudgetRunOut,
        TagLost,
        ConversionBreak,
        LevelShift,
        EventFlop,
        StockLow,
        LateParcels,
        SlowReplies,
    )
}

__all__ = ["KINDS", "Cause", "OfProduct", *sorted(k.__name__ for k in KINDS.values())]
