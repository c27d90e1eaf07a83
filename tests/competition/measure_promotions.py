"""How many promotions are found, how well is the next one foretold?

python -m tests.competition.measure_promotions
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.competition import habits, promotions

from .promo_worlds import draw


def measure(seeds: range) -> pd.DataFrame:
    """One row a drawn rival: promotions a look could see, found, wrong ones, error of depth."""
    rows = []
    for seed in seeds:
        sheet, truth = draw(seed)
        looks = pd.DatetimeIndex(sheet["date"].unique())
        found = promotions(sheet)
        seen = [
            looks[(looks >= s) & (looks <= e)]
            for s, e in zip(truth["start"], truth["end"], strict=True)
        ]
        visible = truth[[len(x) > 0 for x in seen]]
        hits, errors = 0, []
        for _, t in visible.iterrows():
            mine = found[
                found["offer_id"].eq(t["offer_id"])
                & (found["first_seen"] <= t["end"])
                & (found["last_seen"] >= t["start"])
            ]
            hits += len(mine) > 0
            if len(mine):
                errors.append(mine["depth"].iloc[0] - t["depth"])
        wrong = 0
        for _, f in found.iterrows():
            true = truth[
                truth["offer_id"].eq(f["offer_id"])
                & (truth["start"] <= f["last_seen"])
                & (truth["end"] >= f["first_seen"])
            ]
            wrong += len(true) == 0
        rows.append(
            (
                len(visible),
                hits,
                len(found),
                wrong,
                float(np.abs(errors).mean()) if errors else np.nan,
                *_next(sheet, truth, found),
            )
        )
    return pd.DataFrame(
        rows, columns=["visible", "hit", "found", "wrong", "depth_error", "told", "within"]
    )


def _next(sheet: pd.DataFrame, truth: pd.DataFrame, found: pd.DataFrame) -> tuple[int, float]:
    as_of = sheet["date"].max()
    habit = habits(found, sheet, as_of).iloc[0]
    if habit["needed"]:
        return 0, np.nan
    true = truth.loc[truth["start"] > as_of, "start"].min()
    slack = pd.Timedelta(days=0)
    return 1, float(habit["next_from"] - slack <= true <= habit["next_to"] + slack)


if __name__ == "__main__":
    found = measure(range(2500, 2560))
    sums = found.sum()
    print(f"recall {sums['hit'] / sums['visible']:.3f} wrong {sums['wrong'] / sums['found']:.3f}")
    print(f"depth error {found['depth_error'].mean():.3f}")
    print(f"next within its 80 % range {found['within'].mean():.3f} of {sums['told']:g}")
