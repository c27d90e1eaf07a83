"""Notebooks that go wrong in the ways notebooks do; each has happened."""

from __future__ import annotations

import time
from pathlib import Path

import psutil

from opslib.run import runs

from .conftest import Runner, run_fixture


def published(workspace: Path) -> list[Path]:
    """Every page that a reader could open."""
    return sorted((workspace / "reports").glob("*/*/**/*.html"))


def test_dead_kernel_is_a_failure(run: Runner, tmp_path: Path) -> None:
    """papermill calls every cell of a dead kernel completed: an empty page would be mailed."""
    result = run("dead_kernel")
    assert (result.state, result.exit_code, result.html) == ("failed", 1, None)
    assert result.section == "会死的部分"
    assert "内核" in result.message
    assert published(tmp_path) == []
    failed = tmp_path / "reports" / ".failed" / "daily_review.s1.2026-11-20.zh"
    assert (failed / "run.log").is_file() and (failed / "run.ipynb").is_file()


def test_early_exit_is_a_failure(run: Runner, tmp_path: Path) -> None:
    """papermill ends with 0 after sys.exit(0): half a page would look like a whole one."""
    result = run("sysexit")
    assert (result.state, result.section) == ("failed", "提前退出")
    assert published(tmp_path) == []


def test_endless_cell_is_ended_with_all_its_children(run: Runner, tmp_path: Path) -> None:
    """A cell that ignores interrupts would hang the night, or leave processes that eat the CPU."""
    begun = time.monotonic()
    result = run("endless_cell", timeout=5)
    assert time.monotonic() - begun < 15
    assert (result.state, result.exit_code, result.html) == ("timed_out", 4, None)
    pids = [int(p) for p in (tmp_path / "pids").read_text().split()]
    assert len(pids) == 3 and [p for p in pids if psutil.pid_exists(p)] == []
    assert published(tmp_path) == []


def test_one_slow_cell_has_a_limit_of_its_own(run: Runner) -> None:
    """A single stuck query would use up the whole run's time before anybody hears of it."""
    result = run("waits_for_go", timeout=60, cell_timeout=1)
    assert (result.state, result.exit_code) == ("timed_out", 4)
    assert result.seconds < 20


def test_error_names_section_and_last_lines_and_escapes(run: Runner, tmp_path: Path) -> None:
    """The operator would not know which part failed; hostile text would run in the index page."""
    result = run("raises")
    assert (result.state, result.section) == ("failed", "流量")
    assert "ValueError" in result.detail[-1]
    assert not any("\x1b" in line for line in result.detail)
    index = (tmp_path / "reports" / "index.html").read_text("utf-8")
    assert "<img" not in index and "&lt;img src=x" in index


def test_missing_completion_marker_is_a_failure(run: Runner) -> None:
    """A notebook whose last cell was deleted would publish an unfinished page."""
    result = run("no_marker")
    assert (result.state, result.html) == ("failed", None)
    assert "finish()" in result.message


def test_one_failed_section_leaves_the_rest_readable(tmp_path: Path) -> None:
    """One broken section would cost the whole morning, or go unnoticed."""
    run_fixture("no_marker", tmp_path)
    result = run_fixture("section_failed", tmp_path)
    assert (result.state, result.exit_code) == ("failed", 1)
    page = Path(str(result.html)).read_text("utf-8")
    assert "the rest is here" in page
    assert 'class="banner"' in page and "<script" not in page
    assert not (tmp_path / "reports/daily_review/s1/latest.zh.html").exists()


def test_page_that_wants_the_network_is_not_published(run: Runner, tmp_path: Path) -> None:
    """The page would show holes offline and tell a stranger's server who reads it."""
    result = run("loads_remote")
    assert (result.state, result.html) == ("failed", None)
    assert "https://example.com/logo.png" in result.message
    assert published(tmp_path) == []


def test_page_that_is_too_big_is_not_published(run: Runner, tmp_path: Path) -> None:
    """A page that no phone opens and no mail carries would become the latest."""
    result = run("too_big")
    assert (result.state, result.html) == ("failed", None)
    assert "1 MB" in result.message
    assert published(tmp_path) == []


def test_missing_data_is_not_a_failure(run: Runner, tmp_path: Path) -> None:
    """A late export would ring the same alarm as a broken program."""
    result = run("not_ready")
    assert (result.state, result.exit_code) == ("not_ready", 3)
    assert result.message == "缺少 2026-11-20 的核心看板"
    assert runs.read(tmp_path / "reports")[-1]["state"] == "not_ready"
    assert published(tmp_path) == []


def test_not_ready_raised_in_the_notebook_says_what_is_missing(run: Runner) -> None:
    """A late export that only the notebook notices would look like a bug."""
    result = run("not_ready_raised")
    assert (result.state, result.exit_code) == ("not_ready", 3)
    assert "缺少核心看板" in result.message


def test_failure_leaves_the_earlier_good_page(tmp_path: Path) -> None:
    """A bad morning would take away yesterday's good page."""
    good = run_fixture("good", tmp_path)
    before = {p: p.read_bytes() for p in published(tmp_path)}
    result = run_fixture("raises", tmp_path)
    assert (good.state, result.state, len(before)) == ("ok", "failed", 2)
    assert {p: p.read_bytes() for p in published(tmp_path)} == before
