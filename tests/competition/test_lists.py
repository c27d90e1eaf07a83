"""Places on lists, and how far off they are at the pace that the shop has."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import list_gaps, list_places

from .frames import week

AS_OF = pd.Timestamp("2026-06-30")


def seen(ranks: dict[str, list[float | None]], **more: object) -> pd.DataFrame:
    rows = [
        {"date": week(w), "list": "热销", "item_id": item, "rank": rank}
        for item, told in ranks.items()
        for w, rank in enumerate(told)
        if rank is not None
    ]
    return pd.DataFrame(rows).assign(side="own", competitor="", title="衫", **more)


def daily(amounts: list[float], item: str = "1") -> pd.DataFrame:
    days = pd.date_range(end=AS_OF, periods=len(amounts))
    return pd.DataFrame({"date": days, "item_id": item, "amount": amounts})


def gap(amounts: list[float], threshold: float, **more: object) -> pd.Series:
    lists = seen({"9": [1.0]}, threshold=threshold, **more)
    found = list_gaps(lists, daily(amounts), AS_OF)
    return found[found["item_id"].eq("1")].iloc[0]


def test_days_on_a_list_leave_out_the_weeks_off_it() -> None:
    """Three weeks on, two off, two on: 14 days, none, 7 days, and one for the first."""
    found = list_places(seen({"1": [5, 4, 3, None, None, 8, 7], "2": [1] * 7})).set_index("item_id")
    row = found.loc["1"]
    assert (row["rank"], row["best"], row["days_on"], row["looks"]) == (7, 3, 22, 7)
    assert row["gained"] == week(5) and row["on"] and pd.isna(row["lost"])
    assert pd.isna(found.loc["2", "gained"]) and found.loc["2", "days_on"] == 43


def test_a_lost_place_is_told_with_the_day_it_was_seen() -> None:
    """The operator asks what happened that week."""
    found = list_places(seen({"1": [5, 4], "2": [1] * 4})).set_index("item_id")
    assert found.loc["1", "lost"] == week(2) and not found.loc["1", "on"]
    assert found.loc["1", "last"] == week(1)


def test_a_gap_and_its_days_by_hand() -> None:
    """100 a day make 3,000; since 10 days 200: 4,000 now, 4,900 once nine more days are over."""
    row = gap([100.0] * 2 + [200.0] * 28, 5990)
    assert row["amount"] == 5800 and row["gap"] == 190 and row["source"] == "typed"
    assert row["days"] == 2 and row["verdict"] == "on_the_way"
    row = gap([100.0] * 30, 3100)
    assert (row["days"], row["verdict"]) == (np.inf, "not_at_this_pace") and row["chance"] == 0


def test_a_threshold_reached_without_the_list_is_said() -> None:
    """Enough is sold; something else keeps the product off the list."""
    row = gap([100.0] * 30, 3000)
    assert (row["gap"], row["days"], row["verdict"]) == (0, 0, "reached")


def test_without_a_typed_threshold_our_own_listed_product_bounds_it() -> None:
    """A product of ours on the list shows that the border is no higher than what it sells."""
    lists = seen({"2": [4.0]}, threshold=np.nan)
    sales = pd.concat([daily([100.0] * 30), daily([120.0] * 30, "2")])
    found = list_gaps(lists, sales, AS_OF).set_index("item_id")
    assert found.loc["1", "threshold"] == 3600 and found.loc["1", "source"] == "own"
    assert found.loc["2", "verdict"] == "on_list"


def test_without_any_threshold_or_with_few_days_nothing_is_said() -> None:
    """Ten days of a new product are no pace."""
    assert gap([100.0] * 30, np.nan)["verdict"] == "cannot_tell"
    row = gap([100.0] * 10, 5000)
    assert (row["verdict"], row["needed"]) == ("cannot_tell", 4) and pd.isna(row["days"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 500), min_size=30, max_size=40), st.floats(1, 2e4))
def test_a_range_of_days_is_in_order(amounts: list[float], threshold: float) -> None:
    """An early end after the late one would be no range."""
    row = gap(amounts, threshold)
    assert row["days_lo"] <= row["days"] <= row["days_hi"]
    assert row["gap"] == pytest.approx(max(threshold - sum(amounts[-30:]), 0), abs=1e-6)
    assert 0 <= row["chance"] <= 1
