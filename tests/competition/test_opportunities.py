"""Words in demand that no product answers; indices are ranked, never divided."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import opportunities
from opslib.errors import ParameterError

from .frames import week

OURS = pd.DataFrame({"item_id": ["1"], "title": ["纯棉打底衫女"], "category": ["打底衫"]})


def words(**columns: list[float]) -> pd.DataFrame:
    names = ["纯棉打底衫", "冰丝凉席", "保温杯", "打底衫女", "电热毯"]
    return pd.DataFrame({"keyword": names, **columns})


def test_a_word_in_demand_that_no_product_names_is_one() -> None:
    """The second of five by the gap index stands above three of four others: .75."""
    told = words(search_index=[900, 800, 700, 100, 50], supply_demand_index=[9.0, 8, 3, 2, 1])
    found = opportunities(told, OURS).set_index("keyword")
    assert found.index[found["opportunity"]].tolist() == ["冰丝凉席"]
    row = found.loc["冰丝凉席"]
    assert (row["gap_rank"], row["search_rank"], row["missing"]) == (0.75, 0.75, "冰丝凉席")
    assert found.loc["纯棉打底衫", "fits"] and found.loc["纯棉打底衫", "gap_rank"] == 1


def test_a_word_that_nobody_searches_is_none() -> None:
    """No supply of a thing that three people want is no opening."""
    told = words(search_index=[900, 10, 700, 100, 50], supply_demand_index=[5.0, 8, 3, 2, 1])
    assert not opportunities(told, OURS)["opportunity"].any()


def test_without_a_gap_index_ranks_of_demand_and_supply_stand_for_it() -> None:
    """Alibaba.com gives both sides; their quotient would be no figure."""
    told = words(demand_index=[900, 800, 700, 100, 50], supply_index=[90, 1, 80, 70, 2])
    found = opportunities(told, OURS).set_index("keyword")
    assert found["gap_rank"].idxmax() == "冰丝凉席" and found.loc["冰丝凉席", "opportunity"]


def test_a_trend_needs_six_looks() -> None:
    """Two weeks up are weather."""
    rising = [
        {"keyword": k, "date": week(w), "search_index": v + w * s, "supply_demand_index": v}
        for w in range(8)
        for k, v, s in (("保温杯", 5.0, 3), ("打底衫", 9.0, 0), ("凉席", 30.0, -2))
    ]
    found = opportunities(pd.DataFrame(rising), OURS).set_index("keyword")
    assert found["trend"].to_dict() == {"保温杯": "up", "打底衫": "flat", "凉席": "down"}
    short = opportunities(pd.DataFrame(rising[:15]), OURS)
    assert short["trend"].eq("").all() and short["looks"].eq(5).all()


def test_a_sheet_without_indices_is_refused() -> None:
    """The operator learns which export lacks."""
    with pytest.raises(ParameterError):
        opportunities(words(), OURS)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 10**6), min_size=5, max_size=5, unique=True))
def test_only_the_order_of_an_index_counts(values: list[int]) -> None:
    """An index is unit-free: its root must tell the same."""
    one, other = (
        opportunities(words(supply_demand_index=v, search_index=v), OURS)
        for v in ([float(x) for x in values], list(np.sqrt(values)))
    )
    pd.testing.assert_frame_equal(one, other)
