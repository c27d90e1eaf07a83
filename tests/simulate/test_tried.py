"""What operators try in advertising: told truly by its ledger, and moving nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from opslib.simulate import ads, live, samples, shop, tried
from opslib.simulate import history as past
from opslib.simulate.ad_plan import Promotion

DAYS = 119
SUMS = ["impressions", "clicks", "orders", "ad_orders", "inquiries", "leads"]


def _lived(seed: int, platform: str = "1688", **more: object) -> past.History:
    whole = samples.cotton() if platform == "1688" else samples.demo_alibaba()
    start = whole.end - timedelta(days=DAYS)
    return past.live(replace(whole, start=start, causes=(), **more), seed)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=[(71, "1688"), (72, "alibaba")], ids=lambda p: p[1])
def lived(request: pytest.FixtureRequest) -> past.History:
    return _lived(*request.param)


@pytest.fixture(scope="module")
def rows(lived: past.History) -> pd.DataFrame:
    return ads.ad_day(lived)


@pytest.fixture(scope="module")
def many() -> tuple[past.History, pd.DataFrame]:
    """A shop of so many clicks that rates show what they are."""
    lived = _lived(73, impressions=150_000.0)
    return lived, ads.ad_day(lived)


@pytest.mark.parametrize("level", ["creative", "creative_hour", "audience"])
def test_creatives_and_audiences_are_the_same_money_as_their_plan(rows, lived, level):
    """A page that sets them beside the plan must not find two different sums."""
    parts = rows[rows["level"] == level]
    if lived.world.spec.platform == "alibaba" and level != "audience":
        assert parts.empty  # the platform tells nothing by creative
        return
    keys = ["date", "plan"]
    whole = rows[rows["level"] == "plan"].set_index(keys)
    sums = parts.groupby(keys)[[*SUMS, "spend"]].sum()
    assert (sums[SUMS] == whole.loc[sums.index, SUMS]).all().all()
    assert (sums["spend"] - whole.loc[sums.index, "spend"]).abs().max() < 0.005
    assert (parts["clicks"] <= parts["impressions"]).all()
    assert sums.index.get_level_values("plan").nunique() == 2


def test_what_is_tried_in_ads_moves_no_other_table(lived):
    """The other sample files, and every figure checked on them, must stay what they are."""
    with_, without = (
        shop.frames(past.relive(replace(lived.world, spec=replace(lived.world.spec, promotion=p))))
        for p in (lived.world.spec.promotion, None)
    )
    for name in set(without) - {"ad_day", "benchmark"}:
        pd.testing.assert_frame_equal(with_[name], without[name])
    assert set(with_) - set(without) == {"live_session", "action"}


def test_a_shop_that_tries_nothing_has_the_plans_it_always_had():
    """Drawn shops, by which methods are scored, do not change with what the samples show."""
    lived = _lived(74, promotion=None)
    rows = ads.ad_day(lived)
    assert set(rows["level"]) == {"shop", "plan", "product", "keyword", "hour"}
    assert (rows[["creative", "audience"]] == "").all().all()
    assert set(rows["plan"]) == {"", *(p.name for p in lived.world.plans)}


def test_members_are_clicked_and_buy_as_their_ledger_says(many):
    """The creative or audience that a page names best must be the planted one."""
    lived, rows = many
    truth = tried.ledger(lived)
    for kind, name in (("creative", "title"), ("audience", "audience")):
        mine = rows[rows["level"] == kind].groupby(["plan", name])[SUMS].sum()
        per_view = mine["leads"] + mine["inquiries"] if kind == "audience" else mine["clicks"]
        seen = per_view / mine["impressions"]
        told = truth[truth["kind"] == kind].set_index(["plan", "member"])["true"]
        both = pd.DataFrame({"seen": seen, "told": told.rename_axis(["plan", name])})
        ratio = np.log(both["seen"] / both["told"])
        spread = ratio.groupby("plan").transform(lambda r: r - r.mean())
        assert spread.abs().max() < 0.12, both


def test_the_test_plan_shows_its_winner_and_nothing_else_changed(many):
    """A product test is judged on the page: the winner must be there to be found, once."""
    lived, rows = many
    test = lived.world.spec.promotion.test
    mine = rows[(rows["level"] == "product") & (rows["plan"] == test.name)]
    assert mine["date"].min() == test.start
    sums = mine.groupby("item_id")[["clicks", "carts", "ad_orders"]].sum()
    ids = lived.world.products["item_id"]
    rate = (sums["carts"] / sums["clicks"]).loc[[str(ids[p]) for p in test.products]].to_numpy()
    assert rate.argmax() == test.winner
    assert rate[1] / np.mean(rate[[0, 2]]) == pytest.approx(test.factor, rel=0.1)


def test_a_changed_bid_does_to_its_word_what_the_ledger_says():
    """ "Did it work" is scored by this number: it must be what the same shop shows without it."""
    lived = _lived(75, impressions=150_000.0)
    spec = lived.world.spec
    without = replace(spec, promotion=Promotion(test=spec.promotion.test))
    parts = [ads.ad_day(h) for h in (lived, past.relive(replace(lived.world, spec=without)))]
    truth, words = tried.ledger(lived), ads.word_truth(lived).set_index(["plan", "word"])
    for n, row in enumerate(truth[truth["kind"] == "bid"].itertuples()):
        change, word = spec.promotion.bids[n], words.loc[(row.plan, row.member)]
        (now, paid, weeks), (then, before, _) = (_since(f, row) for f in parts)
        told = [float(x) for x in re.findall(r"[\d.]+", row.note)[:2]]
        noise = 4 * np.sqrt(1 / max(now["clicks"], 1) + 1 / then["clicks"])
        assert now["clicks"] / then["clicks"] == pytest.approx(told[1] / told[0], rel=noise)
        assert paid / before == pytest.approx(change.bid, rel=0.15)
        margin = word["margin_order"] / word["gmv_order"]
        gain = (now - then) @ pd.Series(
            {"clicks": 0.0, "spend": -1.0, "ad_gmv": margin, "ad_orders": 0}
        )
        noise = np.sqrt(now["ad_orders"] + then["ad_orders"] + 1) * word["margin_order"] * 1.5
        assert abs(gain - row.true * weeks) < 4 * noise, (row, gain / weeks)


def _since(frame: pd.DataFrame, row) -> tuple[pd.Series, float, float]:
    mine = frame[(frame["level"] == "keyword") & (frame["keyword"] == row.member)]
    mine = mine[(mine["plan"] == row.plan) & (mine["date"] >= row.start)]
    sums = mine[["clicks", "spend", "ad_gmv", "ad_orders"]].sum()
    return sums, sums["spend"] / max(sums["clicks"], 1), mine["date"].nunique() / 7


def test_broadcasts_sell_most_at_the_planted_hour():
    """The page names the best hour to go on air: the truth shop must have one."""
    for platform, measure in (("1688", "orders"), ("alibaba", "inquiries")):
        parts = [live.live_session(_lived(seed, platform)) for seed in range(80, 84)]
        rows = pd.concat(parts)
        sums = rows.assign(hour=rows["started_at"].str[:2].astype(int)).groupby("hour")
        rate = sums[measure].sum() / (sums["minutes"].sum() / 60)
        assert rate.idxmax() == live.best_hour(platform)[0]
        assert not rows.duplicated(["date", "started_at", "viewers"]).any()
