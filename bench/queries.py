"""Metric queries through opslib against DuckDB SQL written by hand over the same files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from opslib.metrics import measure
from opslib.store import Store, rollup

from .data import AS_OF, shop_id
from .timing import Row, compare, peak_mb

KPIS = ["pay_amount", "impressions", "clicks", "page_views", "pay_orders", "refund_amount"]
WINDOWS = [1, 3, 7, 30]
SHOP = shop_id(7)


def months_from(start: date) -> list[str]:
    """The months from `start` to the as-of day, as partitions are called."""
    found = pd.period_range(start, AS_OF, freq="M")
    return [str(m) for m in found]


def by_hand(files: list[str], sql: str) -> Callable[[], pd.DataFrame]:
    """What an analyst would write: DuckDB over the shop's files. `sql` says FROM facts."""
    listed = ", ".join(f"'{f}'" for f in files)
    source = f"read_parquet([{listed}], hive_partitioning=true, hive_types_autocast=false)"
    con = duckdb.connect()
    return lambda: con.execute(sql.replace("FROM facts", f"FROM {source}")).df()


def by_opslib(store: Store, months: list[str], metrics: Any, **how: Any) -> Callable[[], Any]:
    """The same question to `measure`, on a connection that is open as in a notebook."""
    con = store.snapshot().connect(SHOP, months)
    return lambda: measure(con, "CNY", metrics, as_of=AS_OF, against=("before",), **how)


def _sums(columns: list[str], ends: dict[str, timedelta]) -> str:
    """FILTER sums of each column over 1, 3, 7 and 30 days that end some days ago."""
    parts = []
    for name, back in ends.items():
        for days in WINDOWS:
            end = AS_OF - (back or timedelta(days=0)) - timedelta(days=days if name == "b" else 0)
            start = end - timedelta(days=days - 1)
            when = f"date BETWEEN DATE '{start}' AND DATE '{end}'"
            parts += [f"sum({c}) FILTER ({when}) AS {c}_{days}_{name}" for c in columns]
    return ", ".join(parts)


_ENDS = {"now": timedelta(0), "b": timedelta(0)}


def shop_kpis(
    store: Store, by: str | None, check: bool = True
) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """One shop's totals for 1, 3, 7, 30 days and the windows before: opslib, and by hand."""
    months = months_from(AS_OF - timedelta(days=60))
    table = "product_day" if by else "shop_day"
    member = "item_id" if by else "''"
    days = ", ".join(f"sum({c}) AS {c}" for c in KPIS)
    sql = (
        f"WITH d AS (SELECT {member} AS member, date, {days} FROM facts "
        f"WHERE date > DATE '{AS_OF - timedelta(days=60)}' GROUP BY ALL) "
        f"SELECT member, {_sums(KPIS, _ENDS)} FROM d GROUP BY ALL"
    )

    ours = by_opslib(store, months, KPIS, by=by, window=WINDOWS)
    hand = by_hand(store.snapshot().files(table, SHOP, months), sql)
    if check:
        _agree(ours(), hand())
    return ours, hand


def _agree(ours: pd.DataFrame, hand: pd.DataFrame) -> None:
    """Both sides must say the same, or the comparison is worth nothing."""
    for kpi in KPIS:
        for days in WINDOWS:
            rows = ours[(ours.metric == kpi) & (ours.window == days)]
            for column, name in (("value", "now"), ("before", "b")):
                a, b = rows[column].sum(), float(hand[f"{kpi}_{days}_{name}"].sum())
                if abs(a - b) > 1e-6 * max(1.0, abs(b)):
                    raise AssertionError(f"{kpi} {days} {column}: {a} is not {b}")


