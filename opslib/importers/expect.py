"""The facts of a sample export as CSV, to lie beside it as what it must become."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import numpy as np

from .formats import Formats
from .read import read_parts


def expected(path: Path, formats: Formats) -> str:
    """What facts does this sample become? One line a row: table, its columns, source_row.

    For data_samples/formats/<format>/expected.csv; buyers are hashed with an empty salt. Raises
    ImportProblem where the file cannot be read.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for part in read_parts(Path(path), formats):
        for name, table in part.tables.items():
            writer.writerow(["table", *table.column_names])
            for row in table.to_pylist():
                writer.writerow([name, *(_shown(row[c]) for c in table.column_names)])
    return out.getvalue()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(np.format_float_positional(value, trim="-", unique=True))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
