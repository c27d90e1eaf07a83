"""Weeks by member: sums that reach further back, taken apart into weeks."""

from datetime import date

import numpy as np
import pandas as pd

from opslib.metrics.weekly import _differences

AS_OF = date(2026, 11, 20)


def test_weeks_are_the_differences_of_longer_windows():
    """10 in 7 days, 25 in 14 and in 21: the newest week brought 10, the one before 15."""
    rows = [
        {"member": "a", "name": "A", "window": w, "value": v, "days_present": w}
        for w, v in ((7, 10.0), (14, 25.0), (21, 25.0))
    ]
    empty = {"numerator": np.nan, "denominator": np.nan, "high": np.nan, "basis": "days"}
    found = pd.DataFrame(rows).assign(**empty)
    table = _differences(found, (7, 14, 21), AS_OF).set_index("week")
    assert table["value"].tolist() == [10, 15, 0]
    # Before its first sale nobody knows whether the product was there at all.
    assert table["size"].tolist() == [1, 1, 0]


def test_of_a_rate_the_counts_are_taken_apart():
    """4 of 100 and 10 of 250: the week before had 6 of 150."""
    rows = [
        {"member": "a", "name": "A", "window": 7, "numerator": 4.0, "denominator": 100.0},
        {"member": "a", "name": "A", "window": 14, "numerator": 10.0, "denominator": 250.0},
    ]
    found = pd.DataFrame(rows).assign(value=0.04, high=np.nan, days_present=7.0, basis="days")
    table = _differences(found, (7, 14), AS_OF)
    assert table["value"].tolist() == [4, 6] and table["size"].tolist() == [100, 150]
