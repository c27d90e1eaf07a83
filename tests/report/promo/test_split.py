"""The budget plan on the page: the total in one sentence, plans in a table, a small figure."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from opslib.labels import Label, speaking
from opslib.promotion.response import Responses
from opslib.promotion.split import split_budget, total_advice, total_gain
from opslib.report import Sheet
from opslib.report.promo.split import promo_split
from tests.promotion.test_split import WEEK, plan


def page(responses: Responses, total: float, **more: object) -> SimpleNamespace:
    """What the page is given."""
    split = split_budget(responses, total)
    advice, gain = total_advice(responses, total), total_gain(responses, split)
    return SimpleNamespace(
        split=split, advice=advice, gain=gain, responses=responses, stage=more.get("stage")
    )


def sheet() -> Sheet:
    return Sheet("weekly", "s", "s", WEEK[1], "1688", "CNY", {})


TWO = Responses((plan("甲", 100, 4, 1e4, bend=0.5), plan("乙", 100, 2, 1e4, bend=0.5)), True, 1.0)


def test_money_moves_and_no_plan_is_stopped() -> None:
    """The merchant must read what to move where, what it brings, and never to stop a plan."""
    book = sheet()
    told = promo_split(book, page(TWO, 200))
    assert "从 乙 挪 ¥30 到 甲" in re.sub("<[^>]*>", "", told.html)
    assert all(f'data-number="{id}"' in told.html for id in book.numbers)
    assert "停" not in told.html.replace("计划都不停", "")
    to = [n for n in book.numbers.values() if n.id.startswith("split.to.") and n.id[-3:] != "all"]
    assert sorted(n.value for n in to) == pytest.approx([70, 130])
    assert "data-number" in told.html and "split" in book.tables


@pytest.mark.parametrize(
    ("worth", "wanted", "hurdle", "zh"),
    [
        (4.0, 300.0, 1.0, "总预算可以加"),
        (0.6, 300.0, 1.0, "总预算可以收一点"),
        (4.0, 90.0, 1.0, "再加预算也花不出去"),
        (1.9, 300.0, 3.0, "要达到目标，总预算得收"),
    ],
)
def test_the_total_is_said_in_one_sentence(
    worth: float, wanted: float, hurdle: float, zh: str
) -> None:
    """A target above break-even costs profit: to call that a gain would be a lie."""
    plans = (plan("甲", 100, worth, wanted), plan("乙", 100, worth, wanted))
    book = sheet()
    told = promo_split(book, page(Responses(plans, True, hurdle), 200))
    assert all(f'data-number="{id}"' in told.html for id in book.numbers)
    assert told.text.startswith(zh) and "−¥" not in told.text


def test_english_has_no_chinese_and_no_yuan_left() -> None:
    """A page for an Alibaba.com shop would speak of yuan."""
    with speaking("en"):
        plans = (plan("a", 100, 4, 1e4, bend=0.5), plan("b", 100, 2, 1e4, bend=0.5))
        book = Sheet("weekly", "s", "s", WEEK[1], "alibaba", "USD", {})
        told = promo_split(book, page(Responses(plans, True, 1.0), 200)).html
    assert "yuan" not in told and "$" in told
    assert not any("\u4e00" <= c <= "\u9fff" for c in told)


def test_what_cannot_be_told_is_said() -> None:
    """An empty section, or a figure out of nothing, would pass for advice."""
    none = Responses((), True, 1.0, Label("没有花费", "no spend"))
    assert "没有花费" in promo_split(sheet(), page(none, 0)).html
    blind = replace(TWO, reason=Label("还没到账齐", "not settled"))
    assert "还没到账齐" in promo_split(sheet(), page(blind, 200)).html
    unpriced = promo_split(sheet(), page(replace(TWO, priced=False), 200))
    assert "不知道一次转化值多少钱" in unpriced.html and "<svg" not in unpriced.html
    assert np.isnan(page(replace(TWO, priced=False), 200).advice.gain)
    alone = Responses((plan("甲", 100, 4, 1e4),), True, 1.0)
    assert "只有一个计划" in promo_split(sheet(), page(alone, 100)).html
