"""The dice that one cause is drawn with, and the bounds of each kind's size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Sequence

import numpy as np

from .causes import KINDS, OfProduct, ProductAction
from .world import World

WITHIN = 60  # a drawn cause starts within this many last days
_BEST = 12  # products that a cause may befall: the best sellers, all older than the exports

# Bounds of each kind's drawn size, from easy to hard: what the size means is said by the kind.
SIZES: dict[str, tuple[float, float]] = {
    "word_drop": (0.25, 0.80),
    "budget_run_out": (10, 19),  # the hour at which the money is gone
    "tag_lost": (0.40, 0.85),
    "conversion_break": (0.10, 0.75),
    "level_shift": (1.12, 1.90),  # up by this factor, or down by it
    "event_flop": (0.0, 0.5),
    "event_fires": (1.6, 3.0),
    "stock_low": (1.0, 4.8),
    "late_parcels": (1, 6),
    "slow_replies": (1, 6),
    "drift": (0.40, 0.85),
    "product_drift": (0.30, 0.80),
    "demand_shock": (0.35, 0.90),
    "stock_out": (2, 14),  # days
    "price_move": (0.47, 0.95),  # factor on our pay rate: a cut of 5-22 %, elasticity 1-3
    "own_price": (1.05, 1.30),  # up by this factor, or down by it
    "product_action": (0.75, 1.60),  # the true factor; one in three actions has no effect
    "word_action": (0.75, 1.60),
    "plan_action": (0.75, 1.60),
    "tracking_fault": (0.15, 0.85),
    "missing_days": (1, 5),
    "repeated_days": (1, 2),
    "duplicated_days": (1, 7),
}


@dataclass(frozen=True)
class Draw:
    """The dice of one cause that is being drawn, and the shop it will happen to."""

    world: World
    kind: str

    def share(self, what: str) -> float:
        """A number in (0, 1) of this kind's own."""
        return float(self.world.dice.uniform(f"draw {self.kind} {what}", 0)[0])

    @property
    def size(self) -> float:
        """The size, evenly spread between the kind's bounds."""
        low, high = SIZES[self.kind]
        return low + (high - low) * self.share("size")

    @property
    def count(self) -> int:
        """The size as a whole number, bounds included."""
        low, high = SIZES[self.kind]
        return int(min(low + (high - low + 1) * self.share("size"), high))

    def back(self, low: int, high: int) -> date:
        """A day between `low` and `high` days before the last one, within the exported days."""
        high = min(high, (self.world.spec.end - self.world.spec.start).days)
        low = min(low, high)
        days = low + int((high - low + 1) * self.share("day"))
        return self.world.spec.end - timedelta(days=days)

    def one_of(self, what: str, many: int) -> int:
        """A position below `many`."""
        return int(many * self.share(what))

    def place(self, what: str, many: int, kinds: Sequence[str]) -> int:
        """A position below `many` that none of the other `kinds` gets, if there are enough."""
        order = np.argsort(self.world.dice.uniform(f"draw {what}", np.arange(many)))
        return int(order[list(kinds).index(self.kind) % many])

    @property
    def product(self) -> int:
        """A best seller that no other kind befalls."""
        kinds = [k for k, cause in KINDS.items() if issubclass(cause, OfProduct | ProductAction)]
        return self.place("product", _BEST, kinds)

    @property
    def word(self) -> int:
        """One of the eight words with most demand."""
        best = self.world.words["demand"].nlargest(8).index
        return int(best[self.place("word", 8, ("word_drop", "word_action"))])

    @property
    def plan(self) -> str:
        """The name of an ad plan."""
        plans = self.world.plans
        return plans[self.place("plan", len(plans), ("budget_run_out", "plan_action"))].name

    @property
    def source(self) -> str:
        """A channel with impressions."""
        names = [s.name for s in self.world.sources if s.exposed]
        return names[self.place("source", len(names), ("level_shift", "drift"))]

    def days(self, many: int, low: int = 1) -> tuple[date, date]:
        """`many` days in a row that end at least `low` days before the last one."""
        start = self.back(many - 1 + low, WITHIN - 1)
        return start, min(start + timedelta(days=many - 1), self.world.spec.end)
