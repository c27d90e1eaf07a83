"""Which of the shop's activities belongs to which event of the trade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ..events import Activity, Event
from ..labels import Label

# An activity of an event may begin so many days before it, or end so many after.
_NEAR = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Joined:
    """pairs: activity and its event's edition. unknown: activities that name no known event."""

    pairs: tuple[tuple[Activity, Event], ...]
    unknown: tuple[Activity, ...]

    @property
    def taken(self) -> tuple[Event, ...]:
        """Editions that some activity belongs to."""
        return tuple(e for _, e in self.pairs)

    def event(self, activity: Activity) -> Event | None:
        """The edition that the activity belongs to."""
        return next((e for a, e in self.pairs if a is activity), None)


def joined(activities: Sequence[Activity], events: Sequence[Event]) -> Joined:
    """Match the event that an activity names (its name in either language, or id) by date.

    Of several editions the one whose days are nearest; one more than three weeks away is none.
    """
    pairs, unknown = [], []
    for activity in activities:
        if not activity.event or not activity.stands:
            continue
        word = _plain(activity.event)
        named = [e for e in events if _named(word, e)]
        near = [e for e in named if _gap(activity, e) <= _NEAR]
        if near:
            pairs.append((activity, min(near, key=lambda e: (_gap(activity, e), e.start))))
        else:
            unknown.append(activity)
    return Joined(tuple(pairs), tuple(unknown))


def _named(word: str, event: Event) -> bool:
    names = (event.id, *_both(event.label))
    plain = [_plain(n) for n in names]
    return word in plain or any(len(word) >= 2 and word in p for p in plain)


def _both(label: Label) -> tuple[str, str]:
    return label.zh, label.en


def _plain(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _gap(activity: Activity, event: Event) -> timedelta:
    """Days between the two; none where they overlap."""
    apart = max(activity.start - event.end, event.start - activity.last)
    return max(apart, timedelta(0))
