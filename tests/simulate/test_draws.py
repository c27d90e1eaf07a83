"""Drawn shops: each its own, each cause where and as big as it says."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from opslib.errors import ParameterError, UnknownName
from opslib.simulate.draws import DRAWN, KINDS, SIZES, draw_spec

PLATFORMS = ("1688", "alibaba")


def test_every_kind_can_be_drawn_and_has_bounds():
    """A kind that nobody can draw is a cause that no method is ever tested on."""
    assert list(KINDS) == list(DRAWN) == list(SIZES)


def test_shops_differ_in_everything_that_matters():
    """A method tuned to one size of shop must not look good on two hundred copies of it."""
    specs = [draw_spec(seed) for seed in range(40)]
    for name, low, high in (
        ("impressions", 4000, 60000),
        ("trend", 0.7, 1.5),
        ("noise", 0.6, 1.7),
        ("price_level", 0.5, 2.5),
        ("event_strength", 0.5, 1.8),
        ("loyalty", 0.4, 2.0),
    ):
        values = np.array([getattr(s, name) for s in specs])
        assert low <= values.min() < low * (high / low) ** 0.15
        assert high >= values.max() > low * (high / low) ** 0.85


def test_null_shop_has_no_cause_and_is_the_planted_ones_twin():
    """False alarms are counted on null shops; what is found is compared with the same shop."""
    null, planted = draw_spec(7), draw_spec(7, kinds=("conversion_break", "word_drop"))
    assert null.causes == ()
    assert [c.kind for c in planted.causes] == ["conversion_break", "word_drop"]
    assert (null.impressions, null.editions) == (planted.impressions, planted.editions)
    alone = draw_spec(7, kinds=("word_drop",))
    assert alone.causes[0] == planted.causes[1]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_causes_lie_in_the_last_sixty_days_and_within_their_sizes(platform):
    """The scorecard looks at the last 60 days and reports by size."""
    for seed in range(25):
        spec = draw_spec(seed, platform=platform, kinds=tuple(KINDS))
        for cause in spec.causes:
            assert timedelta(0) <= spec.end - cause.start <= timedelta(days=82)
            if not cause.kind.startswith("event"):
                assert spec.end - cause.start < timedelta(days=60)
            low, high = SIZES[cause.kind]
            if cause.kind == "budget_run_out":
                assert low <= cause.hour <= high
            elif cause.kind in ("level_shift", "own_price"):
                assert low <= max(cause.size, 1 / cause.size) <= high
            else:
                assert low <= cause.size <= high


def test_unknown_kind_is_told_with_the_nearest():
    """A typo in a scorecard must not silently draw a null shop."""
    with pytest.raises(UnknownName, match="conversion_break"):
        draw_spec(1, kinds=("conversion_brake",))
    with pytest.raises(UnknownName):
        draw_spec(1, platform="taobao")
    with pytest.raises(ParameterError):
        draw_spec(1, days=0)
