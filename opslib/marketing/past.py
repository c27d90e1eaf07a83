"""What each past event of the shop brought: its effect, and its newcomers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from ..campaigns.effect import EventEffect, event_effect
from ..campaigns.new_buyers import new_buyers
from ..campaigns.pooled import Pooled, pooled_effect
from ..errors import ParameterError
from ..events import BACKGROUND, PRICED, Activity, Event
from ..labels import Label
from ..weekly.terms import worth

if TYPE_CHECKING:
    from ..shop import Shop
    from .year import Year

# Days before an event without which nothing can be expected of it.
HISTORY = 28
# Shorter activities are too small to be told from a day's luck one by one.
_LEAST_DAYS, _MOST_OWN, _LEAST_POOLED = 3, 6, 4
# A series with more silent days than this is judged by its leads.
_SILENT = 0.2
# Days about Spring Festival on which no week is like another.
_FESTIVE = 21
# What was only moved is a share; a range wider than all of it tells nothing.
_WHOLE = 1.0
# Fourteen months: each event of a year once, and its days before.
_DAYS = 430
# Seasons are looked for in so many days.
HISTORY_DAYS = 366 * 5
Basis = Literal["pay_amount", "inquiries"]


@dataclass(frozen=True)
class Edition:
    """One event that is over, or nearly; effect None with a reason where it cannot be judged."""

    id: str
    event: str
    name: Label
    start: date
    end: date
    own: bool
    effect: EventEffect | None
    reason: Label | None = None
    budget: float | None = None

    @property
    def moved(self) -> float:
        """Share of the extra that was only bought earlier, 0 to 1; nan where it cannot be told."""
        found = self.effect
        if found is None or not found.share_hi - found.share_lo <= _WHOLE:
            return math.nan
        return min(max(found.share_pulled, 0.0), 1.0)


@dataclass(frozen=True)
class Past:
    """The editions judged, newest first, in the unit of `basis`; newcomers by edition id."""

    basis: Basis
    editions: tuple[Edition, ...]
    newcomers: pd.DataFrame
    reason: Label | None = None
    short: tuple[Short, ...] = ()
    margin: float = math.nan


@dataclass(frozen=True)
class Short:
    """Activities of a day or two of one name, taken together."""

    name: Label
    effect: Pooled


def past(year: Year) -> Past:
    """Every platform event of the last 14 months, and the longer activities of the shop's own."""
    shop = year.shop
    basis, daily = series(shop)
    if len(daily) < HISTORY * 2:
        return Past(basis, (), pd.DataFrame(), FEW_DAYS)
    if not told_apart(daily):
        return Past(basis, tuple(_untold(year, daily)), pd.DataFrame(), SPARSE)
    products, judged = _products(shop) if basis == "pay_amount" else None, []
    for id, event, name, start, end, own, items, budget in _editions(year, daily):
        try:
            effect = event_effect(
                daily,
                start,
                end,
                calendar=shop.calendar,
                products=products if items else None,
                promoted=items,
            )
            judged.append(Edition(id, event, name, start, end, own, effect, None, budget))
        except ParameterError as bad:
            judged.append(Edition(id, event, name, start, end, own, None, bad.fix, budget))
    judged.sort(key=lambda e: (e.start, e.id), reverse=True)
    newcomers, margin = _newcomers(shop, judged), worth(shop).margin
    return Past(basis, tuple(judged), newcomers, None, tuple(_short(year, daily)), margin)


def _short(year: Year, daily: pd.Series) -> Iterator[Short]:
    """Activities of one or two days, those of one name together, the most frequent first."""
    first, last = daily.index[0].date(), year.shop.as_of
    by: dict[str, set[date]] = {}
    for a in year.activities:
        length = (a.last - a.start).days + 1
        if a.stands and a.kind not in BACKGROUND and length < _LEAST_DAYS and a.end is not None:
            by.setdefault(a.name, set()).update(d for d in a.days() if first <= d <= last)
    days = year.shop.calendar.reindex(daily.index)
    quiet = days["promo"].fillna("").eq("") & days["holiday"].fillna("").eq("")
    quiet &= days["days_from_cny"].abs() > _FESTIVE
    begun = min((a.start for a in year.activities), default=first)
    quiet &= daily.index >= pd.Timestamp(begun)  # before it nobody wrote down what was on
    for name, on in sorted(by.items(), key=lambda n: (-len(n[1]), n[0])):
        if len(on) >= _LEAST_POOLED:
            yield Short(
                Label(name, name), pooled_effect(daily, pd.DatetimeIndex(sorted(on)), quiet)
            )


def silent(daily: pd.Series) -> float:
    """Share of days on which nothing came in."""
    return float((daily <= 0).mean()) if len(daily) else 1.0


