"""The catalogue: every metric the house knows, by id."""

from __future__ import annotations

from ..errors import unknown
from ..labels import Label
from .ads import ADS
from .growth import GROWTH
from .interest import INTEREST
from .metric import Metric
from .products import PRODUCTS
from .relations import RELATIONS
from .sales import SALES
from .service import SERVICE
from .traffic import TRAFFIC

METRICS: dict[str, Metric] = {
    m.id: m for m in [*TRAFFIC, *INTEREST, *SALES, *ADS, *SERVICE, *PRODUCTS, *GROWTH]
}


def metric(id: str) -> Metric:
    """The metric of this id; UnknownName with the nearest ids if there is none."""
    if id not in METRICS:
        raise unknown(Label("指标", "metric"), id, METRICS)
    return METRICS[id]


def needed(ids: list[str]) -> list[str]:
    """These metrics and the ones they are made of, parts first, without repeats."""
    found: dict[str, None] = {}
    for id in ids:
        one = metric(id)
        inner = [p for p in (one.numerator, one.denominator, *one.parts) if p]
        found.update(dict.fromkeys([*needed(inner), id]))
    return list(found)


def dimensions(id: str) -> set[str | None]:
    """What a metric can be cut by; None stands for the whole shop."""
    one = metric(id)
    cuts = {by for s in one.sources for by in RELATIONS[s.relation].dims}
    if one.kind == "ratio":
        cuts |= dimensions(one.numerator) & dimensions(one.denominator)
    return cuts or ({None} if one.parts else set())
