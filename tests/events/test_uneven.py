"""Windows of which only one has a selling event in it."""

from __future__ import annotations

from datetime import date

from opslib.events import load_events, uneven
from opslib.model import Window
from opslib.places import templates

EVENTS = load_events(templates() / "calendar", platform="1688", years=[2026])


def test_the_week_after_a_sale_is_not_blamed_for_it() -> None:
    """11.11 ends on the eleventh: five days of the week before lie in it, none of this week."""
    now = Window(date(2026, 11, 20), 7)
    told = uneven(EVENTS, now, now.shifted(-7))
    assert told is not None and "5 天" in told.zh and "双11" in told.zh and "11.11" in told.en
    back = uneven(EVENTS, now.shifted(-7), now)
    assert back is not None and back.zh.startswith("这一期有 5 天")


def test_alike_windows_need_no_word() -> None:
    """Two plain weeks, and two weeks within the same sale, are simply compared."""
    plain, sale = Window(date(2026, 10, 14), 7), Window(date(2026, 11, 8), 3)
    assert uneven(EVENTS, plain, plain.shifted(-7)) is None
    assert uneven(EVENTS, sale, sale.shifted(-3)) is None
