"""The figures on the page against the raw sample files, read with pandas alone.

The left side of every comparison is `open_shop(...).measure`; the right side (`raw_samples`)
never touches opslib: header rows, text numbers, window exports and distinct buyers are read again.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.shop import Shop

from .raw_samples import (
    DAY,
    LAST_YEAR,
    WEEK,
    A,
    S,
    added,
    ads,
    ali,
    ali_window,
    board,
    bounce,
    buyers,
    daily,
    four_weeks,
    goods,
    in_two_hours,
    inquiries,
    newest,
    orders,
    p4p,
    score,
    sheet,
    signed_hours,
    sold_share,
    span,
    stock_cover,
    window,
)

Figures = dict[tuple[str, int, str], Callable[[], float]]

FIGURES_1688: Figures = {
    ("pay_amount", 1, "value"): lambda: added("支付金额", 1),
    ("pay_amount", 7, "value"): lambda: float(span(orders(), 7)["money"].sum()),
    ("pay_amount", 7, "before"): lambda: added("支付金额", 7, WEEK),
    ("pay_amount", 7, "weekdays"): lambda: four_weeks(lambda end: added("支付金额", 7, end)),
    ("pay_amount", 7, "last_year"): lambda: added("支付金额", 7, LAST_YEAR),
    ("pay_amount", 30, "value"): lambda: float(window(30)["支付金额"]),
    ("net_pay_amount", 7, "value"): lambda: added("支付金额") - added("退款金额"),
    ("refund_rate", 7, "value"): lambda: added("退款金额") / added("支付金额"),
    ("pay_orders", 7, "value"): lambda: len(span(orders(), 7)),
    ("pay_buyers", 3, "value"): lambda: buyers(3),
    ("pay_buyers", 7, "value"): lambda: buyers(7),
    ("pay_new_buyers", 7, "value"): lambda: float(window(7)["支付新买家数"]),
    ("repurchase_rate", 30, "value"): lambda: buyers(30, 2) / buyers(30),
    ("amount_per_buyer", 7, "value"): lambda: added("支付金额") / window(7)["支付买家数"],
    ("impressions", 7, "value"): lambda: added("展现次数"),
    ("natural_impressions", 7, "value"): lambda: added("展现次数") - added("广告展现次数"),
    ("ctr", 7, "value"): lambda: added("点击次数") / added("展现次数"),
    ("click_cvr", 7, "value"): lambda: added("浏览量") / added("展现次数"),
    ("visitors", 1, "value"): lambda: added("访客数", 1),
    ("visitors", 3, "low"): lambda: float(span(board(), 3)["访客数"].max()),
    ("visitors", 3, "high"): lambda: added("访客数", 3),
    ("visitors", 7, "value"): lambda: float(window(7)["访客数"]),
    ("visitors", 7, "before"): lambda: float(window(7, WEEK)["访客数"]),
    ("pay_cvr", 3, "value"): lambda: added("支付买家数", 3) / added("访客数", 3),
    ("pay_cvr", 7, "value"): lambda: window(7)["支付买家数"] / window(7)["访客数"],
    ("visits_per_click", 7, "value"): lambda: window(7)["访客数"] / window(7)["点击次数"],
    ("bounce_rate", 7, "value"): bounce,
    ("inquiries", 7, "value"): lambda: added("询盘数"),
    ("inquiry_rate", 7, "value"): lambda: added("询盘数") / window(7)["访客数"],
    ("ad_spend", 7, "value"): lambda: ads("消耗量"),
    ("cpc", 7, "value"): lambda: ads("消耗量") / ads("点击量"),
    ("cost_per_lead", 7, "value"): lambda: ads("消耗量") / ads("线索量"),
    ("roi", 7, "value"): lambda: ads("广告引导成交金额") / ads("消耗量"),
    ("five_star_items", 7, "value"): lambda: float((newest()["质量分"] >= 5).sum()),
    ("expert_items", 7, "value"): lambda: float(newest()["商品标签"].str.contains("行家选").sum()),
    ("sold_7d_share", 7, "value"): lambda: sold_share(7),
    ("sold_30d_share", 7, "value"): lambda: sold_share(30),
    ("response_rate_30d", 7, "value"): lambda: score(S, "旺旺响应率") / 100,
    ("reply_in_2h_rate", 7, "value"): lambda: in_two_hours(S),
    ("first_response_hours", 7, "value"): lambda: float(inquiries(S, 7)["hours"].median()),
    ("pay_to_sign_hours", 7, "value"): signed_hours,
    ("stock_cover_days", 7, "value"): stock_cover,
}

FIGURES_ALIBABA: Figures = {
    ("pay_amount", 7, "value"): lambda: ali("信保交易金额"),
    ("pay_amount", 7, "weekdays"): lambda: four_weeks(lambda end: ali("信保交易金额", 7, end)),
    ("pay_amount", 30, "last_year"): lambda: ali("信保交易金额", 30, LAST_YEAR),
    ("pay_orders", 30, "value"): lambda: ali("信保订单数", 30),
    ("pay_buyers", 30, "value"): lambda: ali_window("挂账买家数", 30),
    ("impressions", 7, "value"): lambda: ali("全店曝光次数"),
    ("impressions", 7, "before"): lambda: ali("全店曝光次数", 7, WEEK),
    ("clicks", 7, "value"): lambda: ali("全店点击次数"),
    ("ctr", 7, "value"): lambda: ali("全店点击次数") / ali("全店曝光次数"),
    ("search_impressions", 7, "value"): lambda: ali("搜索曝光次数"),
    ("search_ctr", 7, "value"): lambda: ali("搜索点击次数") / ali("搜索曝光次数"),
    ("mkt_clicks", 7, "value"): lambda: ali("营销点击次数"),
    ("visitors", 1, "value"): lambda: ali("店铺访问人数", 1),
    ("visitors", 7, "value"): lambda: ali_window("店铺访问人数"),
    ("visitors", 30, "value"): lambda: ali_window("店铺访问人数", 30),
    ("inquiries", 7, "value"): lambda: ali("询盘个数"),
    ("inquiry_buyers", 7, "value"): lambda: ali_window("询盘人数"),
    ("inquiry_rate", 7, "value"): lambda: ali("询盘个数") / ali_window("店铺访问人数"),
    ("tm_buyers", 7, "value"): lambda: ali_window("TM咨询人数"),
    ("lead_buyers", 7, "value"): lambda: ali_window("商机人数"),
    ("lead_cvr", 7, "value"): lambda: ali_window("商机人数") / ali_window("店铺访问人数"),
    ("pay_cvr", 30, "value"): lambda: ali_window("挂账买家数", 30) / ali_window("店铺访问人数", 30),
    ("ad_spend", 7, "value"): lambda: p4p("花费"),
    ("cpc", 7, "value"): lambda: p4p("花费") / p4p("点击量"),
    ("cost_per_lead", 7, "value"): lambda: p4p("花费") / p4p("询盘"),
    ("items_online", 7, "value"): lambda: ali("有效商品数", 1),
    ("new_items_90d", 7, "value"): lambda: ali("90天新发品数", 1),
    ("reply_rate_30d", 7, "value"): lambda: score(A, "及时回复率") / 100,
    ("reply_hours_30d", 7, "value"): lambda: score(A, "平均回复时长"),
    ("reply_in_2h_rate", 7, "value"): lambda: in_two_hours(A),
}


@pytest.fixture(scope="module")
def cotton(imported: Path) -> Shop:
    return open_shop(imported, shop="cotton1688", as_of=DAY.date())


@pytest.fixture(scope="module")
def overseas(imported: Path) -> Shop:
    return open_shop(imported, shop="alibaba_demo", as_of=DAY.date())


def differences(shop: Shop, figures: Figures) -> list[str]:
    """Every figure that is not what the files say."""
    frame = shop.measure(sorted({m for m, _, _ in figures}), window=(1, 3, 7, 30))
    rows = frame.set_index(["metric", "window"])
    found = []
    for (metric, days, column), raw in figures.items():
        ours, theirs = float(rows.loc[(metric, days), column]), float(raw())
        if not math.isclose(ours, theirs, rel_tol=1e-5):
            found.append(f"{metric}.{days}d {column}: measured {ours}, in the files {theirs}")
    return found


def test_figures_of_the_1688_shop_are_those_of_its_files(cotton: Shop) -> None:
    """One wrong figure on the page costs the operator's trust in all of them."""
    assert differences(cotton, FIGURES_1688) == []


