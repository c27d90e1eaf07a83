"""Every notebook keeps the house rules, and the rules bite."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, Callable

import pytest

from opslib.places import notebooks, templates
from opslib.run import notebook_file
from opslib.run.parameters import PARAMETERS, ReportParameters, check, dumped

from . import house_rules as rules

SKELETON = templates() / "notebook.ipynb"
REPORTS = sorted(notebooks().glob("*.ipynb"))
FILES = [*REPORTS, SKELETON]
# About no shop and no day: `make scorecard` runs it, not `opslib run`.
APART = {"method_scorecard"}


def by_name(thing: Any) -> str:
    return str(getattr(thing, "stem", getattr(thing, "__name__", thing)))


@pytest.mark.parametrize("rule", rules.RULES, ids=by_name)
@pytest.mark.parametrize("path", FILES, ids=by_name)
def test_notebook_keeps_the_rule(path: Path, rule: Callable[..., Any]) -> None:
    """A notebook would grow logic, lose a language, or show numbers that nobody computed."""
    assert list(rule(notebook_file.read(path))) == []


@pytest.mark.parametrize("path", [p for p in REPORTS if p.stem not in APART], ids=by_name)
def test_defaults_are_those_of_the_schema(path: Path) -> None:
    """JupyterLab, the command line and the schedule would each report something else."""
    assert notebook_file.defaults(path) == dumped(check(path.stem, {}))


def test_skeleton_takes_the_common_parameters() -> None:
    """A report copied from the skeleton would be refused by the runner."""
    assert notebook_file.defaults(SKELETON) == ReportParameters().model_dump(mode="json")


def test_every_report_has_a_notebook_and_every_notebook_a_schema() -> None:
    """A report would be listed that cannot be run."""
    assert {p.stem for p in REPORTS} == {*PARAMETERS, *APART}


def _cell(kind: str, text: str, *tags: str, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": "new", "metadata": {"tags": list(tags)}, "source": [text]}
    return {**cell, "execution_count": None, "outputs": [], **more}


OUTPUT = [{"output_type": "stream", "name": "stdout", "text": "1"}]
FAULTS: list[tuple[Callable[..., Any], Callable[[dict[str, Any]], Any]]] = [
    (rules.is_short, lambda n: n["cells"].extend([_cell("code", "x")] * 15)),
    (rules.is_short, lambda n: n["cells"].append(_cell("code", "x\n" * 9))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "def f(): pass"))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "for x in y: x"))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "[x for x in y]"))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "d.groupby('x').sum()"))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "datetime.now()"))),
    (rules.has_no_logic, lambda n: n["cells"].append(_cell("code", "sys.exit(0)"))),
    (rules.imports_only_opslib, lambda n: n["cells"].append(_cell("code", "import pandas as pd"))),
    (rules.imports_only_opslib, lambda n: n["cells"].append(_cell("code", "from os import path"))),
    (rules.speaks_both_languages, lambda n: n["cells"].append(_cell("markdown", "x", "zh"))),
    (rules.speaks_both_languages, lambda n: n["cells"].append(_cell("markdown", "x"))),
    (rules.speaks_both_languages, lambda n: n["cells"].pop(1)),
    (rules.speaks_both_languages, lambda n: n["cells"][0].update(source=["# a?\n## b"])),
    (rules.opens_with_a_question, lambda n: n["cells"][0].update(source=["# 日报"])),
    (rules.opens_with_a_question, lambda n: n["cells"].insert(0, _cell("code", "x"))),
    (rules.runs_on_python3, lambda n: n["metadata"].update(kernelspec={"name": "conda"})),
    (rules.ends_with_finish, lambda n: n["cells"].pop()),
    (rules.keeps_no_stale_output, lambda n: n["cells"][-1].update(outputs=OUTPUT)),
    (rules.keeps_no_stale_output, lambda n: n["cells"][-1].update(execution_count=7)),
    (
        rules.keeps_no_stale_output,
        lambda n: n["cells"].append(_cell("code", "# NBVAL_CHECK_OUTPUT")),
    ),
    (rules.keeps_no_stale_output, lambda n: n["metadata"].update(widgets={})),
    (rules.names_its_cells_once, lambda n: n["cells"].append(n["cells"][0])),
]


@pytest.mark.parametrize(("rule", "spoil"), FAULTS)
def test_rule_bites(rule: Callable[..., Any], spoil: Callable[[dict[str, Any]], Any]) -> None:
    """A rule that never finds anything would protect nobody."""
    notebook = copy.deepcopy(notebook_file.read(SKELETON))
    spoil(notebook)
    assert list(rule(notebook)) != []
