"""Which shop to simulate: size, trend, noise, days, and what happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from . import season
from .dice import Floats

if TYPE_CHECKING:
    from .ad_plan import Promotion
    from .causes_base import Cause

BURN_IN = 120  # days before the first exported one, so that customers can already be old ones


@dataclass(frozen=True)
class ShopSpec:
    """Which shop to simulate.

    `impressions` is the expected number a day at the start; `trend` the yearly growth factor;
    `start`..`end` the exported days; `end` is also the last day any clock may know of.

    What makes shops differ, 1.0 for a plain one: `noise` multiplies all noise beyond counting,
    `price_level` all prices, `conversion` all pay rates, `loyalty` how long customers stay
    customers, `event_strength` the log lift of all events; `editions` (event, year, factor) that
    of single editions. `background` happened to the shop in its ordinary life, long ago; `causes`
    are what was planted. `rivals_move` is the chance that a rival changes an offer's price in a
    week; 0 means that each changes it at most once. `steady_budgets`: ad budgets are set by the
    demand without the planted causes, so that no cause is felt before its first day.
    `promotion`: what the operator tries in advertising; None tells no creatives nor audiences.
    """

    id: str
    name: str
    seller: str
    platform: str = "1688"
    start: date = date(2025, 8, 18)
    end: date = date(2026, 11, 20)
    impressions: float = 21000.0
    trend: float = 1.10
    customers: int = 9000
    causes: tuple[Cause, ...] = ()
    noise: float = 1.0
    price_level: float = 1.0
    conversion: float = 1.0
    loyalty: float = 1.0
    event_strength: float = 1.0
    editions: tuple[tuple[str, int, float], ...] = ()
    background: tuple[Cause, ...] = ()
    rivals_move: float = 0.0
    steady_budgets: bool = False
    promotion: Promotion | None = None

    @property
    def currency(self) -> str:
        """What money is counted in."""
        return "CNY" if self.platform == "1688" else "USD"

    @property
    def first(self) -> date:
        """First simulated day: the burn-in lies before `start`."""
        return self.start - timedelta(days=BURN_IN)

    @property
    def days(self) -> int:
        """Number of simulated days, burn-in included."""
        return (self.end - self.first).days + 1

    @property
    def happenings(self) -> tuple[Cause, ...]:
        """Everything that happened to the shop, planted or not."""
        return self.background + self.causes

    @property
    def lifts(self) -> dict[tuple[str, int], Floats]:
        """Log lift of each edition of each event on each simulated day."""
        return season.event_log_lift(
            self.first, self.days, self.platform, self.event_strength, self.editions
        )

    def index(self, day: date) -> int:
        """Position of a day in the simulated arrays."""
        return (day - self.first).days
