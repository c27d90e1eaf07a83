"""`opslib why`: any number of a page comes out again, with the files and rows behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opslib import trace
from opslib.answer import Answer
from opslib.metrics import METRICS
from opslib.shop import Shop
from opslib.workspace import Workspace

from .calls import call

Number = dict[str, Any]
SHOPS = ("cotton1688", "alibaba_demo")
MOST = 10


def folder(demo: Path, shop: str, lang: str = "en") -> Path:
    return demo / "reports" / "daily_review" / shop / f"2026-11-20.{lang}"


def data(demo: Path, shop: str) -> dict[str, Any]:
    return json.loads((folder(demo, shop) / "data.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=SHOPS)
def page(request: pytest.FixtureRequest, demo: Path) -> tuple[dict[str, Any], Shop]:
    """What a page showed, and the shop as the run saw it."""
    told = data(demo, request.param)
    manifest = json.loads((folder(demo, request.param) / "manifest.json").read_text("utf-8"))
    return told, trace.shop_as_it_was(Workspace.open(demo), told, manifest)


def answer(page: tuple[dict[str, Any], Shop], number: Number) -> Answer:
    """As `trace.why_number`, with one shop for all numbers."""
    told, shop = page
    return trace.answer(shop, number, told["findings"])


def plain(number: Number) -> bool:
    return number["id"].split(".")[0] == number["metric"] and "change" not in number["id"]


def of_kind(kind: str) -> Callable[[Number], bool]:
    return lambda n: plain(n) and METRICS[n["metric"]].kind == kind


def of_cut(cut: str) -> Callable[[Number], bool]:
    return lambda n: plain(n) and n["subject"]["dimension"] == cut


def named(prefix: str) -> Callable[[Number], bool]:
    return lambda n: n["id"].startswith(f"{prefix}.")


PICKS = {
    **{kind: of_kind(kind) for kind in ("total", "ratio", "distinct", "last", "index")},
    **{cut: of_cut(cut) for cut in ("channel", "product", "plan")},
    **{
        prefix: named(prefix)
        for prefix in ("why", "funnel", "clock", "finding", "findings", "outlook")
    },
    "change": lambda n: n["id"].endswith("d.change"),
}


@pytest.mark.parametrize("kind", PICKS)
def test_numbers_of_every_kind_come_out_again(kind: str, page: tuple[dict[str, Any], Shop]) -> None:
    """A figure that nobody can recompute is a figure that nobody should act on."""
    chosen = [n for n in page[0]["numbers"] if PICKS[kind](n)]
    assert chosen, f"{page[0]['shop']} shows none"
    for number in chosen[:: max(1, len(chosen) // MOST)][:MOST]:
        found = answer(page, number)
        assert found.equal, (number["id"], number["value"], found.recomputed)
        assert found.definition or found.made
        if plain(number) and number["value"]:
            assert len(found.rows), number["id"]
            assert found.rows["file"].str.contains(r"\.\w+$").all()
            assert (found.rows["source_row"] > 0).all()


def test_a_finding_lists_the_rows_that_its_rule_looked_through(
    page: tuple[dict[str, Any], Shop],
) -> None:
    """A price of a finding from a register must lead to the register, not to nothing."""
    for number in filter(named("finding"), page[0]["numbers"]):
        rows = answer(page, number).rows
        assert len(rows), number["id"]
        assert rows["file"].str.contains(r"\.\w+$").all()


def test_the_rows_of_a_total_add_up_to_it(page: tuple[dict[str, Any], Shop]) -> None:
    """Rows that do not make the figure would be shown as its proof."""
    totals = [n for n in page[0]["numbers"] if of_kind("total")(n) and n["value"]]
    checked = 0
    for number in totals[:: len(totals) // 15 or 1]:
        rows = answer(page, number).rows
        if len({*rows["part"]}) == 1 and rows["value"].map(lambda v: isinstance(v, float)).all():
            assert rows["value"].sum() == pytest.approx(number["value"]), number["id"]
            checked += 1
    assert checked >= MOST


def test_the_rows_of_a_ratio_give_it(page: tuple[dict[str, Any], Shop]) -> None:
    """Numerator and denominator must be visible apart, or the mean of rates passes unseen."""
    number = next(n for n in page[0]["numbers"] if n["id"] == "ctr.7d")
    parts = answer(page, number).rows.groupby("part")["value"].sum()
    assert parts["clicks"] / parts["impressions"] == pytest.approx(number["value"])


@pytest.mark.parametrize("how", ["folder", "page", "latest", "path", "id"])
def test_a_run_may_be_named_as_it_is_at_hand(how: str, demo: Path) -> None:
    """Somebody reads the page, somebody a log with the run's id."""
    run = folder(demo, "cotton1688")
    names = {
        "folder": run,
        "page": run / "index.html",
        "latest": run.parent / "latest.en.html",
        "path": f"daily_review/cotton1688/{run.name}",
        "id": json.loads((run / "manifest.json").read_text(encoding="utf-8"))["run_id"],
    }
    known = () if how in ("folder", "page", "latest") else ("--workspace", demo)
    told = call("why", "pay_amount.7d", "--run", names[how], *known, "--json", cwd=demo.parent)
    assert told.code == 0, told.err
    answer = told.json
    assert answer["equal"] and answer["recomputed"] == pytest.approx(answer["number"]["value"])
    assert len(answer["rows"]) == 7 and answer["definition"].startswith("Paid amount")
    assert answer["files"] == ["核心看板_2026-11.xlsx"]
    assert {"part", "value", "file", "source_row"} <= set(answer["rows"][0])
    assert [r["date"] for r in answer["rows"]] == [f"2026-11-{day}" for day in range(14, 21)]


