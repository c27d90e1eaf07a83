"""The share only moved is told by all editions together, as far as they can tell it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from opslib.campaigns.learned import expected_edition
from opslib.campaigns.moved import pooled_share
from opslib.simulate.causes_campaign import yearly


def edition(extra: float, pulled: float, error: float, event: str = "a") -> dict[str, object]:
    """One edition in a shop of 1000 a week, each part known to `error` (80 %), independently."""
    net, both = extra - pulled, error * np.sqrt(2)
    return {
        "event": event, "expected": 1000.0, "extra": extra, "extra_lo": extra - error,
        "extra_hi": extra + error, "pulled_forward": pulled, "pulled_lo": pulled - error,
        "pulled_hi": pulled + error, "net_lo": net - both, "net_hi": net + both,
        "lift": extra / 1000, "lo": (extra - error) / 1000, "hi": (extra + error) / 1000,
    }  # fmt: skip


def test_an_edition_known_well_tells_its_own_share() -> None:
    """300 of 1000 paid back is three tenths: a prior of a quarter must not bend it."""
    mid, lo, hi = pooled_share(pd.DataFrame([edition(1000, 300, 1)] * 20), "a")
    assert mid == pytest.approx(0.3, abs=0.01)
    assert lo < 0.3 < hi


def test_without_editions_the_belief_alone_speaks() -> None:
    """A first edition needs a number for what will be paid back, and a wide range."""
    none = pd.DataFrame([edition(1000, 300, 1)]).iloc[:0]
    mid, lo, hi = pooled_share(none, "a", mean=0.25, spread=0.15)
    assert (mid, lo, hi) == pytest.approx((0.25, 0.25 - 0.192, 0.25 + 0.192), abs=0.01)


def test_an_edition_that_hardly_sold_more_spoils_nothing() -> None:
    """200 missing behind 10 sold more is a ratio of 20: one such would ruin any mean of ratios."""
    good = [edition(800, 240, 60)] * 4
    alone = pooled_share(pd.DataFrame(good), "a")[0]
    both = pooled_share(pd.DataFrame([*good, edition(10, 200, 150)]), "a")[0]
    assert both == pytest.approx(alone, abs=0.05)


def test_pooled_ranges_hold_the_share_planted() -> None:
    """Thirty per cent planted in six editions each: the range must hold it four times in five."""
    draw = np.random.default_rng(90)
    inside, middles = [], []
    for _ in range(150):
        told = []
        for extra in draw.uniform(200, 900, 6):
            level = draw.normal(0, 50)  # what is wrong with the level spoils both, oppositely
            seen = edition(extra + level, 0.3 * extra - 2 * level + draw.normal(0, 40), 64)
            wide = 1.2816 * np.hypot(100, 40)
            seen |= {"pulled_lo": seen["pulled_forward"] - wide}  # type: ignore[operator]
            seen |= {"pulled_hi": seen["pulled_forward"] + wide}  # type: ignore[operator]
            net = seen["extra"] - seen["pulled_forward"]  # type: ignore[operator]
            seen |= {"net_lo": net - 1.2816 * np.hypot(150, 40)}
            seen |= {"net_hi": net + 1.2816 * np.hypot(150, 40)}
            told.append(seen)
        row = expected_edition(pd.DataFrame(told)).iloc[0]
        inside.append(row["share_lo"] <= 0.3 <= row["share_hi"])
        middles.append(row["share_pulled"])
    assert np.mean(middles) == pytest.approx(0.3, abs=0.05)
    assert 0.75 <= np.mean(inside) <= 0.97


def test_the_editions_of_three_years_are_planted_on_their_days() -> None:
    """An edition of the wrong week would be judged on days without any event."""
    held = yearly("e", [date(2024, 4, 20), date(2025, 4, 20)], length=7)
    assert [(c.start, c.end) for c in held] == [
        (date(2024, 4, 20), date(2024, 4, 26)),
        (date(2025, 4, 20), date(2025, 4, 26)),
    ]
    assert len({c.id for c in held}) == 2
