"""Steps planned back from an activity: their days, their states, and what the register tells."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.errors import DeclarationError
from opslib.events import Activity, is_workday, load_duties, steps, unknown_steps
from opslib.places import templates

DUTIES = load_duties(templates() / "calendar")
DOUBLE12 = Activity(
    "H1", "双12", "platform", date(2026, 12, 8), date(2026, 12, 12), owner="运营",
    enrol_by=date(2026, 11, 26), prepared=("选品",),
)  # fmt: skip


def by_id(found):
    return {s.duty.id: s for s in found}


def test_steps_of_an_event_fall_before_and_after_it():
    """45 days before 8 December is 24 October, a Saturday: due on the Friday before."""
    found = by_id(steps([DOUBLE12], DUTIES, date(2026, 11, 21)))
    assert found["select"].planned == date(2026, 10, 24)
    assert found["select"].due == date(2026, 10, 23)
    assert found["enrol"].due == date(2026, 11, 23)
    assert found["launch"].due == date(2026, 12, 8)
    assert found["review"].planned == date(2026, 12, 19)  # a Saturday: the Friday before
    assert found["review"].due == date(2026, 12, 18)


def test_follow_up_of_big_buyers_stays_within_three_days():
    """12 December + 3 is a Tuesday; the day after the event is a Sunday and moves past it."""
    found = by_id(steps([DOUBLE12], DUTIES, date(2026, 11, 21)))
    assert found["big_buyers"].due == date(2026, 12, 15)
    assert found["restore"].planned == date(2026, 12, 13)
    assert found["restore"].due == date(2026, 12, 14)


def test_states_on_one_morning():
    """Done by name, overdue, at risk within three workdays, open."""
    found = by_id(steps([DOUBLE12], DUTIES, date(2026, 11, 21)))
    assert found["select"].state == "done"
    assert found["price"].state == "overdue"
    assert found["enrol"].state == "at_risk"
    assert found["design"].state == "open"


def test_a_filled_column_tells_that_a_step_is_done():
    """Whoever notes the day of enrolment need not tick it a second time."""
    from dataclasses import replace

    told = replace(DOUBLE12, enrolled_on=date(2026, 11, 20), poster_ready=True)
    found = by_id(steps([told], DUTIES, date(2026, 12, 1)))
    assert found["enrol"].state == found["design"].state == "done"


def test_a_step_of_the_national_holiday_moves_before_it():
    """Due on 4 October 2026, it is done on 30 September: nobody is there on 1 to 7 October."""
    sale = Activity("x", "x", "coupon", date(2026, 10, 7), date(2026, 10, 9))
    found = by_id(steps([sale], DUTIES, date(2026, 9, 1)))
    assert found["poster"].planned == date(2026, 10, 4)
    assert found["poster"].due == date(2026, 9, 30)


def test_a_make_up_saturday_is_a_workday():
    """10 October 2026 is a worked Saturday: a step may stay there."""
    sale = Activity("x", "x", "coupon", date(2026, 10, 13), date(2026, 10, 14))
    assert by_id(steps([sale], DUTIES, date(2026, 9, 1)))["coupon"].due == date(2026, 10, 10)


def test_words_that_name_no_step_are_told():
    """A misspelt step would stay open for ever and nobody would know why."""
    odd = Activity("x", "x", "platform", date(2026, 10, 7), prepared=("选品", "备或"))
    assert unknown_steps(odd, DUTIES) == ["备或"]


def test_a_mistake_in_the_template_names_its_line(tmp_path):
    """An operator who writes a kind that does not exist sees where."""
    (tmp_path / "duties.toml").write_text(
        '[[duty]]\nid = "a"\nlabel = "a"\ndays = -3\nkinds = ["platforms"]\n', "utf-8"
    )
    with pytest.raises(DeclarationError) as told:
        load_duties(tmp_path)
    assert "duties.toml:5" in told.value.where and "platform" in str(told.value.fix)


def test_the_workspace_replaces_a_step_by_id(tmp_path):
    """A shop that prepares sixty days ahead changes one block, not the template."""
    (tmp_path / "duties.toml").write_text(
        '[[duty]]\nid = "select"\nlabel = "选品"\ndays = -60\nkinds = ["platform"]\n', "utf-8"
    )
    mine = {d.id: d for d in load_duties(templates() / "calendar", tmp_path)}
    assert mine["select"].days == -60 and mine["review"].days == 7


@given(st.dates(date(2020, 3, 1), date(2026, 10, 1)), st.integers(0, 15))
def test_every_step_is_due_on_a_workday(start: date, length: int):
    """A deadline on a day off is missed by everybody."""
    from datetime import timedelta

    event = Activity("x", "x", "platform", start, start + timedelta(days=length))
    for step in steps([event], DUTIES, date(2026, 1, 1)):
        assert is_workday(step.due)
        if step.duty.days > 0:
            assert step.due > event.last
        else:
            assert step.due <= step.planned
