"""What is taken for granted when bids are judged: no report tells it, the profile does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bidding:
    """The assumptions behind the words' verdicts; the page names them, a profile may change them.

    elasticity: per cent more clicks where a click may cost one per cent more. step_up: a bid is
    raised by no more than this factor at a time. half: a word worth less than this share of its
    price is not mended by a lower bid. near: within this factor of the target a change is not
    worth the work. likely: how probable it must be that a word found good also pays at the dearer
    click. top_rank: from this average place on a higher bid finds no more buyers. related: clicks
    that related words bring, as a share of the word's own. fewest: conversions of all words
    together below which the shop's own rate is a guess.
    """

    elasticity: float = 2.0
    step_up: float = 1.3
    half: float = 0.5
    near: float = 1.25
    likely: float = 0.6
    top_rank: float = 3.0
    related: float = 0.2
    fewest: float = 20.0
