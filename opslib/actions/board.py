"""The action list to tick in a notebook: one line an open action, done or dismissed at a click."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ..errors import OpslibError
from ..labels import Label
from ..report import Block, style
from ..report.blocks import dressed
from ..report.markup import clip

if TYPE_CHECKING:
    from .action import Action
    from .book import Actions

DONE, DISMISS, AGAIN = (
    Label("做完了", "Done"),
    Label("不做", "Dismiss"),
    Label("改回待办", "Back to do"),
)
DAY = Label("哪天做的", "Done on")
NOTHING = Label("没有待办的动作。", "Nothing is open.")
SAVED = Label("{subject}：已记下", "{subject}: noted")
OPEN_SHOWN = 30


def board(
    actions: Actions,
    day: date | None = None,
    *,
    names: Mapping[str, str] | None = None,
    currency: str = "",
) -> Any:
    """Controls over the open actions of a shop; a click is kept in store and register at once.

    day: preset in the day field (default: the last day that has data). names: what subjects are
    called where they are numbers (products). currency: of the money beside an action.
    """
    import ipywidgets as w

    said = w.HTML()
    when = w.DatePicker(description=str(DAY), value=day or actions.newest())
    told = {a.id: _told(a, names or {}, currency) for a in actions.all("todo")[:OPEN_SHOWN]}
    lines = [_line(actions, a, told[a.id], when, said) for a in actions.all("todo")[:OPEN_SHOWN]]
    head = w.HBox([when, said])  # where the eye is, not below thirty lines
    return w.VBox([head, *(lines or [w.Label(value=str(NOTHING))])])


def with_board(
    shown: Block,
    actions: Actions,
    day: date | None = None,
    *,
    names: Mapping[str, str] | None = None,
    currency: str = "",
) -> Any:
    """What a report shows and, in JupyterLab, the open actions to tick below it.

    A report shows the list alone: nothing in it can be clicked.
    """
    if os.environ.get("OPSLIB_OUT") or not actions.all("todo"):
        return shown
    import ipywidgets as w

    return w.VBox(
        [w.HTML(dressed(shown.html)), board(actions, day, names=names, currency=currency)]
    )


def _told(action: Action, names: Mapping[str, str], currency: str) -> str:
    """An open action in one line: what it is worth a week, whom it concerns, what to do."""
    worth = "" if action.mid is None else style.signed(action.mid, "money", currency)
    subject = clip(names.get(action.subject, action.subject), 40)
    return " · ".join(part for part in (worth, subject, action.what) if part)


def _line(actions: Actions, action: Action, line: str, when: Any, said: Any) -> Any:
    import ipywidgets as w

    text = w.Label(value=line, layout=w.Layout(flex="1 1 auto"))
    buttons = {
        state: w.Button(description=str(label), layout=w.Layout(width="auto"))
        for state, label in (("done", DONE), ("dismissed", DISMISS), ("todo", AGAIN))
    }
    buttons["todo"].layout.display = "none"

    def press(state: str) -> None:
        try:
            told = actions.mark(action.id, state, when.value or "")
        except OpslibError as fault:
            said.value = _safe(fault)
            return
        said.value = _safe(told or SAVED.format(subject=action.subject or action.what))
        for name, button in buttons.items():
            button.layout.display = "" if (name == "todo") == (state != "todo") else "none"

    for state, button in buttons.items():
        button.on_click(lambda _, state=state: press(state))
    return w.HBox([text, *buttons.values()])


def _safe(text: object) -> str:
    from ..report.markup import escape

    return str(escape(str(text)))
