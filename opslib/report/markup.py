"""HTML that cannot be broken out of: every text is escaped unless it was built here."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Iterable

# Control characters, lone surrogates, and marks that turn the reading direction around.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_VOID = {"br", "hr", "img", "input", "path", "rect", "line", "circle"}


class Raw(str):
    """HTML that is already safe; only `tag`, `join` and `escape` make it."""

    __slots__ = ()


def clean(text: object) -> str:
    """The text without characters that are invisible or turn the line around."""
    return _UNSAFE.sub("", str(text))


def escape(value: object) -> Raw:
    """Anything as safe HTML: `Raw` as it is, everything else escaped."""
    return value if isinstance(value, Raw) else Raw(html.escape(clean(value), quote=True))


def join(parts: Iterable[object], glue: str = "") -> Raw:
    """Several pieces in a row, each escaped unless it is Raw; None is left out."""
    return Raw(escape(glue).join(escape(p) for p in parts if p is not None))


def filled(text: object, **parts: object) -> Raw:
    """A sentence with {names}: each is replaced by its part, escaped unless it is Raw."""
    pieces = re.split(r"\{(\w+)\}", str(text))
    return join(parts[p] if i % 2 else p for i, p in enumerate(pieces))


def tag(element: str, /, *children: object, **attributes: object) -> Raw:
    """One element. `cls` is class, `_` in a name is `-`; None and False drop an attribute."""
    pairs = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = "class" if key == "cls" else key.rstrip("_").replace("_", "-")
        pairs.append(f" {label}" if value is True else f' {label}="{escape(value)}"')
    start = f"<{element}{''.join(pairs)}>"
    if element in _VOID:
        return Raw(start[:-1] + "/>")
    return Raw(f"{start}{join(children)}</{element}>")


def breadth(text: str) -> int:
    """How many half-width cells the text takes: 2 for a Chinese character, 1 for a Latin one."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def clip(text: object, cells: int = 60) -> str:
    """The text cut to so many half-width cells, with an ellipsis where something is gone."""
    whole = " ".join(clean(text).split())
    if breadth(whole) <= cells:
        return whole
    kept, used = "", 2
    for character in whole:
        used += breadth(character)
        if used > cells:
            break
        kept += character
    return kept + "…"


def name(text: object, cells: int = 60) -> Raw:
    """A name out of somebody's data: isolated, clipped, the whole of it on hover."""
    whole = clean(text)
    short = clip(whole, cells)
    return tag("bdi", short, cls="name", title=None if short == whole else clip(whole, 400))
