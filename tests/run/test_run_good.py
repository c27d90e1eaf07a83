"""A run that goes well: what is published, what is on the page, what is not."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from opslib.run import runs
from opslib.run.result import RunResult
from opslib.run.scan import loading_urls

from .conftest import run_fixture

SECRET = "sk-canary-7781"
WORKSPACE = "canary_workspace"


class Good:
    """Two Chinese runs of the same key and one English run, in one workspace."""

    def __init__(self, workspace: Path) -> None:
        self.workspace, self.reports = workspace, workspace / "reports"
        self.first = run_fixture("good", workspace)
        self.first_page = Path(str(self.first.html)).read_text("utf-8")
        self.second = run_fixture("good", workspace)
        self.page = Path(str(self.second.html)).read_text("utf-8")
        self.english = run_fixture("good", workspace, lang="en")
        self.english_page = Path(str(self.english.html)).read_text("utf-8")
        self.manifest: dict[str, Any] = json.loads(Path(str(self.second.manifest)).read_text())


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    patch = pytest.MonkeyPatch()
    patch.setenv("CANARY_SECRET_NAME", SECRET)
    try:
        return Good(tmp_path_factory.mktemp(WORKSPACE))
    finally:
        patch.undo()


def test_result_has_the_contract_fields(good: Good) -> None:
    """A script that reads `run --json` would not find its fields."""
    wanted = {"run_id", "state", "report", "shop", "as_of", "lang", "findings", "seconds"}
    wanted |= {"html", "data", "tables", "notebook", "manifest"}
    result: RunResult = good.second
    assert wanted <= set(result.as_json())
    assert (result.state, result.exit_code, result.findings) == ("ok", 0, 2)
    assert json.loads(json.dumps(result.as_json()))["shop"] == "s1"


def test_folder_holds_exactly_the_five_files(good: Good) -> None:
    """A script, or a person, would find a log or a half-made file beside the report."""
    folder = good.reports / "daily_review" / "s1" / "2026-11-20.zh"
    names = {"index.html", "data.json", "tables.xlsx", "run.ipynb", "manifest.json"}
    assert {p.name for p in folder.iterdir()} == names
    assert list((good.reports / ".tmp").iterdir()) == []


def test_rerun_is_byte_equal_except_the_stamp(good: Good) -> None:
    """Nobody could tell a changed number from a re-made page."""

    def without_stamp(page: str) -> list[str]:
        return [line for line in page.splitlines() if 'class="stamp"' not in line]

    assert good.first_page != good.page
    assert without_stamp(good.first_page) == without_stamp(good.page)
    assert len(good.page.splitlines()) - len(without_stamp(good.page)) == 1


def test_page_loads_nothing_and_is_small(good: Good) -> None:
    """The page would be blank without a network, or too big to mail."""
    assert loading_urls(good.page) == []
    assert len(good.page.encode()) < 1_000_000


@pytest.mark.parametrize(
    "canary", ["CANARY_SOURCE", "CANARY_STDERR", "CANARY_CHECK", "CANARY_HIDDEN", SECRET]
)
def test_page_shows_no_code_no_stderr_no_checks_no_secret(good: Good, canary: str) -> None:
    """An operator would read code and warnings, and a secret would be mailed around."""
    assert canary not in good.page + good.english_page


def test_page_shows_no_path(good: Good) -> None:
    """A page that is passed on would tell where things lie on our machine."""
    assert WORKSPACE not in good.page
    assert "site-packages" not in good.page
    assert str(Path.home()) + "/" not in good.page


def test_no_secret_in_any_kept_file(good: Good) -> None:
    """A secret from the environment would lie in a notebook, manifest or history on disk."""
    kept = [p for p in good.reports.rglob("*") if p.is_file()]
    assert len(kept) > 10
    assert [p.name for p in kept if SECRET.encode() in p.read_bytes()] == []


def test_every_image_has_an_alt_text(good: Good) -> None:
    """A reader who cannot see the picture would get nothing."""
    alts: list[str | None] = []

    class Images(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "img":
                alts.append(dict(attrs).get("alt"))

    Images().feed(good.page)
    assert alts == ['访客 < 昨天 & "前天"']


def test_contents_lead_to_the_headings_in_chinese(good: Good) -> None:
    """The list of contents would lead nowhere, or show percent signs."""
    nav = re.search(r"<nav class=\"contents\".*?</nav>", good.page, re.DOTALL)
    assert nav is not None
    assert re.findall(r'href="#([^"]+)">([^<]+)', nav[0]) == [
        ("指标", "指标"),
        ("口径与局限", "口径与局限"),
    ]
    assert 'id="指标"' in good.page and 'id="口径与局限"' in good.page


def test_each_language_has_only_its_own_prose(good: Good) -> None:
    """The English reader would scroll past Chinese paragraphs, and the other way round."""
    assert '<html lang="zh-CN">' in good.page and '<html lang="en">' in good.english_page
    assert "<title>昨天怎么样？ · s1 · 2026-11-20</title>" in good.page
    assert "Method and limits" not in good.page and "Method and limits" in good.english_page
    assert "指标" not in good.english_page


def test_parameters_reach_the_notebook(good: Good) -> None:
    """The page would be of the default shop and day."""
    assert "['a', 'b'] s1 2026-11-20 zh" in good.page


def test_latest_is_a_copy_whose_links_still_work(good: Good) -> None:
    """The bookmark of the morning would show an old page or dead links."""
    shop = good.reports / "daily_review" / "s1"
    latest = (shop / "latest.zh.html").read_text("utf-8")
    links = re.findall(r'href="(\./[^"]+)"', latest)
    assert links == ["./2026-11-20.zh/tables.xlsx", "./2026-11-20.zh/data.json"]
    assert all((shop / link).is_file() for link in links)
    assert good.page == latest.replace("./2026-11-20.zh/", "./")


def test_manifest_tells_what_the_run_stood_on(good: Good) -> None:
    """Nobody could make an old report again, or tell why it differs."""
    note = good.manifest
    assert note["inputs"] == {"shop_daily.xlsx": "ab12"} and note["versions"] == {"shop_day": 3}
    assert note["parameters"]["alarms_per_month"] == 0.5
    assert {"python", "pandas", "duckdb", "papermill", "opslib"} <= set(note["packages"])
    assert 20e6 < note["peak_bytes"] < 2e9 and 0.3 < note["seconds"] < 120
    assert re.search(r"[+-]\d\d:\d\d$", note["started"])


def test_history_and_index_list_the_runs(good: Good) -> None:
    """Nobody would see which mornings have a report."""
    lines = runs.read(good.reports)
    assert [(r["lang"], r["state"]) for r in lines] == [("zh", "ok"), ("zh", "ok"), ("en", "ok")]
    index = (good.reports / "index.html").read_text("utf-8")
    assert index.count("./daily_review/s1/2026-11-20.zh/index.html") == 1
    assert "./daily_review/s1/latest.en.html" in index
    assert "每日复盘" in index and "Daily review" in index  # by name, not by file name alone
    assert "营销日历" not in index  # no heading above nothing
    assert loading_urls(index) == []
