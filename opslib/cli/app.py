"""What all commands share: the application, its common options, how it prints."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import OpslibError
from ..labels import Label, speak

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


def speak_or_stop(language: str) -> None:
    """Speak the language of `--lang`; wrong value is wrong usage."""
    try:
        speak(language)  # type: ignore[arg-type]
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault


def show_json(value: Any) -> None:
    """Print the one object of `--json`."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Path):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def complain(fault: OpslibError) -> None:
    """Print an error on stderr, and as JSON on stdout when `--json` was asked for."""
    if "--json" in sys.argv:
        show_json({"error": str(fault), "exit_code": fault.exit_code})
    typer.secho(str(fault), err=True, fg=typer.colors.RED)
