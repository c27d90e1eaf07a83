"""What all commands share: the application, its common options, how it prints."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import OpslibError, unknown
from ..labels import LANGUAGES, Label, speak

app = typer.Typer(
    name="opslib",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="1688 / Alibaba.com 店铺运营工作簿：导出文件进，一页日报出。 "
    "Exports in, one honest page out.",
)

WorkspaceOption = Annotated[
    str, typer.Option("--workspace", "-w", help="工作区文件夹，默认当前文件夹 / workspace folder")
]
ShopOption = Annotated[str, typer.Option("--shop", help="店铺编号 / shop id")]
LangOption = Annotated[str, typer.Option("--lang", help="zh | en")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="只输出一个 JSON / one JSON object on stdout")
]
_printed: list[bool] = []


def speak_or_stop(language: str) -> None:
    """Speak the language of `--lang`, unless OPSLIB_LANG says how to speak to the operator.

    Raises UnknownName for a language that does not exist.
    """
    if language not in LANGUAGES:
        raise unknown(Label("语言", "language"), language, LANGUAGES)
    if "OPSLIB_LANG" not in os.environ:
        speak(language)  # type: ignore[arg-type]


def show_json(value: Any) -> None:
    """Print the one object of `--json`."""
    _printed.append(True)
    typer.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Path):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def complain(fault: OpslibError) -> int:
    """Print an error on stderr, and as JSON on stdout when `--json` was asked for.

    Returns the exit code of the error.
    """
    if "--json" in sys.argv and not _printed:
        show_json({"error": str(fault), "exit_code": fault.exit_code})
    typer.secho(str(fault), err=True, fg=typer.colors.RED)
    return fault.exit_code


def complete_json(code: object) -> None:
    """Print an object for `--json` when the command ended in wrong usage, before it could."""
    if "--json" in sys.argv and not _printed and code == 2:
        told = Label("命令用法不对，见错误输出。", "wrong usage, see the error output.")
        show_json({"error": str(told), "exit_code": code})
