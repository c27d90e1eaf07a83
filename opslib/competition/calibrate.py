"""What does an index of the market pages mean in yuan or visitors, and how well is that known?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from ..errors import ParameterError
from ..labels import Label

ENOUGH = 12  # pairs below which no map is drawn
MONOTONE = 0.5  # rank correlation below which the index does not tell of this figure
Floats = np.ndarray


@dataclass(frozen=True)
class Calibration:
    """A monotone map from an index to a real figure, with the error it showed on held-out pairs.

    n: pairs used. index: least and greatest index seen, outside of which it refuses. error: median
    error of held-out pairs, as a share. coverage: share of held-out pairs inside the range that
    the others gave them; covered: of how many. needed: pairs still missing. reason: why there is
    no map ("" where there is one): few, unrelated.
    """

    level: float
    n: int
    index: tuple[float, float]
    error: float
    coverage: float
    covered: int
    needed: int
    reason: str
    knots: Floats
    residuals: Floats

    @property
    def known(self) -> bool:
        """Whether the index can be read at all."""
        return not self.reason

    def predict(self, index: ArrayLike) -> pd.DataFrame:
        """The real figure behind an index: frame(index, lo, mid, hi, inside), in its own unit.

        Outside of the indices of our own pairs, and without a map, lo mid hi are nan and inside is
        False: a rival ten times our size is not guessed.
        """
        x = np.atleast_1d(np.asarray(index, float))
        out = pd.DataFrame({"index": x, "lo": np.nan, "mid": np.nan, "hi": np.nan})
        inside = (x >= self.index[0]) & (x <= self.index[1]) & self.known
        out["inside"] = inside
        if inside.any():
            lo, mid, hi = _range(self.knots, self.residuals, x[inside], self.level)
            out.loc[inside, ["lo", "mid", "hi"]] = np.exp(np.column_stack([lo, mid, hi]))
        return out


def calibrate(index: ArrayLike, real: ArrayLike, level: float = 0.8) -> Calibration:
    """How does the platform's index translate into our own real figure?

    index, real: the shop's own pairs (same day, week or month), real in yuan, visitors, orders; 0
    and missing values are left out. level: of the ranges.

    Never to be used across kinds of index or lengths of period, nor to add or divide indices: each
    prediction stands alone. Assumes that the platform computes the index of a rival as it does
    ours. Raises ParameterError for unequal lengths or a level outside 0..1.

    Method: isotonic regression of log real on log index, straight between the blocks' centres;
    ranges by the jackknife: that quantile of the errors of left-out pairs that n + 1 of them ask
    for (Barber, Candes, Ramdas, Tibshirani 2021); error and coverage from pairs held out in fifths.
    """
    x, y = np.asarray(index, float), np.asarray(real, float)
    if x.shape != y.shape or not 0 < level < 1:
        raise ParameterError(
            "calibrate",
            Label("指数和实际值要一样多，置信水平要在 0 到 1 之间。",
                  "as many indices as real values, and a level between 0 and 1."),
        )  # fmt: skip
    good = np.isfinite(x) & np.isfinite(y) & (x > 0) & (y > 0)
    x, y = np.log(x[good]), np.log(y[good])
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    ends = (float(np.exp(x[0])), float(np.exp(x[-1]))) if len(x) else (np.nan, np.nan)
    empty = (np.zeros((0, 2)), np.zeros(0))
    if len(np.unique(x)) < ENOUGH:
        lacking = ENOUGH - len(np.unique(x))
        return Calibration(level, len(x), ends, np.nan, np.nan, 0, lacking, "few", *empty)
    if _rank_correlation(x, y) < MONOTONE:
        return Calibration(level, len(x), ends, np.nan, np.nan, 0, 0, "unrelated", *empty)
    error, hit = _held_out(x, y, level)
    knots, residuals = _fit(x, y), _left_out(x, y)
    # Rounding of the logarithm must not shut out the ends themselves.
    ends = (ends[0] * (1 - 1e-9), ends[1] * (1 + 1e-9))
    return Calibration(
        level, len(x), ends, error, float(hit.mean()), len(hit), 0, "", knots, residuals
    )


def _fit(x: Floats, y: Floats) -> Floats:
    """Centres of the isotonic blocks: columns x, y, both rising."""
    from scipy.optimize import isotonic_regression

    value, where = np.unique(x, return_inverse=True)
    weight = np.bincount(where).astype(float)
    mean = np.bincount(where, y) / weight
    fitted = isotonic_regression(mean, weights=weight)
    blocks = np.asarray(fitted.blocks)
    ends = pairwise(blocks.tolist())
    centre = [np.average(value[a:b], weights=weight[a:b]) for a, b in ends]
    return np.column_stack([centre, fitted.x[blocks[:-1]]])


def _at(knots: Floats, x: Floats) -> Floats:
    """The map at log indices: straight between the centres, on along the nearest slope outside."""
    kx, ky = knots[:, 0], knots[:, 1]
    out = np.interp(x, kx, ky)
    if len(kx) > 2:
        slope = (ky[-1] - ky[0]) / (kx[-1] - kx[0])
        out = out + slope * (np.minimum(x - kx[0], 0) + np.maximum(x - kx[-1], 0))
    return out


def _left_out(x: Floats, y: Floats) -> Floats:
    """Error of each pair against the map of all others."""
    return np.array(
        [y[i] - _at(_fit(np.delete(x, i), np.delete(y, i)), x[i : i + 1])[0] for i in range(len(x))]
    )


def _range(
    knots: Floats, residuals: Floats, x: Floats, level: float
) -> tuple[Floats, Floats, Floats]:
    """Log range and middle at log of the index: the errors of left-out pairs around the map."""
    mid = _at(knots, np.log(x))
    size = np.sort(np.abs(residuals))
    rank = min(int(np.ceil(level * (len(size) + 1))), len(size)) - 1
    return mid - size[rank], mid, mid + size[rank]


def _held_out(x: Floats, y: Floats, level: float) -> tuple[float, Floats]:
    """Median error and hits of pairs whose map and range came from the four other fifths."""
    errors, hits = [], []
    fold = np.arange(len(x)) % 5
    for k in range(5):
        a, b = x[fold != k], y[fold != k]
        knots, residuals = _fit(a, b), _left_out(a, b)
        lo, mid, hi = _range(knots, residuals, np.exp(x[fold == k]), level)
        errors += list(np.abs(np.expm1(mid - y[fold == k])))
        hits += list((y[fold == k] >= lo) & (y[fold == k] <= hi))
    return float(np.median(errors)), np.array(hits)


def _rank_correlation(x: Floats, y: Floats) -> float:
    ranks = pd.DataFrame({"x": x, "y": y}).rank()
    return float(ranks["x"].corr(ranks["y"]))
