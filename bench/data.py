"""A big store: 100 shops x 400 days of products, with the shops' and channels' own days."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from opslib.facts import TABLES
from opslib.store import Store
from opslib.store.files import DataFile, conform, file_schema
from opslib.store.log import Log

SHOPS, DAYS = 100, 400
AS_OF = date(2026, 11, 19)
FIRST = AS_OF - timedelta(days=DAYS - 1)
CHANNELS = ["搜索", "推荐", "店铺", "广告", "其他"]
_AT = datetime(2026, 11, 20, 1)


def shop_id(n: int) -> str:
    """The id of the n-th shop."""
    return f"shop{n:03d}"


def build(folder: Path, rows: int) -> Store:
    """The store of about so many product rows in `folder`; made once and kept."""
    root = folder / f"store_{rows}"
    done = root / ".complete"
    if not done.exists():
        shutil.rmtree(root, ignore_errors=True)
        items = max(1, rows // (SHOPS * DAYS))
        logs = {
            n: Log(root / n, TABLES[n].schema) for n in ("product_day", "shop_day", "channel_day")
        }
        with ThreadPoolExecutor(2) as pool:
            for batch in range(0, SHOPS, 10):
                made = pool.map(lambda n: _shop(logs, n, items), range(batch, batch + 10))
                _commit(logs, list(made))
                print(f"  built {batch + 10} of {SHOPS} shops", flush=True)
        done.touch()
    return Store(root)


def _commit(logs: dict[str, Log], made: list[dict[str, list[DataFile]]]) -> None:
    for name, log in logs.items():
        log.refresh()
        log.commit([f for files in made for f in files[name]], [], _AT)


def _months() -> dict[str, list[date]]:
    months: dict[str, list[date]] = {}
    for n in range(DAYS):
        day = FIRST + timedelta(days=n)
        months.setdefault(f"{day:%Y-%m}", []).append(day)
    return months


def _shop(logs: dict[str, Log], number: int, items: int) -> dict[str, list[DataFile]]:
    """Write one shop's files; not visible before the commit."""
    made: dict[str, list[DataFile]] = {name: [] for name in logs}
    dice, shop = np.random.default_rng(number), shop_id(number)
    popular = dice.lognormal(4, 1.2, items)
    for month, days in _months().items():
        products = _products(dice, days, popular, number)
        tables = {"product_day": products, **_totals(products, len(days), items)}
        for name, table in tables.items():
            full = conform(_marked(table), file_schema(TABLES[name].schema))
            made[name].append(logs[name].add(full, shop, month))
    return made


def _products(
    dice: np.random.Generator, days: list[date], popular: np.ndarray, shop: int
) -> pa.Table:
    items = len(popular)
    impressions = dice.poisson(np.tile(popular, len(days)))
    clicks = dice.binomial(impressions, 0.06)
    visitors = dice.binomial(clicks, 0.9)
    buyers = dice.binomial(visitors, 0.05)
    pieces = buyers * dice.integers(1, 40, len(buyers))
    ids = [str(600_000_000_000 + shop * 10_000 + i) for i in range(items)]
    titles = pa.array([f"纯棉打底衫女秋冬新款 {shop}-{i}" for i in range(items)])
    return pa.table(
        {
            "date": pa.array(np.repeat(np.array(days, "datetime64[D]"), items)),
            "item_id": pa.array(ids).take(pa.array(np.tile(np.arange(items), len(days)))),
            "title": titles.take(pa.array(np.tile(np.arange(items), len(days)))),
            "impressions": impressions,
            "clicks": clicks,
            "visitors": visitors,
            "page_views": clicks + dice.binomial(clicks, 0.5),
            "pay_orders": buyers,
            "pay_buyers": buyers,
            "pay_items": pieces,
            "pay_amount": np.round(pieces * 13.7, 2),
            "refund_amount": np.where(dice.random(len(buyers)) < 0.02, pieces * 13.7, 0.0),
        }
    )


def _totals(products: pa.Table, days: int, items: int) -> dict[str, pa.Table]:
    """The shop's days as sums over its products, and the same spread over five channels."""
    dates = products["date"].take(pa.array(np.arange(days) * items))
    numbers = {
        c: products[c].to_numpy().reshape(days, items).sum(axis=1)
        for c in products.column_names
        if c not in ("date", "item_id", "title")
    }
    shop = pa.table({"date": dates, "terminal": ["all"] * days, **numbers})
    share = len(CHANNELS)
    channel = pa.table(
        {
            "date": dates.take(pa.array(np.repeat(np.arange(days), share))),
            "channel": CHANNELS * days,
            "source_l1": CHANNELS * days,
            **{c: np.repeat(v // share, share) for c, v in numbers.items()},
        }
    )
    return {"shop_day": shop, "channel_day": channel}


def one_day(day: date, items: int, seed: int) -> pa.Table:
    """The rows of one shop-day, as an importer hands them to the store."""
    dice = np.random.default_rng(seed)
    rows = _products(dice, [day], dice.lognormal(4, 1.2, items), 0)
    return rows.append_column("source_row", pa.array(np.arange(items)))


def stored(table: pa.Table) -> pa.Table:
    """The product rows as they stand in a Parquet file of the store."""
    return conform(_marked(table), file_schema(TABLES["product_day"].schema))


def _marked(table: pa.Table) -> pa.Table:
    """The rows with an origin, as an import would leave them."""
    size = len(table)
    if "source_row" not in table.column_names:
        table = table.append_column("source_row", pa.array(np.arange(size)))
    moment = pa.repeat(pa.scalar(_AT, pa.timestamp("us")), size)
    table = table.append_column("source_file", pa.repeat("f" * 16, size))
    return table.append_column("imported_at", moment)
