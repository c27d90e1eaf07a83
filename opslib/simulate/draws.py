"""Shops drawn from a seed: each with its own size, trend, noise and customers, and any causes.

The same seed is the same shop whatever is planted in it, and a kind is planted alike whatever
else is: a null shop and its twin with one cause differ by that cause alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Callable, Sequence

import numpy as np

from ..errors import ParameterError, unknown
from ..labels import Label
from . import season
from . import world as furniture
from .causes import KINDS, Cause, OfProduct
from .causes_shop import (
    BudgetRunOut,
    ConversionBreak,
    EventFlop,
    LateParcels,
    LevelShift,
    SlowReplies,
    StockLow,
    TagLost,
    WordDrop,
)
from .dice import Dice
from .samples import END
from .world import ShopSpec, World

__all__ = ["KINDS", "SIZES", "draw_spec"]

WITHIN = 60  # a drawn cause starts within this many last days
_BEST = 12  # products that a cause may befall: the best sellers, all older than the exports

# Bounds of each kind's drawn size, from easy to hard: what the size means is said by the kind.
SIZES: dict[str, tuple[float, float]] = {
    "word_drop": (0.25, 0.80),
    "budget_run_out": (10, 19),  # the hour at which the money is gone
    "tag_lost": (0.40, 0.85),
    "conversion_break": (0.10, 0.75),
    "level_shift": (1.12, 1.90),  # up by this factor, or down by it
    "event_flop": (0.0, 0.5),
    "stock_low": (1.0, 4.8),
    "late_parcels": (1, 6),
    "slow_replies": (1, 6),
}


@dataclass(frozen=True)
class Draw:
    """The dice of one cause that is being drawn, and the shop it will happen to."""

    world: World
    kind: str

    def share(self, what: str) -> float:
        """A number in (0, 1) of this kind's own."""
        return float(self.world.dice.uniform(f"draw {self.kind} {what}", 0)[0])

    @property
    def size(self) -> float:
        """The size, evenly spread between the kind's bounds."""
        low, high = SIZES[self.kind]
        return low + (high - low) * self.share("size")

    @property
    def count(self) -> int:
        """The size as a whole number, bounds included."""
        low, high = SIZES[self.kind]
        return int(min(low + (high - low + 1) * self.share("size"), high))

    def back(self, low: int, high: int) -> date:
        """A day between `low` and `high` days before the last one, within the exported days."""
        high = min(high, (self.world.spec.end - self.world.spec.start).days)
        low = min(low, high)
        days = low + int((high - low + 1) * self.share("day"))
        return self.world.spec.end - timedelta(days=days)

    def one_of(self, what: str, many: int) -> int:
        """A position below `many`."""
        return int(many * self.share(what))

    @property
    def product(self) -> int:
        """A best seller that no other kind befalls."""
        order = np.argsort(self.world.dice.uniform("draw product", np.arange(_BEST)))
        kinds = [k for k, cause in KINDS.items() if issubclass(cause, OfProduct)]
        return int(order[kinds.index(self.kind) % _BEST])


def _word_drop(draw: Draw) -> Cause:
    words = draw.world.words
    at = int(words["demand"].nlargest(8).index[draw.one_of("word", 8)])
    own = draw.world.products.index[draw.world.products["style"] == words["style"][at]]
    product = int(own[0])
    old = str(draw.world.products["title"][product])
    rank, word = 25.0 + 50.0 * draw.share("rank"), str(words["word"][at])
    title = old.replace(word, "").replace("批发", "直销")
    return WordDrop(
        *(draw.kind, draw.back(2, WITHIN - 1)),
        word=word,
        product=product,
        factor=draw.size,
        rank=rank,
        title=title if title != old else f"{old} New",
    )


def _budget(draw: Draw) -> Cause:
    plans = draw.world.plans
    plan = plans[draw.one_of("plan", len(plans))].name
    return BudgetRunOut(draw.kind, draw.back(2, WITHIN - 1), plan=plan, hour=draw.count)


def _tag(draw: Draw) -> Cause:
    start = draw.back(1, 30)  # the stages of the other products stand still in the last month
    return TagLost(draw.kind, start, product=draw.product, factor=draw.size)


def _conversion(draw: Draw) -> Cause:
    start = draw.back(2, WITHIN - 1)
    return ConversionBreak(draw.kind, start, product=draw.product, factor=draw.size)


def _shift(draw: Draw) -> Cause:
    sources = [s.name for s in draw.world.sources if s.exposed]
    factor = draw.size if draw.share("up") < 0.5 else 1 / draw.size
    source = sources[draw.one_of("source", len(sources))]
    return LevelShift(draw.kind, draw.back(2, WITHIN - 1), source=source, factor=factor)


