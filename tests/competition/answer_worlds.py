"""Drawn rivals with an unannounced rhythm of their own, who answer our cuts or do not."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from opslib.competition import answering, changes, promotions, who_moved_first

START, DAY = pd.Timestamp("2025-11-01"), pd.Timedelta(days=1)
YEAR, WEEKS, LASTS = 365, 54, 14
Spans = list[tuple[int, int, float]]  # day it starts, days, depth


def spans(seed: int, follows: bool) -> tuple[list[int], Spans, Spans]:
    """Days of our cuts, the rival's answers to them (2 to 9 days later), its own promotions."""
    draw = np.random.default_rng(seed)
    cuts, day = [], int(draw.integers(10, 30))
    while day < YEAR - LASTS:
        cuts.append(day)
        day += int(draw.integers(28, 50))
    answers = [
        (c + int(draw.integers(2, 10)), LASTS, float(draw.uniform(0.05, 0.1)))
        for c in cuts
        if follows and draw.random() < 0.85
    ]
    own, day, every = [], int(draw.integers(0, 40)), int(draw.integers(35, 60))
    while day < YEAR:
        own.append((day, int(draw.integers(10, 18)), float(draw.uniform(0.08, 0.14))))
        day += every + int(draw.integers(-4, 5))
    return cuts, answers, own


def seen(seed: int, follows: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A year of weekly looks at the rival; our moves, and its moves, as seen by them."""
    cuts, answers, own = spans(seed, follows)
    looks = [START + 7 * i * DAY for i in range(WEEKS)]

    def price(day: int, moves: Spans) -> float:
        return 20 * float(np.prod([1 - x for s, n, x in moves if s <= day < s + n]))

    theirs = [round(price((d - START).days, answers + own), 2) for d in looks]
    snapshots = pd.DataFrame({"date": looks, "competitor": "甲", "offer_id": "1", "price": theirs})
    ours = pd.Series([price((d - START).days, [(c, LASTS, 0.08) for c in cuts]) for d in looks])
    size = ours / ours.shift() - 1
    moved = size.abs() > 0.005
    dates = pd.Series(looks)[moved]
    mine = {"date": dates, "since": dates - 7 * DAY, "item_id": "all", "size": size[moved]}
    log = changes(snapshots)
    log = log[log["what"].eq("price")].assign(item_id="all")
    return snapshots, pd.DataFrame(mine), log


def accused(seeds: Iterable[int], follows: bool) -> float:
    """Share of the drawn rivals of whom it is said that they follow us."""
    told = [who_moved_first(*seen(seed, follows)[1:])["verdict"].iloc[0] for seed in seeds]
    return float(np.isin(told, ["they_follow", "both"]).mean())


def world(seed: int, follows: bool) -> tuple[pd.DataFrame, pd.Series, Spans, Spans]:
    """The promotions found in a year of weekly looks, which of them are called answers, and both
    true kinds."""
    _, answers, own = spans(seed, follows)
    snapshots, moves, log = seen(seed, follows)
    runs = promotions(snapshots)
    return runs, answering(runs, moves, who_moved_first(moves, log)), answers, own


def shares(seeds: Iterable[int], follows: bool) -> tuple[float, float]:
    """Of the answers and of the own promotions that stand alone: the shares called answers."""
    counts = np.zeros((2, 2))
    for seed in seeds:
        runs, left, *kinds = world(seed, follows)
        for run, called in zip(runs.itertuples(), left, strict=True):
            near = [
                any(run.not_before < START + s * DAY <= run.first_seen for s, *_ in spans)
                for spans in kinds
            ]
            if near[0] != near[1]:
                counts[near.index(True)] += called, 1
    (answered, a), (own, b) = counts
    return answered / max(a, 1), own / max(b, 1)
