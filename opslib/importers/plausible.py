"""Does what was read make sense? Swapped headers show as more clicks than impressions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ..labels import Label
from .reading import Reading

# (part, whole): the part can hardly ever be the larger of the two. Search and marketing figures
# overlap on Alibaba.com, so each is only compared with its own kind.
PAIRS = (
    ("clicks", "impressions"),
    ("ad_impressions", "impressions"),
    ("search_clicks", "search_impressions"),
    ("mkt_clicks", "mkt_impressions"),
    ("p4p_clicks", "p4p_impressions"),
    ("qzt_clicks", "qzt_impressions"),
    ("visitors", "page_views"),
    ("visitors", "visits"),
    ("pay_buyers", "visitors"),
    ("pay_buyers", "pay_orders"),
    ("inquiry_buyers", "inquiries"),
    ("items_sold", "items_online"),
    ("items_visited", "items_online"),
    ("top10_avg_clicks", "top10_avg_impressions"),
)
# So many comparable rows are needed, and such a share of them the wrong way round.
ROWS, SHARE = 3, 0.8


def check_plausible(reading: Reading, tables: dict[str, pa.Table]) -> None:
    """Warn about two columns that look exchanged, and about days in the far future or past."""
    for table in tables.values():
        for part, whole in PAIRS:
            if part in table.column_names and whole in table.column_names:
                _compare(reading, table, part, whole)


def _compare(reading: Reading, table: pa.Table, part: str, whole: str) -> None:
    small, large = (
        table[n].to_numpy().astype(float) if table[n].null_count == 0 else _floats(table, n)
        for n in (part, whole)
    )
    both = np.isfinite(small) & np.isfinite(large) & ((small > 0) | (large > 0))
    if both.sum() < ROWS or (small[both] > large[both]).mean() < SHARE:
        return
    titles = [_title(reading, n) for n in (part, whole)]
    reading.say(
        Label(
            f"几乎每行“{titles[0]}”都大于“{titles[1]}”，两列的表头可能写反了。",
            f"'{titles[0]}' exceeds '{titles[1]}' nearly everywhere; headers may be swapped.",
        ),
        Label("数值按表头导入；请核对。", "Imported as the headers say; check the export."),
        column=titles[0],
    )


def _floats(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_pandas().astype(float).to_numpy()


def _title(reading: Reading, name: str) -> str:
    column = reading.format.columns.get(name)
    place = reading.place(column) if column else None
    return reading.header.seen[place] if place is not None else name
