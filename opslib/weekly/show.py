"""`week.show`: what the weekly notebook displays, one noun a section."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import report
from ..actions import track_record
from ..actions.board import with_board
from ..guarded import Guarded, section
from ..kinds import chosen
from ..labels import Label
from ..report import Block
from ..report.promo.asked import promo_asked
from ..report.promo.audiences import promo_audiences
from ..report.promo.channels import promo_channels
from ..report.promo.keywords import promo_keywords
from ..report.promo.live import promo_live
from ..report.promo.split import promo_split
from . import notes as weekly_notes
from . import words as weekly_words
from .asked import asked, settled, whole_plans
from .findings import FINDERS, WeekReview, gone_early, review, week_checks

if TYPE_CHECKING:
    from .week import Weekly

REPORT = "weekly_promotion_review"
SURE = Label(
    "把握到 {p} 的才叫处理；金额是每周的估计，不同条之间有重叠，不能相加。",
    "What is {p} sure is to be acted on. Money is an estimate a week; items overlap and do not "
    "add up.",
)
# In the order of the page; whatever shows a number is asked again for where it comes from.
SECTIONS = (
    *("verdict", "money", "budget", "channels", "keywords", "audiences", "products", "slots"),
    *("contests", "plan"),
    *("explore", "actions", "worked", "data"),
)
FIRST_MONEY = Label(
    "{plans} 的预算大多数天提前花完：加价只会花得更快，先加预算，再给它的词加价。",
    "{plans}: the budget is gone early on most days. A higher bid would only spend it sooner: "
    "raise the budget first, then the bids of its words.",
)
TRY = Label("按现在的条件，词和预算会怎样", "Words and budget at the present terms")
_LINE = ("spend", "impressions", "clicks", "conv", "gmv", "roi", "profit")


class WeeklyShow(Guarded):
    """The sections of the weekly promotion review over one week of one shop."""

    name = REPORT

    def __init__(self, weekly: Weekly) -> None:
        super().__init__(weekly.shop)
        self.weekly = weekly

    @cached_property
    def total(self) -> Any:
        """The whole week's row of the account; None without advertising."""
        return next(self.weekly.money["total"].itertuples(), None)

    @cached_property
    def review(self) -> WeekReview:
        """What the week asks to be done, most money first."""
        if self.total is None:
            return WeekReview()
        week = self.weekly
        found = [one for make in FINDERS for one in self._found(make)]
        told = chosen(asked(found, week), week.kinds, week.terms.weekly_budget)
        return review(told, settled(self._found(week_checks), found, told, week))

    def _found(self, make: Callable[[Weekly], Iterable[Any]]) -> list[Any]:
        """What one judgement asks for; a judgement that fails is remembered, the others go on."""
        try:
            return list(make(self.weekly))
        except Exception:
            traceback.print_exc()
            self.failed.append(make.__name__)
            return []

    @section("结论", "verdict")
    def verdict(self) -> Block:
        """What did last week's money bring, and what is moved first? Three findings in front."""
        head = report.promo_verdict(
            self.sheet,
            self.weekly.terms,
            self.total,
            self.review.findings,
            profile=self.shop.profile,
        )
        if not self.review.checks:
            return head
        told = SURE.format(p=report.style.chance(self.weekly.terms.evidence))
        return report.together(head, promo_asked(self.sheet, self.review, told))

    @section("花钱", "money")
    def money(self) -> Block:
        """Where did the money go and what came of it, by line, plan, product and keyword?"""
        week = self.weekly
        return report.promo_money(
            *(self.sheet, week.terms, week.money, week.doubts, week.completion),
            ads=self.shop.profile.call("ads"),
            margin_given=bool(week.settings.get("margin")),
            unusual=week.unusual,
        )

    @section("预算", "budget")
    def budget(self) -> Block:
        """Was each plan's budget enough, gone too early, or left?"""
        return report.promo_budget(self.sheet, self.weekly.budget, self.weekly.terms)

    @section("关键词", "keywords")
    def keywords(self) -> Block:
        """Which words to raise, expand, keep, lower or move money from?"""
        week, sums = self.weekly, self.weekly.word_sums
        gone = gone_early(week.budget.plans)
        shown = promo_keywords(
            *(self.sheet, week.keywords, week.terms, week.words_apart),
            span=(sums.first, sums.last),
            bidding=weekly_words.bidding(self.shop),
            money_first=gone,
        )
        words = week.keywords
        dear = sorted(gone & set(words.loc[words["verdict"].isin(["raise", "expand"]), "plan"]))
        if not dear:
            return shown
        return report.together(shown, report.plain(FIRST_MONEY.format(plans="、".join(dear))))

    @section("渠道", "channels")
    def channels(self) -> Block:
        """What does a visitor of each channel leave, and where do plans lie among peers?"""
        found = self.weekly.compared
        return promo_channels(self.sheet, found.channels, found.peers, self.weekly.terms)

    @section("人群", "audiences")
    def audiences(self) -> Block:
        """Whose premium should be raised, kept or lowered?"""
        week = self.weekly
        return promo_audiences(
            *(self.sheet, week.compared.audiences, week.terms),
            money_first=gone_early(week.budget.plans),
            whole=whole_plans(week),
        )

    @section("商品", "products")
    def products(self) -> Block:
        """Which product's link is weak, and which products earn the money?"""
        return report.promo_products(self.sheet, self.weekly.products, self.weekly.terms)

    @section("时段", "hours and days")
    def slots(self) -> Block:
        """Which hours and weekdays bring more or less beyond chance, and when to go on air?"""
        week, compared = self.weekly, self.weekly.compared
        hours = report.promo_slots(self.sheet, week.slots, compared.schedule, week.terms)
        return report.together(hours, promo_live(self.sheet, compared.live, week.terms))

    @section("对比", "comparisons")
    def contests(self) -> Block:
        """Which of two ways is better, and can the plans be read at all?"""
        found = self.weekly.contests
        return report.promo_contests(
            self.sheet,
            found.contests,
            found.plans,
            found.category,
            self.weekly.terms,
            test_clicks=found.test_clicks,
            creatives=found.creatives,
        )

    @section("预算怎么分", "splitting the budget")
    def plan(self) -> Block:
        """How should this week's money be split, and should it be more or less?"""
        most = self.shop.profile.number("plan_change_most", self.shop.as_of)
        return promo_split(self.sheet, self.weekly.split, most_change=most)

    @section("自己试", "trying other terms")
    def explore(self) -> Any:
        """Controls in JupyterLab; folded in a report: the same at the page's own terms."""
        from . import scenario as weekly_scenario

        shown = weekly_scenario.shown(self.weekly, self.sheet)
        return report.folded(TRY, shown) if isinstance(shown, Block) else shown

    @section("这周做什么", "what to do this week")
    def actions(self) -> Any:
        """What is to be done this week, by whom, until when, worth how much? To tick in the lab."""
        week = self.weekly
        asked = {a.id for a in week.actions}
        open_before = [
            a
            for a in self.shop.actions.all("todo")
            if a.id not in asked
            and a.report != "competitor_comparison"
            and (a.date is None or a.date <= self.shop.as_of)
        ]
        goods = week.ads[week.ads["title"].ne("")].drop_duplicates("item_id", keep="last")
        names = dict(zip(goods["item_id"].astype(str), goods["title"].astype(str), strict=True))
        listed = report.promo_actions(self.sheet, week.actions, open_before, names=names)
        return with_board(listed, self.shop.actions, names=names, currency=self.shop.currency)

    @section("改动有用吗", "did it work")
    def worked(self) -> Block:
        """Did the actions of earlier weeks work, and how did each rule's actions do so far?"""
        week = self.weekly
        record = track_record(week, self.shop.actions.all())
        names = {id: kind.checked for id, kind in week.kinds.items()}
        return report.promo_worked(self.sheet, week.worked, record, names)

    @section("数据与口径", "data and method")
    def data(self) -> Block:
        """Which files arrived, how figures are made, what they cannot tell."""
        return self.files_and_method(weekly_notes.notes(self.weekly))

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        told = [f"{what} {getattr(self.total, what, math.nan):.10g}" for what in _LINE]
        start = f"{self.sheet.shop} {self.sheet.as_of}"
        return " | ".join([start, *told, f"findings {len(self.sheet.findings)}"])
