"""The service clocks of the page: each figure with the tasks that hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..labels import Label
from ..metrics import METRICS

if TYPE_CHECKING:
    from ..shop import Shop

# Metric -> its own days, and the guide rows of the tasks that belong to it.
CLOCKS = {
    "reply_in_2h_rate": (7, ("004-50", "003-19", "003-20", "001-43")),
    "first_response_hours": (7, ()),
    "on_time_ship_rate_30d": (30, ("003-08", "000-08", "003-09")),
    "pay_to_sign_hours": (30, ()),
    "stock_cover_days": (1, ("003-04", "003-05")),
    "response_rate_30d": (30, ()),
}


def clocks(shop: Shop) -> list[Any]:
    """The service clocks that the shop has data for, with the tasks that hang on them."""
    from ..report import Clock

    frame = shop.measure(list(CLOCKS), window=7, against=())
    shown = []
    for row in frame[frame["basis"] != "none"].itertuples():
        window, guides = CLOCKS[row.metric]
        mine = [t for t in shop.tasks if any(g in t.guide for g in guides)]
        late = sum(t.overdue_days > 0 for t in mine)
        items = [(str(t.what), _left(shop, t), t.owner) for t in mine]
        metric = METRICS[row.metric]
        shown.append(
            Clock(
                row.metric,
                metric.label,
                row.value,
                metric.unit,
                window,
                None,
                late,
                len(mine) - late,
                items,
            )
        )
    return shown


def _left(shop: Shop, task: Any) -> Label:
    if task.due is None:
        return Label("今天", "today")
    days = (task.due - shop.as_of).days - 1
    if days < 0:
        return Label(f"逾期 {-days} 天", f"{-days} day(s) late")
    return Label("今天到期", "due today") if days == 0 else Label(f"{days} 天", f"{days} day(s)")
