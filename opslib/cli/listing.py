"""`opslib list ...`: what there is, printed from the code and the declarations themselves."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Callable

import typer

from .. import places
from ..errors import unknown
from ..labels import Label
from .app import JsonOption, ShopOption, WorkspaceOption, app, show_json


@app.command("list")
def list_(
    what: Annotated[str, typer.Argument(help="reports|metrics|rules|formats|runs|coverage")],
    workspace: WorkspaceOption = "",
    shop: ShopOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出报告、指标、规则、格式、运行记录、指南覆盖。 List what there is."""
    if what not in LISTS:
        raise unknown(Label("清单", "list"), what, LISTS)
    rows = LISTS[what](workspace, shop)
    if as_json:
        show_json(rows)
    elif not rows:
        typer.echo(Label(f"{what}：还没有。", f"{what}: there are none yet."), err=True)
    else:
        _print_table(what, _cited(rows) if what == "coverage" else rows)


def _reports(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..run import PARAMETERS

    return [
        {
            "id": name,
            "parameters": ", ".join(model.model_fields),
            "question": (model.__doc__ or "").splitlines()[0],
        }
        for name, model in PARAMETERS.items()
    ]


def _metrics(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..metrics import METRICS

    return [
        {
            "id": m.id,
            "kind": m.kind,
            "label": str(m.label),
            "unit": m.unit,
            "good": m.good,
            "definition": str(m.definition),
            "source": m.source,
        }
        for m in METRICS.values()
    ]


def _rules(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..held import rule_books

    opened = opened_or_none(workspace)
    rules: list[dict[str, Any]] = [
        {
            "id": r.id,
            "guide": r.guide,
            "profile": r.profile,
            "metric": r.metric,
            "test": r.test,
            "threshold": r.threshold,
            "assumed": r.assumed,
            "enabled": r.enabled,
            "title": str(r.title),
        }
        for r in rule_books(opened)
    ]
    return rules + _kinds(opened)


def _kinds(opened: Any) -> list[dict[str, Any]]:
    """The kinds of findings of the other reports, in the columns of the rules."""
    from ..kinds import NUMBERS, kinds_of, shipped

    files = {f: kinds_of(opened.root, f) if opened else shipped(f) for f in NUMBERS}
    return [
        {
            "id": k.rule,
            "guide": k.guide,
            "profile": "both",
            "metric": "",
            "test": file.removesuffix(".toml"),
            "threshold": k.threshold or k.evidence or None,
            "assumed": False,
            "enabled": k.enabled,
            "title": str(k.title),
        }
        for file, kinds in files.items()
        for k in kinds.values()
    ]


def _formats(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..importers import load_formats

    opened = opened_or_none(workspace)
    folders = [places.templates() / "formats"]
    formats = load_formats(*folders, *([opened.root / "formats"] if opened else []))
    return [
        {"id": f.id, "label": str(f.label), "platform": f.platform, "tables": list(f.tables)}
        for f in formats.values()
    ]


def _runs(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..run import history
    from ..workspace import Workspace

    return history(Workspace.open(workspace).root, shop=shop or None)


def _coverage(workspace: str, shop: str) -> list[dict[str, Any]]:
    from ..held import guide_coverage

    return guide_coverage(opened_or_none(workspace))


def _cited(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the guide's title, line and own words behind each number."""
    from ..rules.coverage import citations

    cited = citations()
    return [{"id": row["id"], **cited[row["id"]], **row} for row in rows]


def opened_or_none(workspace: str) -> Any:
    """The workspace, or None where nobody named one and there is none around.

    The shipped declarations and samples stand in for it then.
    """
    from ..errors import ParameterError
    from ..workspace import Workspace

    try:
        return Workspace.open(workspace)
    except ParameterError:
        if workspace:
            raise
        return None


LISTS: dict[str, Callable[[str, str], list[dict[str, Any]]]] = {
    "reports": _reports,
    "metrics": _metrics,
    "rules": _rules,
    "formats": _formats,
    "runs": _runs,
    "coverage": _coverage,
}


def _print_table(title: str, rows: list[dict[str, Any]]) -> None:
    """A table for the eye at a terminal; lines with tabs for a pipe, which has no width."""
    columns = list(rows[0])
    cells = [["" if row[c] is None else str(row[c]) for c in columns] for row in rows]
    if not sys.stdout.isatty():
        for line in [columns, *cells]:
            typer.echo("\t".join(" ".join(cell.split()) for cell in line))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"{title} ({len(rows)})", show_lines=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for line in cells:
        table.add_row(*map(Text, line))
    Console().print(table)
