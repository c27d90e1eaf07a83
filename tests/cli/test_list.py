"""`opslib list` prints every declared thing, inside and outside a workspace."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from opslib.metrics import METRICS
from opslib.places import templates
from opslib.run import PARAMETERS

from .calls import call

RULES = [
    rule["id"]
    for book in sorted((templates() / "rules").glob("*.toml"))
    for what in ("rule", "kind")
    for rule in tomllib.loads(book.read_text(encoding="utf-8")).get(what, [])
]
FORMATS = [
    tomllib.loads(f.read_text(encoding="utf-8"))["id"]
    for f in (templates() / "formats").glob("*.toml")
]
with (templates() / "guide_catalogue.csv").open(encoding="utf-8", newline="") as rows:
    GUIDES = [row["id"] for row in csv.DictReader(rows)]
DECLARED = {
    "reports": list(PARAMETERS),
    "metrics": list(METRICS),
    "rules": RULES,
    "formats": FORMATS,
    "coverage": GUIDES,
}


@pytest.mark.parametrize("what", DECLARED)
def test_a_list_holds_every_declared_item_even_outside_a_workspace(
    what: str, tmp_path: Path
) -> None:
    """A metric, rule or format that is not listed would be taken for one that is not there."""
    told = call("list", what, "--json", cwd=tmp_path)
    assert told.code == 0
    assert sorted(row["id"] for row in told.json) == sorted(DECLARED[what])
    assert len(DECLARED[what]) >= 1


def test_coverage_says_for_every_row_what_became_of_it(tmp_path: Path) -> None:
    """Scripts read this contract; a row without a reason hides what is missing."""
    keys = "id notebook profile state where threshold assumed reason".split()
    for row in call("list", "coverage", "--json", cwd=tmp_path).json:
        assert [*row] == keys
        assert row["state"] in {"done", "reminder", "advice", "waived", "planned"}
        assert row["where"] or row["reason"], row["id"]


def test_coverage_at_the_terminal_says_what_a_guide_number_means(tmp_path: Path) -> None:
    """A page cites 000-02; whoever looks it up needs the guide, the line and its words."""
    told = call("list", "coverage", cwd=tmp_path).out.splitlines()
    assert told[0].split("\t")[:4] == ["id", "guide", "line", "phrase"]
    row = next(line for line in told if line.startswith("000-02\t"))
    assert row.split("\t")[1:4] == ["1688 growth notes", "5", "30天GMV"]


def test_no_runs_are_said_to_be_none(small: Path) -> None:
    """A command that prints nothing looks like one that broke."""
    told = call("list", "runs", cwd=small)
    assert told.code == 0 and told.out == "" and "none yet" in told.err


def test_a_piped_list_has_one_line_an_item(tmp_path: Path) -> None:
    """A table folded at 80 columns cannot be searched with grep."""
    lines = call("list", "metrics", cwd=tmp_path).out.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["id", *METRICS]


def test_what_a_workspace_declares_itself_is_listed(small: Path) -> None:
    """An operator's own format would seem not to be read."""
    source = templates() / "formats" / "1688_keywords.toml"
    own = source.read_text(encoding="utf-8").replace('"1688_keywords"', '"my_words"', 1)
    (small / "formats" / "mine.toml").write_text(own, encoding="utf-8")
    inside = {row["id"] for row in call("list", "formats", "--json", cwd=small / "inbox").json}
    assert inside == {*FORMATS, "my_words"}


def test_a_broken_rule_book_is_named_with_its_line(small: Path) -> None:
    """An operator who edits a rule in Notepad must learn which line is wrong."""
    (small / "rules" / "mine.toml").write_text('[[rule]]\nid = "x"\ntset = "above"\n', "utf-8")
    told = call("list", "rules", "--json", cwd=small)
    assert told.code == 2 and "mine.toml:3" in told.json["error"] and "test" in told.json["error"]


def test_runs_are_listed_newest_first_and_by_shop(demo: Path) -> None:
    """Whoever looks for what went wrong this morning looks at the first line."""
    runs = call("list", "runs", "--json", "--workspace", demo, cwd=demo).json
    assert len(runs) >= 4 and {r["shop"] for r in runs} == {"cotton1688", "alibaba_demo"}
    assert [r["started"] for r in runs] == sorted((r["started"] for r in runs), reverse=True)
    one = call("list", "runs", "--shop", "cotton1688", "--json", cwd=demo).json
    assert one == [r for r in runs if r["shop"] == "cotton1688"]


def test_runs_need_a_workspace(tmp_path: Path) -> None:
    """An empty list would read as "nothing ever ran"."""
    told = call("list", "runs", "--json", cwd=tmp_path)
    assert told.code == 2 and "opslib init" in told.json["error"]
