"""The known calendar as regressors: what a day's place in week, lunar year and events explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Effect = tuple[str, Floats, float, float, float]  # name, days, prior mean, spread, daily drift

CALENDAR_COLUMNS = ("is_workday", "holiday", "days_from_cny", "promo")
CNY_KNOTS = np.array([-26, -19, -13, -8, -4, -1, 3, 7, 11, 16, 22, 30])
CNY_SHAPE = np.array([0, 0.05, 0.25, 0.55, 0.85, 1, 1, 0.85, 0.55, 0.25, 0.1, 0])
LULL = np.log(0.5)
UPLIFT = ("promo", "opening day", "course of promo", "this event")
KINDS_KEPT = 12
AHEAD = 3


@dataclass(frozen=True)
class Design:
    """One row a day: regressors of the log level, with what is believed before any data.

    rows: days x effects. mean, spread: prior of each effect, in log points.
    drift: standard deviation of each effect's change per day. fresh: effects that start anew
    on the days where `begins` is true: the deviation of this one event. events: days of events.
    known: days that carry a known event or the Spring Festival lull. uplift: effects of an event
    on its own days. swapped: effect of the weekday a day has by its date, where it counts as
    another (make-up workdays, days off), -1 elsewhere.
    """

    rows: Floats
    mean: Floats
    spread: Floats
    drift: Floats
    fresh: int | None
    begins: NDArray[np.bool_]
    events: NDArray[np.bool_]
    known: NDArray[np.bool_]
    names: tuple[str, ...]
    uplift: NDArray[np.bool_]
    swapped: NDArray[np.int64]


def daily(series: pd.Series, name: str = "series") -> pd.Series:
    """The series on every calendar day from first to last, NaN where missing; last duplicate wins.

    Raises ValueError for an index that is not dates, for infinite values and for texts.
    """
    if not isinstance(series, pd.Series) or not isinstance(series.index, pd.DatetimeIndex):
        raise ValueError(
            f"{name} must be a pandas Series indexed by date (DatetimeIndex); "
            "give it one with series.index = pd.to_datetime(series.index)"
        )
    try:
        values = series.astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{name} holds values that are not numbers; turn them with pd.to_numeric"
        ) from error
    if np.isinf(values.to_numpy()).any():
        raise ValueError(f"{name} holds infinite values; a day without a value is NaN")
    if series.index.isna().any():
        raise ValueError(f"{name} has a row without a date; drop it or give it one")
    index = values.index.tz_localize(None).normalize()
    values = pd.Series(values.to_numpy(), index=index).sort_index(kind="stable")
    values = values[~values.index.duplicated(keep="last")]
    if values.empty:
        return values
    return values.reindex(pd.date_range(values.index[0], values.index[-1], name="date"))


def build_design(dates: pd.DatetimeIndex, calendar: pd.DataFrame | None) -> Design:
    """Regressors for these days; without a calendar only the weekdays.

    calendar: indexed by date with any of is_workday, holiday, days_from_cny, promo. `holiday`
        and `promo` may be flags or names (empty, None, NaN or False: none); events of one name
        share what was learned. Days outside the calendar count as ordinary.
    Raises ValueError for a calendar with repeated days or none of the columns.
    """
    ahead = pd.date_range(dates[0], dates[-1] + pd.Timedelta(days=AHEAD))
    known = _aligned(ahead, calendar)  # tomorrow's event is known today: its eve needs it
    blocks: list[Effect] = []
    weekdays = _weekdays(ahead, known)
    for day, column in enumerate(weekdays.T):
        blocks.append((f"weekday {day}", column, 0.0, 0.25, 0.002))
    blocks += _spring_festival(known)
    blocks += _named("holiday", known["holiday"], -0.1, 0.2, 0.15)
    promo = _names(known["promo"])
    is_promo = promo != ""
    begins = is_promo & ~np.r_[False, is_promo[:-1]]
    blocks += _around_events(known["promo"], is_promo, begins)
    blocks = [(b[0], b[1][:-AHEAD], b[2], b[3], b[4]) for b in blocks if b[1][:-AHEAD].any()]
    fresh = next((i for i, block in enumerate(blocks) if block[0] == "this event"), None)
    lull = np.abs(known["days_from_cny"].to_numpy(float)) <= 24
    return Design(
        np.column_stack([block[1] for block in blocks]) if blocks else np.zeros((len(dates), 0)),
        np.array([block[2] for block in blocks]),
        np.array([block[3] for block in blocks]),
        np.array([block[4] for block in blocks]),
        fresh,
        begins[:-AHEAD],
        is_promo[:-AHEAD],
        (is_promo | lull | (_names(known["holiday"]) != ""))[:-AHEAD],
        tuple(block[0] for block in blocks),
        np.array([block[0].startswith(UPLIFT) for block in blocks], bool),
        _swapped(dates, weekdays[:-AHEAD], [block[0] for block in blocks]),
    )


def _aligned(dates: pd.DatetimeIndex, calendar: pd.DataFrame | None) -> pd.DataFrame:
    """The four columns on the asked days; ordinary where the calendar says nothing."""
    ordinary = pd.DataFrame(index=dates)
    ordinary["is_workday"] = dates.day_of_week < 5
    ordinary["holiday"], ordinary["promo"] = "", ""
    ordinary["days_from_cny"] = 999.0
    if calendar is None:
        return ordinary
    have = [column for column in CALENDAR_COLUMNS if column in calendar.columns]
    if not have:
        raise ValueError(f"calendar needs at least one of the columns {CALENDAR_COLUMNS}")
    if not isinstance(calendar.index, pd.DatetimeIndex):
        raise ValueError("calendar must be indexed by date (DatetimeIndex)")
    index = pd.DatetimeIndex(calendar.index).tz_localize(None).normalize()
    if index.has_duplicates:
        twice = index[index.duplicated()][0].date()
        raise ValueError(f"calendar has {twice} twice; keep one row a day")
    found = calendar[have].set_axis(index).reindex(dates)
    for column in have:
        given = found[column].astype(object)
        ordinary[column] = given.where(given.notna(), ordinary[column].astype(object))
    ordinary["days_from_cny"] = ordinary["days_from_cny"].astype(float)
    return ordinary


def _names(column: pd.Series) -> NDArray[np.object_]:
    """Name of the holiday or event of each day; "" where there is none."""
    names = [_name(value) for value in column.to_numpy(object)]
    return np.array(names, dtype=object)


def _name(value: object) -> str:
    if value is None or value is False or value is pd.NA or value != value:
        return ""
    if isinstance(value, (bool, np.bool_, int, float, np.integer, np.floating)):
        return "yes" if value else ""
    return str(value)


def _weekdays(dates: pd.DatetimeIndex, known: pd.DataFrame) -> Floats:
    """Weekday dummies; a make-up workday counts as Friday or Monday, a day off as Sunday."""
    weekday = dates.day_of_week.to_numpy().copy()
    work = known["is_workday"].astype(bool).to_numpy()
    weekday[work & (weekday == 5)] = 4
    weekday[work & (weekday == 6)] = 0
    weekday[~work & (weekday < 5)] = 6
    return np.eye(7)[weekday]


def _swapped(dates: pd.DatetimeIndex, rows: Floats, names: list[str]) -> NDArray[np.int64]:
    """Effect of the date's own weekday where the day counts as another; -1 where it does not."""
    place = np.array(
        [names.index(f"weekday {d}") if f"weekday {d}" in names else -1 for d in range(7)]
    )
    own = dates.day_of_week.to_numpy()
    return np.where(rows[np.arange(len(dates)), own] > 0, -1, place[own])


