"""Which simulated shops are replayed, and what is true about each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from ..simulate import funnel
from ..simulate import history as past
from ..simulate import shop as simulated
from ..simulate import world as furniture
from ..simulate.draws import draw_spec
from ..simulate.funnel import Rates
from ..simulate.history import History
from ..simulate.spec import ShopSpec
from .alarm import TRAPS, Planted

HISTORY = 460  # days of a simulated shop, so that its last year can be compared
# Days replayed before a cause starts: the first only shows what already stood there.
BEFORE = 3
# A shop without a cause is left two days before its end: the simulated clocks close there.
SPARED = 2
LAST_OF_ALL = date(2026, 11, 30)
ENDS = 300  # the shops end on a day drawn from so many before LAST_OF_ALL
PRIME = 7919
ASIDE = 1_000_003  # from one try to the next
SLOW, SLOW_DAYS = ("drift", "product_drift"), 14  # nobody can see a drift in its first days
ONLY_1688 = ("late_parcels", "tag_lost")  # Alibaba.com exports neither orders nor growth marks


@dataclass(frozen=True, slots=True)
class Trial:
    """One shop to be replayed. kind: the planted cause, "" for none; days: how many count."""

    seed: int
    platform: str
    kind: str
    days: int

    @property
    def end(self) -> date:
        """The shop's last simulated day, somewhere within ten months."""
        return LAST_OF_ALL - timedelta(days=self.seed * PRIME % ENDS)


@dataclass(frozen=True)
class World:
    """A shop ready to be replayed: its facts, which days, and the truth.

    counted: the first day whose alarms count (the day before it shows what stood there).
    """

    trial: Trial
    facts: dict[str, pa.Table]
    first: date
    last: date
    cause: Planted | None

    @property
    def counted(self) -> date:
        """The first day that counts."""
        return self.first + timedelta(days=1)


def trials(kinds: Sequence[str], shops: int, days: int, seed: int) -> Iterator[Trial]:
    """`shops` shops without a cause, then a quarter as many (at least one) of each kind.

    Every fourth is an Alibaba.com shop. The order mixes the kinds, so that a run cut short has
    something of each.
    """
    for i in range(shops):
        yield Trial(seed + i, _platform(i), "", days)
    for j in range(max(1, shops // 4)):
        for k, kind in enumerate(kinds):
            nth = j * len(kinds) + k
            platform = "1688" if kind in ONLY_1688 else _platform(j + k)
            yield Trial(seed + 10_000 + nth, platform, kind, days)


def _platform(i: int) -> str:
    return "alibaba" if i % 4 == 3 else "1688"


def make(trial: Trial) -> World:
    """Simulate the trial's shop, with the truth about its cause.

    Where only an export is at fault there is no cause: every alarm about it is a false one.
    """
    spec, seed = _spec(trial)
    history = past.live(spec, seed)
    facts = {n: simulated.as_arrow(n, f) for n, f in simulated.frames(history).items()}
    if not trial.kind:
        last = spec.end - timedelta(days=SPARED)
        return World(trial, facts, last - timedelta(days=trial.days), last, None)
    cause = spec.causes[-1]
    ahead = SLOW_DAYS if trial.kind in SLOW else -BEFORE
    first = min(cause.start + timedelta(days=ahead), spec.end - timedelta(days=2))
    last = min(first + timedelta(days=trial.days), spec.end)
    if trial.kind in TRAPS:
        return World(trial, facts, first, last, None)
    end = min(cause.end or spec.end, spec.end)
    yuan, share = weekly_loss(history, cause.id, cause.start, end)
    who = "" if cause.dimension == "shop" else cause.member(history.world)
    what = (cause.kind, cause.dimension, who, cause.start, end, cause.size)
    return World(trial, facts, first, last, Planted(*what, yuan, share))


def _spec(trial: Trial) -> tuple[ShopSpec, int]:
    """The drawn shop and its seed: the first from the trial's on whose cause is no gain."""
    kinds = (trial.kind,) if trial.kind else ()
    for seed in range(trial.seed, trial.seed + 50 * ASIDE, ASIDE):
        spec = draw_spec(seed, platform=trial.platform, kinds=kinds, days=HISTORY, end=trial.end)
        if not (trial.kind == "level_shift" and spec.causes[-1].size > 1):
            break
    return spec, seed


def weekly_loss(history: History, cause_id: str, start: date, end: date) -> tuple[float, float]:
    """What a cause takes from paid orders in a week, in money and as a share of sales.

    Expected money with the cause against without it, averaged over its days. The ledger's own
    difference is that of single orders: a word that loses two orders a week may lose none of
    them in this week and four in the next, and no price could be held to that.
    """
    spec = history.world.spec
    days = slice(spec.index(start), spec.index(end) + 1)
    other = funnel.rates(furniture.without(history.world, cause_id))
    worth = _worth(history)
    with_, without_ = (
        float((_orders(r, history)[days] @ worth).mean() * 7) for r in (history.rates, other)
    )
    return round(without_ - with_, 2), round((without_ - with_) / without_, 4) if without_ else 0.0


def _orders(rates: Rates, history: History) -> np.ndarray:
    """Expected paid orders, day x stream."""
    world, counts = history.world, history.counts
    exposed = np.array([s.exposed for s in world.sources])[world.source]
    visits = rates.shown * np.where(exposed, rates.ctr, 1.0)
    # Some come twice a day: people a visit, as it was in this stream.
    people = counts.visitors.sum(0) / np.maximum(counts.visits.sum(0), 1)
    return visits * people * rates.cvr


def _worth(history: History) -> np.ndarray:
    """Mean paid amount of an order, by stream: that of the product it leads to."""
    paid = history.paid
    product = history.world.product
    by = paid.groupby(product[paid["stream"].to_numpy()])["paid_amount"].mean()
    return by.reindex(product).fillna(paid["paid_amount"].mean()).to_numpy(float)
