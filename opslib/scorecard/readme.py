"""The block of figures in both READMEs, written from the measured scorecard."""

from __future__ import annotations

import re
from pathlib import Path

from .. import places
from ..labels import Language, speaking
from . import told, words
from .result import Result

FILES: dict[str, Language] = {"README.md": "en", "README.zh-CN.md": "zh"}
START, END = "<!-- scorecard -->", "<!-- /scorecard -->"
_BLOCK = re.compile(f"{START}.*?{END}", re.DOTALL)


def block(result: Result, lang: Language) -> str:
    """The marked block: the answer, the table against the baselines, the money, the caveat."""
    with speaking(lang):
        head = (words.METHOD, words.FALSE_HEAD, words.NAMED, words.WITHIN_3, words.TOP)
        rows = [
            (
                words.METHODS[name],
                told.number(result.quiet[name].alarms_a_week),
                told.share(found.named),
                told.share(found.within_3),
                told.share(found.top),
            )
            for name, found in result.found.items()
        ]
        lines = [
            START,
            f"{told.lead(result)}",
            "",
            _row(head),
            _row(("---", *["---:"] * (len(head) - 1))),
            *(_row(row) for row in rows),
            "",
            f"{told.money(result.prices)}",
            "",
            f"{words.LIMITS[0]}",
            END,
        ]
    return "\n".join(lines)


def _row(cells: tuple[object, ...]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def held(text: str) -> str:
    """The marked block that stands in a README now; "" without one."""
    match = _BLOCK.search(text)
    return match[0] if match else ""


def write_readmes(result: Result, home: Path | None = None) -> None:
    """Put the block into both READMEs of a checkout; files without the marks stay as they are."""
    home = home or places.templates().parent
    for name, lang in FILES.items():
        file = home / name
        if file.is_file():
            text = file.read_text("utf-8")
            new = _BLOCK.sub(lambda _, b=block(result, lang): b, text)  # type: ignore[misc]
            if new != text:
                file.write_bytes(new.encode())
