"""The command line as a script calls it: exit code, the JSON on stdout, the words on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Told:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout: a second one, or any other word, is a failure here."""
        return json.loads(self.out)


def call(*words: object, cwd: Path, **env: str) -> Told:
    """Run `opslib` in this folder, in English; a traceback fails whatever test called it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPSLIB_")}
    done = subprocess.run(
        [sys.executable, "-m", "opslib", *map(str, words)],
        cwd=cwd,
        env={**environment, "OPSLIB_LANG": "en", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Told(done.returncode, done.stdout, done.stderr)
