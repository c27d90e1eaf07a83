"""The kept rollup of shop x channel x day: what an agency's look over all shops is read from.

The facts lie by shop and month, right for one shop's report; a look over a hundred shops would
open hundreds of files. This table has one file a month over all shops. It can be thrown away:
`refresh` makes it again from the facts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ..errors import StoreError
from ..facts import ARROW, TABLES
from ..labels import Label
from .files import DataFile, conform
from .log import Log
from .snapshot import Snapshot, literal
from .store import Store

if TYPE_CHECKING:
    import duckdb

NAME = "rollup_day"
_FROM = ("shop_day", "channel_day", "product_day")
# What both the shop's and the channel's export have; what may be added over products.
_COLUMNS = [c for c in TABLES["shop_day"].values if c in TABLES["channel_day"].columns]
_ADD_UP = ["clicks", "page_views", "pay_items", "pay_amount", "refund_amount", "ad_spend"]
SCHEMA = pa.schema(
    [
        ("shop", pa.string()),
        ("date", pa.date32()),
        ("channel", pa.string()),
        *((c, ARROW[TABLES["shop_day"].columns[c]]) for c in _COLUMNS),
        ("sources", pa.string()),  # which files the month was worked out from
    ]
)


def _sql() -> str:
    """Channel "" is the whole shop: its own export, else what adds up over its products."""
    plain = ", ".join(f'"{c}"' for c in _COLUMNS)
    added = ", ".join(f"sum({c}) AS {c}" if c in _ADD_UP else f"NULL AS {c}" for c in _COLUMNS)
    return f"""
SELECT shop, date, '' AS channel, {plain} FROM shop_day WHERE terminal = 'all'
UNION ALL BY NAME SELECT shop, date, channel, {plain} FROM channel_day
UNION ALL BY NAME SELECT shop, date, '' AS channel, {added} FROM product_day
ANTI JOIN (SELECT shop, date FROM shop_day WHERE terminal = 'all') USING (shop, date)
GROUP BY shop, date
ORDER BY date, shop, channel"""


def _sources(snapshot: Snapshot) -> dict[str, str]:
    """For each month, a short name of the exact files that its rollup comes from."""
    files: dict[str, list[str]] = {}
    for table in _FROM:
        for f in map(Path, snapshot.files(table)):
            files.setdefault(f.parent.name.removeprefix("month="), []).append(f.name)
    return {m: hashlib.sha1(" ".join(sorted(n)).encode()).hexdigest() for m, n in files.items()}


def _kept(log: Log) -> dict[str, DataFile]:
    newest = log.newest()
    files = [] if newest is None else log.files(newest)
    return {f"{f.low:%Y-%m}": f for f in files}


def refresh(store: Store, months: Collection[str] | None = None) -> list[str]:
    """Work out again the months ("2026-11"; default all) whose facts changed; returns them."""
    snapshot, log = store.snapshot(), Log(store.root / NAME, SCHEMA, "sources")
    wanted = {m: s for m, s in _sources(snapshot).items() if m != "none"}
    with store.alone(NAME):
        log.refresh()
        kept = _kept(log)
        stale = [
            m
            for m, sources in sorted(wanted.items())
            if (months is None or m in months) and (m not in kept or kept[m].first != sources)
        ]
        if stale:
            adds = [_month(log, snapshot, m, wanted[m]) for m in stale]
            now = datetime.now(UTC).replace(tzinfo=None)
            log.commit(adds, [kept[m] for m in stale if m in kept], now)
    return stale


def _month(log: Log, snapshot: Snapshot, month: str, sources: str) -> DataFile:
    with snapshot.connect(months=[month]) as con:
        rows = con.execute(_sql()).to_arrow_table()
    return log.add(conform(rows.append_column("sources", pa.repeat(sources, len(rows))), SCHEMA))


def create_view(
    con: duckdb.DuckDBPyConnection, store: Store, months: Collection[str] | None = None
) -> None:
    """Add the view "rollup_day" over the kept months to a connection; `refresh` it before."""
    log = Log(store.root / NAME, SCHEMA)
    paths = [
        (log.folder / f.path).as_posix()
        for m, f in _kept(log).items()
        if months is None or m in months
    ]
    if not paths:
        raise StoreError(
            NAME,
            Label("没有这几个月的汇总。", "there is no rollup of these months."),
            Label("先导入数据，再调用 refresh。", "Import data, then call refresh."),
        )
    listed = ", ".join(map(literal, paths))
    con.execute(f"CREATE VIEW {NAME} AS SELECT * FROM read_parquet([{listed}], union_by_name=true)")
