"""One shop's year: its own activities, the trade's events, what is to be done and what is amiss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from .. import events, places
from ..campaigns.seasons import Season, trade_seasons
from ..events import Activity, Coverage, Duty, Event, Festival, Step
from ..kinds import Kind, kinds_of
from ..labels import Label
from ..market import region
from ..model import Money
from .ahead import Outlook, a_week, outlook
from .buyers import BigBuyer, big_buyers
from .interactive import Interactive, interactive
from .joined import Joined, joined
from .paid_tools import paid_tools
from .past import HISTORY_DAYS, Past, past, series, told_apart
from .propose import Proposal, proposals
from .standing import Standings, standings
from .tiers import Tiers, tiers

if TYPE_CHECKING:
    from ..shop import Shop
    from .checks import Slip
    from .show import YearShow

FILE = "calendar.toml"
# How far ahead the page speaks of events, and how far back of what was brought.
AHEAD_DAYS = 120


@dataclass(frozen=True, slots=True)
class Moment:
    """The day on whose morning the page is read, and its ISO week."""

    today: date

    @property
    def week(self) -> tuple[date, date]:
        """Monday and Sunday of the week."""
        monday = self.today - timedelta(days=self.today.weekday())
        return monday, monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next selling event: its own activity's steps, none where nothing is planned."""

    name: Label
    start: date
    planned: bool
    steps: tuple[Step, ...]


