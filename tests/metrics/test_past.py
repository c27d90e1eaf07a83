"""Figures that need a past: who is new is only known where enough days lie before."""

from datetime import date, datetime, timedelta

import pandas as pd

from opslib.metrics import measure

from .facts_in_memory import connect

AS_OF = date(2026, 11, 20)


def test_new_buyers_are_not_compared_with_days_that_have_no_past() -> None:
    """In the first months of the orders everyone is new: last year would look glorious."""
    days = [AS_OF - timedelta(days=i) for i in range(400)]
    orders = [
        {"order_id": str(i), "date": d, "buyer": f"b{i % 40}", "paid_amount": 10.0}
        | {"paid_at": datetime(d.year, d.month, d.day, 10)}
        for i, d in enumerate(days)
    ]
    frame = measure(connect(order=orders), "CNY", ["pay_new_buyers", "pay_buyers"], as_of=AS_OF)
    new, all_ = (frame[frame["metric"] == m].iloc[0] for m in ("pay_new_buyers", "pay_buyers"))
    # Forty buyers take turns every day: nobody is new now, and all seven were known last week.
    assert new["value"] == 0 and new["before"] == 0 and pd.isna(new["last_year"])
    assert all_["value"] == 7 and all_["last_year"] == 7
