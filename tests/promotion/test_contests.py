"""Comparisons: a test may be looked at daily, and nobody is told a winner who is none."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.errors import ParameterError
from opslib.promotion import clicks_to_test, contest, next_category, too_many_plans
from opslib.promotion.sequential import evidence, still_needed

from .compare_worlds import FIRST, TERMS, arms
from .measure_contests import ends


@given(st.integers(1, 12), st.floats(0.05, 0.95))
@settings(max_examples=40, deadline=None)
def test_evidence_for_equal_arms_is_one_on_average(many: int, share: float) -> None:
    """The stop rule's promise stands on this: no day can be expected to bring false evidence."""
    mean = sum(
        comb(many, k) * share**k * (1 - share) ** (many - k)
        * evidence(np.array([k]), np.array([many - k]), np.array([share]), np.array([1 - share]))[0]
        for k in range(many + 1)
    )  # fmt: skip
    assert mean == pytest.approx(1.0, rel=1e-9)


def test_equal_arms_seldom_get_a_winner_however_often_one_looks() -> None:
    """At most one test in ten between equal arms may end with a winner."""
    rng = np.random.default_rng(77)
    ever = 0
    for _ in range(300):
        k = rng.poisson(1.2, (60, 2)).astype(float)
        room = np.full(60, 40.0)
        paths = [evidence(k[:, i], k[:, 1 - i], room, room) for i in (0, 1)]
        ever += max(p.max() for p in paths) >= 20
    assert ever / 300 <= 0.10


def test_jumpy_equal_arms_seldom_get_a_winner() -> None:
    """Days that favour one arm and then the other are noise, not proof."""
    rng = np.random.default_rng(78)
    won = [ends(arms(rng, [1, 1], days=28, clicks=300, jitter=0.3)) for _ in range(12)]
    assert sum(map(bool, won)) <= 2


def test_a_twice_as_good_arm_wins_and_is_priced() -> None:
    """A clearly better plan is told, with its chance and what moving the money brings."""
    found = contest(arms(np.random.default_rng(5), [1, 2.2], clicks=80), TERMS)
    assert (found.state, found.winner) == ("winner", "arm1")
    assert found.p_right > 0.95 and 0 < found.gain_lo < found.gain < found.gain_hi
    assert (found.arms["needed"] == 0).all()


def test_only_common_days_are_compared() -> None:
    """An arm that ran on good days alone must not win by the season: sums are of shared days."""
    rows = arms(np.random.default_rng(6), [1, 1], days=10)
    late = rows["date"] >= FIRST + pd.Timedelta(days=7)
    found = contest(rows[late | (rows["arm"] == "arm0")], TERMS)
    assert found.days == 3
    clicks = rows[late & (rows["arm"] == "arm0")]["clicks"].sum()
    assert found.arms.set_index("arm").loc["arm0", "clicks"] == clicks


def test_what_cannot_be_compared_says_why() -> None:
    """One arm, or arms that never ran together, get a sentence instead of a figure."""
    rows = arms(np.random.default_rng(7), [1, 1], days=4)
    alone = contest(rows[rows["arm"] == "arm0"], TERMS)
    assert alone.state == "cannot_tell" and "两个以上" in alone.reason.zh
    even = rows["date"].dt.day % 2 == 0
    apart = contest(rows[even == (rows["arm"] == "arm0")], TERMS)
    assert apart.state == "cannot_tell" and "同样的日子" in apart.reason.zh
    assert contest(rows.iloc[:0], TERMS).state == "cannot_tell"
    with pytest.raises(ParameterError):
        contest(rows, TERMS, per="days")  # type: ignore[arg-type]


def test_unpriced_and_empty_results_are_survived() -> None:
    """Without a margin, results alone decide; without results nothing is decided."""
    rows = arms(np.random.default_rng(8), [1, 3], clicks=80)
    free = contest(rows, replace(TERMS, margin=float("nan")))
    assert np.isnan(free.gain) and free.arms["p_best"].sum() == pytest.approx(1)
    none = contest(rows.assign(conv=0.0, value=0.0), TERMS)
    assert none.state in ("running", "same") and none.winner == ""


def test_creatives_are_compared_by_clicks() -> None:
    """A creative clicked twice as often wins by its click rate, without any order."""
    rows = arms(np.random.default_rng(9), [1, 1])
    rows["clicks"] = np.where(rows["arm"] == "arm1", 2, 1) * rows["clicks"]
    found = contest(rows.assign(conv=0.0, value=0.0), TERMS, per="impressions", event="clicks")
    assert found.winner == "arm1"


@given(st.integers(3, 40), st.integers(3, 40), st.integers(2, 4))
@settings(max_examples=30, deadline=None)
def test_more_of_the_same_needs_no_more(a: int, b: int, times: int) -> None:
    """Twice the data at equal rates never need more than before to be settled."""
    once = still_needed(a, b, 100, 100, 20)
    more = still_needed(times * a, times * b, times * 100, times * 100, 20)
    assert more <= max(once / times, 1) * 1.03 or once == np.inf


def test_plans_that_cannot_be_read() -> None:
    """Ten orders a week feed two plans of five: four plans with ten orders are too many."""
    week = pd.date_range("2026-10-19", "2026-11-15")
    rows = pd.DataFrame(
        [(d, p, 50.0, 40.0, float(i % 3 == 0)) for i, d in enumerate(week) for p in "ABCD"],
        columns=["date", "plan", "clicks", "spend", "conv"],
    ).assign(complete=1.0)
    found = too_many_plans(rows, TERMS)
    assert found.count == 4 and found.too_many and found.room == 2
    assert found.plans["expected"].to_numpy() == pytest.approx([2.5] * 4, rel=0.05)
    rich = too_many_plans(rows.assign(conv=rows["conv"] * 10), TERMS)
    assert rich.plans["readable"].all() and not rich.too_many
    assert too_many_plans(rows.iloc[:0], TERMS).count == 0


def test_clicks_after_which_a_test_is_given_up() -> None:
    """Shape 2 needs 3.89 break-even clicks' worth of silence, less what is known of the shop."""
    # Break-even: 1 order in 20 clicks; the shop: 100.5 orders in 2010 clicks.
    assert clicks_to_test(TERMS, 1.0, 100, 2000, 20.0) == np.ceil(3.88972 * 20 - 2 / (100.5 / 2010))
    assert np.isnan(clicks_to_test(replace(TERMS, margin=float("nan")), 1.0, 1, 9, 20.0))


def test_next_category_only_where_data_allow() -> None:
    """A new category is named only when the present ones are surely saturated."""
    demand = pd.DataFrame(
        {"category": ["a", "b", "c"], "demand": [9.0, 8.0, 1.0], "supply": [1.0, 2.0, 1.0]}
    )
    assert next_category(None, demand, set(), 1.0).verdict == "cannot_tell"
    assert next_category((0.5, 0.9, 1.4), demand, set(), 1.0).verdict == "cannot_tell"
    assert next_category((1.1, 1.5, 2.0), demand, set(), 1.0).verdict == "keep"
    assert next_category((0.2, 0.4, 0.8), None, set(), 1.0).verdict == "cannot_tell"
    found = next_category((0.2, 0.4, 0.8), demand, {"a"}, 1.0)
    assert (found.verdict, found.category) == ("expand", "b")
