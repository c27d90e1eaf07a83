"""Selling events that make two windows unlike, so that a change between them is no news."""

from __future__ import annotations

from collections.abc import Sequence

from ..labels import Label
from ..model import Window
from .happenings import Event


def uneven(events: Sequence[Event], now: Window, before: Window) -> Label | None:
    """Which selling events lie in only one of two windows? None where both are alike.

    A week after 11.11 compared with the week of 11.11 falls without any fault of the shop.
    """
    told = [t for e in events if e.promo and (t := _one_sided(e, now, before)) is not None]
    if not told:
        return None
    return Label("".join(t.zh for t in told), " ".join(t.en for t in told))


def _one_sided(event: Event, now: Window, before: Window) -> Label | None:
    here, there = _days(event, now), _days(event, before)
    if bool(here) == bool(there):
        return None
    days = f"{event.start:%m-%d}–{event.end:%m-%d}"
    if there:
        return Label(
            f"前一期有 {there} 天在“{event.label.zh}”（{days}）里，这一期没有，本来就不好直接比。",
            f"{there} day(s) of the period before lie in {event.label.en} ({days}), none of this "
            "one: the two are not alike to begin with.",
        )
    return Label(
        f"这一期有 {here} 天在“{event.label.zh}”（{days}）里，前一期没有，本来就不好直接比。",
        f"{here} day(s) of this period lie in {event.label.en} ({days}), none of the one before: "
        "the two are not alike to begin with.",
    )


def _days(event: Event, window: Window) -> int:
    """How many days of the event lie in the window."""
    return max(0, (min(event.end, window.end) - max(event.start, window.start)).days + 1)
