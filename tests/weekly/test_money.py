"""Gathering a week: terms from costs and registers, what is known of each row, older exports."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from opslib import open_shop, places
from opslib.simulate import history as past
from opslib.simulate import samples
from opslib.simulate.ad_truth import completion_truth, word_truth
from opslib.weekly import Weekly
from opslib.workspace import Workspace


@pytest.fixture(scope="module")
def cotton(imported: Path) -> Weekly:
    return Weekly(open_shop(imported, shop="cotton1688", as_of="2026-11-20"))


@pytest.fixture(scope="module")
def abroad(imported: Path) -> Weekly:
    return Weekly(open_shop(imported, shop="alibaba_demo", as_of="2026-11-20"))


def test_weeks_are_the_platforms_own(cotton, abroad):
    """1688 counts Monday to Sunday, Alibaba.com Sunday to Saturday; last year by the moon."""
    assert cotton.terms.week == (date(2026, 11, 9), date(2026, 11, 15))
    assert cotton.terms.year == (date(2025, 11, 10), date(2025, 11, 16))
    assert abroad.terms.week == (date(2026, 11, 8), date(2026, 11, 14))


def test_the_margin_is_near_the_shops_true_one(cotton):
    """Profit, break-even price and every class of a word stand on it."""
    truth = word_truth(past.live(samples.cotton(), samples.SEED))
    true = (truth["margin_order"] / truth["gmv_order"]).median()
    assert cotton.terms.margin == pytest.approx(true, abs=0.04)
    assert "margin" not in cotton.terms.assumed and cotton.worth.covered > 0.95
    assert cotton.terms.target_roi == pytest.approx(1 / cotton.terms.margin)


def test_a_lead_is_worth_what_the_register_says(abroad):
    """80 of 838 ripe inquiries won at 785 on average; goods' cost is assumed, and said to be."""
    worth, terms = abroad.worth, abroad.terms
    assert terms.basis == "leads" and terms.currency == "USD" and terms.margin == 1
    assert terms.lead_value == pytest.approx(worth.won / worth.asked * worth.amount * 0.3)
    assert "lead_value" in terms.assumed


def test_what_the_operator_gives_goes_before_what_the_shop_says(cotton):
    """The sliders of the notebook must move every figure that stands on them."""
    given = Weekly(cotton.shop, {"margin": 0.5, "target_roi": 3.0, "weekly_budget": 900.0})
    terms = given.terms
    assert (terms.margin, terms.target_roi, terms.weekly_budget) == (0.5, 3.0, 900.0)
    assert "margin" not in terms.assumed
    assert given.money["total"]["value"].iloc[0] == pytest.approx(
        given.money["total"]["gmv"].iloc[0] * 0.5
    )


def test_days_within_the_attribution_window_are_not_settled(cotton):
    """Known until the 20th, fifteen days for an order: the 5th is whole, the 6th is not."""
    plans = cotton.ads[cotton.ads["level"].eq("plan")].set_index("date")
    assert plans.loc["2026-11-05", "settled"].all()
    assert not plans.loc["2026-11-06":, "settled"].any()
    assert plans.loc["2026-11-20", "complete"].max() < plans.loc["2026-11-10", "complete"].min() < 1
    # The exports of all the months before were made lately: nothing of them is open.
    assert plans.loc[:"2026-10-31", "settled"].all()


def test_the_curve_is_learned_from_the_mondays_exports(cotton):
    """The samples keep twelve Mondays' exports; the shop's ledger knows its true curve."""
    found = cotton.completion
    truth = completion_truth(past.live(samples.cotton(), samples.SEED))["share"].to_numpy()
    assert found.reason is None and found.looks >= 12
    assert np.abs(found.share - truth)[1:].max() < 0.1


def test_an_older_moment_knows_less(cotton, imported):
    """A report made again as of last month must not use exports of today."""
    old = open_shop(
        imported, shop="cotton1688", as_of="2026-11-01", known_at=datetime(2026, 11, 2, 2)
    )
    then = Weekly(old)
    assert then.terms.week == (date(2026, 10, 26), date(2026, 11, 1))
    plans = then.ads[then.ads["level"].eq("plan")].set_index("date")
    assert (
        not plans.loc["2026-10-18":, "settled"].any() and plans.loc["2026-10-10", "settled"].all()
    )
    now = cotton.ads[cotton.ads["level"].eq("plan")].set_index("date")
    days = slice("2026-10-26", "2026-11-01")
    assert plans.loc[days, "conv"].sum() < now.loc[days, "conv"].sum()
    hat = then.money["total"].iloc[0]
    assert hat["conv_lo"] <= now.loc[days, "conv"].sum() <= hat["conv_hi"] + 1


def test_every_cut_holds_the_weeks_money(cotton, abroad):
    """Total, lines, plans and products are one sum; words only that of plans with words."""
    for week in (cotton, abroad):
        sums = {by: t["spend"].sum() for by, t in week.money.items()}
        assert sums["total"] == pytest.approx(sums["plan"], abs=0.02)
        assert sums["line"] == pytest.approx(sums["plan"], abs=0.02)
        assert sums["product"] == pytest.approx(sums["plan"], abs=0.02)
        assert 0 < sums["keyword"] < sums["plan"]
        conv = {by: t["conv"].sum() for by, t in week.money.items()}
        assert conv["total"] == conv["plan"] == conv["product"]
        assert not week.doubts


def test_store_tells_what_each_export_said(cotton):
    """Vintages are read from every version; a later export of the same day knows more."""
    frame = cotton.vintages
    day = frame[frame["date"].eq(pd.Timestamp("2026-10-10")) & frame["plan"].str.contains("A")]
    day = day.sort_values("known_on")
    assert len(day) >= 4 and day["known_on"].is_unique
    assert day["conv"].is_monotonic_increasing
    assert (frame["known_on"] >= frame["date"]).all()


def test_a_shop_without_advertising_is_told_so(tmp_path):
    """An operator who exports no ads yet gets a sentence, not a traceback."""
    workspace = Workspace.init(tmp_path / "w", platform="1688", shop="bare")
    sample = places.templates().parent / "data_samples" / "shop_1688"
    workspace.import_files([next(sample.rglob("*核心看板*"))])
    week = Weekly(open_shop(workspace.root))
    assert week.ads.empty and week.terms.basis == "gmv" and week.completion.reason
    assert [d.en for d in week.doubts] == ["There are no advertising rows for this week."]
    assert week.money["total"].empty and week.budget.plans.empty and week.unusual.empty
