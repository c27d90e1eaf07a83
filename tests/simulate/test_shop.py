"""The facts of a simulated shop agree with each other and look like a shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from opslib.facts import TABLES
from opslib.simulate import samples, shop

SUMS = ["impressions", "clicks", "page_views", "pay_amount"]


@pytest.mark.parametrize("table", ["product_day", "channel_day"])
def test_members_add_up_to_the_shop_day(cotton_facts, table):
    """The why-tree splits the shop's yuan over products and channels: nothing may be left over."""
    whole = cotton_facts["shop_day"].set_index("date")[SUMS]
    parts = cotton_facts[table].groupby("date")[SUMS].sum()
    pd.testing.assert_frame_equal(whole, parts, check_dtype=False, check_names=False, atol=0.005)


def test_paid_orders_are_the_pay_amount_to_the_cent(cotton_facts):
    """Orders and the overview page are two views of the same money."""
    orders = cotton_facts["order"]
    paid = orders[orders["paid_at"].notna()].groupby("date")["paid_amount"].sum().round(2)
    day = cotton_facts["shop_day"].set_index("date")["pay_amount"]
    assert (day - paid.reindex(day.index).fillna(0)).abs().max() < 0.005


def test_lines_and_freight_make_the_paid_amount(cotton_facts):
    """goods + freight + adjustment = paid, and the lines are the goods."""
    orders = cotton_facts["order"].set_index("order_id")
    total = (orders["goods_amount"] + orders["freight"] + orders["adjustment"]).round(2)
    assert (total - orders["paid_amount"]).abs().max() < 0.005
    lines = cotton_facts["order_line"]
    assert ((lines["unit_price"] * lines["qty"]).round(2) - lines["amount"]).abs().max() < 0.005
    goods = lines.groupby("order_id")["amount"].sum().round(2)
    assert (goods.reindex(orders.index) - orders["goods_amount"]).abs().max() < 0.005


@pytest.mark.parametrize("table", ["product_day", "channel_day"])
def test_shop_visitors_lie_between_the_largest_member_and_the_sum(cotton_facts, table):
    """Visitors are distinct people: bounds that the report prints must hold in the sample."""
    shop_day = cotton_facts["shop_day"].set_index("date")["visitors"]
    members = cotton_facts[table].groupby("date")["visitors"]
    assert (members.max() <= shop_day).all()
    assert (shop_day <= members.sum()).all()


@pytest.mark.parametrize("people", ["visitors", "pay_buyers"])
def test_window_people_lie_between_best_day_and_sum_of_days(cotton_facts, people):
    """A 7-day window that exceeds the sum of its days would be an impossible export."""
    day = cotton_facts["shop_day"].set_index("date")[people]
    windows = cotton_facts["shop_window"]
    for row in windows.itertuples():
        span = day.loc[row.date - timedelta(days=row.days - 1) : row.date]
        assert span.max() <= getattr(row, people) <= span.sum()


def test_window_buyers_are_the_distinct_customers_of_the_orders(cotton_facts):
    """30-day buyers counted again from the orders, the way a user would check."""
    row = cotton_facts["shop_window"].query("days == 30").iloc[-1]
    orders = cotton_facts["order"]
    since = row["date"] - timedelta(days=29)
    paid = orders[orders["paid_at"].notna() & (orders["date"] >= since)]
    assert row["pay_buyers"] == paid["buyer"].nunique()
    assert row["pay_new_buyers"] + row["pay_old_buyers"] >= row["pay_buyers"]


def test_funnel_rates_are_those_of_the_guides(cotton_facts, abroad_facts):
    """CTR 2-4 % and pay conversion 3-5 % on 1688, CTR over 1 % abroad, bounce 40-60 %."""
    total = cotton_facts["shop_day"][["impressions", "clicks", "visitors", "pay_buyers"]].sum()
    assert 0.02 < total["clicks"] / total["impressions"] < 0.04
    assert 0.03 < total["pay_buyers"] / total["visitors"] < 0.05
    assert 0.4 < cotton_facts["shop_day"]["bounce_rate"].mean() < 0.6
    abroad = abroad_facts["shop_day"]
    assert 0.01 < abroad["clicks"].sum() / abroad["impressions"].sum() < 0.02
    assert 0.06 < abroad["inquiries"].sum() / abroad["visitors"].sum() < 0.12


