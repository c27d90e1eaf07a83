"""Targets: below the mean the mean, above it the excellent, above them ourselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import target_ladder
from opslib.errors import ParameterError

PEERS = pd.DataFrame({"metric": ["uv"], "peer_mean": [100.0], "peer_excellent": [200.0]})


def rung(value: float, last_month: float = np.nan, better: str = "up") -> pd.Series:
    values = pd.DataFrame(
        {"metric": ["uv"], "value": [value], "last_month": [last_month], "worth": [2.0]}
    )
    peers = PEERS if better == "up" else PEERS.assign(peer_mean=200.0, peer_excellent=100.0)
    return target_ladder(values.assign(better=better), peers).iloc[0]


@pytest.mark.parametrize(
    "value, last, name, target, gap",
    [
        (80, 90, "below_mean", 100, 20),
        (100, 90, "below_excellent", 200, 100),
        (150, 90, "below_excellent", 200, 50),
        (220, 250, "above_excellent", 250, 30),
        (220, 210, "above_excellent", 220, 0),
    ],
)
def test_the_ladder_by_hand(
    value: float, last: float, name: str, target: float, gap: float
) -> None:
    """A shop would chase the excellent ones before it has reached the mean."""
    row = rung(value, last)
    assert (row["rung"], row["target"], row["gap"], row["yuan"]) == (name, target, gap, 2 * gap)


def test_less_is_better_where_said_so() -> None:
    """A refund rate above the mean has to fall, not rise."""
    row = rung(250, better="down")
    assert (row["rung"], row["target"], row["gap"]) == ("below_mean", 200, 50)
    assert row["way"] == pytest.approx(0.8)
    assert rung(150, better="down")["target"] == 100
    assert rung(90, 80, better="down")["gap"] == 10


def test_way_is_measured_from_the_rung_below() -> None:
    """Halfway from the mean to the excellent is a half, not three quarters."""
    assert rung(150)["way"] == pytest.approx(0.5) and rung(80)["way"] == pytest.approx(0.8)
    assert rung(150)["needed_change"] == pytest.approx(1 / 3)


def test_a_figure_that_lacks_cannot_be_placed() -> None:
    """No value is not a value of nought."""
    assert rung(np.nan)["rung"] == "cannot_tell" and pd.isna(rung(np.nan)["yuan"])
    values = pd.DataFrame({"metric": ["uv"], "value": [150.0]})
    row = target_ladder(values, PEERS.assign(peer_excellent=np.nan)).iloc[0]
    assert row["rung"] == "cannot_tell" and pd.isna(row["target"])


def test_swapped_columns_are_refused() -> None:
    """Excellent peers that are worse than the mean would turn every target round."""
    values = pd.DataFrame({"metric": ["uv"], "value": [150.0]})
    with pytest.raises(ParameterError, match="uv"):
        target_ladder(
            values,
            PEERS.rename(columns={"peer_mean": "peer_excellent", "peer_excellent": "peer_mean"}),
        )


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_target_is_never_worse_than_where_we_stand(
    a: float, b: float, v: float, last: float
) -> None:
    """A report that asks for less than there is makes people stop reading."""
    peers = pd.DataFrame(
        {"metric": ["uv"], "peer_mean": [min(a, b)], "peer_excellent": [max(a, b)]}
    )
    values = pd.DataFrame({"metric": ["uv"], "value": [v], "last_month": [last], "worth": [1.0]})
    row = target_ladder(values, peers).iloc[0]
    assert row["target"] >= v and row["gap"] >= 0 and 0 <= row["way"] <= 1
