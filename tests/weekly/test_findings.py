"""What the judgements of a week become: findings with a price, only those worth telling."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from opslib import open_shop
from opslib.errors import DeclarationError
from opslib.kinds import chosen
from opslib.labels import speaking
from opslib.promotion import Terms
from opslib.weekly import findings as made
from opslib.weekly.kinds import FILE, kind_files, load_kinds, shipped

WEEK = (date(2026, 11, 9), date(2026, 11, 15))
TERMS = Terms(date(2026, 11, 15), WEEK, "CNY", 15, "gmv", 0.3, 0.0, 3.3, 1000.0, 0.8)


def word(
    keyword: str, verdict: str, gain: float, plan: str = "A", p: float = 0.9
) -> dict[str, Any]:
    return {
        "plan": plan, "keyword": keyword, "verdict": verdict, "week_gain": gain,
        "gain_lo": gain / 2, "gain_hi": gain * 2, "cpc": 1.0, "bid_to": 1.3, "bid_next": 1.2,
        "p_right": p, "clicks": 120.0,
    }  # fmt: skip


def weekly(words: list[dict[str, Any]], gone: dict[str, int] | None = None, **changed: Any) -> Any:
    """A week of these words; gone: days on which a plan's money was gone, changed: keys of kinds
    by id."""
    import dataclasses

    kinds = dict(shipped())
    for id, keys in changed.items():
        kinds[id] = dataclasses.replace(kinds[id], **keys)
    plans = pd.DataFrame({"plan": [*(gone or {})], "out_days": [*(gone or {}).values()]})
    columns = [*word("", "", 0.0)]
    return SimpleNamespace(
        terms=TERMS,
        kinds=kinds,
        keywords=pd.DataFrame(words, columns=columns),
        budget=SimpleNamespace(plans=plans),
    )


def told(week: Any) -> list[tuple[str, str]]:
    found = chosen(made.word_findings(week), week.kinds, week.terms.weekly_budget)
    return [(f.rule, f.subject.member) for f in made.review(found, []).findings]


def test_words_that_are_to_change_are_told_most_money_first() -> None:
    """The operator works from the top until the hour is over."""
    week = weekly([word("a", "keep", 90), word("b", "raise", 20), word("c", "remove", 50)])
    assert told(week) == [("word_remove", "c"), ("word_raise", "b")]


def test_a_word_worth_less_than_its_minutes_is_not_told() -> None:
    """One in a hundred of the week's 1000 yuan is the line: 9.99 is not worth a line, 10 is."""
    assert told(weekly([word("a", "raise", 9.99), word("b", "raise", 10.0)])) == [
        ("word_raise", "b")
    ]
    low = weekly([word("a", "raise", 9.99)], word_raise={"least": 0.0})
    assert told(low) == [("word_raise", "a")]


def test_no_higher_bid_is_asked_for_where_the_money_is_gone_by_noon() -> None:
    """It would only be gone by eleven. Lower bids make it last."""
    words = [word("a", "raise", 50), word("b", "lower", 40), word("c", "raise", 30, plan="B")]
    assert told(weekly(words, gone={"A": 4})) == [("word_lower", "b"), ("word_raise", "c")]
    assert told(weekly(words, gone={"A": 3}))[0] == ("word_raise", "a")


def test_a_kind_tells_no_more_than_its_top() -> None:
    """Behind the fold a hundred words help nobody; the table of words has them all."""
    many = [word(f"w{i:02}", "remove", 100 + i) for i in range(20)]
    found = told(weekly(many))
    assert len(found) == 12 and found[0] == ("word_remove", "w19")
    assert len(told(weekly(many, word_remove={"top": 3}))) == 3
    assert len(told(weekly(many, word_remove={"top": 0}))) == 20


def test_a_kind_that_is_switched_off_says_nothing() -> None:
    """An operator who never removes words does not want to read of it every Monday."""
    assert told(weekly([word("a", "remove", 50)], word_remove={"enabled": False})) == []


