"""A drawn shop in which everything went wrong at once still adds up, from impression to refund."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from opslib.simulate import history as past
from opslib.simulate import season, shop
from opslib.simulate.causes_data import DataFault
from opslib.simulate.draws import KINDS, draw_spec

SEED = 71
REAL = tuple(k for k, c in KINDS.items() if not issubclass(c, DataFault))
COUNTS = ["impressions", "clicks", "page_views"]


@pytest.fixture(scope="module", params=["1688", "alibaba"])
def whole(request):
    """The history and the frames of a shop with one cause of each kind that is no data fault."""
    history = past.live(draw_spec(SEED, platform=request.param, kinds=REAL, days=150), SEED)
    return history, shop.frames(history)


def by_day(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return frame.groupby("date")[columns].sum().astype(float)


@pytest.mark.parametrize("table", ["product_day", "channel_day"])
def test_members_add_up_to_the_shop(whole, table):
    """The why-tree splits the shop's yuan over members: under every cause nothing is left over."""
    frames = whole[1]
    columns = [*COUNTS, "pay_amount"]
    parts, total = by_day(frames[table], columns), by_day(frames["shop_day"], columns)
    pd.testing.assert_frame_equal(parts, total, check_names=False, atol=0.006, rtol=0)


def test_words_are_the_search_and_plans_the_ads(whole):
    """Words and plans are cuts of the same impressions."""
    history, frames = whole
    search = next(s.name for s in history.world.sources if s.search)
    channel = frames["channel_day"].set_index("date")
    channel = channel[channel["channel"] == search]
    words = by_day(frames["keyword_day"], ["impressions", "clicks"]).reindex(channel.index)
    assert (words["impressions"].fillna(0) == channel["impressions"]).all()
    assert (words["clicks"].fillna(0) == channel["clicks"]).all()
    plans = frames["ad_day"].query("level == 'plan'")
    shown = plans.groupby("date")["impressions"].sum()
    total = frames["shop_day"].set_index("date")["ad_impressions"]
    assert (shown.reindex(total.index).fillna(0) == total).all()


def test_orders_lines_and_refunds_are_the_same_money(whole):
    """Shop page, order list, lines and refunds are four views of one till."""
    history, frames = whole
    orders, lines, day = frames["order"], frames["order_line"], frames["shop_day"]
    day = day.set_index("date")
    paid = orders[orders["paid_at"].notna()]
    money = paid.groupby("date")["paid_amount"].sum().reindex(day.index).fillna(0)
    assert (money - day["pay_amount"]).abs().max() < 0.006
    many = paid.groupby("date").size().reindex(day.index).fillna(0)
    assert (many == day["pay_orders"]).all()
    goods = lines.groupby("order_id")["amount"].sum().reindex(orders["order_id"]).to_numpy()
    assert np.abs(goods - orders["goods_amount"]).max() < 0.006
    parts = orders["goods_amount"] + orders["freight"] + orders["adjustment"]
    assert (parts - orders["paid_amount"]).abs().max() < 0.006
    assert not lines.duplicated(["order_id", "item_id"]).any()
    back = history.heads[history.heads["refunded_at"].notna()]
    when = back["refunded_at"].dt.date
    refunds = back.groupby(when)["refund_amount"].sum().reindex(day.index).fillna(0)
    assert (refunds - day["refund_amount"]).abs().max() < 0.006
    assert (back["refund_amount"] <= back["paid_amount"]).all()
    assert (back["refunded_at"] > back["paid_at"]).all()


def test_funnel_narrows_except_where_tracking_failed(whole):
    """More clicks than impressions, or more buyers than visitors, is an impossible export."""
    history, frames = whole
    fault = next(c for c in history.world.spec.causes if c.kind == "tracking_fault")
    for name in ("shop_day", "channel_day", "product_day"):
        frame = frames[name]
        dates = frame["date"]
        frame = frame[(dates < fault.start) | (dates > fault.end)]
        if name != "channel_day":
            assert (frame["clicks"] <= frame["impressions"]).all()
        assert (frame["visitors"] <= frame["page_views"]).all()
    day = frames["shop_day"]
    assert (day["pay_new_buyers"] + day["pay_old_buyers"] == day["pay_buyers"]).all()
    assert (day["pay_buyers"] <= day["pay_orders"]).all()


def test_null_shop_is_quiet_for_75_days():
    """An old stock-out inside the judged weeks would count as a false alarm."""
    for seed in range(30):
        spec = draw_spec(seed)
        assert spec.causes == () and spec.background
        assert max(c.end for c in spec.background) <= spec.end - timedelta(days=75)
        assert min(c.start for c in spec.background) >= spec.first
        assert len({c.id for c in spec.background}) == len(spec.background)


def test_drawn_weeks_festival_and_make_up_days_have_their_shape():
    """Sunday -15 %, a deep Spring Festival by the lunar date, Saturdays worked: in each shop."""
    ratios, deep = [], []
    for seed in range(300, 304):
        spec = draw_spec(seed)
        rates = past.live(spec, seed).rates.shown.sum(1)
        level = pd.Series(rates, pd.date_range(spec.first, spec.end))
        plain = level["2026-07-01":"2026-09-10"]
        weekday = plain.index.day_of_week
        ratios.append(plain[weekday == 6].mean() / plain[weekday < 4].mean())
        before = level["2026-01-05":"2026-01-23"].mean()
        deep.append(level["2026-02-15":"2026-02-22"].mean() / before)
    assert np.mean(ratios) == pytest.approx(0.85, abs=0.04)
    assert np.mean(deep) < 0.3
    factor = season.daily_factor(date(2026, 2, 1), 30, "1688", 1.0)
    assert season.new_year(2026) == date(2026, 2, 17) and factor[16] < 0.2
    worked = season.daily_factor(date(2025, 9, 28), 1, "1688", 1.0)  # a Sunday worked for October
    assert worked[0] == pytest.approx(0.97)
