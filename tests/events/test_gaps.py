"""Months, weeks and days without a plan, and activities that get in each other's way."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from opslib.events import Activity, Event, coverage, iso_weeks
from opslib.labels import Label


def act(id: str, kind: str, start: str, end: str | None, **more) -> Activity:
    last = date.fromisoformat(end) if end else None
    return Activity(id, id, kind, date.fromisoformat(start), last, **more)


def test_a_year_with_one_theme_and_one_week():
    """The gaps are listed exactly: eleven months, fifty-two of 53 ISO weeks, the bare days."""
    found = coverage(
        2026,
        [
            act("march", "theme", "2026-03-01", "2026-03-31", theme="春季上新"),
            act("sale", "flash", "2026-03-10", "2026-03-12"),
        ],
        [],
    )
    assert [m.start.month for m in found.months_without] == [1, 2, *range(4, 13)]
    assert len(found.weeks) == 53 and len(found.weeks_without) == 52
    assert [(b.start, b.end) for b in found.bare] == [
        (date(2026, 1, 1), date(2026, 3, 9)),
        (date(2026, 3, 13), date(2026, 12, 31)),
    ]


def test_what_is_called_off_fills_nothing():
    """A cancelled activity that still counts would hide an empty week."""
    off = act("x", "flash", "2026-03-10", "2026-03-12", state="cancelled", theme="t")
    assert len(coverage(2026, [off], []).weeks_without) == 53


def test_a_few_days_make_no_theme():
    """A sale of three days that names a theme does not stand for its month."""
    short = act("x", "flash", "2026-03-10", "2026-03-12", theme="t")
    assert not coverage(2026, [short], []).months[2].names


def test_two_discounts_on_the_same_goods_collide():
    """12 % and 10 % off together are 20.8 %: more than the margin of many a product."""
    one = act("a", "platform", "2026-11-01", "2026-11-11", depth=0.12)
    two = act("b", "flash", "2026-11-10", "2026-11-12", depth=0.10)
    (found,) = coverage(2026, [one, two], []).collisions
    assert (found.start, found.end, found.days) == (date(2026, 11, 10), date(2026, 11, 11), 2)
    assert found.depth is not None and abs(found.depth - 0.208) < 1e-12


def test_discounts_on_other_goods_do_not_collide():
    """Sales of different products may run side by side."""
    one = act("a", "flash", "2026-11-01", "2026-11-11", items=("1", "2"))
    two = act("b", "flash", "2026-11-05", "2026-11-06", items=("3",))
    assert not coverage(2026, [one, two], []).collisions


def test_an_activity_in_the_factory_stop_is_named():
    """Goods sold while nobody packs them come late, and late goods cost stars."""
    stop = Event(
        "factories_closed", Label("停工", "stop"), date(2026, 2, 10), date(2026, 2, 27),
        "all", "medium", "", False,
    )  # fmt: skip
    sale = act("x", "flash", "2026-02-26", "2026-03-01")
    assert coverage(2026, [sale], [stop]).stopped == ((sale, stop),)


@given(st.integers(2020, 2035))
def test_weeks_of_a_year_are_iso(year: int):
    """52 or 53 weeks, Monday to Sunday, without a hole."""
    weeks = iso_weeks(year)
    assert len(weeks) in (52, 53)
    assert all(a.weekday() == 0 and b - a == timedelta(days=6) for a, b in weeks)
    assert all(b + timedelta(days=1) == c for (_, b), (c, _) in itertools.pairwise(weeks))


@given(st.lists(st.tuples(st.integers(0, 364), st.integers(0, 20)), max_size=12))
def test_bare_days_and_planned_days_make_the_year(spans: list[tuple[int, int]]):
    """Every day is either planned or told as bare, none twice."""
    first = date(2026, 1, 1)
    acts = [
        Activity(str(i), "x", "flash", first + timedelta(a), first + timedelta(a + b))
        for i, (a, b) in enumerate(spans)
    ]
    planned = {d for a in acts for d in a.days() if d.year == 2026}
    found = coverage(2026, acts, [])
    assert sum(b.days for b in found.bare) + len(planned) == 365
