"""A TOML file that an operator may edit, and on which line each of its keys stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from .errors import DeclarationError
from .labels import Label

Spot = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*(["']?[\w.-]+["']?)\s*=""")


@dataclass(frozen=True)
class Declared:
    """The content of one declaration file and the way back to its lines."""

    path: Path
    text: str
    data: dict[str, Any]

    @cached_property
    def _lines(self) -> dict[Spot, int]:
        found: dict[Spot, int] = {}
        here: Spot = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _HEADER.match(line):
                here = _place(header[2], header[1] == "[[", counts)
                for depth in range(1, len(here) + 1):  # [a.b] is the first word of [a] too
                    found.setdefault(here[:depth], number)
            elif key := _KEY.match(line):
                found.setdefault((*here, *_parts(key[1])), number)
        return found

    def line(self, *spot: str | int) -> int:
        """The line (from 1) of a key; of its nearest enclosing table if the key is not there."""
        for length in range(len(spot), 0, -1):
            if (found := self._lines.get(tuple(spot[:length]))) is not None:
                return found
        return 1

    def error(self, what: Label, fix: Label | None, *spot: str | int) -> DeclarationError:
        """The error that names this file and the line of the key."""
        return DeclarationError(f"{self.name}:{self.line(*spot)}", what, fix)

    @property
    def name(self) -> str:
        """Folder and file, as an operator sees them: rules/daily.toml."""
        return f"{self.path.parent.name}/{self.path.name}"

    def known(self, given: Collection[str], allowed: Collection[str], *spot: str | int) -> None:
        """Refuse the first key that is not allowed here, with the nearest allowed names."""
        for key in given:
            if key not in allowed:
                raise self.error(
                    Label(f"不认识的键“{key}”。", f"unknown key '{key}'."),
                    did_you_mean(key, allowed),
                    *spot,
                    key,
                )


def _parts(dotted: str) -> list[str]:
    return [p.strip().strip("\"'") for p in dotted.split(".")]


def _place(name: str, is_array: bool, counts: dict[str, int]) -> Spot:
    """Where a header leads: [[rule]] counts up, [rule.examples] stays in the last rule."""
    spot: list[str | int] = []
    parts = _parts(name)
    for depth, part in enumerate(parts):
        spot.append(part)
        path = ".".join(parts[: depth + 1])
        if depth == len(parts) - 1 and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            spot.append(counts[path])
    return tuple(spot)


def did_you_mean(name: str, known: Collection[str]) -> Label:
    """The way out of a misspelt name: the nearest known ones, else all of them."""
    near = get_close_matches(str(name), sorted(known), n=3, cutoff=0.5) or sorted(known)[:12]
    return Label(f"是不是要写：{'、'.join(near)}？", f"Did you mean: {', '.join(near)}?")


def read_declared(path: Path) -> Declared:
    """Read one declaration file (UTF-8, with or without BOM).

    Raises DeclarationError with the line when it is no TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Declared(path, text, tomllib.loads(text))
    except UnicodeDecodeError as bad:
        raise DeclarationError(
            f"{path.parent.name}/{path.name}",
            Label("不是 UTF-8 文本。", "this is no UTF-8 text."),
            Label("请在记事本里另存为 UTF-8。", "Save it as UTF-8 in your editor."),
        ) from bad
    except tomllib.TOMLDecodeError as bad:
        line = re.search(r"line (\d+)", str(bad))
        raise DeclarationError(
            f"{path.parent.name}/{path.name}" + (f":{line[1]}" if line else ""),
            Label(f"不是合法的 TOML：{bad}", f"this is no valid TOML: {bad}"),
            Label("请检查引号、等号和括号。", "Check quotes, equals signs and brackets."),
        ) from bad


def label_of(declared: Declared, value: object, *spot: str | int) -> Label:
    """A text in two languages: {zh = "...", en = "..."}; one string means both are the same."""
    if isinstance(value, str):
        return Label(value, value)
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return Label(str(value["zh"]), str(value["en"]))
    raise declared.error(
        Label('文本要写成 { zh = "…", en = "…" }。', "a text needs both languages."),
        Label("请补上缺的那种语言。", 'Write { zh = "...", en = "..." }.'),
        *spot,
    )
