"""Commands about the workspace: init, import, formats, expect, lab."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ..labels import Label, spoken
from ..model import ImportedFile, Problem
from .app import JsonOption, ShopOption, WorkspaceOption, app, show_json

formats_app = typer.Typer(no_args_is_help=True, help="导出格式 / export formats")
app.add_typer(formats_app, name="formats")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="新工作区的文件夹 / folder to make")],
    platform: Annotated[str, typer.Option(help="1688 | alibaba")] = "1688",
    shop: ShopOption = "",
    name: Annotated[str, typer.Option(help="店铺名称 / the shop's name")] = "",
) -> None:
    """新建工作区。 Make a new workspace."""
    from ..workspace import Workspace

    made = Workspace.init(folder, platform=platform, shop=shop or "my_shop", name=name)
    typer.echo(
        Label(
            f"工作区已建好：{made.root}\n把导出文件放进 inbox，然后运行：opslib import -w {folder}",
            f"Workspace ready: {made.root}\nPut exports into inbox, then: opslib import -w {folder}",
        )
    )


@app.command("import")
def import_(
    paths: Annotated[list[Path] | None, typer.Argument(help="文件或文件夹，默认 inbox")] = None,
    shop: ShopOption = "",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """导入导出文件。 Import exports; a bad file never stops the others (exit 1 lists them)."""
    from rich.console import Console
    from rich.progress import Progress

    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        job = bar.add_task(str(Label("导入", "Importing")), total=None)

        def step(done: int, total: int, path: Any) -> None:
            bar.update(job, completed=done, total=total, description=Path(str(path)).name[:40])

        files = opened.import_files(paths or [], shop=shop or None, progress=step)
    if as_json:
        show_json({"files": [file_json(f) for f in files]})
    else:
        _print_files(files)
    if any(f.state == "refused" for f in files) or any(f.rows.get("refused") for f in files):
        raise typer.Exit(1)


def file_json(file: ImportedFile) -> dict[str, Any]:
    """One file of `import --json`."""
    return {
        "path": file.path,
        "sha256": file.sha256,
        "format": file.format,
        "table": file.table,
        "shop": file.shop,
        "period": [d.isoformat() for d in file.period] if file.period else None,
        "rows": file.rows,
        "state": file.state,
        "problems": [_problem_json(p) for p in file.problems],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "what": str(problem.what),
        "fix": str(problem.fix) if problem.fix else None,
        "sheet": problem.sheet,
        "severity": problem.severity,
    }


_STATES = {
    "imported": Label("已导入", "imported"),
    "unchanged": Label("没有变化", "unchanged"),
    "replaced": Label("已更新", "replaced"),
    "refused": Label("未导入", "refused"),
}


def _print_files(files: list[ImportedFile]) -> None:
    for file in files:
        if file.state == "unchanged" and not file.problems:
            continue
        period = " ~ ".join(d.isoformat() for d in file.period) if file.period else ""
        counts = Label(f"{file.rows.get('accepted', 0)} 行", f"{file.rows.get('accepted', 0)} rows")
        typer.echo(
            f"{_STATES[file.state]}  {Path(file.path).name}  "
            f"{file.format or ''}  {period}  {counts}".rstrip()
        )
        for problem in file.problems[:5]:
            where = " ".join(
                str(x)
                for x in (
                    problem.sheet,
                    problem.row and Label(f"第 {problem.row} 行", f"row {problem.row}"),
                    problem.column,
                    problem.value and f"“{problem.value[:40]}”",
                )
                if x
            )
            typer.echo(f"    {where + ': ' if where else ''}{problem.what} {problem.fix or ''}")
        if len(file.problems) > 5:
            more = len(file.problems) - 5
            typer.echo(f"    {Label(f'……还有 {more} 处', f'... and {more} more')}")
    tally = {state: sum(f.state == state for f in files) for state in _STATES}
    typer.echo(
        ("、" if spoken() == "zh" else ", ").join(f"{_STATES[s]} {n}" for s, n in tally.items())
    )


@formats_app.command("draft")
def formats_draft(
    file: Annotated[Path, typer.Argument(help="认不出的文件 / the unknown file")],
    workspace: WorkspaceOption = "",
    out: Annotated[
        Path | None, typer.Option(help="写到哪里，默认工作区 formats/ / where to write it")
    ] = None,
) -> None:
    """给认不出的文件写一份格式草稿（TOML）。 Draft a format declaration for an unknown file."""
    from ..importers import draft
    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    text = draft(file, opened.formats)
    target = out or opened.root / "formats" / f"{_slug(file.stem)}.toml"
    if target.exists():
        typer.echo(Label(f"已存在，没有改动：{target}", f"exists, left alone: {target}"), err=True)
        raise typer.Exit(2)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    typer.echo(
        Label(
            f"草稿写好了：{target}\n用记事本打开，按注释填好，再运行 opslib import。",
            f"Draft written: {target}\nFill it in as its comments say, then: opslib import.",
        )
    )


def _slug(text: str) -> str:
    kept = "".join(c if c.isalnum() and c.isascii() else "_" for c in text.lower()).strip("_")
    return kept or "my_format"


@app.command()
def expect(
    sample: Annotated[Path, typer.Argument(help="样例文件 / a sample export")],
    workspace: WorkspaceOption = "demo",
) -> None:
    """打印样例会变成哪些事实行（CSV）。 Print the facts that a sample becomes."""
    from ..importers import expected
    from ..workspace import Workspace

    typer.echo(expected(sample, Workspace.open(workspace).formats), nl=False)


@app.command()
def lab(
    workspace: WorkspaceOption = "demo",
    port: Annotated[int, typer.Option(help="端口 / port")] = 8888,
    browser: Annotated[bool, typer.Option(help="打开浏览器 / open a browser")] = True,
) -> None:
    """用 JupyterLab 打开笔记本。 Open the notebooks in JupyterLab."""
    import subprocess

    from .. import places
    from ..workspace import find

    notebooks = find(workspace) / "notebooks"
    copy_notebooks(places.notebooks(), notebooks)
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={notebooks}"]
    command += ["--ip=127.0.0.1", f"--port={port}"] + ([] if browser else ["--no-browser"])
    environment = {**os.environ, "OPSLIB_WORKSPACE": str(find(workspace))}
    raise typer.Exit(subprocess.run(command, env=environment).returncode)


def copy_notebooks(source: Path, target: Path) -> None:
    """Give the analyst own copies to change; a copy that is there already is left alone."""
    target.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(source.glob("*.ipynb")):
        if not (target / notebook.name).exists():
            (target / notebook.name).write_bytes(notebook.read_bytes())
