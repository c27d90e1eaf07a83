"""The blocks of the calendar page: what they say, in both languages, with hostile names."""

from __future__ import annotations

import math
import re
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from opslib.labels import Label, speaking
from opslib.model import Money
from opslib.report.calendar import calendar_past, calendar_tiers
from opslib.report.calendar.year import _label
from opslib.report.findings import finding_card
from tests.report import examples as ex
from tests.report.reading import Reading

BAD = "<script>alert(1)</script>"
DAYS = {"start": date(2026, 8, 20), "end": date(2026, 8, 22)}
AMOUNTS = "lift lo hi extra pulled_forward dip net net_lo net_hi".split()


def effect(verdict: str = "cannot_tell", **more: object) -> SimpleNamespace:
    """An effect with plain figures."""
    told = dict.fromkeys(AMOUNTS, 0.25) | {"verdict": verdict, "reason": Label("摆动大", "wide")}
    return SimpleNamespace(**told | {"cannibalised": None} | more)


def edition(moved: float, name: str = "双11") -> SimpleNamespace:
    label = Label(name, name)
    return SimpleNamespace(
        id="a", event="a", name=label, own=False, effect=effect(), moved=moved, reason=None, **DAYS
    )


def past(*editions: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(
        editions=editions, basis="pay_amount", newcomers=pd.DataFrame(), reason=None, short=()
    )


def visitors(**more: object) -> SimpleNamespace:
    told = {
        "id": "i", "name": Label(BAD, BAD), "participants": None, "metric": "inquiries",
        "visitors": effect("worked"), "answers": None, "reason": None,
    }  # fmt: skip
    return SimpleNamespace(**told | DAYS | more)


def test_page_and_sheet_say_the_same_of_what_was_only_moved() -> None:
    """The page was silent where the sheet said 143 %."""
    page = ex.sheet()
    with speaking("zh"):
        block = calendar_past(page, past(edition(0.3), edition(math.nan, "6.18")))
    assert Reading(block.html).text.count("还说不了") == 1
    kept = page.tables["past"][1]["提前购买占比"]
    assert list(kept) == [0.3, "还说不了"]


def test_a_sheet_without_any_edition_still_tells_of_interactive_events() -> None:
    """Eight weeks of sales are asked for events, four of visitors for a draw."""
    nothing = SimpleNamespace(editions=(), reason=Label("不到 8 周", "too few weeks"))
    with speaking("zh"):
        alone = calendar_past(ex.sheet(), nothing)
        both = calendar_past(ex.sheet(), nothing, None, [visitors()])
    assert "不到 8 周" in alone.text and "不到 8 周" in both.text
    text = Reading(both.html).text
    assert "多来了" in text and "没记" in text and "<script" not in both.html


def test_interactive_events_in_english_have_no_chinese_of_ours() -> None:
    """A page in English with Chinese words, or their punctuation, is a page half made."""
    page = ex.sheet()
    with speaking("en"):
        unsure = visitors(visitors=None, reason=Label("没有", "not known"))
        made = calendar_past(page, past(edition(0.3, "11.11")), None, [visitors(), unsure])
    assert not re.search(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", str(made.html))
    assert "not known" in str(made.html)
    assert not any(re.search(r"[\u4e00-\u9fff]", c) for c in page.tables["interactive"][1].columns)


def test_a_shop_without_orders_gets_one_line_on_thresholds() -> None:
    """Margins, methods and rebate tiers of no order at all are noise."""
    none = SimpleNamespace(orders=0, plan=(), verdict="cannot_tell", reason=Label("0 单", "none"))
    tiers = SimpleNamespace(orders=none, customers=none, margin=0.3, floor=0.1, piece=0.0)
    with speaking("en"):
        block = calendar_tiers(ex.sheet(), tiers)
    assert Reading(block.html).text.strip() == "Cannot be told yet: none."


def event(name: str, first: int, last: int) -> SimpleNamespace:
    days = date(2026, 3, first), date(2026, 3, last)
    return SimpleNamespace(label=Label(name, name), start=days[0], end=days[1])


@pytest.mark.parametrize(
    "later, at",
    [((5, 8), 8), ((20, 25), 2), ((3, 30), None), ((9, 12), 2)],
)
def test_the_name_of_an_event_keeps_clear_of_one_that_lies_over_it(later, at) -> None:
    """Two names on the same pixels can be read by nobody; at: day of the month before the name."""
    long, over = event("开年采购", 3, 17), event("x", *later)
    made = list(_label(date(2026, 3, 1), date(2026, 3, 31), long, [over], 10.0))
    if at is None:
        assert not made
    else:
        x = float(re.search(r'x="([\d.]+)%"', str(made[0])).group(1))  # type: ignore[union-attr]
        assert x == pytest.approx(at * 100 / 31 + 0.8, abs=0.01)


def test_a_finding_of_a_priced_event_tells_whose_money_it_is() -> None:
    """'Cannot be estimated yet' under a card that has just named the sum is wrong."""
    money = Money(1313, 3155, 6138, "CNY")
    with speaking("zh"):
        told = str(finding_card(ex.sheet(), ex.finding(money=None, shared=money)))
        none = str(finding_card(ex.sheet(), ex.finding(money=None)))
    assert "3,155" in told and "只计一次" in told and "还不能估计" not in told
    assert "data-number" not in told.split("只计一次")[0]
    assert "还不能估计" in none
