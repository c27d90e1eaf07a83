"""Interactive events (draws, votes, shows of buyers' pictures): who came, and did it bring more?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ..campaigns.effect import EventEffect, event_effect
from ..errors import ParameterError
from ..events import Activity
from ..labels import Label
from .past import HISTORY, SPARSE, daily_of, told_apart

if TYPE_CHECKING:
    from .year import Year

_MOST = 4


@dataclass(frozen=True)
class Interactive:
    """One interactive event that is over. participants: None where nobody wrote them down.

    visitors, answers: its effect on visitors, and on what `metric` counts (paid orders, or
    inquiries where orders are too sparse); None where days are too silent for any judgement, or
    too few of them known, with the reason.
    """

    id: str
    name: Label
    start: date
    end: date
    participants: float | None
    metric: str
    visitors: EventEffect | None
    answers: EventEffect | None
    reason: Label | None = None


def interactive(year: Year) -> tuple[Interactive, ...]:
    """Each interactive event of the last 14 months, newest first (guide 003-36).

    Sales alone would tell little of them: they are made to bring people, so that visitors are
    judged first, and beside them whether more of them bought or asked.
    """
    as_of = year.shop.as_of
    over = [
        a
        for a in year.activities
        if a.kind == "interactive" and a.stands and a.end is not None and a.end < as_of
    ]
    return tuple(_judged(year, over[: -_MOST - 1 : -1]))


def _judged(year: Year, over: list[Activity]) -> Iterator[Interactive]:
    if not over:
        return
    visits = daily_of(year.shop, "visitors")
    metric, answers = "pay_orders", daily_of(year.shop, "pay_orders")
    if not told_apart(answers):
        metric, answers = "inquiries", daily_of(year.shop, "inquiries")
    for a in over:
        came, why = _effect(year, visits, a.start, a.last)
        bought, _ = _effect(year, answers, a.start, a.last)
        name = Label(a.name, a.name)
        yield Interactive(a.id, name, a.start, a.last, a.participants, metric, came, bought, why)


def _effect(
    year: Year, daily: pd.Series, start: date, end: date
) -> tuple[EventEffect | None, Label | None]:
    known = len(daily) and daily.index[0].date() + timedelta(days=HISTORY) <= start
    if not known:
        return None, FEW
    if not told_apart(daily):
        return None, SPARSE
    try:
        return event_effect(daily, start, end, calendar=year.shop.calendar), None
    except ParameterError as bad:
        return None, bad.fix


FEW = Label(
    "活动前没有 28 天的日数据，没有平常可比。",
    "Fewer than 28 days are known before it: there is no normal time to compare with.",
)
