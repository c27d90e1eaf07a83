"""Shares of a change over 10,000 random pairs: exact, symmetric, reversible, zeros allowed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from opslib.stats import decompose, decompose_members

PAIRS = 10_000
NAMES = ("impressions", "ctr", "cvr", "order_value")


def _draw(draw: np.random.Generator) -> dict[str, np.ndarray]:
    """Factors of all pairs, about a tenth of them zero."""
    sizes = (1e5, 0.1, 0.05, 300.0)
    return {
        name: draw.gamma(1.0, size, PAIRS) * (draw.random(PAIRS) > 0.1)
        for name, size in zip(NAMES, sizes, strict=True)
    }


def test_factors_of_ten_thousand_pairs_add_up_reverse_and_do_not_depend_on_order():
    """The why of some day would not add up to its change, or blame by the order of columns."""
    draw = np.random.default_rng(2024)
    old, new = _draw(draw), _draw(draw)
    shares, back = decompose(old, new), decompose(new, old)
    turned = decompose(*({n: side[n] for n in NAMES[::-1]} for side in (old, new)))
    before, after = (np.prod([side[n] for n in NAMES], axis=0) for side in (old, new))
    room = 1e-9 * (sum(np.abs(shares[n]) for n in NAMES) + 1)
    assert (np.abs(sum(shares[n] for n in NAMES) - (after - before)) <= room).all()
    for name in NAMES:
        assert (np.abs(shares[name] + back[name]) <= room).all()
        assert (np.abs(shares[name] - turned[name]) <= room).all()
        assert (shares[name][old[name] == new[name]] == 0).all()


def test_ten_thousand_members_new_and_vanished_add_up_and_reverse():
    """A channel that is new, gone or empty would leave a rest that nobody explains."""
    draw = np.random.default_rng(2025)
    frames = [pd.DataFrame(_draw(draw)).sample(frac=0.8, random_state=draw) for _ in range(2)]
    for per_volume in (False, True):
        forth = decompose_members(*frames, per_volume=per_volume)
        back = decompose_members(*frames[::-1], per_volume=per_volume).reindex(forth.index)
        parts = ["volume", "mix", *NAMES[1:]]
        room = 1e-9 * (forth[parts].abs().sum(axis=1) + forth[["before", "after"]].sum().sum())
        assert len(forth) > 9_000
        assert ((forth[parts].sum(axis=1) - forth["change"]).abs() <= room).all()
        assert (forth[parts] + back[parts]).abs().le(room, axis=0).all().all()
