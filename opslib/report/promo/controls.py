"""Scenario controls: other terms for the week, and words and plans that follow at once.

In JupyterLab they are live; in a report they leave their static twin, drawn by the same function
at the terms of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from ...labels import Label
from .. import words
from ..blocks import Block, block, card, dressed, table
from ..markup import name, tag
from ..sheet import Sheet
from . import split_words as say
from .split import promo_split

_SHOWN = 12
Draw = Callable[["Scenario"], Block]


@dataclass(frozen=True)
class Scenario:
    """What the controls say; they begin at the terms of the page."""

    target_roi: float
    margin: float
    weekly_budget: float
    evidence: float


def scenario_block(
    sheet: Sheet, keywords: pd.DataFrame, before: pd.DataFrame, plan: Any, most_change: float
) -> Block:
    """What words and plans are told under one set of terms.

    keywords: verdicts under these terms, before: those of the page (both with plan, keyword,
    verdict). plan: the budget plan, as for `promo_split`.
    """
    split = promo_split(sheet, plan, most_change=most_change)
    told, parts = _words(keywords, before)
    return block(card(*parts), split.html, text=f"{told} {split.text}", section="scenario")


def _words(keywords: pd.DataFrame, before: pd.DataFrame) -> tuple[Label, list[object]]:
    if keywords.empty:
        return say.NO_WORDS, [tag("p", say.NO_WORDS, cls="mute")]
    counts = keywords["verdict"].value_counts()
    kinds = [v.format(n=int(counts.get(k, 0))) for k, v in say.VERDICTS.items()]
    zh, en = "，".join(k.zh for k in kinds), ", ".join(k.en for k in kinds)
    told = Label(
        say.WORDS.zh.format(n=len(keywords), parts=zh),
        say.WORDS.en.format(n=len(keywords), parts=en),
    )
    keys = ["plan", "keyword"]
    both = keywords[[*keys, "verdict"]].merge(
        before[[*keys, "verdict"]], on=keys, suffixes=("", "_before")
    )
    other = both[both["verdict"] != both["verdict_before"]]
    if other.empty:
        return told, [tag("p", told), tag("p", say.SAME, cls="mute")]
    lines = [
        (name(r.keyword, 24), say.VERDICT[r.verdict_before], say.VERDICT[r.verdict])
        for r in other.head(_SHOWN).itertuples()
    ]
    rows = table((say.WORD, say.BEFORE, say.AFTER), lines)
    return told, [tag("p", told), tag("p", say.CHANGED.format(n=len(other))), rows]


def scenario_twin(state: Scenario, draw: Draw) -> Block:
    """The same at the page's own terms, for a page in which nothing moves."""
    shown = draw(state)
    note = tag("p", words.STATIC_TWIN, cls="mute tiny")
    return block(shown.html, note, text=shown.text, section="scenario")


def scenario_live(state: Scenario, draw: Draw, *, leads: bool = False) -> Any:
    """Four sliders and what follows from them, as one widget; every move draws again.

    leads: what is judged are leads, whose value has no margin: that control is left out. A slider
    that was not moved keeps the page's own value to the last digit.
    """
    import ipywidgets as w

    picture = w.HTML(dressed(draw(state).html), layout=w.Layout(width="100%"))
    start, controls = {}, {}
    for field in fields(Scenario):
        if leads and field.name == "margin":
            continue
        value = getattr(state, field.name)
        low, high, step = _range(field.name, value)
        controls[field.name] = w.FloatSlider(
            value=value, min=low, max=high, step=step, continuous_update=False,
            description=str(say.SCENARIO[field.name]), readout_format=_format(field.name),
            style={"description_width": "initial"}, layout=w.Layout(width="440px"),
        )  # fmt: skip
        start[field.name] = controls[field.name].value

    def follow(_: Any) -> None:
        moved = {k: c.value for k, c in controls.items() if c.value != start[k]}
        picture.value = dressed(draw(replace(state, **moved)).html)

    for control in controls.values():
        control.observe(follow, names="value")
    row = w.Box(list(controls.values()), layout=w.Layout(flex_flow="row wrap", grid_gap="6px"))
    return w.VBox([row, picture])


def _range(name: str, value: float) -> tuple[float, float, float]:
    """Lowest, highest and step of a slider; the value lies inside."""
    if name == "evidence":
        return min(0.5, value), max(0.99, value), 0.01
    if name == "margin":
        return min(0.02, value), max(0.95, value), 0.01
    if name == "weekly_budget":
        return 0.0, max(2 * value, 1.0), max(value / 100, 0.01)
    return min(0.1, value), max(3 * value, 10.0), 0.05


def _format(name: str) -> str:
    return {"evidence": ".0%", "margin": ".0%", "weekly_budget": ",.0f"}.get(name, ".2f")
