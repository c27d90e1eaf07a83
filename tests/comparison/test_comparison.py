"""The comparison of the sample shops: what was planted among the rivals is found, and no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from opslib import open_shop
from opslib.comparison import Comparison, comparison_answer
from opslib.comparison.show import SECTIONS
from opslib.report import Block
from opslib.simulate import rivals


@pytest.fixture(scope="module")
def cotton(imported: Path) -> Comparison:
    return open_shop(imported, shop="cotton1688", as_of="2026-11-20").comparison()


@pytest.fixture(scope="module")
def abroad(imported: Path) -> Comparison:
    return open_shop(imported, shop="alibaba_demo", as_of="2026-11-20").comparison()


def test_own_rows_of_the_sheet_are_no_rival(cotton):
    """Our own shown prices would be compared with themselves and called a competitor."""
    assert set(cotton.snapshots["competitor"]) == set(rivals.NAMES)
    assert set(cotton.noted["competitor"]) == {"本店"} and len(cotton.own_moves) >= 16


@pytest.mark.parametrize("shop", ["cotton", "abroad"])
def test_the_rival_that_answers_is_named_and_nobody_else(shop, request):
    """An operator would fear answers that never come, or be surprised by one that always does."""
    told = request.getfixturevalue(shop).firsts.set_index("competitor")
    follow = told[told["verdict"].isin(["they_follow", "both"])]
    assert [*follow.index] == [rivals.NAMES[rivals.ANSWERS]]
    assert follow["answer"].iloc[0] == pytest.approx(rivals.ANSWER_SHARE, abs=0.08)
    row = follow.iloc[0]
    assert row["by_look"] and row["lag_lo"] <= 7 * rivals.LAG_WEEKS <= row["lag_hi"]


def test_promotions_of_the_rival_that_promotes_every_six_weeks(cotton):
    """A plan around the next promotion needs its rhythm: 42 days, a tenth off."""
    habit = cotton.habits.set_index("competitor").loc["示例同行F工贸"]
    assert habit["every"] == 42 and habit["depth"] == pytest.approx(0.10, abs=0.01)
    assert habit["next_from"] > pd.Timestamp("2026-11-20")


@pytest.mark.parametrize("shop", ["cotton", "abroad"])
def test_answers_to_our_cuts_are_no_promotions_of_the_rival(shop, request):
    """The rival that answers has no rhythm of its own: its next cut comes after our next one."""
    made = request.getfixturevalue(shop)
    told = made.habits.set_index("competitor")
    answers = rivals.NAMES[rivals.ANSWERS]
    assert told.loc[answers, "answers"] >= 6 and told.loc[answers, "needed"] > 0
    assert told["answers"].drop(answers).eq(0).all()


def test_a_pair_struck_out_stays_struck_out(cotton):
    """A wrong pair that comes back every week teaches people not to look at pairs at all."""
    pairs = cotton.matches
    mine = pairs[pairs["offer_id"].eq("888000009002") & pairs["item_id"].eq("745629366494")]
    assert [*mine["state"]] == ["rejected"]
    prices = cotton.position.set_index("item_id")
    best = cotton.ours.loc[cotton.ours["item_id"].eq("745600002026"), "item_id"].iloc[0]
    assert prices.loc[best, "offers"] == 5 and prices.loc[best, "needed"] == 0


def test_indices_are_read_inside_the_range_of_our_own_and_refused_outside(cotton):
    """A number made up beyond what was ever seen would look like knowledge."""
    read = cotton.readings[cotton.readings["kind"].eq("trade_index")].set_index("competitor")
    own = cotton.market[cotton.market["subject"].eq("own")]["trade_index"]
    inside = read["index"].between(own.min(), own.max())
    assert inside.any() and (~inside).any()
    assert read.loc[inside, "mid"].notna().all() and read.loc[~inside, "mid"].isna().all()
    assert 0.75 <= read["coverage"].iloc[0] <= 0.85
    a, b = rivals.INDEX["trade"]
    true = (read.loc[inside, "index"] / a) ** (1 / b)
    assert (read.loc[inside, "mid"] / true - 1).abs().max() < 0.01


def test_words_that_nobody_of_ours_fits_are_open(cotton):
    """The operator would be told to make what is made already."""
    words = cotton.words[cotton.words["open"].astype(bool)]["keyword"]
    assert set(words) <= set(rivals._WORDS["1688"]) and len(words) >= 3


@pytest.mark.parametrize("shop", ["cotton", "abroad"])
def test_every_section_is_made_and_every_number_answers_for_itself(shop, request):
    """A section that broke is called failed, and `opslib why` must find each number again."""
    made = request.getfixturevalue(shop)
    show = Comparison(made.shop).show
    blocks = [getattr(show, name)() for name in SECTIONS if name != "explore"]
    assert not show.failed and all(isinstance(b, Block) for b in blocks)
    number = show.sheet.numbers["rivals.moved"]
    told = {"id": number.id, "metric": number.metric, "value": number.value}
    assert comparison_answer(made.shop, told).equal


def test_places_on_lists_have_their_days(cotton):
    """000-37: a register of lists says since when we stand there, and when a place was lost."""
    place = cotton.places.set_index("list")
    assert place.loc["hot", "rank"] == 9 and place.loc["hot", "since"] == pd.Timestamp("2026-10-22")
    assert place.loc["custom", "verdict"] == "on_the_way" and place.loc["custom", "gap"] > 0
    near = [f for f in cotton.show.review.findings if f.rule == "list_near"]
    assert [f.subject.member for f in near] == [place.loc["custom", "item_id"]]


def test_the_gap_list_is_a_difference_of_sets_in_order_of_money(cotton, abroad):
    """002-08; where nothing tells our own tags none of theirs is called lacking."""
    gaps = cotton.gap_list
    theirs = gaps[gaps["side"].eq("theirs")]
    assert "48小时发货" not in set(theirs["name"]) and "7天包换" in set(theirs["name"])
    assert {"镇店之宝"} <= set(gaps.loc[gaps["side"].eq("ours"), "name"])
    known = theirs["mid"].fillna(-1.0)
    assert (
        known.is_monotonic_decreasing
        and theirs["low"].le(theirs["mid"]).where(theirs["mid"].notna(), True).all()
    )
    assert not abroad.tags_known and abroad.gap_list["kind"].eq("list").all()
    assert not [f for f in abroad.show.review.findings if f.rule == "tags_lacking"]


def test_the_shop_may_edit_what_is_told(cotton):
    """A threshold in rules/competition.toml that changes nothing would be a lie."""
    from dataclasses import replace

    made = Comparison(cotton.shop)
    kinds = dict(made.kinds)
    kinds["rival_cut"] = replace(kinds["rival_cut"], threshold=0.11)
    kinds["word_open"] = replace(kinds["word_open"], enabled=False)
    made.__dict__.update(kinds=kinds, snapshots=cotton.snapshots, firsts=cotton.firsts)
    told = [f.rule for f in made.show.review.findings]
    before = [f.rule for f in cotton.show.review.findings]
    assert 0 < told.count("rival_cut") < before.count("rival_cut")
    assert "word_open" in before and "word_open" not in told
    assert "word_open" not in {c.rule for c in made.show.review.checks}


def test_a_dear_product_is_asked_to_cut_only_where_that_pays(cotton):
    """Advice to lower a price that loses money every week is worse than none."""
    dear = float(cotton.position.iloc[0]["price"])
    tried = cotton.tried(dear * 1.3, 0.0, 0.0)
    found = [f for f in tried.show.review.findings if f.rule.startswith("price_")]
    assert [f.rule for f in found if f.subject.member == cotton.position.iloc[0]["item_id"]]
    for one in found:
        assert (one.rule == "price_reason") == (one.money is None)
        assert one.money is None or one.money.mid > 0


def test_findings_have_an_order_a_guide_and_one_thing_to_do(cotton):
    """The first line of the page is the one that is done."""
    found = cotton.show.review.findings
    money = [f.money.mid if f.money else 0.0 for f in found]
    assert found and money == sorted(money, reverse=True)
    assert all(f.guide and f.minutes and f.action.zh and f.action.en for f in found)
    assert all(f.assumed for f in found if f.rule == "rival_cut")
    assert {f.rule for f in found} >= {"tags_lacking", "word_open"}


def test_the_terms_of_the_controls_change_price_floor_and_reply(cotton):
    """Sliders that move nothing, or move the page's own figures, would mislead."""
    dear = cotton.position.iloc[0]
    other = cotton.tried(float(dear["price"]) * 2, 0.55, 3.0)
    first = other.position.set_index("item_id").loc[dear["item_id"]]
    assert first["price"] == pytest.approx(dear["price"] * 2) and first["verdict"] == "dearest"
    assert other.position["floor"].gt(cotton.position["floor"]).all()
    assert cotton.position.iloc[0]["price"] == dear["price"]


def test_a_shop_that_never_noted_a_rival_is_told_what_to_note(imported):
    """An empty page would be taken for a broken one."""
    shop = open_shop(imported, shop="cotton1688", as_of="2025-10-01")
    made = shop.comparison()
    assert made.empty and date(2025, 10, 1) == shop.as_of
    assert "竞品登记表" in made.show.verdict().text
    assert all(isinstance(getattr(made.show, n)(), Block) for n in SECTIONS)
    assert not made.show.failed and "rivals 0" in made.show.line()