class Year:
    """One shop's marketing year. Made by `Shop.year`.

    settings: year, depth, budget, threshold; 0 or absent takes the shop's own.
    """

    def __init__(self, shop: Shop, settings: Mapping[str, Any] | None = None) -> None:
        self.shop, self.settings = shop, dict(settings or {})

    @cached_property
    def show(self) -> YearShow:
        """The sections of the calendar page."""
        from .show import YearShow

        return YearShow(self)

    @cached_property
    def moment(self) -> Moment:
        """The morning after the as-of day: what is due is counted from there."""
        return Moment(self.shop.as_of + timedelta(days=1))

    @property
    def number(self) -> int:
        """The year that is planned: the one asked for, else that of the morning of reading."""
        return int(self.settings.get("year") or self.moment.today.year)

    @cached_property
    def region(self) -> str:
        """Whose holidays count."""
        return region(self.shop.workspace, self.shop.profile, self.shop.identity.id)

    @cached_property
    def activities(self) -> list[Activity]:
        """The shop's own activities, of all years that its register tells, oldest first."""
        if not self.shop.holds("activity"):
            return []
        return events.activities_of(self.shop.table("activity"))

    @cached_property
    def joined(self) -> Joined:
        """Which activity belongs to which event of the trade."""
        return joined(self.activities, self.shop.events)

    @cached_property
    def happenings(self) -> list[Event]:
        """The trade's events that touch the year."""
        return [e for e in self.shop.events if self.number in (e.start.year, e.end.year)]

    @cached_property
    def festivals(self) -> list[Festival]:
        """Public holidays and festivals of the moon of the year."""
        rest = events.public_holidays(self.number, self.region) if self.region else []
        moon = events.lunar_festivals(self.number)
        return sorted([*rest, *moon], key=lambda f: (f.start, not f.off))

    @cached_property
    def coverage(self) -> Coverage:
        """How the year is filled: months, weeks, days, collisions, factory stops."""
        return events.coverage(self.number, self.activities, self.shop.events)

    @cached_property
    def duties(self) -> list[Duty]:
        """The template of steps, the shop's own changes included."""
        return events.load_duties(
            places.templates() / "calendar", self.shop.workspace.root / "calendar"
        )

    @cached_property
    def steps(self) -> list[Step]:
        """Every step of every activity of the year before, this one and the next."""
        near = [a for a in self.activities if abs(a.start.year - self.moment.today.year) <= 1]
        ahead = int(self.shop.profile.number("step_risk_days", self.shop.as_of))
        return events.steps(near, self.duties, self.moment.today, region=self.region, ahead=ahead)

    @cached_property
    def late(self) -> list[Step]:
        """Steps that are overdue, of activities that are not long over."""
        since = self.moment.today - self.within("steps_overdue")
        return [s for s in self.steps if s.state == "overdue" and s.activity.last >= since]

    @cached_property
    def coming(self) -> list[Step]:
        """Open steps that are due until the end of the next week."""
        until = self.moment.week[1] + timedelta(days=7)
        return [s for s in self.steps if s.state in ("open", "at_risk") and s.due <= until]

    @cached_property
    def undecided(self) -> list[Event]:
        """Selling events of the next months that no activity belongs to, the nearest first."""
        today = self.moment.today
        until = today + timedelta(days=AHEAD_DAYS)
        return [
            e
            for e in self.shop.events
            if e.promo and today <= e.start <= until and e not in self.joined.taken
        ]

    @cached_property
    def next_event(self) -> Ahead | None:
        """The selling event that runs or comes next, within the months that the page speaks of."""
        today = self.moment.today
        soon = [e for e in self.shop.events if e.promo and e.end >= today]
        event = min(soon, key=lambda e: (e.start, e.end), default=None)
        if event is None or (event.start - today).days > AHEAD_DAYS:
            return None
        own = [a for a, e in self.joined.pairs if e is event]
        steps = tuple(s for s in self.steps if s.activity in own)
        return Ahead(event.label, event.start, bool(own), steps)

    @cached_property
    def near_festivals(self) -> list[Festival]:
        """Holidays of the year planned and of those around the day of reading."""
        years = {self.number, self.moment.today.year, self.moment.today.year + 1}
        found = [f for y in sorted(years) for f in events.lunar_festivals(y)]
        if self.region:
            found += [f for y in sorted(years) for f in events.public_holidays(y, self.region)]
        return sorted(found, key=lambda f: (f.start, not f.off))

    @cached_property
    def enrolments(self) -> list[Activity]:
        """Platform events with a deadline that the shop may join."""
        from .checks import enrolments

        return enrolments(self)

    @cached_property
    def rules(self) -> Mapping[str, Kind]:
        """The kinds of findings, as the workspace's own rules/calendar.toml has them."""
        return kinds_of(self.shop.workspace.root, FILE)

    def within(self, rule: str) -> timedelta:
        """The days that a kind of finding looks ahead or back."""
        return timedelta(days=int(self.rules[rule].threshold))

    @property
    def kinds(self) -> dict[str, Label]:
        """What the kinds of activities are called."""
        return events.KINDS

    @property
    def stop(self) -> str:
        """The id of the event that says when nothing is made or sent."""
        return events.STOP

    @cached_property
    def slips(self) -> list[Slip]:
        """What was forgotten or is about to be: posters, coupons, prices, enrolment, weeks."""
        from .checks import slips

        return slips(self)

    def stake(self, activity: Activity) -> Money | None:
        """What one week of the activity may bring: that of the event it belongs to."""
        event = self.joined.event(activity)
        return self.worth_of(event.id) if event else None

    def worth_of(self, event: str) -> Money | None:
        """What a week of the event's next edition should earn; None where that is unknown."""
        known = self.outlook
        return a_week(known.of(event), known.margin, self.shop.currency, known.basis)

    @property
    def reach(self) -> timedelta:
        """How far ahead the page speaks of events."""
        return timedelta(days=AHEAD_DAYS)

    @cached_property
    def past(self) -> Past:
        """What each past event brought."""
        return past(self)

    @cached_property
    def interactive(self) -> tuple[Interactive, ...]:
        """Whom past interactive events brought."""
        return interactive(self)

    @cached_property
    def outlook(self) -> Outlook:
        """What the coming events should bring."""
        return outlook(self, self.past)

    @cached_property
    def proposals(self) -> list[Proposal]:
        """What may fill the gaps that are still to come."""
        return proposals(self)

    @cached_property
    def seasons(self) -> tuple[Season, ...]:
        """Each month of the shop's own history against the year's mean; empty when too short."""
        _, daily = series(self.shop, HISTORY_DAYS)
        if not told_apart(daily):
            return ()
        days = events.calendar(
            *(daily.index[0].date(), self.shop.as_of), region=self.region, events=self.shop.events
        )
        return trade_seasons(daily, days["promo"])

    @cached_property
    def big_buyers(self) -> list[BigBuyer]:
        """Whom to speak to after the events that have just ended."""
        return big_buyers(self)

    @cached_property
    def standings(self) -> Standings:
        """What taking part left behind: tag, level, margin."""
        return standings(self)

    @property
    def proposed(self) -> list[Activity]:
        """The activities that are proposed."""
        return [p.activity for p in self.proposals]

    @cached_property
    def tools(self) -> pd.DataFrame:
        """The marketing tools in the register, and whether they pay."""
        return paid_tools(self)

    @cached_property
    def tiers(self) -> Tiers:
        """Threshold discounts and rebate tiers that would earn most."""
        return tiers(self)