def test_below_the_evidence_of_its_kind_a_finding_is_watched() -> None:
    """A shop that trusts raises only when nearly certain says so once, in the rule's own block."""
    week = weekly([word("a", "raise", 50, p=0.9)])
    assert [f.severity for f in made.word_findings(week)] == ["act"]
    strict = weekly([word("a", "raise", 50, p=0.9)], word_raise={"evidence": 0.95})
    assert [f.severity for f in made.word_findings(strict)] == ["watch"]


def test_a_finding_is_the_same_thing_every_week_and_apart_by_plan() -> None:
    """The action register knows by the id what is asked for again."""
    week = weekly([word("a", "raise", 50), word("a", "raise", 40, plan="B")])
    first, second = made.word_findings(week)
    again, _ = made.word_findings(weekly([word("a", "raise", 70), word("a", "raise", 30, "B")]))
    assert first.id != second.id and again.id == first.id


def test_money_without_a_range_is_no_money() -> None:
    """A price without its range reads as certain."""
    assert made.priced(1.0, 2.0, np.nan, "CNY") is None
    money = made.priced(1.0, 2.0, 3.0, "CNY")
    assert money is not None and (money.low, money.mid, money.high) == (1.0, 2.0, 3.0)


def test_checks_say_what_was_looked_at() -> None:
    """'Nothing found' and 'nothing looked at' are not the same."""
    words = pd.DataFrame({"verdict": ["raise", "keep", "cannot_tell"]})
    states = {c.rule: (c.state, c.subjects) for c in made.word_checks(words)}
    assert states["word_raise"] == ("fail", 2) and states["word_remove"] == ("pass", 2)


def _own(tmp_path: Path, text: str) -> dict[str, Any]:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_kinds(*kind_files(tmp_path))


def test_a_workspace_changes_single_keys_of_a_kind(tmp_path: Path) -> None:
    """Whoever copies a whole block to change one number misses every later mending of its words."""
    own = _own(tmp_path, '[[kind]]\nid = "word_raise"\nleast = 0.05\nowner = "Li"\n')
    assert own["word_raise"].least == 0.05 and own["word_raise"].owner == "Li"
    assert own["word_raise"].title == shipped()["word_raise"].title
    assert own["word_lower"] == shipped()["word_lower"]


@pytest.mark.parametrize(
    "line, word",
    [
        ("leasts = 0.05", "least"),
        ("least = 5", "0.8"),
        ("top = -1", "top"),
        ('enabled = "no"', "true"),
        ('title = { zh = "{names}", en = "{name}" }', "name"),
        ('title = { zh = "{", en = "x" }', "{"),
        ('title = { zh = "x" }', "zh"),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_line(tmp_path: Path, line: str, word: str) -> None:
    """A threshold that is silently not read is worse than none."""
    with speaking("en"), pytest.raises(DeclarationError) as fault:
        _own(tmp_path, f'[[kind]]\nid = "word_raise"\n{line}\n')
    assert "promotion.toml:" in str(fault.value) and word in str(fault.value)


def test_an_unknown_kind_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """'word_rise' would change nothing, and nobody would know."""
    with pytest.raises(DeclarationError, match="word_raise"):
        _own(tmp_path, '[[kind]]\nid = "word_rise"\nleast = 0.05\n')


def test_every_finding_of_the_sample_weeks_is_of_a_known_kind(imported: Path) -> None:
    """A finding outside the file could be neither switched off nor replayed."""
    for id in ("cotton1688", "alibaba_demo"):
        week = open_shop(imported, shop=id).weekly()
        found = week.show.review
        assert found.findings and {f.rule for f in found.findings} <= {*week.kinds}
        assert {c.rule for c in found.checks} <= {*week.kinds}
        assert [f.money.mid for f in found.findings if f.money] == sorted(
            (f.money.mid for f in found.findings if f.money), reverse=True
        )
