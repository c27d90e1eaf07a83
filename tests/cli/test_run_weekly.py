"""The weekly promotion review from the command line: made, looked for, asked for its rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from opslib.workspace import Workspace

from .calls import Told, call
from .conftest import LAST, SHOP, put

REPORT = "weekly_promotion_review"
WEEK = ("2026-11-09", "2026-11-15")


@pytest.fixture(scope="module")
def made(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The small workspace with two advertising reports and one page, and what `run` said."""
    root = shutil.copytree(small_once, tmp_path_factory.mktemp("weekly") / "shop")
    put(root, "数字营销_汇总报表.xlsx", "数字营销_分计划报表_2026Q4.xlsx")
    Workspace.open(root).import_files([root / "inbox"])
    words = ("run", REPORT, "--as-of", LAST, "--lang", "en", "--json")
    return root, call(*words, cwd=root)


def test_run_makes_the_page_where_it_says(made: tuple[Path, Told]) -> None:
    """The Monday job of an agency reads these names and opens these files."""
    root, told = made
    assert told.code == 0, told.err
    run = told.json
    assert (run["report"], run["shop"], run["as_of"], run["lang"]) == (REPORT, SHOP, LAST, "en")
    assert run["state"] in ("ok", "nothing_to_report")
    folder = root / "reports" / REPORT / SHOP / f"{LAST}.en"
    assert Path(run["html"]) == folder / "index.html" and Path(run["html"]).is_file()
    data = json.loads(Path(run["data"]).read_text(encoding="utf-8"))
    assert data["report"] == REPORT and len(data["findings"]) == run["findings"]


def test_check_looks_for_the_page(made: tuple[Path, Told]) -> None:
    """A week whose page failed must be noticed on Monday, and by its own name."""
    root, _ = made
    words = ("check", "--expect", REPORT, "--lang", "en", "--json", "--as-of")
    there = call(*words, LAST, cwd=root)
    assert (there.code, there.json) == (0, {"missing": []})
    # On the 13th the last whole week is the one to the 8th: its page was never made.
    absent = call(*words, "2026-11-13", cwd=root)
    gap = {"report": REPORT, "shop": SHOP, "as_of": "2026-11-08", "lang": "en"}
    assert (absent.code, absent.json) == (3, {"missing": [gap]})


def test_why_leads_from_the_weeks_spend_to_its_rows(made: tuple[Path, Told]) -> None:
    """Asked for the money of the week, an operator must be shown the seven days of the export."""
    root, told = made
    found = call("why", "week.spend", "--run", "latest", "--json", cwd=root)
    assert found.code == 0, found.err
    answer = found.json
    data = json.loads(Path(told.json["data"]).read_text(encoding="utf-8"))
    shown = next(n["value"] for n in data["numbers"] if n["id"] == "week.spend")
    assert shown == 651.72 and answer["recomputed"] == pytest.approx(shown)
    rows = answer["rows"]
    assert sum(r["value"] for r in rows) == pytest.approx(shown)
    assert (min(r["date"] for r in rows), max(r["date"] for r in rows)) == WEEK
    assert len(rows) == 7 and {r["file"] for r in rows} == {"数字营销_汇总报表.xlsx"}
