"""The house rules of notebooks, each a function from a notebook to its faults."""

from __future__ import annotations

import ast
import re
from typing import Any, Iterator

MOST_CELLS, MOST_LINES = 15, 8
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While)
LOGIC += (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Try, ast.If)
FORBIDDEN = {"groupby", "now", "today", "exit", "_exit", "system", "merge", "pivot_table"}
MAY_IMPORT = {"opslib"}
CHECKED = "NBVAL_CHECK_OUTPUT"
Notebook = dict[str, Any]


def source(cell: dict[str, Any]) -> str:
    """The cell's text; on disk it is a list of lines."""
    return "".join(cell["source"])


def code(notebook: Notebook) -> list[dict[str, Any]]:
    return [c for c in notebook["cells"] if c["cell_type"] == "code"]


def tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def is_short(notebook: Notebook) -> Iterator[str]:
    """At most 15 code cells between the parameters and the end, none over 8 lines.

    The parameters are one a line, as many as the report has.
    """
    cells = code(notebook)
    if len(cells) - 2 > MOST_CELLS:
        yield f"{len(cells) - 2} code cells"
    for cell in cells:
        lines = [line for line in source(cell).splitlines() if line.strip()]
        most = len(lines) if "parameters" in tags(cell) else MOST_LINES
        if len(lines) > most or not lines:
            yield f"cell {cell['id']} has {len(lines)} lines"


def has_no_logic(notebook: Notebook) -> Iterator[str]:
    """No definition, loop, branch or groupby; no clock and no exit: logic lives in opslib."""
    for cell in code(notebook):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, LOGIC):
                yield f"cell {cell['id']}: {type(node).__name__}"
            name = getattr(node, "attr", None) or getattr(node, "id", None)
            if name in FORBIDDEN:
                yield f"cell {cell['id']}: {name}"


def imports_only_opslib(notebook: Notebook) -> Iterator[str]:
    """A reader has one library to know."""
    for cell in code(notebook):
        for node in ast.walk(ast.parse(source(cell))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                if name.split(".")[0] not in MAY_IMPORT:
                    yield f"cell {cell['id']} imports {name}"


def speaks_both_languages(notebook: Notebook) -> Iterator[str]:
    """Every prose cell in Chinese is followed by its English twin, heading for heading."""
    waiting: dict[str, Any] | None = None
    for cell in notebook["cells"]:
        lang = [t for t in tags(cell) if t in ("zh", "en")]
        if cell["cell_type"] == "markdown" and lang == ["zh"] and waiting is None:
            waiting = cell
        elif cell["cell_type"] == "markdown" and lang == ["en"] and waiting is not None:
            if _headings(waiting) != _headings(cell):
                yield f"cells {waiting['id']} and {cell['id']} have other headings"
            waiting = None
        elif cell["cell_type"] == "markdown" or waiting is not None:
            yield f"cell {cell['id']} breaks a zh/en pair"
    if waiting is not None:
        yield f"cell {waiting['id']} has no English twin"


def _headings(cell: dict[str, Any]) -> list[int]:
    return [len(m) for m in re.findall(r"^(#+) ", source(cell), re.MULTILINE)]


def opens_with_a_question(notebook: Notebook) -> Iterator[str]:
    """The title is the question an operator asks, one in each language, and the only h1."""
    titles = [
        line
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        for line in re.findall(r"^# (.+)$", source(cell), re.MULTILINE)
    ]
    if len(titles) != 2 or not all("?" in t or "？" in t for t in titles):
        yield f"titles: {titles}"
    if notebook["cells"][0]["cell_type"] != "markdown":
        yield "it does not open with its title"


def runs_on_python3(notebook: Notebook) -> Iterator[str]:
    """The kernel is the running interpreter's, whatever the machine calls its others."""
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "kernel is not python3"


def ends_with_finish(notebook: Notebook) -> Iterator[str]:
    """The last code cell sets the completion marker: without it no run is good."""
    if not source(code(notebook)[-1]).strip().endswith(".finish()"):
        yield "the last cell does not finish()"


def keeps_no_stale_output(notebook: Notebook) -> Iterator[str]:
    """Outputs are kept out of git, except those that nbval checks; no widget state."""
    for cell in code(notebook):
        checked = CHECKED in source(cell)
        if checked != bool(cell["outputs"]):
            yield f"cell {cell['id']}: {'checked without' if checked else 'unchecked'} output"
        if cell["execution_count"] is not None and not checked:
            yield f"cell {cell['id']}: an execution count is kept"
    if "widgets" in notebook["metadata"]:
        yield "widget state is kept"


def names_its_cells_once(notebook: Notebook) -> Iterator[str]:
    """Cell ids are there and differ, so that a diff shows what changed."""
    ids = [c.get("id") for c in notebook["cells"]]
    if None in ids or len(set(ids)) != len(ids):
        yield "cell ids are missing or repeated"


RULES = (
    is_short,
    has_no_logic,
    imports_only_opslib,
    speaks_both_languages,
    opens_with_a_question,
    runs_on_python3,
    ends_with_finish,
    keeps_no_stale_output,
    names_its_cells_once,
)
