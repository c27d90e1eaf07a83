"""Shapley shares: additive, symmetric, time-reversible, by factor and by member."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.stats import decompose, decompose_members

FACTORS = ["impressions", "ctr", "cvr", "order_value"]
values = st.floats(0, 1e6).map(lambda v: 0.0 if v < 1e-6 else v)


def by_all_orders(before: dict, after: dict) -> dict:
    """The definition itself: average over all orders of switching factors one by one."""
    names, shares = list(before), dict.fromkeys(before, 0.0)
    orders = list(permutations(names))
    for order in orders:
        now = dict(before)
        for name in order:
            old = np.prod(list(now.values()))
            now[name] = after[name]
            shares[name] += (np.prod(list(now.values())) - old) / len(orders)
    return shares


def test_two_factors_by_hand():
    """The why-tree would show wrong yuan if 100 x 2 -> 150 x 3 were not 125 + 125."""
    assert decompose({"a": 100, "b": 2}, {"a": 150, "b": 3}) == {"a": 125.0, "b": 125.0}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=6))
def test_equals_the_average_over_all_orders(pairs):
    """The closed form would not be the Shapley value that the report promises."""
    before = {f"f{i}": p[0] for i, p in enumerate(pairs)}
    after = {f"f{i}": p[1] for i, p in enumerate(pairs)}
    expected, got = by_all_orders(before, after), decompose(before, after)
    scale = max(abs(v) for v in expected.values()) + 1e-9
    assert all(abs(got[f] - expected[f]) <= 1e-9 * scale for f in before)


def test_ten_thousand_pairs_add_up_reverse_and_ignore_order():
    """A reader who adds up the yuan, or swaps the weeks, would find a remainder."""
    draw = np.random.default_rng(4)
    old = draw.lognormal(0, 2, (4, 10_000)) * (draw.random((4, 10_000)) > 0.1)
    new = draw.lognormal(0, 2, (4, 10_000)) * (draw.random((4, 10_000)) > 0.1)
    old[0] *= 1e4
    new[0] *= 1e4
    before, after = dict(zip(FACTORS, old, strict=True)), dict(zip(FACTORS, new, strict=True))
    shares = decompose(before, after)
    change = new.prod(axis=0) - old.prod(axis=0)
    size = sum(np.abs(share) for share in shares.values())
    assert (np.abs(sum(shares.values()) - change) <= 1e-12 * size).all()
    back = decompose(after, before)
    shuffled = FACTORS[::-1]
    other = decompose({f: before[f] for f in shuffled}, {f: after[f] for f in shuffled})
    for name in FACTORS:
        np.testing.assert_allclose(back[name], -shares[name], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(other[name], shares[name], rtol=1e-9, atol=1e-9)


def test_a_day_without_visitors_leaves_conversion_unblamed():
    """An undefined conversion on a dead day would be blamed for the lost sales."""
    shares = decompose({"visitors": 100, "cvr": 0.05}, {"visitors": 0, "cvr": float("nan")})
    assert shares == {"visitors": -5.0, "cvr": 0.0}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "b": np.nan}, {"a": 1, "b": 2}),
        ({"a": np.inf}, {"a": 1}),
    ],
)
def test_unknown_products_are_refused(before, after):
    """A guess would be printed as an exact share."""
    with pytest.raises(ValueError):
        decompose(before, after)


def members(rows: dict, columns=("visitors", "cvr")) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(columns))


def test_pure_mix_is_called_mix():
    """Visitors moving to the weaker channel would be reported as worse conversion."""
    before = members({"search": (100, 0.10), "ads": (100, 0.02)})
    after = members({"search": (50, 0.10), "ads": (150, 0.02)})
    total = decompose_members(before, after).sum()
    assert total["change"] == pytest.approx(-4.0)
    assert total["mix"] == pytest.approx(-4.0)
    assert total["volume"] == pytest.approx(0, abs=1e-12)
    assert total["cvr"] == pytest.approx(0, abs=1e-12)
    rate = decompose_members(before, after, per_volume=True).sum()
    assert [rate["mix"], rate["change"]] == pytest.approx([-0.02, -0.02])


def test_new_and_vanished_members_do_not_move_rates():
    """A new channel would be shown as a rise of a conversion it never had before."""
    before = members({"search": (100, 0.10), "gone": (50, 0.02)})
    after = members({"search": (100, 0.10), "new": (40, 0.05)})
    frame = decompose_members(before, after)
    assert list(frame.index) == ["search", "gone", "new"]
    assert frame["change"].tolist() == pytest.approx([0.0, -1.0, 2.0])
    assert frame["cvr"].abs().max() == pytest.approx(0, abs=1e-12)
    assert (frame["volume"] + frame["mix"]).tolist() == pytest.approx([0.0, -1.0, 2.0])


row = st.tuples(st.integers(0, 5000), st.floats(0, 1), st.floats(0, 500))
book = st.dictionaries(st.sampled_from("abcdef"), row, max_size=6)


@settings(max_examples=150, deadline=None)
@given(book, book, st.booleans())
def test_members_add_up_by_row_and_reverse(old, new, per_volume):
    """The table by channel would not add up to the headline, or depend on the direction."""
    columns = ("visitors", "cvr", "order_value")
    before, after = members(old, columns), members(new, columns)
    if per_volume and not (before["visitors"].sum() and after["visitors"].sum()):
        with pytest.raises(ValueError) if len(before.index.union(after.index)) else _nothing():
            decompose_members(before, after, per_volume=True)
        return
    forth = decompose_members(before, after, per_volume=per_volume)
    back = decompose_members(after, before, per_volume=per_volume).reindex(forth.index)
    parts = ["volume", "mix", "cvr", "order_value"]
    scale = 1e-9 * (forth[["before", "after"]].to_numpy().sum() + 1)
    assert (forth[parts].sum(axis=1) - forth["change"]).abs().max() <= scale or forth.empty
    assert (forth[parts] + back[parts]).abs().to_numpy().max(initial=0) <= scale


class _nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


def test_repeated_members_are_refused():
    """A channel counted twice would double its share silently."""
    twice = pd.DataFrame({"visitors": [1, 2], "cvr": [0.1, 0.2]}, index=["a", "a"])
    with pytest.raises(ValueError, match="twice"):
        decompose_members(twice, twice)
