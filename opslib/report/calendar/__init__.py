"""The blocks of the marketing calendar; the words of each stand in `words`."""

from .enrolment import calendar_enrolment
from .gaps import calendar_gaps
from .verdict import calendar_verdict
from .week import calendar_week
from .year import calendar_year

__all__ = [
    "calendar_enrolment",
    "calendar_gaps",
    "calendar_verdict",
    "calendar_week",
    "calendar_year",
]
