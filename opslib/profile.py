"""What one platform expects on one day: dated thresholds, scales, clocks, names of its tools.

Every number that a guide gives, and every number that we had to assume, stands in a profile
file with its guide row and source. A workspace may override any of them, key by key.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .declared import Declared, label_of, read_declared
from .errors import unknown
from .labels import Label
from .places import templates

Value = float | str | dict[str, Any] | list[Any] | bool
PLATFORMS = ("1688", "alibaba")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOP = ("id", "name", "currency", "timezone", "week_start", "delay_days", "names", "thresholds")
_THRESHOLD = ("value", "guide", "assumed", "valid_from", "source")


@dataclass(frozen=True)
class Threshold:
    """One number of a profile, and who says so.

    `assumed`: no guide and no platform page gives it, it is our default.
    `valid_from`: the first day on which it holds; None: always.
    """

    name: str
    value: Value
    guide: str
    assumed: bool
    valid_from: date | None
    source: str

    @property
    def number(self) -> float:
        """The value as a number; ValueError when it is none."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise ValueError(f"threshold {self.name} is no number: {self.value!r}")
        return float(self.value)


@dataclass(frozen=True)
class Profile:
    """How one platform counts: currency, clock, week, delay, tool names and dated thresholds.

    `week_start`: 0 Monday .. 6 Sunday. `delay_days`: how many days the platform's data lag.
    """

    id: str
    name: Label
    currency: str
    timezone: str
    week_start: int
    delay_days: int
    names: dict[str, Label]
    thresholds: dict[str, tuple[Threshold, ...]]

    def threshold(self, name: str, on: date) -> Threshold:
        """The threshold in force on this day; UnknownName if the profile has none of this name.

        Before the first dated version the earliest one is used.
        """
        versions = self.thresholds.get(name)
        if not versions:
            raise unknown(Label("阈值", "threshold"), name, self.thresholds)
        begun = [t for t in versions if t.valid_from is None or t.valid_from <= on]
        return begun[-1] if begun else versions[0]

    def number(self, name: str, on: date) -> float:
        """The number in force on this day; ValueError when the threshold is no number."""
        return self.threshold(name, on).number

    def week(self, on: date) -> tuple[date, date]:
        """First and last day of the platform's last whole week that ended on or before `on`."""
        last = on - timedelta(days=(on.weekday() - self.week_start + 1) % 7)
        return last - timedelta(days=6), last

    def call(self, name: str) -> Label:
        """What this platform calls a tool or page; the plain name where it has none."""
        return self.names.get(name, Label(name, name))


def load_profile(id: str, folder: Path | None = None) -> Profile:
    """The shipped profile of a platform, overridden key by key by `<folder>/<id>.toml`.

    Raises UnknownName for a platform that does not exist and DeclarationError with file and line
    for a key or threshold that the profile does not know.
    """
    if id not in PLATFORMS:
        raise unknown(Label("平台口径", "profile"), id, PLATFORMS)
    base = _parse(read_declared(templates() / "profiles" / f"{id}.toml"), None)
    own = folder / f"{id}.toml" if folder else None
    return _parse(read_declared(own), base) if own and own.is_file() else base


def _parse(file: Declared, base: Profile | None) -> Profile:
    file.known(file.data, _TOP)
    given = file.data
    if base is not None and given.get("id", base.id) != base.id:
        raise file.error(Label(f"id 应是 {base.id}。", f"id must be {base.id}."), None, "id")
    plain = {k: given[k] for k in ("id", "currency", "timezone") if k in given}
    changes: dict[str, Any] = {k: str(v) for k, v in plain.items()}
    if "name" in given:
        changes["name"] = label_of(file, given["name"], "name")
    if "week_start" in given:
        changes["week_start"] = _weekday(file, given["week_start"])
    if "delay_days" in given:
        changes["delay_days"] = int(given["delay_days"])
    changes["names"] = {
        **(base.names if base else {}),
        **{k: label_of(file, v, "names", k) for k, v in given.get("names", {}).items()},
    }
    changes["thresholds"] = _thresholds(file, given.get("thresholds", {}), base)
    return replace(base, **changes) if base else _complete(file, changes)


def _complete(file: Declared, found: dict[str, Any]) -> Profile:
    missing = [k for k in _TOP if k not in found]
    if missing:
        raise file.error(
            Label(f"缺少：{'、'.join(missing)}。", f"missing: {', '.join(missing)}."), None
        )
    return Profile(**found)


def _weekday(file: Declared, value: object) -> int:
    if str(value).lower() in _WEEKDAYS:
        return _WEEKDAYS.index(str(value).lower())
    raise file.error(
        Label(f"week_start 不认识“{value}”。", f"week_start cannot be '{value}'."),
        Label("写 monday 或 sunday。", "Write monday or sunday."),
        "week_start",
    )


def _thresholds(
    file: Declared, given: dict[str, Any], base: Profile | None
) -> dict[str, tuple[Threshold, ...]]:
    """The shipped thresholds with the given ones in place of those of the same name."""
    if base:
        file.known(given, base.thresholds, "thresholds")
    result = dict(base.thresholds) if base else {}
    for name, spec in given.items():
        old = base.thresholds[name][-1] if base else None
        specs = spec if _dated(spec) else [spec]
        versions = [_threshold(file, name, s, old) for s in specs]
        result[name] = tuple(sorted(versions, key=lambda t: t.valid_from or date.min))
    return result


def _dated(spec: object) -> bool:
    return isinstance(spec, list) and bool(spec) and all(isinstance(s, dict) for s in spec)


def _threshold(file: Declared, name: str, spec: object, old: Threshold | None) -> Threshold:
    """One version; a workspace may give the bare value and keeps guide and source of the old."""
    spot = ("thresholds", name)
    fields: dict[str, Any] = spec if isinstance(spec, dict) else {"value": spec}
    file.known(fields, _THRESHOLD, *spot)
    if old is None and not {"value", "guide", "source"} <= set(fields):
        raise file.error(
            Label(
                f"阈值 {name} 要有 value、guide、source。", f"{name} needs value, guide, source."
            ),
            None,
            *spot,
        )
    value = fields.get("value", old.value if old else None)
    if old is not None and _kind(value) != _kind(old.value):
        raise file.error(
            Label(f"阈值 {name} 的类型不对：{value!r}。", f"{name} has the wrong type: {value!r}."),
            Label(f"原来是 {old.value!r}。", f"It was {old.value!r}."),
            *spot,
        )
    return Threshold(
        name=name,
        value=value,  # type: ignore[arg-type]
        guide=str(fields.get("guide", old.guide if old else "")),
        assumed=bool(fields.get("assumed", False)),
        valid_from=fields.get("valid_from"),
        source=str(fields.get("source", "workspace")),
    )


def _kind(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__
