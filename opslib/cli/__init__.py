"""The command line: thin, every command a few lines over the workspace, the shop or the runner."""

from __future__ import annotations

import os
import sys

from ..errors import OpslibError
from ..labels import LANGUAGES, Label, speak
from . import (  # noqa: F401  (they fill `app`)
    acting,
    listing,
    morning,
    replaying,
    reports,
    shops,
    sources,
    workspace,
)
from .app import app, complain, complete_json


def main() -> None:
    """Entry point of `opslib`; ends with the exit code of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = os.environ.get("OPSLIB_LANG", "zh")
    speak(language if language in LANGUAGES else "zh")  # type: ignore[arg-type]
    try:
        app(standalone_mode=True)
    except SystemExit as end:
        complete_json(end.code)
        raise
    except OpslibError as fault:
        sys.exit(complain(fault))
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more may be written, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as fault:
        if os.environ.get("OPSLIB_DEBUG"):
            raise
        sys.exit(complain(_unforeseen(fault)))


def _unforeseen(fault: Exception) -> OpslibError:
    """A fault of ours, or of the disk, in the form of all other errors."""
    if isinstance(fault, OSError):
        return OpslibError(
            str(fault.filename or ""),
            Label(f"读写不了：{fault.strerror}", f"cannot be read or written: {fault.strerror}"),
            Label("请检查路径、权限和磁盘空间。", "Check the path, permissions and disk space."),
        )
    return OpslibError(
        type(fault).__name__,
        Label(f"程序出错：{fault}", f"the program failed: {fault}"),
        Label(
            "设 OPSLIB_DEBUG=1 再运行一次可看到细节。",
            "Set OPSLIB_DEBUG=1 and run again to see the details.",
        ),
    )
