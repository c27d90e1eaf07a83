"""An action as a stored row, and back: what counts where register and marks disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..facts import TABLES
from .action import Action
from .register import WHOLE

_FIELDS = [f for f in Action.__slots__ if f in TABLES["action"].columns]

_MONEY = ("出价", "预算", "bid", "budget")


@dataclass(frozen=True, slots=True)
class Kept:
    """An action with what the register was given last (`shown`)."""

    action: Action
    shown: str = ""


def row_of(kept: Kept) -> dict[str, Any]:
    """A stored row: what was decided (`mark`) beside what the register says until it is written."""
    action = kept.action
    row: dict[str, Any] = {f: getattr(action, f) for f in _FIELDS}
    row |= {"shown": kept.shown or None, "mark": action.state, "marked_on": action.done_on}
    return row | {"state": kept.shown or action.state}


def _measure(what: str) -> str:
    """By what an entry of the operator's own is judged: bids and budgets by profit."""
    return "profit" if any(word in what.lower() for word in _MONEY) else "value"


def kept_of(row: dict[str, Any]) -> Kept:
    """The action as it counts: what the register says where the operator changed it there."""
    base = row["shown"] or row["mark"]
    touched = base is None or row["state"] != base
    state = (row["state"] if touched else row["mark"]) or "todo"
    # In a register that shows it as done the day may have been mended.
    read = touched or (row["state"] == state and row["done_on"] is not None)
    fields = {f: row[f] for f in _FIELDS}
    for text in ("report", "finding", "dimension", "subject", "what", "owner", "note"):
        fields[text] = fields[text] or ""
    if fields["subject"] == WHOLE:
        fields["subject"] = ""
    fields |= {"state": state, "measure": fields["measure"] or _measure(fields["what"])}
    fields["done_on"] = None if state == "todo" else row["done_on" if read else "marked_on"]
    return Kept(Action(**fields), (row["state"] if touched else row["shown"]) or "")
