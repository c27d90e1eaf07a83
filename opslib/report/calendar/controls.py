"""Scenario controls of the next event; in a report their static twin at the page's own terms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ...labels import Label
from .. import style, words
from ..blocks import Block, block, card, dressed
from ..markup import Raw, filled, join, tag
from ..sheet import Sheet
from .ahead_words import LEADS
from .week import span

L = Label
Draw = Callable[["Scenario"], Block]


@dataclass(frozen=True)
class Scenario:
    """Days that the event is moved, share taken off, extra budget, order value of a threshold."""

    shift: int
    depth: float
    budget: float
    threshold: float


@dataclass(frozen=True)
class Answer:
    """What follows: the forecast, the lift that the discount needs, its chance, sales for the
    budget, and the threshold's plan."""

    name: Label
    start: date
    end: date
    told: Any
    margin: float
    need: float
    chance: float
    paid: float
    plan: Any
    orders_a_week: float


def scenario_block(sheet: Sheet, found: Answer, state: Scenario, unit: str) -> Block:
    """What the next event should bring on these terms, and what it must bring to pay."""
    told, leads = found.told, None if unit == "money" else LEADS
    lines = [
        filled(
            SALES,
            name=tag("b", found.name),
            days=span(found.start, found.end),
            total=tag("b", style.figure(told.total, unit, sheet.currency), leads),
            range=style.span(told.total_lo, told.total_hi, unit, sheet.currency),
            net=join([style.figure(told.net, unit, sheet.currency), leads]),
        )
    ]
    lines += [*_costs(sheet, found, state)] if unit == "money" else []
    listed = tag("ul", *(tag("li", line) for line in lines), cls="notes")
    return block(card(listed), text=TEXT.format(name=found.name), section="scenario")


def _costs(sheet: Sheet, found: Answer, state: Scenario) -> Iterator[Raw]:
    """What the discount, the extra budget and the threshold ask for and bring."""
    if state.depth > 0:
        known = math.isfinite(found.need)
        need = style.figure(found.need, "percent") if known else ""
        yield filled(
            DEPTH if known else TOO_DEEP,
            depth=f"{state.depth:.0%}",
            margin=style.figure(found.margin, "percent"),
            need=tag("b", need),
            chance=style.chance(found.chance),
        )
    if state.budget > 0 and math.isfinite(found.paid):
        yield filled(
            BUDGET,
            budget=sheet.money(state.budget),
            paid=tag("b", sheet.money(found.paid)),
            enough=ENOUGH if found.told.net >= found.paid else NOT_ENOUGH,
        )
    if found.plan is not None and found.plan.plan:
        week = found.orders_a_week / 1000
        low, high = found.plan.lo * week, found.plan.hi * week
        yield filled(
            THRESHOLD,
            plan=found.plan.plan[0].label,
            gain=tag("b", sheet.money(found.plan.gain * week)),
            range=style.span(low, high, "money", sheet.currency),
        )
    elif found.plan is not None:
        yield filled(THRESHOLD_NONE, over=tag("b", sheet.money(state.threshold)))


def scenario_twin(state: Scenario, draw: Draw) -> Block:
    """The same at the page's own terms, for a page in which nothing moves."""
    shown = draw(state)
    note = tag("p", words.STATIC_TWIN, cls="mute tiny")
    return block(shown.html, note, text=shown.text, section="scenario")


def scenario_live(state: Scenario, draw: Draw, *, earliest: int, sales: float) -> Any:
    """Four sliders and what follows from them; every move draws again.

    earliest: days (negative) that the event may move back; sales: the event's, for the budget.
    """
    import ipywidgets as w

    picture = w.HTML(dressed(draw(state).html), layout=w.Layout(width="100%"))
    looks: dict[str, Any] = {
        "continuous_update": False,
        "style": {"description_width": "initial"},
        "layout": w.Layout(width="440px"),
    }
    top = max(sales, state.budget * 2, 1.0)
    controls: dict[str, Any] = {
        "shift": w.IntSlider(0, earliest, 28, description=str(N_SHIFT), **looks),
        "depth": w.FloatSlider(
            state.depth, min=0, max=0.6, step=0.01, readout_format=".0%",
            description=str(N_DEPTH), **looks,
        ),
        "budget": w.FloatSlider(
            state.budget, min=0, max=top, step=top / 100, readout_format=",.0f",
            description=str(N_BUDGET), **looks,
        ),
        "threshold": w.FloatSlider(
            state.threshold, min=0, max=max(5000.0, state.threshold * 2), step=50,
            readout_format=",.0f", description=str(N_THRESHOLD), **looks,
        ),
    }  # fmt: skip
    begun = {k: c.value for k, c in controls.items()}

    def follow(_: Any) -> None:
        moved = {k: c.value for k, c in controls.items() if c.value != begun[k]}
        picture.value = dressed(draw(replace(state, **moved)).html)

    for control in controls.values():
        control.observe(follow, names="value")
    row = w.Box(list(controls.values()), layout=w.Layout(flex_flow="row wrap", grid_gap="6px"))
    return w.VBox([row, picture])


TEXT = L("{name}：换条件试算", "{name} on other terms")
SALES = L(
    "{name} 放在 {days}：预计整场 {total}（80% 把握在 {range}），净多卖 {net}。",
    "{name} on {days}: about {total} in all (80 % range {range}), net extra {net}.",
)
DEPTH = L(
    "让利 {depth}、毛利 {margin}：要比平常多卖 {need} 才不亏；按以前的活动，做到的把握 {chance}。",
    "At {depth} off and a margin of {margin} it must sell {need} more than usual to pay; going by "
    "earlier events the chance is {chance}.",
)
TOO_DEEP = L(
    "让利 {depth} 已经不低于毛利 {margin}：卖得越多亏得越多。{need}",
    "{depth} off is no less than the margin of {margin}: the more is sold the more is lost. {need}",
)
BUDGET = L(
    "额外花 {budget}：净多卖要到 {paid} 才回本，{enough}。",
    "{budget} on top pays from a net extra of {paid} on: {enough}.",
)
ENOUGH = L("按预计的净多卖够", "the expected net extra is enough")
NOT_ENOUGH = L("按预计的净多卖不够", "the expected net extra is not enough")
THRESHOLD = L(
    "{plan}：平常的日子每周多赚 {gain}（80% 把握在 {range}）。",
    "{plan}: {gain} a usual week (80 % range {range}).",
)
THRESHOLD_NONE = L(
    "门槛 {over}：让出去的比赚回来的多，或毛利到不了底线，不设更好。",
    "A threshold of {over}: it gives more away than it earns, or leaves less than the floor; "
    "better none.",
)
N_SHIFT = L("活动挪几天", "Move the event by days")
N_DEPTH = L("让利", "Discount")
N_BUDGET = L("额外预算", "Extra budget")
N_THRESHOLD = L("满减门槛", "Threshold")
