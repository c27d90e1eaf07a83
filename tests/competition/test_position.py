"""A price's place among the same things, and a suggestion that never breaks the margin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import current, price_position
from opslib.errors import ParameterError

from .frames import sheet, week


def placed(
    price: float, theirs: list[float], cost: float = np.nan, floor: float = 0.0
) -> pd.Series:
    ours = pd.DataFrame({"item_id": ["1"], "title": ["衫"], "price": [price], "unit_cost": [cost]})
    offers = [
        {"offer_id": str(n), "competitor": f"同行{n % 2}", "price": p} for n, p in enumerate(theirs)
    ]
    pairs = pd.DataFrame(offers).assign(item_id="1", state="auto")
    return price_position(ours, sheet(*offers), pairs, floor).iloc[0]


def test_place_and_distances_by_hand() -> None:
    """Five offers at 10 12 14 16 18, ours 16: three cheaper, one equal."""
    row = placed(16, [10, 12, 14, 16, 18])
    assert row[["offers", "rivals", "low", "lower", "middle", "upper", "high"]].tolist() == [
        5, 2, 10, 12, 14, 16, 18,
    ]  # fmt: skip
    assert row["share_cheaper"] == pytest.approx(0.7)
    assert row["to_low"] == pytest.approx(0.6) and row["to_middle"] == pytest.approx(1 / 7)
    assert (row["verdict"], row["cheapest"]) == ("inside", "同行0")
    assert (row["suggest_low"], row["suggest_high"]) == (12, 16)


@pytest.mark.parametrize(
    "price, verdict",
    [(9, "cheapest"), (11, "cheap"), (14, "inside"), (17, "dear"), (19, "dearest")],
)
def test_verdicts(price: float, verdict: str) -> None:
    """The word on the page decides whether anybody looks."""
    assert placed(price, [10, 12, 14, 16, 18])["verdict"] == verdict


def test_the_margin_floor_lifts_the_suggestion_or_forbids_it() -> None:
    """Cost 10.4 with a fifth to stay is 13; cost 14 is 17.5, above what three quarters ask."""
    row = placed(19, [10, 12, 14, 16, 18], cost=10.4, floor=0.2)
    assert row["floor"] == pytest.approx(13) and row["suggest_low"] == pytest.approx(13)
    row = placed(19, [10, 12, 14, 16, 18], cost=14, floor=0.2)
    assert row["floor"] == pytest.approx(17.5) and pd.isna(row["suggest_low"])
    assert row["margin"] == pytest.approx(5 / 19)


def test_two_offers_are_too_few() -> None:
    """A place among two is a coin's throw."""
    row = placed(16, [10, 12])
    assert (row["verdict"], row["needed"]) == ("cannot_tell", 1) and pd.isna(row["suggest_high"])


def test_doubtful_and_stale_offers_do_not_count() -> None:
    """A price of last summer is not the market's, a doubtful pair not the same thing."""
    rows = [{"offer_id": str(n), "price": 10.0 + n} for n in range(4)]
    rows += [
        {"week": 9, "offer_id": "0", "price": 11.0},
        {"week": 9, "offer_id": "1", "price": 12.0},
    ]
    snapshots = sheet(*rows)
    assert current(snapshots)["offer_id"].tolist() == ["0", "1"]
    assert current(snapshots)["date"].eq(week(9)).all()
    ours = pd.DataFrame({"item_id": [1], "title": ["衫"], "price": [11.5]})
    pairs = pd.DataFrame(
        {"item_id": "1", "competitor": "甲", "offer_id": ["0", "1"], "state": ["auto", "doubtful"]}
    )
    assert price_position(ours, snapshots, pairs)["offers"].tolist() == [1]


def test_a_margin_of_all_is_refused() -> None:
    """A percent typed as 20 would ask for a price without end."""
    with pytest.raises(ParameterError, match="20"):
        placed(16, [10, 12, 14], floor=20)


money = st.floats(1, 99)


@settings(max_examples=25, deadline=None)
@given(money, st.lists(money, min_size=3, max_size=9), money, st.floats(0, 0.9))
def test_a_suggestion_lies_in_the_band_and_keeps_the_margin(
    price: float, theirs: list[float], cost: float, floor: float
) -> None:
    """Advice below the floor costs money on each piece."""
    row = placed(price, theirs, cost, floor)
    assert 0 <= row["share_cheaper"] <= 1 and row["low"] <= row["middle"] <= row["high"]
    if pd.notna(row["suggest_low"]):
        assert (
            row["lower"] - 1e-9 <= row["suggest_low"] <= row["suggest_high"] <= row["upper"] + 1e-9
        )
        assert row["suggest_low"] * (1 - floor) >= cost - 1e-6
    else:
        assert cost / (1 - floor) > row["upper"] - 1e-9
