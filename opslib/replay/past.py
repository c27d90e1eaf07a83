"""The facts of a shop as a past morning saw them: what came later has not happened yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..facts import TABLES
from ..rules import View

if TYPE_CHECKING:
    from ..shop import Shop

# What an order was before the moment that its later state tells of.
_ORDER = (("paid_at", "unpaid"), ("shipped_at", "paid"))
_OVER = ("shipped", "done")


class Past:
    """One shop on one day for the rules; `table` takes back what happened after that morning.

    Times later than the morning of reading become empty and an order's status goes back with
    them; a register's row that was settled later is open again. What was overwritten without a
    time of its own (a stage, an owner, a stock count) cannot be taken back.
    """

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.now = pd.Timestamp(View.of(shop).now)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shop, name)

    def table(self, name: str, days: int | None = None) -> pd.DataFrame:
        """The rows of a fact table as they stood then."""
        rows = self.shop.table(name, days)
        times = [c for c, kind in TABLES[name].columns.items() if kind == "time"]
        later = {c: pd.to_datetime(rows[c]) > self.now for c in times if rows[c].notna().any()}
        rows = rows.assign(**{c: rows[c].mask(after) for c, after in later.items()})
        if name == "order":
            for column, before in reversed(_ORDER):
                after = later.get(column, pd.Series(False, rows.index))
                rows["status"] = rows["status"].mask(
                    after & rows["status"].isin((*_OVER, "paid")), before
                )
        if name == "register" and len(rows):
            open_then = pd.to_datetime(rows["done_on"]) > self.now
            rows = rows.assign(
                done_on=rows["done_on"].mask(open_then), state=rows["state"].mask(open_then)
            )
        return rows
