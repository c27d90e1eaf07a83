"""The days to come: month ends worked by hand, targets, closed months, too little history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib import open_shop
from opslib.daily.months import chance, month_of
from opslib.daily.outlook import last_week, months, next_days, outlooks
from opslib.daily.targets import Goal, month_sum, registered
from opslib.labels import Label
from opslib.workspace import Workspace

NOVEMBER = date(2026, 11, 30)
# Ten days to come: 1,000 as likely as not, 800 to 1,250 with 80 %.
TOTAL = {"mean": 1000.0, "lo50": 900.0, "hi50": 1100.0, "lo80": 800.0, "hi80": 1250.0}
TOTAL |= {"lo95": 700.0, "hi95": 1400.0}


def daily(first: date, values: list[float]) -> pd.Series:
    return pd.Series(values, index=pd.date_range(first, periods=len(values)), dtype=float)


def weeks(end: date, days: int) -> pd.Series:
    """Workdays 120, weekends 60, a little noise of a fixed seed."""
    index = pd.date_range(end=end, periods=days)
    usual = np.where(index.day_of_week < 5, 120.0, 60.0)
    return pd.Series(usual * np.random.default_rng(5).lognormal(0, 0.05, days), index)


def target(value: float) -> Goal:
    return Goal("target", value, Label("目标", "target"))


def test_a_month_end_worked_by_hand() -> None:
    """20 days of 100 are 2,000; with 800 to 1,250 to come the month ends between 2,800 and 3,250.

    For 3,000 the ten days left need 1,000 in all, which is as likely as not.
    """
    month = month_of(daily(date(2026, 11, 1), [100.0] * 20), NOVEMBER, TOTAL, (target(3000),))
    assert (month.so_far, month.left, month.filled) == (2000, 10, 0)
    assert (month.end.mean, month.end.low, month.end.high) == (3000, 2800, 3250)
    assert month.needed_per_day == 100 and month.expected_per_day == 100
    assert month.chance == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("goal", "likely"),
    [(2800, 0.90), (3250, 0.10), (2700, 0.975), (3400, 0.025), (2900, 0.75), (2000, 1.0)],
)
def test_the_chance_is_that_of_the_ranges(goal: float, likely: float) -> None:
    """A chance that contradicts the range beside it would make a reader doubt both."""
    month = month_of(daily(date(2026, 11, 1), [100.0] * 20), NOVEMBER, TOTAL, (target(goal),))
    assert month.chance == pytest.approx(likely)


def test_a_budget_is_kept_within_not_reached() -> None:
    """Spend above its budget is no success: the chance is that of staying below."""
    days = daily(date(2026, 11, 1), [100.0] * 20)
    month = month_of(days, NOVEMBER, TOTAL, (target(3250),), capped=True)
    assert month.chance == pytest.approx(0.9)


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_more_is_never_likelier(one: float, other: float) -> None:
    """A higher target with a better chance would be absurd."""
    low, high = sorted((one, other))
    assert 0 <= chance(high, TOTAL) <= chance(low, TOTAL) <= 1


def test_a_missing_day_counts_as_usual_for_its_weekday() -> None:
    """One lost export must not make the month look short, and the page says how many."""
    values = [100.0] * 40
    values[30] = np.nan  # 10 November
    month = month_of(daily(date(2026, 10, 11), values), NOVEMBER, {**TOTAL}, ())
    assert month.known == date(2026, 11, 19) and month.left == 11
    assert (month.so_far, month.filled, month.chance) == (1900, 1, None)


def test_the_last_day_of_a_month_closes_it_and_opens_the_next() -> None:
    """On the 30th the question is what November came to, and what December will bring."""
    series = weeks(NOVEMBER, 120)
    goal = target(float(series["2026-11"].sum()) - 1)
    found, closed = months(series, NOVEMBER, None, lambda last: (goal,) if last == NOVEMBER else ())
    assert closed is not None and closed.left == 0 and closed.chance is None
    assert closed.so_far == pytest.approx(series["2026-11"].sum())
    assert closed.end.low == closed.end.high == closed.so_far
    assert (found.last, found.so_far, found.left) == (date(2026, 12, 31), 0, 31)
    # December 2026 has 23 workdays and 8 days of weekends.
    assert found.end.mean == pytest.approx(23 * 120 + 8 * 60, rel=0.06)
    assert found.end.low < found.end.mean < found.end.high


def test_a_late_export_leaves_its_day_to_the_forecast() -> None:
    """If today's file is not here yet, its day is neither nought nor lost."""
    series = weeks(date(2026, 11, 20), 120)
    series.iloc[-1] = np.nan
    found, _ = months(series, date(2026, 11, 20), None, lambda last: ())
    assert (found.known, found.left, found.filled) == (date(2026, 11, 19), 11, 0)
    days = next_days(series, date(2026, 11, 20), None, {})
    assert [d.date for d in days] == [date(2026, 11, 21) + timedelta(days=i) for i in range(7)]


