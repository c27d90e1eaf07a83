"""The house stands as CONTRIBUTING.md draws it: rooms import downwards only, files stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "opslib"
FLOORS = {
    "labels": 1, "errors": 1, "stats": 1, "__init__": 1,
    "facts": 2, "columns": 2, "ids": 2, "model": 2, "places": 2, "declared": 2, "moments": 2,
    "profile": 2, "store": 2, "run": 2, "word_fit": 2,
    "importers": 3, "metrics": 3, "rules": 3, "events": 3, "report": 3, "simulate": 3,
    "promotion": 3, "competition": 3, "campaigns": 3,
    "shop": 4, "daily": 4, "arrivals": 4, "expected": 4, "ready": 4,
    "limits": 4, "held": 4, "market": 4, "trace": 4, "answer": 4, "workspace": 4, "demo": 4,
    "scorecard": 4, "replay": 4,
    "guarded": 4, "kinds": 4, "weekly": 4, "actions": 4, "comparison": 4, "marketing": 4,
    "cli": 5, "__main__": 5,
}  # fmt: skip
RUN_MAY_USE = {"labels", "errors", "places", "run", "__init__"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(file: Path) -> str:
    relative = file.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported_rooms(file: Path) -> set[str]:
    """Rooms of opslib that this file imports, wherever in the file."""
    rooms: set[str] = set()
    package = ("opslib", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            path = (*base, *((node.module or "").split(".") if node.module else ()))
            if path[:1] != ("opslib",):
                continue
            rooms |= {path[1]} if len(path) > 1 else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            rooms |= {a.name.split(".")[1] for a in node.names if a.name.startswith("opslib.")}
    return {r for r in rooms if r in FLOORS}


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_room_imports_only_lower_floors(file: Path) -> None:
    """An import upwards or sideways would tie stages together that must stay apart."""
    room = room_of(file)
    assert room in FLOORS, f"give {room} a floor in this test"
    for other in imported_rooms(file) - {room}:
        if FLOORS[room] == 3:
            assert FLOORS[other] < 3, f"{file.name} ({room}) imports its sibling {other}"
        if room == "stats":
            raise AssertionError(f"stats imports {other}")
        if room == "run":
            assert other in RUN_MAY_USE, f"the runner imports {other}"
        if room != "__init__":
            assert FLOORS[other] <= FLOORS[room], f"{file.name} ({room}) imports {other} above"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(file: Path) -> None:
    """A file past 300 lines or a function past 45 hides its structure from a newcomer."""
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{file.name} has {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            assert size <= 45, f"{file.name}:{node.lineno} {node.name} has {size} lines"


def test_no_module_has_an_empty_name() -> None:
    """Names like utils or common say nothing; whoever looks for a thing cannot find it."""
    empty = {"utils", "helpers", "common", "constants", "core", "manager"}
    assert not [f for f in FILES if f.stem in empty]


def test_analysis_never_looks_at_the_clock() -> None:
    """A clock inside the analysis would make an old report impossible to make again."""
    clocks = {"now", "today", "utcnow"}
    for file in FILES:
        if room_of(file) in {"run", "cli", "store", "importers"}:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in clocks, f"{file.name}:{node.lineno}"
