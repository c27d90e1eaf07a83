"""The floor holds in every plan the planner looks at; an event that never was did not work."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.campaigns.effect import event_effect
from opslib.campaigns.rebates import plan_rebates
from opslib.campaigns.response import Tier
from opslib.campaigns.thresholds import ThresholdPlan, plan_thresholds
from tests.campaigns.worlds import SHAPES, campaign


def kept(plan: tuple[Tier, ...], margin: float) -> list[float]:
    """Share left of what is paid at each threshold, and of any larger order in its tier."""
    found = []
    for tier, above in zip(plan, [*plan[1:], None][: len(plan)], strict=True):
        ends = [tier.threshold, (above.threshold if above else 50 * tier.threshold) - 0.01]
        for amount in (*ends, sum(ends) / 2):
            off = float(tier.saved(np.array(amount)))
            found.append((margin * amount - off) / (amount - off))
    return found


def plans(told: ThresholdPlan) -> list[tuple[Tier, ...]]:
    others = list(told.options["plan"]) if len(told.options) else []
    return [told.plan, *others]


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    middle=st.floats(2, 9),
    spread=st.floats(0.05, 1.6),
    margin=st.floats(0.02, 0.9),
    floor=st.floats(0, 0.6),
    most=st.integers(1, 2),
)
def test_no_order_of_any_plan_falls_below_the_floor(
    seed: int, middle: float, spread: float, margin: float, floor: float, most: int
) -> None:
    """One threshold too low sells the smallest order that crosses it at a loss, every day."""
    dice = np.random.default_rng([83, seed])
    values = np.exp(dice.normal(middle, spread, 400))
    for told in (
        plan_thresholds(values, margin, floor, most=most),
        plan_rebates(values, margin, floor),
    ):
        for plan in plans(told):
            assert all(share >= floor - 1e-9 for share in kept(plan, margin))
            saved = [float(t.saved(np.array(t.threshold))) for t in plan]
            assert saved == sorted(set(saved)) and all(s > 0 for s in saved)
        assert told.verdict != "set" or told.gain > 0


def test_an_event_that_never_was_is_rarely_said_to_have_worked() -> None:
    """Eighteen ordinary weeks: who is told that one in four worked repeats them all. At most 8 %
    are wanted, three of eighteen would be luck in one of six runs."""
    verdicts = []
    for seed in range(18):
        world = ("plain", "noisy", "restless")[seed % 3]
        told = campaign(972_000 + seed, 0.0, 0.0, world=world, shape=SHAPES[seed % 2])
        found = event_effect(told.series, told.start, told.end, calendar=told.calendar)
        verdicts.append(found.verdict)
    assert verdicts.count("worked") <= 3
    assert verdicts.count("no_better") >= 5
