"""Whatever arrives, each method answers or refuses in words: no warning, no hang, no nonsense."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opslib.stats import (
    RepeatFit,
    decompose,
    decompose_members,
    expected_orders,
    fit_repeats,
    forecast,
    forecast_total,
    promotion_effect,
    rate_interval,
    shrink_rates,
    verdict,
    verdicts,
)

DAYS = pd.date_range("2025-01-06", periods=120)
DRAW = np.random.default_rng(3)
USUAL = DRAW.poisson(40, 120).astype(float)


def _with(at: object, value: float) -> pd.Series:
    series = pd.Series(USUAL.copy(), index=DAYS)
    series.iloc[at] = value
    return series


SERIES: dict[str, Any] = {
    "all zeros": pd.Series(0.0, index=DAYS),
    "constant": pd.Series(7.0, index=DAYS),
    "one point": pd.Series([5.0], index=DAYS[:1]),
    "two points": pd.Series([5.0, 6.0], index=DAYS[:2]),
    "one day not zero": pd.Series(np.eye(120)[60], index=DAYS),
    "no value": pd.Series(np.nan, index=DAYS),
    "a day without value": _with(50, np.nan),
    "every other day": _with(slice(None, None, 2), np.nan),
    "infinite": _with(50, np.inf),
    "a negative day": _with(50, -3.0),
    "negative throughout": pd.Series(-USUAL, index=DAYS),
    "a late negative day": _with(118, -500.0),
    "a gap of two months": pd.Series(USUAL, index=DAYS).drop(DAYS[30:90]),
    "ten years": pd.Series(DRAW.poisson(40, 3653), index=pd.date_range("2016-01-01", periods=3653)),
    "days twice": pd.Series(np.r_[USUAL, USUAL], index=DAYS.append(DAYS)),
    "unsorted": pd.Series(USUAL, index=DAYS).sample(frac=1, random_state=1),
    "empty": pd.Series([], index=DAYS[:0], dtype=float),
    "no dates": pd.Series(USUAL),
    "texts": pd.Series(["a"] * 120, index=DAYS, dtype=object),
    "a list": list(USUAL),
    "a frame": pd.DataFrame({"a": USUAL}, index=DAYS),
    "a day without date": pd.Series(USUAL, index=DAYS[:119].append(pd.DatetimeIndex([pd.NaT]))),
    "huge": pd.Series(USUAL * 1e12, index=DAYS),
    "tiny": pd.Series(USUAL * 1e-12, index=DAYS),
    "a jump of a million": _with(slice(100, None), 4e7),
    "flags": pd.Series(USUAL > 40, index=DAYS),
}
REFUSED = {"one point", "two points", "no value", "infinite", "empty", "no dates", "texts"}
REFUSED |= {"a list", "a frame", "a day without date"}
NEGATIVE = {"a negative day", "negative throughout", "a late negative day"}


def promotion(series: Any) -> Any:
    """The effect of a week in the middle of what arrived."""
    return promotion_effect(series, "2025-03-24", "2025-03-30")


def promotion_with_controls(series: Any) -> Any:
    """The bad series as a control of a good one."""
    good = pd.Series(USUAL, index=DAYS)
    return promotion_effect(good, "2025-03-24", "2025-03-30", controls=series)


METHODS: dict[str, tuple[Callable[[Any], Any], set[str]]] = {
    "forecast": (lambda series: forecast(series, 14), REFUSED),
    "forecast_total": (lambda series: forecast_total(series, 14), REFUSED | NEGATIVE),
    "promotion_effect": (
        promotion,
        REFUSED | NEGATIVE | {"a gap of two months", "ten years", "every other day"},
    ),
    "controls": (promotion_with_controls, REFUSED - {"a frame"} | NEGATIVE),
}
MAY_REFUSE = {  # an answer or a refusal are both honest here
    ("promotion_effect", "a gap of two months"),
    ("promotion_effect", "every other day"),
    ("promotion_effect", "ten years"),
    ("controls", "two points"),
    ("controls", "one point"),
    ("controls", "no value"),
    ("controls", "a gap of two months"),
    ("controls", "ten years"),
    ("controls", "a late negative day"),
}


def numbers(result: Any) -> np.ndarray:
    """All numbers of a result, whatever its kind."""
    if isinstance(result, pd.DataFrame):
        return result.select_dtypes("number").to_numpy(float)
    if isinstance(result, dict):
        return np.concatenate([np.ravel(value) for value in result.values()]).astype(float)
    if hasattr(result, "lift"):
        return np.array([result.lift, result.lo, result.hi, result.p_no_effect, result.extra])
    return np.asarray(result, float)


@pytest.fixture(autouse=True)
def _no_warning() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("method", METHODS)
def test_a_strange_series_is_answered_or_refused(method, name):
    """One strange metric would stop the page, fill its log or print "nan" as an expectation."""
    call, refused = METHODS[method]
    may = (method, name) in MAY_REFUSE
    if name in refused and not may:
        with pytest.raises(ValueError, match=r"\w+ \w+"):
            call(SERIES[name])
        return
    try:
        found = numbers(call(SERIES[name]))
    except ValueError as error:
        assert may, f"refused without need: {error}"
        return
    assert np.isfinite(found).all()


def test_order_and_duplicates_do_not_change_the_answer():
    """A file imported twice would move the forecast."""
    plain, pair = forecast(pd.Series(USUAL, index=DAYS), 7), ("days twice", "unsorted")
    for name in pair:
        assert forecast(SERIES[name], 7).equals(plain)


CALLS: dict[str, tuple[Callable[[], Any], bool]] = {
    "rates of nothing": (lambda: rate_interval([], []), True),
    "no trials": (lambda: shrink_rates([0, 0], [0, 0]), True),
    "all zeros": (lambda: shrink_rates([0] * 9, [50] * 9), True),
    "all ones": (lambda: shrink_rates([50] * 9, [50] * 9), True),
    "one member": (lambda: shrink_rates([3], [50]), True),
    "many members": (lambda: shrink_rates([1, 2] * 50_000, [50, 90] * 50_000), True),
    "huge trials": (lambda: shrink_rates([10**9, 3], [10**10, 9]), True),
    "more successes than trials": (lambda: shrink_rates([5, 1], [3, 9]), False),
    "negative successes": (lambda: shrink_rates([-1, 1], [3, 9]), False),
    "missing trials": (lambda: shrink_rates([1, 1], [3, np.nan]), False),
    "infinite trials": (lambda: shrink_rates([1, 1], [3, np.inf]), False),
    "two lengths": (lambda: shrink_rates([1, 1, 1], [3, 3]), False),
    "a table of trials": (lambda: shrink_rates([[1, 1]], [[3, 3]]), False),
    "texts": (lambda: shrink_rates(["a"], ["b"]), False),
    "interval texts": (lambda: rate_interval("a", "b"), False),
    "interval two lengths": (lambda: rate_interval([1, 1, 1], [3, 3]), False),
    "interval method": (lambda: rate_interval(1, 3, method="exact"), False),
    "interval level": (lambda: rate_interval(1, 3, level=np.nan), False),
    "verdict on nothing": (lambda: verdicts([], [], 0.1)[["rate", "lo", "hi"]], True),
    "verdict at nought": (lambda: verdict(3, 9, 0.0).lo, True),
    "verdict at one": (lambda: verdict(3, 9, 1.0, "down").lo, True),
    "verdict more than all": (lambda: verdict(9, 3, 0.1), False),
    "verdict missing": (lambda: verdict(np.nan, 3, 0.1), False),
    "verdict infinite": (lambda: verdict(1, np.inf, 0.1), False),
    "verdict threshold": (lambda: verdict(1, 3, np.nan), False),
    "verdict lengths": (lambda: verdicts([1, 2], [3, 4], [0.1, 0.2, 0.3]), False),
    "verdict arrays": (lambda: verdict([1, 2], [3, 4], 0.1), False),
    "repeats of nobody": (lambda: expected_orders([], [], [], 30), False),
    "repeats lengths": (lambda: expected_orders([1, 2], [1] * 3, [9] * 3, 30), False),
    "repeats infinite": (lambda: fit_repeats([1] * 30, [np.inf] * 30, [9] * 30), False),
    "repeats negative": (lambda: fit_repeats([-1] * 30, [1] * 30, [9] * 30), False),
    "repeats texts": (lambda: fit_repeats(["a"] * 30, [1] * 30, [9] * 30), False),
    "repeats constant": (lambda: expected_orders([1] * 30, [5] * 30, [9] * 30, 30), True),
    "repeats without time": (lambda: expected_orders([0] * 29 + [1], [0] * 30, [0] * 30, 9), False),
    "repeats one buyer": (
        lambda: expected_orders([0] * 29 + [1], [0] * 29 + [4], [9] * 30, 30),
        True,
    ),
    "repeats horizon": (lambda: expected_orders([1] * 30, [5] * 30, [9] * 30, np.nan), False),
    "repeats past horizon": (lambda: expected_orders([1] * 30, [5] * 30, [9] * 30, -1), False),
    "alive shapes": (lambda: RepeatFit(1, 1, 1, 1, 0, 9).alive([1, 2], [1] * 3, [9] * 3), False),
    "factors nought": (lambda: decompose({"a": 0, "b": 0}, {"a": 0, "b": 0}), True),
    "factors huge": (lambda: decompose({"a": 1e200, "b": 1}, {"a": 1e200, "b": 2}), True),
    "factors beyond numbers": (
        lambda: decompose({"a": 1e200, "b": 1e200}, {"a": 1, "b": 2}),
        False,
    ),
    "factors infinite": (lambda: decompose({"a": 1.0, "b": np.inf}, {"a": 1, "b": 2}), False),
    "factors missing": (lambda: decompose({"a": np.nan}, {"a": 1}), False),
    "factors texts": (lambda: decompose({"a": "x"}, {"a": 1}), False),
    "factors lengths": (lambda: decompose({"a": [1, 2], "b": [1, 2, 3]}, {"a": 1, "b": 1}), False),
}
TABLE = pd.DataFrame({"visitors": [10.0, 0.0], "cvr": [0.1, np.nan]}, index=["a", "b"])
CALLS |= {
    "members of nothing": (lambda: decompose_members(TABLE[:0], TABLE[:0]), True),
    "members against nothing": (lambda: decompose_members(TABLE[:0], TABLE), True),
    "members without rate": (lambda: decompose_members(TABLE, TABLE * 2), True),
    "members without volume": (lambda: decompose_members(TABLE * 0, TABLE, per_volume=True), False),
    "members unknown rate": (
        lambda: decompose_members(TABLE.fillna({"cvr": 1}) / 0.0, TABLE),
        False,
    ),
    "members texts": (
        lambda: decompose_members(TABLE.astype(object).assign(cvr="x"), TABLE),
        False,
    ),
    "members no frame": (lambda: decompose_members([1], TABLE), False),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", CALLS)
def test_strange_counts_and_tables_are_answered_or_refused(name):
    """A wrong join would print a plausible number, or a traceback of someone else's library."""
    call, answered = CALLS[name]
    if not answered:
        with pytest.raises(ValueError, match=r"\w+ \w+"):
            call()
        return
    assert not np.isinf(numbers(call())).any()
