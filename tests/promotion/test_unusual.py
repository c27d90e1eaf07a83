"""Plans out of the ordinary: a cut budget is found, quiet plans are left alone."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from opslib.promotion import unusual
from tests.promotion.frames import TERMS, WEEK, ads

WEEKS = 30


def plans(seed: int, many: int = 6, fall: float = 1.0, open_days: int = 0) -> list[dict]:
    """Plans with 2,000 views a day that wander by 15 % from week to week; the last one falls."""
    draw = np.random.default_rng(seed)
    rows = []
    for k in range(many):
        level = draw.lognormal(0, 0.15, WEEKS)
        for back in range(7 * WEEKS):
            cut = fall if k == many - 1 and back < 7 else 1.0
            views = draw.poisson(2000 * level[back // 7] * cut)
            clicks = draw.binomial(views, 0.03)
            rows.append(
                {"date": WEEK[1] - timedelta(days=back), "level": "plan", "plan": f"p{k}",
                 "impressions": views, "clicks": clicks, "spend": clicks * 0.8,
                 "ad_orders": draw.binomial(clicks, 0.08), "complete": 1.0 - (back < open_days) / 2}
            )  # fmt: skip
    return rows


def test_a_plan_cut_to_a_third_is_found_and_no_other():
    """A budget cut by mistake on Saturday must stand out on Monday."""
    found = unusual(ads(plans(1, fall=0.33)), TERMS)
    loud = found[found["flag"]]
    assert loud[["plan", "metric"]].to_numpy().tolist() == [["p5", "impressions"]]
    assert loud["value"].iloc[0] < loud["lo"].iloc[0] < loud["usual"].iloc[0]
    assert len(found) == 18


def test_quiet_weeks_stay_quiet():
    """One false name a week and nobody reads the list."""
    found = [unusual(ads(plans(seed, many=4)), TERMS) for seed in range(20, 45)]
    assert np.mean([f["flag"].any() for f in found]) <= 0.2
    p = np.concatenate([f["p"] for f in found])
    assert (p < 0.05).mean() < 0.08


def test_orders_are_judged_in_the_newest_complete_week_only():
    """Rows that still fill up would look like a fall of the order rate every Monday."""
    found = unusual(ads(plans(3, open_days=12)), TERMS)
    weeks = found.set_index("metric")["week"].dt.date
    assert set(weeks["conv_rate"]) == {TERMS.weeks_back(2)[0]}
    assert set(weeks["ctr"]) == {WEEK[0]}


def test_a_young_plan_is_not_judged():
    """Without a past nothing is out of the ordinary."""
    young = [r for r in plans(4) if (WEEK[1] - r["date"]).days < 7 * 12]
    assert unusual(ads(young), TERMS).empty
