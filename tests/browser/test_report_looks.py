"""The report's sections in a real browser: nothing loaded, nothing cut off, glyphs drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import chromium
from tests.report.page import page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """One browser for all looks."""
    with chromium.browser() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The example page in both languages, as file addresses."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for lang in ("zh", "en"):
        path: Path = folder / f"{lang}.html"
        path.write_text(page(lang), "utf-8")
        found[lang] = path.as_uri()
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_the_page_fits_every_screen_and_loads_nothing(
    chrome: Any, pages: dict[str, str], lang: str, width: int
) -> None:
    """On a phone nobody scrolls sideways, and in a train nothing can be loaded."""
    context = chrome.new_context(viewport={"width": width, "height": 800}, offline=True)
    tab = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda r: requests.append(r.url))
    tab.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    tab.on("pageerror", lambda e: errors.append(str(e)))
    tab.goto(pages[lang])
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert requests == [pages[lang]] and not errors
    context.close()


def test_every_figure_is_drawn(chrome: Any, pages: dict[str, str]) -> None:
    """An empty frame where a line should be tells the reader nothing went on."""
    tab = chrome.new_page()
    tab.goto(pages["zh"])
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    empty = tab.evaluate(
        """[...document.querySelectorAll('svg.fig')].filter(s => {
             const drawn = [...s.querySelectorAll('path.line,rect')];
             return !drawn.some(d => { const b = d.getBoundingClientRect();
                                       return b.width > 0 && b.height > 0; })
           }).map(s => s.getAttribute('aria-label'))"""
    )
    assert empty == []
    tab.close()


def test_figures_texts_do_not_overlap_on_a_phone(chrome: Any, pages: dict[str, str]) -> None:
    """Two texts on top of each other can be read by nobody."""
    tab = chrome.new_page(viewport={"width": 360, "height": 800})
    tab.goto(pages["zh"])
    over = tab.evaluate(
        """[...document.querySelectorAll('svg.bars,svg.waterfall,svg.funnel')].flatMap(s => {
             const boxes = [...s.querySelectorAll('text')].map(t => [t, t.getBoundingClientRect()]);
             return boxes.flatMap(([a, p], i) => boxes.slice(i + 1)
               .filter(([b, q]) => p.left < q.right - 1 && q.left < p.right - 1
                                && p.top < q.bottom - 3 && q.top < p.bottom - 3)
               .map(([b]) => a.textContent + ' | ' + b.textContent)) })"""
    )
    assert over == []
    tab.close()


def test_the_window_switch_works_without_a_script(chrome: Any, pages: dict[str, str]) -> None:
    """The four windows are picked by style alone; a broken selector would hide all figures."""
    tab = chrome.new_page()
    tab.goto(pages["zh"])
    seen = "[...document.querySelectorAll('.win')].filter(e => e.offsetHeight > 0)"
    assert tab.evaluate(f"new Set({seen}.map(e => e.className)).size") == 1
    tab.click("label[for=w30]")
    assert tab.evaluate(f"{seen}.every(e => e.className === 'win w30')")
    assert tab.evaluate(f"{seen}.length") == 9
    tab.close()


def test_chinese_glyphs_are_drawn(chrome: Any) -> None:
    """Boxes instead of characters: two different ones would look the same."""
    tab = chrome.new_page(viewport={"width": 200, "height": 100})
    pictures = []
    for character in ("店", "铺"):
        tab.set_content(f"<body style='font:40px system-ui,sans-serif'>{character}</body>")
        pictures.append(tab.screenshot())
    assert pictures[0] != pictures[1]
    tab.close()


def test_dark_pages_keep_their_contrast(chrome: Any, pages: dict[str, str]) -> None:
    """Grey on black that nobody can read at night: WCAG AA asks for 4.5 to 1 for text."""
    script = """() => {
      const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
        .map(x => x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4);
        return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
      const ground = e => { while (e) { const c = getComputedStyle(e).backgroundColor;
        if (c.startsWith('rgb(')) return c; e = e.parentElement }
        return 'rgb(255,255,255)' };
      return [...document.querySelectorAll('.mute,.act,.watch,b,td,th,.sub,.chip,label')]
        .filter(e => e.offsetHeight > 0 && e.textContent.trim())
        .map(e => { const a = lum(getComputedStyle(e).color), b = lum(ground(e));
          return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.className, e.textContent] })
        .filter(r => r[0] < 4.5).map(r => r.join(' ')).slice(0, 5) }"""
    for scheme in ("light", "dark"):
        tab = chrome.new_page(color_scheme=scheme)
        tab.goto(pages["zh"])
        assert tab.evaluate(script) == [], scheme
        tab.close()


def test_print_opens_what_is_folded(chrome: Any, pages: dict[str, str]) -> None:
    """Paper has no triangle to click: what is folded must be printed too."""
    tab = chrome.new_page()
    tab.goto(pages["zh"])
    tab.emulate_media(media="print")
    heights = tab.evaluate(
        "[...document.querySelectorAll('details > .card')].map(e => e.offsetHeight)"
    )
    assert heights and min(heights) > 10
    tab.close()
