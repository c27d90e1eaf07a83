"""Blocks of the week's money and budgets: figures with ids, both languages, hostile names."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from opslib import metrics, report
from opslib.labels import Label, speaking
from opslib.promotion import Completion, Terms, account, budgets, doubts

WEEK = (date(2026, 11, 9), date(2026, 11, 15))
TERMS = Terms(WEEK[1], WEEK, "CNY", 15, "gmv", 0.4, 0.0, 2.5, 700.0, assumed=("attribution_days",))
CURVE = Completion(np.array([0.6, *np.linspace(0.7, 1.0, 15)]), np.full(16, 0.01), 300, 12)
HOSTILE = '<script>alert("plan")</script>'
ADS_NAME = Label("数字营销", "digital marketing")


def frame(conv: float = 1.0, share: float = 0.9) -> pd.DataFrame:
    """Two plans over nine weeks; the week's days are nine tenths complete."""
    rows = [
        {"date": pd.Timestamp(WEEK[1] - timedelta(days=i)), "level": "plan", "plan": plan,
         "product_line": "L1", "impressions": 300.0, "clicks": 10.0, "spend": 20.0,
         "ad_orders": conv, "conv": conv, "ad_gmv": 90 * conv, "value": 36 * conv, "budget": 20.0,
         "ran_out_at": "14:05" if plan == "B" else None, "complete": share if i < 7 else 1.0,
         "settled": i >= 7, "title": "", "item_id": "", "keyword": "", "hour": -1}
        for i in range(63)
        for plan in (HOSTILE, "B")
    ]  # fmt: skip
    hour = {"level": "hour", "clicks": 1.0, "spend": 20 / 24, "budget": np.nan, "ran_out_at": None}
    hours = [r | hour | {"hour": h} for r in rows for h in range(24)]
    return pd.DataFrame(rows + hours)


def sheet() -> report.Sheet:
    return report.Sheet("weekly", "s1", "店", WEEK[1], "1688", "CNY", metrics.METRICS)


def built(lang: str, terms: Terms = TERMS, curve: Completion = CURVE, share: float = 0.9):
    """Sheet, money and budget blocks in one language."""
    rows = frame(share=share)
    with speaking(lang):
        page = sheet()
        cuts = {by: account(rows, terms, by, curve) for by in ("total", "line", "plan")}
        odd = doubts(rows, terms, curve, 5.0)
        money = report.promo_money(page, terms, cuts, odd, curve, ads=ADS_NAME)
        budget = report.promo_budget(page, budgets(rows, terms), terms)
    return page, money, budget


def test_every_figure_of_the_account_can_be_traced():
    """A figure without an id is one that nobody can ask about."""
    page, money, budget = built("zh")
    shown = re.findall(r'data-number="([^"]+)"', money.html + budget.html)
    assert set(shown) == set(page.numbers) and len(shown) > 40
    assert page.numbers["money.total.spend.all"].value == 280
    assert page.numbers["money.total.conv.all"].value == 14
    assert 14 < page.numbers["money.total.conv_hat.all"].value < 17
    assert {"money_total", "money_plan", "budget"} <= set(page.tables)


def test_names_out_of_exports_are_text_only():
    """A plan may be called anything, also a script."""
    _, money, budget = built("zh")
    assert "<script" not in money.html + budget.html
    assert "&lt;script" in money.html and "&lt;script" in budget.html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_other_language_is_left_on_the_page(lang):
    """Half-translated figures make a reader distrust the rest."""
    page, money, budget = built(lang)
    text = re.sub(r"<[^>]*>", " ", money.html + budget.html)
    text += " ".join(str(c) for _, t in page.tables.values() for c in t)
    if lang == "en":
        assert not re.findall(r"[\u4e00-\u9fff]+", text)
    else:
        assert set(re.findall(r"[A-Za-z]{3,}", text)) <= {"script", "alert", "quot", "plan",
                                                          "tables", "xlsx"}  # fmt: skip


def test_an_open_week_is_told_with_its_range_and_a_blind_one_without():
    """Too few exports: the page says so and shows what is known, never a projection."""
    _, money, _ = built("en")
    assert "expected when complete" in money.html and "91% has arrived" in money.html
    none = Completion(np.full(16, np.nan), np.zeros(16), 0, 1, Label("没有", "no curve"))
    page, blind, _ = built("en", curve=none, share=float("nan"))
    assert "expected when complete" not in blind.html and "no curve" in blind.html
    assert "money.total.roi.all" not in page.numbers


def test_what_is_assumed_is_said():
    """A profit on an assumed margin must not look like one on the shop's own costs."""
    assumed = Terms(*(getattr(TERMS, f) for f in list(Terms.__dataclass_fields__)[:10]),
                    assumed=("margin",))  # fmt: skip
    _, money, _ = built("en", terms=assumed)
    assert "40.0% is assumed" in money.html
    leads = Terms(WEEK[1], WEEK, "USD", 15, "leads", 1.0, float("nan"), 1.0, 700.0)
    page, money, budget = built("en", terms=leads)
    assert "no profit is shown" in money.html and "Left after advertising" not in money.html
    assert not [n for n in page.numbers if "profit" in n or n.startswith("budget.lost")]
    assert "what was lost cannot be told" in budget.html


def test_a_week_without_advertising_keeps_the_page():
    """No export of last week: one sentence, not a broken section."""
    rows = frame().iloc[:0]
    cuts = {by: account(rows, TERMS, by, CURVE) for by in ("total", "plan")}
    block = report.promo_money(sheet(), TERMS, cuts, doubts(rows, TERMS), CURVE, ads=ADS_NAME)
    assert "这一周没有推广数据" in block.html
    empty = report.promo_budget(sheet(), budgets(rows, TERMS), TERMS)
    assert "日预算" in empty.html


def test_plans_out_of_the_ordinary_are_named_and_quiet_ones_counted():
    """The list must say what was looked at, or its silence means nothing."""
    row = {"plan": HOSTILE, "metric": "ctr", "week": pd.Timestamp("2026-10-26"), "value": 0.01,
           "usual": 0.03, "lo": 0.025, "hi": 0.035, "p": 0.001, "flag": True}  # fmt: skip
    rows = frame()
    cuts = {by: account(rows, TERMS, by, CURVE) for by in ("total", "plan")}
    page = sheet()
    given = {"ads": ADS_NAME, "unusual": pd.DataFrame([row, row | {"plan": "B", "flag": False}])}
    loud = report.promo_money(page, TERMS, cuts, (), CURVE, **given)
    assert "超出平常" in loud.html and "10-26" in loud.html and "<script" not in loud.html
    assert [n.value for k, n in page.numbers.items() if k.startswith("unusual")] == [0.01]
    given["unusual"] = given["unusual"].assign(flag=False)
    assert "查了 2 项" in report.promo_money(sheet(), TERMS, cuts, (), CURVE, **given).html
