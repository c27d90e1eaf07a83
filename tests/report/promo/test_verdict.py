"""The first sentence of the weekly page: spend, result, what is left, what to move first."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from opslib import report
from opslib.labels import Label, speaking
from opslib.model import Money
from opslib.report.sheet import Sheet
from tests.report import examples as ex
from tests.report.reading import Reading

WEEK = date(2026, 11, 9), date(2026, 11, 15)
TERMS = SimpleNamespace(week=WEEK, basis="gmv", priced=True, assumed=())
# 1,000 spent, 800 the week before; 3,000 known of 3,600 expected; 0.25 x 3,600 - 1,000 = -100.
ROW = SimpleNamespace(
    spend=1000.0, spend_last=800.0, gmv=3000.0, gmv_hat=3600.0, roi=3.6, profit=-100.0,
    conv=12.0, cost_per_conv=83.33,
)  # fmt: skip


def told(
    row: Any = ROW, terms: Any = TERMS, findings: Any = (), sheet: Sheet | None = None
) -> Reading:
    block = report.promo_verdict(
        sheet or ex.sheet(), terms, row, list(findings), profile=ex.PROFILE, notes=()
    )
    return Reading(block.html)


def test_the_sentence_tells_spend_change_result_and_what_is_left() -> None:
    """Read alone it must not make a week that lost money look like one that earned some."""
    text = told().text
    assert "¥1,000，比前一周多 25%" in text and "预计 ¥3,600（ROI 3.60）" in text
    assert "约亏 ¥100" in text and "赚" not in text
    assert "11-09 至 11-15" in text and "先不动" in text


def test_its_numbers_go_to_the_data_file_with_their_sign() -> None:
    """The loss is told in words on the page; a script needs the minus."""
    sheet = ex.sheet()
    read = told(sheet=sheet)
    values = {id: n.value for id, n in sheet.numbers.items()}
    assert values == {
        "week.spend": 1000.0, "week.gmv": 3600.0, "week.roi": 3.6, "week.profit": -100.0
    }  # fmt: skip
    assert read.figures["week.profit"] == "¥100" and read.balanced


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(1000, 1250, "少 20%"), (1000, 990, "差不多"), (1000, 0, None), (1000, math.nan, None)],
)
def test_spend_is_compared_only_with_a_week_that_was(now, before, words) -> None:
    """A first week against nothing would be "infinitely more"."""
    row = SimpleNamespace(**{**vars(ROW), "spend": now, "spend_last": before})
    text = told(row).text
    assert words in text if words else "前一周" not in text


def test_a_complete_week_is_not_told_as_expected() -> None:
    """Known sales must not look like a forecast."""
    row = SimpleNamespace(**{**vars(ROW), "gmv": 3600.0})
    text = told(row).text
    assert "预计" not in text and "带来成交 ¥3,600" in text


def test_without_costs_nothing_is_said_of_profit_and_an_assumed_margin_is_named() -> None:
    """A profit by a margin that nobody gave would be taken for the shop's own."""
    assert "亏" not in told(terms=SimpleNamespace(**{**vars(TERMS), "priced": False})).text
    guessed = SimpleNamespace(**{**vars(TERMS), "assumed": ("margin",)})
    assert "按假定的毛利" in told(terms=guessed).text


def test_leads_are_told_where_there_are_no_orders() -> None:
    """Alibaba.com shops count inquiries: an ROI of nothing would say that all was lost."""
    leads = SimpleNamespace(**{**vars(TERMS), "basis": "leads", "priced": False})
    with speaking("en"):
        all_in = SimpleNamespace(**{**vars(ROW), "conv_hat": 12.0})
        assert "brought 12 leads at ¥83.33 each" in told(all_in, leads).text
        # 1,000 for 12.5 leads once all have come: the count must be the one the price stands on.
        late = SimpleNamespace(**{**vars(ROW), "conv_hat": 12.5, "cost_per_conv": 80.0})
        assert "will have brought about 12.5 leads at ¥80 each" in told(late, leads).text
        gone = {"conv": 0.0, "conv_hat": 0.0, "cost_per_conv": math.nan}
        none = SimpleNamespace(**vars(ROW) | gone)
        assert "no lead yet" in told(none, leads).text


def test_the_first_thing_to_move_is_the_dearest_finding_that_is_no_note() -> None:
    """The operator does what the first sentence says."""
    note = ex.finding(severity="note", title=Label("只是备注", "a note"))
    loud = replace(ex.finding(title=Label("词“纯棉”值得多要点击", "w")), money=Money(50, 120, 200))
    text = told(findings=[note, loud]).text
    assert "先动：词“纯棉”值得多要点击（约 ¥120 / 周）" in text and "备注" not in text


@pytest.mark.parametrize("row", [None, SimpleNamespace(spend=0.0), SimpleNamespace(spend=math.nan)])
def test_a_week_without_advertising_names_the_export(row) -> None:
    """An empty page would leave the operator guessing which file to download."""
    text = told(row).text
    assert "推广报表" in text and "¥" not in text
