"""The four common ways, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from opslib.scorecard.baselines import NAMES, Watched, baseline_alarms

START = date(2026, 1, 1)
DAYS = 90
LAST = START + timedelta(days=DAYS - 1)


def alarms(values: np.ndarray, names: tuple[str, ...] = ("",)) -> dict[str, list[str]]:
    """What each way says on the last day: the members it names first."""
    figure = Watched("visitors", "shop" if names == ("",) else "channel", names, START, values)
    said = baseline_alarms([figure], LAST, LAST)
    return {way: [a.member for a in days[LAST]] for way, days in said.items()}


def steady(*last: float) -> np.ndarray:
    """A hundred a day, alternately one more and one less, with these last days."""
    row = 100.0 + np.where(np.arange(DAYS) % 2, 1.0, -1.0)
    if last:
        row[-len(last) :] = last
    return row[None, :]


def test_nothing_is_said_of_a_steady_shop() -> None:
    """A baseline that always shouts would make the review look good for nothing."""
    assert all(said == [] for said in alarms(steady()).values())


@pytest.mark.parametrize(
    ("last", "ways"),
    [
        # a week of 79 against one of 100: 21 % down; 79 is many sd below the same weekdays
        ([79.0] * 7, {"fixed_percent", "weekday_z", "before_after"}),
        # a week of 82: 18 % down, too little for the fixed percentage
        ([82.0] * 7, {"weekday_z", "before_after"}),
        # one day of 69: 31.7 % under the day before (101); the week is down by 4 %
        ([69.0], {"day_before", "weekday_z"}),
        # a rise is no alarm for any of them
        ([150.0] * 7, set()),
    ],
)
def test_each_way_keeps_its_own_limit(last: list[float], ways: set[str]) -> None:
    """The comparison would be with ways that nobody uses."""
    assert {way for way, said in alarms(steady(*last)).items() if said} == ways


def test_many_members_are_one_alarm_with_the_deepest_fall_first() -> None:
    """Each member an alarm of its own, and the baselines would lose by counting alone."""
    values = np.vstack([steady(*[60.0] * 7), steady(), steady(*[40.0] * 7)])
    said = alarms(values, ("a", "b", "c"))
    assert said["fixed_percent"] == ["c"]
    assert set(said) == set(NAMES)
