"""Advertising: every cut is the same money, conversions come late, and the ledger is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from opslib.simulate import ads, samples
from opslib.simulate import history as past
from opslib.simulate.ad_clicks import WINDOW, completion
from opslib.simulate.ad_words import bid_words
from opslib.simulate.draws import draw_spec

SUMS = ["impressions", "clicks", "orders", "ad_orders", "carts", "fav_items", "inquiries", "leads"]
MONEY = ["spend", "ad_gmv"]


@pytest.fixture(scope="module", params=[(11, "1688"), (12, "alibaba")], ids=lambda p: p[1])
def lived(request: pytest.FixtureRequest) -> past.History:
    seed, platform = request.param
    whole = samples.cotton() if platform == "1688" else samples.demo_alibaba()
    return past.live(replace(whole, start=whole.end - timedelta(days=119)), seed)


@pytest.fixture(scope="module")
def shown(lived: past.History) -> pd.DataFrame:
    return ads.ad_day(lived)


@pytest.mark.parametrize("level", ["product", "keyword", "hour"])
def test_each_level_adds_up_to_its_plan_to_the_cent(shown, level):
    """A review that cuts the same money by word and by hour must not find two different sums."""
    keys = ["date", "plan"]
    plans = shown[shown["level"] == "plan"].set_index(keys)
    parts = shown[shown["level"] == level].groupby(keys)[SUMS + MONEY].sum()
    whole = plans.loc[parts.index]
    assert (parts[SUMS] == whole[SUMS]).all().all()
    assert (parts[MONEY] - whole[MONEY]).abs().max().max() < 0.005
    if level == "keyword":
        named = parts.index.get_level_values("plan").nunique()
        assert 0 < named < plans.index.get_level_values("plan").nunique()
    else:
        assert len(parts) == len(plans)


def test_plans_add_up_to_the_shop_and_stay_within_budget(shown):
    """Spend above the budget is refunded by the platform: no report may show it."""
    plans = shown[shown["level"] == "plan"]
    shop = shown[shown["level"] == "shop"].set_index("date")
    assert (plans.groupby("date")["spend"].sum() - shop["spend"]).abs().max() < 0.005
    assert (plans["spend"] <= plans["budget"] + 1e-9).all()
    gone = plans[plans["ran_out_at"].notna() & (plans["clicks"] > 0)]
    assert len(gone) and (gone["spend"] == gone["budget"]).all()


def test_nothing_is_shown_after_the_budget_ran_out(shown):
    """The hour table is what tells an operator what was lost after 14 o'clock."""
    plans = shown[(shown["level"] == "plan") & shown["ran_out_at"].notna()]
    hours = shown[shown["level"] == "hour"].merge(
        plans[["date", "plan", "ran_out_at"]], on=["date", "plan"], suffixes=("", "_plan")
    )
    until = hours["ran_out_at_plan"].str[:2].astype(int)
    assert len(hours) and (hours["hour"] <= until).all()


def test_counts_are_possible(shown):
    """More clicks than views, or more orders than clicks, no rate could be fitted to."""
    assert (shown["clicks"] <= shown["impressions"]).all()
    assert (shown["orders"] <= shown["clicks"]).all()
    assert (shown["ad_orders"] <= shown["orders"]).all()
    assert ((shown["ad_gmv"] > 0) == (shown["ad_orders"] > 0)).all()


def test_the_platform_credits_only_orders_that_there_are(lived, shown):
    """Attributed orders above the real ones would make every ROI a fairy tale."""
    heads = lived.paid[lived.world.plan[lived.paid["stream"]] >= 0]
    shop = shown[shown["level"] == "shop"]
    assert shop["ad_orders"].sum() == len(heads)
    assert shop["ad_gmv"].sum() == pytest.approx(heads["paid_amount"].sum(), abs=0.01)


def test_a_later_export_of_the_same_day_shows_more_and_never_less(lived, shown):
    """Vintages: what was known a week ago, what is known today, and the clicks stay the same."""
    end = lived.world.spec.end
    early = ads.ad_day(lived, known=end - timedelta(days=40))
    assert early["date"].max() == end - timedelta(days=40)
    keys = ["date", "level", "plan", "item_id", "keyword", "hour", "creative", "audience"]
    both = early.merge(shown, on=keys, suffixes=("_then", ""), how="left")
    for name in ("orders", "ad_orders", "inquiries", "leads"):
        assert (both[name + "_then"] <= both[name]).all()
    for name in ("impressions", "clicks", "spend", "carts"):
        assert (both[name + "_then"] == both[name]).all()
    settled = both["date"] <= end - timedelta(days=40 + WINDOW)
    assert (both.loc[settled, "orders_then"] == both.loc[settled, "orders"]).all()
    assert both["inquiries_then"].sum() < both["inquiries"].sum()


