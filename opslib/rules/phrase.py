"""Figures in words: how a value of a unit is written inside a rule's text."""

from __future__ import annotations

import math

from ..labels import Label

NAME_LENGTH = 18
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_COUNTED = {
    "hours": Label("小时", "h"),
    "days": Label("天", "days"),
    "points": Label("分", "points"),
}


def figure(value: float | None, unit: str, currency: str = "CNY") -> Label:
    """One figure with its unit: ¥1,234 · 4.5 % · 26 h · 3 days; a dash when there is none."""
    if value is None or math.isnan(value):
        return Label("—", "—")
    if unit == "money":
        return _same(
            f"{SIGNS.get(currency, currency + ' ')}{_plain(value, 0 if abs(value) >= 100 else 2)}"
        )
    if unit == "percent":
        return _same(f"{_trim(value * 100, 2 if abs(value) < 0.1 else 1)}%")
    if unit in _COUNTED:
        word = _COUNTED[unit]
        text = _plain(value, 1 if abs(value) < 10 else 0)
        english = "day" if unit == "days" and text == "1" else word.en
        return Label(f"{text} {word.zh}", f"{text} {english}")
    return _same(_plain(value, 0 if abs(value) >= 100 else 2))


def percent_change(value: float | None, baseline: float | None) -> Label:
    """By how many percent a value moved against its baseline; the text says which way."""
    if value is None or not baseline or math.isnan(value) or math.isnan(baseline):
        return Label("—", "—")
    return _same(f"{abs(value - baseline) / abs(baseline) * 100:.0f}%")


def shortened(name: str) -> str:
    """A product's title as it fits into a line on a phone."""
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


def _same(text: str) -> Label:
    return Label(text, text)


def _trim(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def _plain(value: float, digits: int) -> str:
    text = f"{abs(value):,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and text != "0" else text
