"""The shop before its first day: products, search words, ad plans, and the streams of demand.

A stream is one way demand reaches one product: a word in search, a channel, an ad plan. Every
count is simulated per (day, stream), so all cuts of the facts agree with each other.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from . import goods
from .dice import Dice, Floats, Ints, pick
from .spec import BURN_IN, ShopSpec

__all__ = ["BURN_IN", "ShopSpec", "World", "build", "without"]


@dataclass(frozen=True)
class Source:
    """A traffic source: its place in the platform's tree and how its visitors behave."""

    name: str
    share: float
    ctr: float
    cvr: float
    exposed: bool = True  # has impressions; a buyer who comes directly has none
    search: bool = False
    paid: str = ""  # product line of the ads behind it


SOURCES = {
    "1688": (
        Source("搜索 > 自然搜索", 0.36, 0.031, 0.044, search=True),
        Source("推荐 > 为你推荐", 0.20, 0.024, 0.028),
        Source("行业频道 > 类目产品", 0.08, 0.027, 0.036),
        Source("横向及活动场景 > 找货源", 0.10, 0.029, 0.042),
        Source("横向及活动场景 > 直播", 0.03, 0.034, 0.030),
        Source("榜单 > 必找榜", 0.04, 0.038, 0.050),
        Source("分销 > 淘货源", 0.05, 0.026, 0.048),
        Source("直接访问 > 进货单", 0.035, 1.0, 0.105, exposed=False),
        Source("付费 > 精准获客", 0.11, 0.030, 0.036, paid="精准获客"),
        Source("付费 > 全站推店", 0.07, 0.026, 0.030, paid="全站推店"),
    ),
    "alibaba": (
        Source("搜索", 0.42, 0.0125, 0.012, search=True),
        Source("系统推荐", 0.17, 0.0110, 0.008),
        Source("导购会场", 0.07, 0.0120, 0.010),
        Source("直接访问", 0.03, 1.0, 0.030, exposed=False),
        Source("店内", 0.02, 1.0, 0.016, exposed=False),
        Source("站外", 0.03, 1.0, 0.006, exposed=False),
        Source("标准推广", 0.17, 0.0115, 0.009, paid="标准推广"),
        Source("全站推", 0.09, 0.0105, 0.008, paid="全站推"),
    ),
}


@dataclass(frozen=True)
class Plan:
    """An ad plan: its product line, its share of the line's demand, what a click costs."""

    name: str
    line: str
    share: float
    cpc: float
    products: int


PLANS = {
    "1688": (
        Plan("精准获客A", "精准获客", 0.6, 0.85, 6),
        Plan("精准获客B-保暖", "精准获客", 0.4, 0.95, 5),
        Plan("全站推店", "全站推店", 1.0, 0.55, 12),
    ),
    "alibaba": (
        Plan("P4P-Base Layer", "标准推广", 0.55, 0.62, 6),
        Plan("P4P-Thermal", "标准推广", 0.45, 0.71, 5),
        Plan("QZT-All", "全站推", 1.0, 0.48, 10),
    ),
}


@dataclass
class World:
    """The fixed furniture of one shop. Arrays of streams are parallel."""

    spec: ShopSpec
    dice: Dice
    products: pd.DataFrame
    words: pd.DataFrame
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    product: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    source: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    word: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    plan: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    base: Floats = field(default_factory=lambda: np.empty(0))

    @cached_property
    def prices(self) -> Floats:
        """The shop's own price of each product on each day: day x product."""
        listed = np.tile(self.products["price"].to_numpy(float), (self.spec.days, 1))
        factor = np.ones_like(listed)
        for cause in self.spec.happenings:
            cause.reprice(factor, self)
        digits = 2 if self.spec.currency == "USD" else 1
        return np.where(factor == 1, listed, np.round(listed * factor, digits))

    @cached_property
    def sold_out(self) -> np.ndarray:
        """Whether a product could not be had on a day: day x product."""
        out = np.zeros((self.spec.days, len(self.products)), bool)
        for cause in self.spec.happenings:
            cause.empty(out, self)
        return out

    def sibling(self, product: int, day: int) -> int:
        """The best seller of the same style that can be had that day, else of the whole shop."""
        listed, style = self.products["listed"].to_numpy(), self.products["style"].to_numpy()
        there = (listed <= day) & ~self.sold_out[day]
        there[product] = False
        alike = np.flatnonzero(there & (style == style[product]))
        return int(alike[0] if len(alike) else np.flatnonzero(there)[0])

    def word_index(self, word: str) -> int:
        """Position of a search word; ValueError if the shop does not have it."""
        return int(self.words["word"].tolist().index(word))

    def plan_index(self, plan: str) -> int:
        """Position of an ad plan; ValueError if there is none of this name."""
        return [p.name for p in self.plans].index(plan)


def build(spec: ShopSpec, seed: int) -> World:
    """The furniture of the shop `spec` under this seed."""
    dice = Dice(seed)
    world = World(spec, dice, _products(spec, dice), _words(spec, dice), PLANS[spec.platform], ())
    world.sources = SOURCES[spec.platform]
    _streams(world)
    return world


