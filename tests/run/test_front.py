"""What the command line asks of the runner."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import opslib.run
from opslib.errors import ParameterError, UnknownName
from opslib.labels import Label, speaking
from opslib.run import (
    check_parameters,
    find_run,
    history,
    latest_run,
    missing_days,
    not_ready,
    schedule_lines,
)

from .test_gaps import put

GIVEN = {"workspace": "w", "shop_id": "s1", "as_of": "2026-11-20", "lang": "en"}


def test_every_name_of_the_front_exists() -> None:
    """A command would end in an ImportError."""
    names = {name: getattr(opslib.run, name) for name in opslib.run.__all__}
    assert all(callable(thing) or name == "PARAMETERS" for name, thing in names.items())


def test_front_stays_light() -> None:
    """Every command would pay for papermill, and a typo would be told after seconds."""
    code = "import sys, opslib.run as r; [getattr(r, n) for n in r.__all__]; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"papermill", "nbconvert", "nbformat", "pandas", "jinja2", "apprise", "numpy"}
    assert heavy & set(told.stdout.split()) == set()


def test_options_and_texts_become_one_checked_set() -> None:
    """An option would be lost between the command line and the notebook."""
    got = check_parameters("daily_review", ["alarms_per_month=1"], GIVEN, timezone="UTC")
    assert got == {**GIVEN, "known_at": "", "alarms_per_month": 1.0}
    with pytest.raises(ParameterError, match="alarms"):
        check_parameters("daily_review", ["alarms=1"], GIVEN, timezone="UTC")


def test_not_ready_is_recorded_with_what_is_missing(tmp_path: Path) -> None:
    """The history would show a hole where the export was late."""
    missing = [Label("缺核心看板", "daily overview is missing"), Label("缺订单", "no orders")]
    with speaking("en"):
        result = not_ready("daily_review", GIVEN, missing, workspace=tmp_path)
    assert (result.state, result.exit_code, result.html) == ("not_ready", 3, None)
    assert history(tmp_path, shop="s1")[0]["message"] == "daily overview is missing; no orders"
    assert history(tmp_path, shop="s2") == []


def test_run_is_found_by_folder_path_and_id(tmp_path: Path) -> None:
    """`opslib why` could not be asked with what a person has at hand."""
    folder = put(tmp_path, "2026-11-20").folder
    (folder / "manifest.json").write_text('{"run_id": "abc123", "state": "ok"}')
    for name in (str(folder), "daily_review/s1/2026-11-20.zh", "abc123"):
        assert find_run(tmp_path, name) == folder
    with pytest.raises(UnknownName, match=r"2026-11-20\.zh"):
        find_run(tmp_path, "daily_review/s1/2026-11-19.zh")


def test_the_latest_run_is_the_newest_good_day(tmp_path: Path) -> None:
    """`opslib why --run latest` would explain a day that failed, or an older one made again."""
    with pytest.raises(UnknownName, match="s1"):
        latest_run(tmp_path, "s1")
    newest = put(tmp_path, "2026-11-20").folder
    put(tmp_path, "2026-11-21", state="failed")
    put(tmp_path, "2026-11-19")
    assert latest_run(tmp_path, "s1") == newest


def test_missing_days_take_words(tmp_path: Path) -> None:
    """The scheduler's line says yesterday."""
    days = missing_days(tmp_path, "daily_review", "s1", "zh", "-3", "yesterday")
    assert len(days) == 3 and days == sorted(days)


def test_schedule_shows_all_three_by_default(tmp_path: Path) -> None:
    """A Windows operator would be shown cron lines only."""
    text = schedule_lines(tmp_path, "daily_review", "08:30")
    assert "30 8 * * *" in text and "OnCalendar" in text and "schtasks" in text
