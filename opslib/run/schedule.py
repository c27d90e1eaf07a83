"""Ready lines that make a report every morning, or every Monday, for the machine's scheduler.

They import what arrived and call `backfill` for yesterday: it runs only what is missing, so a
second start does nothing twice, and a morning that failed is made up when it is started again.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Callable

from ..errors import ParameterError, unknown
from ..labels import Label
from .parameters import is_weekly

_HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Plan:
    """What to run and when; `at` is HH:MM in the time zone, `program` the opslib command."""

    report: str
    workspace: PurePath
    shop: str = ""
    lang: str = "zh"
    at: str = "07:30"
    timezone: str = "Asia/Shanghai"
    program: str = field(default_factory=lambda: own_command())

    @property
    def words(self) -> list[str]:
        """The command, word by word."""
        days = ["--import", "--from", "yesterday", "--to", "yesterday"]
        shop = ["--shop", self.shop] if self.shop else []
        place = [*shop, "--lang", self.lang, "--workspace", str(self.workspace)]
        return [self.program, "backfill", self.report, *days, *place]

    @property
    def weekly(self) -> bool:
        """Whether it runs on Mondays only: backfill takes the last whole week by itself."""
        return is_weekly(self.report)

    @property
    def name(self) -> str:
        """One name for each shop, report and language."""
        parts = filter(None, ["opslib", self.report, self.shop, self.lang])
        return "-".join(parts).replace("_", "-")


def own_command() -> str:
    """The opslib of this environment, by its full path: a scheduler knows no PATH of ours."""
    name = "opslib.exe" if sys.platform == "win32" else "opslib"
    return str(Path(sys.executable).with_name(name))


def cron(plan: Plan) -> str:
    """Lines for `crontab -e`. A cron that ignores CRON_TZ (Debian's) takes the machine's hour."""
    hour, minute = plan.at.split(":")
    command = shlex.join(plan.words).replace("%", r"\%")
    log = shlex.quote(str(plan.workspace / "reports" / "schedule.log")).replace("%", r"\%")
    days = f"{int(minute)} {int(hour)} * * {1 if plan.weekly else '*'}"
    return f"CRON_TZ={plan.timezone}\n{days} {command} >> {log} 2>&1\n"


def systemd(plan: Plan) -> str:
    """A service and a timer for systemd --user; a morning that was slept through is caught up."""
    command = " ".join(_unit_word(w) for w in plan.words)
    often, days = ("every Monday", "Mon *-*-*") if plan.weekly else ("every morning", "*-*-*")
    return f"""# ~/.config/systemd/user/{plan.name}.service
[Unit]
Description={plan.name}

[Service]
Type=oneshot
ExecStart={command}

# ~/.config/systemd/user/{plan.name}.timer
[Unit]
Description={plan.name} {often}

[Timer]
OnCalendar={days} {plan.at}:00 {plan.timezone}
Persistent=true

[Install]
WantedBy=timers.target

# systemctl --user daemon-reload && systemctl --user enable --now {plan.name}.timer
"""


def windows(plan: Plan) -> str:
    """One line for the Windows command prompt; the time is the machine's own."""
    command = subprocess.list2cmdline(plan.words).replace('"', r"\"")
    often = "WEEKLY /D MON" if plan.weekly else "DAILY"
    return f'schtasks /Create /F /SC {often} /ST {plan.at} /TN "{plan.name}" /TR "{command}"\n'


KINDS: dict[str, Callable[[Plan], str]] = {"cron": cron, "systemd": systemd, "windows": windows}


def schedule_lines(
    workspace: PurePath,
    report: str,
    at: str,
    kind: str = "all",
    *,
    shop: str = "",
    lang: str = "zh",
    timezone: str = "Asia/Shanghai",
) -> str:
    """The lines of one scheduler, or of all of them with a heading each; `at` is HH:MM."""
    if not _HOUR.fullmatch(at):
        raise ParameterError(
            "--at",
            Label(f"“{at}”不是时刻。", f"'{at}' is no time of day."),
            Label("写成 08:30 这样。", "Write it like 08:30."),
        )
    plan = Plan(report, workspace, shop, lang, at.zfill(5), timezone)
    if kind == "all":
        return "\n".join(f"# --- {name} ---\n{make(plan)}" for name, make in KINDS.items())
    return lines(kind, plan)


def lines(kind: str, plan: Plan) -> str:
    """The lines of one scheduler: cron, systemd or windows."""
    if kind not in KINDS:
        raise unknown(Label("定时器", "scheduler"), kind, KINDS)
    return KINDS[kind](plan)


def _unit_word(word: str) -> str:
    """A word of ExecStart: systemd expands % and $, and splits at spaces."""
    word = word.replace("%", "%%").replace("$", "$$")
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' if " " in word else word
