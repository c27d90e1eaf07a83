"""Who moved a product of factors: exact Shapley shares, by factor and by member."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MOST_DIGITS = 300


def decompose(
    before: Mapping[str, ArrayLike], after: Mapping[str, ArrayLike]
) -> dict[str, float | Floats]:
    """How much of the change of a product does each of its factors explain?

    The shares are Shapley values: they add up to the change, do not depend on the order of the
    factors, and change sign when the two periods are swapped. A factor that is undefined
    (NaN: conversion of a day without visitors) counts as unchanged.

    Not to be trusted as a cause: a factor's share says where the change shows, not why.

    before, after: factor -> value in the product's own parts; scalars, or arrays of one common
        shape (many members or days at once). Zeros and negative values are allowed.
    Returns factor -> contribution in the unit of the product, in the order of `before`.
    Raises ValueError if the factors differ, a value is infinite, or a factor is NaN on a side
    where no other factor is zero (then the product itself is unknown).

    Source: Shapley (1953); for a product the average over all orders is the integral of the
    straight path, (a_i - b_i) * int_0^1 prod_{j != i} ((1 - t) b_j + t a_j) dt, a polynomial
    that Gauss-Legendre nodes integrate exactly, so any number of factors costs next to nothing.
    """
    if not before or list(before) != [name for name in before if name in after]:
        raise ValueError(f"both periods need the same factors, got {list(before)}, {list(after)}")
    if len(before) != len(after):
        raise ValueError(f"both periods need the same factors, got {list(before)}, {list(after)}")
    old = np.stack(np.broadcast_arrays(*[np.asarray(before[f], float) for f in before]))
    new = np.stack(np.broadcast_arrays(*[np.asarray(after[f], float) for f in before]))
    old, new = np.broadcast_arrays(old, new)
    _refuse_unknown(old, list(before))
    _refuse_unknown(new, list(before))
    shares = _path_shares(*_fill_undefined(old, new))
    return {f: float(s) if s.ndim == 0 else s for f, s in zip(before, shares, strict=True)}


def decompose_members(
    before: pd.DataFrame, after: pd.DataFrame, *, per_volume: bool = False
) -> pd.DataFrame:
    """Which members moved the total: by their size, by the mix, or by their own rates?

    The total is sum over members of volume x rate x rate ...; a member's part of the change is
    split exactly into `volume` (its own growth, valued at the average member), `mix` (its share
    shifted towards or away from a better-than-average member) and one column a rate. A new or
    vanished member has no rate on one side and therefore moves volume and mix only.
    Rows add up to the member's change, columns to the total effects; swapping the periods flips
    every sign.

    Not to be trusted when members were re-labelled between the periods (a renamed channel looks
    like one vanished and one new member).

    before, after: one row a member (unique index); first column the volume (visitors), the
        others rates per unit of it (conversion, order value); same columns in both. Missing
        members and NaN rates of members without volume are allowed.
    per_volume: explain the average rate sum(volume x rates) / sum(volume) instead of the total.
    Returns a frame by member: before, after, change, volume, mix, <rate columns>;
    `frame.sum()` is the whole. With `per_volume`, before and after are what each member
    contributes to the average.
    Raises ValueError for other columns, repeated members, infinite or unknown values, or, with
    `per_volume`, a period whose volume is zero.

    Source: as `decompose`; mix centred on the average of the two periods (Das Gupta, 1993).
    """
    factors = _same_factors(before, after)
    members = before.index.union(after.index, sort=False)
    old, new = (_member_factors(f.reindex(members), factors) for f in (before, after))
    if per_volume:
        if len(members) and not (old[0].any() and new[0].any()):
            raise ValueError("an average rate needs volume in both periods")
        old[0], new[0] = 1.0, 1.0
    old, new = _fill_undefined(old, new)
    shares = _path_shares(old, new)
    volume, mix = _centre_mix(old, new, shares)
    frame = pd.DataFrame({"before": old.prod(axis=0), "after": new.prod(axis=0)}, index=members)
    frame["change"] = frame["after"] - frame["before"]
    frame["volume"], frame["mix"] = volume, mix
    for name, share in zip(factors[1:], shares[2:], strict=True):
        frame[name] = share
    return frame


def _same_factors(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """The factors of both frames, the volume first; refuse what cannot be compared."""
    if not (isinstance(before, pd.DataFrame) and isinstance(after, pd.DataFrame)):
        raise ValueError("both periods must be pandas DataFrames, one row a member")
    factors = [str(c) for c in before.columns]
    if not factors or [str(c) for c in after.columns] != factors:
        raise ValueError("both frames need the same columns, the volume first")
    if {"before", "after", "change", "volume", "mix"} & set(factors[1:]):
        raise ValueError("a rate must not be called before, after, change, volume or mix")
    if before.index.has_duplicates or after.index.has_duplicates:
        raise ValueError("a member stands twice in one period; add its rows up first")
    return factors


def _path_shares(old: Floats, new: Floats) -> Floats:
    """Shapley share of each factor; `old`, `new` are factors x anything."""
    count = len(old)
    sizes = np.log10(np.maximum(np.maximum(np.abs(old), np.abs(new)), 1.0)).sum(axis=0)
    if (sizes > MOST_DIGITS).any():
        raise ValueError(f"the product of the factors has more than {MOST_DIGITS} digits")
    nodes, weights = np.polynomial.legendre.leggauss(count // 2 + 1)
    shares = np.zeros(old.shape)
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        path = (1 - node) * old + node * new
        shares += weight * _product_of_others(path)
    return shares * (new - old)


def _product_of_others(values: Floats) -> Floats:
    """For each factor the product of all others, without dividing (a factor may be zero)."""
    left, right = np.ones(values.shape), np.ones(values.shape)
    for i in range(1, len(values)):
        left[i] = left[i - 1] * values[i - 1]
        right[-i - 1] = right[-i] * values[-i]
    return left * right


def _refuse_unknown(values: Floats, factors: list[str]) -> None:
    """A factor may be undefined only where another one makes the product zero."""
    if np.isinf(values).any():
        raise ValueError(f"infinite value among the factors {factors}")
    unknown = np.isnan(values)
    if (unknown.any(axis=0) & ~(values == 0).any(axis=0)).any():
        raise ValueError(
            f"a factor of {factors} is NaN though no other is zero: the product is unknown"
        )


def _fill_undefined(old: Floats, new: Floats) -> tuple[Floats, Floats]:
    """An undefined factor is taken as unchanged, and as zero if it is undefined twice."""
    filled = np.where(np.isnan(old), new, old), np.where(np.isnan(new), old, new)
    return np.nan_to_num(filled[0]), np.nan_to_num(filled[1])


def _member_factors(frame: pd.DataFrame, factors: list[str]) -> Floats:
    """Total volume, share of each member, then its rates: factors x members."""
    values = frame.to_numpy(float).T.copy()
    values[0] = np.nan_to_num(values[0])
    _refuse_unknown(values, factors)
    values[1:, values[0] == 0] = np.nan
    total = values[0].sum()
    share = values[0] / total if total != 0 else np.full(values.shape[1], np.nan)
    if total == 0 and values[0].any():
        raise ValueError("the volumes cancel to zero: shares of the members are undefined")
    return np.vstack([np.full(values.shape[1], total), share, values[1:]])


def _centre_mix(old: Floats, new: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Value a share shift against the average member; the rest of it is the member's own size."""
    shift, weight = new[1] - old[1], (new[1] + old[1]) / 2
    worth = _mean_of_others_along_path(old, new)
    average = float(weight @ worth / weight.sum()) if weight.sum() else 0.0
    return shares[0] + shift * average, shares[1] - shift * average


def _mean_of_others_along_path(old: Floats, new: Floats) -> Floats:
    """What one unit of share is worth for each member: total volume x its rates, on the path."""
    nodes, weights = np.polynomial.legendre.leggauss(len(old) // 2 + 1)
    path = [(1 - t) * old + t * new for t in (nodes + 1) / 2]
    worth = [w / 2 * _product_of_others(p)[1] for w, p in zip(weights, path, strict=True)]
    return np.asarray(sum(worth))
