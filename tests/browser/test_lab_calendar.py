"""The calendar notebook in real JupyterLab: it runs, and other terms of the next event answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opslib.report.calendar import controls as say
from tests.browser.lab import FIGURE, says_what_the_page_says, scenario, to, twin, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = "marketing_calendar"


def test_every_cell_runs_without_an_error(ran: list[dict[str, Any]], data: dict[str, Any]) -> None:
    """Whoever plans the week in JupyterLab would be met by a traceback."""
    says_what_the_page_says(ran, data, "cotton1688 2026-11-20 2026 |")


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], published: Path
) -> None:
    """Two forecasts of one event would make both doubtful."""
    shown = twin(lab, published, scenario)
    scenario(lab).scroll_into_view_if_needed()
    assert "双12" in shown[0] and scenario(lab).evaluate(FIGURE) == shown


def test_days_discount_budget_and_threshold_each_move_the_answer(
    lab: Any, ran: list[dict[str, Any]]
) -> None:
    """A slider that moves nothing is worse than none."""
    scenario(lab).scroll_into_view_if_needed()
    page = scenario(lab).evaluate(FIGURE)
    to(lab, say.N_SHIFT, "End")
    later = until_it_changes(lab, scenario(lab), page)
    assert "12-08" in page[0] and "01-05" in later[0], "four weeks later"
    to(lab, say.N_DEPTH, "End")
    deep = until_it_changes(lab, scenario(lab), later)
    assert "60%" in deep[0]
    to(lab, say.N_BUDGET, "End")
    rich = until_it_changes(lab, scenario(lab), deep)
    assert "不够" in rich[0], "nobody earns back as much as the event sells"
    to(lab, say.N_THRESHOLD, "End")
    assert until_it_changes(lab, scenario(lab), rich) != rich
