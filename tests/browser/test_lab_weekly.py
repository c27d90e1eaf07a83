"""The weekly notebook in real JupyterLab: it runs, and other terms class and split anew."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opslib.report.promo import split_words as say
from tests.browser.lab import FIGURE, failures, running, saved, serving, told, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = Path("reports/weekly_promotion_review/cotton1688/2026-11-20.zh")
NAME = "weekly_promotion_review.ipynb"


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


def to(lab: Any, what: str, key: str) -> None:
    """Send the handle of one slider to an end of its range: key "Home" or "End"."""
    row = lab.locator(".jp-OutputArea .widget-hslider", has_text=say.SCENARIO[what].zh)
    row.locator(".noUi-handle").focus()
    lab.keyboard.press(key)


def classes(figure: list[str]) -> list[int]:
    """How many words there are of each kind."""
    kinds = [re.search(v.zh.format(n=r"(\d+)"), figure[0]) for v in say.VERDICTS.values()]
    return [int(found[1]) for found in kinds if found]


def test_every_cell_runs_without_an_error(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """An operator who opens the notebook on Monday would be met by a traceback."""
    assert failures(ran) == []
    line = told(ran[-1])
    data = json.loads((workspace / REPORT / "data.json").read_text(encoding="utf-8"))
    assert line.startswith("cotton1688 2026-11-20 |")
    assert f"findings {len(data['findings'])}\n" in line


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Two plans for one week would make both doubtful."""
    twin = lab.context.new_page()
    twin.goto((workspace / REPORT / "index.html").as_uri())
    twin.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown = scenario(twin).evaluate(FIGURE)
    twin.close()
    scenario(lab).scroll_into_view_if_needed()
    assert len(shown[0]) > 100 and scenario(lab).evaluate(FIGURE) == shown


def test_words_and_plans_follow_the_controls(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Sliders that move nothing, or move the wrong part, are worse than none."""
    scenario(lab).scroll_into_view_if_needed()
    page = scenario(lab).evaluate(FIGURE)
    to(lab, "target_roi", "End")
    strict = until_it_changes(lab, scenario(lab), page)
    assert len(classes(page)) == len(say.VERDICTS) and sum(classes(page)) == sum(classes(strict))
    assert classes(strict) != classes(page), "words are classed anew"
    to(lab, "weekly_budget", "End")
    rich = until_it_changes(lab, scenario(lab), strict)
    assert classes(rich) == classes(strict), "what a word is does not depend on the budget"
    assert rich[0] != strict[0], "the budget is split anew"
