"""Channels and peers: what a visitor leaves, who is first, how many clicks peers are ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.promotion import against_peers, compare_channels
from opslib.promotion.takings import order_spread

from . import beside_worlds as worlds
from .compare_worlds import LEADS, TERMS
from .measure_beside import channels, peers

PEERS = pd.DataFrame(
    [
        ("ad_ctr", pd.Timestamp("2026-11-06"), 7, 0.020, 0.050),
        ("ad_ctr", pd.Timestamp("2026-11-13"), 30, 0.025, 0.030),
        ("ad_cpc", pd.Timestamp("2026-11-13"), 30, 1.0, 0.7),
    ],
    columns="metric date days peer_mean peer_excellent".split(),
)


def rows(conv: list[float], visitors: float = 1000) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Twenty days of a paid and a free channel with these buyers a day, 200 an order."""
    days, ads = [], []
    for day in pd.date_range("2026-10-27", "2026-11-15"):
        for name, k in zip(("付费 > 精准获客", "搜索 > 自然搜索"), conv, strict=True):
            days.append((day, name, 9e4, 1200, visitors, k, 200 * k))
        ads.append((day, "精准获客", 800.0, 3.0, 180.0, 1.0))
    names = "date channel impressions clicks visitors conv amount".split()
    paid = "date product_line spend conv value complete".split()
    return pd.DataFrame(days, columns=names), pd.DataFrame(ads, columns=paid)


def test_a_paid_visitor_pays_for_himself_or_not() -> None:
    """30 orders of 1000 visitors at 60 each leave 1.80, less 0.80 of cost: 1.00 a visitor."""
    found = compare_channels(*rows([30.0, 30.0]), TERMS).set_index("channel")
    paid, free = found.loc["付费 > 精准获客"], found.loc["搜索 > 自然搜索"]
    assert (paid["line"], free["line"]) == ("精准获客", "")
    assert paid["cost"] == pytest.approx(0.8) and free["cost"] == 0
    assert paid["each"] == pytest.approx(1.0, abs=0.1) and free["each"] == pytest.approx(
        1.8, abs=0.1
    )
    assert paid["profit"] == pytest.approx(paid["each"] * 7000)
    assert free["place_hi"] == 1 and free["p_best"] > 0.99
    poor = compare_channels(*rows([8.0, 30.0]), TERMS).set_index("channel").loc["付费 > 精准获客"]
    assert poor["each"] == pytest.approx(0.48 - 0.8, abs=0.08) and poor["p_loss"] > 0.99


def test_results_not_told_by_channel_are_lent_by_the_line() -> None:
    """Alibaba.com tells no leads by channel: the paid line's own report stands in, others are
    not ranked rather than called worthless."""
    days, ads = rows([30.0, 30.0])
    found = compare_channels(days.assign(conv=np.nan, amount=np.nan), ads, LEADS)
    told = found.set_index("channel")["told_by"].to_dict()
    assert told == {"付费 > 精准获客": "ads", "搜索 > 自然搜索": ""}
    free = found.set_index("channel").loc["搜索 > 自然搜索"]
    assert np.isnan(free["each"]) and np.isnan(free["place_lo"]) and free["ctr"] > 0
    half = compare_channels(
        days.assign(conv=np.nan, amount=np.nan), ads.assign(complete=0.5, conv=1.5), LEADS
    )
    whole = found.set_index("channel").loc["付费 > 精准获客", "cvr"]
    assert half.set_index("channel").loc["付费 > 精准获客", "cvr"] == pytest.approx(whole, rel=0.1)


def test_without_prices_or_rows_nothing_is_ranked() -> None:
    """Without a margin rates are still compared, money is not invented."""
    days, ads = rows([30.0, 20.0])
    free = compare_channels(days, ads, replace(TERMS, margin=float("nan")))
    assert free["each"].isna().all() and free["cvr"].notna().all()
    assert compare_channels(days.iloc[:0], ads, TERMS).empty
    assert len(compare_channels(days, ads.iloc[:0], TERMS)) == 2


