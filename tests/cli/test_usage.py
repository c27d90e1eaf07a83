"""Wrong usage ends with 2, in plain words, before anything is started or written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from opslib.cli import app

from .calls import call

DAY = ("--as-of", "2026-11-20")
RUN = ("run", "daily_review")
WRONG = {
    "no command": ("nonsense",),
    "report": ("run", "daily_revew", *DAY),
    "no day": RUN,
    "day": (*RUN, "--as-of", "2026-11-31"),
    "parameter": (*RUN, *DAY, "-p", "alarms=1"),
    "parameter's value": (*RUN, *DAY, "-p", "alarms_per_month=many"),
    "parameter out of range": (*RUN, *DAY, "-p", "alarms_per_month=0"),
    "no equals sign": (*RUN, *DAY, "-p", "alarms_per_month"),
    "language": (*RUN, *DAY, "--lang", "fr"),
    "language as parameter": (*RUN, *DAY, "-p", "lang=fr"),
    "shop id": (*RUN, *DAY, "--shop", "../../etc"),
    "unknown shop": (*RUN, *DAY, "--shop", "nobody"),
    "moment": (*RUN, *DAY, "--known-at", "yesterdayish"),
    "timeout": (*RUN, *DAY, "--timeout", "0"),
    "workspace": (*RUN, *DAY, "--workspace", "nowhere"),
    "backfill's report": ("backfill", "dayly", "--from", "2026-11-01", "--to", "2026-11-02"),
    "backfill's start": ("backfill", "daily_review", "--from", "early", "--to", "2026-11-02"),
    "backwards": ("backfill", "daily_review", "--from", "2026-11-02", "--to", "2026-11-01"),
    "checked report": ("check", *DAY, "--expect", "weekly"),
    "checked day": ("check", "--as-of", "2026-13-01"),
    "checked shop": ("check", *DAY, "--shop", "nobody"),
    "list": ("list", "metric"),
    "import": ("import", "nothing_here"),
    "run": ("why", "pay_amount.7d", "--run", "0123456789ab"),
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_wrong_usage_ends_with_two_and_one_object(words: tuple[str, ...], small_once: Path) -> None:
    """A script could not tell its own mistake from a failed report, or would read garbage."""
    before = sorted(small_once.rglob("*"))
    told = call(*words, "--json", cwd=small_once)
    assert told.code == 2
    assert set(told.json) == {"error", "exit_code"} and told.json["exit_code"] == 2
    assert told.err.strip()
    assert sorted(small_once.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ((*RUN, *DAY, "-p", "alarm_per_month=1"), "alarms_per_month"),
        (("run", "daily_revew", *DAY), "daily_review"),
        ((*RUN, *DAY, "--shop", "coton1688"), "cotton1688"),
        (("list", "metric"), "metrics"),
        (("schedule", "--for", "crom"), "cron"),
    ],
)
def test_a_typo_is_told_with_the_nearest_name(
    words: tuple[str, ...], near: str, small_once: Path
) -> None:
    """An operator would have to search the documentation for one letter."""
    told = call(*words, cwd=small_once)
    assert (told.code, told.out) == (2, "")
    assert near in told.err


def test_a_typo_is_told_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    """A typo in a schedule of hundreds of shops would cost seconds each."""
    code = f"""import runpy, sys, time
sys.argv[1:] = {[*RUN, *DAY, "-p", "alarms=1"]!r}
try: runpy.run_module("opslib")
except SystemExit as end: print(end.code, time.process_time(), *sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    exit_code, seconds, *modules = done.stdout.split()
    assert exit_code == "2" and float(seconds) < 1
    heavy = {"pandas", "numpy", "pyarrow", "duckdb", "deltalake", "papermill", "nbformat", "scipy"}
    assert "pydantic" in modules and not heavy & set(modules)


def test_help_names_every_command(tmp_path: Path) -> None:
    """A command that help does not name is never found."""
    told = call("--help", cwd=tmp_path)
    names = [c.name or "" for c in app.registered_commands] + ["formats"]
    assert told.code == 0 and all(f" {name.rstrip('_')} " in told.out for name in names)


def test_a_language_chosen_for_the_terminal_is_spoken(small_once: Path) -> None:
    """A Chinese operator would read English errors, or the other way round."""
    words = ("run", "nothing", *DAY)
    assert "没有叫" in call(*words, cwd=small_once, OPSLIB_LANG="zh").err
    assert "there is no report" in call(*words, cwd=small_once, OPSLIB_LANG="en").err


def test_a_fault_of_ours_is_told_without_a_traceback(small: Path) -> None:
    """A page of Python would scare an operator and tell them nothing to do."""
    (small / "shop.toml").unlink()
    (small / "shop.toml").mkdir()
    told = call(*RUN, *DAY, "--json", cwd=small)
    assert told.code in (1, 2) and json.loads(told.out)["error"]


def test_output_may_be_cut_off(small_once: Path) -> None:
    """`opslib list metrics | head` would end in an ugly error."""
    command = f"{sys.executable} -m opslib list coverage | head -1"
    done = subprocess.run(command, shell=True, cwd=small_once, capture_output=True, text=True)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr
