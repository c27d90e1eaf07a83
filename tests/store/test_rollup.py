"""The kept rollup says what the facts say, and follows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslib.errors import StoreError
from opslib.store import Store, rollup

from .rows import JUNE, MAY, day, put


def seen(store: Store, *months: str) -> list[tuple[object, ...]]:
    with store.snapshot().connect(months=months or None) as con:
        rollup.create_view(con, store, months or None)
        columns = "shop, date, channel, pay_amount, visitors"
        return con.execute(f"SELECT {columns} FROM rollup_day ORDER BY ALL").fetchall()


def test_a_shop_day_is_its_own_export_or_what_adds_up_over_its_products(tmp_path: Path) -> None:
    """An agency's overview would add up visitors, or count a shop twice."""
    store = Store(tmp_path)
    put(store, "shop_day", {"date": MAY, "terminal": "all", "pay_amount": 9.0, "visitors": 5})
    put(store, "product_day", day("a", pay_amount=1.0), day("a", JUNE, pay_amount=2.0))
    put(store, "product_day", *(day(i, JUNE, pay_amount=2.0, visitors=3) for i in "ab"), shop="s2")
    flow = {"date": MAY, "channel": "搜索", "pay_amount": 4.0, "visitors": 2}
    put(store, "channel_day", flow)
    assert rollup.refresh(store) == ["2026-05", "2026-06"]
    assert seen(store) == [
        ("s1", MAY, "", 9.0, 5),
        ("s1", MAY, "搜索", 4.0, 2),
        ("s1", JUNE, "", 2.0, None),
        ("s2", JUNE, "", 4.0, None),
    ]


def test_only_months_whose_facts_changed_are_made_again(tmp_path: Path) -> None:
    """The overview would show yesterday's numbers, or cost minutes every morning."""
    store = Store(tmp_path)
    put(store, "shop_day", {"date": MAY, "terminal": "all", "pay_amount": 9.0})
    put(store, "shop_day", {"date": JUNE, "terminal": "all", "pay_amount": 1.0})
    rollup.refresh(store)
    put(store, "shop_day", {"date": JUNE, "terminal": "all", "pay_amount": 3.0})
    assert rollup.refresh(store) == ["2026-06"]
    assert rollup.refresh(store) == []
    assert seen(store, "2026-06") == [("s1", JUNE, "", 3.0, None)]


def test_a_rollup_that_was_never_made_is_named(tmp_path: Path) -> None:
    """The overview would fail with an error about SQL."""
    with Store(tmp_path).snapshot().connect() as con, pytest.raises(StoreError, match="refresh"):
        rollup.create_view(con, Store(tmp_path))
