"""The calendar that is known beforehand: workdays, holidays, Spring Festival, promotions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from .happenings import Event
from .lunar import days_from_festival
from .workdays import holiday_name, is_workday, published


def calendar(
    start: date, end: date, *, region: str = "CN", events: Sequence[Event] = ()
) -> pd.DataFrame:
    """What kind of day is each day from `start` to `end`?

    Indexed by date; columns is_workday (make-up weekends count), holiday (English name, "" on
    other days), days_from_cny (to the nearest Spring Festival, negative before it), promo (id of
    the selling event, "" for none; of two the one with the shorter edition), certain (False:
    the year's official plan of holidays is not known, weekdays and holiday rules are used).

    region: "CN", a country code of the `holidays` package for an overseas market, or "" for plain
    weekdays without any holiday.
    """
    days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
    frame = pd.DataFrame(
        {
            "is_workday": [is_workday(d, region) for d in days],
            "holiday": [holiday_name(d, region) for d in days],
            "days_from_cny": [days_from_festival(d) for d in days],
            "promo": _promos(days, events),
            "certain": [region != "CN" or published(d) for d in days],
        },
        index=pd.DatetimeIndex(days, name="date"),
    )
    return frame.astype({"holiday": object, "promo": object})


def _promos(days: Sequence[date], events: Sequence[Event]) -> list[str]:
    names = dict.fromkeys(days, "")
    # The shorter event is written last: a 4-day sale inside a month-long fair is the sale.
    for event in sorted((e for e in events if e.promo), key=lambda e: e.start - e.end):
        for i in range((event.end - event.start).days + 1):
            day = event.start + timedelta(days=i)
            if day in names:
                names[day] = event.id
    return list(names.values())
