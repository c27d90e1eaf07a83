"""What each coming event is expected to bring, and the stock and budget that follow from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..campaigns.coming import (
    BudgetNeeded,
    EditionForecast,
    Score,
    budget_needed,
    forecast_edition,
    normal_days,
    score_forecasts,
    stock_needed,
)
from ..campaigns.learned import backcast, expected_edition
from ..campaigns.moved import NEEDED
from ..events import Event, calendar
from ..model import Money
from ..weekly.terms import worth
from .past import Basis, series, told_apart

if TYPE_CHECKING:
    from .past import Past
    from .year import Year

_USUAL_DAYS, _LEAST_DAYS, _PRODUCTS = 56, 56, 8


@dataclass(frozen=True)
class Expected:
    """One coming edition (`campaigns.EditionForecast`) and the advertising it needs, if known."""

    event: Event
    told: EditionForecast
    budget: BudgetNeeded | None

    @property
    def days(self) -> int:
        return (self.event.end - self.event.start).days + 1


@dataclass(frozen=True)
class Outlook:
    """Coming editions, the nearest first; products short of stock; how earlier forecasts did.

    stock: rows of `stock_needed` of the nearest event that lack pieces, with `title`. margin: share
    of a paid amount that is left (nan: unknown).
    """

    basis: Basis
    editions: tuple[Expected, ...]
    stock: pd.DataFrame
    score: Score
    margin: float

    def of(self, event: str) -> Expected | None:
        """The next edition of this event."""
        return next((e for e in self.editions if e.event.id == event), None)


def outlook(year: Year, past: Past) -> Outlook:
    """Every selling event of the next months: what it brings, and what it needs."""
    shop, today = year.shop, year.moment.today
    basis, daily = series(shop)
    coming = [e for e in shop.events if e.promo and today <= e.start <= today + year.reach]
    frame, margin = edition_frame(past), worth(shop).margin
    score = score_forecasts(backcast(frame), lifts=True)
    if not coming or len(daily) < _LEAST_DAYS or not told_apart(daily):
        return Outlook(basis, (), pd.DataFrame(), score, margin)
    learned = expected_edition(frame, events=[e.id for e in coming]).set_index("event", drop=False)
    days = calendar(
        daily.index[0].date(), max(e.end for e in coming), region=year.region, events=shop.events
    )
    spend = _daily_spend(year)
    told = []
    for event in coming:
        usual = normal_days(daily, event.start, event.end, calendar=days)
        found = forecast_edition(learned.loc[event.id].to_dict(), usual)
        priced = basis == "pay_amount" and math.isfinite(spend) and math.isfinite(margin)
        budget = budget_needed(found, spend, margin) if priced else None
        told.append(Expected(event, found, budget))
    stock = _stock(year, told[0].event, learned.loc[told[0].event.id].to_dict(), days)
    return Outlook(basis, tuple(told), stock, score, margin)


def edition_frame(past: Past) -> pd.DataFrame:
    """The judged editions as `campaigns.learned` takes them; small ones of the shop left out."""
    names = ["event", "start", "lift", "lo", "hi", *NEEDED]
    rows = [
        [e.event, pd.Timestamp(e.start), *(getattr(e.effect, n) for n in names[2:])]
        for e in past.editions
        if e.effect is not None and not e.own
    ]
    return pd.DataFrame(rows, columns=names)


def _daily_spend(year: Year) -> float:
    """Advertising of a usual day of the last eight weeks; nan where unknown."""
    spend = year.shop.series("ad_spend", _USUAL_DAYS)["value"].to_numpy(float)
    known = spend[np.isfinite(spend)]
    return float(known.mean()) if len(known) and known.sum() > 0 else math.nan


def _stock(year: Year, event: Event, learned: dict[str, Any], days: pd.DataFrame) -> pd.DataFrame:
    """Products that would run out by the end of the next event, most money first."""
    shop = year.shop
    pieces = shop.series("pay_items", 430).set_index("date")["value"].astype(float)
    pieces.index = pd.DatetimeIndex(pieces.index)
    pieces = pieces.loc[pieces.first_valid_index() :].dropna()
    rows = shop.con.execute(
        _HELD,
        {"first": shop.as_of - timedelta(days=_USUAL_DAYS), "day": shop.as_of},
    ).df()
    if rows.empty or len(pieces) < _LEAST_DAYS:
        return pd.DataFrame()
    told = forecast_edition(learned, normal_days(pieces, event.start, event.end, calendar=days))
    ahead = (event.start - shop.as_of).days - 1
    items = rows.assign(
        share=rows["qty"] / rows["total"], before=np.ceil(rows["qty"] / _USUAL_DAYS * ahead)
    )
    found = stock_needed(told, items)
    found = found[~found["enough"]].assign(lost=lambda f: f["lacking"] * f["price"])
    found = found.sort_values(["lost", "item_id"], ascending=[False, True])
    return found.head(_PRODUCTS).reset_index(drop=True)


# Pieces of eight weeks by product, all pieces, and what is held today.
_HELD = """
WITH sold AS (
  SELECT item_id, sum(qty) AS qty, sum(amount) / sum(qty) AS price, max(title) AS title
  FROM order_line WHERE date > $first AND date <= $day AND status IN ('paid', 'shipped', 'done')
  GROUP BY item_id HAVING sum(qty) > 0),
held AS (
  SELECT item_id, arg_max(on_hand, date) + coalesce(arg_max(inbound, date), 0) AS on_hand
  FROM stock WHERE date <= $day GROUP BY item_id)
SELECT item_id, title, qty, price, on_hand, (SELECT sum(qty) FROM sold) AS total
FROM sold JOIN held USING (item_id) ORDER BY item_id
"""


def a_week(expected: Expected | None, margin: float, currency: str, basis: Basis) -> Money | None:
    """What the edition earns more in one of its weeks after goods; None where that is unknown."""
    if expected is None or basis != "pay_amount" or not math.isfinite(margin):
        return None
    told, weeks = expected.told, max(expected.days / 7, 1.0)
    low, mid, high = (x * margin / weeks for x in (told.net_lo, told.net, told.net_hi))
    return Money(low, mid, high, currency)
