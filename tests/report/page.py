"""A whole page out of made-up data, to look at while the looks are worked on.

Run `python -m tests.report.page FOLDER`: writes pages and screenshots (desktop, phone, dark, en).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from opslib import report
from opslib.labels import speaking
from opslib.report.blocks import Block, page_css
from tests.report import examples as ex

HEADS = {
    "verdict": "",
    "findings": "",
    "kpis": "指标",
}


def blocks(quiet: bool = False) -> dict[str, Block]:
    """Every section of the daily review, filled with the example data."""
    sheet = ex.sheet()
    board = ex.board()
    headline = next(r for r in board.itertuples() if r.metric == "pay_amount" and r.window == 7)
    review = ex.review(quiet)
    return {
        "verdict": report.verdict(sheet, review, headline, profile=ex.PROFILE),
        "findings": report.findings(sheet, review),
        "kpis": report.kpis(sheet, board, ex.trends()),
    }


def page(lang: str = "zh", quiet: bool = False) -> str:
    """The sections as one HTML page with the real style sheet."""
    os.environ["OPSLIB_OUT"] = "."
    with speaking(lang):  # type: ignore[arg-type]
        shown = blocks(quiet)
    parts = []
    for noun, block in shown.items():
        head = f"<h2>{HEADS.get(noun, noun)}</h2>" if HEADS.get(noun, noun) else ""
        parts.append(head + block._repr_mimebundle_()["text/html"])
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>example</title><style>{page_css()}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>"
    )


def shoot(folder: Path) -> None:
    """Write the pages and their pictures."""
    from tests.chromium import browser

    folder.mkdir(parents=True, exist_ok=True)
    looks = [
        ("desktop", 1280, "light", "zh"),
        ("phone", 390, "light", "zh"),
        ("dark", 1280, "dark", "zh"),
        ("english", 1280, "light", "en"),
        ("phone_dark_en", 390, "dark", "en"),
    ]
    with browser() as chrome:
        for name, width, scheme, lang in looks:
            path = folder / f"{name}.html"
            path.write_text(page(lang, quiet=name == "quiet"), "utf-8")
            tab = chrome.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            tab.goto(path.as_uri())
            wide = tab.evaluate("document.documentElement.scrollWidth")
            print(name, "sideways scroll" if wide > width else "fits", path.stat().st_size)
            tab.screenshot(path=str(folder / f"{name}.png"), full_page=True)
            tab.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]))
