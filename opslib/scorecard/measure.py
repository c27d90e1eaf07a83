"""Measure the review: draw shops, replay them, add up."""

from __future__ import annotations

from .. import __version__
from .alarm import RIGHT, TRAPS
from .fleet import Progress, run
from .result import Result, Settings
from .summary import summarise
from .worlds import trials

SCORED = (*RIGHT, *TRAPS)


def measure(
    shops: int,
    days: int,
    seed: int,
    progress: Progress,
    workers: int = 2,
    kinds: tuple[str, ...] = (),
) -> Result:
    """How good is the daily review on simulated shops whose causes are known?

    shops: shops without a cause; a quarter as many (at least one) of each of `kinds` (default:
    all). days: replayed in each. One line a finished shop goes to `progress`. The same arguments
    give the same scorecard on every machine. About a minute of one core a shop of ten days.
    """
    chosen = kinds or SCORED
    asked = Settings(shops=shops, days=days, seed=seed, kinds=list(chosen), version=__version__)
    return summarise(run(trials(chosen, shops, days, seed), progress, workers), asked)
