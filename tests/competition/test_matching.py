"""Pairs of our products and their offers: mostly right, and the operator's word counts."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import match_products
from opslib.errors import ParameterError
from opslib.labels import speaking

from .measure_matching import measure
from .title_worlds import draw

OURS = pd.DataFrame(
    {
        "item_id": ["1", "2", "3"],
        "title": [
            "2026新款纯棉打底衫女圆领厂家批发",
            "德绒打底衫女高领 500g",
            "男士纯棉袜子 3双装",
        ],
        "price": [19.8, 26.0, 9.9],
        "category": ["打底衫", "打底衫", "袜子"],
    }
)


def theirs(*titles: str, price: float = 20.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "competitor": "甲",
            "offer_id": [str(n) for n in range(len(titles))],
            "title": titles,
            "price": price,
        }
    )


def pairs(found: pd.DataFrame, state: str = "auto") -> list[tuple[str, str]]:
    part = found[found["state"].eq(state)]
    return list(zip(part["item_id"], part["offer_id"], strict=True))


def test_the_same_thing_in_other_words_is_paired() -> None:
    """Sellers write the same words in another order between other filler."""
    found = match_products(OURS, theirs("现货圆领女纯棉打底衫 一件代发", "保温杯不锈钢大容量"))
    assert pairs(found) == [("1", "0")] and len(found) == 1
    assert "纯棉" in found["shared"][0] and str(found["why"][0]) == ""


def test_another_amount_is_not_the_same_thing() -> None:
    """Six pairs of socks for the price of six are not dearer than three pairs."""
    same, other = (
        match_products(OURS, theirs(f"纯棉袜子男士 {n}双装", price=9.9)).iloc[0] for n in (3, 6)
    )
    assert same["state"] == "auto" and other["state"] != "auto"
    assert other["score"] == pytest.approx(same["score"] / 2, rel=0.02)
    with speaking("en"):
        assert "3双 / 6双" in str(
            match_products(OURS, theirs("纯棉袜子男士 6双装"), doubt=0.1)["why"][0]
        )


def test_a_price_far_off_speaks_against_a_pair() -> None:
    """A carton of ten at ten times the price has the same title."""
    title = "女圆领纯棉打底衫"
    near, far = (match_products(OURS, theirs(title, price=p), doubt=0.1) for p in (21, 120))
    assert far["score"][0] == pytest.approx(near["score"][0] / 2)


def test_what_was_struck_out_stays_out_and_goes_to_the_next_best() -> None:
    """An operator would strike out the same wrong pair every week."""
    offers = theirs("女圆领纯棉打底衫")
    decided = pd.DataFrame(
        [("1", "甲", "0", "rejected")], columns=["item_id", "competitor", "offer_id", "state"]
    )
    found = match_products(OURS, offers, decided, doubt=0.1)
    assert pairs(found, "rejected") == [("1", "0")]
    assert ("1", "0") not in pairs(found) and ("1", "0") not in pairs(found, "doubtful")


def test_a_pair_made_by_hand_counts_whatever_the_titles_say() -> None:
    """A rival's offer may have no word in common and be the same thing."""
    decided = pd.DataFrame(
        [("3", "甲", "0", "confirmed"), ("2", "乙", "77", "confirmed")],
        columns=["item_id", "competitor", "offer_id", "state"],
    )
    found = match_products(OURS, theirs("女圆领纯棉打底衫"), decided)
    assert sorted(pairs(found, "confirmed")) == [("2", "77"), ("3", "0")]
    assert pairs(found) == []


def test_only_the_last_title_and_price_count() -> None:
    """A year of weekly sheets is one offer, not fifty."""
    snapshots = pd.concat([theirs("保温杯"), theirs("女圆领纯棉打底衫")], ignore_index=True)
    snapshots["date"], snapshots["offer_id"] = pd.to_datetime(["2026-01-01", "2026-01-08"]), "0"
    assert pairs(match_products(OURS, snapshots)) == [("1", "0")]


def test_filler_alone_pairs_nothing() -> None:
    """厂家批发一件代发 stands in every title of the platform."""
    assert match_products(OURS, theirs("2026新款厂家批发一件代发", "", "!!!")).empty


def test_no_titles_is_said_in_words() -> None:
    """The operator learns which column is missing."""
    with pytest.raises(ParameterError):
        match_products(OURS.drop(columns="title"), theirs("a"))
    assert match_products(OURS.iloc[:0], theirs("a")).empty
    assert match_products(OURS, theirs()).empty


@pytest.mark.parametrize("english", [False, True])
def test_nineteen_of_twenty_automatic_pairs_are_right(english: bool) -> None:
    """A wrong pair makes a price comparison that an operator acts on (shops drawn anew)."""
    sums = measure(range(100, 115), english).sum()
    assert sums["right"] / sums["auto"] >= 0.92
    assert sums["right"] / sums["true"] >= 0.85
    assert sums["right_or_doubtful"] / sums["true"] >= 0.95


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.data())
def test_decisions_win_and_rows_may_come_in_any_order(seed: int, data: st.DataObject) -> None:
    """An offer has one product of its own; what a hand wrote is never overruled."""
    ours, offers = draw(seed, items=8, offers=12)
    row = offers.iloc[data.draw(st.integers(0, 11))]
    item = str(data.draw(st.integers(0, 7)))
    state = data.draw(st.sampled_from(["confirmed", "rejected"]))
    decided = pd.DataFrame(
        {
            "item_id": [item],
            "competitor": row["competitor"],
            "offer_id": row["offer_id"],
            "state": state,
        }
    )
    found = match_products(ours, offers, decided)
    mixed = match_products(ours, offers.sample(frac=1, random_state=seed), decided)
    pd.testing.assert_frame_equal(found, mixed)
    assert not found.duplicated(["item_id", "competitor", "offer_id"]).any()
    loose = found[found["state"].isin(["auto", "doubtful"])]
    assert not loose.duplicated(["competitor", "offer_id"]).any()
    this = found[found["offer_id"].eq(row["offer_id"]) & found["item_id"].eq(item)]
    assert this["state"].tolist() == [state]
