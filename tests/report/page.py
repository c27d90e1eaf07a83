"""A whole page out of made-up data, to look at while the looks are worked on.

Run `python -m tests.report.page FOLDER`: writes pages and screenshots (desktop, phone, dark, en).
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from opslib import report
from opslib.labels import speaking
from opslib.report import Block, Mark
from opslib.report.blocks import page_css
from tests.report import examples as ex
from tests.report import sections as more

HEADS = {
    "kpis": ("指标", "Key figures"),
    "funnel": ("漏斗：哪一环弱", "Funnel: which link is weak"),
    "why": ("为什么变了", "Why it changed"),
    "traffic": ("流量场景", "Traffic by scene"),
    "movers": ("商品变动", "Products"),
    "clocks": ("服务时钟", "Service clocks"),
    "ads": ("推广", "Advertising"),
    "tasks": ("今日任务", "Tasks today"),
    "quality": ("数据质量", "Data quality"),
    "method": ("口径与局限", "Method and limits"),
}


def blocks(quiet: bool = False) -> dict[str, Block]:
    """Every section of the daily review, filled with the example data."""
    return build(quiet)[1]


def build(quiet: bool = False) -> tuple[report.Sheet, dict[str, Block]]:
    """The sections, and the sheet that collected what they show."""
    sheet = ex.sheet()
    board = ex.board()
    rows = board.itertuples()
    headline = next(r for r in rows if r.metric == "pay_amount" and r.window == 7)
    review = ex.review(quiet)
    marks = [Mark(date(2026, 11, 11), "双11"), Mark(date(2026, 9, 20), "920 商人节")]
    return sheet, {
        "verdict": report.verdict(sheet, review, headline, profile=ex.PROFILE),
        "findings": report.findings(sheet, review),
        "kpis": report.kpis(sheet, board, ex.trends(), events=marks),
        "funnel": report.funnel(sheet, more.diagnosis()),
        "why": report.why(sheet, more.whys()),
        "traffic": report.traffic(sheet, *more.traffic()),
        "movers": report.movers(sheet, **more.movers()),  # type: ignore[arg-type]
        "clocks": report.clocks(sheet, more.clocks()),
        "ads": report.ads(sheet, **more.ads()),  # type: ignore[arg-type]
        "tasks": report.tasks(sheet, more.tasks()),
        "quality": report.quality(sheet, more.arrivals(), more.presence()),
        "method": report.method(sheet, ex.PROFILE),
    }


def page(lang: str = "zh", quiet: bool = False) -> str:
    """The sections as one HTML page with the real style sheet."""
    os.environ["OPSLIB_OUT"] = "."
    with speaking(lang):  # type: ignore[arg-type]
        shown = blocks(quiet)
    parts = []
    for noun, block in shown.items():
        head = f"<h2>{HEADS[noun][lang == 'en']}</h2>" if noun in HEADS else ""
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
            tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            tab.screenshot(path=str(folder / f"{name}_open.png"), full_page=True)
            tab.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]))
