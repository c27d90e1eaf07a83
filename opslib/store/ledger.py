"""The ledger of arrivals: what became of each file that was ever given to the importer."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..labels import Label
from ..model import ImportedFile, Problem

if TYPE_CHECKING:
    import pandas as pd

NAME = "arrival"
_TEXTS = ["path", "sha256", "format", "definition", "table", "shop"]
_COUNTS = ["read", "accepted", "refused", "totals_dropped"]
SCHEMA = pa.schema(
    [
        *((c, pa.string()) for c in _TEXTS),
        ("start", pa.date32()),
        ("end", pa.date32()),
        *((c, pa.int64()) for c in _COUNTS),
        *((c, pa.string()) for c in ("state", "columns", "problems")),
        ("imported_at", pa.timestamp("us")),
    ]
)


def _plain(value: Any) -> Any:
    return {"zh": value.zh, "en": value.en} if isinstance(value, Label) else value


def _problem(problem: Problem) -> dict[str, Any]:
    pairs = ((f.name, getattr(problem, f.name)) for f in dataclasses.fields(problem))
    return {name: _plain(value) for name, value in pairs if value is not None}


def _row(file: ImportedFile, moment: datetime) -> dict[str, Any]:
    start, end = file.period or (None, None)
    return {
        **{c: getattr(file, c) for c in _TEXTS},
        "start": start,
        "end": end,
        **{c: file.rows.get(c, 0) for c in _COUNTS},
        "state": file.state,
        "columns": json.dumps(file.columns, ensure_ascii=False),
        "problems": json.dumps([_problem(p) for p in file.problems], ensure_ascii=False),
        "imported_at": moment,
    }


def rows(files: Sequence[ImportedFile], moment: datetime) -> pa.Table:
    """The files as rows of the table "arrival"; `moment` is in UTC."""
    return pa.Table.from_pylist([_row(f, moment) for f in files], schema=SCHEMA)


def frame(stored: pa.Table, shop: str | None) -> pd.DataFrame:
    """The arrivals of one shop (None: of all) as a frame, oldest first."""
    import pyarrow.compute as pc

    if shop is not None:
        stored = stored.filter(pc.equal(stored["shop"], shop))
    order = pc.sort_indices(stored, [("imported_at", "ascending")])
    return stored.take(order).to_pandas()
