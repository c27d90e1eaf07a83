"""Folding on a whole shop: as many alarms as there are causes, neither more nor fewer."""

from dataclasses import replace
from datetime import date, timedelta

from opslib.scorecard.replay import replay
from opslib.simulate import history as past
from opslib.simulate.draws import draw_spec
from opslib.simulate.shop import as_arrow, frames

SEED, START = 7002, date(2026, 6, 7)
# A channel that lost nearly half, and a plan whose budget was cut: four days later.
LAST = START + timedelta(days=6)
FACTS_OF_THE_CLOCK = ("marks", "orders", "inquiries", "stock", "pay_to_sign", "parcels")


def mornings(*kinds):
    """Act and watch alarms on the last day of a drawn shop with these causes from START on."""
    causes = []
    for kind in kinds:
        (cause,) = draw_spec(SEED, kinds=(kind,), end=LAST + timedelta(days=30)).causes
        causes.append(replace(cause, start=START, end=None))
    spec = draw_spec(SEED, end=LAST + timedelta(days=30))
    spec = replace(spec, end=LAST + timedelta(days=2), causes=tuple(causes))
    history = past.live(spec, SEED)
    facts = {name: as_arrow(name, frame) for name, frame in frames(history).items()}
    alarms = replay("1688", facts, LAST, LAST)[LAST]
    kept = [a for a in alarms if a.severity != "note" and not a.rule.startswith(FACTS_OF_THE_CLOCK)]
    return {(a.dimension, a.member) for a in kept}, {c.member(history.world) for c in causes}


def test_two_causes_are_two_alarms():
    """Neither hides in the other's line, and neither fills the page as shop, channel and words."""
    told, members = mornings("level_shift", "budget_run_out")
    assert {member for _, member in told} == members
    assert sorted(dimension for dimension, _ in told) == ["channel", "plan"]
