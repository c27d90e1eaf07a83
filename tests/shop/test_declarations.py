"""Declarations of different rooms must use the same names."""

from __future__ import annotations

import tomllib

import pytest

from opslib.metrics import METRICS
from opslib.places import templates
from opslib.promotion.peers import RATES


def test_peers_are_stored_under_names_that_something_reads() -> None:
    """A benchmark under a name that nobody reads is imported and never used."""
    file = templates() / "formats" / "peer_benchmark.toml"
    declared = tomllib.loads(file.read_text(encoding="utf-8"))
    ids = set(declared["columns"]["metric"]["values"].values())
    assert ids <= set(METRICS) | set(RATES), ids - set(METRICS)


@pytest.mark.parametrize("platform", ["1688", "alibaba"])
def test_every_card_of_the_board_is_a_metric(platform: str) -> None:
    """A card that names no metric would fail the whole board."""
    from opslib.daily import sections, service

    assert set(f"{sections.CARDS[platform]} {sections.INSTEAD}".split()) <= set(METRICS)
    assert set(sections.BOARD) <= set(METRICS)
    assert set(service.CLOCKS) <= set(METRICS)
