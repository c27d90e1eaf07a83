"""Which members of a group (products, words) left what their own weeks and the group's expect?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtri

from .shrinkage import shrink_rates

Floats = NDArray[np.float64]

# Weeks that make up an expectation, the most past weeks judged on the way, and how large a tail
# of their p-values tells whether far p-values can be believed.
REACH, ORIGINS, TAIL = 8, 8, 0.1
LEAST_WEEKS = 3
# A group moves from week to week by this share at least.
STEADY = 0.03
# Of an 80 % band.
_Z80 = 1.2816


class _Forecast(NamedTuple):
    """Expected events of one week by member, and the relative variance of that expectation."""

    expected: Floats
    doubt: Floats


def member_changes(
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    unit: ArrayLike = 1.0,
    reach: int = REACH,
    shrink: bool = False,
) -> pd.DataFrame:
    """Did a member's newest week leave what its own weeks before, and the others, let expect?

    The week of all other members is taken as the common movement, so that a fall of the whole
    shop is no member's news. How much members wander from week to week beyond mere counting is
    read from the weeks before, judged in the same way; where the p-values of those weeks were too
    small too often, the new ones are raised to what they were worth.

    Not to be trusted with fewer than five members (the common movement is then mostly one of
    them) or in a week in which most members were promoted: p-values are NaN for members without
    LEAST_WEEKS weeks of past.

    values: members x weeks, oldest first, the newest last, in any unit; NaN where not known.
    sizes: the same shape, what the value is counted out of (visitors for buyers; 1 where a week
        is whole), 0 or NaN where not known. None: 1 wherever the value is known.
    unit: how much of the value one event brings (1 for counts; for money sum(x^2)/sum(x) of the
        orders' amounts), one number or one a member.
    reach: how many weeks make up the expectation. shrink: members are rates of one kind and
        borrow from each other (`shrink_rates`); else each has its own level.
    Returns frame(value, expected, lower, upper, p_down, p_up, doubt), one row a member: what was
    seen and expected in the newest week with the expectation's 80 % band (chance of the counts
    included), one-sided p-values, and the relative variance of the expectation itself.
    Raises ValueError for shapes that do not fit, negative values or units that are not positive.

    Source: gamma-Poisson predictive distribution; sums of amounts as scaled Poisson counts (Bohm
    and Zech, 2014); the far tail by the mean excess of past -ln p, which is 1 for true p-values.
    """
    seen, known, each = _checked(values, sizes, unit)
    events = np.where(known > 0, seen / each[:, None], 0.0)
    table = _judged(events, known, reach, shrink)
    scale = {"expected": each, "lower": each, "upper": each}
    columns = {"value": seen[:, -1]} | {n: c * scale.get(n, 1.0) for n, c in table.items()}
    judged = (known[:, -1] > 0) & ((known[:, :-1] > 0).sum(axis=1) >= LEAST_WEEKS)
    return pd.DataFrame({name: np.where(judged, c, np.nan) for name, c in columns.items()})


def _judged(events: Floats, known: Floats, reach: int, shrink: bool) -> dict[str, Floats]:
    """The newest week of all members, in events, judged as the weeks before were on the way."""
    last = events.shape[1] - 1
    prior = _prior(events[:, :last], known[:, :last]) if shrink else None
    origins = [w for w in range(max(LEAST_WEEKS, last - ORIGINS), last) if (known[:, w] > 0).any()]
    calm = _calm(events, known, origins, reach, prior)
    past = [(w, _forecast(events, known, w, reach, prior, calm)) for w in origins]
    wander = _wander([(events[:, w], f, known[:, w] > 0) for w, f in past])
    told = [
        [p[known[:, w] > 0] for p in _tails(events[:, w], _wider(f, wander))] for w, f in past
    ] or [[np.empty(0), np.empty(0)]]
    now = _wider(_forecast(events, known, last, reach, prior, calm), wander)
    p_down, p_up = _tails(events[:, last], now)
    lower, upper = _band(now)
    return {
        "expected": now.expected,
        "lower": lower,
        "upper": upper,
        "p_down": _believed(p_down, np.concatenate([down for down, _ in told])),
        "p_up": _believed(p_up, np.concatenate([up for _, up in told])),
        "doubt": now.doubt,
    }


def _checked(
    values: ArrayLike, sizes: ArrayLike | None, unit: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    seen = np.asarray(values, float)
    if seen.ndim != 2 or seen.shape[1] < 2:
        raise ValueError("values must be members x weeks, with two weeks or more")
    known = np.ones(seen.shape) if sizes is None else np.array(sizes, float)
    if known.shape != seen.shape:
        raise ValueError(f"sizes must have the shape of values: {seen.shape}, got {known.shape}")
    known = np.where(np.isfinite(seen) & np.isfinite(known), known, 0.0)
    if (seen[known > 0] < 0).any() or (known < 0).any():
        raise ValueError("values and sizes must not be negative")
    each = np.broadcast_to(np.asarray(unit, float), (len(seen),)).copy()
    if not (np.isfinite(each) & (each > 0)).all():
        raise ValueError("unit must be positive")
    return seen, known, each


def _prior(events: Floats, known: Floats) -> tuple[float, float]:
    """Mean and strength of what members of the group have in common, from all past weeks."""
    k, n = events.sum(axis=1), known.sum(axis=1)
    z = float(ndtri(0.9))
    found = shrink_rates(np.append(np.minimum(k, n), 0.0), np.append(n, 0.0), level=0.8).iloc[-1]
    mean = float(found["rate"])
    spread = max((float(found["hi"]) - float(found["lo"])) / (2 * z), 1e-6)
    return mean, max(mean * (1 - mean) / spread**2 - 1, 1.0)


def _calm(
    events: Floats,
    known: Floats,
    origins: list[int],
    reach: int,
    prior: tuple[float, float] | None,
) -> float:
    """How many events the belief is worth that the whole group keeps its level: 1 / variance."""
    moved, weight = 0.0, 0.0
    for week in origins:
        raw, now, _ = _own(events, known, week, reach, prior)
        base = raw.sum()
        if base > 0:
            moved += (now.sum() / base - 1) ** 2 - 1 / base
            weight += 1.0
    return 1 / max(moved / weight, STEADY**2) if weight else 1.0


def _own(
    events: Floats, known: Floats, week: int, reach: int, prior: tuple[float, float] | None
) -> tuple[Floats, Floats, Floats]:
    """By member: what its own past lets expect, what came, and the events behind the past."""
    first = max(0, week - reach)
    counted, trials = events[:, first:week].sum(axis=1), known[:, first:week].sum(axis=1)
    mean, strength = prior if prior is not None else (0.0, 0.0)
    shape = counted + (mean * strength if prior is not None else 0.5)
    rate = shape / np.maximum(trials + strength, 1e-9)
    raw = np.where(trials > 0, rate * known[:, week], 0.0)
    return raw, np.where(trials > 0, events[:, week], 0.0), shape


def _forecast(
    events: Floats,
    known: Floats,
    week: int,
    reach: int,
    prior: tuple[float, float] | None,
    calm: float,
) -> _Forecast:
    """What the weeks before let expect of one week, the common movement of the others included."""
    raw, now, shape = _own(events, known, week, reach, prior)
    base = raw.sum() - raw + calm
    common = (now.sum() - now + calm) / base
    return _Forecast(raw * common, 1 / shape + 1 / base)


def _wander(weeks: list[tuple[Floats, _Forecast, NDArray[np.bool_]]]) -> float:
    """Relative variance of members' weeks beyond counting and doubt, by moments, not below 0."""
    over = size = 0.0
    for events, found, known in weeks:
        e = found.expected[known]
        # Far weeks are causes, not wandering: none counts for more than five standard deviations.
        spread = e + found.doubt[known] * e**2
        missed = np.minimum((events[known] - e) ** 2, 25 * (spread + 0.04 * e**2))
        over += float((missed - spread).sum())
        size += float((e**2).sum())
    return max(0.0, over / size) if size > 0 else 0.04


