"""What became of a run, for people and for scripts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

EXIT = {"ok": 0, "nothing_to_report": 0, "failed": 1, "not_ready": 3, "timed_out": 4, "locked": 5}


@dataclass(frozen=True)
class RunResult:
    """What became of a run: the fields of `opslib run --json`, and why when it went wrong."""

    run_id: str
    state: str
    report: str
    shop: str
    as_of: str
    lang: str
    html: str | None = None
    data: str | None = None
    tables: str | None = None
    notebook: str | None = None
    manifest: str | None = None
    findings: int | None = None
    seconds: float = 0.0
    message: str = ""
    section: str = ""
    detail: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """What the command line ends with for this state."""
        return EXIT[self.state]

    def as_json(self) -> dict[str, Any]:
        """The object that `opslib run --json` prints."""
        return asdict(self)
