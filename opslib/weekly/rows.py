"""The stored advertising rows as one frame: many rows, few different texts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..promotion import ADS, LEVELS

if TYPE_CHECKING:
    import pyarrow as pa

FACTS = [c for c in ADS if c not in ("settled", "conv", "value", "complete")]
COUNTS = (
    "impressions clicks spend ad_visitors orders ad_orders ad_gmv carts fav_items inquiries leads "
    "tm_buyers budget bid avg_rank"
).split()
_TEXTS = ("level", "product_line", "plan", "item_id", "keyword", "title")
_ORDER = ("date", "level", "plan", "item_id", "keyword", "hour")


def ad_rows(con: Any, day: date, fine: date, year: date) -> pd.DataFrame:
    """Advertising rows up to `day`, sorted: the columns FACTS and imported_at.

    con: the shop's DuckDB connection. fine, year: words, products and hours are those after `fine`
    and those up to `year`; plans and the shop come whole. Texts without gaps (objects; level a
    category), figures as floats, hour -1 where there is none.
    """
    table = con.execute(
        f"""SELECT {", ".join(f'"{c}"' for c in [*FACTS, "imported_at"])} FROM ad_day
            WHERE date <= $day AND level IN {LEVELS}
            AND (level IN ('shop', 'plan') OR date > $fine OR date <= $year)""",
        {"day": day, "fine": fine, "year": year},
    ).to_arrow_table()
    texts = {name: _few(table[name]) for name in _TEXTS}
    day_of = table["date"].to_numpy().astype("datetime64[D]")
    keys = {name: place for name, (_, place) in texts.items()}
    keys["date"] = day_of.astype(np.int64)
    keys["hour"] = table["hour"].fill_null(-1).to_numpy().astype(np.int64)
    order = _order([keys[name] for name in _ORDER])
    # Many exports leave many columns empty: those share one array each.
    untold = pd.Series(np.full(len(table), np.nan))
    nothing = pd.Series(None, range(len(table)), dtype=object)
    columns: dict[str, Any] = {}
    for name in table.column_names:
        if name == "level":
            columns[name] = pd.Categorical.from_codes(keys[name][order], texts[name][0])
        elif name in texts:
            # As objects, so that the many rows share the few texts.
            columns[name] = pd.Series(texts[name][0][keys[name][order]], dtype=object)
        elif name == "date":
            columns[name] = day_of.astype("datetime64[ns]")[order]
        elif name == "hour":
            columns[name] = keys[name][order]
        elif table[name].null_count == len(table):
            columns[name] = untold if name in COUNTS else nothing
        else:
            told = table[name].to_numpy()[order]
            told = told.astype(float, copy=False) if name in COUNTS else told
            columns[name] = pd.Series(told, dtype=object) if told.dtype == object else told
    return pd.DataFrame(columns, copy=False)


def _few(column: pa.ChunkedArray) -> tuple[Any, Any]:
    """The different texts of a column, sorted, and each row's place among them; gaps are ""."""
    told = column.combine_chunks().dictionary_encode()
    texts = np.asarray([*told.dictionary.to_pylist(), ""], object)
    at = told.indices.fill_null(len(texts) - 1) if told.null_count else told.indices
    texts, place = np.unique(texts, return_inverse=True)
    return texts, place.astype(np.int32)[at.to_numpy()]


def _order(keys: list[Any]) -> Any:
    """Places of the rows by these whole numbers, first key first."""
    if not len(keys[0]):
        return slice(None)
    together, room = np.zeros(len(keys[0]), np.int64), 1.0
    for key in keys:
        least, many = int(key.min()), int(key.max()) - int(key.min()) + 1
        together, room = together * many + (key - least), room * many
    if room > 2**62:
        return np.lexsort(keys[::-1])
    return slice(None) if (np.diff(together) >= 0).all() else np.argsort(together, kind="stable")
