"""Windows, baselines, completeness, bounds and bases of measure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.errors import NotAdditive, ParameterError, UnknownName
from opslib.metrics import measure, series, total

from .facts_in_memory import connect

AS_OF = date(2026, 11, 20)


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def one(con: duckdb.DuckDBPyConnection, metric: str, window: int = 7, **more: Any) -> pd.Series:
    frame = measure(con, "CNY", metric, as_of=AS_OF, window=window, **more)
    assert len(frame) == 1
    return frame.iloc[0]


def shop(days: int = 60, skip: tuple[int, ...] = (), **columns: Any) -> list[dict[str, Any]]:
    """Days back from AS_OF; a column is a number or a function of how many days ago."""
    return [
        {"date": ago(i), **{k: v(i) if callable(v) else v for k, v in columns.items()}}
        for i in range(days)
        if i not in skip
    ]


def test_windows_and_what_they_are_compared_with() -> None:
    """The change must be against exactly the days that the page says."""
    # The amount of a day is how many days ago it was: every sum can be checked by hand.
    con = connect(shop_day=shop(80, pay_amount=lambda i: float(i)))
    week = one(con, "pay_amount")
    assert (week["start"], week["end"]) == (ago(6), AS_OF)
    assert week["value"] == 0 + 1 + 2 + 3 + 4 + 5 + 6
    assert week["before"] == 21 + 49
    assert week["weekdays"] == 21 + 49 * 2.5  # shifted by 7, 14, 21 and 28 days
    assert (week["change"], week["change_share"]) == (-49, -49 / 70)
    day = one(con, "pay_amount", 1)
    assert (day["before"], day["weekdays"]) == (1, 17.5)
    three = one(con, "pay_amount", 3)
    assert (three["before"], three["weekdays"]) == (3 + 4 + 5, 3 + 3 * 17.5)
    month = one(con, "pay_amount", 30)
    assert (month["before"], month["weekdays"]) == (435 + 900, 435 + 30 * 35)


def test_last_year_is_the_twin_of_the_day() -> None:
    """Spring Festival compared with an ordinary week would be a false alarm every year."""
    con = connect(shop_day=shop(400, pay_amount=lambda i: float(i)))
    assert one(con, "pay_amount", 1)["last_year"] == 364
    assert one(con, "pay_amount", 1, twin=lambda d: d - timedelta(days=350))["last_year"] == 350


def test_a_missing_day_is_marked_and_not_compared() -> None:
    """Six days against seven would look like a fall of a seventh."""
    con = connect(shop_day=shop(30, skip=(2,), pay_amount=10.0, impressions=100, clicks=5))
    week = one(con, "pay_amount")
    assert (week["value"], week["days_present"], week["partial"]) == (60, 6, True)
    assert week["before"] == 70 and pd.isna(week["change"])
    rate = one(con, "ctr")
    assert rate["value"] == 0.05 and rate["partial"] and rate["change"] == 0
    assert one(con, "pay_amount", 1)["partial"] == False  # noqa: E712


def test_visitors_of_a_week_are_never_the_sum_of_days() -> None:
    """Adding daily visitors counts one person up to seven times."""
    days = shop(20, visitors=lambda i: 10 + i)
    bounds = one(connect(shop_day=days), "visitors")
    assert pd.isna(bounds["value"]) and bounds["basis"] == "bounds"
    assert (bounds["low"], bounds["high"]) == (16, 91)
    window = [{"date": AS_OF, "days": 7, "visitors": 50}]
    exact = one(connect(shop_day=days, shop_window=window), "visitors")
    assert (exact["value"], exact["basis"]) == (50, "period")
    assert pd.isna(exact["before"]), "last week's export is not there: no baseline"
    hole = one(connect(shop_day=shop(20, skip=(1,), visitors=lambda i: 10 + i)), "visitors")
    assert hole["low"] == 16 and pd.isna(hole["high"]), "with a hole the sum bounds nothing"


def test_a_rate_over_daily_heads_is_called_a_daily_mean() -> None:
    """A conversion over visitor-days is lower than the platform's own for the week."""
    days = shop(20, visitors=100, pay_buyers=5)
    mean = one(connect(shop_day=days), "pay_cvr")
    assert (mean["value"], mean["basis"]) == (0.05, "daily mean")
    assert (mean["numerator"], mean["denominator"]) == (35, 700)
    window = [{"date": AS_OF, "days": 7, "visitors": 500, "pay_buyers": 30}]
    exact = one(connect(shop_day=days, shop_window=window), "pay_cvr")
    assert (exact["value"], exact["basis"]) == (0.06, "period")
    assert one(connect(shop_day=days), "pay_cvr", 1)["basis"] == "days"


