"""What a finding is worth in the shop's currency a week: low, mid, high, on the cautious side.

A gap (units a week that are missing) times the value of one unit: of a product or word its own
where it has data, drawn to the shop's. The range holds 80 % of what a week's loss may truly be on
average: doubt about the gap and about the value (see `posterior`).
All findings together never exceed the headroom of the shop (`cap`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ..model import Finding, Money, Subject
from .facts_view import View
from .inquiries import CLOSED
from .plans import worth_of_clicks
from .posterior import Gap, Range, posterior

_Z80 = 1.2816
# Where a gap has no interval of its own (a clock, a count), this is how far off it may be.
LOOSE = 0.3
CLOSED_ENOUGH = 20
# A member's own value of a unit counts beside this many orders (or clicks) of the shop's average.
OWN_ORDERS, MANY_CLICKS = 10, 50
# How far a visitor of one word or channel may be worth more or less than another's.
UNLIKE = 0.35
UNITS = ("visitors", "impressions", "clicks", "inquiries", "pay_buyers")


@dataclass(frozen=True)
class Till:
    """What one visitor, click, inquiry or buyer brought in the shop's last 30 days."""

    facts: View

    def total(self, metric: str) -> float:
        """Sum of the daily values of 30 days (visitor-days for visitors); 0 without data."""
        frame = self.facts.series(metric, days=30)
        return float(frame["value"].sum()) if len(frame) else 0.0

    @cached_property
    def sales(self) -> pd.Series:
        """Paid amount of each of the last 91 days."""
        frame = self.facts.series("pay_amount", days=91)
        return frame["value"].astype(float) if len(frame) else pd.Series(dtype=float)

    @cached_property
    def amount(self) -> float:
        return float(self.sales.iloc[-30:].sum())

    @cached_property
    def error(self) -> float:
        """Relative standard error of the value of a unit: compound Poisson of the paying buyers.

        Order values spread about as far as their mean, hence the factor 2.
        """
        buyers = self.total("pay_buyers")
        return min(0.5, math.sqrt(2 / buyers)) if buyers > 0 else 0.5

    @cached_property
    def lump(self) -> float:
        """What the chance of single orders comes in: sum(x^2) / sum(x) of their amounts."""
        orders = self.facts.table("order", days=60, columns=("date", "paid_amount"))
        paid = (
            orders["paid_amount"].dropna().astype(float) if len(orders) else pd.Series(dtype=float)
        )
        if len(paid) >= CLOSED_ENOUGH and paid.sum() > 0:
            return float((paid**2).sum() / paid.sum())
        return 2 * (self.unit_value("orders") or self.unit_value("pay_buyers") or 0.0)

    def member_value(self, metric: str, subject: Subject) -> tuple[float, float] | None:
        """What one unit of a product, word or channel brings, and its relative standard error.

        A product's own money over its own units of 13 weeks, beside OWN_ORDERS orders of the
        shop's average. A word's money is not exported: its own clicks stand for it, at the shop's
        value of a click.
        """
        value = self.unit_value(metric)
        if value is None:
            return None
        if subject.dimension == "shop":
            return value, self.error
        order = self.unit_value("orders") or self.unit_value("pay_buyers")
        money = self._sum("pay_amount", subject)
        units = self._sum("order_parts" if metric == "orders" else metric, subject)
        if money is not None and units and order:
            many = OWN_ORDERS * order
            own = (money + many) / (units + many / value)
            return own, math.hypot(math.sqrt(self.lump / (money + many)), self.error)
        clicks, click = self._sum("clicks", subject), self.unit_value("clicks")
        if metric == "impressions" and clicks is not None and units and click is not None:
            own = (clicks + MANY_CLICKS) / (units + MANY_CLICKS * click / value) * click
            return own, math.hypot(UNLIKE, self.error)
        return value, math.hypot(UNLIKE, self.error)

    def click_value(self, plan: str) -> tuple[float, float] | None:
        """What a paid click of a plan brings in sales, and its relative standard error.

        Its own settled days beside OWN_ORDERS orders of the shop's average; where the export names
        no amounts, the shop's average alone.
        """
        click = self.unit_value("clicks") or self.unit_value("visitors")
        order = self.unit_value("orders") or self.unit_value("pay_buyers")
        money, clicks = worth_of_clicks(self.facts, plan)
        if not money or click is None or order is None:
            return None if click is None else (click, math.hypot(UNLIKE, self.error))
        many = OWN_ORDERS * order
        own = (money + many) / (clicks + many / click)
        return own, math.hypot(math.sqrt(self.lump / (money + many)), self.error)

    def _sum(self, metric: str, subject: Subject) -> float | None:
        """A member's units of the weeks that are known; None where this cut does not know them."""
        if metric not in ("pay_amount", "order_parts", *UNITS):
            return None
        weeks = self.facts.weeks(metric, subject.dimension)
        mine = weeks[weeks["member"] == subject.member] if len(weeks) else weeks
        return float(mine["value"].sum()) if len(mine) else None

    def unit_value(self, metric: str) -> float | None:
        """Currency per unit of the metric; None without sales or units."""
        if metric == "inquiries":
            return self.inquiry_value
        units = self.total("pay_orders" if metric == "orders" else metric)
        return self.amount / units if units > 0 and self.amount > 0 else None

    @cached_property
    def inquiry_value(self) -> float | None:
        """What an inquiry brings: by the register, the share won times what was won.

        Without 20 closed inquiries with amounts there: all sales over all inquiries, but no more
        than an order, since most buyers never ask.
        """
        kept = self.facts.table("inquiry", days=120)
        closed = kept[kept["stage"].isin(CLOSED)] if len(kept) else kept
        won = closed.loc[closed["stage"] == "won", "amount"].astype(float).dropna()
        if len(closed) >= CLOSED_ENOUGH and len(won):
            return float(won.mean() * (closed["stage"] == "won").mean())
        each, order = (self.total(m) for m in ("inquiries", "pay_orders"))
        if each <= 0 or self.amount <= 0:
            return None
        return self.amount / max(each, order)

    def share(self, name: str) -> float:
        """A share from the dated profile."""
        return self.facts.number(name)

    @cached_property
    def headroom(self) -> float | None:
        """What a week could bring at most beyond the last one; None without sales.

        The best of the last 13 weeks against the last week, and at least a fixed share of it.
        """
        weeks = self.sales.fillna(0).to_numpy()[-(len(self.sales) // 7 * 7) :].reshape(-1, 7).sum(1)
        if not len(weeks) or weeks.max() <= 0:
            return None
        floor = self.share("headroom_floor_share") * float(weeks.mean())
        return max(float(weeks.max() - weeks[-1]), floor)


Recipe = Callable[[Gap, Till], Range | None]


def none(gap: Gap, till: Till) -> Range | None:
    """No price: the finding is about order, not about money."""
    return None


def amount(gap: Gap, till: Till) -> Range | None:
    """The gap is money already."""
    return posterior(gap, 1.0, 0.0)


def at_stake(gap: Gap, till: Till) -> Range | None:
    """Money that stands behind the finding, known from the rows themselves, once."""
    return _around(gap.amount)


def late_orders(gap: Gap, till: Till) -> Range | None:
    """The share of late orders' value that is usually lost (profile)."""
    if gap.amount is None:
        return None
    return _around(gap.amount * till.share("late_order_loss_share"))


def open_inquiries(gap: Gap, till: Till) -> Range | None:
    """Inquiries kept waiting x the share lost by it (profile) x value of one inquiry."""
    value = till.unit_value("inquiries")
    if value is None:
        return None
    return _around(gap.mid * value * till.share("lost_reply_share"), max(LOOSE, _Z80 * till.error))


def reply_share(gap: Gap, till: Till) -> Range | None:
    """Missing share of replies x the week's inquiries x share lost by it x value of one."""
    value = till.unit_value("inquiries")
    if value is None:
        return None
    week = till.total("inquiries") / 30 * 7
    return _priced(
        (gap.low, gap.mid, gap.high), week * value * till.share("lost_reply_share"), till
    )


def late_share(gap: Gap, till: Till) -> Range | None:
    """Missing share of orders shipped in time x the week's sales x share lost by it."""
    week = till.amount / 30 * 7
    return _priced((gap.low, gap.mid, gap.high), week * till.share("late_order_loss_share"), till)


def violation(gap: Gap, till: Till) -> Range | None:
    """The share of a week's sales that is at risk while a violation is open (profile)."""
    week = till.amount / 30 * 7
    return _around(week * till.share("violation_loss_share"), 0.6) if week > 0 else None


def conversion(gap: Gap, till: Till) -> Range | None:
    """Missing points of conversion x the day's visitors x what a buyer pays."""
    visitors, buyer = till.total("visitors") / 30, till.unit_value("pay_buyers")
    if not visitors or buyer is None:
        return None
    return posterior(gap, visitors * buyer, till.error)


def orders(gap: Gap, till: Till) -> Range | None:
    """Missing orders x what an order with this product brings."""
    found = till.member_value("orders", gap.subject)
    return None if found is None else posterior(gap, *found)


def ad_clicks(gap: Gap, till: Till) -> Range | None:
    """Missing clicks of a plan x what a click of this plan brings in sales."""
    found = till.click_value(gap.subject.member)
    return None if found is None else posterior(gap, *found)


def _per(metric: str) -> Recipe:
    def recipe(gap: Gap, till: Till) -> Range | None:
        found = till.member_value(metric, gap.subject)
        return None if found is None else posterior(gap, *found)

    recipe.__doc__ = f"Missing {metric} x what one of them brings."
    return recipe


RECIPES: dict[str, Recipe] = {
    "none": none,
    "amount": amount,
    "at_stake": at_stake,
    "late_orders": late_orders,
    "open_inquiries": open_inquiries,
    "reply_share": reply_share,
    "late_share": late_share,
    "violation": violation,
    "conversion": conversion,
    "orders": orders,
    "ad_clicks": ad_clicks,
    **{name: _per(name) for name in UNITS},
}


def price(recipe: str, gap: Gap, till: Till) -> Money | None:
    """The price of a gap by a recipe's name, None where the shop's data cannot price it."""
    found = RECIPES[recipe](gap, till)
    if found is None or not all(map(math.isfinite, found)) or found[2] <= 0:
        return None
    low, mid, high = (max(0.0, x) for x in found)
    return Money(min(low, mid), mid, max(mid, high), till.facts.currency)


def cap(findings: Sequence[Finding], headroom: float | None) -> list[Finding]:
    """The findings with their prices scaled down together so that the mids fit the headroom."""
    total = sum(f.money.mid for f in findings if f.money)
    if headroom is None or total <= headroom:
        return list(findings)
    scale = headroom / total
    return [
        replace(f, money=replace(m, low=m.low * scale, mid=m.mid * scale, high=m.high * scale))
        if (m := f.money)
        else f
        for f in findings
    ]


def _around(value: float | None, error: float = LOOSE) -> Range | None:
    return None if value is None else (value * (1 - error), value, value * (1 + error))


def _priced(gaps: Range, value: float, till: Till) -> Range:
    low, mid, high = gaps
    error = _Z80 * till.error
    return low * value * (1 - error), mid * value, high * value * (1 + error)
