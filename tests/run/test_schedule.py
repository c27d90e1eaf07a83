"""The lines for the schedulers."""

from __future__ import annotations

import shlex
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from opslib.errors import UnknownName
from opslib.run.schedule import Plan, lines

PLAN = Plan("daily_review", PurePosixPath("/home/me/my 100% shop"), "s1", program="/v/bin/opslib")
WORDS = ["/v/bin/opslib", "backfill", "daily_review", "--import"]
WORDS += ["--from", "yesterday", "--to", "yesterday", "--shop", "s1", "--lang", "zh", "--workspace"]


def test_cron_line_survives_spaces_and_percent_signs() -> None:
    """cron ends a command at % and a shell splits at spaces: the report would never run."""
    zone, line = lines("cron", PLAN).splitlines()
    assert zone == "CRON_TZ=Asia/Shanghai"
    assert line.startswith("30 7 * * * ")
    command = line.removeprefix("30 7 * * * ").split(" >> ")[0]
    assert "%" not in command.replace(r"\%", "")
    assert shlex.split(command.replace(r"\%", "%")) == [*WORDS, "/home/me/my 100% shop"]


def test_systemd_units_name_zone_and_catch_up() -> None:
    """A laptop that was asleep at 7:30 would miss the morning; % would be expanded."""
    text = lines("systemd", PLAN)
    assert "OnCalendar=*-*-* 07:30:00 Asia/Shanghai" in text and "Persistent=true" in text
    assert f'ExecStart={" ".join(WORDS)} "/home/me/my 100%% shop"' in text


def test_windows_task_quotes_the_folder() -> None:
    """A folder with a space would be cut in two."""
    plan = Plan("daily_review", PureWindowsPath(r"C:\my shop"), "s1", program=r"C:\v\opslib.exe")
    text = lines("windows", plan)
    assert text.startswith("schtasks /Create /F /SC DAILY /ST 07:30")
    assert r'--workspace \"C:\my shop\""' in text


def test_the_weekly_review_runs_on_mondays_only() -> None:
    """Six mornings of seven would be spent on a week that is reviewed already."""
    plan = Plan("weekly_promotion_review", PLAN.workspace, "s1", program="/v/bin/opslib")
    assert lines("cron", plan).splitlines()[1].startswith("30 7 * * 1 /v/bin/opslib backfill")
    timer = lines("systemd", plan)
    assert "OnCalendar=Mon *-*-* 07:30:00 Asia/Shanghai" in timer and "every Monday" in timer
    assert "/SC WEEKLY /D MON /ST 07:30" in lines("windows", plan)


def test_names_differ_by_shop_and_language() -> None:
    """The second shop's timer would overwrite the first one's."""
    names = {Plan("daily_review", PLAN.workspace, s, g).name for s in "ab" for g in ("zh", "en")}
    assert len(names) == 4


def test_unknown_scheduler_is_a_plain_error() -> None:
    """A typo would end in a traceback."""
    with pytest.raises(UnknownName, match="cron"):
        lines("crom", PLAN)