def test_last_weeks_forecast_knows_nothing_of_last_week() -> None:
    """A score that has seen what came would always be good."""
    series = weeks(date(2026, 11, 20), 120)
    usual = last_week(series, date(2026, 11, 20), None)
    series.iloc[-7:] *= 3
    tripled = last_week(series, date(2026, 11, 20), None)
    assert usual is not None and tripled is not None
    assert tripled.said == pytest.approx(usual.said) and usual.days == 7
    assert usual.inside >= 4 and tripled.inside == 0
    assert tripled.off == pytest.approx(3 * usual.came / usual.said - 1)


def test_a_month_with_a_hole_is_no_reference() -> None:
    """Last month without one of its days would be an easy mark to beat."""
    whole = daily(date(2026, 10, 1), [10.0] * 31)
    assert month_sum(whole, date(2026, 10, 31)) == 310
    assert month_sum(whole[1:], date(2026, 10, 31)) is None


def test_the_sample_shops_see_their_registered_targets(imported: Path) -> None:
    """The register is worth filling in only if the page measures by it."""
    cotton = open_shop(imported, shop="cotton1688", as_of="2026-11-20")
    goals = registered(cotton)
    assert ("pay_amount", NOVEMBER) in goals and ("ad_spend", NOVEMBER) in goals
    found = {look.metric: look for look in outlooks(cotton)}
    assert [*found] == ["pay_amount", "ad_spend", "pay_orders", "visitors"]
    month = found["pay_amount"].month
    assert month is not None and month.target == goals["pay_amount", NOVEMBER]
    assert month.so_far == pytest.approx(cotton.measure("pay_amount", window=20)["value"].iloc[0])
    assert month.chance is not None and 0 < month.chance < 1
    assert found["visitors"].month is None, "distinct heads do not add up to a month"
    assert found["pay_amount"].score is not None and found["visitors"].score is None


def test_without_a_target_there_are_references_that_are_not_called_one(imported: Path) -> None:
    """A reference that looks like a target would be held against the shop."""
    shop = open_shop(imported, shop="alibaba_demo", as_of="2026-08-20")
    assert not [g for (_, last), g in registered(shop).items() if last == date(2026, 8, 31)]
    month = next(x.month for x in outlooks(shop) if x.metric == "inquiries")
    assert month is not None and month.target is None and month.chance is None
    assert month.needed_per_day is None
    assert {g.kind for g in month.goals} <= {"ladder", "last_year", "last_month"}
    assert month.goals and all(g.guide == "004-31" for g in month.goals if g.kind == "ladder")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("value", [0.0, 7.0])
def test_days_that_are_all_alike_give_a_figure_or_a_reason(value: float) -> None:
    """A shop that sold nothing yet must get a sentence, not warnings or an endless range."""
    series = daily(date(2026, 8, 1), [value] * 112)
    score = last_week(series, date(2026, 11, 20), None)
    assert (score is None) == (value == 0)
    if score is not None:
        assert score.said == pytest.approx(49, rel=0.05) and score.inside == 7


def test_too_little_history_is_said_plainly(imported: Path) -> None:
    """Three weeks tell nothing of the fourth; a made-up range would be believed."""
    con = Workspace.open(imported).store.snapshot().connect("cotton1688")
    begin = con.execute("SELECT min(date) FROM shop_day").fetchall()[0][0]
    young = open_shop(imported, shop="cotton1688", as_of=begin + timedelta(days=20))
    look = outlooks(young)[0]
    assert look.reason is not None and "21" in look.reason.zh and not look.days
    assert look.month is None and look.score is None
    assert replace(look, reason=None).known == 21
