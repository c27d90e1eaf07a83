"""Commands about exports: import, formats draft, expect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ParameterError
from ..labels import Label, spoken
from ..model import ImportedFile, Problem
from .app import JsonOption, ShopOption, WorkspaceOption, app, show_json

if TYPE_CHECKING:
    from ..workspace import Workspace

formats_app = typer.Typer(no_args_is_help=True, help="导出格式 / export formats")
app.add_typer(formats_app, name="formats")
_PROBLEMS_SHOWN = 5


@app.command("import")
def import_(
    paths: Annotated[list[Path] | None, typer.Argument(help="文件或文件夹，默认 inbox")] = None,
    shop: ShopOption = "",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """导入导出文件。 Import exports; a bad file never stops the others (exit 1 lists them)."""
    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    files = _import(opened, paths or [], shop, bar=not as_json)
    if as_json:
        show_json({"files": [file_json(f) for f in files]})
    else:
        _print_files(files)
    raise typer.Exit(1 if any(_is_bad(f) for f in files) else 0)


def import_quietly(opened: Workspace, shop: str) -> None:
    """Import inbox and registers before a report; what was refused is told on stderr."""
    files = _import(opened, [], shop if len(opened.shops) == 1 else "", bar=False)
    _print_files([f for f in files if _is_bad(f)], err=True)


def _import(opened: Workspace, paths: list[Path], shop: str, bar: bool) -> list[ImportedFile]:
    from rich.console import Console
    from rich.progress import Progress

    for path in paths:
        if not path.exists():
            raise ParameterError(str(path), Label("没有这个文件。", "there is no such file."))
    with Progress(console=Console(stderr=True), transient=True, disable=not bar) as shown:
        job = shown.add_task(str(Label("导入", "Importing")), total=None)

        def step(done: int, total: int, path: Any) -> None:
            name = Path(str(path)).name[:40].replace("[", "(")
            shown.update(job, completed=done, total=total, description=name)

        return opened.import_files(paths, shop=shop or None, progress=step)


def _is_bad(file: ImportedFile) -> bool:
    return file.state == "refused" or bool(file.rows.get("refused"))


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


def _print_files(files: list[ImportedFile], err: bool = False) -> None:
    alike: dict[str, list[str]] = {}
    for file in files:
        if file.state == "unchanged" and not file.problems:
            continue
        if file.state == "refused" and (key := _told_without_name(file)):
            alike.setdefault(key, []).append(Path(file.path).name)
            if len(alike[key]) > 1:
                continue  # a folder of one unknown kind is told of once
        period = " ~ ".join(d.isoformat() for d in file.period) if file.period else ""
        counts = Label("{n} 行", "{n} rows").format(n=file.rows.get("accepted", 0))
        line = f"{_STATES[file.state]}  {Path(file.path).name}  {file.format or ''}  {period}"
        typer.echo(f"{line}  {counts}", err=err)
        for problem in file.problems[:_PROBLEMS_SHOWN]:
            typer.echo(f"    {_problem_line(problem)}", err=err)
        if more := len(file.problems[_PROBLEMS_SHOWN:]):
            text = Label("……还有 {n} 处", "... and {n} more").format(n=more)
            typer.echo(f"    {text}", err=err)
    for names in alike.values():
        if len(names) > 1:
            text = Label("同样的问题还有 {n} 个文件：{a} …… {b}", "{n} more alike: {a} ... {b}")
            typer.echo(text.format(n=len(names) - 1, a=names[1], b=names[-1]), err=err)
    tally = {state: sum(f.state == state for f in files) for state in _STATES}
    joint = "、" if spoken() == "zh" else ", "
    if not err:
        typer.echo(joint.join(f"{_STATES[s]} {n}" for s, n in tally.items()))


def _told_without_name(file: ImportedFile) -> str:
    """What was wrong with a file, apart from its name."""
    told = " ".join(_problem_line(p) for p in file.problems)
    return told.replace(Path(file.path).name, "")


def _problem_line(problem: Problem) -> str:
    row = problem.row and Label("第 {n} 行", "row {n}").format(n=problem.row)
    value = problem.value and f"“{problem.value[:40]}”"
    where = " ".join(str(x) for x in (problem.sheet, row, problem.column, value) if x)
    return f"{where + ': ' if where else ''}{problem.what} {problem.fix or ''}".rstrip()


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

    if not file.is_file():
        file = _in_the_inbox(file, workspace)
    _must_be_file(file)
    target = out or _formats_folder(workspace) / f"{_slug(file.stem)}.toml"
    if target.exists():
        raise ParameterError(
            str(target),
            Label("已经存在，没有改动。", "exists already and was left alone."),
            Label("删掉它，或用 --out 换个名字。", "Delete it, or name another with --out."),
        )
    text = draft(file, _formats(workspace))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    typer.echo(
        Label(
            f"草稿写好了：{target}\n用记事本打开，按注释填好，再运行 opslib import。",
            f"Draft written: {target}\nFill it in as its comments say, then: opslib import.",
        )
    )


def _formats_folder(workspace: str) -> Path:
    from ..workspace import Workspace

    return Workspace.open(workspace).root / "formats"


def _in_the_inbox(file: Path, workspace: str) -> Path:
    """The file of this name in the inbox: `opslib import` tells its name alone."""
    inbox = _formats_folder(workspace).parent / "inbox"
    return next((p for p in sorted(inbox.rglob("*")) if p.name == file.name), file)


def _slug(text: str) -> str:
    kept = "".join(c if c.isalnum() and c.isascii() else "_" for c in text.lower()).strip("_")
    return kept if any(c.isalpha() for c in kept) else f"format_{kept}".strip("_")


@app.command()
def expect(
    sample: Annotated[Path, typer.Argument(help="样例文件 / a sample export")],
    workspace: WorkspaceOption = "",
) -> None:
    """打印样例会变成哪些事实行（CSV）。 Print the facts that a sample becomes."""
    from ..importers import expected

    _must_be_file(sample)
    typer.echo(expected(sample, _formats(workspace)), nl=False)


def _formats(workspace: str) -> Any:
    """The formats of the workspace; the shipped ones where there is none around."""
    from .. import places
    from ..importers import load_formats
    from .listing import opened_or_none

    opened = opened_or_none(workspace)
    return opened.formats if opened else load_formats(places.templates() / "formats")


def _must_be_file(path: Path) -> None:
    if not path.is_file():
        raise ParameterError(str(path), Label("没有这个文件。", "there is no such file."))
