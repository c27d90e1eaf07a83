"""After a run: its proposals become actions, unless it looked at the past."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .action import from_findings
from .book import Actions
from .judged import REPORT

if TYPE_CHECKING:
    from ..run import RunResult
    from ..workspace import Workspace

RIVALS = "competitor_comparison"
REPORTS = (REPORT, RIVALS)  # whose findings become actions


def accept_run(opened: Workspace, result: RunResult, known_at: str = "") -> str:
    """Keep what a finished run proposed; "" or why the register was not renewed.

    Nothing is kept of a report of other kinds, of one that did not end well, of a replay
    (`known_at`), or of a week before the newest whole one that has data: the past asks for nothing.
    """
    if result.report not in REPORTS or result.exit_code or known_at or not result.data:
        return ""
    file = Path(result.data)
    file = file if file.is_absolute() else opened.root / file
    findings = json.loads(file.read_text("utf-8"))["findings"]
    actions = Actions(opened, result.shop)
    week = opened.profile(result.shop).week(date.fromisoformat(result.as_of))
    newest = actions.newest()
    if newest is not None and opened.profile(result.shop).week(newest)[1] > week[1]:
        return ""
    proposals = from_findings(result.report, findings)
    return actions.accept(proposals, week, date.fromisoformat(result.as_of))
