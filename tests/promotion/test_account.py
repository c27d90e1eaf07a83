"""The week's account, worked by hand; the same money whatever it is cut by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.errors import ParameterError
from opslib.promotion import Completion, account
from tests.promotion.frames import TERMS, WEEK, ads

CURVE = Completion(np.array([0.5, *np.linspace(0.6, 1.0, 15)]), np.full(16, 0.01), 300, 12)


def day(back: int) -> date:
    return WEEK[1] - timedelta(days=back)


def plan_rows(**more) -> list[dict]:
    """Two plans on each of 63 days: A spends 10 a day on 10 clicks, B 5 on 10 clicks."""
    rows = []
    for back in range(63):
        both = {"date": day(back), "level": "plan", "impressions": 200, "clicks": 10}
        rows.append(both | {"plan": "A", "product_line": "x", "spend": 10.0} | more)
        rows.append(both | {"plan": "B", "product_line": "y", "spend": 5.0})
    return rows


def test_every_figure_of_a_small_week_is_as_by_hand():
    """A merchant who checks one plan with a calculator must find our figures."""
    rows = plan_rows()
    # A sold once for 350 this week and once for 140 in the week before.
    rows[0] |= {"ad_orders": 1, "ad_gmv": 350.0}
    rows[2 * 8] |= {"ad_orders": 1, "ad_gmv": 140.0}
    a = account(ads(rows), TERMS, "plan").set_index("member").loc["A"]
    assert (a["spend"], a["clicks"], a["impressions"], a["conv"]) == (70, 70, 1400, 1)
    assert a["cpc"] == 1 and a["ctr"] == 0.05 and a["cost_per_conv"] == 70
    assert a["roi"] == 5 and a["value"] == pytest.approx(140) and a["profit"] == pytest.approx(70)
    assert a["profit_roi"] == pytest.approx(2) and a["breakeven_cpc"] == pytest.approx(2)
    assert a["roi_last"] == 2 and a["profit_last"] == pytest.approx(-14)
    # Eight weeks before: 560 spent, 140 sold; a week's mean is an eighth, a ratio is of the sums.
    assert a["spend_mean8"] == 70 and a["gmv_mean8"] == 17.5 and a["roi_mean8"] == 0.25
    assert np.isnan(a["spend_year"])


def test_levels_that_hold_the_same_money_are_never_added():
    """Counting a click at shop, plan and word would treble the spend of a report."""
    rows = plan_rows()
    rows += [r | {"level": "shop", "plan": "", "product_line": "", "spend": 15.0, "clicks": 20}
             for r in rows[::2]]  # fmt: skip
    rows += [r | {"level": "keyword", "keyword": "w"} for r in rows[:126]]
    for by in ("total", "line", "plan", "keyword"):
        table = account(ads(rows), TERMS, by)
        assert table["spend"].sum() == 105 and table["clicks"].sum() == 140, by


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("ABC"), st.integers(0, 9)),
                min_size=1, max_size=40))  # fmt: skip
def test_cuts_of_the_same_rows_agree(drawn):
    """The total of a page and the sum of its plans must be one figure, for every period."""
    rows = [
        {"date": day(back), "level": "plan", "plan": plan, "product_line": plan.lower(),
         "impressions": 30 * n, "clicks": n, "spend": 1.5 * n, "ad_orders": n // 3,
         "ad_gmv": 90.0 * (n // 3), "complete": min(1.0, 0.6 + back / 30)}
        for back, plan, n in drawn
    ]  # fmt: skip
    frame = ads(rows)
    for curve in (None, CURVE):
        sums = [account(frame, TERMS, by, curve) for by in ("total", "line", "plan")]
        for column in ("spend", "clicks", "conv", "gmv", "spend_last", "conv_last", "spend_mean8"):
            whole, *parts = (s[column].sum() for s in sums)
            assert parts == pytest.approx([whole] * 2), column


def test_a_week_that_fills_up_is_counted_up_within_its_range():
    """Half of the conversions are still to come: the bare figure would call a good week bad."""
    rows = plan_rows(ad_orders=2, ad_gmv=400.0, complete=1.0)
    for r in rows[:14]:
        r |= {"complete": 0.5} | ({"ad_orders": 1, "ad_gmv": 200.0} if r["plan"] == "A" else {})
    a = account(ads(rows), TERMS, "plan", CURVE).set_index("member").loc["A"]
    assert a["conv"] == 7 and a["conv_hat"] == pytest.approx(14, abs=0.7)
    assert 7 <= a["conv_lo"] < a["conv_hat"] < a["conv_hi"]
    assert a["gmv_hat"] == pytest.approx(2800, rel=0.06) and a["roi"] == pytest.approx(40, rel=0.06)
    assert a["conv_lo_last"] == a["conv_hi_last"] == 14


def test_without_a_curve_nothing_is_made_up():
    """Too few older exports: an open week has no projection, no ROI and no profit."""
    rows = plan_rows(ad_orders=1, ad_gmv=100.0)
    for r in rows[:4]:
        r["complete"] = np.nan
    frame = ads(rows)
    frame.loc[:3, "complete"] = np.nan
    row = account(frame, TERMS, "total").iloc[0]
    assert row["conv"] == 7 and row["spend"] == 105
    assert row[["conv_hat", "roi", "profit", "cost_per_conv"]].isna().all()
    assert row["conv_hat_last"] == 7


def test_leads_without_a_known_value_have_no_profit():
    """An Alibaba.com shop without a register must not read a made-up profit."""
    unknown = replace(TERMS, basis="leads", margin=1.0, lead_value=float("nan"))
    worth = replace(unknown, lead_value=30.0)
    rows = plan_rows(conv=2.0)
    blind = account(ads(rows, unknown), unknown, "total").iloc[0]
    assert blind["conv"] == 14 and blind["cost_per_conv"] == 7.5
    assert blind[["profit", "roi", "breakeven_cpc"]].isna().all()
    told = account(ads(rows, worth), worth, "total").iloc[0]
    assert told["profit"] == 14 * 30 - 105 and told["breakeven_cpc"] == 3


def test_last_years_week_is_the_one_that_the_terms_name():
    """Around Spring Festival last year's same dates would be another season."""
    terms = replace(TERMS, year=(date(2025, 11, 17), date(2025, 11, 23)))
    old = {"level": "plan", "plan": "A", "spend": 9.0, "clicks": 3, "impressions": 10}
    rows = plan_rows() + [old | {"date": terms.year[0] + timedelta(days=i)} for i in range(-3, 9)]
    row = account(ads(rows), terms, "plan").set_index("member").loc["A"]
    assert row["spend_year"] == 63 and row["spend_mean8"] == 70