def test_weekends_are_weaker_and_spring_festival_is_deep(cotton_facts):
    """Sunday about 15 % under a workday, and next to nothing sold over the New Year."""
    day = cotton_facts["shop_day"].set_index("date")["visitors"]
    day.index = pd.to_datetime(day.index)
    plain = day["2026-06-24":"2026-09-13"]
    workday = plain[plain.index.day_of_week < 4].median()
    assert plain[plain.index.day_of_week == 6].median() / workday == pytest.approx(0.85, abs=0.06)
    assert day["2026-02-16":"2026-02-20"].mean() < 0.25 * day["2026-01-12":"2026-01-16"].mean()


def test_daily_counts_vary_more_than_poisson(cotton_facts):
    """Pure Poisson noise would flatter every alarm method."""
    day = cotton_facts["shop_day"].set_index("date")["impressions"].astype(float)
    day.index = pd.to_datetime(day.index)
    wednesday = day["2026-07-01":"2026-08-31"]
    wednesday = wednesday[wednesday.index.day_of_week == 2]
    assert wednesday.std() ** 2 / wednesday.mean() > 5


def test_customers_come_back(cotton_facts):
    """Repeat purchase needs buyers with several orders and buyers with one."""
    orders = cotton_facts["order"]
    many = orders[orders["paid_at"].notna()].groupby("buyer").size()
    assert (many == 1).sum() > 500
    assert (many >= 3).sum() > 300


def test_alibaba_search_and_marketing_impressions_overlap(abroad_facts):
    """As in real exports: search plus marketing exceeds the total in most product rows."""
    rows = abroad_facts["product_window"]
    rows = rows[rows["p4p_impressions"] > 50]
    more = rows["search_impressions"] + rows["mkt_impressions"] > rows["impressions"]
    assert len(rows) > 50
    assert more.mean() > 0.5


def test_alibaba_weeks_run_from_sunday_to_saturday(abroad_facts):
    """A week that ended on another day would be refused or shifted by the importer."""
    ends = set(abroad_facts["product_window"]["date"]) | set(abroad_facts["keyword_window"]["date"])
    assert {d.weekday() for d in ends} == {5}
    assert len(ends) == 14


@pytest.mark.parametrize("spec", [samples.cotton(), samples.demo_alibaba()], ids=lambda s: s.id)
def test_facts_are_typed_and_reproducible(spec):
    """The same seed gives the same tables; another seed another shop."""
    short = replace(spec, start=spec.end - timedelta(days=45), causes=())
    first, again = shop.simulate_facts(short, 5), shop.simulate_facts(short, 5)
    assert set(first) <= set(TABLES)
    for name, table in first.items():
        assert table.equals(again[name])
        declared = TABLES[name].columns
        assert set(TABLES[name].key) <= set(table.column_names) <= set(declared)
        assert not table.to_pandas().duplicated(list(TABLES[name].key)).any()
    assert not shop.simulate_facts(short, 6)["shop_day"].equals(first["shop_day"])


def test_nothing_happens_after_the_last_day(cotton, cotton_facts):
    """No clock may know of tomorrow: shipping, replies and scans end with the last day."""
    now = pd.Timestamp(cotton.world.spec.end) + pd.Timedelta(days=1)
    for table, columns in {
        "order": ["created_at", "paid_at", "shipped_at", "signed_at"],
        "parcel": ["shipped_at", "last_scan_at", "signed_at"],
        "inquiry": ["received_at", "replied_at"],
    }.items():
        for column in columns:
            assert (cotton_facts[table][column].dropna() < now).all()


def test_stock_moves_by_what_was_sold_and_what_arrived(cotton_facts):
    """Without a delivery the stock of a product falls by exactly its paid quantity."""
    stock = cotton_facts["stock"]
    item = stock["item_id"].iloc[0]
    own = stock[stock["item_id"] == item].set_index("date")["on_hand"]
    lines = cotton_facts["order_line"]
    paid_ids = set(cotton_facts["order"].query("paid_at.notna()")["order_id"])
    lines = lines[(lines["item_id"] == item) & lines["order_id"].isin(paid_ids)]
    sold = lines.groupby("date")["qty"].sum().reindex(own.index).fillna(0)
    step = own.diff().iloc[1:] + sold.iloc[1:]
    assert (step >= 0).all()
    assert (step == 0).mean() > 0.9
    assert np.isclose(step[step > 0] % 10, 0).mean() > 0.9  # deliveries come in tens
