"""What a page showed, collected while it is built, and written beside it.

data.json is the same byte for byte for the same inputs; tables.xlsx holds the tables shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ..ids import number_id
from ..labels import Label, spoken
from ..model import Check, Finding, Number, Subject
from . import style
from .markup import Raw, clean, tag
from .shapes import MetricText


@dataclass
class Sheet:
    """Everything one report shows: numbers, findings, checks, tables.

    `metrics` maps a metric's id to its texts (label, unit, good, definition, source).
    """

    report: str
    shop: str
    shop_name: str
    as_of: date
    profile: str
    currency: str
    metrics: Mapping[str, MetricText]
    numbers: dict[str, Number] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    false_alarms_expected: float = 0.0
    tables: dict[str, tuple[Label, pd.DataFrame]] = field(default_factory=dict)

    def add(self, number: Number) -> str:
        """Keep a number that is shown; the same id must not stand for two values."""
        known = self.numbers.get(number.id)
        if known is not None and not _same(known.value, number.value):
            raise ValueError(f"{number.id} is shown as {known.value} and as {number.value}")
        self.numbers.setdefault(number.id, number)
        return number.id

    def show(self, number: Number, shown: object = None) -> Raw:
        """Keep the number and write it as HTML that carries its id."""
        text = style.figure(number.value, number.unit, self.currency) if shown is None else shown
        full = style.whole(number.value, number.unit, self.currency)
        hint = None if full == text else full
        return tag("span", text, cls="n", data_number=self.add(number), title=hint)

    def measured(self, row: Any, against: str = "before") -> Number:
        """The Number of one measurement row (a row of `metrics.measure`)."""
        label, unit = self.label(row.metric), self.unit(row.metric)
        known = not style.missing(row.n)
        baseline = _number(getattr(row, against, None))
        return Number(
            number_id(row.metric, int(row.window), row.dimension if row.member else "", row.member),
            row.metric,
            label,
            _number(row.value),
            unit,
            int(row.window),
            _subject(row),
            baseline,
            _difference(_number(row.value), baseline),
            int(row.n) if known else None,
            against=against if baseline is not None else "",
        )

    def loose(self, id: str, label: Label, value: float | None, unit: str, **more: Any) -> Number:
        """A Number that is no measurement: a price, a clock, a contribution."""
        return Number(id, more.pop("metric", ""), label, value, unit, more.pop("window", 0), **more)

    def label(self, metric: str) -> Label:
        """The name of a metric; its id where nobody declared it."""
        known = self.metrics.get(metric)
        return known.label if known else Label(metric, metric)

    def unit(self, metric: str) -> str:
        """The unit of a metric."""
        known = self.metrics.get(metric)
        return known.unit if known else "count"

    def table(self, name: str, label: Label, frame: pd.DataFrame) -> None:
        """Keep a table for tables.xlsx; columns are already named for the reader."""
        self.tables[name] = (label, frame)

    def money(self, value: float | None) -> str:
        """An amount in the shop's currency."""
        return style.figure(value, "money", self.currency)

    def data(self) -> dict[str, Any]:
        """The content of data.json, in the language spoken now."""
        return {
            "report": self.report,
            "shop": self.shop,
            "as_of": self.as_of.isoformat(),
            "lang": spoken(),
            "profile": self.profile,
            "currency": self.currency,
            "numbers": [_plain(n) for n in self.numbers.values()],
            "findings": [_plain(f) for f in self.findings],
            "checked": [_plain(c) for c in self.checks],
            "false_alarms_expected": _plain(self.false_alarms_expected),
        }

    def write(self, folder: Path) -> None:
        """Write data.json and tables.xlsx into the folder."""
        from .workbook import write_workbook

        text = json.dumps(self.data(), ensure_ascii=False, indent=1, allow_nan=False)
        (folder / "data.json").write_text(text + "\n", encoding="utf-8")
        write_workbook(self, folder / "tables.xlsx")

    def summary_line(self, *metrics: str, window: int = 7) -> str:
        """One plain line of figures, the same on every machine: for a checked notebook cell."""
        parts = []
        for metric in metrics:
            number = self.numbers.get(number_id(metric, window))
            value = None if number is None else number.value
            parts.append(f"{metric} {'-' if value is None else format(value, '.10g')}")
        return f"{self.shop} {self.as_of} | {' | '.join(parts)} | findings {len(self.findings)}"


def _subject(row: Any) -> Subject:
    name = row.name if isinstance(row.name, str) else ""
    return Subject(row.dimension or "shop", row.member or "", name)


def _number(value: Any) -> float | None:
    return None if style.missing(value) else float(value)


def _difference(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _plain(value: Any) -> Any:
    """JSON that does not depend on the last bit of a sum: 12 digits, no NaN, one language."""
    if isinstance(value, Label):
        return clean(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {k: _plain(getattr(value, k)) for k in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return style.steady(value) if math.isfinite(value) else None
    return str(value)
