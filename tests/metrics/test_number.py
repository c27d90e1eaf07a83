"""Ids of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.errors import ParameterError
from opslib.metrics import METRICS, NumberId, number_id, parse_number_id


def test_the_id_of_a_shop_and_of_a_member() -> None:
    """Ids stand in published pages: they must not change."""
    assert number_id("pay_amount", 7) == "pay_amount.7d"
    # sha1("foo") = 0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33
    assert number_id("visitors", 1, "channel", "foo") == "visitors.1d.channel.0beec7b5"
    assert parse_number_id("visitors.1d.channel.0beec7b5").matches("foo")


@given(st.sampled_from(sorted(METRICS)), st.integers(1, 400), st.text())
def test_ids_lead_back(metric: str, window: int, member: str) -> None:
    """`opslib why` gets the id from a page and nothing else."""
    whole = parse_number_id(number_id(metric, window))
    assert whole == NumberId(metric, window)
    part = parse_number_id(number_id(metric, window, "product", member))
    assert (part.metric, part.window, part.dimension) == (metric, window, "product")
    assert part.matches(member) and not part.matches(member + "x")


@pytest.mark.parametrize("text", ["", "pay_amount", "pay_amount.7", "pay_amount.7d.product", "x y"])
def test_what_is_no_id_is_refused(text: str) -> None:
    """A mistyped id must be told, not answered with another number."""
    with pytest.raises(ParameterError):
        parse_number_id(text)
