"""What members are called: a product by its newest title, everyone else by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .desk import Desk

_TITLED = {
    "product_day": "product_day",
    "product_window": "product_window",
    "order_line": "order_line",
}


def member_names(desk: Desk, members: np.ndarray) -> dict[str, str]:
    """Names of the members of the desk's cut; only those that have one of their own."""
    if desk.by != "product" or not len(members):
        return {}
    parts = [
        f"SELECT item_id, title, date FROM {table} WHERE title IS NOT NULL"
        f" AND date BETWEEN DATE '{desk.as_of}' - 120 AND DATE '{desk.as_of}'"
        for table in _TITLED
        if desk.has(table)
    ]
    if not parts:
        return {}
    rows = desk.con.execute(
        f"SELECT item_id, arg_max(title, date) FROM ({' UNION ALL '.join(parts)}) GROUP BY 1"
    ).fetchall()
    return dict(rows)
