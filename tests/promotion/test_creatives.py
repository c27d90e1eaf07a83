"""Creatives, audiences and the next category: winners that last, verdicts as for words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from opslib.promotion import Terms, category_demand, judge_audiences, judge_creatives, widen
from opslib.promotion.split import TotalAdvice

from . import beside_worlds as worlds
from .compare_worlds import TERMS
from .measure_beside import creatives

DAYS = pd.date_range("2026-10-19", "2026-11-15")


def test_a_better_clicked_creative_wins_and_is_priced() -> None:
    """Half as much again of clicks at the same orders: the winner, with money a week."""
    rows = worlds.creatives(np.random.default_rng(1), [0.03, 0.045], [0.03, 0.03])
    (found,) = judge_creatives(rows, TERMS)
    assert (found.state, found.winner, found.arms["creative"].iloc[0]) == (
        "winner", "创意1", "创意1",
    )  # fmt: skip
    assert found.p_right > 0.9 and found.gain_lo < found.gain < found.gain_hi
    assert found.arms["p_clicks"].sum() == pytest.approx(1)
    unpriced = judge_creatives(rows, replace(TERMS, margin=float("nan")))[0]
    assert np.isnan(unpriced.gain) and unpriced.winner == "创意1"


def test_clicks_that_do_not_buy_win_nothing() -> None:
    """A gaudy picture is clicked most and bought from least: it is not told to be the winner."""
    rows = worlds.creatives(np.random.default_rng(2), [0.03, 0.045], [0.05, 0.012], shown=6000)
    (found,) = judge_creatives(rows, TERMS)
    assert found.state == "clicks_only" and found.winner == ""
    assert found.arms.set_index("creative").loc["创意0", "p_best"] > 0.8


def test_equal_creatives_seldom_get_a_winner() -> None:
    """At most one test in ten between equal creatives ends with a winner."""
    found = creatives(741, 30, [0.03] * 3, [0.03] * 3)
    assert found["winner"] <= 0.10 and 0.7 <= found["held"] <= 0.97


def test_creatives_are_compared_within_their_plan_while_they_run() -> None:
    """Other plans and creatives that were taken down weeks ago do not enter."""
    rows = worlds.creatives(np.random.default_rng(3), [0.03, 0.045, 0.03], [0.03] * 3)
    gone = rows["creative"].eq("创意2") & (rows["date"] > pd.Timestamp("2026-10-25"))
    other = rows[rows["creative"].eq("创意0")].assign(plan="B", impressions=10.0, clicks=1.0)
    found = judge_creatives(pd.concat([rows[~gone], other], ignore_index=True), TERMS)
    assert [f.plan for f in found] == ["A", "B"]
    assert set(found[0].arms["creative"]) == {"创意0", "创意1"}
    assert found[1].state == "one" and found[1].arms.empty
    assert judge_creatives(rows.iloc[:0], TERMS) == []


def test_creatives_by_hour_are_told_by_part_of_the_day() -> None:
    """Rows by hour fill the table of hours and are not added to the day's rows."""
    rows = worlds.creatives(np.random.default_rng(4), [0.03, 0.04], [0.03, 0.03])
    hourly = pd.concat(
        [rows.assign(hour=h, impressions=rows["impressions"] / 2, clicks=rows["clicks"] * share)
         for h, share in ((9, 0.3), (20, 0.7))]
    )  # fmt: skip
    (found,) = judge_creatives(pd.concat([rows, hourly], ignore_index=True), TERMS)
    assert found.arms["impressions"].sum() == rows["impressions"].sum()
    rate = found.hours.set_index(["creative", "first"])["ctr"]
    assert rate["创意0", 18] > 1.8 * rate["创意0", 6]
    (alone,) = judge_creatives(hourly, TERMS)
    assert alone.arms["clicks"].sum() == pytest.approx(rows["clicks"].sum())


