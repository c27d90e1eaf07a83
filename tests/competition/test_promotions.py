"""Promotions are found with their bounds, and a lower price that stays is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.competition import answering, habits, promotions

from .answer_worlds import shares
from .frames import series, sheet, week
from .measure_promotions import measure


def test_a_dip_that_comes_back_is_a_promotion_with_its_bounds() -> None:
    """Start and end lie between two looks; a single day would be invented."""
    found = promotions(sheet(*series("price", [20.0, 20.0, 17.0, 17.0, 20.0])))
    assert len(found) == 1
    run = found.iloc[0]
    assert [run[c] for c in ("not_before", "first_seen", "last_seen", "not_after")] == [
        week(1),
        week(2),
        week(3),
        week(4),
    ]
    assert run["depth"] == pytest.approx(0.15) and run["usual"] == 20
    assert run["sign"] == "price" and not run["open"]


def test_a_price_that_stays_down_is_no_promotion() -> None:
    """A new price list would be waited out as if it went away."""
    assert promotions(sheet(*series("price", [20.0, 17.0, 17.0, 17.0]))).empty
    assert promotions(sheet(*series("price", [20.0, 17.0, *[17.0] * 10, 20.0]))).empty


def test_an_announced_promotion_is_open_while_it_runs() -> None:
    """A price that is down with a text beside it needs no return to be believed."""
    rows = [
        {"week": w, "price": p, "promotion": t, "offer_id": o}
        for w, (p, t) in enumerate([(20, ""), (18, "限时9折"), (18, "限时9折")])
        for o in "12"
    ]
    found = promotions(sheet(*rows))
    assert found["open"].tolist() == [True, True] and found["sign"].eq("both").all()
    assert found["depth"].to_numpy() == pytest.approx([0.1, 0.1])
    assert found["not_before"].eq(week(0)).all() and found["not_after"].isna().all()


def test_another_text_is_another_promotion() -> None:
    """618 that goes over into a summer sale is two campaigns."""
    rows = [
        {"week": w, "promotion": t, "offer_id": o, "price": 9}
        for w, t in enumerate(["618大促", "夏季清仓", ""])
        for o in "123"
    ]
    found = promotions(sheet(*rows))
    assert found["text"].tolist() == ["618大促"] * 3 + ["夏季清仓"] * 3
    assert found["depth"].eq(0).all() and found["sign"].eq("text").all()


def test_habits_count_runs_of_a_day_once_and_say_what_lacks() -> None:
    """Ten offers reduced at once are one promotion; three are too few to foretell a fourth."""
    price = [20, 20, 17, 20, 20, 17, 20, 20, 17, 20]
    rows = [{**r, "offer_id": o} for o in "123" for r in series("price", price)]
    snapshots = sheet(*rows)
    habit = habits(promotions(snapshots), snapshots, week(10)).iloc[0]
    assert (habit["offers"], habit["runs"], habit["every"], habit["needed"]) == (3, 3, 21, 1)
    assert habit["share_of_looks"] == pytest.approx(0.3) and habit["depth"] == pytest.approx(0.15)
    assert (habit["days_low"], habit["days_high"]) == (1, 13)
    assert pd.isna(habit["next_from"]) and pd.isna(habit["chance"])


def test_the_next_one_of_a_regular_competitor_is_foretold() -> None:
    """Every third week for half a year: it comes within the month."""
    price = [20, 20, 17] * 8
    snapshots = sheet(*series("price", [*price, 20]))
    habit = habits(promotions(snapshots), snapshots, week(24)).iloc[0]
    assert habit["needed"] == 0 and habit["chance"] > 0.9
    assert habit["next_from"] <= week(26) <= habit["next_to"] <= week(29)


def test_no_promotions_leave_no_habit() -> None:
    """A quiet competitor is listed with nought, not left out and not divided by."""
    snapshots = sheet(*series("price", [20.0] * 5))
    habit = habits(promotions(snapshots), snapshots, week(5)).iloc[0]
    assert habit["runs"] == 0 and habit["needed"] == 4 and pd.isna(habit["since"])


def test_most_promotions_are_found_and_few_invented() -> None:
    """Drawn rivals looked at weekly, one look in ten left out."""
    found = measure(range(700, 709))
    sums = found.sum()
    assert sums["hit"] / sums["visible"] >= 0.9 and sums["wrong"] / sums["found"] <= 0.08
    assert found["depth_error"].mean() <= 0.03
    assert found["within"].mean() >= 0.7


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(5, 30)), min_size=1, max_size=15))
def test_bounds_are_in_order_and_runs_do_not_overlap(values: list[int | None]) -> None:
    """A length worked out of bounds in disorder would be negative."""
    found = promotions(sheet(*series("price", [float(v) if v else np.nan for v in values])))
    assert (found["first_seen"] <= found["last_seen"]).all()
    told = found.dropna(subset=["not_before", "not_after"])
    assert (told["not_before"] < told["first_seen"]).all()
    assert (told["last_seen"] < told["not_after"]).all()
    assert (found["first_seen"].iloc[1:].to_numpy() > found["last_seen"].iloc[:-1].to_numpy()).all()
    assert found["depth"].between(0.0, 1).all() and not found["open"].any()


def test_answers_to_our_cuts_are_no_rhythm_of_the_rivals() -> None:
    """A plan around "its next promotion" would wait for a day that we ourselves decide."""
    dip = [20.0, 20.0, 20.0, 18.0, 18.0, 20.0]
    rows = series("price", dip * 4) + series("price", dip * 4, competitor="乙")
    rows += [{"week": w, "competitor": "丙", "price": p, "promotion": "九折" if p < 20 else ""}
             for w, p in enumerate(dip * 4)]  # fmt: skip
    snapshots = sheet(*rows)
    runs = promotions(snapshots)
    # We cut in weeks 2, 8, 14 (the looks before their dips) and not before the last one.
    own = pd.DataFrame({"date": [week(2), week(8), week(14)], "size": -0.1})
    firsts = pd.DataFrame(
        {
            "competitor": ["甲", "乙", "丙"],
            "verdict": ["they_follow", "cannot_tell", "both"],
            "lag_hi": [8.0, np.nan, np.nan],
        }
    )
    left = answering(runs, own, firsts)
    assert runs.loc[left, "competitor"].eq("甲").all()  # 乙 is not known to follow, 丙 announces
    assert runs.loc[left, "first_seen"].tolist() == [week(3), week(9), week(15)]
    told = habits(runs, snapshots, week(23), answers=left).set_index("competitor")
    assert told["runs"].to_dict() == {"甲": 1, "乙": 4, "丙": 4}
    assert told["answers"].to_dict() == {"甲": 3, "乙": 0, "丙": 0}
    assert told.loc["甲", "needed"] == 3 and told.loc["乙", "needed"] == 0
    assert habits(runs, snapshots, week(23))["runs"].eq(4).all()
    slow = firsts.assign(lag_hi=[20.0, np.nan, np.nan])
    assert not answering(runs, own, slow).any()  # two rhythms side by side look like that
    raised = own.assign(size=0.1)
    assert not answering(runs, raised, firsts).any()


def test_a_rival_that_follows_nobody_keeps_its_promotions() -> None:
    """Two rhythms side by side look like answers: taken for such, its own would be hidden."""
    _, own = shares(range(9400, 9415), follows=False)
    assert own <= 0.1
    # What who-follows does not tell (it asks for 95 % sure) stays a promotion.
    answered, kept = shares(range(9400, 9415), follows=True)
    assert answered > kept
