"""A level that wanders, drifts with the season and clings to yesterday: told over a gap of days."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WANDERS = (0.0, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.4)  # steps of the level, of the noise
CLINGS = (0.0, 0.03, 0.1, 0.3, 1.0)  # what lasts for days, of the noise (variances)
# A shop's level steps so far from day to day, and what lasts for days is so large (log, assumed),
# give or take a factor of e^FAR.
STEP, LASTS, FAR = 0.007, 0.03, 0.6
LEAST = 0.2  # of those: smaller ones are as good as none
KEEP = 0.85  # of what lasts, from day to day: half is gone after four days
THINNER = (0.0, 1.0)  # noise (variance) falls with the level to this power: 1 is mere counting
USUAL = (0.003, 0.1)
LIKELY = 0.03  # of the likeliest world's weight: rarer ones are left out
LEAST_NOISE = 0.02
SMALL = 1e-5


@dataclass(frozen=True)
class World:
    """One way the days may have come about: log weight, covariance by day, scale of both."""

    mark: float
    cover: Floats
    scale: float


@dataclass(frozen=True)
class Drifting:
    """Logs of some days and the worlds that may have made them.

    logs: by day, about `centre`; known: the days learned from; noise: by day, variance of its own
    luck, of the scale, falling with the level to `power`; worlds, with weights and the inverses of
    their covariances on the known days.
    """

    logs: Floats
    centre: float
    known: Flags
    noise: Floats
    power: float
    worlds: list[World]
    weights: Floats
    inverses: list[Floats]

    @classmethod
    def fit(cls, logs: Floats, rows: Floats, spread: Floats, known: Flags) -> Drifting:
        """Weigh the worlds by their likelihood on the known days.

        logs: of the days' amounts. rows, spread: regressors (days x effects) with their priors'
        standard deviation. known: the days to learn from.
        """
        day = np.arange(len(logs))
        centre = float(logs[known].mean())
        rough = float(np.std(np.diff(logs[known]))) / np.sqrt(2)
        # About their own mean no effect is larger than that; larger priors only cost digits.
        spread = np.minimum(spread, 1.0) / max(rough, LEAST_NOISE)
        effects = (rows * spread**2) @ rows.T
        steps = np.minimum.outer(day, day).astype(float)
        lasting = KEEP ** np.abs(np.subtract.outer(day, day))
        thin = np.clip(np.exp(centre - _smooth(logs, known)), 0.2, 20.0)

        def world(wander: float, cling: float, power: float) -> World:
            cover = effects + wander * steps + cling * lasting
            cover[day, day] += thin**power
            return _weighed(cover, logs - centre, known, wander, cling)

        power = max(THINNER, key=lambda p: world(*USUAL, p).mark)
        worlds = [world(w, c, power) for w, c in product(WANDERS, CLINGS)]
        weights = np.exp([w.mark - max(v.mark for v in worlds) for w in worlds])
        kept = [worlds[i] for i in np.flatnonzero(weights > LIKELY)]
        weights = weights[weights > LIKELY]
        here = np.ix_(known, known)
        inverses = [np.asarray(np.linalg.inv(w.cover[here]), float) for w in kept]
        noise, weights = thin**power, weights / weights.sum()
        return cls(logs - centre, centre, known, noise, power, kept, weights, inverses)

    def left_out(self, gap: NDArray[np.int64], judged: Floats) -> float:
        """Misses of these known days together, told without any day of `gap`, in their own errors.

        gap: places of known days; judged: weight of each. Of several worlds the mean.
        What is left out misses by inv(Q_gg) (Q y)_g with covariance inv(Q_gg), Q the inverse of
        the known days' covariance.
        """
        place = (np.cumsum(self.known) - 1)[gap]
        means, variances = [], []
        for inverse, world in zip(self.inverses, self.worlds, strict=True):
            solved = np.linalg.solve(inverse[np.ix_(place, place)], judged)
            means.append(float(solved @ (inverse[place] @ self.logs[self.known])))
            variances.append(world.scale * float(solved @ judged))
        mean = float(self.weights @ means)
        return mean / float(np.sqrt(self.weights @ (np.subtract(means, mean) ** 2 + variances)))

    def alone(self) -> Floats:
        """What each known day is told to be by the others (log)."""
        told = np.zeros(int(self.known.sum()))
        for inverse, weight in zip(self.inverses, self.weights, strict=True):
            miss = inverse @ self.logs[self.known] / np.diag(inverse)
            told += weight * (self.logs[self.known] - miss)
        return told + self.centre

    def draws(self, judged: Flags, many: int, wide: float, freedom: float) -> Floats:
        """Levels (log) of the judged days, drawn together: draws x days, `wide` times as far apart.

        freedom: degrees to which the width is known (Student's t). The luck of single days is not
        in them.
        """
        dice = np.random.default_rng(20)
        shares = np.diff(np.round(np.r_[0.0, np.cumsum(self.weights)] * many)).astype(int)
        drawn = []
        for world, inverse, count in zip(self.worlds, self.inverses, shares, strict=True):
            reach = world.cover[np.ix_(self.known, judged)]
            across = inverse @ reach
            spread = world.cover[np.ix_(judged, judged)] - reach.T @ across
            spread += np.diag(SMALL - self.noise[judged])
            root = np.linalg.cholesky(spread)
            stretch = np.sqrt(world.scale * freedom / dice.chisquare(freedom, count))
            step = dice.normal(size=(count, len(root))) @ root.T
            middle = self.centre + across.T @ self.logs[self.known]
            drawn.append(middle + wide * stretch[:, None] * step)
        return np.vstack(drawn)

    def luck(self, days: Flags, more: Floats) -> Floats:
        """Variance (log) of each of these days by its own luck; `more`: times the usual amount."""
        scale = float(self.weights @ [world.scale for world in self.worlds])
        found: Floats = scale * self.noise[days] / np.maximum(more, 0.2) ** self.power
        return found


def _weighed(cover: Floats, logs: Floats, known: Flags, wander: float, cling: float) -> World:
    """A world with its log weight: likelihood of the known days, its scale the best one."""
    root = cho_factor(cover[np.ix_(known, known)], lower=True, check_finite=False)
    square = float(logs[known] @ cho_solve(root, logs[known], check_finite=False))
    scale = max(square / int(known.sum()), 1e-8)
    mark = -float(np.log(np.diag(root[0])).sum()) - int(known.sum()) / 2 * np.log(scale)
    for size, usual in ((wander, STEP), (cling, LASTS)):
        mark -= 0.5 * (np.log(max(np.sqrt(size * scale) / usual, LEAST)) / FAR) ** 2
    return World(float(mark), cover, scale)


def _smooth(logs: Floats, known: Flags) -> Floats:
    """Rough level of each day: the mean of the known days within two weeks of it."""
    inside = np.ones(29)
    many = np.convolve(known.astype(float), inside, "same")
    total = np.convolve(np.where(known, logs, 0.0), inside, "same")
    rough: Floats = (total + float(logs[known].mean())) / (many + 1.0)
    return rough