def audience(name: str, clicks: float, conv: float, cpc: float = 1.0) -> list[tuple]:
    """Four weeks of an audience: so many clicks and orders of 60 each in all."""
    each = [(d, "A", name, 40 * clicks / 28, clicks / 28, cpc * clicks / 28) for d in DAYS]
    got = [conv // 28 + (i < conv % 28) for i in range(28)]
    return [(*e, k, 60.0 * k, 1.0) for e, k in zip(each, got, strict=True)]


def audiences(*rows: list[tuple]) -> pd.DataFrame:
    names = "date plan audience impressions clicks spend conv value complete".split()
    return pd.DataFrame([r for part in rows for r in part], columns=names).assign(bid=np.nan)


def test_audiences_are_judged_like_words() -> None:
    """One that earns six times its clicks is raised, one that brings nothing is taken off, one
    with a dozen clicks waits; the words speak of premiums, not of keywords."""
    terms: Terms = replace(TERMS, target_roi=1 / TERMS.margin)
    found = judge_audiences(
        audiences(
            audience("复购客", 1500, 150), audience("宝妈", 1500, 33),
            audience("学生", 1500, 0), audience("新客", 12, 0),
        ),
        terms,
    ).set_index("audience")  # fmt: skip
    assert found["verdict"].to_dict() == {
        "复购客": "raise", "宝妈": "keep", "学生": "remove", "新客": "cannot_tell",
    }  # fmt: skip
    assert 1.0 < found.loc["复购客", "premium"] <= 1.3
    assert np.isnan(found.loc["学生", "premium"]) and found.loc["学生", "week_gain"] > 0
    assert "溢价" in found.loc["复购客", "reason"].zh and "词" not in found.loc["学生", "reason"].zh
    assert np.isnan(found.loc["新客", "premium"])


def test_days_that_still_fill_up_count_in_part() -> None:
    """Half of the orders known on half of the clicks: the worth of a click stays the same."""
    rows = audiences(audience("复购客", 1500, 112), audience("宝妈", 1500, 84))
    part = rows.assign(complete=0.5, conv=rows["conv"] / 2, value=rows["value"] / 2)
    worth = [judge_audiences(r, TERMS)["value_per_click"].to_numpy() for r in (rows, part)]
    assert worth[1] == pytest.approx(worth[0], rel=0.1)
    assert judge_audiences(rows.assign(complete=0.1), TERMS).empty


def advice(verdict: str, low: float, mid: float, high: float) -> TotalAdvice:
    """What the next unit of money brings, 1 being asked for."""
    return TotalAdvice(verdict, 700.0, 700.0, 1.0, mid, low, high, 0.9)


def test_the_next_category_follows_searches_for_each_offer() -> None:
    """Two words of 300 and 100 at 3 and 1 searches an offer: 400 searches, 200 offers, ratio 2."""
    index = pd.DataFrame(
        [("a1", 300, 3.0), ("a2", 100, 1.0), ("b1", 900, 1.5), ("b2", 100, 1.5), ("c", 500, 9.0)],
        columns=["keyword", "search_index", "supply_demand_index"],
    ).assign(date=DAYS[0])
    of = pd.Series({"a1": "A", "a2": "A", "b1": "B", "b2": "B", "c": "C"})
    found = category_demand(index, of, {"B"})
    assert found["category"].tolist() == ["A", "B"]  # C: one word says little
    first = found.iloc[0]
    assert (first["demand"], first["supply"], first["ratio"]) == (400, 200, 2.0)
    assert first["top"] == "a1" and not first["own"]
    assert widen(advice("less", 0.2, 0.4, 0.8), found, {"B"}).category == "A"
    assert widen(advice("more", 2.0, 3.0, 4.0), found, {"B"}).verdict == "keep"
    assert widen(advice("keep", 0.7, 0.9, 1.2), found, {"B"}).verdict == "cannot_tell"
    assert widen(TotalAdvice("cannot_tell", 7.0, 7.0, 1.0), found, {"B"}).verdict == "cannot_tell"


def test_plans_that_find_no_more_clicks_are_saturated_too() -> None:
    """More money would pay but cannot be spent: the next category, or what is missing to tell."""
    demand = pd.DataFrame({"category": ["A"], "demand": [9.0], "supply": [3.0]})
    found = widen(advice("full", 2.0, 3.0, 4.0), demand, set())
    assert (found.verdict, found.category) == (
        "expand",
        "A",
    ) and "买不到更多点击" in found.reason.zh
    none = widen(advice("full", 2.0, 3.0, 4.0), demand, {"A"})
    assert none.verdict == "cannot_tell" and "供求指数" in none.reason.zh
