"""The weekly notebook in real JupyterLab: it runs, and other terms class and split anew."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from opslib.actions import Actions
from opslib.actions.board import DONE, SAVED
from opslib.report.promo import split_words as say
from opslib.workspace import Workspace
from tests.browser.lab import (
    FIGURE,
    PATIENCE,
    says_what_the_page_says,
    scenario,
    to,
    twin,
    until_it_changes,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = "weekly_promotion_review"


def classes(figure: list[str]) -> list[int]:
    """How many words there are of each kind."""
    kinds = [re.search(v.zh.format(n=r"(\d+)"), figure[0]) for v in say.VERDICTS.values()]
    return [int(found[1]) for found in kinds if found]


def test_every_cell_runs_without_an_error(ran: list[dict[str, Any]], data: dict[str, Any]) -> None:
    """An operator who opens the notebook on Monday would be met by a traceback."""
    says_what_the_page_says(ran, data, "cotton1688 2026-11-20 |")


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], published: Path
) -> None:
    """Two plans for one week would make both doubtful."""
    shown = twin(lab, published, scenario)
    scenario(lab).scroll_into_view_if_needed()
    assert len(shown[0]) > 100 and scenario(lab).evaluate(FIGURE) == shown


def test_words_and_plans_follow_the_controls(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Sliders that move nothing, or move the wrong part, are worse than none."""
    scenario(lab).scroll_into_view_if_needed()
    page = scenario(lab).evaluate(FIGURE)
    to(lab, say.SCENARIO["target_roi"], "End")
    strict = until_it_changes(lab, scenario(lab), page)
    assert len(classes(page)) == len(say.VERDICTS) and sum(classes(page)) == sum(classes(strict))
    assert classes(strict) != classes(page), "words are classed anew"
    to(lab, say.SCENARIO["weekly_budget"], "End")
    rich = until_it_changes(lab, scenario(lab), strict)
    assert classes(rich) == classes(strict), "what a word is does not depend on the budget"
    assert rich[0] != strict[0], "the budget is split anew"


def board(lab: Any) -> Any:
    """The lines of the action list that can be ticked."""
    button = lab.get_by_role("button", name=DONE.zh, exact=True)
    return lab.locator(".jp-OutputArea .widget-hbox").filter(has=button)


def run_again(lab: Any) -> None:
    """Every cell once more, waited for."""
    before = lab.locator(".jp-CodeCell .jp-InputPrompt").last.text_content()
    lab.get_by_role("menuitem", name="Run", exact=True).click()
    lab.get_by_text("Run All Cells", exact=True).click()
    for _ in range(4 * PATIENCE):
        lab.wait_for_timeout(250)
        told = lab.locator(".jp-CodeCell .jp-InputPrompt").last.text_content()
        if told != before and "*" not in told:
            return
    raise AssertionError(told)


def test_an_action_ticked_stays_done_when_the_notebook_runs_again(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Work that comes back as open the next time is done twice, or never trusted again."""
    kept = Actions(Workspace.open(workspace), "cotton1688")
    first = kept.all("todo")[0]
    lines = board(lab)
    lines.first.scroll_into_view_if_needed()
    many, text = lines.count(), lines.first.inner_text()
    assert first.subject in text
    lines.first.get_by_role("button", name=DONE.zh, exact=True).click()
    lab.get_by_text(str(SAVED.zh).split("：")[1]).first.wait_for()
    assert Actions(Workspace.open(workspace), "cotton1688").get(first.id).state == "done"
    run_again(lab)
    board(lab).first.scroll_into_view_if_needed()
    assert board(lab).count() == many - 1
    assert first.what not in board(lab).first.inner_text() or many == 1
    kept = Actions(Workspace.open(workspace), "cotton1688")
    kept.sync()  # the Excel register says the same
    assert kept.get(first.id).state == "done" and kept.get(first.id).done_on == kept.newest()
