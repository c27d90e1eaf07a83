"""`week.show`: what the weekly notebook displays, one noun a section."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import limits, metrics, report, sections, weekly_notes
from .guarded import Guarded, section
from .report import Block
from .weekly_findings import WeekReview, review

if TYPE_CHECKING:
    from .weekly import Weekly

REPORT = "weekly_promotion_review"
# In the order of the page; whatever shows a number is asked again for where it comes from.
SECTIONS = ("verdict", "money", "budget", "data")
_LINE = ("spend", "impressions", "clicks", "conv", "gmv", "roi", "profit")


class WeeklyShow(Guarded):
    """The sections of the weekly promotion review over one week of one shop."""

    def __init__(self, weekly: Weekly) -> None:
        super().__init__(weekly.shop)
        self.weekly = weekly

    @cached_property
    def sheet(self) -> report.Sheet:  # type: ignore[override]
        """Everything this page has shown so far; apart from the daily review's."""
        shop = self.shop
        identity, profile = shop.identity, shop.profile
        place = (REPORT, identity.id, identity.name, shop.as_of, profile.id, shop.currency)
        return report.Sheet(*place, metrics.METRICS)

    @cached_property
    def total(self) -> Any:
        """The whole week's row of the account; None without advertising."""
        return next(self.weekly.money["total"].itertuples(), None)

    @cached_property
    def review(self) -> WeekReview:
        """What the week asks to be done, most money first."""
        return review([], [])

    @section("结论", "verdict")
    def verdict(self) -> Block:
        """What did last week's money bring, and what is moved first?"""
        return report.promo_verdict(
            self.sheet,
            self.weekly.terms,
            self.total,
            self.review.findings,
            profile=self.shop.profile,
        )

    @section("花钱", "money")
    def money(self) -> Block:
        """Where did the money go and what came of it, by line, plan, product and keyword?"""
        week = self.weekly
        return report.promo_money(
            *(self.sheet, week.terms, week.money, week.doubts, week.completion),
            ads=self.shop.profile.call("ads"),
            margin_given=bool(week.settings.get("margin")),
        )

    @section("预算", "budget")
    def budget(self) -> Block:
        """Was each plan's budget enough, gone too early, or left?"""
        return report.promo_budget(self.sheet, self.weekly.budget, self.weekly.terms)

    @section("要做的事", "actions")
    def actions(self) -> Block:
        """What is to be done this week, by whom, until when, worth how much?"""
        week = self.weekly
        asked = {a.id for a in week.actions}
        open_before = [a for a in self.shop.actions.all("todo") if a.id not in asked]
        return report.promo_actions(self.sheet, week.actions, open_before)

    @section("上几周做的有没有用", "did it work")
    def worked(self) -> Block:
        """Did the actions of earlier weeks work?"""
        return report.promo_worked(self.sheet, self.weekly.worked)

    @section("数据与口径", "data and method")
    def data(self) -> Block:
        """Which files arrived, how figures are made, what they cannot tell."""
        shop = self.shop
        files = report.quality(
            self.sheet, shop.arrivals, sections.presence(shop), limits.gaps(shop)
        )
        told = weekly_notes.notes(self.weekly)
        how = report.method(self.sheet, shop.profile, shop.known_at, told, procedure=())
        return report.together(files, how)

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        told = [f"{what} {getattr(self.total, what, math.nan):.10g}" for what in _LINE]
        start = f"{self.sheet.shop} {self.sheet.as_of}"
        return " | ".join([start, *told, f"findings {len(self.sheet.findings)}"])
