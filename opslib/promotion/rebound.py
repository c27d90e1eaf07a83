"""What weekly counts would have come to by themselves: noise, wander, level and common weeks apart.

A word picked because last week was bad rebounds without anybody's help. How far is told by the
comparable ones: each has a level of its own, wanders slowly, and one week's noise is gone the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

_ROUNDS = 3
_BLIND = 1e7  # variance of a week that tells nothing
_WIDEST = 0.7  # sd of log effects before anything is seen: one in twenty beyond a factor of four
# Log of: spread of levels, spread of the wander, a week's noise; last: how much of the wander
# stays from week to week (logit). What to expect, how far it may be off, and the ends.
_EXPECTED = np.array([0.0, -3.0, -3.5, 1.5])
_DOUBT = np.array([2.0, 1.2, 1.2, 0.7])
_ENDS = [(-6.0, 4.0), (-7.0, 0.5), (-7.0, 0.5), (-0.5, 4.0)]
_GRID = np.linspace(-4.0, 4.0, 641)
_NODES, _SHARES = np.polynomial.hermite_e.hermegauss(15)


@dataclass(frozen=True)
class Course:
    """Weekly figures of comparable subjects: `y` (subject x week), `weeks` exposure (week), the
    cells that may be learned from (`quiet`), those that were seen at all (`seen`), and `scatter`:
    the variance of a count of one (1: Poisson)."""

    y: Floats
    weeks: Floats
    quiet: np.ndarray
    seen: np.ndarray
    scatter: float = 1.0


@dataclass(frozen=True)
class Effects:
    """Log ratio to what would have been: median, 80 % ends, chance above 0; rate without it."""

    mid: Floats
    lo: Floats
    hi: Floats
    above: Floats
    without: Floats

    @property
    def surprise(self) -> Floats:
        """How many standard errors the count lies from the foreseen one, either way.

        What is believed of effects beforehand is taken out again: of subjects that nothing was
        done to, one in five is beyond 1.28.
        """
        far = np.where(self.mid > 0, self.mid - self.lo, self.hi - self.mid)
        held = np.maximum(far / 1.2816, 1e-6) ** 2
        alone = 1 / np.maximum(1 / held - 1 / _WIDEST**2, 1e-6)
        out: Floats = np.abs(self.mid) * np.sqrt(alone) / held
        return out


@dataclass(frozen=True)
class Habits:
    """How comparable subjects differ and move: variances, common weeks, doubt of those."""

    theta: Floats
    common: Floats
    doubt: Floats


def fitted(course: Course) -> Habits:
    """How much the comparable subjects differ, wander and jitter, learned from quiet cells.

    Penalised quasi-likelihood of a Poisson count with lognormal level, wander and noise (Breslow
    and Clayton 1993), variances by restricted likelihood with weak expectations.
    """
    from scipy.optimize import minimize

    eta, theta = _start(course, course.quiet), _EXPECTED.copy()
    for turn in range(_ROUNDS):
        given = (*_working(course, eta), course.quiet, course.scatter)
        if turn < _ROUNDS - 1:
            options = {"maxiter": 40, "ftol": 1e-6}
            found = minimize(_loss, theta, given, "L-BFGS-B", bounds=_ENDS, options=options)
            theta = found.x
        inverse, _, common, doubt = _solve(theta, *given)
        left = np.where(course.quiet, given[0] - common, 0.0)
        eta = _latent(theta, inverse, common, left)
    return Habits(theta, common, doubt)


def effects(course: Course, habits: Habits, after: np.ndarray) -> Effects:
    """Each subject's shift in its weeks `after` (subject x week, bool), given its weeks before.

    What comes next is predicted from the weeks before, each as far as it is reliable; the count
    that came is Poisson around the prediction times the effect, whose log is N(0, 0.7) beforehand.
    """
    x = after & course.seen
    ahead, spread = _ahead(course, habits, x)
    came = np.where(x, course.y, 0.0).sum(1)
    reach = np.where(x, course.weeks, 0.0).sum(1)
    expected = reach * np.exp(ahead)
    # Chance of the count under each effect, over what is not known of the prediction.
    level = np.log(np.maximum(expected, 1e-9))[:, None] + spread[:, None] * _NODES
    mean = level[:, :, None] + _GRID
    log = (came[:, None, None] * mean - np.exp(np.clip(mean, -50, 30))) / course.scatter
    log -= log.max(axis=(1, 2), keepdims=True)
    chance = np.einsum("k,nkg->ng", _SHARES, np.exp(log)) * np.exp(-0.5 * (_GRID / _WIDEST) ** 2)
    below = np.cumsum(chance, axis=1) / chance.sum(1, keepdims=True)
    lo, mid, hi = (_at(below, q) for q in (0.1, 0.5, 0.9))
    zero = len(_GRID) // 2
    return Effects(mid, lo, hi, 1 - 0.5 * (below[:, zero] + below[:, zero - 1]), np.exp(ahead))


def _ahead(course: Course, habits: Habits, x: np.ndarray) -> tuple[Floats, Floats]:
    """Log rate of the weeks `x` as foreseen from the others, and its standard error."""
    told = course.seen & ~x.any(0)
    eta = _start(course, told)
    for _ in range(_ROUNDS + 1):
        z, v = _working(course, eta)
        inverse = np.linalg.inv(_covariance(habits.theta, v, told, course.scatter))
        left = np.where(told, z - habits.common, 0.0)
        eta = _latent(habits.theta, inverse, habits.common, left)
    share = x / np.maximum(x.sum(1, keepdims=True), 1)
    inner = _latent_covariance(habits.theta, x.shape[1], noise=True)
    carried = np.where(told[:, :, None], inverse, 0.0) * told[:, None, :]
    gain = np.einsum("ns,st,ntu->nu", share, inner, carried)
    own = np.einsum("ns,st,nt->n", share, inner, share)
    own = own - np.einsum("nu,ut,nt->n", gain, inner, share)
    of_common = share - gain
    doubt = np.einsum("ns,st,nt->n", of_common, habits.doubt, of_common)
    # A sum of uneven weeks is more than their typical one.
    uneven = 0.5 * np.exp(habits.theta[2]) * (1 - 1 / np.maximum(x.sum(1), 1))
    return (eta * share).sum(1) + uneven, np.sqrt(np.maximum(own + doubt, 1e-9))


def _at(below: Floats, share: float) -> Floats:
    out: Floats = _GRID[np.minimum((below < share).sum(1), len(_GRID) - 1)]
    return out


def _start(course: Course, told: np.ndarray) -> Floats:
    """Log rates to begin with: the own count, with one average count of the subject beside it."""
    counts, weeks = np.where(told, course.y, 0.0), np.where(told, course.weeks, 0.0)
    shared = max(counts.sum() / max(weeks.sum(), 1e-9), 1e-9)
    own = (counts.sum(1) + 0.5) / (weeks.sum(1) + 0.5 / shared)
    out: Floats = np.log((counts + 1.0) / (weeks + 1 / own[:, None]))
    return out


def _working(course: Course, eta: Floats) -> tuple[Floats, Floats]:
    """The counts as noisy readings of the log rate: reading, variance of a count of one."""
    expected = np.maximum(course.weeks * np.exp(np.clip(eta, -30, 30)), 1e-6)
    return eta + np.clip((course.y - expected) / expected, -3, 10), 1 / expected


def _latent_covariance(theta: Floats, weeks: int, noise: bool) -> Floats:
    level, wander, jitter = np.exp(theta[:3])
    stays = 1 / (1 + np.exp(-theta[3]))
    gap = np.abs(np.subtract.outer(np.arange(weeks), np.arange(weeks)))
    out: Floats = level + wander * stays**gap + (jitter * np.eye(weeks) if noise else 0.0)
    return out


def _covariance(theta: Floats, v: Floats, told: np.ndarray, scatter: float) -> Floats:
    """Subject x week x week: of the readings, with no word from the cells that are not told."""
    many, weeks = v.shape
    out: Floats = np.broadcast_to(
        _latent_covariance(theta, weeks, noise=True), (many, weeks, weeks)
    ).copy()
    at = np.arange(weeks)
    out[:, at, at] += np.where(told, scatter * v, _BLIND)
    return out


def _latent(theta: Floats, inverse: Any, common: Floats, left: Floats) -> Floats:
    """The log rates given all readings."""
    inner = _latent_covariance(theta, left.shape[1], noise=True)
    out: Floats = common + np.einsum("st,ntu,nu->ns", inner, inverse, left)
    return out


def _solve(
    theta: Floats, z: Floats, v: Floats, told: np.ndarray, scatter: float
) -> tuple[Any, Any, Any, Any]:
    """Inverse covariances, their log determinants, the common weeks and how sure those are."""
    full = _covariance(theta, v, told, scatter)
    inverse = np.linalg.inv(full)
    _, size = np.linalg.slogdet(full)
    doubt = np.linalg.inv(inverse.sum(0) + 1e-6 * np.eye(z.shape[1]))
    common = doubt @ np.einsum("nst,nt->s", inverse, np.where(told, z, 0.0))
    return inverse, size, common, doubt


def _loss(theta: Floats, z: Floats, v: Floats, told: np.ndarray, scatter: float) -> float:
    inverse, size, common, doubt = _solve(theta, z, v, told, scatter)
    left = np.where(told, z - common, 0.0)
    fit = size.sum() + np.einsum("ns,nst,nt->", left, inverse, left) - np.linalg.slogdet(doubt)[1]
    return float(0.5 * fit + 0.5 * (((theta - _EXPECTED) / _DOUBT) ** 2).sum())
