"""Events: holidays by the sun and the moon, workdays, and the dated events of the trade."""

from .days import calendar
from .happenings import Event, load_events
from .lunar import days_from_festival, spring_festival, twin_last_year
from .marks import known_marks
from .uneven import uneven
from .workdays import holiday_name, is_workday

__all__ = [
    "Event",
    "calendar",
    "days_from_festival",
    "holiday_name",
    "is_workday",
    "known_marks",
    "load_events",
    "spring_festival",
    "twin_last_year",
    "uneven",
]