def _products(spec: ShopSpec, dice: Dice) -> pd.DataFrame:
    """One row a product, best seller first; the first dozen are older than the exports."""
    ali = spec.platform == "alibaba"
    styles = goods.STYLES_ALIBABA if ali else goods.STYLES_1688
    variants = goods.VARIANTS_ALIBABA if ali else goods.VARIANTS_1688
    n = len(styles) * len(variants)
    i = np.arange(n)
    style, variant = i % len(styles), i // len(styles)
    u = dice.uniform("listed", i)
    # Two in five were there from the beginning; the rest come at a steady rhythm, some lately.
    old = (i < 14) | (u < 0.35)
    offset = np.where(old, -dice.uniform("age", i) * 500, (u - 0.35) / 0.65 * (spec.days - 3))
    price = np.array([styles[s].price for s in style]) * (0.85 + 0.3 * dice.uniform("price", i))
    price = price * spec.price_level
    base = 1_601_800_000_000 if ali else 745_600_000_000
    ids = base + i * (7_341_113 if ali else 7_341_117) + dice.seed % 9973
    rows = {
        "item_id": ids.astype(str),
        "title": [
            goods.title(styles[s], variants[v], spec.platform, spec.end.year)
            for s, v in zip(style, variant, strict=True)
        ],
        "item_no": [f"{'B' if ali else 'DD'}{k + 101}" for k in i],
        "category": [styles[s].category for s in style],
        "style": style,
        "winter": [styles[s].winter for s in style],
        "price": np.round(price, 2 if ali else 1),
        "popularity": 1.0 / (i + 3.0) ** 0.75 * dice.lognormal(0.3, "popularity", i),
        "appeal": dice.lognormal(0.22, "appeal", i),
        "conversion": dice.lognormal(0.18, "conversion", i),
        "listed": np.round(offset).astype(int),
        "life": 240 + 400 * dice.uniform("life", i) + np.where(i < 14, 2000, 0),
        "stars": np.clip(np.round(3.9 + 0.7 * dice.normal("stars", i), 1), 2.6, 5.0),
        "lead_days": 5 + pick(np.ones(8), dice.uniform("lead", i)),
        "cost_share": 0.52 + 0.12 * dice.uniform("cost", i),
        "refunds": 0.025 + 0.03 * dice.uniform("refund", i),
    }
    return pd.DataFrame(rows)


def _words(spec: ShopSpec, dice: Dice) -> pd.DataFrame:
    """The search words with their style, demand and the peers' figures."""
    styles = goods.STYLES_ALIBABA if spec.platform == "alibaba" else goods.STYLES_1688
    rows = [(w, s, k) for s, style in enumerate(styles) for k, w in enumerate(style.words)]
    frame = pd.DataFrame(rows, columns=["word", "style", "order"])
    i = np.arange(len(frame))
    frame["demand"] = (
        1 / (frame["order"] + 1.2) * dice.lognormal(0.5, "demand", i) / (frame["style"] + 2) ** 0.4
    )
    frame.loc[0, "demand"] *= 2.2  # every shop has one word that it lives on
    frame["rank"] = 3 + 14 * dice.uniform("rank", i)
    frame["index"] = np.round(600 + 9000 * frame["demand"] / frame["demand"].max())
    return frame


def _streams(world: World) -> None:
    """Spread each source's demand over products, words and plans."""
    rows: list[tuple[int, int, int, int, float]] = []
    share = world.products["popularity"].to_numpy()
    for s, source in enumerate(world.sources):
        if source.search:
            rows += _search_streams(world, s, source)
        elif source.paid:
            rows += _ad_streams(world, s, source)
        else:
            tilt = world.dice.lognormal(0.35, "tilt" + source.name, np.arange(len(share)))
            part = share * tilt / (share * tilt).sum() * source.share
            rows += [(p, s, -1, -1, float(v)) for p, v in enumerate(part)]
    product, source_at, word, plan, base = zip(*rows, strict=True)
    world.product, world.source = np.array(product), np.array(source_at)
    world.word, world.plan = np.array(word), np.array(plan)
    total = world.spec.impressions * np.array(base)
    # A channel without impressions counts visits; its share is a share of visits.
    direct = np.array([not s.exposed for s in world.sources])[world.source]
    world.base = np.where(
        direct, total * 0.028 * (0.6 if world.spec.currency == "USD" else 1), total
    )


def _search_streams(world: World, s: int, source: Source) -> list[tuple[int, int, int, int, float]]:
    """Each word leads to the four most popular products of its style."""
    rows = []
    demand = world.words["demand"] / world.words["demand"].sum() * source.share
    for w, style in enumerate(world.words["style"]):
        own = world.products.index[world.products["style"] == style][:4]
        part = world.products["popularity"][own]
        for p, v in (part / part.sum() * demand[w]).items():
            rows.append((int(p), s, w, -1, float(v)))  # type: ignore[call-overload]
    return rows


def _ad_streams(world: World, s: int, source: Source) -> list[tuple[int, int, int, int, float]]:
    """Each plan of the source's line advertises some of the best sellers."""
    rows = []
    for k, plan in enumerate(world.plans):
        if plan.line != source.paid:
            continue
        start = 0 if plan.products > 8 else 3 * k
        for j in range(plan.products):
            part = source.share * plan.share * (plan.products - j) * 2
            rows.append((start + j, s, -1, k, part / (plan.products * (plan.products + 1))))
    return rows


def without(world: World, cause_id: str) -> World:
    """The same shop under the same random numbers, had this cause not been there."""
    spec = world.spec
    if cause_id not in {c.id for c in spec.happenings}:
        raise KeyError(cause_id)
    causes, background = (
        tuple(c for c in some if c.id != cause_id) for some in (spec.causes, spec.background)
    )
    return replace(world, spec=replace(spec, causes=causes, background=background))
