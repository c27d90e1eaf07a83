"""Kinds of findings as TOML files have them: guide rows, words, thresholds, minutes, owners.

`rules/promotion.toml` has those of the weekly review, `rules/competition.toml` those of the
comparison, `rules/calendar.toml` those of the calendar. An operator may edit them; a workspace's
own file changes single keys of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, cast

from . import places
from .declared import Declared, did_you_mean, label_of, read_declared
from .ids import finding_id
from .labels import Label
from .model import SEVERITIES, Check, Evidence, Finding, Money, Severity, Subject
from .report import style

_TEXTS = {"name": "checked", "title": "title", "action": "action"}
# Numbers that the kinds of a file may have, with what holds where they are left out.
NUMBERS: Mapping[str, Mapping[str, float]] = {
    "promotion.toml": {"minutes": 5, "evidence": 0.0, "least": 0.0, "top": 0},
    "competition.toml": {"minutes": 5, "threshold": 0.0, "top": 0},
    "calendar.toml": {"minutes": 5, "threshold": 0.0, "top": 0},
}
# Files whose kinds say themselves how much they weigh; elsewhere the chance of a finding does.
WEIGHED = frozenset({"calendar.toml"})
_NEEDED = ("id", "guide", *_TEXTS)


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    `evidence`: chance from which on it is to be acted on, 0: that of the report. `least`: share of
    the week's advertising money that it must be worth a week. `threshold`: from which on it is
    told, in the unit that its file says. `top`: most of them told, 0: all. `severity`: its weight,
    None where the chance of each finding decides.
    """

    rule: str
    guide: str
    minutes: int
    title: Label
    action: Label
    checked: Label
    evidence: float = 0.0
    least: float = 0.0
    threshold: float = 0.0
    top: int = 0
    owner: str = ""
    enabled: bool = True
    severity: Severity | None = None


def load_kinds(*files: Path) -> dict[str, Kind]:
    """Every kind by its id; a later file changes keys of kinds, or adds whole ones.

    The first file's name says which numbers a kind may have. Raises DeclarationError with file,
    line and the nearest names for what is not understood.
    """
    specs: dict[str, dict[str, Any]] = {}
    found: dict[str, Kind] = {}
    numbers = NUMBERS[files[0].name]
    weighed = ("severity",) if files[0].name in WEIGHED else ()
    keys = ("id", "guide", "owner", "enabled", *weighed, *_TEXTS, *numbers)
    for file in files:
        if not file.is_file():
            continue
        book = read_declared(file)
        book.known(book.data, ("kind",))
        for i, spec in enumerate(book.data.get("kind", [])):
            book.known(spec, keys, "kind", i)
            id = str(spec.get("id", ""))
            specs[id] = specs.get(id, {}) | spec
            found[id] = _kind(book, i, specs[id], found, numbers)
    return found


@cache
def shipped(file: str) -> Mapping[str, Kind]:
    """The kinds that come with the package in a file of this name."""
    return load_kinds(places.templates() / "rules" / file)


def kind_files(workspace: Path, file: str) -> tuple[Path, Path]:
    """The shipped file of this name and the workspace's own."""
    return places.templates() / "rules" / file, workspace / "rules" / file


def kinds_of(workspace: Path, file: str) -> dict[str, Kind]:
    """The shipped kinds of a file with a workspace's own changes."""
    return load_kinds(*kind_files(workspace, file))


