"""What a click of each word is worth: conversions per click times value per conversion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, gammaln

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Kinds of words that a group may hold, as multiples of its conversion rate; each kind is a gamma
# wide enough to overlap its neighbours. How common each is, the shop's own words say.
KINDS = np.geomspace(0.02, 6.0, 20)
KIND_SHAPE = 10.0
# Weight, in words, of what is believed of the kinds before any word is seen: most words lie within
# a factor of two of their group, some anywhere.
BELIEVED = 12.0
ROUNDS = 60
# Added to a word's own conversions before it is cut: between even odds (a half) and the exact upper
# bound of a count (one).
WAY_DOWN = 0.75
SLIGHT = 1e-3  # kinds less likely than this are left out of a word's probabilities
# Conversions that a group needs before its own rate counts as much as the shop's.
GROUP_CONVERSIONS = 5.0
# Squared variation of orders and of words' mean order values: what may be, coarse to fine.
ORDER_SPREAD = np.geomspace(1e-4, 9.0, 16)
WORD_SPREAD = np.geomspace(1e-4, 0.5, 10)
MOST_SEEN = 4000  # words that the spreads and the kinds are fitted on


@dataclass(frozen=True)
class ClickValues:
    """Posterior of the value of a click: a mixture of gammas a word (`weight`, `shape`, `centre`:
    word x kind), and what the word's own clicks say alone: conversions, relative variance of the
    value of one, and value of a click that brings one conversion in all, by the word's own orders
    (`own_value`) and as far as those of its kind speak for them (`kind_value`)."""

    weight: Floats
    shape: Floats
    centre: Floats
    own_conv: Floats
    own_doubt: Floats
    own_value: Floats
    kind_value: Floats
    rate: Floats
    order_spread: float

    @property
    def mean(self) -> Floats:
        """Expected value of a click."""
        return (self.weight * self.centre).sum(1)

    @property
    def strength(self) -> Floats:
        """How sharp the posterior is: mean squared over variance."""
        second = (self.weight * self.centre**2 * (1 + 1 / self.shape)).sum(1)
        mean = self.mean
        return mean**2 / np.maximum(second - mean**2, 1e-12 * mean**2 + 1e-300)

    def below(self, limit: Floats) -> Floats:
        """Probability that a click is worth less than `limit`."""
        word, kind = np.nonzero(self.weight > SLIGHT)
        shape, weight = self.shape[word, kind], self.weight[word, kind]
        x = shape * limit[word] / np.maximum(self.centre[word, kind], 1e-300)
        under = np.bincount(word, weight * gammainc(shape, x), len(limit))
        return under / np.bincount(word, weight, len(limit))

    @property
    def own_strength(self) -> Floats:
        """How sharp the word's own clicks are by themselves."""
        return _joined(self.own_conv + 0.5, self.own_doubt)

    def own_below(self, limit: Floats) -> Floats:
        """The same by the word's own clicks alone; 0 where it has none.

        That its few orders were cheap ones is not held against a word.
        """
        worth = np.maximum(self.own_value, self.kind_value)
        return self._own(self.own_conv + WAY_DOWN, worth, limit, 0.0)

    def own_above(self, limit: Floats) -> Floats:
        """Probability of lying above, by the word's own clicks alone; 0 without a conversion."""
        return 1 - self._own(self.own_conv, self.own_value, limit, 1.0)

    def _own(self, conv: Floats, worth: Floats, limit: Floats, without: float) -> Floats:
        there = (conv > 0) & (worth > 0)
        shape = _joined(np.where(there, conv, 1.0), self.own_doubt)
        x = shape * limit / np.where(there, conv * worth, 1.0)
        return np.where(there, gammainc(shape, x), without)

    def quantile(self, level: float) -> Floats:
        """Value of a click that is not exceeded with this probability (by a gamma of the same
        mean and variance)."""
        strength = self.strength
        return self.mean * gammaincinv(strength, level) / strength


