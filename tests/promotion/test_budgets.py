"""Budgets of a week: used, run out, lost after, why left, pace; what is odd about the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.promotion import budgets, doubts
from opslib.promotion.budgets import ran_out_hour
from opslib.promotion.unspent import WHY, why_unspent
from opslib.simulate import history as past
from opslib.simulate import samples
from opslib.simulate.ads import ad_day
from tests.promotion.frames import TERMS, WEEK, ads

DAYS = [WEEK[1] - timedelta(days=i) for i in range(42)]


def plan(day: date, **more) -> dict:
    """A day of plan A that spent its 20 of a budget of 20 on 10 clicks."""
    return {"date": day, "level": "plan", "plan": "A", "impressions": 400, "clicks": 10,
            "spend": 20.0, "budget": 20.0} | more  # fmt: skip


def hours(day: date, every: float, **more) -> list[dict]:
    return [
        {"date": day, "level": "hour", "plan": "A", "hour": h, "clicks": every,
         "impressions": 20 * every} | more
        for h in range(24)
    ]  # fmt: skip


def worked() -> pd.DataFrame:
    """Five weeks at leisure, evenly over the day, then a week that is out of money at noon.

    Every day before brought half an order of 200: 0.05 orders a click, 4 a click at 40 % margin.
    """
    rows = [plan(d, spend=16.0, ad_orders=0.5, ad_gmv=100.0) for d in DAYS[7:]]
    rows += [plan(d, ran_out_at="12:00", complete=0.8) for d in DAYS[:7]]
    rows += [h for d in DAYS[7:] for h in hours(d, 10 / 24)]
    return ads(rows)


def test_money_gone_at_noon_cost_the_other_half_of_the_day():
    """Ten clicks till noon on even days: ten more each day, at 4 - 2 profit a click, 140 a week."""
    row = budgets(worked(), TERMS).plans.iloc[0]
    assert (row["share"], row["out_days"], row["out_median"]) == (1.0, 7, 12.0)
    assert row["lost_clicks"] == pytest.approx(70, rel=0.08)
    assert row["lost"] == pytest.approx(140, rel=0.2)
    assert row["lost_lo"] < 140 < row["lost_hi"]


def test_what_plans_lost_and_will_spend_adds_up_to_what_all_did():
    """A reader adds the column up and finds another sum above it: which one is true?"""
    one = worked()
    three = pd.concat([one, one.assign(plan="B"), one.assign(plan="C", clicks=2 * one["clicks"])])
    found = budgets(three, TERMS)
    assert found.lost[0] == pytest.approx(found.plans["lost"].sum(), rel=1e-9)
    assert found.pace[0] == pytest.approx(found.plans["pace"].sum(), rel=1e-9)
    assert found.lost[1] < found.lost[0] < found.lost[2]


def test_the_pace_of_the_coming_week_never_passes_its_budgets():
    """Out at noon at 20 means 40 wanted: next week is used up again, not spent twice."""
    found = budgets(worked(), TERMS)
    assert found.pace[2] <= found.paid + 1e-9 and found.paid == 140
    assert found.plans["pace_share"].iloc[0] == pytest.approx(0.95, abs=0.06)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 30), st.floats(1, 30)), min_size=7, max_size=7))
def test_pace_and_shares_stay_possible(drawn):
    """Any mixture of budgets and spends: no share below nothing, no pace above the budget."""
    rows = [plan(d, spend=s, budget=b) for d, (s, b) in zip(DAYS, drawn, strict=False)]
    found = budgets(ads(rows), TERMS)
    row = found.plans.iloc[0]
    assert row["share"] >= 0 and row["unspent"] >= 0
    assert 0 <= found.pace[1] <= found.pace[2] <= found.paid + 1e-9


def test_clicks_lost_on_the_truth_shop_are_those_that_were_lost():
    """The sample's plan A runs out after noon all week: its ledger knows what it missed."""
    history = past.live(samples.cotton(), samples.SEED)
    frame = ad_day(history)
    frame = frame[pd.to_datetime(frame["date"]) > pd.Timestamp("2026-09-10")]
    terms = replace(TERMS, as_of=samples.END)
    found = budgets(ads(frame.to_dict("records")), terms).plans.set_index("plan")
    spec, world = history.world.spec, history.world
    week = slice(spec.index(WEEK[0]), spec.index(WEEK[1]) + 1)
    for k, one in enumerate(world.plans):
        clicks = history.counts.clicks[week][:, world.plan == k].sum(axis=1)
        missed = (clicks * (1 / history.rates.lasts[week, k] - 1)).sum()
        if one.name == "全站推店":  # shares its day with the product test: told never to run out
            assert found.loc[one.name, "out_days"] == 0
            continue
        assert found.loc[one.name, "lost_clicks"] == pytest.approx(missed, rel=0.25)