def test_a_ratio_uses_only_days_on_which_both_parts_are_known() -> None:
    """Clicks of seven days over impressions of six would raise the click rate."""
    days = shop(7, impressions=lambda i: None if i == 3 else 100, clicks=lambda i: 2)
    found = one(connect(shop_day=days), "ctr")
    assert (found["value"], found["days_present"]) == (0.02, 6)


def test_orders_answer_where_no_export_does() -> None:
    """A shop with orders only still gets its sales, and distinct buyers exactly."""
    orders = [
        {"order_id": str(i), "date": ago(i % 10), "buyer": f"b{i % 4}", "paid_amount": 10.0}
        for i in range(40)
    ]
    con = connect(order=orders)
    assert one(con, "pay_amount", 3)["value"] == 120
    buyers = one(con, "pay_buyers", 3)
    assert (buyers["value"], buyers["basis"]) == (4, "orders")
    assert one(con, "amount_per_buyer", 3)["value"] == 30
    assert one(con, "visitors", 3)["basis"] == "none"


def test_the_platform_comes_before_the_orders() -> None:
    """Two definitions of one number in one column would quarrel with the back-end's page."""
    orders = [{"order_id": "1", "date": AS_OF, "buyer": "b", "paid_amount": 10.0}]
    found = one(connect(order=orders, shop_day=shop(3, pay_amount=99.0)), "pay_amount", 1)
    assert (found["value"], found["basis"]) == (99, "days")


def test_a_day_without_orders_between_orders_is_zero_and_after_them_unknown() -> None:
    """A closed Saturday is no missing file; the days after the last order may be."""
    orders = [
        {"order_id": str(i), "date": ago(d), "paid_amount": 5.0} for i, d in enumerate((9, 3))
    ]
    con = connect(order=orders)
    line = series(con, "pay_amount", as_of=AS_OF, days=10)["value"]
    assert list(line[:7]) == [5, 0, 0, 0, 0, 0, 5]
    assert line[7:].isna().all()


def test_money_in_another_currency_is_not_added() -> None:
    """100 USD and 100 CNY are not 200 of anything."""
    rows = [("1", "CNY", 100.0), ("2", "USD", 100.0), ("3", None, 7.0)]
    orders = [{"order_id": i, "date": AS_OF, "currency": c, "paid_amount": a} for i, c, a in rows]
    assert one(connect(order=orders), "pay_amount", 1)["value"] == 107


def test_an_order_without_its_own_amount_is_worth_its_lines() -> None:
    """A wholesaler's file of order lines gives no order total; a cancellation is a refund."""
    lines = [("1", 1, 30.0), ("1", 2, 12.5), ("2", 1, -12.5)]
    con = connect(
        order=[
            {"order_id": "1", "date": AS_OF, "status": "done"},
            {"order_id": "2", "date": AS_OF, "status": "closed"},
        ],
        order_line=[
            {
                "order_id": o,
                "line_no": n,
                "item_id": f"p{n}",
                "amount": a,
                "qty": 1.0,
                "date": AS_OF,
            }
            for o, n, a in lines
        ],
    )
    assert one(con, "pay_amount", 1)["value"] == 42.5
    assert one(con, "refund_amount", 1)["value"] == 12.5
    assert one(con, "net_pay_amount", 1)["value"] == 30
    assert one(con, "pay_orders", 1)["value"] == 1
    by = measure(con, "CNY", ["pay_amount", "pay_items"], as_of=AS_OF, window=1, by="product")
    assert by["value"].to_list() == pytest.approx([30, 12.5, 1, 1])
    assert by["member"].to_list() == ["p1", "p2"] * 2


def test_members_that_vanished_are_zero_not_gone() -> None:
    """A product that fell out of the export is the first thing an operator must see."""
    rows = [
        {"date": ago(i), "item_id": item, "title": f"T{item}", "pay_amount": 10.0}
        for i in range(14)
        for item in ("A", "B")
        if item == "A" or i >= 7
    ]
    found = measure(connect(product_day=rows), "CNY", "pay_amount", as_of=AS_OF, by="product")
    found = found.set_index("member")
    assert found.loc["B", "value"] == 0 and found.loc["B", "change"] == -70
    assert found.loc["A", "name"] == "TA"


def test_a_weekly_export_answers_with_its_own_period() -> None:
    """Alibaba.com's product table ends on Saturdays: the page must show which week it is."""
    rows = [
        {"date": d, "days": 7, "item_id": "A", "visitors": v}
        for d, v in ((date(2026, 11, 14), 130), (date(2026, 11, 7), 100))
    ]
    found = one(connect(product_window=rows), "visitors", by="product")
    assert (found["value"], found["before"], found["change"]) == (130, 100, 30)
    assert (found["start"], found["end"]) == (date(2026, 11, 8), date(2026, 11, 14))
    assert found["basis"] == "period" and found["partial"]


