"""Guide coverage: every row of the catalogue is carried out somewhere or says why not."""

import pytest

from opslib.errors import DeclarationError
from opslib.metrics import METRICS
from opslib.places import templates
from opslib.rules.book import load_books
from opslib.rules.coverage import STATES, catalogue, citations, coverage

RULES = load_books(templates() / "rules", metrics=METRICS)
SOURCES = {m.id: m.source for m in METRICS.values()}
TABLE = coverage(RULES, SOURCES)


def test_all_283_rows_have_a_state():
    """A guide row that is forgotten in silence is the one the operator asks for."""
    assert len(TABLE) == 283 and {r["state"] for r in TABLE} <= set(STATES)


def test_every_row_that_is_not_done_says_where_or_why():
    """'Planned' without a place is a promise nobody keeps."""
    assert all(r["where"] or r["reason"] for r in TABLE)
    assert all(r["reason"] for r in TABLE if r["state"] == "waived")


def test_the_daily_review_is_complete():
    """The first report stands on these rows: none of them may be only planned."""
    daily = [r for r in TABLE if r["notebook"] == "daily_review"]
    assert len(daily) == sum(r["notebook"] == "daily_review" for r in catalogue())
    assert {r["state"] for r in daily} <= {"done", "reminder", "waived"}


def test_a_guide_number_leads_to_its_line_and_words():
    """'Guide 000-24' on a page would be a number that nobody can look up."""
    cited = citations()
    assert [*cited] == [r["id"] for r in TABLE]
    assert all(id.startswith(row["guide"]) for id, row in ((r["id"], r) for r in catalogue()))
    first = cited["000-02"]
    assert (first["guide"].zh, first["line"], first["phrase"]) == (
        "1688 生意增长笔记",
        5,
        "30天GMV",
    )
    assert {c["guide"].en for id, c in cited.items() if id[:3] == "004"} == {
        "Alibaba.com shop diagnosis"
    }


def test_done_comes_from_the_code():
    """Taking the rule away must take its 'done' away."""
    without = [r for r in RULES if "000-21" not in r.guides]
    row = next(r for r in coverage(without, SOURCES) if r["id"] == "000-21")
    assert row["state"] == ""


def test_threshold_and_assumption_come_from_the_rule():
    """The operator must see whether a number is the guide's or ours."""
    rows = {r["id"]: r for r in TABLE}
    assert (rows["000-24"]["threshold"], rows["000-24"]["assumed"]) == ("0.95", False)
    assert rows["000-08"]["assumed"] is True and rows["004-50"]["profile"] == "alibaba"


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('[[row]]\nid = "009-99"\nstate = "planned"\n', 1, "there is no"),
        ('[[row]]\nid = "000-02"\nstate = "dun"\n', 1, "done"),
        (
            '[[row]]\nid = "000-02"\nstate = "done"\nwhere = "rule visitors_down"\n',
            1,
            "visitors_down_1d",
        ),
        ('[[row]]\nid = "000-02"\nstate = "waived"\n', 1, "reason"),
        ('[[row]]\nid = "000-02"\nstat = "done"\n', 3, "state"),
    ],
)
def test_a_false_claim_is_refused_with_its_line(tmp_path, text, line, hint):
    """A claim of a rule that does not exist would be a lie in the coverage table."""
    from opslib.labels import speaking

    (tmp_path / "coverage.toml").write_text(text, encoding="utf-8")
    with speaking("en"), pytest.raises(DeclarationError) as fault:
        coverage(RULES, SOURCES, declared=tmp_path / "coverage.toml")
    with speaking("en"):
        assert f"coverage.toml:{line}" in str(fault.value) and hint in str(fault.value)
