"""Each planted cause is in the facts, has the stated size, and touches nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from opslib.simulate import history as past
from opslib.simulate import samples, shop
from opslib.simulate import world as furniture
from opslib.simulate.causes import EventFlop

END = samples.END


def without(history, cause):
    return past.relive(furniture.without(history.world, cause))


def test_ledger_money_is_facts_with_minus_facts_without(cotton, cotton_ledger):
    """The ledger is the oracle of every 'why' test: it must equal the orders, to the cent."""
    free = replace(
        cotton.world.spec, causes=tuple(c for c in cotton.world.spec.causes if c.id != "conversion")
    )
    tables = [shop.frames(past.live(s, samples.SEED)) for s in (cotton.world.spec, free)]
    money = [t["shop_day"].set_index("date")["pay_amount"] for t in tables]
    row = cotton_ledger.loc["conversion"]
    change = (money[0] - money[1])[row["start"] :].sum()
    assert change == pytest.approx(row["pay_amount_effect"], abs=0.005)
    assert change < -1000
    assert (money[0] - money[1])[: row["start"] - timedelta(days=1)].abs().max() == 0


def test_taking_out_a_cause_leaves_all_other_orders_as_they_were(cotton):
    """Common random numbers: an order that the cause did not touch keeps its id and amount."""
    other = without(cotton, "conversion")
    broken = set(np.flatnonzero(cotton.world.product == 1))
    ids = [
        h.paid[~h.paid["stream"].isin(broken)][["order_id", "paid_amount"]] for h in (cotton, other)
    ]
    pd.testing.assert_frame_equal(*[i.sort_values("order_id").reset_index(drop=True) for i in ids])
    lost = set(other.paid["order_id"]) - set(cotton.paid["order_id"])
    assert lost and not set(cotton.paid["order_id"]) - set(other.paid["order_id"])


def test_clock_causes_move_no_money(cotton_ledger):
    """Low stock, late parcels and slow replies are read by their clocks, not by the funnel."""
    still = cotton_ledger.loc[["stock", "parcels", "replies"]]
    assert (still.filter(like="effect") == 0).all().all()


def test_word_loses_58_percent_from_the_day_of_the_title_change(cotton, cotton_facts):
    """The first thing the daily review has to find: one word, its size, and the changed title."""
    words = cotton_facts["keyword_day"]
    own = words[words["keyword"] == "纯棉打底衫"].set_index("date")
    other = past.relive(furniture.without(cotton.world, "word"))
    day = cotton.world.spec.index(END - timedelta(days=5))
    mine = cotton.world.word == 0
    ratio = cotton.counts.impressions[day:, mine].sum() / other.counts.impressions[day:, mine].sum()
    assert ratio == pytest.approx(0.42, abs=0.02)
    assert own["avg_rank"].iloc[-6:].min() > 35
    assert own["avg_rank"].iloc[-20:-6].max() < 25
    titles = cotton_facts["product_day"]
    best = titles[titles["item_id"] == titles["item_id"].iloc[0]].set_index("date")["title"]
    assert best.loc[END - timedelta(days=6)] != best.loc[END - timedelta(days=5)]
    assert best.loc[END - timedelta(days=5) :].nunique() == 1


def test_plan_runs_out_in_the_early_afternoon_of_the_last_two_weeks(cotton_facts):
    """The budget is spent to the cent and the hour is told; before, most days lasted."""
    ads = cotton_facts["ad_day"].query("level == 'plan' and plan == '精准获客A'").set_index("date")
    late = ads.loc[END - timedelta(days=13) :]
    assert len(late) == 14
    assert late["ran_out_at"].between("11:00", "17:00").all()
    assert (late["spend"] - late["budget"]).abs().max() < 0.1
    before = ads.loc[END - timedelta(days=120) : END - timedelta(days=14)]
    assert before["ran_out_at"].isna().mean() > 0.7
    assert late["budget"].max() < 0.6 * before["budget"].iloc[-1]


def test_ad_levels_are_the_same_money_three_times(cotton_facts):
    """Products sum to plans, plans to the shop; the overview shows the same spend."""
    ads = cotton_facts["ad_day"]
    by = ads.groupby(["date", "level"])[["spend", "clicks", "ad_gmv"]].sum().unstack("level")
    for name in ("spend", "clicks", "ad_gmv"):
        assert (by[name]["plan"] - by[name]["shop"]).abs().max() < 0.01
        assert (by[name]["product"] - by[name]["shop"]).abs().max() < 0.01
    day = cotton_facts["shop_day"].set_index("date")["ad_spend"]
    assert (by["spend"]["shop"].reindex(day.index).fillna(0) - day).abs().max() < 0.01


def test_three_orders_are_about_to_miss_the_promise(cotton_facts):
    """Exactly the planted orders lie unshipped for more than the normal day."""
    orders = cotton_facts["order"].query("status == 'paid'")
    waiting = orders[orders["paid_at"] < pd.Timestamp(END)]
    assert len(waiting) == 3
    hours = (
        pd.Timestamp(END) + pd.Timedelta(days=1) - waiting["paid_at"]
    ).dt.total_seconds() / 3600
    assert hours.between(24, 48).all()


def test_product_loses_its_tag_once(cotton_facts):
    """Only the planted product changes its stage in the last month."""
    days = cotton_facts["product_day"]
    late = days[days["date"] > END - timedelta(days=25)]
    lost = late.sort_values("date").groupby("item_id")["stage"].agg(["first", "last"])
    lost = lost[lost["first"] != lost["last"]]
    assert lost[lost["first"] == "金冠"].shape[0] == 1
    assert not (lost["first"].isin(["镇店之宝", "潜力品"])).any()
    item = days[days["item_id"] == lost[lost["first"] == "金冠"].index[0]].set_index("date")
    assert item.loc[END - timedelta(days=1), "tags"].startswith("金冠")
    assert not item.loc[END, "tags"].startswith("金冠")


def test_only_the_planted_product_runs_short(cotton, cotton_facts):
    """A second accidental stock-out would make the ledger wrong."""
    stock = cotton_facts["stock"].query("date == @END").set_index("item_id")
    lines, orders = cotton_facts["order_line"], cotton_facts["order"]
    paid = set(orders[orders["paid_at"].notna()]["order_id"])
    recent = lines[(lines["date"] > END - timedelta(days=14)) & lines["order_id"].isin(paid)]
    rate = recent.groupby("item_id")["qty"].sum() / 14
    cover = (stock["on_hand"] / rate.reindex(stock.index)).dropna()
    short = cover[cover < stock["lead_days"].reindex(cover.index)]
    assert short.index.tolist() == [cotton.world.products["item_id"][4]]
    assert short.iloc[0] == pytest.approx(2.5, abs=0.1)


def test_exactly_the_planted_inquiries_wait(cotton_facts, abroad_facts):
    """Three (two abroad) inquiries without an answer for more than two hours."""
    now = pd.Timestamp(END) + pd.Timedelta(days=1)
    for facts, many in ((cotton_facts, 3), (abroad_facts, 2)):
        asked = facts["inquiry"]
        waits = asked[
            asked["replied_at"].isna() & (now - asked["received_at"] > pd.Timedelta("2h"))
        ]
        assert len(waits) == many


def test_level_shift_multiplies_its_channel_for_good(cotton, cotton_ledger):
    """A shift is one alarm and a new level, before and after measured on expectations."""
    other = without(cotton, "shift")
    row = cotton_ledger.loc["shift"]
    at = [s.name for s in cotton.world.sources].index(row["member"])
    mine, day = cotton.world.source == at, cotton.world.spec.index(row["start"])
    assert np.allclose(cotton.rates.shown[day:, mine], 1.35 * other.rates.shown[day:, mine])
    assert np.array_equal(cotton.counts.impressions[:day], other.counts.impressions[:day])


def test_flopped_event_takes_back_exactly_its_lift(cotton):
    """The masked-calendar baseline finds none of these: the flop must be in the data."""
    spec = cotton.world.spec
    flop = next(c for c in spec.causes if isinstance(c, EventFlop))
    other = without(cotton, flop.id)
    first, last = spec.index(date(2026, 9, 15)), spec.index(date(2026, 9, 20))
    organic = np.array([not s.paid for s in cotton.world.sources])[cotton.world.source]
    shown = [h.rates.shown[first : last + 1, organic].sum(1) for h in (cotton, other)]
    assert (shown[1] / shown[0] > 1.15).all()
    assert np.allclose(cotton.rates.shown[: first - 1], other.rates.shown[: first - 1])


def test_unknown_cause_is_an_error(cotton):
    """A typo in a scorecard must not silently compare a shop with itself."""
    with pytest.raises(KeyError):
        furniture.without(cotton.world, "nothing")