def test_few_weeks_and_strange_names_are_answered():
    """A shop in its third week, and a cut that does not exist."""
    young = ads([r for r in plan_rows() if r["date"] > day(21)])
    assert account(young, TERMS, "total").iloc[0]["spend_mean8"] == 105
    assert account(young.iloc[:0], TERMS, "plan").empty
    with pytest.raises(ParameterError, match="campaign"):
        account(young, TERMS, "campaign")


def test_twenty_thousand_words_of_a_quarter_are_quick(benchmark_seconds=6.0):
    """The biggest shops: the bar is two seconds on a free machine, thrice that on a busy one."""
    import time

    words, days = 20_000, 90
    dates = np.repeat(pd.date_range(end=WEEK[1], periods=days).to_numpy(), words)
    clicks = np.tile(np.arange(words) % 5, days).astype(float)
    frame = pd.DataFrame({"date": dates, "level": "keyword", "title": "", "clicks": clicks})
    frame["keyword"] = np.tile(np.array([f"w{i}" for i in range(words)], object), days)
    frame = frame.assign(impressions=clicks * 20, spend=clicks, conv=clicks // 4,
                         ad_gmv=clicks // 4 * 100, complete=1.0)  # fmt: skip
    account(frame.head(1000), TERMS, "keyword", CURVE)
    start = time.perf_counter()
    table = account(frame, TERMS, "keyword", CURVE)
    assert time.perf_counter() - start < benchmark_seconds
    assert table["clicks"].sum() == 7 * 2 * words
