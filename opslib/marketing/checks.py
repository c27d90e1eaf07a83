"""What was forgotten or is about to be: posters, coupons, prices, enrolments, weeks, rule dates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..events import Activity
from ..weekly.terms import worth

if TYPE_CHECKING:
    from .year import Year

# Kinds that show a poster, and those that hand out a coupon.
POSTERED = frozenset({"platform", "coupon", "thanks", "gift", "new", "member"})
COUPONED = frozenset({"coupon", "thanks", "tiers"})
PRICE_CUT = frozenset({"flash", "discount"})
ENROLLED = frozenset({"platform"})


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing amiss. rule: its kind in rules/calendar.toml; due: until when to be mended.

    activity: which one, None for a week or a date; days: how late (positive) or how soon. texts:
    further words of the finding.
    """

    rule: str
    due: date
    days: int
    activity: Activity | None = None
    name: str = ""
    texts: tuple[tuple[str, str], ...] = ()


def slips(year: Year) -> list[Slip]:
    """Everything amiss on the morning of reading, the longest overdue first.

    What the shop's own rules switch off is left out.
    """
    found = [s for look in LOOKS for s in look(year) if year.rules[s.rule].enabled]
    return sorted(found, key=lambda s: (s.due, s.rule, s.name))


def _stale(year: Year) -> Iterator[Slip]:
    """Posters and coupons of what is over and still said to run (001-32)."""
    today = year.moment.today
    for a in _recent(year, "poster_stale"):
        over = a.end is not None and a.end < today
        if over and a.state in ("live", "enrolled") and a.kind in POSTERED | COUPONED:
            assert a.end is not None
            yield _slip("poster_stale", a.end, today, a)


def _unready(year: Year) -> Iterator[Slip]:
    """What begins soon without its poster or coupon (001-32)."""
    today = year.moment.today
    before = timedelta(days=int(year.shop.profile.number("asset_days_before", year.shop.as_of)))
    for a in year.activities:
        if not a.stands or not today <= a.start <= today + before:
            continue
        poster = a.kind in POSTERED and not a.poster_ready
        coupon = a.kind in COUPONED and not a.coupon_ready
        if poster or coupon:
            rule = "poster_and_coupon" if poster and coupon else "poster" if poster else "coupon"
            yield _slip(rule, a.start, today, a)


def _endless(year: Year) -> Iterator[Slip]:
    """A price cut without a told end (003-29)."""
    today = year.moment.today
    for a in _recent(year, "end_missing"):
        if a.kind in PRICE_CUT and a.end is None and a.state != "done":
            yield _slip("end_missing", a.start, today, a)


def _unrestored(year: Year) -> Iterator[Slip]:
    """A price cut that is over and whose usual price nobody said to be back (003-29)."""
    today = year.moment.today
    limit = int(year.shop.profile.number("price_restore_days", year.shop.as_of))
    for a in _recent(year, "price_not_restored"):
        if a.kind in PRICE_CUT and a.end is not None and a.restored_on is None:
            due = a.end + timedelta(days=limit)
            if due < today:
                yield _slip("price_not_restored", due, today, a)


def _enrolment(year: Year) -> Iterator[Slip]:
    """Events that we may join and have not enrolled for (000-61, 004-44)."""
    today = year.moment.today
    for a in enrolments(year):
        if a.enrolled_on is None and a.state not in ("enrolled", "live", "done"):
            assert a.enrol_by is not None
            if today <= a.enrol_by <= today + year.within("enrol_soon"):
                yield _slip("enrol_soon", a.enrol_by, today, a)
            elif a.enrol_by < today <= a.start:
                yield _slip("enrol_missed", a.enrol_by, today, a)


def enrolments(year: Year) -> list[Activity]:
    """Activities with a deadline of enrolment for which the shop is eligible, or nobody said."""
    return [
        a
        for a in year.activities
        if a.stands and a.enrol_by and a.eligible is not False and a.kind in ENROLLED
    ]


def _empty_weeks(year: Year) -> Iterator[Slip]:
    """This ISO week and the next without an activity (001-56, 004-45)."""
    monday, sunday = year.moment.week
    for rule, first, last in (
        ("week_empty", monday, sunday),
        ("next_week_empty", monday + timedelta(days=7), sunday + timedelta(days=7)),
    ):
        if year.activities and not any(_runs(a, first, last) for a in year.activities):
            yield Slip(rule, last, (year.moment.today - last).days, None, f"{first:%m-%d}")


def _empty_months(year: Year) -> Iterator[Slip]:
    """This month and the next without a theme (001-56)."""
    today = year.moment.today
    for month in year.coverage.months_without if year.activities else ():
        ahead = (month.start - today).days
        if month.end >= today and ahead <= year.within("month_no_theme").days:
            yield Slip("month_no_theme", max(month.start, today), -ahead, None, f"{month.start:%m}")


def _mailing(year: Year) -> Iterator[Slip]:
    """A themed mailing a week, where the platform's guide asks for it (004-52)."""
    if year.shop.profile.id != "alibaba" or not year.activities:
        return
    monday, sunday = year.moment.week
    mails = [a for a in year.activities if a.kind == "edm" and a.stands]
    if not any(a.start <= sunday and a.last >= monday for a in mails):
        yield Slip("no_mailing", sunday, (year.moment.today - sunday).days, None, f"{monday:%m-%d}")


def _uncounted(year: Year) -> Iterator[Slip]:
    """An interactive event that is over and whose participants nobody wrote down (003-36)."""
    today = year.moment.today
    for a in _recent(year, "participants_missing"):
        if a.kind == "interactive" and a.last < today and a.participants is None:
            yield _slip("participants_missing", a.last, today, a)


def _stopped(year: Year) -> Iterator[Slip]:
    """An activity that runs while factories and couriers stand still."""
    today = year.moment.today
    for activity, stop in year.coverage.stopped:
        if activity.last >= today:
            yield _slip("factory_stop", stop.start, today, activity)


def _thin(year: Year) -> Iterator[Slip]:
    """A price cut to come, or running, that leaves less than the floor (003-29)."""
    today = year.moment.today
    margin = worth(year.shop).margin
    floor = year.shop.profile.number("margin_floor", year.shop.as_of)
    for a in year.activities:
        near = a.stands and a.last >= today and a.start <= today + year.within("margin_thin")
        if not near or a.kind not in PRICE_CUT or not a.depth or not math.isfinite(margin):
            continue
        left = (margin - a.depth) / (1 - a.depth) if a.depth < 1 else -math.inf
        if left < floor:
            told = (("depth", f"{a.depth:.0%}"), ("left", f"{left:.0%}"), ("floor", f"{floor:.0%}"))
            one = _slip("margin_thin", a.start, today, a)
            yield replace(one, texts=told)


LOOKS = (
    *(_stale, _unready, _endless, _unrestored, _thin, _enrolment, _empty_weeks, _empty_months),
    *(_mailing, _uncounted, _stopped),
)


def _recent(year: Year, rule: str) -> list[Activity]:
    """Activities that have begun and are not so long over that this rule forgets them."""
    today = year.moment.today
    since = today - year.within(rule)
    return [a for a in year.activities if a.stands and a.start <= today and a.last >= since]


def _runs(a: Activity, first: date, last: date) -> bool:
    from ..events import BACKGROUND

    return a.stands and a.kind not in BACKGROUND and a.start <= last and a.last >= first


def _slip(rule: str, due: date, today: date, activity: Activity) -> Slip:
    return Slip(rule, due, (today - due).days, activity, activity.name)
