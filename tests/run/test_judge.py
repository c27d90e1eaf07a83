"""Whether a notebook ran is judged by what it left, not by what papermill says."""

from __future__ import annotations

from typing import Any

import pytest

from opslib.run.child import judge, speaks

DONE = {"state": "ok", "findings": 0, "failed_sections": []}


def code(count: int | None, *outputs: dict[str, Any], source: str = "x") -> dict[str, Any]:
    """A code cell as papermill leaves it; its status always claims success."""
    metadata = {"papermill": {"status": "completed", "exception": False}}
    return {
        "cell_type": "code",
        "source": source,
        "execution_count": count,
        "outputs": list(outputs),
        "metadata": metadata,
    }


def error(name: str = "SystemExit", value: str = "0") -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": []}


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells)}


def test_all_run_and_marked_is_ok() -> None:
    """No run would ever be good."""
    verdict = judge(notebook(code(1), code(2)), DONE, None)
    assert (verdict.state, verdict.whole) == ("ok", True)


@pytest.mark.parametrize(
    "cells",
    [
        [code(1), code(None)],
        [code(1), code(2, error())],
        [code(1), code(2, error("ValueError", "x")), code(None)],
    ],
)
def test_cell_without_count_or_with_error_fails(cells: list[dict[str, Any]]) -> None:
    """A dead kernel or a quiet sys.exit would count as a success."""
    verdict = judge(notebook(*cells), DONE, None)
    assert (verdict.state, verdict.whole) == ("failed", False)


def test_empty_cell_needs_no_count() -> None:
    """An empty cell at the end of a notebook would fail every run."""
    assert judge(notebook(code(1), code(None, source=" \n")), DONE, None).state == "ok"


def test_marker_is_needed() -> None:
    """A notebook that stops before its last cell would count as a success."""
    assert judge(notebook(code(1)), None, None).state == "failed"


def test_error_of_the_client_fails_even_when_all_looks_well() -> None:
    """An error after the last cell would be lost."""
    assert judge(notebook(code(1)), DONE, None, OSError("disk")).state == "failed"


def test_no_notebook_at_all_fails() -> None:
    """A kernel that never came up would end in a traceback instead of an answer."""
    verdict = judge(None, None, None, RuntimeError("Kernel died before replying"))
    assert verdict.state == "failed" and "Kernel died" in verdict.lines[-1]


def test_nothing_to_report_is_kept_apart_from_ok() -> None:
    """The reader of the history could not tell a quiet day from a day with findings."""
    assert judge(notebook(code(1)), {**DONE, "state": "nothing_to_report"}, None).state == (
        "nothing_to_report"
    )


@pytest.mark.parametrize(
    ("tags", "zh", "en"),
    [([], True, True), (["zh"], True, False), (["en"], False, True), (["zh", "en"], True, True)],
)
def test_prose_of_the_other_language_is_dropped(tags: list[str], zh: bool, en: bool) -> None:
    """A page would mix languages or lose prose that belongs to both."""
    cell = {"cell_type": "markdown", "metadata": {"tags": tags}}
    assert (speaks(cell, "zh"), speaks(cell, "en")) == (zh, en)
    assert speaks({"cell_type": "code", "metadata": {"tags": tags}}, "zh")
