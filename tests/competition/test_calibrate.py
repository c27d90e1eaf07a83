"""An index is read as yuan with an honest range, or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import calibrate
from opslib.errors import ParameterError

from .measure_calibrate import measure


def test_an_exact_square_root_is_read_back() -> None:
    """Index 50 between 10 and 100 of an index that is the root of the amount means 2,500."""
    index = np.linspace(10, 100, 40)
    found = calibrate(index, index**2)
    row = found.predict([50.0]).iloc[0]
    assert row["mid"] == pytest.approx(2500, rel=0.01) and row["inside"]
    assert row["lo"] <= 2500.01 and row["hi"] >= 2499.99 and row["hi"] / row["lo"] < 1.1
    assert found.error < 0.01 and found.covered == 40


def test_an_index_outside_of_our_own_is_refused() -> None:
    """A rival ten times our size would be told to the yuan."""
    index = np.linspace(10, 100, 40)
    row = calibrate(index, index**2).predict([9.9, 100.1, np.nan])
    assert not row["inside"].any() and row[["lo", "mid", "hi"]].isna().all(axis=None)
    assert calibrate(index, index**2).predict([10.0, 100.0])["inside"].all()


def test_eleven_pairs_are_too_few_and_say_so() -> None:
    """The operator learns how many weeks are still missing."""
    found = calibrate(np.arange(1.0, 12), np.arange(1.0, 12))
    assert (found.reason, found.needed, found.known) == ("few", 1, False)
    assert found.predict([5.0])["mid"].isna().all()
    assert calibrate([], []).needed == 12


def test_an_index_that_does_not_move_with_the_figure_is_no_map() -> None:
    """A conversion index against visitors would still yield numbers."""
    dice = np.random.default_rng(3)
    found = calibrate(dice.uniform(10, 100, 60), dice.uniform(10, 100, 60))
    assert found.reason == "unrelated" and not found.predict([50])["inside"].any()


def test_wrong_arguments_are_refused() -> None:
    """Columns of unequal length would pair an index with another week's amount."""
    with pytest.raises(ParameterError):
        calibrate([1, 2, 3], [1, 2])
    with pytest.raises(ParameterError):
        calibrate([1, 2], [1, 2], level=80)


def test_a_range_of_eighty_percent_holds_about_eighty() -> None:
    """Measured on drawn shops: on new indices, and as the calibration itself tells."""
    rows = measure(range(400, 412), 40, 0.08)
    assert 0.72 <= rows["held"].sum() / rows["new"].sum() <= 0.88
    assert 0.72 <= rows["told"].mean() <= 0.88


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 9999), st.integers(12, 40))
def test_a_greater_index_never_means_less(seed: int, n: int) -> None:
    """A rival with the greater index would be told to sell less."""
    dice = np.random.default_rng(seed)
    index = dice.uniform(10, 1000, n)
    found = calibrate(index, index**1.3 * np.exp(0.2 * dice.normal(size=n)))
    if found.known:
        rows = found.predict(np.linspace(*found.index, 30))
        assert (np.diff(rows["mid"]) >= -1e-9).all() and rows["inside"].all()
        assert (rows["lo"] <= rows["mid"]).all() and (rows["mid"] <= rows["hi"]).all()
