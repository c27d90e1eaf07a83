"""Making up what is missing, and keeping `latest` on the latest day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping

import pytest

from opslib.errors import ParameterError
from opslib.run import gaps as room
from opslib.run.gaps import backfill, missing
from opslib.run.publish import Key, Place, point_latest, publish
from opslib.run.result import RunResult

from .conftest import run_fixture

WEEK = ("2026-11-14", "2026-11-20")


def put(workspace: Path, day: str, state: str = "ok", report: str = "daily_review") -> Place:
    """Publish a run of this day as the runner would, with its day as its page."""
    place = Place(workspace / "reports", Key(report, "s1", day, "zh"))
    folder = place.fresh()
    (folder / "manifest.json").write_text(json.dumps({"state": state}))
    (folder / "index.html").write_text(f'{day} <a href="./data.json">')
    publish(folder, place)
    return place


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days that backfill ran; every run is good except the 17th, which is not ready."""
    days: list[str] = []

    def run(report: str, params: Mapping[str, Any], *, workspace: Path) -> RunResult:
        day = params["as_of"]
        days.append(day)
        state = "not_ready" if day == "2026-11-17" else "ok"
        put(workspace, day, state)
        return RunResult("x", state, report, params["shop"], day, "zh")

    monkeypatch.setattr(room, "run_report", run)
    return days


def test_backfill_of_a_week_with_two_present_runs_five(tmp_path: Path, started: list[str]) -> None:
    """A week's catching up would redo good days, leave holes, or run newest first."""
    put(tmp_path, "2026-11-15")
    put(tmp_path, "2026-11-18", "nothing_to_report")
    put(tmp_path, "2026-11-20", "failed")
    told: list[RunResult] = []
    results = backfill("daily_review", *WEEK, {"shop": "s1"}, workspace=tmp_path, told=told.append)
    five = ["2026-11-14", "2026-11-16", "2026-11-17", "2026-11-19", "2026-11-20"]
    assert started == five and [r.as_of for r in results] == five and told == results


def test_second_backfill_repeats_only_what_was_not_good(tmp_path: Path, started: list[str]) -> None:
    """The scheduler's second start would do everything twice."""
    backfill("daily_review", *WEEK, {"shop": "s1"}, workspace=tmp_path)
    started.clear()
    backfill("daily_review", *WEEK, {"shop": "s1"}, workspace=tmp_path)
    assert started == ["2026-11-17"]
    assert missing("daily_review", *WEEK, workspace=tmp_path, shop="s1") == ["2026-11-17"]
    assert len(missing("daily_review", *WEEK, workspace=tmp_path, shop="s2")) == 7


WEEKLY = "weekly_promotion_review"


@pytest.mark.parametrize(
    ("start", "end", "week_start", "expected"),
    [
        ("2026-11-16", "2026-11-16", 0, ["2026-11-15"]),  # Monday's schedule: the week before
        ("2026-11-15", "2026-11-15", 0, ["2026-11-15"]),
        ("2026-11-14", "2026-11-14", 0, ["2026-11-08"]),
        ("2026-11-15", "2026-11-15", 6, ["2026-11-14"]),  # Sunday to Saturday
        ("2026-11-01", "2026-11-20", 0, ["2026-11-01", "2026-11-08", "2026-11-15"]),
        ("2026-11-02", "2026-11-20", 6, ["2026-11-07", "2026-11-14"]),
    ],
)
def test_a_weekly_report_is_missing_once_a_week(
    tmp_path: Path, start: str, end: str, week_start: int, expected: list[str]
) -> None:
    """A backfill of a month would make thirty pages of the same four weeks."""
    got = missing(WEEKLY, start, end, workspace=tmp_path, shop="s1", week_start=week_start)
    assert got == expected


def test_any_good_day_of_the_next_six_is_the_weeks(tmp_path: Path) -> None:
    """The week reviewed by hand on Friday would be made again, or one never made left out."""
    put(tmp_path, "2026-11-20", report=WEEKLY)
    put(tmp_path, "2026-11-09", "failed", report=WEEKLY)
    left = missing(WEEKLY, "2026-11-01", "2026-11-22", workspace=tmp_path, shop="s1")
    assert left == ["2026-11-01", "2026-11-08", "2026-11-22"]


def test_span_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    """Swapped dates would look like nothing to do."""
    with pytest.raises(ParameterError):
        missing("daily_review", WEEK[1], WEEK[0], workspace=tmp_path, shop="s1")


def test_real_run_counts_as_present(tmp_path: Path) -> None:
    """backfill and the runner would disagree where a run lives, and redo every day."""
    run_fixture("good", tmp_path, as_of="2026-11-16")
    assert "2026-11-16" not in missing("daily_review", *WEEK, workspace=tmp_path, shop="s1")


def test_older_day_leaves_latest_alone(tmp_path: Path) -> None:
    """After a backfill the morning's bookmark would show last week."""
    for day in ("2026-11-19", "2026-11-20"):
        assert point_latest(put(tmp_path, day))
    place = put(tmp_path, "2026-11-14")
    assert not point_latest(place)
    assert place.latest.read_text() == '2026-11-20 <a href="./2026-11-20.zh/data.json">'


def test_failed_later_day_does_not_hold_latest_back(tmp_path: Path) -> None:
    """After one failed morning `latest` would never move again for an earlier good day."""
    put(tmp_path, "2026-11-20", "failed")
    assert point_latest(put(tmp_path, "2026-11-19"))


def test_killed_between_the_two_renames_loses_nothing(tmp_path: Path) -> None:
    """A kill in the worst moment would leave a day without its page."""
    place = put(tmp_path, "2026-11-20")
    place.folder.rename(place.aside)
    place.fresh()
    assert (place.folder / "index.html").read_text().startswith("2026-11-20")
    assert not place.aside.exists()


def test_debris_of_a_killed_run_is_cleared_but_not_a_neighbours(tmp_path: Path) -> None:
    """Killed runs would fill the disk; clearing too much would break a run of another key."""
    place = put(tmp_path, "2026-11-20")
    other = Place(place.reports, Key("daily_review", "s1", "2026-11-20", "en")).fresh()
    old = place.fresh()
    new = place.fresh()
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)
