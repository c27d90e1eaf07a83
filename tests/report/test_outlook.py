"""The section on the days to come, in both languages: sentences, numbers, and what is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from opslib import report
from opslib.daily.months import Month, Range
from opslib.daily.outlook import Day, Outlook, Score
from opslib.daily.targets import Goal
from opslib.labels import Label, speaking
from tests.report import examples as ex
from tests.report.reading import Reading

TARGET = Goal("target", 260_000.0, Label("目标", "target"))
BUDGET = Goal("target", 3000.0, Label("预算", "budget"))
LAST = Goal("last_month", 232_000.0, Label("上个月", "last month"))


def look(metric: str = "pay_amount", level: float = 7000.0, **changes: object) -> Outlook:
    """Twenty days of November at this level, ten to come."""
    past = pd.DataFrame({"date": pd.date_range(end=ex.AS_OF, periods=28), "value": [level] * 28})
    days = tuple(
        Day(ex.AS_OF + timedelta(days=i), Range(level, level * 0.8, level * 1.2))
        for i in range(1, 8)
    )
    days = (replace(days[0], marks=(Label("双12", "Double 12"),)), *days[1:])
    end = Range(level * 30, level * 29, level * 31)
    month = Month(date(2026, 11, 30), ex.AS_OF, level * 20, 0, 10, end, (TARGET,), 0.02)
    given = {"days": days, "month": month, "score": Score(level * 7, level * 7.7, 6, 7)}
    return replace(Outlook(metric, past, 400), **{**given, **changes})  # type: ignore[arg-type]


def told(*looks: Outlook, lang: str = "zh") -> tuple[report.Sheet, Reading]:
    sheet = ex.sheet()
    with speaking(lang):  # type: ignore[arg-type]
        return sheet, Reading(report.outlook(sheet, looks).html)


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "zh",
            [
                "11 月支付金额到 20 日为 ¥14.00 万，预计到月底 ¥21.00 万（八成把握",
                "达到的把握 2%：剩下 10 天每天要 ¥12,000，照现在的走势每天 ¥7,000，每天还差 ¥5,000",
                "上周此时预计这 7 天 ¥49,000，实际 ¥53,900（▲ 10%）；7 天里 6 天落在预计范围内",
            ],
        ),
        (
            "en",
            [
                "Paid amount of November: ¥140,000 up to day 20, ¥210,000 expected",
                "is 2%: the 10 day(s) left need ¥12,000 a day and look like ¥7,000, ¥5,000 a day",
                "expected to bring ¥49,000; they brought ¥53,900 (▲ 10%), and 6 of 7 lay inside",
            ],
        ),
    ],
)
def test_the_month_is_told_against_its_target(lang: str, sentences: list[str]) -> None:
    """140,000 of 260,000 after 20 days: ten days at 12,000 are needed, 7,000 are in sight."""
    sheet, read = told(look(), lang=lang)
    for sentence in sentences:
        assert sentence in read.text
    assert read.balanced
    value = {id: n.value for id, n in sheet.numbers.items()}
    assert value["outlook.pay_amount.needed"] == 12_000
    assert value["outlook.pay_amount.short"] == 5000
    assert value["outlook.pay_amount.chance"] == 0.02


def test_every_figure_has_its_number_range_and_window() -> None:
    """Other people's scripts read data.json: the days to come must be there with their range."""
    sheet, read = told(look(), look("visitors", 400.0, month=None, score=None))
    assert set(read.figures) == set(sheet.numbers)
    end = sheet.numbers["outlook.pay_amount.month_end"]
    assert (end.value, end.window, end.unit) == (210_000, 30, "money")
    assert end.evidence is not None
    assert (end.evidence.low, end.evidence.high, end.evidence.n) == (203_000, 217_000, 400)
    days = [n for id, n in sheet.numbers.items() if id.startswith("outlook.visitors.day.")]
    assert len(days) == 7 and {n.value for n in days} == {400}
    label, frame = sheet.tables["outlook"]
    assert len(frame) == 15 and str(label)


def test_a_reference_is_never_called_a_target() -> None:
    """Without a target there is neither a chance nor anything needed, only what was."""
    open_month = look().month
    assert open_month is not None
    sheet, read = told(look(month=replace(open_month, goals=(LAST,), chance=None)))
    assert "只作参照，不是目标：上个月 ¥23.20 万" in read.text
    assert not [n for n in sheet.numbers if n.endswith((".chance", ".needed", ".target"))]
    _, read = told(look(month=replace(open_month, goals=(), chance=None)))
    assert "也没有可参照的月份" in read.text and read.balanced


def test_a_target_already_reached_asks_for_nothing_more() -> None:
    """'Needs ¥0 a day' would be noise on a good day."""
    month = look().month
    assert month is not None
    done = replace(month, goals=(replace(TARGET, value=100_000.0),), chance=1.0)
    sheet, read = told(look(month=done))
    assert "目标 ¥10.00 万 已经达到" in read.text
    assert "outlook.pay_amount.needed" not in sheet.numbers


def test_a_closed_month_shows_its_result_beside_the_next() -> None:
    """On the last day the month is judged, and December begins at nothing."""
    closed = Month(
        date(2026, 11, 30), date(2026, 11, 30), 250_000.0, 0, 0, Range(0, 0, 0), (TARGET,)
    )
    december = Range(217_000.0, 200_000.0, 240_000.0)
    month = Month(date(2026, 12, 31), date(2026, 11, 30), 0.0, 0, 31, december, (LAST,))
    sheet, read = told(look(closed=closed, month=month))
    assert "11 月已结束：支付金额 ¥25.00 万，没有达到目标 ¥26.00 万" in read.text
    assert "12 月支付金额预计 ¥21.70 万" in read.text
    assert "outlook.pay_amount.so_far" not in sheet.numbers
    english = told(look(closed=replace(closed, goals=(BUDGET,), capped=True)), lang="en")[1].text
    assert "beyond the budget of ¥3,000" in english


def test_nothing_to_say_gives_the_reason() -> None:
    """An empty box would be read as 'all is well'."""
    reason = Label("历史只有 9 天", "only 9 days of history")
    past = look().past
    assert "历史只有 9 天" in told(Outlook("pay_amount", past, 9, reason=reason))[1].text
    mixed = told(look(), Outlook("ad_spend", past, 9, reason=reason))[1].text
    assert "历史只有 9 天" in mixed and "双12" in mixed
    assert told()[1].text
