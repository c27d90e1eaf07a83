"""The figures of the days to come: four weeks and the next seven days; the month's bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from . import outlook_words as say
from . import style, svg, words
from .drawings import Mark, trend
from .markup import Raw

_TOP, _HIGH = 26.0, 12.0


def ahead_frame(look: Any) -> pd.DataFrame:
    """The last days and those to come in one frame: date, value, ahead, lower, upper."""
    past = look.past.assign(ahead=float("nan"), lower=float("nan"), upper=float("nan"))
    if past["value"].notna().any():  # the dashed line begins where the drawn one ends
        last = past["value"].last_valid_index()
        past.loc[last, "ahead"] = past.loc[last, "value"]
    rows = [
        (pd.Timestamp(d.date), float("nan"), d.expected.mean, d.expected.low, d.expected.high)
        for d in look.days
    ]
    columns = ["date", "value", "ahead", "lower", "upper"]
    return pd.concat([past[columns], pd.DataFrame(rows, columns=columns)], ignore_index=True)


def ahead_line(look: Any, label: object, unit: str, currency: str, marks: Sequence[Mark]) -> Raw:
    """Four weeks as they were and the next days as expected, with events and holidays."""
    lows = [d.expected.low for d in look.days]
    highs = [d.expected.high for d in look.days]
    named = [
        f"{style.short_day(d.date)} {str(words.AND).join(map(str, d.marks))}"
        for d in look.days
        if d.marks
    ]
    told = say.LINE_ALT.format(
        metric=style.start(label),
        start=style.short_day(look.days[0].date),
        end=style.short_day(look.days[-1].date),
        low=style.figure(min(lows), unit, currency),
        high=style.figure(max(highs), unit, currency),
        marks=" ".join(named),
    )
    return trend(ahead_frame(look), unit, currency, alt=told, marks=marks)


def month_bar(month: Any, label: object, unit: str, currency: str, *, alt: object) -> Raw:
    """What has come, what is to come, its range, and where the target or reference stands."""
    goal = month.goals[0] if month.goals else None
    most = max(month.end.high, month.so_far, goal.value if goal else 0.0) * 1.03 or 1.0
    wide = 100 / most

    def at(value: float) -> float:
        return value * wide

    middle = _TOP + _HIGH / 2
    parts = [
        svg.words(0, _TOP - 10, style.start(label), cls="label"),
        svg.bar(0, _TOP, 100, _HIGH, cls="rail"),
        svg.bar(0, _TOP, at(month.end.mean), _HIGH, cls="bar faded"),
    ]
    if month.so_far:
        parts.append(svg.bar(0, _TOP, at(month.so_far), _HIGH, cls="bar"))
    if month.left:
        parts += [
            svg.rule(at(month.end.low), middle, at(month.end.high), middle, cls="reach"),
            *(
                svg.rule(at(x), middle - 4, at(x), middle + 4, cls="reach")
                for x in (month.end.low, month.end.high)
            ),
        ]
    if goal is not None:
        x = at(goal.value)
        parts.append(svg.rule(x, _TOP - 5, x, _TOP + _HIGH + 5, cls="goal"))
        text = f"{style.start(goal.label)} {style.figure(goal.value, unit, currency)}"
        parts.append(svg.words(100, _TOP - 10, text, cls="tick", end="end"))
    return svg.drawing(_TOP + _HIGH + 18, *parts, alt=alt, cls="month")
