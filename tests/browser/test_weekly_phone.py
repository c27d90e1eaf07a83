"""The weekly page on a phone: short enough to be read on a train; whole on a wide screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import chromium

pytestmark = pytest.mark.browser
FOLDS = "document.querySelectorAll('.ops details.onphone')"
# Of the parts folded on a phone: whether their content shows, and the title that unfolds it.
SHOWN = f"""[...{FOLDS}].filter(d => !d.parentElement.closest('details')).map(d => [
    [...d.children].slice(1).some(e => e.checkVisibility() && e.offsetHeight > 0),
    d.querySelector('summary').offsetHeight > 0])"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with chromium.browser() as started:
        yield started


def opened(chrome: Any, demo: Path, shop: str, width: int) -> Any:
    page = demo / "reports/weekly_promotion_review" / shop / "2026-11-20.zh" / "index.html"
    context = chrome.new_context(viewport={"width": width, "height": 844}, offline=True)
    tab = context.new_page()
    tab.goto(page.as_uri())
    return tab


@pytest.mark.parametrize("shop", ["cotton1688", "alibaba_demo"])
def test_on_a_phone_the_week_is_ten_screens_and_tables_unfold(
    chrome: Any, demo: Path, shop: str
) -> None:
    """Sixteen screens of rows, and the list of what to do at their end, are not read on Monday."""
    tab = opened(chrome, demo, shop, 390)
    high = tab.evaluate("document.documentElement.scrollHeight")
    assert high <= 8_600, high
    shown = tab.evaluate(SHOWN)
    assert shown and set(map(tuple, shown)) == {(False, True)}
    tab.locator("details.onphone > summary").first.click()
    assert tab.evaluate(SHOWN)[0] == [True, True]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.context.close()


@pytest.mark.parametrize("shop", ["cotton1688", "alibaba_demo"])
def test_on_a_wide_screen_nothing_is_folded_for_the_phones_sake(
    chrome: Any, demo: Path, shop: str
) -> None:
    """A plan's figures behind a click that nobody makes are not on the page."""
    tab = opened(chrome, demo, shop, 1280)
    shown = tab.evaluate(SHOWN)
    assert shown and set(map(tuple, shown)) == {(True, False)}
    tab.context.close()
