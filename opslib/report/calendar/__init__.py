"""The blocks of the marketing calendar; the words of each stand in `words`."""

from .ahead import calendar_ahead
from .enrolment import calendar_enrolment
from .gaps import calendar_gaps
from .past import calendar_past
from .tiers import calendar_tiers
from .verdict import calendar_verdict
from .week import calendar_week
from .year import calendar_year

__all__ = [
    "calendar_ahead",
    "calendar_enrolment",
    "calendar_gaps",
    "calendar_past",
    "calendar_tiers",
    "calendar_verdict",
    "calendar_week",
    "calendar_year",
]
