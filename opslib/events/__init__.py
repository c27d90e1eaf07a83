"""Events: holidays by the sun and the moon, workdays, the dated events of the trade, and the
shop's own activities with what their calendar lacks and what is to be done for them."""

from .activities import BACKGROUND, KINDS, PRICED, Activity, activities_of
from .days import calendar
from .duties import Duty, Step, load_duties, steps, unknown_steps
from .festivals import Festival, lunar_festivals, public_holidays
from .gaps import STOP, Collision, Coverage, Span, coverage, iso_weeks, month_span
from .happenings import Event, load_events
from .lunar import days_from_festival, spring_festival, twin_last_year
from .marks import known_marks
from .uneven import uneven
from .workdays import holiday_name, is_workday

__all__ = [
    "BACKGROUND",
    "KINDS",
    "PRICED",
    "STOP",
    "Activity",
    "Collision",
    "Coverage",
    "Duty",
    "Event",
    "Festival",
    "Span",
    "Step",
    "activities_of",
    "calendar",
    "coverage",
    "days_from_festival",
    "holiday_name",
    "is_workday",
    "iso_weeks",
    "known_marks",
    "load_duties",
    "load_events",
    "lunar_festivals",
    "month_span",
    "public_holidays",
    "spring_festival",
    "steps",
    "twin_last_year",
    "uneven",
    "unknown_steps",
]
