"""`comparison.show`: what the competitor notebook displays, one noun a section."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import report
from ..actions import worked
from ..actions.action import Action, from_findings
from ..actions.board import with_board
from ..guarded import Guarded, section
from ..labels import Label
from ..report import Block, rivals
from . import notes, play, tiles
from .findings import RivalReview, review

if TYPE_CHECKING:
    from ..shop import Shop
    from .compare import Comparison

REPORT = "competitor_comparison"
# In the order of the page; whatever shows a number is asked again for where it comes from.
SECTIONS = (
    *("verdict", "moves", "position", "explore", "beside", "lacking", "market", "actions"),
    *("worked", "data"),
)
SURE = Label(
    "金额是每周的估计，不同条之间有重叠，不能相加；标“假定”的不是从本店学到的。",
    "Money is an estimate a week; items overlap and do not add up. What is marked assumed was not "
    "learned from this shop.",
)
NOT_YET = Label(
    "这份报告提的事还没有做完的，没有可判断的。做完在《行动登记表》里写上日期，两周后这里说有没有用。",
    "Nothing that this report asked for is done yet, so there is nothing to judge. Note the day in "
    "the action register; two weeks later this tells whether it worked.",
)
JUDGED = Label(
    "调价按这款商品和没动的商品比；补标签、上词、记同行动的是整个店，没有没动过的可比，不下结论。",
    "A changed price is judged against products left alone; tags, words and notes concern the "
    "whole shop: nothing is left alone to compare with, so nothing is concluded.",
)
NOTHING = report.plain(Label("还没有同行的记录。", "No competitor was noted yet."))
_LINE = ("rivals", "changes", "moved", "promoting", "matched", "dear")


class ComparisonShow(Guarded):
    """The sections of the competitor comparison of one shop."""

    name = REPORT

    def __init__(self, comparison: Comparison) -> None:
        super().__init__(comparison.shop)
        self.comparison = comparison

    @cached_property
    def review(self) -> RivalReview:
        """What the comparison asks to be done, most money first."""
        return RivalReview() if self.comparison.empty else review(self.comparison, self.failed)

    @cached_property
    def asked(self) -> list[Action]:
        """What the page asks to be done, under the ids that the action register has or will have.

        Nothing new is due before the day of the report.
        """
        found = [asdict(f) for f in self.review.findings if f.severity == "act"]
        proposals = from_findings(REPORT, found)
        return self.shop.actions.asked(proposals, self.comparison.week, self.shop.as_of)

    @section("结论", "verdict")
    def verdict(self) -> Block:
        """Who moved, where are we beaten, what do others have, what would it cost to answer?"""
        if self.comparison.empty:
            return rivals.rivals_none(
                *(self.sheet, self.shop.profile, _table_to_fill(self.shop)),
                refused=notes.refused(self.comparison),
            )
        found = self.review.findings
        first = found[0] if found else None
        rows = self.comparison.snapshots
        head = rivals.rivals_verdict(
            self.sheet,
            tiles.tiles(self.comparison),
            rivals=rows["competitor"].nunique(),
            last=rows["date"].max(),
            first=str(first.title) if first else None,
            money=first.money if first else None,
            profile=self.shop.profile,
            stale=notes.stale(self.comparison),
            refused=notes.refused(self.comparison),
            loud=bool(found),
        )
        if not self.review.checks:
            return head
        return report.together(head, report.findings(self.sheet, self.review, SURE))

    @section("谁动了", "who moved")
    def moves(self) -> Block:
        """Who changed what in the last weeks, and when did nobody look?"""
        made = self.comparison
        looked = made.snapshots.groupby("competitor")["date"].max()
        return rivals.rivals_moves(
            *(self.sheet, made.changes, made.gaps, made.promotions[~made.answers], looked),
            day=made.day,
        )

    @section("价格位置", "price position")
    def position(self) -> Block:
        """Where do our prices stand among the same things, and what price would do?"""
        made = self.comparison
        if made.empty:
            return NOTHING
        doubtful = int(made.matches["state"].eq("doubtful").sum())
        offers = made.offers
        return rivals.rivals_position(
            *(self.sheet, made.position, offers, made.matches),
            doubtful=doubtful,
            floor=made.margin_floor,
        )

    @section("跟价要多少", "what answering would cost")
    def explore(self) -> Any:
        """What would it cost to answer? Controls in JupyterLab, the same at the page's terms."""
        return NOTHING if self.comparison.empty else play.shown(self.comparison, self.sheet)

    @section("并排比", "side by side")
    def beside(self) -> Block:
        """Ours and theirs on price, new items, promotion, service, lists; who follows whom?"""
        made = self.comparison
        if made.empty:
            return NOTHING
        return rivals.rivals_beside(self.sheet, made.beside, made.habits, made.firsts)

    @section("查漏补缺", "what we lack")
    def lacking(self) -> Block:
        """Which tags, services and lists do others have and we lack?"""
        made = self.comparison
        if made.empty:
            return NOTHING
        titles = dict(zip(made.ours["item_id"], made.ours["title"], strict=True))
        return rivals.rivals_lacking(
            *(self.sheet, made.gap_list, made.tags, made.places, titles),
            tags_known=made.tags_known,
        )

    @section("市场", "market")
    def market(self) -> Block:
        """Which words are open, how far are the peers, how big are the others?"""
        made = self.comparison
        return rivals.rivals_market(self.sheet, made.words, made.ladder, made.readings)

    @section("这周做什么", "what to do this week")
    def actions(self) -> Any:
        """What is to be done this week, by whom, until when, worth how much?"""
        known = {a.id for a in self.asked}
        before = [a for a in self.shop.actions.all("todo") if a.report == REPORT]
        day = self.shop.as_of  # a report of the past knows nothing of what was asked later
        earlier = [a for a in before if a.id not in known and (a.date is None or a.date <= day)]
        ours = self.comparison.ours
        names = dict(zip(ours["item_id"].astype(str), ours["title"], strict=True))
        listed = report.promo_actions(self.sheet, self.asked, earlier, names=names)
        return with_board(listed, self.shop.actions, names=names, currency=self.shop.currency)

    @section("上次做的有没有用", "did it work")
    def worked(self) -> Block:
        """Did what was done for this report work?"""
        done = [a for a in self.shop.actions.all("done") if a.report == REPORT]
        if not done:
            return report.plain(NOT_YET)
        shown = report.promo_worked(self.sheet, worked(self.shop.weekly(), done))
        return report.together(shown, report.plain(JUDGED))

    @section("数据与口径", "data and method")
    def data(self) -> Block:
        """Which files arrived, how figures are made, what they cannot tell."""
        return self.files_and_method(notes.notes(self.comparison))

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        figures: dict[str, Any] = tiles.figures(self.comparison)
        told = [f"{what} {figures[what]:.10g}" for what in _LINE]
        start = f"{self.sheet.shop} {self.sheet.as_of}"
        return " | ".join([start, *told, f"findings {len(self.sheet.findings)}"])


def _table_to_fill(shop: Shop) -> str:
    """The competitor sheet in the workspace; of several shops each has a folder of its own."""
    folder = f"{shop.identity.id}/" if len(shop.workspace.shops) > 1 else ""
    return f"registers/{folder}竞品登记表.xlsx"
