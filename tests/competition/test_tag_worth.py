"""A tag's worth is learned from who gained it, beside offers of the same shop that did not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.competition import tag_lift, tag_worth

from .frames import week


def world(seed: int, lift: float, gains: int = 12) -> pd.DataFrame:
    """Rivals of five offers over 26 weeks; one offer of each gains a tag, sales times `lift`."""
    dice = np.random.default_rng(seed)
    rows = []
    for rival in range(gains):
        at = int(dice.integers(5, 16))
        season = np.exp(np.cumsum(0.03 * dice.normal(size=26)))
        for offer in range(5):
            base = np.exp(dice.normal(6, 0.5)) * season * np.exp(0.05 * dice.normal(size=26))
            days = np.clip((np.arange(26) - at + 0.5) * 7, 0, 30) / 30
            sales = base * (1 + (lift - 1) * days * (offer == 0))
            tags = ["常,深度验厂" if offer == 0 and w >= at else "常" for w in range(26)]
            rows += [
                {"date": week(w), "competitor": f"同行{rival}", "offer_id": str(offer),
                 "sales_30d": round(sales[w]), "tags": tags[w]}
                for w in range(26)
            ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_planted_lift_is_found_and_none_is_not_invented() -> None:
    """Twelve rivals, sales up by four tenths after the tag, or not at all."""
    found = pd.concat([tag_lift(world(s, 1.4)) for s in range(4)])
    assert found["verdict"].eq("lifts").mean() >= 0.9
    assert found["lift"].median() == pytest.approx(1.35, abs=0.1)
    nothing = pd.concat([tag_lift(world(s, 1.0)) for s in range(4)])
    assert nothing["verdict"].eq("lifts").mean() <= 0.2
    assert nothing["lift"].between(0.93, 1.07).all()


def test_three_gains_are_too_few() -> None:
    """One rival's good month is no worth of a tag."""
    row = tag_lift(world(1, 1.4, gains=3)).iloc[0]
    assert (row["verdict"], row["needed"], row["n"]) == ("cannot_tell", 1, 3)
    assert tag_worth(tag_lift(world(1, 1.4, gains=3)), 100.0)["mid"].isna().all()


def test_worth_is_the_lift_on_what_the_products_leave() -> None:
    """A fifth more of 1,000 a week is 200; a range below nought ends at nought."""
    lifts = pd.DataFrame(
        {"kind": "tag", "name": ["a"], "n": 5, "lift": 1.2, "lo": 0.9, "hi": 1.5,
         "verdict": "cannot_tell", "needed": 0}
    )  # fmt: skip
    row = tag_worth(lifts, 1000.0).iloc[0]
    assert (row["low"], row["mid"], row["high"]) == (0, pytest.approx(200), pytest.approx(500))
