"""Rule books: every shipped rule keeps its own examples, every mistake is named with its line."""

import re
from dataclasses import replace

import pytest

from opslib.errors import DeclarationError
from opslib.labels import Label
from opslib.metrics import METRICS
from opslib.places import templates
from opslib.profile import load_profile
from opslib.rules.book import load_books
from opslib.rules.conditions import TESTS, Case
from opslib.rules.coverage import catalogue
from opslib.rules.facts_view import View
from opslib.rules.gather import frame_case

from .memory import MemoryFacts

PROFILES = [load_profile("1688"), load_profile("alibaba")]
RULES = load_books(templates() / "rules", metrics=METRICS, profiles=PROFILES)
GOOD = """
[[rule]]
id = "few_visitors"
guide = "000-14"
metric = "visitors"
test = "below"
threshold = 100
severity = "act"
name = { zh = "访客", en = "visitors" }
title = { zh = "访客 {value}", en = "Visitors {value}" }
action = { zh = "看排名", en = "Look at the ranking" }
[rule.examples]
fires = [{ value = 50 }]
quiet = [{ value = 150 }]
"""


def case_of(rule, example):
    """The case an example describes, with the rule's own threshold, evidence and direction."""
    platform = "1688" if rule.profile == "both" else rule.profile
    base = frame_case(rule, View(MemoryFacts(platform)))
    given = {k: tuple(map(tuple, v)) if k == "parts" else v for k, v in example.items()}
    if "flags" in given:
        given["flags"] = tuple(given["flags"])
    return replace(base, **given)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_examples_fire_and_stay_quiet(rule):
    """A rule that does not do what its author wrote beside it misleads whoever edits it."""
    test = TESTS[rule.test]
    assert [test(case_of(rule, e)).state for e in rule.fires] == ["fail"] * len(rule.fires)
    assert "fail" not in [test(case_of(rule, e)).state for e in rule.quiet]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_texts_are_short_and_say_one_thing(rule):
    """The page is read on a phone: a long title pushes the money off the screen."""
    title, action = (re.sub(r"\{\w+\}", "1234", t.zh) for t in (rule.title, rule.action))
    assert len(title) <= 40 and len(action) <= 50
    for text in (rule.name, rule.title, rule.action):
        assert text.zh and text.en and text.zh != text.en
    assert rule.guides and set(rule.guides) <= {r["id"] for r in catalogue()}


def test_the_books_use_no_test_outside_the_closed_set():
    """A new kind of test belongs into conditions, with its meaning written down."""
    assert {r.test for r in RULES} <= set(TESTS) and len(TESTS) == 10


@pytest.fixture
def book(tmp_path):
    def load(text, *more, metrics=("visitors", "clicks")):
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        return load_books(tmp_path, *more, metrics=metrics, profiles=PROFILES)

    return load


def test_a_rule_is_one_block_of_toml(book):
    """An operator adds a rule by one block, without Python."""
    (rule,) = book(GOOD)
    assert rule.threshold == 100 and rule.title == Label("访客 {value}", "Visitors {value}")
    assert rule.where == "test_a_rule_is_one_block_of_to0/own.toml:2"


def test_a_later_folder_replaces_the_shipped_rule(tmp_path, book):
    """The workspace's own threshold must win over the shipped one."""
    own = tmp_path / "workspace"
    own.mkdir()
    (own / "a.toml").write_text(GOOD.replace("threshold = 100", "threshold = 7"), encoding="utf-8")
    assert [r.threshold for r in book(GOOD, own)] == [7]


@pytest.mark.parametrize(
    ("old", "new", "line", "hint"),
    [
        ('metric = "visitors"', 'metric = "visiters"', 5, "visitors"),
        ('test = "below"', 'test = "bellow"', 6, "below"),
        ("threshold = 100", "treshold = 100", 7, "threshold"),
        ("threshold = 100", 'threshold = "profile:ship_promis"', 7, "ship_promise_hours"),
        ("threshold = 100", 'threshold = "a lot"', 7, "profile:"),
        ('severity = "act"', 'severity = "axt"', 8, "act"),
        ("{value}", "{valeu}", 10, "value"),
        (
            'title = { zh = "访客 {value}", en = "Visitors {value}" }',
            'title = { zh = "访客" }',
            10,
            "en",
        ),
        ("quiet = [{ value = 150 }]", "quiet = []", 12, "quiet"),
        ("{ value = 50 }", "{ valu = 50 }", 13, "value"),
    ],
)
def test_a_mistake_names_file_line_and_the_nearest_name(book, old, new, line, hint):
    """A misspelt rule that is skipped in silence is an alarm that never comes."""
    with pytest.raises(DeclarationError) as fault:
        book(GOOD.replace(old, new))
    assert fault.value.where.endswith(f"own.toml:{line}")
    assert hint in str(fault.value)


def test_the_same_rule_twice_names_both_places(book):
    """Two rules of one id: nobody could tell which of them is asked."""
    with pytest.raises(DeclarationError, match=r"own.toml:2"):
        book(GOOD + GOOD)


def test_every_case_field_may_stand_in_an_example():
    """An author who names a field the test knows must not be refused."""
    assert {"value", "threshold", "p", "parts", "flags", "successes", "trials"} <= set(
        Case.__dataclass_fields__
    )
