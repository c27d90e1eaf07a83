"""How long and how big a run may be, and how a process is ended with all its descendants."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import IO, Any, Callable, Mapping, Sequence

import psutil

RUN_SECONDS = 600.0
CELL_SECONDS = 300.0
PAGE_BYTES = 1_000_000
_POLL = 0.25  # seconds between two looks at the family; its end is noticed at once


def start(
    command: Sequence[str], *, cwd: str, env: Mapping[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own; both its outputs go to `log`.

    Its stdin is a pipe that we hold and never write to: when we die, the child reads the end of
    it and ends itself (`child.end_with_parent`).
    """
    own_group: dict[str, Any] = (
        {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    return subprocess.Popen(
        list(command),
        cwd=cwd,
        env=dict(env),
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        **own_group,
    )


@dataclass
class Family:
    """A child, every descendant ever seen, and the most memory they held together (bytes).

    The kernel lives in a session of its own, so killing the child's group would miss it.
    """

    process: subprocess.Popen[bytes]
    peak: int = 0
    seen: dict[int, psutil.Process] = field(default_factory=dict)

    def look(self) -> None:
        """Note who lives now and how much memory they hold."""
        held = 0
        for member in self._living():
            try:
                held += member.memory_info().rss
            except psutil.Error:
                continue
            self.seen.setdefault(member.pid, member)
        self.peak = max(self.peak, held)

    def _living(self) -> list[psutil.Process]:
        try:
            head = psutil.Process(self.process.pid)
            return [head, *head.children(recursive=True)]
        except psutil.Error:
            return []

    def wait(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> int | None:
        """The child's return code, or None when it still runs after so many seconds."""
        end = clock() + seconds
        while clock() < end:
            self.look()
            try:
                return self.process.wait(timeout=max(0.0, min(_POLL, end - clock())))
            except subprocess.TimeoutExpired:
                continue
        return self.process.poll()

    def end(self, patience: float = 5.0) -> None:
        """Kill whoever of the family still lives, youngest first, and wait until they are gone."""
        self.look()
        alive = [p for p in self.seen.values() if p.is_running()]
        for member in reversed(alive):
            try:
                member.kill()
            except psutil.NoSuchProcess:
                continue
        if self.process.stdin:
            self.process.stdin.close()
        psutil.wait_procs([p for p in alive if p.pid != self.process.pid], timeout=patience)
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:  # an unkillable wait in the kernel of the system
            return