def test_conversions_arrive_along_the_ledgers_curve():
    """The projection of recent days is judged by this curve: it must be the one that acted."""
    spec = replace(samples.cotton(), impressions=200_000.0, causes=())
    lived = past.live(replace(spec, start=spec.end - timedelta(days=60)), 31)
    curve = ads.completion_truth(lived).set_index("age")["share"]
    assert curve.iloc[-1] == 1.0 and (np.diff(curve) >= 0).all()
    day = spec.end - timedelta(days=30)
    final = _leads(ads.ad_day(lived), day)
    for age in (0, 2, 7):
        seen = _leads(ads.ad_day(lived, known=day + timedelta(days=age)), day)
        spread = np.sqrt(curve[age] * (1 - curve[age]) / final)
        assert seen / final == pytest.approx(curve[age], abs=4 * spread)


def _leads(frame: pd.DataFrame, day) -> int:
    shop = frame[(frame["level"] == "shop") & (frame["date"] == day)]
    return int(shop[["leads", "inquiries"]].sum().sum())


def test_shops_differ_in_how_late_their_orders_come():
    """A fixed platform curve would fit all shops if they were alike."""
    first = {
        round(float(completion(past.furniture.build(samples.cotton(), seed))[0]), 3)
        for seed in range(8)
    }
    assert len(first) == 8 and min(first) >= 0.5 and max(first) <= 0.75


def test_the_ledger_of_words_is_what_the_clicks_do():
    """A keyword class is scored by this ledger; a wrong one would reward wrong advice."""
    spec = replace(samples.cotton(), impressions=250_000.0, causes=())
    lived = past.live(replace(spec, start=spec.end - timedelta(days=200)), 33)
    truth = ads.word_truth(lived).set_index(["plan", "word"])
    rows = ads.ad_day(lived)
    rows = rows[(rows["level"] == "keyword") & (rows["date"] >= lived.world.spec.start)]
    rows = rows[rows["date"] <= spec.end - timedelta(days=WINDOW)]
    seen = rows.groupby(["plan", "keyword"])[["clicks", "spend", "ad_orders"]].sum()
    both = truth.join(seen.rename_axis(["plan", "word"]))
    many = both[both["clicks"] > 2000]
    assert len(many) > 8
    assert (many["spend"] / many["clicks"] / many["cpc"] - 1).abs().max() < 0.04
    expected = many["order_rate"] * many["clicks"]
    z = (many["ad_orders"] - expected) / np.sqrt(expected)
    assert abs(z.mean()) < 1.5 and z.abs().max() < 5


def test_the_ledger_of_words_holds_in_shops_of_few_clicks():
    """On a day of one click its word gets the order, good or not: a ledger without that would call
    words worse than they are."""
    kinds = []
    for seed in (*range(500, 508), *range(900, 904)):
        lived = past.live(draw_spec(seed, days=120), seed)
        rows = ads.ad_day(lived)
        rows = rows[(rows["level"] == "keyword") & (rows["date"] >= lived.world.spec.start)]
        rows = rows[rows["date"] <= lived.world.spec.end - timedelta(days=WINDOW)]
        seen = rows.groupby(["plan", "keyword"])[["clicks", "leads"]].sum()
        both = ads.word_truth(lived).set_index(["plan", "word"])
        kinds.append(both.join(seen.rename_axis(["plan", "word"])))
    words = pd.concat(kinds)
    words["told"] = words["lead_rate"] * words["clicks"]
    sums = words.groupby("kind")[["leads", "told"]].sum().drop(index="tiny")
    gap = (sums["leads"] - sums["told"]).abs()
    assert (gap < 3 * np.sqrt(sums["told"]) + 0.05 * sums["told"]).all(), sums


@pytest.mark.parametrize("seed", range(21, 27))
def test_every_shop_has_words_of_each_sort(seed):
    """Raise, lower, remove and 'not enough data' need a word each, in shops never seen."""
    for spec in (samples.cotton(), samples.demo_alibaba()):
        world = past.furniture.build(spec, seed)
        frame = bid_words(world).frame
        assert {"good", "wasteful", "irrelevant", "tiny", "plain"} <= set(frame["kind"])
        assert not frame.duplicated(["plan", "word"]).any()
        titles = " ".join(world.products["title"])
        assert all(t in titles for t in frame["token"] if t)