def told_apart(daily: pd.Series) -> bool:
    """Whether days are busy enough that an event can be told from usual silence."""
    return silent(daily) <= _SILENT


def _untold(year: Year, daily: pd.Series) -> Iterator[Edition]:
    """The editions of a shop whose days are too often silent for any of them to be judged."""
    for id, event, name, start, end, own, _, budget in _editions(year, daily):
        yield Edition(id, event, name, start, end, own, None, SPARSE, budget)


def series(shop: Shop, days: int = _DAYS) -> tuple[Basis, pd.Series]:
    """The shop's daily sales, or its inquiries where most days of sales are silent."""
    money = _daily(shop, "pay_amount", days)
    if told_apart(money.fillna(0)):
        return "pay_amount", money.dropna()
    leads = _daily(shop, "inquiries", days)
    if len(leads) and silent(leads.fillna(0)) <= silent(money.fillna(0)):
        return "inquiries", leads.dropna()
    return "pay_amount", money.dropna()


def daily_of(shop: Shop, metric: str) -> pd.Series:
    """A daily series of the last 14 months from its first known day, unknown days left out."""
    return _daily(shop, metric, _DAYS).dropna()


def _daily(shop: Shop, metric: str, days: int) -> pd.Series:
    frame = shop.series(metric, days)
    daily = pd.Series(frame["value"].to_numpy(float), pd.DatetimeIndex(frame["date"]))
    first = daily.first_valid_index()
    return daily.loc[first:] if first is not None else daily.iloc[:0]


def _editions(
    year: Year, daily: pd.Series
) -> Iterator[tuple[str, str, Label, date, date, bool, tuple[str, ...], float | None]]:
    """What can be judged: id, event, name, days, whether own, products in it, budget."""
    first = daily.index[0].date() + timedelta(days=HISTORY)
    as_of = year.shop.as_of
    own = {e: a for a, e in year.joined.pairs}
    for event in year.shop.events:
        if event.promo and event.start >= first and event.end < as_of:
            items, budget = _joined(own, event)
            key = f"{event.id}.{event.start.year}"
            yield key, event.id, event.label, event.start, event.end, False, items, budget
    taken = {id(a) for a, _ in year.joined.pairs}
    mine = [
        a
        for a in year.activities
        if a.stands and a.end and a.start >= first and a.end < as_of and id(a) not in taken
        and a.kind in PRICED - BACKGROUND and (a.end - a.start).days + 1 >= _LEAST_DAYS
    ]  # fmt: skip
    for a in mine[-_MOST_OWN:]:
        name = Label(a.name, a.name)
        yield f"own.{a.id}", f"own.{a.name}", name, a.start, a.last, True, a.items, a.budget


def _joined(own: Mapping[Event, Activity], event: Event) -> tuple[tuple[str, ...], float | None]:
    activity = own.get(event)
    return (activity.items, activity.budget) if activity else ((), None)


def _products(shop: Shop) -> pd.DataFrame | None:
    """Paid amounts by day and product, of the last 14 months."""
    rows = shop.con.execute(
        """SELECT date, item_id, sum(pay_amount) AS amount FROM product_day
           WHERE date <= ? AND pay_amount IS NOT NULL GROUP BY ALL ORDER BY ALL""",
        [shop.as_of],
    ).df()
    if rows.empty:
        return None
    wide = rows.pivot(index="date", columns="item_id", values="amount").fillna(0.0)
    return wide.set_index(pd.DatetimeIndex(wide.index)).astype(float)


def _newcomers(shop: Shop, judged: list[Edition]) -> pd.DataFrame:
    """Who came new with the platform's events, where orders name their buyers."""
    orders = shop.con.execute(
        """SELECT buyer, date FROM "order" WHERE buyer IS NOT NULL AND date <= ?
           AND status NOT IN ('closed', 'unpaid') ORDER BY date, order_id""",
        [shop.as_of],
    ).df()
    wanted = [
        {"id": e.id, "event": e.event, "start": e.start, "end": e.end} for e in judged if not e.own
    ]
    if orders.empty or not wanted:
        return pd.DataFrame()
    return new_buyers(orders, pd.DataFrame(wanted).sort_values("start"))


SPARSE = Label(
    "五天里不止一天没有成交，询盘也不够密：一场活动和平常的空白分不开；"
    "日均有成交或有询盘日数据以后再看。",
    "More than one day in five has no sale and inquiries are no denser: an event cannot be told "
    "from usual silence; come back with daily sales or inquiries.",
)
FEW_DAYS = Label(
    "店铺日数据不到 8 周，还说不了活动带来了什么；攒够 8 周再看。",
    "There are fewer than eight weeks of daily figures: what events bring cannot be told yet.",
)
