"""The kinds of findings that a week can bring: their guide rows, words, thresholds and minutes.

They stand in `rules/promotion.toml`, which an operator may edit; a workspace's own file changes
single keys of a kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from .. import places
from ..declared import Declared, did_you_mean, label_of, read_declared
from ..labels import Label

FILE = "promotion.toml"
# What a judgement is called (`promotion.classify`, `promotion.judge_products`), and its kind.
WORDS = {v: f"word_{v}" for v in ("raise", "expand", "lower", "remove")}
PRODUCTS = {"ctr": "product_words", "action": "product_page", "pay": "product_persuasion"}
BUDGET_MOVE, BUDGET_TOTAL, HOURS = "budget_move", "budget_total", "hours_weight"

_TEXTS = {"name": "checked", "title": "title", "action": "action"}
_NUMBERS = {"minutes": 5, "evidence": 0.0, "least": 0.0, "top": 0}
_KEYS = ("id", "guide", "owner", "enabled", *_TEXTS, *_NUMBERS)
_NEEDED = ("id", "guide", *_TEXTS)


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    `evidence`: chance from which on it is to be acted on, 0: that of the report. `least`: share of
    the week's advertising money that it must be worth a week. `top`: most of them told, 0: all.
    """

    rule: str
    guide: str
    minutes: int
    title: Label
    action: Label
    checked: Label
    evidence: float = 0.0
    least: float = 0.0
    top: int = 0
    owner: str = ""
    enabled: bool = True


def load_kinds(*files: Path) -> dict[str, Kind]:
    """Every kind by its id; a later file changes keys of kinds, or adds whole ones.

    Raises DeclarationError with file, line and the nearest names for what is not understood.
    """
    specs: dict[str, dict[str, Any]] = {}
    found: dict[str, Kind] = {}
    for file in files:
        if not file.is_file():
            continue
        book = read_declared(file)
        book.known(book.data, ("kind",))
        for i, spec in enumerate(book.data.get("kind", [])):
            book.known(spec, _KEYS, "kind", i)
            id = str(spec.get("id", ""))
            specs[id] = specs.get(id, {}) | spec
            found[id] = _kind(book, i, specs[id], found)
    return found


@cache
def shipped() -> Mapping[str, Kind]:
    """The kinds that come with the package."""
    return load_kinds(places.templates() / "rules" / FILE)


def kind_files(workspace: Path) -> tuple[Path, Path]:
    """The shipped file and the workspace's own."""
    return places.templates() / "rules" / FILE, workspace / "rules" / FILE


def kinds_of(workspace: Path) -> dict[str, Kind]:
    """The shipped kinds with a workspace's own changes."""
    return load_kinds(*kind_files(workspace))


def _kind(book: Declared, i: int, spec: dict[str, Any], known: Mapping[str, Kind]) -> Kind:
    spot = ("kind", i)
    before = known.get(str(spec.get("id", "")))
    words = None if before is None else _places(before.title) | _places(before.action)
    for key in _NEEDED:
        if key not in spec:
            fix = did_you_mean(str(spec.get("id", "")), known) if known else None
            raise book.error(Label(f"这一类缺少“{key}”。", f"this kind lacks '{key}'."), fix, *spot)
    enabled = spec.get("enabled", True)
    if not isinstance(enabled, bool):
        raise book.error(
            Label("enabled 要写 true 或 false。", "enabled must be true or false."), None, *spot
        )
    numbers = {key: _number(book, spec, key, *spot) for key in _NUMBERS}
    if numbers["evidence"] >= 1 or numbers["least"] >= 1:
        raise book.error(
            Label("evidence 和 least 要小于 1。", "evidence and least must be below 1."),
            Label("80% 写 0.8。", "Write 80 % as 0.8."),
            *spot,
        )
    texts = {name: _text(book, spec[key], words, key, *spot) for key, name in _TEXTS.items()}
    return Kind(
        rule=str(spec["id"]),
        guide=str(spec["guide"]),
        minutes=int(numbers["minutes"]),
        evidence=numbers["evidence"],
        least=numbers["least"],
        top=int(numbers["top"]),
        owner=str(spec.get("owner", "")),
        enabled=enabled,
        **texts,
    )


def _number(book: Declared, spec: dict[str, Any], key: str, *spot: str | int) -> float:
    value = spec.get(key, _NUMBERS[key])
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise book.error(
            Label(f"{key} 要是不小于 0 的数，现在是 {value!r}。", f"{key} must be a number >= 0."),
            None,
            *spot,
            key,
        )
    return float(value)


def _text(book: Declared, value: object, words: set[str] | None, *spot: str | int) -> Label:
    """A text in both languages; words: the {placeholders} that there are, None: any."""
    text = label_of(book, value, *spot)
    try:
        used = _places(text)
    except ValueError as bad:
        raise book.error(
            Label(f"花括号不成对：{bad}", f"unpaired braces: {bad}"), None, *spot
        ) from bad
    strange = sorted(used - words) if words is not None else []
    if strange:
        raise book.error(
            Label(f"没有“{{{strange[0]}}}”这个词。", f"there is no {{{strange[0]}}} here."),
            did_you_mean(strange[0], words or ()),
            *spot,
        )
    return text


def _places(text: Label) -> set[str]:
    """The {placeholders} of a text."""
    parts = (part for t in (text.zh, text.en) for part in Formatter().parse(t))
    return {name for _, name, _, _ in parts if name}