def test_ranges_of_channels_hold_the_truth() -> None:
    """Eighty per cent means eighty: else a channel is praised for luck."""
    found = channels(711, 40)
    assert 0.70 <= found["held"] <= 0.90 and found["placed"] >= 0.80
    assert abs(found["said"] - found["right"]) <= 0.25


@given(st.integers(2, 6))
@settings(max_examples=5, deadline=None)
def test_doubled_counts_are_only_surer(times: int) -> None:
    """The same rates with more visitors: narrower ranges, the same first place."""
    days, ads = rows([12.0, 10.0], 300)
    once = compare_channels(days, ads, TERMS)
    counts = ["impressions", "clicks", "visitors", "conv", "amount"]
    many = days.assign(**{c: days[c] * times for c in counts})
    more = compare_channels(many, ads.assign(spend=ads["spend"] * times), TERMS)
    assert more["channel"].iloc[0] == once["channel"].iloc[0]
    wide = (once["each_hi"] - once["each_lo"]).sum()
    assert (more["each_hi"] - more["each_lo"]).sum() < wide
    assert more["p_best"].max() >= once["p_best"].max() - 0.02


def test_order_values_tell_their_own_spread() -> None:
    """Equal orders end near no spread, orders that vary by their mean near 1."""
    rng = np.random.default_rng(3)
    conv = rng.poisson(4, (200, 3)).astype(float)
    assert order_spread(conv, conv * 100) < 0.02
    vary = np.vectorize(lambda k: rng.exponential(100, int(k)).sum())(conv)
    assert order_spread(conv, vary) == pytest.approx(1.0, abs=0.15)


def test_the_gap_to_excellent_peers_is_counted_and_priced() -> None:
    """10000 impressions a week at 2.0 % instead of 3.0 %: 100 clicks, each worth 1.80 less 0.80."""
    days = pd.date_range("2026-10-19", "2026-11-15")
    frame = pd.DataFrame({"date": days, "level": "plan", "plan": "A"}).assign(
        impressions=10000 / 7,
        clicks=200 / 7,
        spend=160 / 7,
        conv=6 / 7,
        value=360 / 7,
        complete=1.0,
    )
    found = against_peers(frame, TERMS, PEERS).set_index(["plan", "metric"])
    whole = found.loc[("", "ad_ctr")]
    assert (whole["mean"], whole["excellent"]) == (0.025, 0.03)  # the newest row
    assert whole["gap_clicks"] == pytest.approx(100, rel=0.03) and whole["verdict"] == "below"
    assert whole["value"] == pytest.approx(180, rel=0.1)
    assert whole["gain"] == pytest.approx(100, rel=0.15)
    assert whole["gain_lo"] < whole["gain"] < whole["gain_hi"]
    price = found.loc[("A", "ad_cpc")]
    assert price["own"] == pytest.approx(0.8) and price["verdict"] == "between"


def test_peers_without_figures_say_nothing() -> None:
    """No benchmark, no rows, or a benchmark of other figures: nothing is compared."""
    frame = worlds.plan_days(np.random.default_rng(1), 0.02)
    other = PEERS.assign(metric="pay_cvr")
    for told in (PEERS.iloc[:0], other):
        assert against_peers(frame, TERMS, told).empty
    assert against_peers(frame.iloc[:0], TERMS, PEERS).empty
    free = against_peers(frame, replace(TERMS, margin=float("nan")), PEERS)
    assert free["gap_clicks"].notna().any() and free["gain"].isna().all()


def test_a_plan_as_good_as_excellent_peers_is_seldom_called_worse() -> None:
    """At evidence .8 a plan exactly at the mark is called below it at most one time in four."""
    even = peers(721, 80, 1.0)
    assert even.get("between", 0) <= 0.3 and even.get("below", 0) == 0
    assert 0.7 <= even["held"] <= 0.9
    assert peers(722, 30, 0.75).get("below", 0) >= 0.8
