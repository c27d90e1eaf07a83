"""How each kind of cause is drawn: its day, its member and its size, within stated bounds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Callable

from ..errors import ParameterError
from ..labels import Label
from . import season
from .causes_base import Cause
from .causes_data import DAILY, DuplicatedDays, MissingDays, RepeatedDays, TrackingFault
from .causes_demand import DemandShock, Drift, ProductDrift, StockOut
from .causes_price import OwnPrice, PlanAction, PriceMove, ProductAction, WordAction
from .causes_shop import (
    BudgetRunOut,
    ConversionBreak,
    EventFires,
    EventFlop,
    LateParcels,
    LevelShift,
    SlowReplies,
    StockLow,
    TagLost,
    WordDrop,
)
from .draws_dice import SIZES, WITHIN, Draw
from .market import RIVALS


def _word_drop(draw: Draw) -> Cause:
    words = draw.world.words
    at = draw.word
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
    return BudgetRunOut(draw.kind, draw.back(2, WITHIN - 1), plan=draw.plan, hour=draw.count)


def _tag(draw: Draw) -> Cause:
    start = draw.back(1, 30)  # the stages of the other products stand still in the last month
    return TagLost(draw.kind, start, product=draw.product, factor=draw.size)


def _conversion(draw: Draw) -> Cause:
    start = draw.back(2, WITHIN - 1)
    return ConversionBreak(draw.kind, start, product=draw.product, factor=draw.size)


def _shift(draw: Draw) -> Cause:
    factor = draw.size if draw.share("up") < 0.5 else 1 / draw.size
    return LevelShift(draw.kind, draw.back(2, WITHIN - 1), source=draw.source, factor=factor)


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


def _fires(draw: Draw) -> Cause:
    event, first, last = _edition(draw)
    return EventFires(draw.kind, first, last, event=event, left=draw.size)


def _stock_low(draw: Draw) -> Cause:
    return StockLow(draw.kind, draw.back(5, 14), product=draw.product, cover=draw.size)


def _parcels(draw: Draw) -> Cause:
    return LateParcels(draw.kind, draw.back(1, 1), count=draw.count)


def _replies(draw: Draw) -> Cause:
    return SlowReplies(draw.kind, draw.back(0, 0), count=draw.count)


def _drift(draw: Draw) -> Cause:
    over = 30 + draw.one_of("over", 16)
    start = draw.back(30, WITHIN - 1)
    return Drift(draw.kind, start, source=draw.source, factor=draw.size, over=over)


def _product_drift(draw: Draw) -> Cause:
    over = 30 + draw.one_of("over", 16)
    start = draw.back(30, WITHIN - 1)
    return ProductDrift(draw.kind, start, product=draw.product, factor=draw.size, over=over)


def _shock(draw: Draw) -> Cause:
    return DemandShock(draw.kind, *draw.days(1 + draw.one_of("days", 3), 0), factor=draw.size)


def _stock_out(draw: Draw) -> Cause:
    return StockOut(draw.kind, *draw.days(draw.count, 0), product=draw.product)


def _price_move(draw: Draw) -> Cause:
    cut, elasticity = 0.78 + 0.17 * draw.share("cut"), 1 + 2 * draw.share("elasticity")
    return PriceMove(
        *(draw.kind, draw.back(8, WITHIN - 1)),
        rival=draw.one_of("rival", len(RIVALS)),
        offer=draw.one_of("offer", 3),
        cut=cut,
        elasticity=elasticity,
    )


def _own_price(draw: Draw) -> Cause:
    price = draw.size if draw.share("up") < 0.5 else 1 / draw.size
    elasticity = 0.8 + 1.7 * draw.share("elasticity")
    start = draw.back(2, WITHIN - 1)
    return OwnPrice(draw.kind, start, product=draw.product, price=price, elasticity=elasticity)


def _effect(draw: Draw) -> float:
    """The true effect of an action: none in one of three."""
    low, high = SIZES[draw.kind]
    return 1.0 if draw.share("none") < 1 / 3 else float(low * (high / low) ** draw.share("size"))


def _action(draw: Draw) -> Cause:
    start = draw.back(7, WITHIN - 1)
    if draw.kind == "word_action":
        word = str(draw.world.words["word"][draw.word])
        return WordAction(draw.kind, start, what="optimise", effect=_effect(draw), word=word)
    if draw.kind == "plan_action":
        return PlanAction(draw.kind, start, what="bid", effect=_effect(draw), plan=draw.plan)
    what = ("image", "title", "price")[draw.one_of("what", 3)]
    effect, price, product = _effect(draw), 1.0, draw.product
    if what == "price":
        price = 0.88 + 0.22 * draw.share("price")
        elasticity = 0.0 if effect == 1 else 0.5 + 2.5 * draw.share("elasticity")
        effect = price**-elasticity
    title = f"{draw.world.products['title'][product]} 新" if what == "title" else ""
    return ProductAction(
        *(draw.kind, start), what=what, effect=effect, product=product, price=price, title=title
    )


def _fault(draw: Draw) -> Cause:
    what = "visitors" if draw.share("what") < 0.7 else "impressions"
    days = draw.days(1 + draw.one_of("days", 7), 0)
    return TrackingFault(draw.kind, *days, what=what, factor=draw.size)


def _data(draw: Draw) -> Cause:
    days = draw.days(draw.count)
    if draw.kind == "duplicated_days":
        return DuplicatedDays(draw.kind, *days)
    tables = DAILY if draw.share("tables") < 0.5 else ("shop_day",)
    kind = MissingDays if draw.kind == "missing_days" else RepeatedDays
    return kind(draw.kind, *days, tables=tables)


DRAWN: dict[str, Callable[[Draw], Cause]] = {
    "word_drop": _word_drop,
    "budget_run_out": _budget,
    "tag_lost": _tag,
    "conversion_break": _conversion,
    "level_shift": _shift,
    "event_flop": _flop,
    "event_fires": _fires,
    "stock_low": _stock_low,
    "late_parcels": _parcels,
    "slow_replies": _replies,
    "drift": _drift,
    "product_drift": _product_drift,
    "demand_shock": _shock,
    "stock_out": _stock_out,
    "price_move": _price_move,
    "own_price": _own_price,
    **dict.fromkeys(("product_action", "word_action", "plan_action"), _action),
    "tracking_fault": _fault,
    **dict.fromkeys(("missing_days", "repeated_days", "duplicated_days"), _data),
}
