"""Small competitor sheets, written as tuples."""

from __future__ import annotations

import pandas as pd

START = pd.Timestamp("2026-01-05")


def week(n: float) -> pd.Timestamp:
    return START + pd.Timedelta(days=round(7 * n))


def sheet(*rows: dict[str, object]) -> pd.DataFrame:
    """Snapshots; `week` in place of a date, one competitor and offer unless told."""
    out = [{"competitor": "甲", "offer_id": "1", "date": week(r.pop("week", 0)), **r} for r in rows]  # type: ignore[arg-type]
    return pd.DataFrame(out)


def series(column: str, values: list[object], **same: object) -> list[dict[str, object]]:
    """One row a week for one column; None where the week's sheet lacks the offer."""
    return [{"week": n, column: v, **same} for n, v in enumerate(values) if v is not None]
