"""Trying a rule in JupyterLab: pick it, a span and a threshold, and see what it would have said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..errors import OpslibError
from ..labels import Label, speaking, spoken
from ..report import Block
from ..report.blocks import block, card, dressed
from ..report.markup import tag
from .find import find_rule, takes_threshold
from .telling import shown
from .walk import replay

if TYPE_CHECKING:
    from ..shop import Shop

_DAYS = 30
_RULE, _FROM, _TO = Label("规则", "Rule"), Label("从", "From"), Label("到", "To")
_LINE = Label("换个阈值（空着用原来的）", "Another threshold (empty: its own)")
_TRY, _BUSY = Label("试一试", "Try it"), Label("正在一天天地问……", "Asking day by day ...")
_NOTE = Label(
    "一条规则过去会响几次、值不值：在 JupyterLab 里打开笔记本可以试，或运行 "
    "opslib replay 规则编号 --from 日期 --to 日期。",
    "How often a rule would have fired, and what was worth it: try it in JupyterLab, or run "
    "opslib replay RULE --from DAY --to DAY.",
)


def note() -> Block:
    """The one line that a page shows, in which nothing moves."""
    return block(tag("p", _NOTE, cls="mute tiny"), text=_NOTE, section="replay")


def panel(shop: Shop) -> Any:
    """The controls with their answer, as one widget; it asks when the button is pressed."""
    import ipywidgets as w

    language = spoken()
    rules = [r for r in shop.rules if replace(r, enabled=True).applies(shop.profile)]
    wide = {"style": {"description_width": "initial"}}
    named = [(f"{r.name} · {r.id}", r.id) for r in rules]
    first = shop.as_of - timedelta(days=_DAYS - 1)
    rule = w.Dropdown(options=named, description=str(_RULE), **wide)
    start = w.DatePicker(value=first, description=str(_FROM), **wide)
    end = w.DatePicker(value=shop.as_of, description=str(_TO), **wide)
    line = w.Text(value="", description=str(_LINE), **wide)
    button = w.Button(description=str(_TRY))
    answer = w.HTML(layout=w.Layout(width="100%"))

    def offer(_: Any = None) -> None:
        chosen = next(r for r in rules if r.id == rule.value)
        line.disabled = not takes_threshold(chosen)

    def ask(_: Any) -> None:
        with speaking(language):
            answer.value = dressed(tag("p", _BUSY, cls="mute"))
            answer.value = dressed(_answer(shop, rule.value, start.value, end.value, line).html)

    rule.observe(offer, names="value")
    button.on_click(ask)
    offer()
    row = w.Box(
        [rule, start, end, line, button], layout=w.Layout(flex_flow="row wrap", grid_gap="6px")
    )
    return w.VBox([row, answer])


def _answer(shop: Shop, name: str, first: Any, last: Any, line: Any) -> Block:
    """The replay, or in its place what is wrong with the question."""
    try:
        text = "" if line.disabled else line.value.strip()
        rule = find_rule(shop, name, float(text) if text else None)
        return shown(replay(shop, rule, first or shop.as_of, last or shop.as_of))
    except (OpslibError, ValueError) as fault:
        return block(card(tag("p", str(fault), cls="mute")), text=str(fault), section="replayed")
