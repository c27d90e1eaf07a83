"""The page of the scorecard: its notebook run and rendered as every report's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .. import places
from ..errors import OpslibError
from ..labels import LANGUAGES, Label
from .result import load

NAME = "method_scorecard"
PAGES = Path("reports") / NAME
CELL_SECONDS = 300


def make_pages(result: Path, folder: Path = PAGES) -> list[Path]:
    """Write the page of a measured scorecard in both languages; returns their files.

    Raises DeclarationError for a file that is no scorecard, OpslibError where a cell fails.
    """
    load(result)
    return [_page(result.resolve(), folder.resolve() / lang, lang) for lang in LANGUAGES]


def _page(result: Path, out: Path, lang: str) -> Path:
    from ..run.child import perform

    out.mkdir(parents=True, exist_ok=True)
    settings = load(result).settings
    with tempfile.TemporaryDirectory(prefix="ops") as work:
        job = {
            "report": NAME,
            "as_of": "",
            "lang": lang,
            "notebook": str(places.notebooks() / f"{NAME}.ipynb"),
            "out": str(out),
            "work": work,
            "cwd": work,
            "cell_seconds": CELL_SECONDS,
            "parameters": {"result": str(result), "lang": lang},
            "stamp": f"opslib {settings.version} · {settings.shops} × {settings.days} · "
            f"seed {settings.seed}",
        }
        before = os.environ.get("OPSLIB_OUT")
        os.environ["OPSLIB_OUT"] = str(out)
        try:
            verdict = perform(job)
        finally:
            os.environ.pop("OPSLIB_OUT")
            if before is not None:
                os.environ["OPSLIB_OUT"] = before
    for name in ("done.json", "run.ipynb"):
        (out / name).unlink(missing_ok=True)
    if verdict.state != "ok":
        told = "\n".join([verdict.message, *verdict.lines])
        raise OpslibError(NAME, Label(told, told))
    return out / "index.html"