def test_no_hours_no_budget_no_margin_are_said_by_silence():
    """What cannot be told stays empty instead of nought."""
    bare = worked()
    assert budgets(bare[bare["level"].ne("hour")], TERMS).plans["lost_clicks"].isna().all()
    unpriced = replace(TERMS, basis="leads", lead_value=float("nan"))
    found = budgets(bare, unpriced)
    assert found.plans["lost"].isna().all() and found.plans["lost_clicks"].notna().all()
    assert np.isnan(found.lost[0])
    assert budgets(bare.assign(budget=np.nan), TERMS).plans.empty


def test_hours_are_read_as_people_write_them():
    """Exports write 14:35 and 14点35分; a dash is no hour, nor is 25:00."""
    assert ran_out_hour("14:30") == ran_out_hour("14点30分") == 14.5
    assert all(np.isnan(ran_out_hour(t)) for t in ("-", "", None, "25:00", "12:75", float("nan")))


def words(rank: float, many: int, plan_name: str = "A") -> list[dict]:
    return [
        {"date": DAYS[1], "level": "keyword", "plan": plan_name, "keyword": f"w{i}", "spend": 2.0,
         "impressions": 300, "clicks": 3, "avg_rank": rank, "bid": 0.9}
        for i in range(many)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (words(18.0, 8), "bid"),
        (words(2.0, 2), "words"),
        (words(6.0, 9), "cannot_tell"),
        ([], "no_words"),
        ([plan(d, impressions=0, spend=0.0) for d in DAYS[:3]], "stopped"),
        (
            hours(DAYS[1], 5.0)[9:18] + hours(DAYS[1], 2.0, plan="B"),
            "schedule",
        ),
    ],
    ids=["bid", "words", "usual", "no words", "stopped", "schedule"],
)
def test_why_money_was_left_is_told_from_words_and_hours(rows, code):
    """Raising bids does not help a plan that is shut at night, nor one that has two words."""
    found, told = why_unspent("A", ads([plan(DAYS[5], spend=3.0), *rows]), TERMS)
    assert found == code and code in WHY
    assert "{" not in told.zh + told.en


def odd(*rows: dict, **more) -> str:
    every = [plan(d, ad_orders=1) for d in DAYS[:7]]
    frame = ads([*every, *(r | {"plan": "B"} for r in every), *rows])
    return " ".join(d.en for d in doubts(frame, TERMS, **more))


def test_plain_rows_raise_no_doubt():
    """A warning that always stands is read by nobody."""
    assert odd(paid_orders=20.0, currencies=["CNY"]) == ""


@pytest.mark.parametrize(
    ("rows", "more", "word"),
    [
        ([plan(DAYS[0], plan="C", clicks=0, spend=7.5)], {}, "7.50 CNY"),
        ([plan(DAYS[0], plan="C", clicks=500)], {}, "more clicks than impressions"),
        ([], {"paid_orders": 9.0}, "14 orders are credited to ads, more than the 9"),
        ([], {"currencies": ["CNY", "USD"]}, "CNY, USD"),
        ([{**plan(DAYS[0]), "level": "product", "item_id": "1"}], {}, "by product"),
    ],
    ids=["spend without clicks", "clicks above impressions", "orders", "currency", "levels"],
)
def test_odd_rows_are_said(rows, more, word):
    """Figures made from rows that cannot be would be believed if nobody said so."""
    assert word in odd(*rows, **more)


def test_missing_days_one_plan_and_no_rows_are_said():
    """A sum over five days must not pass for a week's."""
    frame = ads([plan(d) for d in DAYS[1:6]])
    told = [d.en for d in doubts(frame, TERMS)]
    assert "2 day(s)" in told[0] and "11-09, 11-15" in told[0] and "one plan" in told[1]
    assert [d.zh for d in doubts(frame.iloc[:0], TERMS)] == ["这一周没有推广数据。"]