def movers(store: Store, check: bool = True) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """The ten products that moved most in a week: opslib, and by hand."""
    months = months_from(AS_OF - timedelta(days=14))
    sql = (
        "WITH p AS (SELECT item_id, any_value(title) AS title, "
        f"sum(pay_amount) FILTER (date > DATE '{AS_OF - timedelta(days=7)}') AS now, "
        f"sum(pay_amount) FILTER (date <= DATE '{AS_OF - timedelta(days=7)}') AS before "
        f"FROM facts WHERE date > DATE '{AS_OF - timedelta(days=14)}' GROUP BY 1) "
        "SELECT *, now - before AS change FROM p ORDER BY abs(change) DESC LIMIT 10"
    )

    found = by_opslib(store, months, "pay_amount", by="product", window=7)

    def ours() -> pd.DataFrame:
        return found().sort_values("change", key=abs, ascending=False).head(10)

    hand = by_hand(store.snapshot().files("product_day", SHOP, months), sql)
    if check and not abs(ours()["change"].abs().sum() - hand()["change"].abs().sum()) < 1e-3:
        raise AssertionError("the movers differ")
    return ours, hand


def sold(store: Store) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """How many products sold in 30 days, and in the 30 days before: opslib, and by hand."""
    months = months_from(AS_OF - timedelta(days=60))
    sql = (
        "WITH p AS (SELECT item_id, "
        f"sum(pay_items) FILTER (date > DATE '{AS_OF - timedelta(days=30)}') AS now, "
        f"sum(pay_items) FILTER (date <= DATE '{AS_OF - timedelta(days=30)}') AS before "
        f"FROM facts WHERE date > DATE '{AS_OF - timedelta(days=60)}' GROUP BY 1) "
        "SELECT count(*) FILTER (now > 0) AS now, count(*) FILTER (before > 0) AS before FROM p"
    )

    ours = by_opslib(store, months, "items_sold_30d", window=30)
    return ours, by_hand(store.snapshot().files("product_day", SHOP, months), sql)


def all_shops(store: Store) -> tuple[Callable[[], Any], Callable[[], Any], Callable[[], Any]]:
    """Every shop's KPIs: from the rollup, from a scan of the facts, and with pandas."""
    rollup.refresh(store)
    months = months_from(AS_OF - timedelta(days=60))
    sums = _sums(KPIS, _ENDS)
    start = AS_OF - timedelta(days=60)

    con = duckdb.connect()
    rollup.create_view(con, store, months)

    def ours() -> pd.DataFrame:
        where = f"channel = '' AND date > DATE '{start}'"
        return con.execute(f"SELECT shop, {sums} FROM rollup_day WHERE {where} GROUP BY 1").df()

    days = ", ".join(f"sum({c}) AS {c}" for c in KPIS)
    scan = (
        f"WITH d AS (SELECT shop, date, {days} FROM facts WHERE date > DATE '{start}' "
        f"GROUP BY ALL) SELECT shop, {sums} FROM d GROUP BY 1"
    )

    hand = by_hand(store.snapshot().files("product_day", None, months), scan)

    def pandas() -> pd.DataFrame:
        parts = []
        for f in store.snapshot().files("product_day", None, months):
            part = pd.read_parquet(Path(f), columns=["date", *KPIS], partitioning=None)
            parts.append(part[part["date"] > start].groupby("date").sum().assign(shop=f))
        return pd.concat(parts).groupby(["shop", "date"]).sum()

    a, b = ours()["pay_amount_30_now"].sum(), hand()["pay_amount_30_now"].sum()
    if abs(a - b) > 1e-6 * b:
        raise AssertionError(f"the rollup says {a}, the facts {b}")
    return ours, hand, pandas


def run(store: Store, rounds: int) -> list[Row]:
    """All metric bars."""
    rows = []
    for what, bar, pair in [
        ("one shop, 6 KPIs x 4 windows + before", 1.2, shop_kpis(store, None)),
        ("the same for each of its products", 1.2, shop_kpis(store, "product")),
        ("top movers by product, 7 days", 1.2, movers(store)),
        ("products sold in 30 days and before", 1.2, sold(store)),
    ]:
        rows.append(compare(f"{what} / SQL by hand", bar, *pair, rounds))
    ours, hand, pandas = all_shops(store)
    rows.append(compare("all shops, KPIs: rollup / scan of the facts", 0.1, ours, hand, rounds))
    rows.append(compare("all shops, KPIs: rollup / pandas", 0.02, ours, pandas, rounds))
    peak = peak_mb(["-m", "bench.one_query", str(store.root)])
    rows.append(
        Row("peak memory of the metric queries / 600 MB", peak / 600, 1.0, f"{peak:.0f} MB")
    )
    return rows
