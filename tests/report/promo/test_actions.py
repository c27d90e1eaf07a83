"""The action list and its results on the page: what, until when, and did it help."""

from __future__ import annotations

import math
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from opslib.labels import Label, speaking
from opslib.report.promo.actions import promo_actions, promo_worked
from tests.report import examples as ex
from tests.report.reading import Reading

BID = SimpleNamespace(
    id="a1b2c3d4e5f6", subject="杯子", what="出价提到 2.10 元。", owner="小李",
    due=date(2030, 1, 4), low=50.0, mid=120.0, high=300.0, minutes=3,
)  # fmt: skip
PLAN = SimpleNamespace(**{**vars(BID), "id": "0f1e2d3c4b5a", "subject": "计划一", "mid": 900.0,
                          "what": "预算加到 80 元。", "owner": "", "minutes": 10})  # fmt: skip
ROW: dict[str, Any] = {
    "id": "a1b2c3d4e5f6", "name": "杯子", "what": "出价提到 2.10 元。",
    "done_on": date(2026, 11, 3), "verdict": "worked", "effect": math.log(1.5),
    "lo": math.log(1.2), "hi": math.log(2.0),
    "yuan": 150.0, "yuan_lo": 60.0, "yuan_hi": 300.0, "weeks": 2, "compared": 26,
    "reason": Label("", ""),
}  # fmt: skip
UNSURE = ROW | {
    "id": "ffffffffffff", "name": "=HYPERLINK(1)", "verdict": "cannot_tell", "effect": math.nan,
    "lo": math.nan, "hi": math.nan, "yuan": math.nan, "yuan_lo": math.nan, "yuan_hi": math.nan,
    "weeks": 0, "reason": Label("动作之后还没有一整周已结算的数据", "no settled week since"),
}  # fmt: skip


def test_most_money_comes_first_with_due_day_and_minutes() -> None:
    """Whoever has twenty minutes does the first lines, and those must be the dear ones."""
    sheet = ex.sheet()
    with speaking("zh"):
        block = promo_actions(sheet, [BID, PLAN])
    text = Reading(block.html).text
    assert "这周要做 2 件，共约 13 分钟" in text
    assert text.index("预算加到 80 元。") < text.index("出价提到 2.10 元。")
    assert "+¥120" in text and "小李" in text and "a1b2c3d4e5f6" in text and "未定" in text
    assert sheet.numbers["promo.action.a1b2c3d4e5f6"].value == 120.0
    assert [*sheet.tables["actions"][1].iloc[:, 0]] == ["0f1e2d3c4b5a", "a1b2c3d4e5f6"]


def test_nothing_to_do_is_said() -> None:
    """An empty place would be taken for a section that broke; old open ones stay in sight."""
    with speaking("en"):
        assert "Nothing needs changing" in promo_actions(ex.sheet(), []).text
        text = Reading(promo_actions(ex.sheet(), [], [BID]).html).text
    assert "1 proposed earlier and still open" in text and "a1b2c3d4e5f6" in text


def test_results_tell_verdict_range_and_comparison() -> None:
    """A verdict without its range and its comparison would be an opinion."""
    sheet = ex.sheet()
    with speaking("zh"):
        block = promo_worked(sheet, pd.DataFrame([ROW, UNSURE]))
    text = Reading(block.html).text
    assert "有用 1，没有效果 0，变差 0，还看不出来 1" in text
    assert "+¥150" in text and "+¥60 到 +¥300" in text
    assert "+50" in text and "26 个没动过的，2 周" in text
    assert "动作之后还没有一整周已结算的数据" in text
    assert sheet.numbers["promo.worked.a1b2c3d4e5f6"].value == 150.0
    assert "promo.worked.ffffffffffff" not in sheet.numbers


def test_the_figure_tells_each_range_in_words() -> None:
    """A reader without eyes for the drawing hears the same."""
    with speaking("en"):
        html = str(promo_worked(ex.sheet(), pd.DataFrame([ROW])).html)
    assert 'aria-label="杯子: +¥150 a week, 80 % range +¥60 to +¥300"' in html
    assert html.count("<svg") == 1


def test_nothing_done_says_what_to_do() -> None:
    """The loop closes only when somebody marks what was done."""
    with speaking("en"):
        told = promo_worked(ex.sheet(), pd.DataFrame([ROW]).iloc[:0]).text
    assert told.startswith("No action was marked done")


@pytest.mark.parametrize("block", ["list", "worked"])
def test_text_from_registers_cannot_break_out(block: str) -> None:
    """The register is typed by hand and may be somebody else's file."""
    evil = "<script>alert(1)</script>"
    if block == "list":
        bad = SimpleNamespace(
            **{**vars(BID), "what": evil, "subject": evil, "owner": evil, "id": evil}
        )
        html = str(promo_actions(ex.sheet(), [bad]).html)
    else:
        html = str(
            promo_worked(ex.sheet(), pd.DataFrame([ROW | {"name": evil, "what": evil}])).html
        )
    assert "<script" not in html


def test_the_english_page_has_no_chinese_of_its_own() -> None:
    """Only names and what the register says may be Chinese there."""
    plain = SimpleNamespace(**{**vars(BID), "what": "Raise it", "subject": "cup", "owner": "Li"})
    row = ROW | {"name": "cup", "what": "Raise it"}
    with speaking("en"):
        html = str(promo_worked(ex.sheet(), pd.DataFrame([row])).html)
        html += str(promo_actions(ex.sheet(), [plain]).html)
    shown = Reading(html).text
    for known in ("行动登记表", "已完成", "不做"):
        shown = shown.replace(known, "")
    assert not [c for c in shown if "\u4e00" <= c <= "\u9fff"]
