"""`year.show`: what the calendar notebook displays, one noun a section."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import report
from ..guarded import Guarded, section
from ..labels import Label
from ..report import Block
from ..report import calendar as pages
from . import notes as year_notes
from .files import write_files
from .findings import CalendarReview, review

if TYPE_CHECKING:
    from .year import Year

# In the order of the page; whatever shows a number is asked again for where it comes from.
SECTIONS = (
    "verdict",
    "week",
    "year",
    "gaps",
    "enrolment",
    "ahead",
    "past",
    "tiers",
    "explore",
    "data",
)
URGENT = Label(
    "先列要处理的，金额大的在前；金额是那场活动预计一周多赚的，同一场只计在它的第一条上。",
    "What needs doing comes first, most money in front; a price is what the event is expected to "
    "earn more in a week, counted once, on the event's first item.",
)


TRY = Label("按现在的条件，下一场会怎样", "The next event at its present terms")
NOTHING_TO_TRY = Label("没有可以试算的活动。", "There is no event to try terms on.")


class YearShow(Guarded):
    """The sections of the marketing calendar of one shop's year."""

    name = "marketing_calendar"

    def __init__(self, year: Year) -> None:
        super().__init__(year.shop)
        self.of = year

    @cached_property
    def review(self) -> CalendarReview:
        """What the calendar asks to be done."""
        return review(self.of)

    @section("结论", "verdict")
    def verdict(self) -> Block:
        """Is the year planned, what comes next, what is late?"""
        head = pages.calendar_verdict(self.sheet, self.of, self.review.findings)
        return report.together(head, report.findings(self.sheet, self.review, URGENT))

    @section("这周", "this week")
    def week(self) -> Block:
        """What is to be done this week and next, by whom, and what runs?"""
        return pages.calendar_week(self.sheet, self.of)

    @section("全年", "the year")
    def year(self) -> Block:
        """What happens on which day of the year?"""
        return pages.calendar_year(self.sheet, self.of)

    @section("空档", "gaps")
    def gaps(self) -> Block:
        """Which months, weeks and days are empty, what collides?"""
        return pages.calendar_gaps(self.sheet, self.of)

    @section("报名", "enrolment")
    def enrolment(self) -> Block:
        """Which events may we join, until when, and did we?"""
        return pages.calendar_enrolment(self.sheet, self.of)

    @section("要来的活动", "coming events")
    def ahead(self) -> Block:
        """What will the coming events bring, and which stock and budget follow?"""
        return pages.calendar_ahead(self.sheet, self.of.outlook, self.of.moment.today)

    @section("过去的活动", "past events")
    def past(self) -> Block:
        """What did each past event bring, and did its newcomers stay?"""
        return pages.calendar_past(self.sheet, self.of.past, self.of.standings, self.of.interactive)

    @section("满减和返利", "threshold discounts")
    def tiers(self) -> Block:
        """Which thresholds would earn most, who crosses them, what do they cost?"""
        return pages.calendar_tiers(self.sheet, self.of.tiers)

    @section("自己试", "trying other terms")
    def explore(self) -> Any:
        """Controls in JupyterLab; folded in a report: the same at the page's own terms."""
        from .scenario import shown

        made = shown(self.of, self.sheet)
        if made is None:
            return report.plain(NOTHING_TO_TRY)
        return report.folded(TRY, made) if isinstance(made, Block) else made

    @section("数据与口径", "data and method")
    def data(self) -> Block:
        """Where dates and figures come from, what they cannot tell."""
        return self.files_and_method(year_notes.notes(self.of))

    def finish(self) -> None:
        """As of every report; beside it the calendar for phones and the register to edit."""
        if folder := os.environ.get("OPSLIB_OUT"):
            write_files(self.of, Path(folder))
        super().finish()

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        year = self.of
        told = {
            "activities": sum(a.stands for a in year.activities),
            "months_without_theme": len(year.coverage.months_without),
            "weeks_empty": len(year.coverage.weeks_without),
            "steps_late": len(year.late),
        }
        parts = [f"{k} {v}" for k, v in told.items()]
        start = f"{self.sheet.shop} {self.sheet.as_of} {year.number}"
        return " | ".join([start, *parts, f"findings {len(self.sheet.findings)}"])
