"""All causes that can be planted, by kind."""

from __future__ import annotations

from .causes_base import Cause, OfProduct
from .causes_data import (
    DataFault,
    DuplicatedDays,
    MissingDays,
    RepeatedDays,
    TrackingFault,
)
from .causes_demand import (
    DemandShock,
    Drift,
    ProductDrift,
    StockOut,
)
from .causes_price import (
    Action,
    OwnPrice,
    PlanAction,
    PriceMove,
    ProductAction,
    WordAction,
)
from .causes_shop import (
    BudgetRunOut,
    ConversionBreak,
    EventFires,
    EventFlop,
    LateParcels,
    LevelShift,
    SlowReplies,
    StockLow,
    TagLost,
    WordDrop,
)

__all__ = [
    "KINDS",
    "Action",
    "BudgetRunOut",
    "Cause",
    "ConversionBreak",
    "DataFault",
    "DemandShock",
    "Drift",
    "DuplicatedDays",
    "EventFires",
    "EventFlop",
    "LateParcels",
    "LevelShift",
    "MissingDays",
    "OfProduct",
    "OwnPrice",
    "PlanAction",
    "PriceMove",
    "ProductAction",
    "ProductDrift",
    "RepeatedDays",
    "SlowReplies",
    "StockLow",
    "StockOut",
    "TagLost",
    "TrackingFault",
    "WordAction",
    "WordDrop",
]

KINDS: dict[str, type[Cause]] = {
    kind.kind: kind
    for kind in (
        WordDrop,
        BudgetRunOut,
        TagLost,
        ConversionBreak,
        LevelShift,
        EventFlop,
        EventFires,
        StockLow,
        LateParcels,
        SlowReplies,
        Drift,
        ProductDrift,
        DemandShock,
        StockOut,
        PriceMove,
        OwnPrice,
        ProductAction,
        WordAction,
        PlanAction,
        TrackingFault,
        MissingDays,
        RepeatedDays,
        DuplicatedDays,
    )
}
