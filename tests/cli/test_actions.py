"""`opslib actions`: what a scheduler or an operator at a terminal sees of the action list."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from opslib.actions import Actions, Proposal
from opslib.cli.app import app
from opslib.errors import ParameterError, UnknownName
from opslib.workspace import Workspace

WEEK = date(2026, 11, 9), date(2026, 11, 15)


@pytest.fixture
def kept(tmp_path: Path) -> Actions:
    found = Actions(Workspace.init(tmp_path / "w", platform="1688", shop="s1"), "s1")
    bid = Proposal(
        "weekly_promotion_review", "x.1", "keyword", "杯子", "提价", mid=120.0, minutes=3
    )
    found.accept([bid], WEEK)
    return found


def call(kept: Actions, *arguments: str) -> str:
    from opslib import cli  # noqa: F401  (fills `app`)

    done = CliRunner().invoke(app, ["actions", *arguments, "-w", str(kept.workspace.root)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return str(done.stdout)


def test_the_list_is_one_json_object(kept: Actions) -> None:
    """A dashboard reads it; prose around it would break that."""
    told = json.loads(call(kept, "--json"))
    (action,) = told["actions"]
    assert told["shop"] == "s1" and told["register_not_renewed"] == ""
    assert (action["id"], action["state"], action["mid"]) == (kept.all()[0].id, "todo", 120.0)


def test_marking_is_kept_and_shown_in_the_register(kept: Actions) -> None:
    """Marked at the terminal, found in Excel."""
    import openpyxl

    id = kept.all()[0].id
    assert "已完成" in call(kept, id, "--mark", "done", "--on", "2026-11-17", "--note", "快")
    page = openpyxl.load_workbook(kept.path).worksheets[0]
    assert [c.value for c in page[2]][1] == "已完成"
    kept._forget()
    assert (kept.get(id).done_on, kept.get(id).note) == (date(2026, 11, 17), "快")
    assert call(kept, "--state", "todo").startswith("还没有动作")


def test_an_id_without_a_mark_is_refused(kept: Actions) -> None:
    """Half a command must not list everything as if it had been obeyed."""
    with pytest.raises(ParameterError):
        call(kept, kept.all()[0].id)
    with pytest.raises(ParameterError):
        call(kept, "--mark", "done")


def test_an_unknown_id_changes_nothing(kept: Actions) -> None:
    """A slip of the pen is told, with what is near."""
    with pytest.raises(UnknownName):
        call(kept, "nosuchid", "--mark", "done", "--on", "2026-11-17")
    assert kept.all()[0].state == "todo"