def _kind(
    book: Declared,
    i: int,
    spec: dict[str, Any],
    known: Mapping[str, Kind],
    told: Mapping[str, float],
) -> Kind:
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
    numbers = {key: _number(book, spec, told, key, *spot) for key in told}
    if any(numbers.get(key, 0.0) >= 1 for key in ("evidence", "least")):
        raise book.error(
            Label("evidence 和 least 要小于 1。", "evidence and least must be below 1."),
            Label("80% 写 0.8。", "Write 80 % as 0.8."),
            *spot,
        )
    texts: dict[str, Any] = {
        name: _text(book, spec[key], words, key, *spot) for key, name in _TEXTS.items()
    }
    return Kind(
        rule=str(spec["id"]),
        guide=str(spec["guide"]),
        **texts,
        minutes=int(numbers["minutes"]),
        top=int(numbers["top"]),
        evidence=numbers.get("evidence", 0.0),
        least=numbers.get("least", 0.0),
        threshold=numbers.get("threshold", 0.0),
        owner=str(spec.get("owner", "")),
        enabled=enabled,
        severity=_severity(book, spec, *spot),
    )


def _severity(book: Declared, spec: dict[str, Any], *spot: str | int) -> Severity | None:
    value = spec.get("severity")
    if value is not None and value not in SEVERITIES:
        raise book.error(
            Label(f"severity 不能是 {value!r}。", f"severity cannot be {value!r}."),
            did_you_mean(str(value), SEVERITIES),
            *spot,
            "severity",
        )
    return cast("Severity | None", value)


def _number(
    book: Declared, spec: dict[str, Any], told: Mapping[str, float], key: str, *spot: str | int
) -> float:
    value = spec.get(key, told[key])
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


def finding(
    kind: Kind,
    subject: Subject,
    *,
    metric: str = "",
    unit: str,
    money: Money | None,
    probability: float | None,
    evidence: Evidence,
    value: Any = None,
    threshold: Any = None,
    sure: float = 0.8,
    severity: Severity | None = None,
    key: str = "",
    detail: Label | None = None,
    assumed: bool = False,
    **texts: object,
) -> Finding:
    """One finding of a kind; `sure`: from which chance on it is to be acted on, not watched.

    severity: where the chance does not decide. key: what tells two findings of one member apart.
    """
    sure = kind.evidence or sure
    act = probability is None or probability >= sure
    return Finding(
        id=finding_id(kind.rule, subject.dimension, subject.member, key),
        rule=kind.rule,
        guide=kind.guide,
        severity=severity or kind.severity or ("act" if act else "watch"),
        subject=subject,
        metric=metric,
        value=_known(value),
        threshold=_known(threshold),
        unit=unit,
        money=money,
        probability=probability,
        minutes=kind.minutes,
        title=kind.title.format(**texts),
        action=kind.action.format(**texts),
        evidence=evidence,
        detail=detail,
        assumed=assumed,
    )


def chosen(found: Iterable[Finding], kinds: Mapping[str, Kind], week: float = 0.0) -> list[Finding]:
    """Of the findings those that their kind lets be told: switched on, worth it, not too many.

    week: the week's money that the shares `least` are of.
    """
    kept: dict[str, list[Finding]] = {}
    for one in sorted(found, key=turn):
        kind = kinds.get(one.rule)
        mine = kept.setdefault(one.rule, [])
        if kind is None:
            mine.append(one)
            continue
        worth = one.money is None or one.money.mid >= kind.least * week
        if kind.enabled and worth and (not kind.top or len(mine) < kind.top):
            mine.append(one)
    return [one for mine in kept.values() for one in mine]


def turn(one: Finding) -> tuple[float, str]:
    """By what findings are ordered: most money first."""
    return (-(one.money.mid if one.money else 0.0), one.id)


def checked(kind: Kind, subjects: int, fired: bool) -> Check:
    """What came of looking for a kind of finding among so many members."""
    state: Any = "no_data" if not subjects else "fail" if fired else "pass"
    return Check(kind.rule, kind.guide, state, subjects, kind.checked)


def priced(low: float, mid: float, high: float, currency: str) -> Money | None:
    """A price a week; None where one of its ends is not known."""
    if any(style.missing(x) or x in (float("inf"), float("-inf")) for x in (low, mid, high)):
        return None
    return Money(float(low), float(mid), float(high), currency)


def _known(value: Any) -> float | None:
    return None if style.missing(value) else float(value)
