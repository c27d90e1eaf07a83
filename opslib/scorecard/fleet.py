"""Replay many simulated shops on two processes and add up what came out."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

from ..held import rule_books
from .alarm import Planted
from .baselines import baseline_alarms, watched
from .replay import replay
from .tally import Rules, Score, score
from .worlds import Trial, make

REVIEW = "review"
Progress = Callable[[str], None]


@dataclass
class Shop:
    """One replayed shop: the trial, its cause, and each method's score."""

    trial: Trial
    cause: Planted | None
    scores: dict[str, Score]
    seconds: float


@cache
def rule_knowledge() -> Rules:
    """The shipped rule books as the tally needs them."""
    book = rule_books(None)
    return Rules({r.id: r.metric for r in book}, {r.id: r.test for r in book})


def one_shop(trial: Trial) -> Shop:
    """Simulate, replay and score one shop, with the baselines on the same figures."""
    began = time.perf_counter()
    world = make(trial)
    said = {REVIEW: replay(trial.platform, world.facts, world.first, world.last)}
    said |= baseline_alarms(watched(world.facts), world.first, world.last)
    rules = rule_knowledge()
    scores = {n: score(days, world.counted, world.cause, rules) for n, days in said.items()}
    return Shop(trial, world.cause, scores, time.perf_counter() - began)


def run(trials: Iterable[Trial], progress: Progress, workers: int = 2) -> list[Shop]:
    """Every trial on so many processes, in the trials' order; one line a finished shop."""
    jobs: Sequence[Trial] = list(trials)
    # Each process reckons on one core: numeric libraries that take all slow each other down.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    done: dict[int, Shop] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(one_shop, job): i for i, job in enumerate(jobs)}
        for ready in as_completed(waiting):
            shop = ready.result()
            done[waiting[ready]] = shop
            progress(f"{len(done)}/{len(jobs)} {_told(shop)}")
    return [done[i] for i in sorted(done)]


def _told(shop: Shop) -> str:
    """One line on a finished shop."""
    mine = shop.scores[REVIEW]
    what = shop.trial.kind or "no cause"
    head = f"{shop.trial.platform} {what} ({shop.seconds:.0f} s): "
    if shop.cause is None:
        return head + f"{mine.alarms.total()} alarms in {mine.quiet_days} days"
    where = "not found" if mine.found is None else f"found after {mine.found} days"
    return head + f"{where}, {mine.alarms.total()} alarms before it"
