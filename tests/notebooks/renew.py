"""`python -m tests.notebooks.renew` stores the checked lines of every notebook anew.

Names after it renew only those notebooks. For when a number was meant to change: run it, look at
the diff, say in the commit why.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from opslib.demo import demo_workspace
from opslib.places import notebooks

from .house_rules import CHECKED, source


def renew(path: Path, workspace: Path) -> None:
    """Run the notebook on this workspace; keep the output of its checked cells alone."""
    import nbformat
    from nbclient import NotebookClient

    notebook = json.loads(path.read_text(encoding="utf-8"))
    ran = nbformat.reads(json.dumps(notebook), as_version=4)
    NotebookClient(ran, timeout=120, kernel_name="python3", resources=_beside(workspace)).execute()
    for cell, done in zip(notebook["cells"], ran.cells, strict=True):
        if cell["cell_type"] == "code":
            checked = CHECKED in source(cell)
            cell["outputs"] = [_plain(o) for o in done.outputs] if checked else []
            cell["execution_count"] = 1 if checked else None
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _beside(workspace: Path) -> dict[str, Any]:
    """The kernel starts where `demo` is this workspace, as in the test."""
    return {"metadata": {"path": str(workspace.parent)}}


def _plain(output: Any) -> dict[str, Any]:
    found = dict(output)
    if "text" in found:
        found["text"] = found["text"].splitlines(keepends=True)
    return found


if __name__ == "__main__":
    os.environ.pop("OPSLIB_WORKSPACE", None)
    with tempfile.TemporaryDirectory() as folder:
        made = demo_workspace(Path(folder) / "demo")
        chosen = set(sys.argv[1:])
        for notebook in sorted(notebooks().glob("*.ipynb")):
            if chosen and notebook.stem not in chosen:
                continue
            renew(notebook, made)
            print(notebook.name)