def test_repeated_words_are_added_and_levels_of_ads_are_not() -> None:
    """The platform strips letters, so words collide; its ad report shows the same money thrice."""
    words = [{"date": AS_OF, "keyword": "adidas", "copy": c, "impressions": 10} for c in (0, 1)]
    ads = [{"date": AS_OF, "level": v, "plan": v, "spend": 100.0} for v in ("shop", "plan", "hour")]
    con = connect(keyword_day=words, ad_day=ads)
    assert one(con, "impressions", 1, by="keyword")["value"] == 20
    assert one(con, "ad_spend", 1)["value"] == 100


def test_scores_keep_their_newest_value() -> None:
    """A rolling rate is not averaged; one that nobody typed in for weeks is marked old."""
    rows = [{"date": ago(d), "score": "shop_stars", "value": v} for d, v in ((3, 4.0), (10, 5.0))]
    con = connect(score=rows)
    week, day = one(con, "shop_stars"), one(con, "shop_stars", 1)
    assert (week["value"], week["before"], week["partial"]) == (4, 5, False)
    assert day["value"] == 4 and day["partial"]
    old = connect(score=[{"date": ago(36), "score": "shop_stars", "value": 4.0}])
    assert one(old, "shop_stars")["basis"] == "none"


@pytest.mark.parametrize("metric", ["visitors", "pay_buyers", "ctr", "shop_stars", "search_index"])
def test_adding_up_what_does_not_add_is_an_error(metric: str) -> None:
    """A wrong total looks as believable as a right one."""
    with pytest.raises(NotAdditive) as error:
        total(connect(), "CNY", metric, as_of=AS_OF)
    assert metric in str(error.value) and error.value.fix is not None


@pytest.mark.parametrize(
    "pair",
    [("search_impressions", "mkt_impressions"), ("impressions", "ad_impressions")],
)
def test_overlapping_impressions_are_never_added(pair: tuple[str, str]) -> None:
    """4378 in search and 8666 by marketing were 11364 in all, in a real export."""
    with pytest.raises(NotAdditive):
        total(connect(), "CNY", pair, as_of=AS_OF)


def test_a_total_with_a_hole_is_no_total() -> None:
    """total() is a number or nothing."""
    full = connect(shop_day=shop(7, pay_amount=3.0))
    assert total(full, "CNY", "pay_amount", as_of=AS_OF) == 21
    hole = connect(shop_day=shop(7, skip=(1,), pay_amount=3.0))
    assert pd.isna(total(hole, "CNY", "pay_amount", as_of=AS_OF))


def test_a_typo_is_met_with_the_near_names() -> None:
    """`pay_amout` must not silently give an empty page."""
    with pytest.raises(UnknownName, match="pay_amount"):
        measure(connect(), "CNY", "pay_amout", as_of=AS_OF)
    with pytest.raises(ParameterError):
        measure(connect(), "CNY", "pay_amount", as_of=AS_OF, by="buyer")
    with pytest.raises(ParameterError):
        measure(connect(), "CNY", "pay_amount", as_of=AS_OF, window=0)
    with pytest.raises(ParameterError):
        measure(connect(), "CNY", "pay_amount", as_of=AS_OF, against=("yesterday",))


VISITS = st.lists(st.sets(st.integers(0, 12)), min_size=14, max_size=14)


@settings(max_examples=25, deadline=None)
@given(VISITS)
def test_bounds_hold_the_true_number_of_people(days: list[set[int]]) -> None:
    """Bounds that can be wrong are worse than no number."""
    con = connect(shop_day=shop(14, visitors=lambda i: len(days[i])))
    for window in (3, 7, 14):
        people = len(set().union(*days[:window]))
        found = one(con, "visitors", window, against=())
        assert found["low"] <= people <= found["high"]


AMOUNTS = st.lists(
    st.tuples(st.integers(0, 20), st.sampled_from("ABC"), st.integers(0, 500)), max_size=40
)


@settings(max_examples=25, deadline=None)
@given(AMOUNTS, st.integers(1, 9))
def test_windows_add_and_members_add_to_the_whole(rows: list, window: int) -> None:
    """Two halves of a window, or its products, must make the window for anything that adds."""
    table = [
        {"date": ago(d), "item_id": f"{item}{n}", "pay_amount": float(a)}
        for n, (d, item, a) in enumerate(rows)
    ]
    days = [{"date": ago(d), "item_id": "-", "pay_amount": 0.0} for d in range(21)]
    con = connect(product_day=[*table, *days])
    whole = one(con, "pay_amount", 2 * window, against=("before",))
    half = one(con, "pay_amount", window, against=("before",))
    assert whole["value"] == half["value"] + half["before"]
    by = measure(con, "CNY", "pay_amount", as_of=AS_OF, window=2 * window, by="product")
    assert by["value"].sum() == whole["value"]
