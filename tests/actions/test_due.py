"""New actions are due after the day of the report that asks for them, whatever day that is."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.actions import Actions, Proposal, accept_run, merged
from opslib.actions.book import _ahead_of
from opslib.workspace import Workspace

REPORT = "weekly_promotion_review"
BID = Proposal(REPORT, "word_raise.aa", "keyword", "cup", "Bid 2.", "profit", 50, 120, 300, 3)
# Alibaba.com: weeks end on Saturday, so five days later is Thursday.
WEEK = date(2026, 11, 8), date(2026, 11, 14)


@pytest.fixture
def kept(tmp_path: Path) -> Actions:
    return Actions(Workspace.init(tmp_path / "w", platform="alibaba", shop="s1"), "s1")


@pytest.mark.parametrize(("on", "due"), [(14, 19), (18, 19), (19, 21), (20, 22)])
def test_page_and_register_name_the_same_day_after_the_report(
    kept: Actions, on: int, due: int
) -> None:
    """A list that is late on its first day is not taken seriously."""
    day = date(2026, 11, on)
    assert [a.due for a in kept.asked([BID], WEEK, day)] == [date(2026, 11, due)]
    kept.accept([BID], WEEK, day)
    assert [a.due for a in kept.all()] == [date(2026, 11, due)]
    kept.accept([BID], WEEK, date(2026, 11, 20))  # made again later: what was promised stays
    assert [a.due for a in kept.all()] == [date(2026, 11, due)]


def test_a_finished_run_keeps_its_actions_with_a_day_to_come(kept: Actions) -> None:
    """The register is what people work from; the page alone would not help them."""
    found = {
        "id": "word_raise.aa", "rule": "word_raise", "severity": "act", "minutes": 3,
        "subject": {"dimension": "keyword", "member": "cup", "name": ""}, "action": "Bid 2.",
        "money": {"low": 1.0, "mid": 2.0, "high": 3.0},
    }  # fmt: skip
    data = kept.workspace.root / "data.json"
    data.write_text(json.dumps({"findings": [found]}), encoding="utf-8")
    run = SimpleNamespace(report=REPORT, shop="s1", as_of="2026-11-20", exit_code=0, data=str(data))
    assert accept_run(kept.workspace, run) == ""  # type: ignore[arg-type]
    (action,) = kept.all()
    assert action.due is not None and action.due > date(2026, 11, 20)


@given(st.integers(0, 13))
def test_nothing_new_is_ever_due_by_the_day_of_its_report(days: int) -> None:
    """Whatever day of the week the report is made on."""
    on = WEEK[1] + timedelta(days=days)
    made = _ahead_of(on, [], merged([], [BID], WEEK)[1])
    assert all(a.due is not None and on < a.due <= on + timedelta(days=5) for a in made)
