"""The comparison's notebook in real JupyterLab: it runs, and the sliders reckon the game anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opslib.report.rivals import game as say
from tests.browser.lab import FIGURE, says_what_the_page_says, to, twin, until_it_changes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = "competitor_comparison"


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


def test_every_cell_runs_without_an_error(ran: list[dict[str, Any]], data: dict[str, Any]) -> None:
    """Whoever opens the notebook after noting the rivals would be met by a traceback."""
    says_what_the_page_says(ran, data, "cotton1688 2026-11-20 | rivals 10")


def test_the_sliders_begin_where_the_page_stands(
    lab: Any, ran: list[dict[str, Any]], published: Path
) -> None:
    """Two answers to what a cut would cost would make both doubtful."""
    shown = twin(lab, published, game)
    assert len(shown[0]) > 100 and in_sight(lab) == shown


def test_price_floor_and_reply_reckon_the_game_anew(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Sliders that move nothing are worse than none."""
    page = in_sight(lab)
    to(lab, say.CONTROL["margin_floor"], "End")
    floor = until_it_changes(lab, game(lab), page)
    assert (
        say.VERDICT["below_floor"].zh in floor[0] and say.VERDICT["below_floor"].zh not in page[0]
    )
    to(lab, say.CONTROL["margin_floor"], "Home")
    back = until_it_changes(lab, game(lab), floor)
    assert back == page
    to(lab, say.CONTROL["reply"], "End")
    slow = until_it_changes(lab, game(lab), back)
    to(lab, say.CONTROL["price"], "End")
    assert until_it_changes(lab, game(lab), slow)[0] != slow[0]