def click_values(
    conv: Floats, exposure: Floats, value: Floats, groups: Ints, worth: float = 0.0
) -> ClickValues:
    """What is a click of each word worth, given its own clicks and the words beside it?

    Conversions are Poisson with a rate of their own a word; the rates of a group are a mixture of
    gammas around the group's rate without the word, whose weights are fitted over all words.
    Value per conversion is drawn to the group's as far as the words' own orders leave it open.
    conv, exposure, value: by word; exposure in clicks (those whose conversions are not all in yet
    count in part); value in money. groups: code of each word's group. worth: value of a conversion
    where it is known beforehand (leads), else 0.
    Alone, a word's conversions are judged with `WAY_DOWN` conversions added on the way down and
    none on the way up, so that no word is called good that has brought nothing.
    Not to be trusted where a word's rate changed within the days summed up.

    Source: gamma-Poisson empirical Bayes with a mixture prior (Laird 1978; Efron 2010, ch. 1),
    weights by EM with a Dirichlet prior; value per conversion by linear Bayes (Buhlmann-Straub).
    """
    rate0, money, spread = _centres(conv, exposure, value, groups, worth)
    tilt = KIND_SHAPE / (KINDS * rate0[:, None])
    fits = (
        gammaln(KIND_SHAPE + conv)[:, None]
        + KIND_SHAPE * np.log(tilt)
        - (KIND_SHAPE + conv)[:, None] * np.log(tilt + exposure[:, None])
    )
    weight = _weights(fits, exposure > 0)
    shape = np.broadcast_to((KIND_SHAPE + conv)[:, None], weight.shape)
    rates = shape / (tilt + exposure[:, None])
    each, doubt = money
    one = np.divide(1.0, exposure, out=np.zeros_like(conv), where=exposure > 0)
    own_value = np.divide(value, conv, out=each.copy(), where=conv > 0)
    own_doubt = np.where(conv > 0, spread / np.maximum(conv, 1e-9), doubt)
    return ClickValues(
        weight,
        _joined(shape, doubt[:, None]),
        rates * each[:, None],
        conv,
        np.minimum(own_doubt, spread + 1e-9),
        one * own_value,
        one * each,
        (weight * rates).sum(1),
        spread,
    )


def _joined(shape: Floats, doubt: Floats) -> Floats:
    """Shape of the gamma with the relative variance of a product: rate times value."""
    return 1 / ((1 + 1 / shape) * (1 + doubt) - 1)


def _without(part: Floats, groups: Ints) -> Floats:
    """The group's sum without each word's own part."""
    return np.maximum(np.bincount(groups, part)[groups] - part, 0.0)


def _centres(
    conv: Floats, exposure: Floats, value: Floats, groups: Ints, worth: float
) -> tuple[Floats, tuple[Floats, Floats], float]:
    """Rate around which each word's prior stands; its value per conversion and relative doubt."""
    clicks = max(float(exposure.sum()), 1e-9)
    shop = (float(conv.sum()) + 0.5) / clicks
    others = _without(conv, groups), _without(exposure, groups)
    rate = (others[0] + GROUP_CONVERSIONS) / (others[1] + GROUP_CONVERSIONS / shop)
    if worth > 0:
        flat = np.full(len(conv), worth)
        return rate, (flat, np.full(len(conv), 1e-6)), 1e-6
    each, doubt, spread = _order_values(conv, value, groups)
    return rate, (each, doubt), spread


def _order_values(conv: Floats, value: Floats, groups: Ints) -> tuple[Floats, Floats, float]:
    """Value per conversion of each word, its relative variance, and that of single orders."""
    total, orders = float(value.sum()), float(conv.sum())
    if orders <= 0 or total <= 0:
        return np.zeros(len(conv)), np.ones(len(conv)), 1.0
    shop = total / orders
    others = _without(conv, groups)
    base = (_without(value, groups) + GROUP_CONVERSIONS * shop) / (others + GROUP_CONVERSIONS)
    own = np.divide(value, conv, out=base.copy(), where=conv > 0)
    spread, apart = _spreads(own / base, conv)
    prior = 1 / (apart + spread / (others + GROUP_CONVERSIONS))
    mine = conv / spread
    each = (prior * base + mine * own) / (prior + mine)
    return each, 1 / (prior + mine), spread


def _spreads(ratio: Floats, conv: Floats) -> tuple[float, float]:
    """Squared variation of single orders and between words, by likelihood on a grid."""
    seen = np.flatnonzero(conv > 0)
    seen = seen[:: max(len(seen) // MOST_SEEN, 1)]
    gap, many = (ratio[seen] - 1) ** 2, np.maximum(conv[seen], 1.0)
    variance = WORD_SPREAD[None, :, None] + ORDER_SPREAD[:, None, None] / many
    fits = -0.5 * (np.log(variance) + gap / variance).sum(2)
    # Weak beliefs: orders vary about as much as their mean, words by a quarter of it.
    fits -= 0.5 * np.log(ORDER_SPREAD / 0.7)[:, None] ** 2 / 4
    fits -= 0.5 * np.log(WORD_SPREAD / 0.06)[None, :] ** 2 / 4
    fits = np.exp(fits - fits.max())
    fits /= fits.sum()
    return float(fits.sum(1) @ ORDER_SPREAD), float(fits.sum(0) @ WORD_SPREAD)


def _weights(fits: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Probability of each kind for each word; how common the kinds are is fitted by EM."""
    fits = np.exp(fits - fits.max(1, keepdims=True))
    believed = np.exp(-0.5 * (np.log(KINDS) / 0.5) ** 2) + 0.1
    believed *= BELIEVED / believed.sum()
    common = believed / believed.sum()
    data = fits[seen]
    data = data[:: max(len(data) // MOST_SEEN, 1)]
    for _ in range(ROUNDS):
        counts = common * (data / (data @ common)[:, None]).sum(0)
        common = (counts + believed) / (counts.sum() + believed.sum())
    out: Floats = fits * common
    return out / out.sum(1, keepdims=True)
