"""The action list to tick in a notebook: one line an open action, done or dismissed at a click."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ..errors import OpslibError
from ..labels import Label

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


def board(actions: Actions, day: date | None = None) -> Any:
    """Controls over the open actions of a shop; a click is kept in store and register at once.

    day: preset in the day field (default: the last day that has data).
    """
    import ipywidgets as w

    said = w.HTML()
    when = w.DatePicker(description=str(DAY), value=day or actions.newest())
    lines = [_line(actions, a, when, said) for a in actions.all("todo")[:OPEN_SHOWN]]
    return w.VBox([when, *(lines or [w.Label(value=str(NOTHING))]), said])


def _line(actions: Actions, action: Action, when: Any, said: Any) -> Any:
    import ipywidgets as w

    worth = "" if action.mid is None else f"{action.mid:,.0f} · "
    text = w.Label(
        value=f"{worth}{action.subject} · {action.what}", layout=w.Layout(flex="1 1 auto")
    )
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
        said.value = _safe(told or SAVED.format(subject=action.subject))
        for name, button in buttons.items():
            button.layout.display = "" if (name == "todo") == (state != "todo") else "none"

    for state, button in buttons.items():
        button.on_click(lambda _, state=state: press(state))
    return w.HBox([text, *buttons.values()])


def _safe(text: object) -> str:
    from ..report.markup import escape

    return str(escape(str(text)))
