"""Ideas for empty months and weeks, read from a TOML file that an operator edits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..declared import Declared, label_of, read_declared
from ..labels import Label
from .activities import KINDS

_KEYS = ("id", "label", "level", "kind", "months", "goods", "days", "weekday", "platform", "guide")
_NEEDED = ("id", "label", "level", "kind")
_CHOICES: dict[str, tuple[object, ...]] = {
    "level": ("month", "week"),
    "kind": tuple(KINDS),
    "goods": ("any", "old", "new", "rising", "season"),
    "platform": ("1688", "alibaba", "all"),
    "weekday": tuple(range(7)),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """One idea. months: those it suits; goods: which products; weekday: 0 is Monday."""

    id: str
    label: Label
    level: Literal["month", "week"]
    kind: str
    months: tuple[int, ...] = tuple(range(1, 13))
    goods: str = "any"
    days: int = 1
    weekday: int = 3
    platform: str = "all"
    guide: str = ""


def load_ideas(*folders: Path, platform: str = "all") -> list[Idea]:
    """The ideas for this platform; an id in a later folder replaces the earlier one.

    Reads `ideas.toml` of each folder that has one. Raises DeclarationError with file and line for
    an unknown key, kind, level, weekday or month.
    """
    found: dict[str, Idea] = {}
    for folder in folders:
        path = folder / "ideas.toml"
        if not path.is_file():
            continue
        declared = read_declared(path)
        declared.known(declared.data, ("idea",))
        for i, block in enumerate(declared.data.get("idea", [])):
            idea = _idea(declared, block, i)
            found[idea.id] = idea
    return [i for i in found.values() if i.platform in ("all", platform)]


def _idea(declared: Declared, block: dict[str, Any], i: int) -> Idea:
    declared.known(block, _KEYS, "idea", i)
    for key in _NEEDED:
        if key not in block:
            what = Label(f"活动建议缺“{key}”。", f"the idea lacks '{key}'.")
            raise declared.error(what, Label("请补上。", "Please add it."), "idea", i)
    for key, allowed in _CHOICES.items():
        if key in block and block[key] not in allowed:
            raise _wrong(declared, key, block[key], allowed, i)
    for month in block.get("months", ()):
        if month not in range(1, 13):
            raise _wrong(declared, "months", month, tuple(range(1, 13)), i)
    label = label_of(declared, block["label"], "idea", i, "label")
    rest = {k: v for k, v in block.items() if k != "label"}
    if "months" in rest:
        rest["months"] = tuple(rest["months"])
    return Idea(label=label, **rest)


def _wrong(
    declared: Declared, key: str, value: object, allowed: tuple[object, ...], i: int
) -> Exception:
    listed = "、".join(map(str, allowed))
    what = Label(f"{key} 不能是“{value}”。", f"{key} cannot be '{value}'.")
    fix = Label(f"可用：{listed}", f"Use one of {', '.join(map(str, allowed))}.")
    return declared.error(what, fix, "idea", i, key)