def _edition(draw: Draw) -> tuple[str, date, date]:
    """The event of the last 60 days, one drawn where there are several, else the latest one."""
    spec = draw.world.spec
    known = sorted(
        (occasion.days(year)[0], occasion.days(year)[1], occasion.name)
        for occasion in season.OCCASIONS[spec.platform]
        for year in (spec.end.year - 1, spec.end.year)
        if spec.start <= occasion.days(year)[0] and occasion.days(year)[0] <= spec.end
    )
    if not known:
        raise ParameterError(
            draw.kind,
            Label("导出的日子里没有任何活动。", "the exported days hold no event."),
            Label("请增加天数。", "Ask for more days."),
        )
    late = [k for k in known if k[1] > spec.end - timedelta(days=WITHIN)] or known[-1:]
    first, last, name = late[draw.one_of("edition", len(late))]
    return name, first, min(last + timedelta(days=4), spec.end)


def _flop(draw: Draw) -> Cause:
    event, first, last = _edition(draw)
    return EventFlop(draw.kind, first, last, event=event, left=draw.size)


def _stock_low(draw: Draw) -> Cause:
    return StockLow(draw.kind, draw.back(5, 14), product=draw.product, cover=draw.size)


def _parcels(draw: Draw) -> Cause:
    return LateParcels(draw.kind, draw.back(1, 1), count=draw.count)


def _replies(draw: Draw) -> Cause:
    return SlowReplies(draw.kind, draw.back(0, 0), count=draw.count)


DRAWN: dict[str, Callable[[Draw], Cause]] = {
    "word_drop": _word_drop,
    "budget_run_out": _budget,
    "tag_lost": _tag,
    "conversion_break": _conversion,
    "level_shift": _shift,
    "event_flop": _flop,
    "stock_low": _stock_low,
    "late_parcels": _parcels,
    "slow_replies": _replies,
}


def draw_spec(
    seed: int,
    *,
    platform: str = "1688",
    kinds: Sequence[str] = (),
    days: int = 460,
    end: date = END,
) -> ShopSpec:
    """A shop of its own, with one cause of each of `kinds` planted in its last 60 days.

    Size (impressions a day), yearly trend, noise, prices, pay rate, customers and the strength of
    events are drawn from `seed`; so are day, member and size of each cause, within `SIZES`. `()`
    is a null shop: nothing was planted. `days` is the number of exported days, `end` the last.
    Simulate it with `shop.simulate_facts(spec, seed)` under the same seed.
    Raises UnknownName for an unknown kind or platform, ParameterError for an event where the
    exported days hold none.
    """
    if platform not in furniture.SOURCES:
        raise unknown(Label("平台", "platform"), platform, furniture.SOURCES)
    for kind in kinds:
        if kind not in DRAWN:
            raise unknown(Label("原因类型", "kind of cause"), kind, DRAWN)
    if days < 1:
        raise ParameterError(
            str(days), Label("至少要有一天。", "a shop needs at least one exported day.")
        )
    spec = _plain(seed, platform, end - timedelta(days=days - 1), end)
    bare = furniture.build(spec, seed)
    causes = tuple(DRAWN[kind](Draw(bare, kind)) for kind in dict.fromkeys(kinds))
    return replace(spec, causes=causes)


def _plain(seed: int, platform: str, start: date, end: date) -> ShopSpec:
    """The drawn shop before anything happens to it."""
    dice = Dice(seed)

    def between(name: str, low: float, high: float) -> float:
        """A number spread evenly in logarithms."""
        return float(low * (high / low) ** dice.uniform(f"draw {name}", 0)[0])

    impressions = between("impressions", 4000, 60000)
    # As many people as keep the share of old buyers near that of the samples, give or take.
    people = impressions * between("customers", 0.25, 0.70)
    years = range(start.year - 1, end.year + 1)
    occasions = season.OCCASIONS[platform]
    editions = tuple(
        (o.name, year, float(dice.lognormal(0.15, "draw edition", k, year)[0]))
        for k, o in enumerate(occasions)
        for year in years
    )
    return ShopSpec(
        id=f"drawn{seed}",
        name=f"示例店铺{seed}",
        seller=f"示例卖家{seed}",
        platform=platform,
        start=start,
        end=end,
        impressions=impressions,
        trend=between("trend", 0.70, 1.50),
        customers=max(round(people), 400),
        noise=between("noise", 0.6, 1.7),
        price_level=between("price_level", 0.5, 2.5),
        conversion=between("conversion", 0.7, 1.35),
        loyalty=between("loyalty", 0.4, 2.0),
        event_strength=between("event_strength", 0.5, 1.8),
        editions=editions,
    )
