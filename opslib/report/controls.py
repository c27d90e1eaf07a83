"""Exploring: controls that pick metric, window, cut and comparison, and a figure that follows.

In JupyterLab they are live; in a report they leave their static twin, drawn by the same function
with the same defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from ..labels import Label
from . import words
from .blocks import Block, block, card, dressed
from .markup import join, tag
from .style import window

WINDOWS = (1, 3, 7, 30)


@dataclass(frozen=True)
class State:
    """What the controls say: these are their defaults."""

    metric: str = "pay_amount"
    window: int = 7
    by: str = ""
    against: str = "before"
    alarms: float = 0.5


def static_twin(state: State, draw: Callable[[State], Block]) -> Block:
    """The same figure at the defaults, for a page in which nothing moves."""
    shown = draw(state)
    note = tag("p", words.STATIC_TWIN, cls="mute tiny")
    return block(shown.html, note, text=shown.text, section="explore")


def live(
    state: State,
    metrics: Mapping[str, Label],
    cuts: Sequence[str],
    draw: Callable[[State], Block],
) -> Any:
    """The controls with their figure, as one widget; every move draws again.

    metrics: id -> name, those that the shop has data for. cuts: dimensions to split by ("" first).
    """
    import ipywidgets as w

    picture = w.HTML(dressed(draw(state).html), layout=w.Layout(width="100%"))
    chosen = {
        "metric": [(str(v), k) for k, v in metrics.items()],
        "window": [(window(d), d) for d in WINDOWS],
        "by": [(str(words.DIMENSION[c] if c else words.WHOLE_SHOP), c) for c in cuts],
        "against": [(str(v), k) for k, v in words.AGAINST.items()],
    }
    wide = {"style": {"description_width": "initial"}}
    controls = {
        name: w.Dropdown(
            options=options,
            value=getattr(state, name),
            description=str(words.EXPLORE[name]),
            **wide,
        )
        for name, options in chosen.items()
    }
    controls["alarms"] = w.FloatSlider(
        value=state.alarms, min=0.1, max=8, step=0.1, continuous_update=False,
        description=str(words.EXPLORE["alarms"]), layout=w.Layout(width="440px"), **wide,
    )  # fmt: skip

    def follow(_: Any) -> None:
        now = replace(state, **{f.name: controls[f.name].value for f in fields(State)})
        picture.value = dressed(draw(now).html)

    for control in controls.values():
        control.observe(follow, names="value")
    row = w.Box(list(controls.values()), layout=w.Layout(flex_flow="row wrap", grid_gap="6px"))
    return w.VBox([row, picture])


def figure_block(title: object, *parts: object, text: object) -> Block:
    """One explored figure: a title, drawings and tables."""
    return block(card(tag("p", tag("b", join([title]))), *parts), text=text, section="explored")
