"""`shop.show`: what the daily notebook displays, one noun a section."""

from __future__ import annotations

import os
from typing import Any

from .. import arrivals, limits, report
from ..guarded import Guarded, section
from ..metrics import METRICS
from ..metrics import metric as lookup
from ..report import Block, Mark
from . import exploring, sections, service
from .outlook import outlooks


class Show(Guarded):
    """The sections of the daily review over one shop."""

    @section("结论", "verdict")
    def verdict(self) -> Block:
        """Is anything wrong, and how much money is it?"""
        row, against = sections.headline(self.shop)
        return report.verdict(
            self.sheet,
            self.shop.review,
            row,
            profile=self.shop.profile,
            against=against,
            net=limits.after_refunds(self.shop),
            notes=limits.limits(self.shop),
        )

    @section("发现", "findings")
    def findings(self) -> Block:
        """At most three things to do, with a price each; the rest behind a fold."""
        return report.findings(self.sheet, self.shop.review)

    @section("指标", "key figures")
    def kpis(self) -> Block:
        """The board: four windows, three baselines, and a small trend for each card."""
        board = sections.board(self.shop)
        cards = sections.cards(self.shop, board)
        trends = sections.trends(self.shop, cards)
        return report.kpis(self.sheet, board, trends, cards=cards, events=self._marks())

    @section("接下来", "what comes")
    def outlook(self) -> Block:
        """The next seven days, and the month's end against its target."""
        return report.outlook(self.sheet, outlooks(self.shop))

    @section("漏斗", "funnel")
    def funnel(self) -> Block:
        """Which link is weak, and what to check."""
        return report.funnel(self.sheet, self.shop.diagnosis)

    @section("原因", "reasons")
    def why(self) -> Block:
        """The change in money by factor, channel, product and keyword."""
        return report.why(self.sheet, self.shop.whys)

    @section("流量", "traffic")
    def traffic(self) -> Block:
        """Visitors by scene against the same weekdays."""
        measure = self.shop.measure
        return report.traffic(
            self.sheet,
            measure("visitors", by="channel", window=1),
            measure("pay_amount", by="channel"),
        )

    @section("商品", "products")
    def movers(self) -> Block:
        """Products that moved most, and those that lost a tag or level."""
        sales, why = sections.moves(self.shop)
        return report.movers(
            self.sheet,
            sales,
            sections.weak_links(self.shop),
            sections.lost_tags(self.shop),
            sections.beyond_noise(why),
        )

    @section("服务时钟", "service clocks")
    def clocks(self) -> Block:
        """Replies, shipping and stock against their limits."""
        return report.clocks(self.sheet, service.clocks(self.shop))

    @section("推广", "advertising")
    def ads(self) -> Block:
        """Plans in one table, exceptions first."""
        plans = self.shop.measure(sections.PLAN_METRICS, by="plan")
        return report.ads(
            self.sheet,
            sections.filling_up(plans[plans["basis"] != "none"]),
            sections.ran_out(self.shop),
            sections.plan_exceptions(self.shop.findings()),
            int(self.shop.profile.number("ad_attribution_days", self.shop.as_of)),
        )

    @section("今日任务", "today's tasks")
    def tasks(self) -> Block:
        """What the clocks and registers ask for today."""
        return report.tasks(self.sheet, self.shop.tasks)

    @section("自己看", "exploring")
    def explore(self) -> Any:
        """Controls in JupyterLab; in a report the same figure at their defaults."""
        state = report.State(alarms=self.shop.settings.get("alarms_per_month", 0.5))

        def draw(chosen: report.State) -> Block:
            return exploring.draw(self.shop, chosen)

        if os.environ.get("OPSLIB_OUT"):
            return report.static_twin(state, draw)
        known = sections.board(self.shop)["metric"].unique()
        names = {m: METRICS[m].label for m in known}
        figure = report.live(state, names, exploring.cuts(self.shop), draw)
        return exploring.beside(figure, self.replay())

    @section("试规则", "trying a rule")
    def replay(self) -> Any:
        """Controls in JupyterLab that try a rule on the shop's own past; one line in a report."""
        from ..replay.panel import note, panel

        return note() if os.environ.get("OPSLIB_OUT") else panel(self.shop)

    def plot(self, metric: str, kind: str = "trend", days: int = 90) -> Any:
        """A matplotlib figure for JupyterLab: "trend" with its normal band, or "weekdays"."""
        from ..report import figures

        title = lookup(metric).label
        if kind == "weekdays":
            names = report.style.weekdays()
            return figures.weekday_figure(self.shop.series(metric, days), title, names)
        return figures.trend_figure(self.shop.anomalies(metric), title, days=days)

    @section("数据质量", "data quality")
    def quality(self) -> Block:
        """Which files arrived, what was refused, which days are there."""
        return report.quality(
            self.sheet,
            self.shop.arrivals,
            arrivals.presence(self.shop),
            limits.gaps(self.shop),
        )

    @section("口径与局限", "method and limits")
    def method(self) -> Block:
        """How the figures are made and what they cannot tell."""
        return report.method(self.sheet, self.shop.profile, self.shop.known_at)

    def _marks(self) -> list[Mark]:
        """Selling events of the last 90 days, for the axes."""
        return [
            Mark(e.start, str(e.label))
            for e in self.shop.events
            if e.promo and 0 <= (self.shop.as_of - e.start).days < 90
        ]

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        return self.sheet.summary_line(*sections.CARDS[self.shop.profile.id].split())
