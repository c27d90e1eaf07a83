"""How figures, money, changes and days are written, in the language spoken now."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from ..labels import Label, spoken
from ..model import Money
from . import words

CURRENCIES = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"}
MINUS = "−"
NOTHING = "—"
_MINUTES = Label("分钟", "min")
_WEEKDAYS = [
    Label(f"周{zh}", en)
    for zh, en in zip(
        "一二三四五六日", ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], strict=True
    )
]
# Chinese counts in 10^4, English in 10^3; small figures stay whole.
_SCALES = {
    "zh": ((1e8, " 亿"), (1e5, " 万")),
    "en": ((1e9, "B"), (1e6, "M")),
}
_DIVISORS = {" 万": 1e4}


def missing(value: object) -> bool:
    """Is there no figure at all (None, NaN, infinite)?"""
    if value is None:
        return True
    try:
        return not math.isfinite(float(value))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return True


def steady(value: float) -> float:
    """The value to 12 digits: the last bits of a sum depend on the order of its parts."""
    return float(f"{value:.12g}")


def _grouped(value: float, digits: int) -> str:
    shown = f"{abs(value):,.{digits}f}"
    zero = not any(c in "123456789" for c in shown)
    return (MINUS if value < 0 and not zero else "") + shown


def _amount(value: float, digits: int = 0) -> str:
    for bound, word in _SCALES[spoken()]:
        if abs(value) >= bound:
            scaled = value / _DIVISORS.get(word, bound)
            return _grouped(scaled, 1 if abs(scaled) >= 100 else 2) + word
    return _grouped(value, digits)


def _entire(value: float) -> bool:
    """Whether nothing stands behind the point, but for what adding in another order leaves."""
    return abs(value - round(value)) < 1e-6


def _money(value: float, currency: str) -> str:
    sign = CURRENCIES.get(currency, f"{currency} ")
    shown = _amount(value, 0 if abs(value) >= 100 or _entire(value) else 2)
    return MINUS + sign + shown[1:] if shown.startswith(MINUS) else sign + shown


def _percent(value: float) -> str:
    scaled = value * 100
    if abs(scaled) >= 10 and abs(scaled - round(scaled)) < 1e-9:
        return _grouped(scaled, 0) + "%"
    return _grouped(scaled, 2 if 0 < abs(scaled) < 10 else 1) + "%"


def _count(value: float) -> str:
    if _entire(value) or abs(value) >= 100:
        return _amount(value)
    return _amount(value, 2 if abs(value) < 1 else 1)


def _hours(value: float) -> str:
    """Hours; what takes less than one in minutes."""
    if 0 < abs(value) < 1:
        return f"{_grouped(value * 60, 0)} {_MINUTES}"
    return f"{_grouped(value, 1)} {words.HOURS}"


def _days(value: float) -> str:
    return f"{_grouped(value, 0 if value == round(value) else 1)} {words.DAYS}"


def _score(value: float) -> str:
    return _grouped(value, 0 if value == round(value) else 2)


_UNITS: dict[str, Callable[[float], str]] = {
    "percent": _percent,
    "hours": _hours,
    "days": _days,
    "score": _score,
    "index": _score,
    "ratio": lambda value: _grouped(value, 2),
    "count": _count,
}


def figure(value: float | None, unit: str, currency: str = "CNY") -> str:
    """A figure as people read it; percent is a fraction (0.031 is 3.1%), missing is a dash."""
    if missing(value):
        return NOTHING
    assert value is not None
    if unit == "money":
        return _money(float(value), currency)
    return _UNITS.get(unit, _score)(float(value))


def whole(value: float | None, unit: str, currency: str = "CNY") -> str:
    """The same figure without shortening, for a hint or a log line."""
    if missing(value) or unit not in ("money", "count"):
        return figure(value, unit, currency)
    assert value is not None
    digits = 2 if unit == "money" else 0
    sign = CURRENCIES.get(currency, f"{currency} ") if unit == "money" else ""
    return (MINUS if value < 0 else "") + sign + f"{abs(value):,.{digits}f}"


def span(low: float | None, high: float | None, unit: str, currency: str = "CNY") -> str:
    """A range, from low to high."""
    return f"{figure(low, unit, currency)}–{figure(high, unit, currency)}"


def signed(value: float | None, unit: str, currency: str = "CNY") -> str:
    """A difference with its sign in front: +¥900, −¥480."""
    shown = figure(value, unit, currency)
    return f"+{shown}" if not missing(value) and float(value or 0) > 0 else shown


def change(now: float | None, before: float | None, unit: str) -> str:
    """How far a figure moved: a share of what it was, or points for a percentage."""
    if missing(now) or missing(before):
        return ""
    assert now is not None and before is not None
    if unit == "percent":
        points = (now - before) * 100
        # A click rate of 2.8 % moves in hundredths of a point.
        text = f"{abs(points):.{1 if max(abs(now), abs(before)) >= 0.1 else 2}f}"
        still = not any(c in "123456789" for c in text)
        return str(words.UNCHANGED) if still else _arrow(points, f"{text} {words.POINTS}")
    if before == 0:
        return "" if now == 0 else str(words.FROM_ZERO)
    share = (now - before) / abs(before)
    text = f"{abs(share):.1%}" if abs(share) < 0.1 else f"{abs(share):.0%}"
    return _arrow(share, text if abs(share) < 10 else str(words.TENFOLD))


def _arrow(direction: float, text: str) -> str:
    if abs(direction) < 5e-4:
        return str(words.UNCHANGED)
    return f"{'▲' if direction > 0 else '▼'} {text}"


def start(text: object) -> str:
    """A name at the start of a line: English ones with a capital letter."""
    told = str(text)
    return told[:1].upper() + told[1:]


def chance(probability: float) -> str:
    """A probability that never claims to be certain: >99% at most, <1% at least."""
    if probability > 0.99:
        return ">99%"
    return "<1%" if probability < 0.01 else f"{probability:.0%}"


def money_range(money: Money) -> str:
    """The range of a price, low to high."""
    return span(money.low, money.high, "money", money.currency)


def weekdays() -> list[str]:
    """The weekdays, Monday first."""
    return [str(name) for name in _WEEKDAYS]


def day(when: date | None) -> str:
    """A day with its weekday: 2026-11-20（周五） / Fri 2026-11-20."""
    if when is None:
        return NOTHING
    weekday = str(_WEEKDAYS[when.weekday()])
    return f"{when:%Y-%m-%d}（{weekday}）" if spoken() == "zh" else f"{weekday} {when:%Y-%m-%d}"


def short_day(when: date | None) -> str:
    """A day without its year: 11-20."""
    return NOTHING if when is None else f"{when:%m-%d}"


def window(days: int) -> str:
    """The name of a window: yesterday's day, or the last so many days."""
    return str(words.LAST_DAY if days == 1 else words.LAST_DAYS.format(days=days))
