"""What members are called: a product by its newest title, everyone else by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .desk import Desk

_TITLED = ("product_day", "product_window", "order_line")
# Titles hardly change: the last days name nearly everyone, and the rest is looked for further back.
_NEAR, _FAR = 2, 120


def member_names(desk: Desk, members: np.ndarray) -> dict[str, str]:
    """Names of the members of the desk's cut; only those that have one of their own."""
    if desk.by != "product" or not len(members):
        return {}
    tables = [t for t in _TITLED if desk.has(t)]
    found: dict[str, str] = {}
    for table in tables:
        for days in (_NEAR, _FAR):
            if any(m not in found for m in members):
                found = {**_titles(desk, table, days), **found}
    return found


def _titles(desk: Desk, table: str, days: int) -> dict[str, str]:
    desk.near.touch(desk.con, [table])
    # On an order line that was given away the title is often a note of the warehouse.
    sold = (
        "coalesce(arg_max(title, (date, title)) FILTER (amount > 0), arg_max(title, (date, title)))"
    )
    newest = sold if table == "order_line" else "arg_max(title, (date, title))"
    rows = desk.con.execute(
        f"SELECT item_id, {newest} FROM {table} WHERE title IS NOT NULL AND "
        f"date BETWEEN DATE '{desk.as_of}' - {days - 1} AND DATE '{desk.as_of}' GROUP BY 1"
    ).fetchall()
    return dict(rows)
