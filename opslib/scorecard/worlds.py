"""Which simulated shops are replayed, and what is true about each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from ..simulate import history as past
from ..simulate import shop as simulated
from ..simulate import world as furniture
from ..simulate.draws import draw_spec
from ..simulate.history import History
from .alarm import Planted

HISTORY = 460  # days of a simulated shop, so that its last year can be compared
# Days replayed before a cause starts: the first only shows what already stood there.
BEFORE = 3
# A shop without a cause is left two days before its end: the simulated clocks close there.
SPARED = 2
LAST_OF_ALL = date(2026, 11, 30)
ENDS = 300  # the shops end on a day drawn from so many before LAST_OF_ALL
PRIME = 7919


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
            yield Trial(seed + 10_000 + nth, _platform(j + k), kind, days)


def _platform(i: int) -> str:
    return "alibaba" if i % 4 == 3 else "1688"


def make(trial: Trial) -> World:
    """Simulate the trial's shop, with the truth about its cause."""
    kinds = (trial.kind,) if trial.kind else ()
    spec = draw_spec(trial.seed, platform=trial.platform, kinds=kinds, days=HISTORY, end=trial.end)
    history = past.live(spec, trial.seed)
    facts = {n: simulated.as_arrow(n, f) for n, f in simulated.frames(history).items()}
    if not trial.kind:
        last = spec.end - timedelta(days=SPARED)
        return World(trial, facts, last - timedelta(days=trial.days), last, None)
    cause = spec.causes[-1]
    end = min(cause.end or spec.end, spec.end)
    yuan, share = weekly_loss(history, cause.id, cause.start, end)
    planted = Planted(
        cause.kind,
        cause.dimension,
        cause.member(history.world),
        cause.start,
        end,
        cause.size,
        yuan,
        share,
    )
    first = cause.start - timedelta(days=BEFORE)
    last = min(first + timedelta(days=trial.days), spec.end)
    return World(trial, facts, first, last, planted)


def weekly_loss(history: History, cause_id: str, start: date, end: date) -> tuple[float, float]:
    """What a cause takes from paid orders in a week, in money and as a share of sales.

    The same shop is lived through without the cause under the same random numbers; the difference
    is averaged over all its days, because single days differ by single orders.
    """
    other = past.relive(furniture.without(history.world, cause_id))
    spec = history.world.spec
    days = slice(spec.index(start), spec.index(end) + 1)
    with_, without_ = (_paid(h)[days] for h in (history, other))
    lost = float(np.mean(without_ - with_) * 7)
    usual = float(np.mean(without_) * 7)
    return round(lost, 2), round(lost / usual, 4) if usual else 0.0


def _paid(history: History) -> np.ndarray:
    """Paid money by simulated day."""
    money: pd.Series = history.paid.groupby("day")["paid_amount"].sum()
    return money.reindex(range(history.days), fill_value=0.0).to_numpy(float)
