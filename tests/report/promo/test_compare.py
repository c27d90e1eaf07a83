"""Products, hours and comparisons on the weekly page: both languages, escaped names, numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opslib import promotion, report
from opslib.labels import speaking
from opslib.report.promo.contests import promo_contests
from opslib.report.promo.products import promo_products
from opslib.report.promo.slots import promo_slots
from tests.promotion.compare_worlds import LEADS, TERMS, arms
from tests.promotion.test_products import rows
from tests.promotion.test_slots import week_rows
from tests.report import examples as ex
from tests.report.reading import Reading

NASTY = "<script>alert(1)</script>女装\u202e"
PLAIN = re.compile(r"[A-Za-z]{4,}")


def products(terms: Any = TERMS, **change: Any) -> tuple[report.Sheet, report.Block]:
    sheet, frame = ex.sheet(), rows({3: {"ctr": 0.015}, 5: {"action": 0.0, "pay": 0.0}})
    frame = frame.assign(**change)
    return sheet, promo_products(sheet, promotion.judge_products(frame, terms), terms)


def slots(terms: Any = TERMS, level: float = 0.03) -> tuple[report.Sheet, report.Block]:
    rate = np.full(24, level)
    rate[20:] *= 3
    sheet, found = ex.sheet(), promotion.judge_slots(week_rows(rate))
    return sheet, promo_slots(sheet, found, promotion.schedule(found, terms), terms)


def contests(terms: Any = TERMS, ratio: float = 2.2) -> tuple[report.Sheet, report.Block]:
    frame = arms(np.random.default_rng(5), [1, ratio], clicks=80)
    named = frame.assign(arm=frame["arm"].map({"arm0": "manual", "arm1": "smart"}))
    test = frame.assign(title=NASTY)
    plans = promotion.too_many_plans(frame.rename(columns={"arm": "plan"}), terms)
    found = {
        "smart": promotion.contest(named, terms),
        "test:测款<b>": promotion.contest(test, terms, per="clicks"),
    }
    sheet = ex.sheet()
    category = promotion.next_category(None, None, set(), 1.0)
    return sheet, promo_contests(sheet, found, plans, category, terms, test_clicks=60.0)


@pytest.mark.parametrize("make", [products, slots, contests])
@pytest.mark.parametrize("terms", [TERMS, LEADS])
def test_pages_are_whole_in_both_languages(make: Any, terms: Any) -> None:
    """Broken tags, figures without an id, or English on a Chinese page would reach the merchant."""
    with speaking("zh"):
        sheet, block = make(terms)
        read = Reading(block.html)
        assert read.balanced
        assert set(read.figures) <= set(sheet.numbers) and read.figures
        assert not PLAIN.findall(read.text.replace("script", "").replace("alert", ""))
    with speaking("en"):
        text = Reading(make(terms)[1].html).text
        assert not re.findall("[\u4e00-\u9fff]", re.sub("商品|测款|女装", "", text))


def test_names_cannot_break_out() -> None:
    """A product title with markup is shown as text."""
    for block in (products(title=NASTY)[1], contests()[1]):
        assert (
            "<script" not in block.html and "\u202e" not in block.html and "<b>测" not in block.html
        )


def test_a_card_says_its_weak_link_and_its_price() -> None:
    """The merchant reads which link, what to do and how much a week."""
    sheet, block = products()
    text = Reading(block.html).text
    assert "2 个有一环明显偏弱" in block.text
    assert "调整关键词" in text and "优化落地页" in text and "依据 001-46" in text
    assert "有点击没有反馈" in text
    assert any(key.startswith("promo.product.money.") for key in sheet.numbers)
    assert "products" in sheet.tables


def test_the_map_is_told_in_words_and_marks_what_differs() -> None:
    """Who cannot see the map reads where it is dark; only hours beyond chance carry a mark."""
    read = Reading(slots()[1].html)
    maps = read.named("svg", role="img")
    assert len(maps) == 4 and all("热力图" in m["aria-label"] for m in maps)
    assert "▲" in read.text and "建议分时折扣" in read.text
    quiet = Reading(slots(level=0.0004)[1].html)
    assert "太少" in quiet.text or "还不够" in quiet.text


def test_nothing_to_compare_says_what_to_provide() -> None:
    """Without data each comparison names the export or the set-up that would fill it."""
    sheet = ex.sheet()
    block = promo_contests(sheet, {}, None, None, TERMS)
    for word in ("创意报表", "测款", "智能方案", "没有按计划的推广报表"):
        assert word in Reading(block.html).text
    none = promotion.judge_slots(week_rows(np.full(24, 0.03)).iloc[:0])
    assert "按小时" in promo_slots(sheet, none, promotion.schedule(none, TERMS), TERMS).text
    nothing = promotion.judge_products(rows().iloc[:0], TERMS)
    assert "按商品" in promo_products(sheet, nothing, TERMS).text


def test_only_what_asks_for_something_stands_open() -> None:
    """On a phone, plans that are fine and comparisons that do not run would fill whole screens."""
    week = pd.date_range("2026-10-19", "2026-11-15")
    lines = [(d, p, 50.0, 40.0, float(i % 3 == 0)) for i, d in enumerate(week) for p in "ABCD"]
    frame = pd.DataFrame(lines, columns=["date", "plan", "clicks", "spend", "conv"])
    for poor in (True, False):
        rich = frame.assign(complete=1.0, conv=frame["conv"] * (1 if poor else 10))
        plans = promotion.too_many_plans(rich, TERMS)
        assert plans.plans["readable"].all() != poor
        html = promo_contests(ex.sheet(), {}, plans, None, TERMS, test_clicks=60.0).html
        assert html.count("<summary>") == 4 and ("onphone" in html) == poor
        assert html.count('class="card') == (1 if poor else 0)


def test_the_official_tone_is_kept() -> None:
    """The platform's own advice never says to stop a plan; nor do we."""
    for ratio in (1.0, 2.2):
        text = Reading(contests(ratio=ratio)[1].html).text
        assert "停止计划" not in text and "关闭" not in text


def test_the_map_begins_with_the_platforms_first_weekday() -> None:
    """A week from Sunday to Saturday, drawn from Monday on, splits every weekend in two."""
    found = promotion.judge_slots(week_rows(np.full(24, 0.03)))
    plan = promotion.schedule(found, TERMS)
    for first, day in ((date(2026, 11, 8), "周日"), (date(2026, 11, 9), "周一")):
        terms = replace(TERMS, week=(first, first + timedelta(days=6)))
        html = str(promo_slots(ex.sheet(), found, plan, terms).html)
        shown = re.findall(r">(周[一二三四五六日])</text>", html)
        assert shown[0] == day and len(set(shown[:7])) == 7
