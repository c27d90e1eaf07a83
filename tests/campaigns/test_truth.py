"""On shops whose causes are known, the campaign room finds what was planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from opslib.campaigns.effect import event_effect
from opslib.campaigns.learned import expected_edition
from opslib.campaigns.response import Response, Tier, learn_response
from opslib.simulate import history as past
from opslib.simulate.causes_campaign import Campaign, TierOffer
from opslib.simulate.draws import draw_spec
from tests.campaigns.truth_shops import shop_frames, three_years, truth_shop
from tests.campaigns.worlds import SHAPES, campaign


def test_thirty_per_cent_pulled_forward_are_found_within_five_points() -> None:
    """Every sale would be booked with a third of its gain that the shop never had."""
    found = []
    for seed in range(24):
        case = campaign(84_000 + seed, 1.0, 0.3, shape=SHAPES[seed % 3])
        told = event_effect(case.series, case.start, case.end, calendar=case.calendar)
        found.append(told.share_pulled)
    assert np.mean(found) == pytest.approx(0.30, abs=0.05)


def test_the_range_of_one_event_holds_what_it_netted() -> None:
    """A range too narrow would call half of the useless sales a success."""
    inside = []
    for seed in range(20):
        lift = (0.0, 0.6)[seed % 2]
        case = campaign(85_000 + seed, lift, 0.3 if lift else 0.0)
        told = event_effect(case.series, case.start, case.end, calendar=case.calendar)
        inside.append(told.net_lo <= case.net <= told.net_hi)
    assert np.mean(inside) >= 0.65  # 80 % asked for, 20 events


def test_the_range_of_an_event_holds_in_the_truth_shop_whatever_the_month() -> None:
    """April told too low and October too high: half of the ranges missed what was planted."""
    inside, level = [], []
    for seed in range(87_000, 87_010):  # two of each place in the year
        history, cause, added = truth_shop(seed, lift=0.8)
        daily, calendar = shop_frames(history)
        told = event_effect(daily["orders"], cause.start, cause.end, calendar=calendar)
        inside.append(told.net_lo <= added.sum() <= told.net_hi)
        level.append((told.net - added.sum()) / told.expected)
    assert np.mean(inside) >= 0.6  # 80 % asked for, ten events
    assert abs(np.mean(level)) < 0.25  # of a week's sales, over the three weeks judged


def test_the_truth_shop_pays_back_what_was_borrowed_and_no_more() -> None:
    """A simulator that lost demand somewhere else would spoil every measure built on it."""
    _, cause, added = truth_shop(86_001)
    at = int(np.flatnonzero(added > 1e-9)[0])
    extra, missing = added[at : at + 7].sum(), -added[at + 7 : at + 21].sum()
    assert 0.25 < missing / extra < 0.40  # 30 % of the demand; budgets cap the extra of ads
    assert np.abs(added[:at]).max() < 1e-9
    assert np.abs(added[at + 21 :]).max() < 1e-9
    assert cause.end is not None


def test_a_campaign_of_one_product_takes_from_the_others() -> None:
    """Half of what the promoted product gained was lost next to it; the shop gained the rest."""
    history, cause, added = truth_shop(86_002, pulled=0.0, lift=1.5, products=(0, 1), taken=0.5)
    _, _, alone = truth_shop(86_002, pulled=0.0, lift=1.5, products=(0, 1))
    assert added.sum() == pytest.approx(alone.sum() / 2, rel=0.15)
    daily, calendar = shop_frames(history)
    told = event_effect(daily["visits"], cause.start, cause.end, calendar=calendar)
    assert told.lift < 1.5


def test_the_share_of_buyers_who_heed_a_threshold_is_learned_from_an_edition() -> None:
    """Without it the planner would go on guessing for ever."""
    spec = draw_spec(86_003)
    offer = TierOffer("o", date(2026, 6, 1), date(2026, 7, 31), ((500.0, 40.0),), 0.6)
    paid = past.live(replace(spec, causes=(offer,)), 86_003).paid
    days = pd.Series(paid["day"]).between(spec.index(offer.start), spec.index(date(2026, 7, 31)))
    told = learn_response(
        paid.loc[~days, "goods_amount"],
        paid.loc[days, "goods_amount"],
        [Tier(500, off=40)],
        Response(1, 1),
    )
    assert told.share == pytest.approx(0.6, abs=0.2)
    # Who reaches 500 is let off 40: goods and freight apart, nobody pays more than before.
    off = paid.loc[days & (paid["goods_amount"] >= 500), "adjustment"]
    assert (off <= -38).all()


def test_the_same_shop_without_campaigns_is_untouched() -> None:
    """The committed samples would change with every new kind of cause."""
    spec = draw_spec(86_004)
    before = past.live(spec, 86_004).paid
    idle = Campaign("c", date(2026, 7, 6), date(2026, 7, 12), lift=0.0, pulled=0.0)
    after = past.live(replace(spec, causes=(idle,)), 86_004).paid
    pd.testing.assert_frame_equal(before, after)


def test_the_editions_of_three_years_tell_together_what_they_borrowed() -> None:
    """One edition's ratio was forty points off; the next edition's stock is planned from it."""
    told, share, sums = three_years(9_400_001, seats=1)
    row = expected_edition(told).iloc[0]
    assert len(told) == 3
    assert row["share_lo"] <= share <= row["share_hi"]
    assert row["share_pulled"] == pytest.approx(share, abs=0.15)  # three editions: +- 14 points
    lift = float((sums["extra"] / sums["normal"]).mean())
    assert row["lo"] <= lift <= row["hi"]