def test_figures_of_the_alibaba_shop_are_those_of_its_files(overseas: Shop) -> None:
    """The same for the shop whose products and words come by the week, in dollars."""
    assert differences(overseas, FIGURES_ALIBABA) == []


def test_members_are_those_of_the_files(cotton: Shop) -> None:
    """A product's, channel's, word's or plan's figure leads straight to an action."""
    sold = span(goods(), 7).groupby("商品ID")["支付金额"].sum()
    channels = daily(S, "流量来源_2026-11*", "二级来源", "日期")
    channels = channels.assign(
        一级来源=sheet(S, "流量来源_2026-11*", "二级来源")["一级来源"].ffill()
    )
    names = channels["一级来源"] + " > " + channels["二级来源"]
    visitors = channels[channels["date"] == DAY].groupby(names)["访客数"].sum()
    words = (
        span(daily(S, "入店关键词_2026-11*", "关键词", "日期"), 7)
        .groupby("关键词")["展现次数"]
        .sum()
    )
    plans = span(daily(S, "数字营销_分计划报表_2026Q4*", "计划名称", "统计日期"), 7).groupby(
        "计划名称"
    )
    used = plans["消耗量"].sum() / plans["日预算"].sum()
    for metric, by, days, raw in [
        ("pay_amount", "product", 7, sold),
        ("visitors", "channel", 1, visitors),
        ("impressions", "keyword", 7, words),
        ("budget_used", "plan", 7, used),
    ]:
        found = cotton.measure(metric, by=by, window=days).set_index("member")["value"]
        known = found[found.index.isin(raw.index)].sort_index().astype(float)
        expected = raw.astype(float).sort_index()
        pd.testing.assert_series_equal(known, expected, check_names=False, rtol=1e-6, obj=metric)


