"""The published pages as a reader meets them: offline, on a desk, on a phone, in the dark."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from opslib.facts import TABLES
from opslib.run import PARAMETERS
from opslib.workspace import Workspace
from tests.chromium import browser as chromium

pytestmark = pytest.mark.browser
Folder = Callable[[str, str], Path]
SHOPS = {"cotton1688": "1688", "alibaba_demo": "alibaba"}
KEYS = [(shop, lang) for shop in SHOPS for lang in ("zh", "en")]
# Words that a Chinese operator writes in Latin letters.
LATIN = set(
    """GMV CTR CVR CPC ROI UV PV P4P TM RFQ EDM RTS KPI USD CNY SKU ID AOV opslib data json tables
    xlsx why number run toml xls csv py VIP Top TOP OEM ODM vs Asia Shanghai America Los Angeles
    Alibaba com actions registers mark done calendar ics
    Wilson Shapley Benjamini Hochberg Jeffreys Beta A B C L CNY h JupyterLab""".split()
)
# A report with fewer drawings has lost one; the platforms' pages differ in what is known.
FIGURES = {
    "daily_review": 8,
    "weekly_promotion_review": 8,
    "competitor_comparison": 6,
    "marketing_calendar": 5,
}
# What 1688 calls its tags and tools: an English reader meets them in the back-end just so.
TAGS = {"行家选", "品牌正品", "网销宝", "测款", "行动登记表", "已完成", "不做"}
OWN_WORDS = """() => { document.querySelectorAll('details').forEach(d => d.open = true);
    document.querySelectorAll('.name, code, .file').forEach(e => e.remove());
    return document.body.innerText }"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=[*PARAMETERS])
def folder(demo: Path, request: pytest.FixtureRequest) -> Folder:
    """Where the page of a shop and language lies, for each report in turn."""
    reports = demo / "reports" / str(request.param)
    return lambda shop, lang: reports / shop / f"2026-11-20.{lang}"


def opened(chrome: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    """The page in a browser without network, and everything it complained of."""
    context = chrome.new_context(offline=True, **options)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: told.append(str(e)))
    page.on(
        "request",
        lambda r: told.append(r.url) if not r.url.startswith(("file:", "data:")) else None,
    )
    page.goto(path.as_uri())
    return page, told


@pytest.fixture(scope="module")
def names(demo: Path) -> dict[str, list[str]]:
    """Every text that came in with a shop's own data, longest first."""
    opened = Workspace.open(demo)
    found = {}
    for shop, identity in opened.shops.items():
        con, texts = opened.store.snapshot().connect(shop), {identity.name}
        for table, fact in TABLES.items():
            for column in (c for c, kind in fact.columns.items() if kind == "text"):
                rows = con.execute(f'SELECT DISTINCT "{column}" FROM "{table}"').fetchall()
                texts |= {text for (text,) in rows if text}
        texts |= {part for text in texts for part in re.split(r" > |[,，、;；|]", text)}
        found[shop] = sorted((t for t in texts if len(t) > 1), key=len, reverse=True)
    return found


def own_words(text: str, names: list[str]) -> str:
    """The page's text without names from data, whole or cut short with an ellipsis."""
    for line in (line for line in text.splitlines() if "…" in line):
        *starts, rest = line.split("…")
        text = text.replace(line, " ".join([*(_without_cut(s, names) for s in starts), rest]))
    for name in names:
        text = text.replace(name, " ")
    return text


def _without_cut(text: str, names: list[str]) -> str:
    """The text up to an ellipsis, without the beginning of a name that it ends with."""
    cut = next(
        (i for i in range(len(text) - 1) if any(n.startswith(text[i:]) for n in names)), None
    )
    return f"{text}…" if cut is None else text[:cut]


@pytest.mark.parametrize(("shop", "lang"), KEYS)
def test_the_page_stands_alone(chrome: Any, folder: Folder, shop: str, lang: str) -> None:
    """A page that loads from the network shows blanks on an operator's locked-down machine."""
    path = folder(shop, lang) / "index.html"
    page, told = opened(chrome, path)
    assert told == []
    assert path.stat().st_size < 1_000_000
    assert page.evaluate("document.documentElement.lang").startswith(lang)
    assert page.locator("nav a").count() >= 8
    for link in page.locator("nav a").all():
        target = link.get_attribute("href").removeprefix("#")
        assert page.locator(f"[id='{target}']").count() == 1, target


@pytest.mark.parametrize(("shop", "lang"), KEYS)
def test_every_figure_is_drawn_and_described(
    chrome: Any, folder: Folder, shop: str, lang: str
) -> None:
    """An empty chart, or one without a sentence, tells a reader nothing."""
    path = folder(shop, lang) / "index.html"
    page, _ = opened(chrome, path)
    figures = page.locator("svg[role=img], img").all()
    assert len(figures) >= FIGURES[path.parents[2].name]
    for figure in figures:
        said = figure.get_attribute("aria-label") or figure.get_attribute("alt") or ""
        assert len(said) >= 6, figure.evaluate("e => e.outerHTML.slice(0, 200)")
        marks = figure.evaluate("e => e.querySelectorAll('path,rect,circle,line').length")
        assert marks > 0, said
    broken = page.evaluate("document.body.innerText.match(/NaN|undefined|\\bnan\\b|None|inf\\b/g)")
    assert not broken


