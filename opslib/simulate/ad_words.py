"""The words that ad plans bid on: how often each is searched, what it costs, what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .dice import Floats, Ints
from .world import World

# Product lines whose plans bid on words; the others spread their money by themselves.
WORD_LINES = ("精准获客", "标准推广")


@dataclass(frozen=True)
class _Kind:
    """A sort of bid word: its share of the plan's clicks, price and worth of a click.

    `quality` and `price` are factors on the plan's mean, `ctr` one on its click rate.
    """

    name: str
    share: float
    price: float
    quality: float
    ctr: float = 1.0


_PLAIN = _Kind("plain", 1.0, 1.0, 1.0)
_GOOD = _Kind("good", 1.3, 0.85, 1.9, 1.2)
_WASTEFUL = _Kind("wasteful", 1.6, 1.45, 0.12)
_TINY = _Kind("tiny", 0.02, 1.0, 1.0)
_IRRELEVANT = _Kind("irrelevant", 0.7, 0.9, 0.03, 0.5)
_BROAD = _Kind("broad", 1.2, 1.2, 0.55, 0.8)
# What the words of a plan are, in turn; the plan's own number moves the start.
_TURN = (_GOOD, _PLAIN, _WASTEFUL, _TINY, _PLAIN, _PLAIN, _GOOD, _TINY, _PLAIN, _WASTEFUL)
# Words that do not name what the shop sells, and the token in its titles that attracts them.
_STRAY = {
    "1688": (
        ("圆领卫衣男", "圆领"), ("修身西装外套", "修身"), ("百搭小白鞋女", "百搭"),
        ("高弹牛仔裤女", "高弹"), ("厂家批发手套", "厂家批发"), ("显瘦连衣裙", "显瘦"),
    ),
    "alibaba": (
        ("crew neck sweatshirt men", "Crew Neck"), ("custom logo mug", "Custom Logo"),
        ("slim fit suit", "Slim Fit"), ("factory price sneakers", "Factory Price"),
        ("oem odm electronics", "OEM ODM"), ("stretch film wholesale", "Stretch"),
    ),
}  # fmt: skip
_WIDE = {
    "1688": ("女装批发", "打底衫", "秋冬内搭"),
    "alibaba": ("women clothing wholesale", "cotton top", "winter wear"),
}
# Clicks on words of a product's own style, of no style, and of another style.
_OWN, _ANY, _OTHER = 6.0, 1.0, 0.1


@dataclass
class BidWords:
    """`frame`: one row a plan and word (plan, word, kind, token, style, share, price, quality,
    ctr); `weight`: stream x word, each ad stream's clicks spread over its plan's words (rows of
    plans without words are zero)."""

    frame: pd.DataFrame
    weight: Floats


def bid_words(world: World) -> BidWords:
    """Which words do the plans bid on, and how do each stream's clicks spread over them?"""
    rows: list[tuple[int, str, str, str, int, float, float, float, float]] = []
    for k, plan in enumerate(world.plans):
        if plan.line in WORD_LINES:
            rows += [_word(world, k, i, *one) for i, one in enumerate(_texts(world, k))]
    names = ["plan", "word", "kind", "token", "style", "share", "price", "quality", "ctr"]
    frame = pd.DataFrame(rows, columns=names)
    return BidWords(frame, _weights(world, frame))


def _texts(world: World, k: int) -> list[tuple[str, int, _Kind, str]]:
    """Text, style, kind and token of the plan's words; a third of the shop's own are not bid on."""
    platform = world.spec.platform
    styles = world.products["style"].to_numpy()[world.product[world.plan == k]]
    own = world.words[world.words["style"].isin(styles)]
    bid = own[world.dice.uniform("bid_on", k, own.index.to_numpy()) < 0.7]
    if len(bid) < len(_TURN) / 2:
        bid = own
    out = [
        (str(w), int(s), _TURN[(i + 3 * k) % len(_TURN)], "")
        for i, (w, s) in enumerate(zip(bid["word"], bid["style"], strict=True))
    ]
    out.append((_WIDE[platform][k % len(_WIDE[platform])], -1, _BROAD, ""))
    stray = _STRAY[platform]
    out += [(w, -1, _IRRELEVANT, t) for w, t in (stray[(2 * k + j) % len(stray)] for j in (0, 1))]
    return out


def _word(
    world: World, k: int, i: int, text: str, style: int, kind: _Kind, token: str
) -> tuple[int, str, str, str, int, float, float, float, float]:
    dice = world.dice
    share, price, quality, ctr = (
        float(base * dice.lognormal(sigma, "bid_" + name, k, i)[0])
        for name, base, sigma in (
            ("share", kind.share, 0.5),
            ("price", kind.price, 0.12),
            ("quality", kind.quality, 0.2),
            ("ctr", kind.ctr, 0.1),
        )
    )
    return k, text, kind.name, token, style, share, price, quality, ctr


def _weights(world: World, words: pd.DataFrame) -> Floats:
    own = world.products["style"].to_numpy()[world.product][:, None]
    style = words["style"].to_numpy(int)
    fits = np.where(style == own, _OWN, np.where(style < 0, _ANY, _OTHER))
    mine = world.plan[:, None] == words["plan"].to_numpy(int)
    weight = np.where(mine, fits * words["share"].to_numpy(float), 0.0)
    return weight / np.maximum(weight.sum(1, keepdims=True), 1e-12)


def bids(world: World, words: pd.DataFrame, days: int) -> Floats:
    """The bid on each word, day x word: reviewed every four weeks, above what a click costs."""
    dice, n = world.dice, np.arange(len(words))
    review = np.arange(days)[:, None] // 28
    cpc = np.array([p.cpc for p in world.plans])[words["plan"].to_numpy(int)]
    wanted = cpc * words["price"].to_numpy() * 1.5 * dice.lognormal(0.08, "bid", review, n)
    return np.maximum(np.round(wanted / 0.05) * 0.05, 0.05).round(2)


def ranks(world: World, words: pd.DataFrame, days: int) -> Floats:
    """Average place among the ads of each word, day x word: a better paid word stands higher."""
    dice, n = world.dice, np.arange(len(words))
    usual = 7.0 / words["price"].to_numpy() * dice.lognormal(0.35, "bid_rank", n)
    noise = dice.lognormal(0.15, "bid_rank_day", np.arange(days)[:, None], n)
    return np.clip(usual * noise, 1, 40).round(1)


def pick_words(bid: BidWords, stream: Ints, u: Floats) -> Ints:
    """The word behind each click (-1: its plan bids on none), given its stream and a number u."""
    out = np.full(len(stream), -1, np.int64)
    for s in np.unique(stream):
        if bid.weight[s].any():
            at = stream == s
            edges = np.cumsum(bid.weight[s])
            out[at] = np.minimum(np.searchsorted(edges, u[at] * edges[-1]), len(edges) - 1)
    return out
