"""The comparison's notebook in real JupyterLab: it runs, and the sliders reckon the game anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from opslib.report.rivals import game as say
from tests.browser.lab import FIGURE, failures, running, saved, serving, told, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = Path("reports/competitor_comparison/cotton1688/2026-11-20.zh")
NAME = "competitor_comparison.ipynb"


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


def game(place: Any) -> Any:
    """The figure of the controls, or its static twin without the note around it."""
    return place.locator("section.game").last


def in_sight(lab: Any) -> list[str]:
    """The figure once JupyterLab draws it: cells out of sight have no text."""
    game(lab).scroll_into_view_if_needed()
    lab.wait_for_function(
        "() => [...document.querySelectorAll('section.game')].pop()?.innerText.trim().length > 100"
    )
    return game(lab).evaluate(FIGURE)  # type: ignore[no-any-return]


def to(lab: Any, what: str, key: str) -> None:
    """Send the handle of one slider to an end of its range: key "Home" or "End"."""
    row = lab.locator(".jp-OutputArea .widget-hslider", has_text=say.CONTROL[what].zh)
    row.locator(".noUi-handle").focus()
    lab.keyboard.press(key)


def test_every_cell_runs_without_an_error(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Whoever opens the notebook after noting the rivals would be met by a traceback."""
    assert failures(ran) == []
    data = json.loads((workspace / REPORT / "data.json").read_text(encoding="utf-8"))
    line = told(ran[-1])
    assert line.startswith("cotton1688 2026-11-20 | rivals 10")
    assert f"findings {len(data['findings'])}" in line


def test_the_sliders_begin_where_the_page_stands(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Two answers to what a cut would cost would make both doubtful."""
    twin = lab.context.new_page()
    twin.goto((workspace / REPORT / "index.html").as_uri())
    twin.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown = game(twin).evaluate(FIGURE)
    twin.close()
    assert len(shown[0]) > 100 and in_sight(lab) == shown


def test_price_floor_and_reply_reckon_the_game_anew(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Sliders that move nothing are worse than none."""
    page = in_sight(lab)
    to(lab, "margin_floor", "End")
    floor = until_it_changes(lab, game(lab), page)
    assert (
        say.VERDICT["below_floor"].zh in floor[0] and say.VERDICT["below_floor"].zh not in page[0]
    )
    to(lab, "margin_floor", "Home")
    back = until_it_changes(lab, game(lab), floor)
    assert back == page
    to(lab, "reply", "End")
    slow = until_it_changes(lab, game(lab), back)
    to(lab, "price", "End")
    assert until_it_changes(lab, game(lab), slow)[0] != slow[0]
