"""The track record of rules: pooled effects with honest ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from opslib.actions import Action
from opslib.actions.board import _told
from opslib.actions.record import OWN, pooled, rule_of, summed
from opslib.labels import Label, speaking
from opslib.report.promo.actions import promo_worked
from tests.report import examples as ex

Z = 1.2815515655446004  # half an 80 % range of the normal distribution, in standard errors


def test_equal_effects_are_pooled_to_their_mean() -> None:
    """By hand: errors of 5, squares around the mean 20 add up to 200 = 8 x 25, 4 more than by
    error alone: 25 between them, 50 in all, 10 of the mean; times t(.9, 4) = 1.5332."""
    mid = np.array([10.0, 20.0, 20.0, 20.0, 30.0])
    found = pooled(mid, mid - 5 * Z, mid + 5 * Z)
    assert found.mid == pytest.approx(20.0)
    half = 1.5332062737131438 * np.sqrt(10)
    assert found.hi - found.mid == pytest.approx(half)
    assert found.mid - found.lo == pytest.approx(half)


def test_a_few_actions_prove_nothing() -> None:
    """Four lucky bids are no track record."""
    few = np.array([10.0, 12.0, 11.0, 10.0])
    assert np.isnan(pooled(few, few - 1, few + 1).mid)


@pytest.mark.parametrize("tau", [0.0, 15.0])
def test_the_range_of_a_rules_record_holds_four_times_in_five(tau: float) -> None:
    """Too narrow, and a rule that does nothing is praised to the whole shop."""
    dice, held = np.random.default_rng(20261120), []
    for _ in range(400):
        n = int(dice.integers(5, 16))
        error = dice.uniform(5, 30, n)
        mid = 20 + tau * dice.standard_normal(n) + error * dice.standard_normal(n)
        found = pooled(mid, mid - Z * error, mid + Z * error)
        held.append(found.lo <= 20 <= found.hi)
    assert 0.76 <= np.mean(held) <= 0.92, np.mean(held)


def rows(rule: str, effect: float, n: int, promised: float = 50.0, seed: int = 1) -> pd.DataFrame:
    mid = effect + 20 * np.random.default_rng(seed).standard_normal(n)
    return pd.DataFrame(
        {
            "rule": rule, "id": [f"{rule}{i}" for i in range(n)], "yuan": mid,
            "yuan_lo": mid - 20 * Z, "yuan_hi": mid + 20 * Z, "mid": promised,
            "verdict": np.where(mid > 25, "worked", "cannot_tell"),
        }
    )  # fmt: skip


def test_a_rule_that_helps_and_one_that_does_nothing_are_told_apart() -> None:
    """Twenty times done for nothing, a rule should stop asking for Monday's time."""
    found = summed(pd.concat([rows("word_raise", 50, 12), rows("hours_weight", 0, 20)]))
    by = found.set_index("rule")
    assert list(found["rule"]) == ["hours_weight", "word_raise"], "most used first"
    assert by.loc["word_raise", "verdict"] == "helps" and by.loc["word_raise", "used"] == 12
    assert by.loc["hours_weight", "verdict"] == "less"
    assert by.loc["word_raise", "worked"] + by.loc["word_raise", "cannot_tell"] == 12


def test_what_was_added_by_hand_is_counted_not_averaged() -> None:
    """A budget and a bid have no effect in common."""
    (row,) = summed(rows(OWN, 50, 12)).itertuples()
    assert row.used == 12 and np.isnan(row.each) and row.verdict == "cannot_tell"


def test_a_useless_rule_is_named_within_twenty_uses_in_four_of_five_shops() -> None:
    """Later, and the shop has spent a quarter on it."""
    flagged = [
        summed(rows("hours_weight", 0.0, 20, seed=s))["verdict"][0] in ("less", "harms")
        for s in range(200)
    ]
    assert np.mean(flagged) >= 0.8, np.mean(flagged)


def test_a_rule_is_known_by_its_findings_and_what_was_added_by_hand_by_nothing() -> None:
    """The operator's own changes are judged too, and blamed on no rule."""
    ask = {"report": "r", "dimension": "keyword", "subject": "s", "what": "w"}
    assert rule_of(Action("a", finding="word_raise.0a1b", **ask)) == "word_raise"
    assert rule_of(Action("a", finding="", **ask)) == OWN


def test_the_record_stands_below_what_was_done() -> None:
    """A rule's name and what it brought, in the page's language, every number on the sheet."""
    record = summed(rows("word_raise", 50, 12))
    names = {"word_raise": Label("该提价的词", "Words to raise")}
    with speaking("zh"):
        sheet = ex.sheet()
        html = str(promo_worked(sheet, pd.DataFrame(), record, names).html)
        assert (
            "该提价的词" in html and "战绩" in html and "promo.record.word_raise" in sheet.numbers
        )
        assert "Words" not in html
    with speaking("en"):
        assert "Words to raise" in str(promo_worked(ex.sheet(), pd.DataFrame(), record, names).html)


def test_an_open_action_is_told_by_name_and_with_its_currency() -> None:
    """Nobody ticks "102 · 745622025377": a product has a title, and money a currency."""
    action = Action("a", "", "", "product", "745622025377", "换主图", mid=102.4)
    assert _told(action, {"745622025377": "打底衫"}, "CNY") == "+¥102 · 打底衫 · 换主图"
    assert _told(action, {}, "USD") == "+$102 · 745622025377 · 换主图"
