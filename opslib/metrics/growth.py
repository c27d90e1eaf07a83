"""The growth formula of the guides: (product power + service power) x acquisition power."""

from __future__ import annotations

from ..labels import Label
from .metric import Metric


def _power(id: str, zh: str, en: str, zh_parts: str, parts: tuple[str, ...]) -> Metric:
    meaning = Label(
        f"{zh_parts}各除以同行优秀（上限1.2），取平均；没有单位，只看趋势。",
        f"Mean of {', '.join(parts)}, each over the peers' excellent (at most 1.2); unit-free.",
    )
    return Metric(
        id, "index", "index", "up", Label(zh, en), meaning, "000-01", fixed_days=30, parts=parts
    )


_PRODUCT = ("items_online", "five_star_items", "tagged_items")
_SERVICE = ("response_rate_30d", "on_time_ship_rate_30d", "dispute_rate_90d")
GROWTH = [
    _power("product_power", "产品力", "product power", "在线商品、五星商品、标签商品", _PRODUCT),
    _power(
        "service_power", "服务力", "service power", "响应率、发货履约率、纠纷率（取倒数）", _SERVICE
    ),
    _power("acquisition_power", "获客力", "acquisition power", "30天访客", ("visitors",)),
    Metric(
        "growth_index",
        "index",
        "index",
        "up",
        Label("成交力指数", "growth index"),
        Label(
            "（产品力+服务力）×获客力；没有单位，只看趋势。",
            "(Product power + service power) x acquisition power; unit-free, trend only.",
        ),
        "000-01",
        fixed_days=30,
        parts=("product_power", "service_power", "acquisition_power"),
    ),
]
