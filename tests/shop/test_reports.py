"""Whole reports: made again they are the same, and bad data does not reach the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import opslib

RUN = ("run", "daily_review", "--as-of", "2026-11-20", "--shop", "cotton1688", "--json")


@pytest.fixture(scope="module")
def copied(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo workspace in another place, free to be changed."""
    return shutil.copytree(demo, tmp_path_factory.mktemp("again") / "demo")


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_report_made_again_is_the_same_byte_for_byte(demo: Path, copied: Path) -> None:
    """Yesterday's page must be reproducible, or nobody can argue about what it said."""
    folder = Path("reports/daily_review/cotton1688/2026-11-20.zh")
    done = opslib(*RUN, "--workspace", copied)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["state"] == "ok" and told["findings"] >= 1
    for name in ("data.json", "tables.xlsx"):
        assert (copied / folder / name).read_bytes() == (demo / folder / name).read_bytes(), name
    one, other = (lines(root / folder / "index.html") for root in (demo, copied))
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    assert len(differing) <= 1, "only the line with the stamp may differ"


def test_a_hostile_workspace_still_gives_an_honest_page(copied: Path) -> None:
    """A shop name with script, or a title with a formula, must stay text on the page."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>=cmd|calc'
    toml = (copied / "shop.toml").read_text(encoding="utf-8")
    named = toml.replace("示例打底衫店", hostile.replace('"', "'"))
    assert named != toml
    (copied / "shop.toml").write_text(named, encoding="utf-8")
    done = opslib(*RUN, "--lang", "en", "--workspace", copied)
    assert done.returncode == 0, done.stderr
    page = Path(json.loads(done.stdout)["html"]).read_text(encoding="utf-8")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    data = json.loads(Path(json.loads(done.stdout)["data"]).read_text(encoding="utf-8"))
    assert data["as_of"] == "2026-11-20"


def test_a_day_that_has_not_arrived_makes_no_report(copied: Path) -> None:
    """The morning run before the export is there must say so, and keep the last good page."""
    latest = copied / "reports/daily_review/cotton1688/latest.zh.html"
    before = latest.read_bytes()
    done = opslib(
        "run", "daily_review", "--as-of", "2026-11-21", "--shop", "cotton1688", "--json",
        "--workspace", copied,
    )  # fmt: skip
    assert done.returncode == 3, done.stdout + done.stderr
    assert json.loads(done.stdout)["state"] == "not_ready"
    assert "2026-11-21" in done.stderr + done.stdout
    assert latest.read_bytes() == before
