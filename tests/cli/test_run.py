"""`opslib run`, `backfill`, `check`, `schedule`: outcomes, exit codes, what is left behind."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock

from opslib.workspace import Workspace

from .calls import Told, call
from .conftest import LAST, SHOP, put

RUN = ("run", "daily_review", "--as-of", LAST)
KEYS = "run_id state report shop as_of lang html data tables notebook manifest findings seconds"


@pytest.fixture(scope="module")
def reported(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The small workspace with one report, and what the command said."""
    root = shutil.copytree(small_once, tmp_path_factory.mktemp("reported") / "shop")
    return root, call(*RUN, "--lang", "en", "--json", cwd=root)


def test_run_tells_as_the_contract_says(reported: tuple[Path, Told]) -> None:
    """The scheduler of an agency reads these names and opens these files."""
    root, told = reported
    assert told.code == 0, told.err
    run = told.json
    assert set(KEYS.split()) <= set(run)
    assert (run["report"], run["shop"], run["as_of"]) == ("daily_review", SHOP, LAST)
    assert run["state"] in ("ok", "nothing_to_report") and run["lang"] == "en"
    folder = root / "reports" / "daily_review" / SHOP / f"{LAST}.en"
    names = ("index.html", "data.json", "tables.xlsx", "run.ipynb", "manifest.json")
    for key, name in zip(("html", "data", "tables", "notebook", "manifest"), names, strict=True):
        assert Path(run[key]) == folder / name and (folder / name).is_file()
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert len(data["findings"]) == run["findings"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_id"] == run["run_id"] and manifest["parameters"]["as_of"] == LAST
    assert (folder.parent / "latest.en.html").is_file()


def test_backfill_makes_only_what_is_missing(reported: tuple[Path, Told]) -> None:
    """A second start in the morning would do everything twice."""
    root, _ = reported
    words = ("backfill", "daily_review", "--lang", "en", "--from", LAST)
    told = call(*words, "--to", LAST, "--json", cwd=root)
    assert (told.code, told.json) == (0, {"runs": []})
    later = call(*words, "--to", "2026-11-22", "--json", cwd=root)
    assert later.code == 3
    assert [(r["as_of"], r["state"]) for r in later.json["runs"]] == [
        ("2026-11-21", "not_ready"),
        ("2026-11-22", "not_ready"),
    ]


def test_check_ends_with_three_while_a_report_is_missing(reported: tuple[Path, Told]) -> None:
    """Whoever watches many shops asks this once a morning."""
    root, _ = reported
    there = call("check", "--as-of", LAST, "--lang", "en", "--json", cwd=root)
    assert (there.code, there.json) == (0, {"missing": []})
    words = ("check", "--expect", "daily_review", "--lang", "en", "--as-of")
    absent = call(*words, "2026-11-19", "--json", cwd=root)
    gap = {"report": "daily_review", "shop": SHOP, "as_of": "2026-11-19", "lang": "en"}
    assert (absent.code, absent.json) == (3, {"missing": [gap]})


def test_a_run_that_holds_the_key_is_not_disturbed(reported: tuple[Path, Told]) -> None:
    """Two morning jobs would write over each other's page."""
    root, _ = reported
    lock = root / "reports" / ".locks" / f"daily_review.{SHOP}.{LAST}.en.lock"
    with FileLock(lock):
        told = call(*RUN, "--lang", "en", "--json", cwd=root)
    assert (told.code, told.json["state"]) == (5, "locked")


def test_a_run_over_its_limit_leaves_latest_alone(reported: tuple[Path, Told]) -> None:
    """A hanging kernel would hold the morning up, or replace a good page."""
    root, _ = reported
    latest = root / "reports" / "daily_review" / SHOP / "latest.en.html"
    before = latest.read_bytes()
    told = call(*RUN, "--lang", "en", "--timeout", "1", "--json", cwd=root)
    assert (told.code, told.json["state"]) == (4, "timed_out") and told.json["seconds"] < 20
    assert latest.read_bytes() == before


def test_a_day_that_has_not_arrived_is_named(small: Path) -> None:
    """The operator must learn which export to download, not that "the run failed"."""
    told = call("run", "daily_review", "--as-of", "2026-11-25", "--json", cwd=small)
    assert (told.code, told.json["state"], told.json["html"]) == (3, "not_ready", None)
    assert "2026-11-25" in told.json["message"] and LAST in told.json["message"]
    assert call("list", "runs", "--json", cwd=small).json[0]["state"] == "not_ready"


@pytest.mark.parametrize(("known_at", "code"), [("2026-11-20", 0), ("2026-11-20T09:00", 3)])
def test_known_at_is_the_shops_own_clock(known_at: str, code: int, tmp_path: Path) -> None:
    """Late data would be told as news; a day alone means until its end."""
    from datetime import UTC, datetime

    Workspace.init(tmp_path, platform="1688", shop=SHOP)
    put(tmp_path, "核心看板_2026-10.*", "核心看板_2026-11.*")
    opened = Workspace.open(tmp_path)
    # 10:00 in Shanghai
    opened.import_files([tmp_path / "inbox"], at=datetime(2026, 11, 20, 2, tzinfo=UTC))
    words = ("--timeout", "1", "--known-at", known_at, "--json")
    told = call(*RUN, *words, cwd=tmp_path)
    # What is known is run (and ended by the limit); what is not known yet is not ready.
    assert told.code == (4 if code == 0 else 3), told.out


def test_import_first_reads_the_inbox(small: Path) -> None:
    """One line in the scheduler must be enough: exports in, page out."""
    put(small, "流量来源_2026-11.*")
    (small / "inbox" / "broken.xlsx").write_bytes(b"PK\x03\x04")
    words = ("run", "daily_review", "--as-of", "2026-11-25", "--import", "--json")
    told = call(*words, cwd=small)
    assert told.code == 3 and told.json["state"] == "not_ready"
    assert "broken.xlsx" in told.err
    assert "channel_day" in Workspace.open(small).store.snapshot().tables(SHOP)


def test_a_mistake_in_a_rule_book_is_told_before_the_run(small: Path) -> None:
    """The page would come out with failed sections instead of the line to mend."""
    (small / "rules" / "mine.toml").write_text('[[rule]]\nid = "x"\ntset = "above"\n', "utf-8")
    told = call(*RUN, "--json", cwd=small)
    assert told.code == 2 and "mine.toml:3" in told.json["error"]
    assert not list(small.glob("reports/daily_review"))


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """A web hook on this machine: its apprise address and what it was told."""
    heard: list[str] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}", heard
    finally:
        server.shutdown()


