"""How many proposed pairs are right? python -m tests.competition.measure_matching"""

from __future__ import annotations

import pandas as pd

from opslib.competition import match_products

from .title_worlds import draw


def measure(seeds: range, english: bool = False, **given: float) -> pd.DataFrame:
    """One row a drawn shop: pairs proposed, right ones, true ones, found by state."""
    rows = []
    for seed in seeds:
        ours, theirs = draw(seed, english=english)
        found = match_products(ours, theirs, **given).merge(theirs, on=["competitor", "offer_id"])
        auto = found[found["state"].eq("auto")]
        right = auto["item_id"].eq(auto["true"])
        near = found["item_id"].eq(found["true"])
        true = theirs["true"].ne("")
        rows.append((len(auto), right.sum(), true.sum(), near.sum(), len(found)))
    columns = ["auto", "right", "true", "right_or_doubtful", "shown"]
    return pd.DataFrame(rows, columns=columns)


if __name__ == "__main__":
    for english in (False, True):
        for sure in (0.5, 0.55, 0.62, 0.7):
            sums = measure(range(900, 940), english, sure=sure).sum()
            print(
                "en" if english else "zh", sure,
                f"precision {sums['right'] / sums['auto']:.3f}",
                f"found {sums['right'] / sums['true']:.3f}"
                f" with doubtful {sums['right_or_doubtful'] / sums['true']:.3f}",
            )  # fmt: skip
