"""The calendar's kinds of findings as an operator may edit them: rules/calendar.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from opslib.errors import DeclarationError
from opslib.kinds import Kind, kinds_of, shipped
from opslib.labels import speaking
from opslib.marketing.year import FILE
from tests.cli.calls import call
from tests.marketing.test_calendar_page import SALE, year


def own(root: Path, text: str) -> dict[str, Kind]:
    """The kinds of a workspace with this file of its own."""
    (root / "rules").mkdir(parents=True, exist_ok=True)
    (root / "rules" / FILE).write_text(text, encoding="utf-8")
    return kinds_of(root, FILE)


def test_a_workspace_changes_single_keys_of_a_kind(tmp_path):
    """Whoever copies a whole block to change one number misses every later mending of its words."""
    kinds = own(tmp_path, '[[kind]]\nid = "enrol_soon"\nthreshold = 3\nseverity = "watch"\n')
    mine, usual = kinds["enrol_soon"], shipped(FILE)["enrol_soon"]
    assert (mine.threshold, mine.severity, mine.title) == (3.0, "watch", usual.title)
    assert (usual.threshold, usual.severity) == (14.0, "act")
    assert kinds["collision"] == shipped(FILE)["collision"]


@pytest.mark.parametrize(
    "line, word",
    [
        ("treshold = 3", "threshold"),
        ("threshold = -3", "threshold"),
        ('threshold = "3 days"', "threshold"),
        ('severity = "urgent"', "severity"),
        ('severity = "wach"', "watch"),
        ('enabled = "no"', "true"),
        ('title = { zh = "{names}", en = "{name}" }', "name"),
        ('title = { zh = "x" }', "en"),
        ("least = 0.1", "least"),
    ],
)
def test_a_slip_in_the_file_is_named_with_its_line(tmp_path, line, word):
    """A threshold that is silently not read is worse than none."""
    with speaking("en"), pytest.raises(DeclarationError) as fault:
        own(tmp_path, f'[[kind]]\nid = "enrol_soon"\n{line}\n')
    assert "calendar.toml:" in str(fault.value) and word in str(fault.value)


def test_an_unknown_kind_is_refused_with_the_nearest(tmp_path):
    """'enrol_son' would change nothing, and nobody would know."""
    with pytest.raises(DeclarationError, match="enrol_soon"):
        own(tmp_path, '[[kind]]\nid = "enrol_son"\nthreshold = 3\n')


def told(root: Path, text: str, **changed: object) -> list[str]:
    """The rules that a calendar with one flash sale brings under this file."""
    made = year(root, {**SALE, **changed})
    own(root, text)
    return [f.rule for f in made.show.review.findings]


def test_what_the_file_says_is_what_is_told(tmp_path):
    """A sale since 10 November without an end, read on the 21st: told for 30 days, not for 5."""
    endless = {"开始日期": "2026-11-10", "结束日期": None}
    assert "end_missing" in told(tmp_path / "a", "", **endless)
    short = '[[kind]]\nid = "end_missing"\nthreshold = 5\n'
    assert "end_missing" not in told(tmp_path / "b", short, **endless)
    off = '[[kind]]\nid = "end_missing"\nenabled = false\n'
    assert "end_missing" not in told(tmp_path / "c", off, **endless)


def test_a_kind_switched_off_is_no_check_either(tmp_path):
    """'Looked at and fine' would be said of what nobody looked at."""
    made = year(tmp_path / "w", SALE)
    own(tmp_path / "w", '[[kind]]\nid = "event_undecided"\nenabled = false\n')
    assert "event_undecided" not in {c.rule for c in made.show.review.checks}


def test_the_days_ahead_of_an_undecided_event_are_the_operators(tmp_path):
    """12.12 begins on 8 December, 17 days after the morning of reading."""
    text = '[[kind]]\nid = "event_undecided"\nthreshold = {n}\n'
    assert "event_undecided" not in told(tmp_path / "a", text.format(n=16))
    assert "event_undecided" in told(tmp_path / "b", text.format(n=17))


def test_the_rules_of_every_report_are_listed_with_the_workspaces_own_numbers(tmp_path):
    """What cannot be listed is looked for in vain; a number changed has to be seen."""
    year(tmp_path / "w", SALE)
    own(tmp_path / "w", '[[kind]]\nid = "enrol_soon"\nthreshold = 3\n')
    rows = {r["id"]: r for r in call("list", "rules", "--json", cwd=tmp_path / "w").json}
    assert {"price_star", "word_raise", "collision"} <= set(rows)
    mine = rows["enrol_soon"]
    assert (mine["threshold"], mine["test"], mine["guide"]) == (3.0, "calendar", "000-61")