def _spring_festival(known: pd.DataFrame) -> list[Effect]:
    """The lull's usual shape, and hats that learn this shop's own."""
    days = known["days_from_cny"].to_numpy(float)
    blocks = [("lull", np.interp(days, CNY_KNOTS, CNY_SHAPE), LULL, 0.6, 0.0)]
    for i in range(1, len(CNY_KNOTS) - 1):
        hat = np.interp(days, CNY_KNOTS, np.eye(len(CNY_KNOTS))[i])
        blocks.append((f"lull {CNY_KNOTS[i]:+d}", hat, 0.0, 0.25, 0.0))
    return blocks


def _named(what: str, column: pd.Series, mean: float, spread: float, own: float) -> list[Effect]:
    """One effect shared by all, and one for each name."""
    names = _names(column)
    blocks = [(what, (names != "").astype(float), mean, spread, 0.0)]
    kinds = list(dict.fromkeys(names[names != ""]))[:KINDS_KEPT]
    blocks += [(f"{what} {kind}", (names == kind).astype(float), 0.0, own, 0.0) for kind in kinds]
    return blocks


def _around_events(
    column: pd.Series, is_promo: NDArray[np.bool_], begins: NDArray[np.bool_]
) -> list[Effect]:
    """The uplift by kind, the opening day, the wait before, the hangover after, this one event."""
    ends = is_promo & ~np.r_[is_promo[1:], False]
    before = (np.r_[begins[1:], False] | np.r_[begins[2:], False, False][: len(begins)]) & ~is_promo
    after = (np.r_[False, ends[:-1]] | np.r_[False, False, ends[:-2]][: len(ends)]) & ~is_promo
    blocks = _named("promo", column, 0.25, 0.4, 0.25)
    blocks.append(("opening day", begins.astype(float), 0.0, 0.05, 0.0))
    blocks.append(("course of promo", _course(is_promo, begins), 0.0, 0.15, 0.0))
    blocks.append(("before promo", before.astype(float), 0.0, 0.05, 0.0))
    blocks.append(("after promo", after.astype(float), 0.0, 0.05, 0.0))
    blocks.append(("this event", is_promo.astype(float), 0.0, 0.10, 0.0))
    return blocks


def _course(is_promo: NDArray[np.bool_], begins: NDArray[np.bool_]) -> Floats:
    """How far an event has come, -1/2 on its first day to 1/2 on its last; short ones none."""
    event = np.cumsum(begins) * is_promo
    length = np.bincount(event)[event]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(event)), 0))
    share = (np.arange(len(event)) - first) / np.maximum(length - 1, 1) - 0.5
    return np.where(is_promo & (length > 4), share, 0.0)
