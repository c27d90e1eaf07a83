"""Only products that the event took from are named as its price."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.campaigns.losers import losers

FIRST, LAST = "2026-06-10", "2026-06-16"


def shelf(seed: int, means: list[float]) -> pd.DataFrame:
    """Pieces a day of products that sell so many in the mean."""
    dice = np.random.default_rng([91, seed])
    index = pd.date_range("2026-01-01", periods=200)
    names = [f"p{k}" for k in range(len(means))]
    return pd.DataFrame(dice.poisson(means, (len(index), len(means))), index, names).astype(float)


def test_an_event_that_took_nothing_names_nobody() -> None:
    """An operator would take the best neighbours out of the next event for nothing. Of 36 products
    asked, 5 % of the events may name one."""
    named = [
        len(losers(shelf(seed, [60, *[1.5, 3, 8] * 4]), ["p0"], FIRST, LAST)) for seed in range(3)
    ]
    assert sum(named) <= 1


def test_a_product_sold_out_while_the_event_ran_was_not_taken_from() -> None:
    """The shop would blame the sale for an empty shelf."""
    sold = shelf(7, [60, 30, 30, 30])
    sold.loc["2026-06-12":LAST, "p1"] = 0.0
    sold.loc[FIRST:LAST, "p2"] = (0.5 * sold.loc[FIRST:LAST, "p2"]).round()
    assert [*losers(sold, ["p0"], FIRST, LAST)["item_id"]] == ["p2"]
