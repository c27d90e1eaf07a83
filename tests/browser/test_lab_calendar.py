"""The calendar notebook in real JupyterLab: it runs, and other terms of the next event answer."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opslib.report.calendar import controls as say
from tests.browser.lab import FIGURE, failures, running, saved, serving, told, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = Path("reports/marketing_calendar/cotton1688/2026-11-20.zh")
NAME = "marketing_calendar.ipynb"


@pytest.fixture(scope="module")
def workspace(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's workspace with a published page; not called demo."""
    return shutil.copytree(demo, tmp_path_factory.mktemp("lab") / "own_shop")


@pytest.fixture(scope="module")
def lab(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The notebook open in JupyterLab, every cell run."""
    home = tmp_path_factory.mktemp("jupyter")
    with serving(workspace, home) as address, running(address(NAME)) as page:
        yield page


@pytest.fixture(scope="module")
def ran(lab: Any, workspace: Path) -> list[dict[str, Any]]:
    """The code cells of the notebook, saved after the last of them had run."""
    return saved(lab, workspace / "notebooks" / NAME)


def scenario(place: Any) -> Any:
    """The figure of the controls, or its static twin without the note around it."""
    return place.locator(".scenario").last


def to(lab: Any, label: Any, key: str) -> None:
    """Send the handle of one slider to an end of its range: key "Home" or "End"."""
    row = lab.locator(".jp-OutputArea .widget-hslider", has_text=label.zh)
    row.locator(".noUi-handle").focus()
    lab.keyboard.press(key)


def test_every_cell_runs_without_an_error(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Whoever plans the week in JupyterLab would be met by a traceback."""
    assert failures(ran) == []
    data = json.loads((workspace / REPORT / "data.json").read_text(encoding="utf-8"))
    line = told(ran[-1])
    assert line.startswith("cotton1688 2026-11-20 2026 |")
    assert f"findings {len(data['findings'])}\n" in line


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Two forecasts of one event would make both doubtful."""
    twin = lab.context.new_page()
    twin.goto((workspace / REPORT / "index.html").as_uri())
    twin.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown = scenario(twin).evaluate(FIGURE)
    twin.close()
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
