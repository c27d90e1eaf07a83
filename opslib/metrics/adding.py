"""Adding up on request, and refusing what does not add."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Sequence

from ..errors import NotAdditive
from ..labels import Label
from .catalogue import metric as lookup
from .measure import measure
from .metric import Metric

if TYPE_CHECKING:
    import duckdb

# Seen twice in the real export: 4378 + 8666 impressions of a product with 11364 in all.
_OVERLAP = [
    {"search_impressions", "mkt_impressions"},
    {"search_clicks", "mkt_clicks"},
    {"impressions", "ad_impressions"},
    {"impressions", "natural_impressions"},
    {"impressions", "search_impressions"},
    {"impressions", "mkt_impressions"},
    {"clicks", "search_clicks"},
    {"clicks", "mkt_clicks"},
    {"impressions", "ad_shown"},
    {"ad_impressions", "ad_shown"},
    {"pay_amount", "net_pay_amount"},
    {"clicks", "ad_clicks"},
]
_WHY = {
    "distinct": Label("同一个人会算好几次", "the same person would count several times"),
    "ratio": Label("比率要由分子分母重新算", "a ratio is computed anew from its parts"),
    "last": Label("滚动值只取最新一次", "of a rolling value only the newest counts"),
    "index": Label("指数没有单位", "an index has no unit"),
}


def refuse_adding(metrics: Sequence[Metric], by: str | None = None) -> None:
    """Raise NotAdditive unless these metrics may be added, over days, members and each other.

    Which kinds may be added follows from what the platforms count: money, views and items add up;
    people, ratios, rolling values and indices do not.
    """
    for one in metrics:
        if one.kind != "total":
            reason = _WHY[one.kind]
            raise NotAdditive(
                one.id,
                Label(
                    f"“{one.label.zh}”不能相加：{reason.zh}。",
                    f"'{one.label.en}' cannot be added up: {reason.en}.",
                ),
                Label(
                    "请用 measure，它给出期间值，或上下界。",
                    "Use measure, which gives the period's value or bounds.",
                ),
            )
    ids = {m.id for m in metrics}
    for pair in _OVERLAP:
        if pair <= ids:
            a, b = sorted(pair)
            raise NotAdditive(
                f"{a} + {b}",
                Label("两者有重叠，不能相加。", "they overlap and cannot be added."),
                Label("请分开看。", "Look at them apart."),
            )
    if by == "product" and "pay_orders" in ids:
        raise NotAdditive(
            "pay_orders",
            Label(
                "一个订单里有几个商品就会算几次。", "an order with two products would count twice."
            ),
            Label("店铺的订单数不要按商品相加。", "Measure it for the shop instead."),
        )


def total(
    con: duckdb.DuckDBPyConnection,
    currency: str,
    metrics: str | Sequence[str],
    *,
    as_of: date,
    window: int = 7,
    by: str | None = None,
) -> float:
    """The sum of these metrics over the window's days (and over the members of a cut).

    NaN where a day is missing or nothing is known: a sum with a hole is no sum.
    Raises NotAdditive for visitors, buyers, ratios, rolling scores, indices and overlapping
    metrics; UnknownName for a metric that does not exist.
    """
    wanted = [metrics] if isinstance(metrics, str) else list(metrics)
    refuse_adding([lookup(m) for m in wanted], by)
    frame = measure(con, currency, wanted, as_of=as_of, window=window, by=by, against=())
    if frame.empty or frame["partial"].any():
        return float("nan")
    return float(frame["value"].sum(skipna=False))