@pytest.mark.parametrize(("shop", "lang"), KEYS)
@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_never_scrolls_sideways(
    chrome: Any, folder: Folder, shop: str, lang: str, width: int
) -> None:
    """The page is read on the way to work; sideways scrolling hides the money."""
    page, _ = opened(
        chrome,
        folder(shop, lang) / "index.html",
        viewport={"width": width, "height": 800},
        is_mobile=True,
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("shop", SHOPS)
def test_the_dark_page_is_dark_and_readable(chrome: Any, folder: Folder, shop: str) -> None:
    """A white flash, or grey on black, drives readers back to Excel."""
    page, _ = opened(chrome, folder(shop, "zh") / "index.html", color_scheme="dark")
    tone = """e => getComputedStyle(e).%s.match(/[0-9.]+/g).slice(0, 3)
              .reduce((a, c) => a + Number(c), 0) / 3"""
    body = page.locator("body")
    assert body.evaluate(tone % "backgroundColor") < 60
    assert body.evaluate(tone % "color") > 170


MARK_CHINESE = """() => { document.querySelectorAll('details').forEach(d => d.open = true);
    document.querySelectorAll('svg text, td').forEach(e => {
        if (/[\u4e00-\u9fff]/.test(e.textContent)) e.dataset.chinese = 1 }) }"""


@pytest.mark.parametrize("shop", SHOPS)
def test_chinese_is_drawn_with_a_chinese_font(chrome: Any, folder: Folder, shop: str) -> None:
    """Boxes in place of characters make the page worthless; text in charts counts too."""
    page, _ = opened(chrome, folder(shop, "zh") / "index.html")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    page.evaluate(MARK_CHINESE)
    for selector in ("h1", ".verdict", "svg text[data-chinese]", "td[data-chinese]"):
        asked = {"nodeId": root, "selector": selector}
        nodes = session.send("DOM.querySelectorAll", asked)["nodeIds"]
        assert nodes, selector
        for node in nodes[:20]:
            fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
            families = {f["familyName"] for f in fonts}
            assert any("CJK" in name or "SimHei" in name for name in families), families


@pytest.mark.parametrize("shop", SHOPS)
def test_no_english_is_left_in_the_chinese_page(
    chrome: Any, folder: Folder, names: dict[str, list[str]], shop: str
) -> None:
    """A half-translated page looks broken to the people it is made for."""
    page, _ = opened(chrome, folder(shop, "zh") / "index.html")
    text = own_words(page.evaluate(OWN_WORDS), [n for n in names[shop] if not n.isascii()])
    text = own_words(text, [n for n in names[shop] if n.isascii() and len(n) > 3])
    words = set(re.findall(r"(?<![\w./-])[A-Za-z]{2,}(?![\w./-])", text))
    assert words <= LATIN, sorted(words - LATIN)


@pytest.mark.parametrize("shop", SHOPS)
def test_no_chinese_is_left_in_the_english_page(
    chrome: Any, folder: Folder, names: dict[str, list[str]], shop: str
) -> None:
    """Names from the shop's own data stay as they are; our own words must be English."""
    page, _ = opened(chrome, folder(shop, "en") / "index.html")
    text = own_words(page.evaluate(OWN_WORDS), [*names[shop], *TAGS])
    left = [line for line in text.splitlines() if re.search(r"[\u4e00-\u9fff]", line)]
    assert left == []


def test_what_counts_as_our_own_words() -> None:
    """A check that takes every word for a name would pass a page of the wrong language."""
    names = ["2026新款纯棉打底衫女圆领", "搜索"]
    assert own_words("'2026新款纯棉…' fell; 搜索", names).split() == ["'", "'", "fell;"]
    assert "访客" in own_words("访客 of 搜索", names) and "完全…" in own_words("完全…", names)
    cut = own_words("P4P / thermal underwe… is bid up; more…", ["P4P", "thermal underwear women"])
    assert cut.split() == "/ is bid up; more…".split()


@pytest.mark.parametrize(("shop", "lang"), KEYS)
def test_the_page_and_data_json_tell_the_same(
    chrome: Any, folder: Folder, shop: str, lang: str
) -> None:
    """Other people's scripts read data.json; a figure of the page that is not there is lost."""
    page, _ = opened(chrome, folder(shop, lang) / "index.html")
    data = json.loads((folder(shop, lang) / "data.json").read_text(encoding="utf-8"))
    shown = set(
        page.evaluate("[...document.querySelectorAll('[data-number]')].map(e => e.dataset.number)")
    )
    assert shown and shown == {n["id"] for n in data["numbers"]}
    rules = page.evaluate(
        "[...document.querySelectorAll('.finding[data-rule]')].map(e => e.dataset.rule)"
    )
    assert sorted(rules) == sorted(f["rule"] for f in data["findings"])
    severities = page.evaluate(
        "[...document.querySelectorAll('.finding[data-rule]')].map(e => e.dataset.severity)"
    )
    assert set(severities) <= {"act", "watch", "note"}


@pytest.mark.parametrize(("shop", "platform"), SHOPS.items())
def test_both_languages_tell_the_same_numbers(folder: Folder, shop: str, platform: str) -> None:
    """A figure must not depend on the language it is read in."""
    zh, en = (
        json.loads((folder(shop, lang) / "data.json").read_text(encoding="utf-8"))
        for lang in ("zh", "en")
    )
    assert zh["profile"] == en["profile"] == platform
    one, other = (
        {n["id"]: math.nan if n["value"] is None else n["value"] for n in data["numbers"]}
        for data in (zh, en)
    )
    assert one == pytest.approx(other, rel=1e-8, nan_ok=True)
    assert [f["id"] for f in zh["findings"]] == [f["id"] for f in en["findings"]]
