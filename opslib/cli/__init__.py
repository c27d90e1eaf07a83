"""The command line: thin, every command a few lines over the workspace, the shop or the runner."""

from __future__ import annotations

import os
import sys

from ..errors import OpslibError
from ..labels import LANGUAGES, Label, speak
from .app import app, complain
from . import listing, reports, workspace  # noqa: F401  (each adds its commands to `app`)


def main() -> None:
    """Entry point of `opslib`; ends with the exit code of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = os.environ.get("OPSLIB_LANG", "zh")
    speak(language if language in LANGUAGES else "zh")  # type: ignore[arg-type]
    try:
        app(standalone_mode=True)
    except OpslibError as fault:
        complain(fault)
        sys.exit(fault.exit_code)
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(1)
    except Exception as fault:
        if os.environ.get("OPSLIB_DEBUG"):
            raise
        complain(
            OpslibError(
                type(fault).__name__,
                Label(f"程序出错：{fault}", f"the program failed: {fault}"),
                Label(
                    "设 OPSLIB_DEBUG=1 再运行一次可看到细节。",
                    "Set OPSLIB_DEBUG=1 and run again to see the details.",
                ),
            )
        )
        sys.exit(1)
