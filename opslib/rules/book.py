"""The rule books: TOML files that an operator may edit, read and checked word by word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, cast

from ..declared import Declared, did_you_mean, label_of, read_declared
from ..errors import UnknownName
from ..labels import Label
from ..model import SEVERITIES, Severity
from ..profile import PLATFORMS, Profile
from .conditions import TESTS, Case, Direction
from .money import RECIPES
from .observed import OBSERVED
from .rule import Part, Rule

BY = ("shop", "product", "channel", "keyword", "region", "plan")
# Beside the books: what covers the guides, and the kinds of findings of the other reports.
NO_BOOKS = ("coverage.toml", "promotion.toml", "competition.toml", "calendar.toml")
WANTS = ("fires", "quiet")
DIRECTIONS = ("up", "down", "both")
PLACEHOLDERS = ("value", "threshold", "name", "baseline", "change", "n", "low", "high", "more")
_NEEDED = ("id", "guide", "metric", "test", "severity", "name", "title", "action", "examples")
_OPTIONAL = (
    *("profile", "by", "window", "threshold", "evidence", "minutes", "detail", "money"),
    *("assumed", "direction", "days", "cause", "needs", "parts", "top", "peers", "enabled"),
)
_PART = ("metric", "test", "direction", "want", "window", "threshold")
_CASE = {f.name for f in fields(Case)}


def load_books(
    *folders: Path, metrics: Collection[str], profiles: Collection[Profile] = ()
) -> list[Rule]:
    """The rules of all books in these folders; a later folder replaces rules of the same id.

    `metrics`: the ids of the catalogue. `profiles`: where given, every "profile:NAME" must be
    known to the profiles the rule applies to.
    Raises DeclarationError with file, line and the nearest names for anything not understood.
    """
    rules: dict[str, Rule] = {}
    for folder in folders:
        here: dict[str, Rule] = {}
        for path in sorted(folder.glob("*.toml")):
            if path.name in NO_BOOKS:
                continue
            for rule in read_book(path, metrics=metrics, profiles=profiles):
                if rule.id in here:
                    raise _twice(rule, here[rule.id])
                here[rule.id] = rule
        rules |= here
    return list(rules.values())


def read_book(
    path: Path, *, metrics: Collection[str], profiles: Collection[Profile] = ()
) -> list[Rule]:
    """The rules of one book, in their order. Errors as `load_books`."""
    book = read_declared(path)
    book.known(book.data, ("rule",))
    known = set(metrics) | set(OBSERVED)
    rules = [_rule(book, i, spec, known) for i, spec in enumerate(book.data.get("rule", []))]
    for index, rule in enumerate(rules):
        _check_threshold(book, index, rule, profiles)
    return rules


def _twice(rule: Rule, first: Rule) -> Exception:
    from ..errors import DeclarationError

    return DeclarationError(
        rule.where,
        Label(f"规则 {rule.id} 写了两次。", f"rule {rule.id} is written twice."),
        Label(f"第一次在 {first.where}。", f"The first is at {first.where}."),
    )


def _rule(book: Declared, i: int, spec: dict[str, Any], metrics: Collection[str]) -> Rule:
    spot = ("rule", i)
    book.known(spec, (*_NEEDED, *_OPTIONAL), *spot)
    for key in _NEEDED:
        if key not in spec:
            raise book.error(
                Label(f"这条规则缺少“{key}”。", f"this rule lacks '{key}'."), None, *spot
            )
    metric = _one_of(book, spec["metric"], metrics, "metric", *spot)
    guides = spec["guide"] if isinstance(spec["guide"], list) else [spec["guide"]]
    needs = spec.get("needs", OBSERVED[metric].needs if metric in OBSERVED else ())
    examples = spec["examples"]
    book.known(examples, ("fires", "quiet"), *spot, "examples")
    return Rule(
        id=str(spec["id"]),
        guides=tuple(map(str, guides)),
        profile=_one_of(book, spec.get("profile", "both"), ("both", *PLATFORMS), "profile", *spot),
        metric=metric,
        by=_one_of(book, spec.get("by", "shop"), BY, "by", *spot),
        window=_number(book, spec.get("window", 1), "window", *spot, kind=int),
        test=_one_of(book, spec["test"], TESTS, "test", *spot),
        threshold=spec.get("threshold"),
        evidence=_number(book, spec.get("evidence", 0), "evidence", *spot),
        severity=cast(Severity, _one_of(book, spec["severity"], SEVERITIES, "severity", *spot)),
        minutes=_number(book, spec.get("minutes", 0), "minutes", *spot, kind=int),
        name=label_of(book, spec["name"], *spot, "name"),
        title=_text(book, spec, "title", *spot),
        action=_text(book, spec, "action", *spot),
        detail=_text(book, spec, "detail", *spot) if "detail" in spec else None,
        money=_one_of(book, spec.get("money", "none"), RECIPES, "money", *spot),
        assumed=bool(spec.get("assumed", False)),
        direction=_direction(book, spec, *spot),
        days=_number(book, spec.get("days", 1), "days", *spot, kind=int),
        cause=str(spec.get("cause", spec["id"])),
        needs=(needs,) if isinstance(needs, str) else tuple(needs),
        parts=tuple(_part(book, p, metrics, *spot) for p in spec.get("parts", ())),
        top=_number(book, spec.get("top", 0), "top", *spot, kind=int),
        peers=bool(spec.get("peers", False)),
        fires=_examples(book, examples, "fires", *spot),
        quiet=_examples(book, examples, "quiet", *spot),
        where=f"{book.name}:{book.line(*spot)}",
        enabled=_switch(book, spec.get("enabled", True), *spot),
    )


def _part(book: Declared, spec: dict[str, Any], metrics: Collection[str], *spot: str | int) -> Part:
    book.known(spec, _PART, *spot, "parts")
    return Part(
        metric=_one_of(book, spec.get("metric", ""), metrics, "parts", *spot),
        test=_one_of(book, spec.get("test", "change"), TESTS, "parts", *spot),
        want=cast(Any, _one_of(book, spec.get("want", "fires"), WANTS, "parts", *spot)),
        direction=_direction(book, spec, *spot),
        window=int(spec.get("window", 0)),
        threshold=spec.get("threshold"),
    )


def _direction(book: Declared, spec: dict[str, Any], *spot: str | int) -> Direction:
    return cast(
        Direction,
        _one_of(book, spec.get("direction", "down"), DIRECTIONS, "direction", *spot),
    )


def _one_of(
    book: Declared, value: object, known: Collection[str], key: str, *spot: str | int
) -> str:
    if str(value) in known:
        return str(value)
    raise book.error(
        Label(f"{key} 里没有“{value}”。", f"there is no {key} '{value}'."),
        did_you_mean(str(value), known),
        *spot,
        key,
    )


def _number(book: Declared, value: object, key: str, *spot: str | int, kind: type = float) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise book.error(
            Label(f"{key} 要是不小于 0 的数，现在是 {value!r}。", f"{key} must be a number >= 0."),
            None,
            *spot,
            key,
        )
    return kind(value)


def _switch(book: Declared, value: object, *spot: str | int) -> bool:
    if isinstance(value, bool):
        return value
    raise book.error(
        Label(f"enabled 要写 true 或 false，现在是 {value!r}。", "enabled must be true or false."),
        None,
        *spot,
        "enabled",
    )


def _text(book: Declared, spec: dict[str, Any], key: str, *spot: str | int) -> Label:
    """A text whose {placeholders} are all known."""
    text = label_of(book, spec[key], *spot, key)
    for language in (text.zh, text.en):
        try:
            names = [name for _, name, _, _ in Formatter().parse(language) if name is not None]
        except ValueError as bad:
            raise book.error(
                Label(f"{key} 里的花括号不成对：{bad}", f"unpaired braces in {key}: {bad}"),
                None,
                *spot,
                key,
            ) from bad
        for name in names:
            _one_of(book, name, PLACEHOLDERS, key, *spot)
    return text


def _examples(
    book: Declared, given: dict[str, Any], key: str, *spot: str | int
) -> tuple[dict[str, Any], ...]:
    rows = given.get(key, [])
    if not rows:
        raise book.error(
            Label(f"examples 里缺少 {key}。", f"examples lack {key}."),
            Label("写一个会报的和一个不会报的例子。", "Give one that fires and one that is quiet."),
            *spot,
            "examples",
        )
    for row in rows:
        book.known(row, _CASE, *spot, "examples", key)
    return tuple(rows)


def _check_threshold(book: Declared, i: int, rule: Rule, profiles: Collection[Profile]) -> None:
    """A threshold is a number or points into every profile that the rule applies to."""
    value = rule.threshold
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return
    if not isinstance(value, str) or not value.startswith("profile:"):
        raise book.error(
            Label(f"threshold 不能是 {value!r}。", f"threshold cannot be {value!r}."),
            Label("写一个数，或 profile:阈值名。", "Write a number, or profile:NAME."),
            "rule",
            i,
            "threshold",
        )
    for profile in profiles:
        if rule.applies(profile):
            try:
                rule.limit(profile, date(2000, 1, 1))
            except (UnknownName, KeyError) as bad:
                name = value.removeprefix("profile:").partition(".")[0]
                raise book.error(
                    Label(
                        f"口径 {profile.id} 里没有阈值“{name}”。",
                        f"profile {profile.id} has no threshold '{name}'.",
                    ),
                    did_you_mean(name, profile.thresholds),
                    "rule",
                    i,
                    "threshold",
                ) from bad