def test_the_latest_run_needs_no_path(demo: Path) -> None:
    """Whoever asks about this morning's figure would have to look up a folder first."""
    words = ("why", "pay_amount.7d", "--run", "latest", "--json")
    told = call(*words, "--shop", "cotton1688", cwd=demo)
    assert told.code == 0 and told.json["equal"], told.err


def test_people_read_definition_files_and_rows(demo: Path) -> None:
    """The answer at the terminal must do without JSON, in the language of the page."""
    words = ("why", "pay_amount.7d", "--run", folder(demo, "cotton1688", "zh"))
    told = call(*words, cwd=demo)
    assert told.code == 0
    for word in ("支付金额", "一致", "口径：", "核心看板_2026-11.xlsx", "来自 7 行"):
        assert word in told.out


def test_a_number_that_is_not_there_is_told_with_near_ones(demo: Path) -> None:
    """Ids are long; a slip must not end in a search through data.json."""
    words = ("why", "pay_amont.7d", "--run", folder(demo, "cotton1688"), "--json")
    told = call(*words, cwd=demo)
    assert told.code == 2 and "pay_amount.7d" in told.json["error"]


def test_a_figure_that_changed_is_said_to_differ(demo: Path, tmp_path: Path) -> None:
    """An edited data.json, or a figure of another program, must not be called equal."""
    run = tmp_path / "run"
    run.mkdir()
    for name in ("data.json", "manifest.json"):
        (run / name).write_bytes((folder(demo, "alibaba_demo") / name).read_bytes())
    told = json.loads((run / "data.json").read_text(encoding="utf-8"))
    number = next(n for n in told["numbers"] if n["id"] == "clicks.7d")
    number["value"] += 1
    (run / "data.json").write_text(json.dumps(told), encoding="utf-8")
    found = call("why", "clicks.7d", "--run", run, "--workspace", demo, "--json", cwd=demo)
    assert found.code == 1 and not found.json["equal"]
    assert found.json["recomputed"] == pytest.approx(number["value"] - 1)
