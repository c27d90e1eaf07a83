"""How sure is a rate, and does it pass a threshold: intervals and verdicts for counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, ndtri

Floats = NDArray[np.float64]
State = Literal["pass", "fail", "not_yet"]
Direction = Literal["up", "down"]
MOST_TRIALS = 1e12


class RateInterval(NamedTuple):
    """A rate with its interval; floats for scalars, arrays for arrays."""

    rate: float | Floats
    lo: float | Floats
    hi: float | Floats


@dataclass(frozen=True, slots=True)
class Verdict:
    """Pass, fail or not yet; `needed` = trials still needed if the rate stays as it is."""

    state: State
    rate: float
    lo: float
    hi: float
    threshold: float
    direction: Direction
    level: float
    trials: int
    needed: float

    def __repr__(self) -> str:
        sign = ">=" if self.direction == "up" else "<="
        more = f", {self.needed:.0f} more trials needed" if self.state == "not_yet" else ""
        return (
            f"{self.state}: {self.rate:.2%} ({self.lo:.2%} .. {self.hi:.2%}, n={self.trials}) "
            f"{sign} {self.threshold:.2%}?{more}"
        )


def rate_interval(
    successes: ArrayLike,
    trials: ArrayLike,
    level: float = 0.9,
    method: Literal["wilson", "jeffreys"] = "wilson",
) -> RateInterval:
    """Between which values does the true rate lie, given these counts?

    Not to be trusted when trials are not independent (one buyer's ten visits) or when the
    member was picked because its rate stood out: use `shrink_rates` then.

    successes, trials: counts, scalars or arrays of one shape; 0 <= successes <= trials.
    level: two-sided level of the interval, 0.9 = 5 % left out at each end.
    method: "wilson" (score interval) or "jeffreys" (equal-tailed, prior Beta(1/2, 1/2)).
    Returns RateInterval(rate, lo, hi) as shares 0..1; without trials NaN, 0, 1.
    Raises ValueError for negative or missing counts, or more successes than trials.

    Source: Wilson (1927); Brown, Cai, DasGupta (2001), who recommend both.
    """
    k, n = counts(successes, trials)
    _check_level(level)
    if method not in ("wilson", "jeffreys"):
        raise ValueError(f"method must be 'wilson' or 'jeffreys', got {method!r}")
    bounds = _wilson(k, n, level) if method == "wilson" else _jeffreys(k, n, level)
    empty = n == 0
    rate = np.divide(k, n, out=np.full(n.shape, np.nan), where=~empty)
    lo, hi = np.where(empty, 0.0, bounds[0]), np.where(empty, 1.0, bounds[1])
    if rate.ndim == 0:
        return RateInterval(float(rate), float(lo), float(hi))
    return RateInterval(rate, lo, hi)


def verdict(
    successes: float,
    trials: float,
    threshold: float,
    direction: Direction = "up",
    level: float = 0.9,
) -> Verdict:
    """Does the true rate reach the threshold, miss it, or can nobody tell yet?

    The exact (Clopper-Pearson) bounds leave at most (1 - level) / 2 on each side, so a pass or
    a fail is wrong in at most 5 % of the cases at level 0.9 -- for one look. Looking every day
    until it passes is wrong more often; raise the level if you do.

    successes, trials: counts. threshold: share 0..1, to be reached from below ("up": a higher
        rate is better) or kept ("down": a lower rate is better).
    Returns a Verdict; `needed` is 0 once decided, and infinite when the rate sits on the
        threshold. With so many more trials the chance of a decision is a little over one half
        if the true rate is the present one: a size to plan with, not a promise.
    Raises ValueError for impossible counts, thresholds, levels or directions.

    Source: Clopper and Pearson (1934); `needed` solves the same bound at the present rate.
    """
    if np.ndim(successes) or np.ndim(trials) or np.ndim(threshold):
        raise ValueError("one verdict needs one count of each kind; `verdicts` takes many")
    row = verdicts(successes, trials, threshold, direction, level).iloc[0]
    return Verdict(
        row["state"],
        float(row["rate"]),
        float(row["lo"]),
        float(row["hi"]),
        float(threshold),
        direction,
        level,
        int(trials),
        float(row["needed"]),
    )


def verdicts(
    successes: ArrayLike,
    trials: ArrayLike,
    threshold: ArrayLike,
    direction: Direction = "up",
    level: float = 0.9,
) -> pd.DataFrame:
    """`verdict` for many members at once: frame(state, rate, lo, hi, needed), one row a member.

    successes, trials: arrays of one length; threshold: one share or one a member.
    Not to be trusted as a whole: of many members some pass by chance, 5 % each at level 0.9.
    The index of a pandas Series is kept. Errors, units and source as `verdict`.
    """
    k, n = np.atleast_1d(*counts(successes, trials))
    goal = np.broadcast_to(np.asarray(threshold, float), n.shape)
    _check_level(level)
    if direction not in ("up", "down"):
        raise ValueError(f"direction must be 'up' or 'down', got {direction!r}")
    if not ((goal >= 0) & (goal <= 1)).all():
        raise ValueError("threshold must be a share between 0 and 1")
    lo, hi = exact_bounds(k, n, level)
    above, below = lo >= goal, hi < goal
    if direction == "down":
        above, below = lo > goal, hi <= goal
    passed, failed = (above, below) if direction == "up" else (below, above)
    state = np.select([passed, failed], ["pass", "fail"], "not_yet")
    needed, open_ = np.zeros(n.shape), ~(passed | failed)
    needed[open_] = _trials_needed(k[open_], n[open_], goal[open_], level)
    rate = np.divide(k, n, out=np.full(n.shape, np.nan), where=n > 0)
    columns = {"state": state, "rate": rate, "lo": lo, "hi": hi, "needed": needed}
    return pd.DataFrame(columns, index=index_of(successes))


def counts(successes: ArrayLike, trials: ArrayLike) -> tuple[Floats, Floats]:
    """Successes and trials as float arrays of one shape, checked."""
    k, n = np.broadcast_arrays(np.asarray(successes, float), np.asarray(trials, float))
    if not (np.isfinite(k).all() and np.isfinite(n).all()):
        raise ValueError("successes and trials must be finite; drop missing members first")
    if (k < 0).any() or (k > n).any():
        raise ValueError("successes must lie between 0 and trials")
    return k, n


def index_of(values: object) -> pd.Index | None:
    """The index of a Series, None for anything else."""
    return values.index if isinstance(values, pd.Series) else None


def exact_bounds(k: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    """Clopper-Pearson bounds; `k` may be fractional (a planned count)."""
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        lo = np.where(k > 0, betaincinv(np.maximum(k, 1e-300), n - k + 1, tail), 0.0)
        hi = np.where(k < n, betaincinv(k + 1, np.maximum(n - k, 1e-300), 1 - tail), 1.0)
    return lo, hi


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")


def _wilson(k: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    z = float(ndtri((1 + level) / 2))
    size = np.maximum(n, 1)
    rate = k / size
    middle = (rate + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(rate * (1 - rate) / size + z * z / (4 * size**2))
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def _jeffreys(k: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    tail = (1 - level) / 2
    lo = np.where(k > 0, betaincinv(k + 0.5, n - k + 0.5, tail), 0.0)
    hi = np.where(k < n, betaincinv(k + 0.5, n - k + 0.5, 1 - tail), 1.0)
    return lo, hi


def _trials_needed(k: Floats, n: Floats, goal: Floats, level: float) -> Floats:
    """Trials still missing until the bound clears the goal, at the present rate."""
    rate = np.divide(k, n, out=np.where(goal < 0.5, 1.0, 0.0), where=n > 0)
    above, tail = rate >= goal, (1 - level) / 2

    def decided(total: Floats) -> NDArray[np.bool_]:
        # Whole successes only, rounded away from a decision: nobody sees half an order.
        seen = np.where(above, np.floor(rate * total + 1e-9), np.ceil(rate * total - 1e-9))
        at_least = betainc(np.maximum(seen, 1e-300), total - seen + 1, goal)
        at_most = 1 - betainc(seen + 1, np.maximum(total - seen, 1e-300), goal)
        return np.where(above, (at_least <= tail) & (seen > 0), (at_most < tail) & (seen < total))

    low, high = np.maximum(n, 1.0), np.full(n.shape, MOST_TRIALS)
    hopeless = ~decided(high)
    for _ in range(50):
        middle = np.ceil(np.sqrt(low * high))
        enough = decided(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(hopeless, np.inf, high - n)
