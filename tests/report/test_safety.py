"""Nothing that data brings breaks the page; every figure is told in words, in both languages."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from opslib import report
from opslib.labels import Label, speaking
from opslib.model import Evidence, Subject
from opslib.report.blocks import Block, block_css
from opslib.report.movers import LostTag
from tests.report import examples as ex
from tests.report import sections as more
from tests.report.page import build
from tests.report.reading import Reading
from tests.report.test_sections import headline

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>=cmd|x \u202e'


def hostile_blocks() -> list[Block]:
    """Every section with a hostile text wherever data can bring one."""
    sheet = ex.sheet(shop_name=HOSTILE)
    review = ex.review()
    review.findings[:] = [
        replace(
            f,
            subject=Subject("product", HOSTILE, HOSTILE),
            title=Label(HOSTILE, HOSTILE),
            detail=Label(HOSTILE, HOSTILE),
            evidence=Evidence(3, note=Label(HOSTILE, HOSTILE)),
        )
        for f in review.findings
    ]
    visitors, sales = (f.assign(member=HOSTILE, name=HOSTILE) for f in more.traffic())
    goods = more.movers()["sales"].assign(name=HOSTILE)  # type: ignore[attr-defined]
    plans = more.ads()["plans"].assign(member=HOSTILE)  # type: ignore[attr-defined]
    first, cut = more.whys()
    named = [replace(c, key=HOSTILE, label=Label(HOSTILE, HOSTILE)) for c in cut.contributions]
    clock = replace(more.clocks()[1], items=[(HOSTILE, Label("1", "1"), HOSTILE)])
    arrived = more.arrivals().assign(path=HOSTILE)
    tasks = [replace(t, what=Label(HOSTILE, HOSTILE), owner=HOSTILE) for t in more.tasks()]
    return [
        report.verdict(sheet, review, headline(), profile=ex.PROFILE),
        report.findings(sheet, review),
        report.why(sheet, [first, replace(cut, contributions=tuple(named[:2]))]),
        report.traffic(sheet, visitors.iloc[:1], sales.iloc[:1]),
        report.movers(sheet, goods, {}, [LostTag("i", HOSTILE, HOSTILE, HOSTILE, ex.AS_OF)], {}),
        report.clocks(sheet, [clock]),
        report.ads(sheet, plans.drop_duplicates("metric"), {HOSTILE: HOSTILE}, {HOSTILE: HOSTILE}),
        report.tasks(sheet, tasks),
        report.quality(sheet, arrived, {"t": (Label(HOSTILE, HOSTILE), [1.0])}),
        report.line(sheet, "visitors", ex.trend("visitors"), [report.Mark(ex.AS_OF, HOSTILE)]),
    ]


def test_hostile_names_stay_names_in_every_section() -> None:
    """One unescaped cell would let a competitor's title run code in the operator's browser."""
    for shown in hostile_blocks():
        read = Reading(shown.html)
        assert read.balanced
        assert not {"script", "img"} & {t for t, _ in read.tags}, shown.text
        assert not any(k.startswith("on") for _, a in read.tags for k in a)
        assert "<img src" in read.text and "\u202e" not in shown.html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_figure_is_told_in_words_and_every_section_is_whole(lang: str) -> None:
    """A reader with a screen reader, or with pictures off, gets the finding all the same."""
    with speaking(lang):  # type: ignore[arg-type]
        _, shown = build()
    for noun, section in shown.items():
        read = Reading(section.html)
        assert read.balanced, noun
        pictures = [a for t, a in read.tags if t == "svg" and "fig" in a.get("class", "")]
        assert all(a["role"] == "img" and len(a["aria-label"]) > 8 for a in pictures), noun
        assert not re.search(r"\b(nan|None|NaT)\b", read.text), noun
        assert "{" not in read.text, f"{noun}: a sentence was not filled in"


def test_english_pages_speak_no_chinese_of_their_own() -> None:
    """An English reader cannot act on a sentence that was left in Chinese."""
    with speaking("en"):
        _, shown = build()
        ours = [shown[n] for n in ("kpis", "funnel", "why", "tasks", "method")]
    for section in ours:
        text = Reading(section.html).text
        for name in ("双11", "920 商人节", "客服", "小李", "运营", *more.SCENES, "主站搜索"):
            text = text.replace(name, "")
        left = [c for c in text if "\u4e00" <= c <= "\u9fff"]
        assert len(left) <= 12, "".join(left)  # names of plans and scenes in the example data


def test_blocks_dress_themselves_in_jupyterlab_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a run the page brings the style once; a copy in each block would double its size."""
    shown = report.tasks(ex.sheet(), [])
    monkeypatch.setenv("OPSLIB_OUT", "x")
    assert "<style>" not in shown._repr_mimebundle_()["text/html"]
    monkeypatch.delenv("OPSLIB_OUT")
    assert "<style>" in shown._repr_mimebundle_()["text/html"]
    assert "main{" not in block_css() and "\nbody{" not in block_css()


def test_a_hole_in_the_data_is_a_gap_in_the_line() -> None:
    """A line drawn through missing days would invent them."""
    frame = ex.trend("visitors")
    path = Reading(report.line(ex.sheet(), "visitors", frame).html).named("path", class_="line")
    assert path[0]["d"].count("M") == 2
    empty = frame.assign(value=math.nan, lower=math.nan, upper=math.nan)
    text = report.line(ex.sheet(), "visitors", empty).text
    assert "最新 —" in text and "还没有正常范围" in text
    assert report.line(ex.sheet(), "visitors", pd.DataFrame()).text
