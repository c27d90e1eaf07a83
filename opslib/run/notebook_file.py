"""Does a notebook file take the parameters of its report? Read as JSON, before any heavy import."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ..errors import DeclarationError
from ..labels import Label


def read(path: Path) -> dict[str, Any]:
    """The notebook as JSON. Raises DeclarationError when it is missing or no notebook."""
    try:
        notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if not isinstance(notebook["cells"], list):
            raise TypeError("cells is no list")
        return notebook
    except (OSError, ValueError, KeyError, TypeError):
        raise DeclarationError(
            path.name,
            Label("不存在，或者不是笔记本。", "it does not exist or is not a notebook."),
        ) from None


def defaults(path: Path) -> dict[str, Any]:
    """The names and values that the cell tagged `parameters` assigns.

    Raises DeclarationError unless there is exactly one such cell with plain values only: papermill
    would silently keep a second cell's value, or one computed from a default.
    """
    cells = [c for c in read(path)["cells"] if "parameters" in c["metadata"].get("tags", [])]
    if len(cells) != 1:
        raise DeclarationError(path.name, ONE_CELL.format(n=len(cells)))
    try:
        return {
            target.id: ast.literal_eval(line.value)
            for line in ast.parse("".join(cells[0]["source"])).body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name)
        }
    except (SyntaxError, ValueError):
        raise DeclarationError(path.name, PLAIN) from None


def faults(path: Path, model: type[BaseModel]) -> list[Label]:
    """Why this notebook cannot be run with this model; empty when it can."""
    missing = sorted(set(model.model_fields) - set(defaults(path)))
    return [LACKS.format(names=", ".join(missing))] if missing else []


ONE_CELL = Label(
    "要有且只有一个带 parameters 标签的单元，现在有 {n} 个。",
    "exactly one cell must be tagged 'parameters', there are {n}.",
)
PLAIN = Label(
    "parameters 单元里只能写简单的赋值。", "the parameters cell may hold plain values only."
)
LACKS = Label("parameters 单元里缺少：{names}。", "the parameters cell does not set: {names}.")
