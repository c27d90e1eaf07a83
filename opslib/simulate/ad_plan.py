"""What the operator of a simulated shop tries in advertising: bids, a product test, creatives.

None of it moves a click to another day or product: bids move clicks between the words of a plan, a
test takes products out of a plan under a name of its own, creatives and audiences are further cuts
of the same clicks. The shop's own tables stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from .ad_words import BidWords
from .dice import Floats, Ints
from .world import World

WORST = ("wasteful", "irrelevant")  # of these kinds the poorest word is meant, else the largest


@dataclass(frozen=True)
class BidChange:
    """From `start` on the bid on a word is multiplied by `bid` and its pull on clicks by `pull`.

    The word: of the plan's words of this `kind` (`ad_words`) the one with the most clicks, or the
    poorest where the kind is a bad one. `pull` 1 and `bid` 1: something was done that does nothing.
    """

    plan: str
    kind: str
    start: date
    bid: float = 1.0
    pull: float = 1.0
    what: str = ""


@dataclass(frozen=True)
class BudgetRaise:
    """A plan that never ran out is given a larger budget: its true effect is nothing."""

    plan: str
    start: date
    factor: float
    what: str = ""


@dataclass(frozen=True)
class ProductTest:
    """From `start` on some products of the plan `of` run in a test plan called `name`.

    A click on the `winner` (a place among `products`) brings `factor` times as many carts,
    favourites, inquiries and leads; orders come as they always did.
    """

    name: str
    of: str
    products: tuple[int, ...]
    start: date
    winner: int
    factor: float


@dataclass(frozen=True)
class Promotion:
    """All that is tried. `cuts`: reports by creative and audience are told; `live`: broadcasts."""

    bids: tuple[BidChange, ...] = ()
    budgets: tuple[BudgetRaise, ...] = ()
    test: ProductTest | None = None
    cuts: bool = True
    live: bool = True


def changed_word(world: World, words: BidWords, change: BidChange) -> int:
    """The row of the bid words that the change is about, -1 if there is none."""
    frame, plan = words.frame, world.plan_index(change.plan)
    mine = np.flatnonzero((frame["plan"] == plan) & (frame["kind"] == change.kind))
    if not len(mine):
        return -1
    many = world.base @ words.weight
    poor = -frame["quality"].to_numpy(float)
    return int(mine[(poor if change.kind in WORST else many)[mine].argmax()])


def factors(world: World, words: BidWords, name: str) -> Floats:
    """`pull` or `bid` of every word on every day: day x word, 1 where nothing was changed."""
    out = np.ones((world.spec.days, len(words.frame)))
    promotion = world.spec.promotion
    for change in promotion.bids if promotion else ():
        at = changed_word(world, words, change)
        if at >= 0:
            out[max(world.spec.index(change.start), 0) :, at] *= getattr(change, name)
    return out


def in_test(world: World, day: Ints, stream: Ints) -> np.ndarray:
    """Which of these clicks (day and stream of each) were made on a product under test?"""
    test = world.spec.promotion.test if world.spec.promotion else None
    if test is None:
        return np.zeros(np.broadcast(day, stream).shape, bool)
    streams = (world.plan == world.plan_index(test.of)) & np.isin(world.product, test.products)
    return streams[stream] & (day >= world.spec.index(test.start))


def winning(world: World, day: Ints, stream: Ints) -> Floats:
    """How many times as much a click of this day and stream brings as before: the test's winner."""
    test = world.spec.promotion.test if world.spec.promotion else None
    if test is None:
        return np.ones(np.broadcast(day, stream).shape)
    best = world.product[stream] == test.products[test.winner]
    return np.where(in_test(world, day, stream) & best, test.factor, 1.0)
