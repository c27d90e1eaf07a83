"""How figures, changes and days are written."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opslib.labels import speaking
from opslib.report import style, svg


@pytest.mark.parametrize(
    ("value", "unit", "currency", "zh", "en"),
    [
        (48210, "money", "CNY", "¥48,210", "¥48,210"),
        (345.6, "money", "USD", "$346", "$346"),
        (0.92, "money", "CNY", "¥0.92", "¥0.92"),
        (-480, "money", "CNY", "−¥480", "−¥480"),
        (12, "money", "SEK", "SEK 12", "SEK 12"),
        (204930, "money", "CNY", "¥20.49 万", "¥204,930"),
        (1536000, "count", "CNY", "153.6 万", "1.54M"),
        (2.5e8, "count", "CNY", "2.50 亿", "250.0M"),
        (99999, "count", "CNY", "99,999", "99,999"),
        (0.0312, "percent", "CNY", "3.12%", "3.12%"),
        (0.0042, "percent", "CNY", "0.42%", "0.42%"),
        (1.0, "percent", "CNY", "100%", "100%"),
        (0.958, "percent", "CNY", "95.8%", "95.8%"),
        (0.59, "count", "CNY", "0.59", "0.59"),
        (2.25, "hours", "CNY", "2.2 小时", "2.2 h"),
        (0.11, "hours", "CNY", "7 分钟", "7 min"),
        (6, "days", "CNY", "6 天", "6 d"),
        (3.14159, "score", "CNY", "3.14", "3.14"),
        (0, "money", "CNY", "¥0", "¥0"),
        (math.nan, "count", "CNY", "—", "—"),
        (None, "money", "CNY", "—", "—"),
    ],
)
def test_figures_are_written_as_the_reader_counts(
    value: float, unit: str, currency: str, zh: str, en: str
) -> None:
    """A wrong 万 or a lost minus turns a good day into a bad one."""
    with speaking("zh"):
        assert style.figure(value, unit, currency) == zh
    with speaking("en"):
        assert style.figure(value, unit, currency) == en


def test_nothing_that_rounds_to_zero_keeps_a_minus() -> None:
    """'−¥0' or '−0.0%' would look like a loss."""
    assert style.figure(-0.001, "money") == "¥0.00"
    assert style.figure(-0.0, "count") == "0"
    assert style.figure(1 + 1e-13, "money") == "¥1", (
        "sums in another order differ behind the digits"
    )


@pytest.mark.parametrize(
    ("now", "before", "unit", "told"),
    [
        (48210, 54510, "money", "▼ 12%"),
        (103, 100, "count", "▲ 3.0%"),
        (0.033, 0.031, "percent", "▲ 0.20 点"),
        (0.0284, 0.0279, "percent", "▲ 0.05 点"),
        (0.028401, 0.0284, "percent", "持平"),
        (0.56, 0.52, "percent", "▲ 4.0 点"),
        (100, 100, "count", "持平"),
        (5, 0, "count", "从 0 起"),
        (0, 0, "count", ""),
        (1200, 100, "count", "▲ 10 倍以上"),
        (math.nan, 100, "count", ""),
        (100, None, "count", ""),
    ],
)
def test_changes_are_shares_and_rates_change_in_points(
    now: float, before: float, unit: str, told: str
) -> None:
    """'Click rate +6 %' for 3.1 -> 3.3 misleads: a rate moves in points, money in percent."""
    assert style.change(now, before, unit) == told


@given(st.floats(-1e12, 1e12), st.sampled_from(["money", "count", "percent", "score", "days"]))
def test_every_finite_figure_can_be_written(value: float, unit: str) -> None:
    """A figure that raises loses its whole section."""
    shown = style.figure(value, unit)
    assert shown and "nan" not in shown and "e+" not in shown
    assert shown.count("−") <= 1


def test_days_carry_their_weekday() -> None:
    """Operators think in weekdays; a wrong one breaks the comparison in their head."""
    assert style.day(date(2026, 11, 20)) == "2026-11-20（周五）"
    with speaking("en"):
        assert style.day(date(2026, 11, 20)) == "Fri 2026-11-20"


def test_a_wild_band_does_not_flatten_the_line() -> None:
    """A band that explodes on one day would press three months of sales into a flat line."""
    assert svg.bounded([-1e20, 5.0, math.nan, 1e20], [0.0, 10.0])[:2] == [-10.0, 5.0]
    assert svg.bounded([1e20], [0.0, 10.0]) == [20.0]
    assert svg.bounded([1.0], [math.nan]) == [1.0]


def test_no_finding_claims_to_be_certain() -> None:
    """'100 % sure' is never true of a judgement from data."""
    assert [style.chance(p) for p in (1.0, 0.96, 0.001)] == [">99%", "96%", "<1%"]


def test_axis_ticks_are_round_and_inside() -> None:
    """Ticks such as 3,333.3 slow the eye; ticks outside the field are never seen."""
    assert svg.ticks(0, 10000) == [0, 5000, 10000]
    assert svg.ticks(0.021, 0.039) == pytest.approx([0.03])
    assert svg.ticks(5, 5) == []


@given(st.lists(st.floats(-1e9, 1e9) | st.just(math.nan), min_size=1, max_size=40))
def test_curves_stay_on_their_field(values: list[float]) -> None:
    """A point outside the field is drawn over the neighbouring section."""
    scale = svg.Scale(values)
    assert all(-1e-6 <= scale(v) <= 100 + 1e-6 for v in values if math.isfinite(v))
    points = re.findall(r"[ML]", svg.curve(values, scale))
    assert len(points) == sum(math.isfinite(v) for v in values)
    assert svg.ribbon(values, values, scale).count("Z") == svg.curve(values, scale).count("M")