def test_notify_tells_once_and_never_prints_the_address(small: Path) -> None:
    """Twenty people would be woken by every retry, or a token would stand in a log."""
    words = ("run", "daily_review", "--as-of", "2026-11-25", "--notify", "OPS_HOOK")
    with listener() as (address, heard):
        first = call(*words, "--json", cwd=small, OPS_HOOK=address)
        second = call(*words, cwd=small, OPS_HOOK=address)
    assert (first.code, second.code) == (3, 3)
    assert len(heard) == 1 and "2026-11-25" in heard[0]
    assert first.json["state"] == "not_ready"
    assert "OPS_HOOK: told" in first.err and "told before" in second.err
    assert address not in first.err + first.out + second.err + second.out


def test_notify_without_an_address_waits_and_says_so(small: Path) -> None:
    """A variable that the scheduler does not know must not lose the message in silence."""
    told = call("run", "daily_review", "--as-of", "2026-11-25", "--notify", "NOT_SET", cwd=small)
    assert told.code == 3 and "NOT_SET: could not be told" in told.err


def test_the_scheduled_line_runs(small: Path) -> None:
    """A line that is printed but cannot be run would be found out at 08:30 by nobody."""
    told = call("schedule", "--for", "cron", "--at", "8:05", "--lang", "en", cwd=small)
    zone, line = told.out.splitlines()
    assert zone == "CRON_TZ=Asia/Shanghai" and line.startswith("5 8 * * * ")
    words = shlex.split(line.split(" >> ")[0].removeprefix("5 8 * * * ").replace(r"\%", "%"))
    assert Path(words[0]).is_absolute() and Path(words[0]).stem == "opslib"
    done = call(*words[1:], "--json", cwd=small.parent)
    assert done.code == 3 and done.json["runs"][0]["state"] == "not_ready"


def test_each_shop_gets_its_own_timer_in_its_own_zone(demo: Path) -> None:
    """The second shop's report would never be made, or at three in the night."""
    told = call("schedule", "--for", "systemd", cwd=demo)
    assert told.code == 0
    for shop, zone in (("cotton1688", "Asia/Shanghai"), ("alibaba-demo", "America/Los_Angeles")):
        assert f"opslib-daily-review-{shop}-zh.timer" in told.out
        assert f"OnCalendar=*-*-* 08:30:00 {zone}" in told.out


def test_all_schedulers_are_shown_unless_one_is_named(small_once: Path) -> None:
    """A Windows operator would be shown cron lines only."""
    told = call("schedule", cwd=small_once)
    assert all(f"# --- {name} ---" in told.out for name in ("cron", "systemd", "windows"))
    assert "schtasks /Create" in told.out
