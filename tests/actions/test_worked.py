"""The loop closed on the sample shop: proposed, marked, judged weeks later."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from opslib import open_shop
from opslib.actions import Action, Actions, panel, worked
from opslib.labels import speaking
from opslib.report.promo.actions import promo_worked
from opslib.workspace import Workspace

DAY = "2026-11-20"


@pytest.fixture(scope="module")
def own(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample workspace that may be changed."""
    folder = tmp_path_factory.mktemp("acted") / "w"
    shutil.copytree(imported, folder)
    return folder


def test_what_the_page_proposes_is_kept_and_judged_later(own: Path) -> None:
    """Ids must be the same on the page and in the register, or nothing can be marked."""
    week = open_shop(own, shop="cotton1688", as_of=DAY).weekly()
    assert week.actions and all(a.what and not a.what.startswith("{") for a in week.actions)
    kept = Actions(Workspace.open(own), "cotton1688")
    before = {a.id for a in kept.all()}
    kept._write([])  # nothing to write is no fault
    kept.accept([_proposal(a) for a in week.actions], week.week)
    assert {a.id for a in kept.all()} - before == {a.id for a in week.actions}
    first = next(a for a in week.actions if a.dimension == "keyword")
    kept.mark(first.id, "done", on="2026-11-17")
    later = open_shop(own, shop="cotton1688", as_of=DAY).weekly()
    assert first.id not in {a.id for a in later.actions}
    (row,) = (r for r in later.worked.itertuples() if r.id not in before)
    assert (row.id, row.verdict, row.weeks) == (first.id, "cannot_tell", 0)


def _proposal(action: Action):
    from opslib.actions import Proposal

    return Proposal(**{f: getattr(action, f) for f in Proposal.__slots__})


def test_each_dimension_is_compared_with_its_own(own: Path) -> None:
    """A word against words, a product against products; a mistyped one is said to be absent."""
    week = open_shop(own, shop="cotton1688", as_of=DAY).weekly()
    done = date(2026, 10, 20)
    acted = [
        Action("w", "", "", "keyword", "打底衫", "提价", state="done", done_on=done),
        Action("p", "", "", "product", "745600002026", "换主图", state="done", done_on=done),
        Action("x", "", "", "keyword", "没有这个词", "提价", state="done", done_on=done),
        Action("t", "", "", "keyword", "打底衫", "提价", state="todo"),
        Action("f", "", "", "keyword", "打底衫", "提价", state="done", done_on=date(2027, 1, 1)),
    ]
    found = worked(week, acted).set_index("id")
    assert set(found.index) == {"w", "p", "x"}
    assert found.loc["w", "compared"] > 10 and found.loc["p", "compared"] > 10
    assert found.loc["p", "name"] != "745600002026", "a title tells more than a number"
    assert found.loc["w", "lo"] < found.loc["w", "hi"]
    assert str(found.loc["x", "reason"])


def test_what_has_nothing_untouched_beside_it_is_not_judged(own: Path) -> None:
    """An audience's people are in others too, a live hour moves the whole shop: a verdict on them
    would be made up, and silence would be taken for "no effect"."""
    week = open_shop(own, shop="cotton1688", as_of=DAY).weekly()
    done = date(2026, 10, 20)
    acted = [
        Action("a", "", "", "audience", "精准获客A / 老客", "提溢价", state="done", done_on=done),
        Action("l", "", "", "shop", "", "挪到 20:00", state="done", done_on=done),
        Action("c", "", "", "creative", "88140003", "只留它", state="done", done_on=done),
    ]
    found = worked(week, acted).set_index("id")
    assert set(found["verdict"]) == {"not_judged"} and found["yuan"].isna().all()
    assert all(str(r) for r in found["reason"])
    with speaking("zh"):
        shown = promo_worked(week.show.sheet, found.reset_index())
        assert "不判断 3" in shown.text and "没有可比的" in shown.html


def test_a_word_is_judged_within_its_plan(own: Path) -> None:
    """A bid was changed in one plan; the clicks of the same word in another would drown it."""
    week = open_shop(own, shop="cotton1688", as_of=DAY).weekly()
    words = week.ads[week.ads["level"].astype(str).eq("keyword")]
    plan, word = words.iloc[0][["plan", "keyword"]]
    rows, names = panel(week, "keyword")
    mine = rows[rows["subject"].eq(f"{plan} / {word}")]
    theirs = words[words["plan"].eq(plan) & words["keyword"].eq(word)]
    assert mine["clicks"].sum() == theirs["clicks"].sum() > 0
    assert names[f"{plan} / {word}"] == f"{plan} / {word}"
    done = date(2026, 10, 20)
    told = [
        Action("a", "", "", "keyword", f"{plan} / {word}", "提价", state="done", done_on=done),
        Action("b", "", "", "keyword", word, "提价", state="done", done_on=done),
    ]
    one, other = (worked(week, [a]).iloc[0] for a in told)
    if words[words["keyword"].eq(word)]["plan"].nunique() == 1:
        assert one["effect"] == other["effect"] and other["weeks"] >= 3
    assert other["weeks"] >= 3, "a register that names no plan is judged all the same"


def test_an_alibaba_shop_is_judged_by_leads(own: Path) -> None:
    """There are no orders in its reports; inquiries are what a word brings."""
    week = open_shop(own, shop="alibaba_demo", as_of=DAY).weekly()
    rows, names = panel(week, "keyword")
    assert rows["conv"].sum() > 0 and len(names) > 3
    word = rows.groupby("subject")["clicks"].sum().idxmax()
    done = [Action("a", "", "", "keyword", word, "提价", state="done", done_on=date(2026, 10, 20))]
    (row,) = worked(week, done).itertuples()
    assert row.verdict in ("worked", "none", "harmed", "cannot_tell") and row.weeks >= 3
