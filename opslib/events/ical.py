"""The calendar as an .ics file that phones and mail programs read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1


@dataclass(frozen=True, slots=True)
class Entry:
    """Whole days of a calendar. `key` stays the same when dates or words change.

    remind: days before the first one on whose morning a phone reminds; None: it does not.
    """

    key: str
    title: str
    start: date
    end: date
    note: str = ""
    remind: int | None = None


def to_ics(name: str, entries: Iterable[Entry], made: date) -> bytes:
    """The entries as one calendar (RFC 5545), the same bytes for the same entries.

    name: what a phone calls the calendar. made: the day of the report; it stands as the stamp of
    every entry, so that importing a later file renews the entries of an earlier one.
    """
    from icalendar import Alarm, Calendar, Event

    book = Calendar()
    book.add("prodid", "-//opslib//marketing calendar//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    stamp = datetime(made.year, made.month, made.day, tzinfo=UTC)
    for entry in sorted(entries, key=lambda e: (e.start, e.end, e.key)):
        event = Event()
        digest = sha1(entry.key.encode("utf-8", "surrogatepass"), usedforsecurity=False)
        event.add("uid", f"{digest.hexdigest()[:20]}@opslib")
        event.add("dtstamp", stamp)
        event.add("sequence", made.toordinal())
        event.add("summary", _plain(entry.title))
        event.add("dtstart", entry.start)
        # The day after the last one: whole-day entries end before it.
        event.add("dtend", entry.end + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        if entry.note:
            event.add("description", _plain(entry.note))
        if entry.remind is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _plain(entry.title))
            alarm.add("trigger", timedelta(hours=9) - timedelta(days=entry.remind))
            event.add_component(alarm)
        book.add_component(event)
    return bytes(book.to_ical())


def _plain(text: str) -> str:
    """The text without characters that no calendar may hold."""
    return "".join(
        c for c in text if c == "\n" or (c.isprintable() and not 0xD800 <= ord(c) < 0xE000)
    )
