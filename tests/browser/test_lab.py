"""The daily notebook in real JupyterLab: it runs, says what the page says, and can be explored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opslib.metrics import METRICS
from tests.browser.lab import FIGURE, failures, told, twin, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = "daily_review"
ASKED: list[str] = []


def test_every_cell_runs_without_an_error(lab: Any, ran: list[dict[str, Any]]) -> None:
    """An analyst who opens the notebook would be met by a traceback."""
    assert failures(ran) == []
    assert lab.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    line = told(ran[-1])
    assert line.startswith("cotton1688 2026-11-20 |") and "failed" not in line


def test_jupyterlab_asks_nobody_outside(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Nothing leaves the machine: no news, no new versions, no list of extensions."""
    here = ("http://127.0.0.1:", "data:", "blob:")
    assert ASKED and [url for url in ASKED if not url.startswith(here)] == []
    assert lab.get_by_text("Jupyter news").count() == 0


def test_the_notebook_opens_the_operators_own_shop(
    ran: list[dict[str, Any]], workspace: Path, data: dict[str, Any]
) -> None:
    """`workspace = "demo"` in the notebook would show an analyst somebody else's figures."""
    line = told(ran[-1])
    values = {n["id"]: n["value"] for n in data["numbers"]}
    assert f"pay_amount {values['pay_amount.7d']:.10g} |" in line
    assert f"findings {len(data['findings'])}\n" in line


def explored(place: Any) -> Any:
    return place.locator(".explored").last


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], published: Path
) -> None:
    """Two figures for one question would make both doubtful."""
    shown = twin(lab, published, explored)
    explored(lab).scroll_into_view_if_needed()
    assert len(shown) > 3 and explored(lab).evaluate(FIGURE) == shown


def test_the_figure_follows_slider_and_dropdown(
    lab: Any, ran: list[dict[str, Any]], data: dict[str, Any]
) -> None:
    """Controls that move nothing are worse than none."""
    explored(lab).scroll_into_view_if_needed()
    before = explored(lab).evaluate(FIGURE)
    handle = lab.locator(".jp-OutputArea .widget-hslider .noUi-handle").first
    handle.focus()
    handle.press("End")
    wider = until_it_changes(lab, explored(lab), before)
    assert wider[1:] != before[1:], "the band is drawn anew"
    assert wider[0].split()[:3] == before[0].split()[:3], "the value does not depend on the alarm"
    metric = lab.locator(".jp-OutputArea .widget-dropdown select").first
    label = METRICS["clicks"].label.zh
    metric.select_option(label=label)
    followed = until_it_changes(lab, explored(lab), wider)
    clicks = next(n["value"] for n in data["numbers"] if n["id"] == "clicks.7d")
    assert followed[0].startswith(label) and f"{clicks:,.0f}" in followed[0]


def test_a_copy_that_was_changed_is_left_alone(workspace: Path, ran: list[dict[str, Any]]) -> None:
    """An update of the workbook must not throw away what an analyst wrote."""
    from opslib.cli.workspace import copy_notebooks
    from opslib.places import notebooks

    own = workspace / "notebooks" / "daily_review.ipynb"
    before = own.read_bytes()
    copy_notebooks(notebooks(), own.parent)
    assert own.read_bytes() == before
