"""The monthly targets that the shop's people set themselves, as their register holds them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pandas as pd

from .desk import COLUMNS
from .world import ShopSpec

# How much more than the month before they want; spend is a budget.
_WANTED = {
    "1688": {"pay_amount": 1.12, "ad_spend": 0.95},
    "alibaba": {"inquiries": 1.10, "pay_amount": 1.05, "ad_spend": 1.0},
}
_MONTHS_BACK = 2


def with_targets(register: pd.DataFrame, daily: pd.DataFrame, spec: ShopSpec) -> pd.DataFrame:
    """The register and, below it, a target a month and figure, as far as a whole month is known.

    daily: the shop's days (date and the figures).
    """
    total = daily.assign(date=pd.to_datetime(daily["date"])).groupby("date").sum(numeric_only=True)
    rows: list[dict[str, object]] = []
    last = _month_end(spec.end)
    for _ in range(_MONTHS_BACK + 1):
        before = last.replace(day=1) - timedelta(days=1)
        known = total[pd.Timestamp(before.replace(day=1)) : pd.Timestamp(before)]
        if len(known) == before.day:
            rows = [*_of_month(last, known, spec.platform), *rows]
        last = before
    wanted = pd.DataFrame(rows).reindex(columns=COLUMNS)
    return pd.concat([register, wanted], ignore_index=True) if rows else register


def _of_month(last: date, before: pd.DataFrame, platform: str) -> list[dict[str, object]]:
    return [
        {
            "kind": "target",
            "id": f"M{last:%Y%m}-{metric}",
            "subject": metric,
            "due": last,
            "amount": _round(float(before[metric].sum()) * more),
            "note": "比上月多做" if more > 1 else "不超过",
        }
        for metric, more in _WANTED[platform].items()
        if before[metric].sum() > 0
    ]


def _round(value: float) -> float:
    """To two digits, as people set targets."""
    return float(f"{value:.2g}")


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
