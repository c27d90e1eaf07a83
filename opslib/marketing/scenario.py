"""The scenario controls over the next event: other days, another discount, budget, threshold."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..campaigns.coming import forecast_edition, normal_days
from ..campaigns.learned import expected_edition
from ..events import calendar
from ..report import Block, Sheet
from ..report.calendar.controls import (
    Answer,
    Scenario,
    scenario_block,
    scenario_live,
    scenario_twin,
)
from .ahead import edition_frame
from .past import series
from .tiers import tiers_of

if TYPE_CHECKING:
    from .ahead import Expected
    from .year import Year


def start(year: Year) -> Scenario:
    """The page's own terms: the next event as it stands in calendar and register."""
    event = year.outlook.editions[0].event
    own = next((a for a, e in year.joined.pairs if e is event), None)
    depth = float(year.settings.get("depth") or (own.depth if own and own.depth else 0.0))
    budget = float(year.settings.get("budget") or (own.budget if own and own.budget else 0.0))
    return Scenario(0, depth, budget, float(year.settings.get("threshold") or 0.0))


def answer(year: Year, state: Scenario) -> Answer:
    """What the next event should bring on these terms, and what it must bring to pay."""
    expected = year.outlook.editions[0]
    told = expected.told if not state.shift else _moved(year, expected, state.shift)
    margin = year.outlook.margin
    left = margin - state.depth
    need = state.depth / left if math.isfinite(margin) and left > 0 else math.inf
    paid = state.budget / margin if math.isfinite(margin) and margin > 0 else math.nan
    plan = tiers_of(year, state.threshold, state.depth) if state.threshold > 0 else None
    shift = timedelta(days=state.shift)
    return Answer(
        expected.event.label,
        expected.event.start + shift,
        expected.event.end + shift,
        told,
        margin,
        need,
        _chance(told, need),
        paid,
        plan,
        year.tiers.orders_a_week,
    )


def _moved(year: Year, expected: Expected, shift: int) -> Any:
    """The same event on other days."""
    _, daily = series(year.shop)
    first = expected.event.start + timedelta(days=shift)
    last = expected.event.end + timedelta(days=shift)
    frame = edition_frame(year.past)
    learned = expected_edition(frame, events=[expected.event.id]).set_index("event", drop=False)
    days = calendar(daily.index[0].date(), last, region=year.region, events=year.shop.events)
    usual = normal_days(daily, first, last, calendar=days)
    return forecast_edition(learned.loc[expected.event.id].to_dict(), usual)


def _chance(told: Any, need: float) -> float:
    """Chance that the lift reaches what is needed, from its 80 % range."""
    if not math.isfinite(need):
        return 0.0
    from statistics import NormalDist

    logs = [math.log1p(max(x, -0.99)) for x in (told.lift_lo, told.lift, told.lift_hi)]
    spread = max((logs[2] - logs[0]) / 2.563, 1e-6)
    return 1 - NormalDist(logs[1], spread).cdf(math.log1p(need))


def shown(year: Year, sheet: Sheet) -> Any:
    """Controls in JupyterLab; in a report the same at the page's own terms."""
    if not year.outlook.editions:
        return None
    state = start(year)
    if os.environ.get("OPSLIB_OUT"):
        return scenario_twin(state, lambda s: _draw(year, sheet, s))

    def again(chosen: Scenario) -> Block:
        # What is tried out is no figure of the page.
        return _draw(year, replace(sheet, numbers={}, findings=[], checks=[], tables={}), chosen)

    event = year.outlook.editions[0].event
    back = (event.start - year.moment.today).days
    return scenario_live(state, again, earliest=-min(14, back), sales=event_sales(year))


def event_sales(year: Year) -> float:
    """What the next event should sell: the reach of the budget's slider."""
    return float(year.outlook.editions[0].told.total)


def _draw(year: Year, sheet: Sheet, state: Scenario) -> Block:
    unit = "money" if year.outlook.basis == "pay_amount" else "count"
    return scenario_block(sheet, answer(year, state), state, unit)
