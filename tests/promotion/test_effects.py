"""Whether actions worked is told against untouched ones, and never from their own rebound."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opslib.errors import ParameterError
from opslib.promotion.effects import REASONS, did_it_work
from tests.promotion.action_worlds import drawn
from tests.promotion.measure_actions import judged, score

MONDAY = date(2026, 6, 1)
DONE = MONDAY + timedelta(days=70)
TERMS = SimpleNamespace(as_of=MONDAY + timedelta(days=97), evidence=0.8)


def daily(
    many: int = 12, days: int = 98, per_day: float = 20.0, lift: float = 1.0, seed: int = 1
) -> pd.DataFrame:
    """Words of equal size; from the day of the action on the first has `lift` times as much."""
    dice = np.random.default_rng(seed)
    when = [MONDAY + timedelta(days=d) for d in range(days)]
    rate = np.full((many, days), per_day)
    rate[0, [d >= DONE for d in when]] *= lift
    conv = dice.poisson(rate)
    return pd.DataFrame(
        {
            "date": np.tile(when, many),
            "subject": np.repeat([f"w{i}" for i in range(many)], days),
            "clicks": 20 * conv.ravel(),
            "spend": 20.0 * conv.ravel(),
            "conv": conv.ravel(),
            "value": 50.0 * conv.ravel(),
        }
    )


def done(subject: str = "w0", on: date = DONE, **more: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": ["a"], "subject": [subject], "done_on": [on], **more})


def one(actions: pd.DataFrame, panel: pd.DataFrame, terms: Any = TERMS) -> Any:
    return did_it_work(actions, panel, terms).iloc[0]


def test_a_rise_by_half_is_found_and_priced() -> None:
    """20 a day, 140 a week, of 50 each: half as much more wins 3,500 a week."""
    found = one(done(measure="value"), daily(lift=1.5).drop(columns="spend"))
    assert found["verdict"] == "worked"
    assert found["lo"] < np.log(1.5) < found["hi"]
    assert found["yuan_lo"] < 3500 < found["yuan_hi"]
    assert found["yuan"] == pytest.approx(3500, rel=0.25)
    assert (found["weeks"], found["compared"]) == (4, 11)


def test_more_sales_that_cost_more_than_they_bring_are_no_gain() -> None:
    """Each order of 50 takes 20 of spend: half as much more leaves 0.6 x 3,500 = 2,100 a week."""
    found = one(done(measure="profit"), daily(lift=1.5))
    assert found["yuan"] == pytest.approx(2100, rel=0.3) and found["verdict"] == "worked"
    dear = daily(lift=1.5).assign(spend=lambda f: 80.0 * f["conv"])
    assert one(done(measure="profit"), dear)["verdict"] == "harmed"


def test_nothing_done_to_steady_words_is_no_effect() -> None:
    """140 orders a week for four weeks tell 10 % from nothing."""
    found = one(done(measure="conv"), daily())
    assert found["verdict"] == "none" and abs(found["effect"]) < 0.1


def test_a_fall_is_called_harm() -> None:
    """A new title that halves the orders must be taken back at once."""
    assert one(done(measure="conv"), daily(lift=0.5))["verdict"] == "harmed"


def test_what_everybody_gains_is_not_the_actions() -> None:
    """A sale in the week after lifts all words; the bid of one has no part in it."""
    panel = daily()
    after = pd.to_datetime(panel["date"]) >= pd.Timestamp(DONE)
    panel["conv"] = np.where(after, 2 * panel["conv"], panel["conv"])
    assert one(done(measure="conv"), panel)["verdict"] == "none"


def test_one_bad_week_rebounds_by_itself() -> None:
    """Last week at a third of the usual, then as ever: plain before/after would say x 3."""
    panel = daily(many=20)
    when = pd.to_datetime(panel["date"])
    rng = np.random.default_rng(3)
    for i in range(20):  # every word has such weeks now and then
        bad = MONDAY + timedelta(days=7 * int(rng.integers(2, 9)))
        at = panel["subject"].eq(f"w{i}") & when.between(
            pd.Timestamp(bad), pd.Timestamp(bad + timedelta(days=6))
        )
        panel.loc[at, "conv"] //= 3
    last = panel["subject"].eq("w0") & when.between(
        pd.Timestamp(DONE - timedelta(days=7)), pd.Timestamp(DONE - timedelta(days=1))
    )
    panel.loc[last, "conv"] //= 3
    assert one(done(measure="conv"), panel)["verdict"] in ("none", "cannot_tell")


def test_the_worst_of_many_are_not_praised_for_rebounding() -> None:
    """200 actions on the worst words, half without effect: the floors of the measured figures."""
    told = score(judged(range(31_000, 31_040)))
    assert 0.72 <= told["cover"] <= 0.90
    assert told["null_worked"] <= 0.10
    assert told["plain_null"] > 0.25, "the world does not tempt, so the test says nothing"
    assert told["real_worked"] >= 0.15


@pytest.mark.parametrize("days", [0, 3, 6])
def test_before_a_whole_week_has_passed_nothing_is_told(days: int) -> None:
    """Three days after a change of bid anybody can be lucky."""
    early = SimpleNamespace(as_of=DONE + timedelta(days=days), evidence=0.8)
    found = one(done(), daily(), early)
    if days < 4:
        assert found["verdict"] == "cannot_tell" and found["reason"] == REASONS["early"]
    future = one(done(on=TERMS.as_of + timedelta(days=30)), daily())
    assert future["verdict"] == "cannot_tell"


def test_days_still_filling_up_count_as_far_as_they_are_known() -> None:
    """Half of the last week's orders are not known yet: that is no fall."""
    panel = daily()
    open_ = pd.to_datetime(panel["date"]) >= pd.Timestamp(DONE)
    panel["complete"] = np.where(open_, 0.5, 1.0)
    panel["conv"] = np.where(open_, panel["conv"] // 2, panel["conv"])
    found = one(done(measure="conv"), panel)
    assert found["verdict"] in ("none", "cannot_tell") and abs(found["effect"]) < 0.15
    panel["complete"] = np.where(open_, np.nan, 1.0)
    assert one(done(measure="conv"), panel)["reason"] == REASONS["early"]


def test_two_actions_on_one_day_are_not_told_apart() -> None:
    """Whoever changes bid and picture at once learns nothing of either."""
    both = pd.concat([done(), done().assign(id="b")], ignore_index=True)
    found = did_it_work(both, daily(lift=2.0), TERMS)
    assert [*found["verdict"]] == ["cannot_tell"] * 2
    assert [*found["reason"]] == [REASONS["mixed"]] * 2


def test_a_later_action_ends_the_time_of_the_first() -> None:
    """The second change halves it again: the first still did double."""
    panel = daily(lift=2.0)
    again = DONE + timedelta(days=14)
    late = panel["subject"].eq("w0") & (pd.to_datetime(panel["date"]) >= pd.Timestamp(again))
    panel.loc[late, "conv"] //= 4
    both = pd.concat([done(measure="conv"), done(on=again, measure="conv").assign(id="b")])
    found = did_it_work(both, panel, TERMS).set_index("id")
    assert found.loc["a", "verdict"] == "worked" and found.loc["a", "weeks"] == 2
    assert found.loc["b", "verdict"] == "harmed"


def test_other_touched_words_are_no_comparison() -> None:
    """Seven of twelve words doubled by hand would make the others look half dead."""
    panel = daily()
    touched = panel["subject"].isin([f"w{i}" for i in range(1, 8)])
    after = pd.to_datetime(panel["date"]) >= pd.Timestamp(DONE)
    panel.loc[touched & after, "conv"] *= 2
    more = [done(f"w{i}", measure="conv").assign(id=f"x{i}") for i in range(1, 8)]
    found = did_it_work(pd.concat([done(measure="conv"), *more]), panel, TERMS).set_index("id")
    assert found.loc["a", "verdict"] != "harmed" and abs(found.loc["a", "effect"]) < 0.15
    assert found.loc["a", "compared"] == 4
    assert (found.loc[[f"x{i}" for i in range(1, 8)], "verdict"] == "worked").all()


def test_without_anything_to_compare_nothing_is_told() -> None:
    """A shop with one plan cannot know what would have come without the change."""
    found = one(done(), daily(many=1, lift=2.0))
    assert found["verdict"] == "cannot_tell" and found["reason"] == REASONS["few"]


def test_a_subject_without_rows_is_said_to_be_absent() -> None:
    """A mistyped word in the register gets an answer, not a figure."""
    found = one(done("w 0"), daily())
    assert found["verdict"] == "cannot_tell" and found["reason"] == REASONS["absent"]


def test_groups_are_compared_within_themselves() -> None:
    """A new channel that doubles all its words says nothing of the old channel's."""
    panel = daily(many=24).assign(group=lambda f: np.where(f["subject"].isin(
        [f"w{i}" for i in range(12)]), "old", "new"))  # fmt: skip
    after = pd.to_datetime(panel["date"]) >= pd.Timestamp(DONE)
    panel.loc[after & panel["group"].eq("new"), "conv"] *= 2
    assert one(done(measure="conv"), panel)["verdict"] == "none"


@pytest.mark.parametrize("lacking", ["subject", "value", "date"])
def test_a_missing_column_is_named(lacking: str) -> None:
    """A KeyError from deep inside would tell the operator nothing."""
    with pytest.raises(ParameterError, match=lacking):
        did_it_work(done(), daily().drop(columns=lacking), TERMS)


def test_an_unknown_measure_is_named() -> None:
    """The register may say anything."""
    with pytest.raises(ParameterError, match="glory"):
        did_it_work(done(measure="glory"), daily(), TERMS)


def test_no_actions_give_an_empty_frame_with_its_columns() -> None:
    """The page asks before anybody has done anything."""
    found = did_it_work(done().iloc[:0], daily(), TERMS)
    assert found.empty and {"id", "verdict", "yuan"} <= set(found.columns)


@pytest.mark.parametrize("column", ["conv", "value", "clicks", "spend"])
def test_nothing_but_zeros_is_no_effect_to_speak_of(column: str) -> None:
    """A column that the export leaves empty must not become a verdict."""
    panel = daily()
    panel[column] = 0.0
    for measure in ("conv", "value", "clicks", "profit"):
        found = one(done(measure=measure), panel)
        assert found["verdict"] in ("none", "cannot_tell"), (column, measure)


@given(st.integers(0, 10_000), st.sampled_from([0.3, 1.0, 4.0]))
@settings(max_examples=6, deadline=None)
def test_order_and_names_do_not_matter(seed: int, lift: float) -> None:
    """The same facts in another order, or under other names, are the same answer."""
    panel = daily(many=6, lift=lift, seed=seed)
    mixed = panel.sample(frac=1, random_state=seed % 1000)
    renamed = mixed.assign(subject="z" + mixed["subject"])
    first = one(done(measure="conv"), panel)
    for subject, other in (("w0", mixed), ("zw0", renamed)):
        again = one(done(subject, measure="conv"), other)
        assert again["verdict"] == first["verdict"]
        assert again["effect"] == pytest.approx(first["effect"], abs=0.02)
        assert again["lo"] <= again["effect"] <= again["hi"]


def test_weeks_and_days_tell_the_same() -> None:
    """A shop that exports by the week is judged like one that exports by the day."""
    panel = daily(lift=1.6)
    first = pd.to_datetime(panel["date"]).dt.to_period("W-SUN").dt.start_time
    weeks = panel.assign(week=first.dt.date).drop(columns="date")
    weeks = weeks.groupby(["week", "subject"], as_index=False).sum()
    by_day, by_week = (one(done(measure="conv"), p) for p in (panel, weeks))
    assert by_week["verdict"] == by_day["verdict"] == "worked"
    assert by_week["effect"] == pytest.approx(by_day["effect"], abs=0.08)


def test_the_drawn_world_picks_the_worst() -> None:
    """If the generator picked at random, nothing would be shown of selection."""
    world = drawn(5)
    last = world.panel[world.panel["week"].eq(world.actions["done_on"][0] - timedelta(days=7))]
    usual = world.panel[world.panel["week"] < world.actions["done_on"][0]]
    share = last.set_index("subject")["conv"] / usual.groupby("subject")["conv"].mean()
    picked = share[world.actions["subject"]]
    assert picked.mean() < 0.7 * share.mean()
