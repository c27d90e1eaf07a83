"""Results against DuckDB SQL written by hand, on a random shop."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from functools import lru_cache

import duckdb
import pytest

from opslib.metrics import METRICS, dimensions, measure

from .facts_in_memory import connect

AS_OF = date(2026, 11, 20)
WINDOWS = (1, 3, 7, 30)


@lru_cache
def con() -> duckdb.DuckDBPyConnection:
    dice = random.Random(20261120)
    days = [AS_OF - timedelta(days=i) for i in range(420)]
    shop = [
        {"date": d, "impressions": dice.randint(900, 3000), "clicks": dice.randint(20, 90),
         "visitors": dice.randint(10, 60), "pay_buyers": dice.randint(0, 9),
         "page_views": dice.randint(60, 300), "pay_amount": round(dice.uniform(0, 5000), 2)}
        for d in days
    ]  # fmt: skip
    products = [
        {"date": d, "item_id": f"p{k}", "impressions": dice.randint(0, 200),
         "clicks": dice.randint(0, 9), "pay_amount": round(dice.uniform(0, 90), 2),
         "pay_items": dice.randint(0, 2)}
        for d in days[:130] for k in range(12) if dice.random() < 0.8
    ]  # fmt: skip
    orders = [
        {"order_id": str(i), "date": dice.choice(days),
         "buyer": dice.choice([f"b{dice.randint(0, 300)}", None]),
         "paid_amount": round(dice.uniform(5, 900), 2), "region": dice.choice("XYZ"),
         "is_fake": dice.random() < 0.05, "status": dice.choice(["done", "shipped", "unpaid"])}
        for i in range(2500)
    ]  # fmt: skip
    return connect(shop_day=shop, product_day=products, order=orders)


def hand(sql: str) -> float:
    row = con().execute(sql).fetchone()
    return float(row[0])


def when(window: int, back: int = 0) -> str:
    end = AS_OF - timedelta(days=back)
    return f"date BETWEEN DATE '{end - timedelta(days=window - 1)}' AND DATE '{end}'"


def ours(metric: str, window: int, by: str | None = None, member: str = ""):
    frame = measure(con(), "CNY", metric, as_of=AS_OF, window=window, by=by)
    return frame[frame["member"] == member].iloc[0]


@pytest.mark.parametrize("window", WINDOWS)
def test_totals_and_ratios(window: int) -> None:
    """What an analyst would write and what the page shows are the same number."""
    money = ours("pay_amount", window)
    sql = "SELECT sum(pay_amount) FROM shop_day WHERE "
    assert money["value"] == pytest.approx(hand(sql + when(window)), rel=1e-9)
    assert money["before"] == pytest.approx(hand(sql + when(window, window)), rel=1e-9)
    assert money["last_year"] == pytest.approx(hand(sql + when(window, 364)), rel=1e-9)
    backs = (7, 14, 21, 28) if window <= 7 else (35,)
    mean = sum(hand(sql + when(window, b)) for b in backs) / len(backs)
    assert money["weekdays"] == pytest.approx(mean, rel=1e-9)
    rate = "SELECT sum(clicks) / sum(impressions) FROM shop_day WHERE "
    assert ours("ctr", window)["value"] == pytest.approx(hand(rate + when(window)), rel=1e-9)
    assert ours("ctr", window)["before"] == pytest.approx(hand(rate + when(window, window)))


@pytest.mark.parametrize("window", WINDOWS)
def test_buyers_from_orders(window: int) -> None:
    """Distinct buyers, new and repeat ones, straight from the orders."""
    paid = "status <> 'unpaid' AND NOT is_fake AND buyer IS NOT NULL"
    base = f'FROM "order" WHERE {paid} AND {when(window)}'
    twice = f"SELECT count(*) FROM (SELECT buyer {base} GROUP BY 1 HAVING count(*) > 1)"
    assert ours("repeat_buyers", window)["value"] == hand(twice)
    assert ours("order_counted_buyers", window)["value"] == hand(
        f"SELECT count(DISTINCT buyer) {base}"
    )
    first = f'SELECT buyer FROM "order" WHERE {paid} GROUP BY 1 HAVING min(date) >= DATE '
    start = AS_OF - timedelta(days=window - 1)
    new = f"SELECT coalesce(sum(paid_amount), 0) {base} AND buyer IN ({first} '{start}')"
    assert ours("new_buyer_amount", window)["value"] == pytest.approx(hand(new))


@pytest.mark.parametrize("window", WINDOWS)
def test_cuts(window: int) -> None:
    """Products and regions, one by one."""
    where = f"WHERE item_id = 'p3' AND {when(window)}"
    row = ours("ctr", window, "product", "p3")
    want = (
        con().execute(f"SELECT sum(clicks), sum(impressions) FROM product_day {where}").fetchone()
    )
    if want[1]:
        assert row["value"] == pytest.approx(want[0] / want[1])
    sql = f"""SELECT sum(paid_amount) FROM "order" WHERE region = 'Y' AND NOT is_fake
      AND status <> 'unpaid' AND {when(window)}"""
    found = con().execute(sql).fetchone()[0] or 0.0
    assert ours("pay_amount", window, "region", "Y")["value"] == pytest.approx(found)


def test_products_sold_in_thirty_days() -> None:
    """Distinct products over a window, from daily rows."""
    sql = f"SELECT count(DISTINCT item_id) FROM product_day WHERE pay_items > 0 AND {when(30)}"
    assert ours("items_sold_30d", 7)["value"] == hand(sql)


def test_all_metrics_at_once_equal_one_by_one() -> None:
    """Batching statements must not mix up columns."""
    ids = [m for m in METRICS if None in dimensions(m)]
    together = measure(con(), "CNY", ids, as_of=AS_OF, window=[1, 7])
    for metric in ids[::6]:
        alone = measure(con(), "CNY", metric, as_of=AS_OF, window=[1, 7])
        both = together[together["metric"] == metric].reset_index(drop=True)
        for column in ("value", "low", "high", "before", "weekdays", "last_year"):
            assert both[column].to_list() == pytest.approx(alone[column].to_list(), nan_ok=True)


def test_all_metrics_cost_a_handful_of_statements_and_little_time() -> None:
    """A page of forty numbers must not open the store forty times."""
    ids = [m for m in METRICS if None in dimensions(m)][:40]
    measure(con(), "CNY", ids, as_of=AS_OF, window=WINDOWS)
    begun = time.process_time()
    measure(con(), "CNY", ids, as_of=AS_OF, window=WINDOWS)
    assert time.process_time() - begun < 1.0