def test_a_weekly_export_is_shown_as_its_own_week(overseas: Shop) -> None:
    """Words of the week to 14 November must not be sold as the last seven days."""
    rows = sheet(A, "getKeywords-2026-11-14*", "词")
    raw = rows.groupby("词")["曝光量"].sum().astype(float)
    found = overseas.measure("impressions", by="keyword").set_index("member")
    assert found["value"].dropna().to_dict() == raw.to_dict()
    assert {str(d) for d in found["end"]} == {"2026-11-14"} and found["partial"].all()
    lost = [f for f in overseas.findings() if f.subject.dimension == "keyword"]
    assert lost and all(f.detail and "11-08–11-14" in f.detail.zh for f in lost)


def test_two_exports_of_the_samples_tell_the_same() -> None:
    """A shop whose own exports contradict each other would teach the wrong lesson."""
    for days in (7, 30):
        sold = span(goods(), days).groupby("商品ID")["支付件数"].sum()
        assert (sold > 0).sum() == window(days)["动销商品数"]
        assert span(orders(), days)["money"].sum() == pytest.approx(window(days)["支付金额"])


def shapley(before: list[float], after: list[float]) -> list[float]:
    """Shares of a product's change by the book: the mean over all orders of exchange."""
    shares = [0.0] * len(before)
    orders = list(itertools.permutations(range(len(before))))
    for order in orders:
        now = list(before)
        for i in order:
            old = math.prod(now)
            now[i] = after[i]
            shares[i] += (math.prod(now) - old) / len(orders)
    return shares


def test_the_why_is_the_mean_over_all_orders_of_exchange(cotton: Shop) -> None:
    """The yuan of each factor tell the operator where to work; they must add up to the change."""
    steps = ["展现次数", "点击次数", "访客数", "支付买家数", "支付金额"]

    def factors(end: pd.Timestamp) -> list[float]:
        sums = [added(c, 7, end) for c in steps]
        return [sums[0], *(b / a for a, b in itertools.pairwise(sums))]

    why = cotton.explain("pay_amount")
    expected = shapley(factors(WEEK), factors(DAY))
    assert [c.amount for c in why.contributions] == pytest.approx(expected, abs=0.01)
    assert sum(expected) == pytest.approx(added("支付金额") - added("支付金额", 7, WEEK), abs=0.01)
    for by in ("channel", "product", "keyword"):
        cut = cotton.explain("pay_amount", by=by)
        assert sum(c.amount for c in cut.contributions) == pytest.approx(sum(expected), abs=0.01)
