"""Shops drawn from a seed: each with its own size, trend, noise and customers, and any causes.

The same seed is the same shop whatever is planted in it, and a kind is planted alike whatever
else is: a null shop and its twin with one cause differ by that cause alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Sequence

from ..errors import ParameterError, unknown
from ..labels import Label
from . import season
from . import world as furniture
from .causes import KINDS, Cause, EventFires, EventFlop, StockOut
from .dice import Dice
from .draws_dice import SIZES, WITHIN, Draw
from .draws_kinds import DRAWN
from .samples import END
from .world import ShopSpec

__all__ = ["DRAWN", "KINDS", "SIZES", "WITHIN", "draw_spec"]

_QUIET = 75  # in this many last days nothing befalls a null shop


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
    is a null shop: nothing was planted, and what befell it (products sold out, events that
    flopped or fired) lies more than 75 days back, in `background`.
    `days` is the number of exported days, `end` the last of them. Simulate it under the same
    seed: `shop.simulate_facts(spec, seed)`.
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
    spec = ShopSpec(
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
        rivals_move=between("rivals_move", 0.02, 0.10),
        steady_budgets=True,
    )
    return replace(spec, background=(*_gaps(spec, dice), *_past_editions(spec, dice)))


def _gaps(spec: ShopSpec, dice: Dice) -> list[Cause]:
    """One to four times that a product was sold out, long ago."""
    out: list[Cause] = []
    many = 1 + int(4 * dice.uniform("draw gaps", 0)[0])
    for k in range(many):
        u = dice.uniform("draw gap", k, range(3))
        back = _QUIET + 14 + int(u[0] * (min(spec.days, 400) - _QUIET - 60))
        first = spec.end - timedelta(days=back)
        last = first + timedelta(days=2 + int(11 * u[1]))
        out.append(StockOut(f"past_gap{k + 1}", first, last, product=int(12 * u[2])))
    return out


def _past_editions(spec: ShopSpec, dice: Dice) -> list[Cause]:
    """Events of the past that flopped or fired: one in five each."""
    out: list[Cause] = []
    quiet = spec.end - timedelta(days=_QUIET)
    for k, (name, year) in enumerate(spec.lifts):
        occasion = next(o for o in season.OCCASIONS[spec.platform] if o.name == name)
        first, last = occasion.days(year)
        u = float(dice.uniform("draw past", k, year)[0])
        if first < spec.first or last + timedelta(days=4) > quiet or u > 0.4:
            continue
        kind, left = (EventFlop, 3 * u) if u < 0.2 else (EventFires, 1 + 4 * u)
        out.append(kind(f"past_{name}_{year}", first, last, event=name, left=left))
    return out