def _wider(found: _Forecast, wander: float) -> _Forecast:
    return _Forecast(found.expected, found.doubt + wander)


def _tails(events: Floats, found: _Forecast) -> tuple[Floats, Floats]:
    """P(at most so many) and P(at least so many) of the negative binomial, for parts of events."""
    shape = 1 / np.maximum(found.doubt, 1e-9)
    chance = shape / (shape + np.maximum(found.expected, 1e-12))
    # The whole next count for counts; half an event for amounts, which have no steps.
    step = 1.0 if np.array_equal(events, np.round(events)) else 0.5
    down = betainc(shape, events + step, chance)
    up = np.where(events > 0, 1 - betainc(shape, np.maximum(events + step - 1, 1e-9), chance), 1.0)
    return down, np.clip(up, 1e-300, 1.0)


def _band(found: _Forecast) -> tuple[Floats, Floats]:
    """The middle 80 % of the predictive distribution, in events."""
    shape = 1 / np.maximum(found.doubt + 1 / np.maximum(found.expected, 1e-9), 1e-9)
    # A gamma of the predictive mean and variance, by its cube root (Wilson and Hilferty, 1931).
    ends = []
    for z in (-_Z80, _Z80):
        root = 1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))
        ends.append(found.expected * np.maximum(root, 0.0) ** 3)
    return ends[0], ends[1]


def _believed(p: Floats, past: Floats) -> Floats:
    """p-values raised by as much as those of the past weeks were too small in their far tail."""
    surprise = -np.log(np.maximum(past, 1e-300))
    far = surprise[surprise > -np.log(TAIL)] + np.log(TAIL)
    # A few weeks that stood out for a cause must not blind the test for the next one.
    excess = max(1.0, (np.minimum(far, 7.0).sum() + 5.0) / (len(far) + 5.0))
    rare = max(1.0, len(far) / (TAIL * len(past))) if len(past) >= 50 else 1.0
    return np.where(
        p < TAIL, np.minimum(1.0, TAIL * rare * (p / TAIL) ** (1 / excess)), np.minimum(1, p * rare)
    )
