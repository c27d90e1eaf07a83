"""`opslib actions`: the action list, and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ParameterError
from ..labels import Label
from .app import (
    JsonOption,
    LangOption,
    ShopOption,
    WorkspaceOption,
    app,
    show_json,
    speak_or_stop,
)

if TYPE_CHECKING:
    from ..actions import Action, Actions

_WORDS = {
    "todo": Label("待办", "to do"),
    "done": Label("已完成", "done"),
    "dismissed": Label("不做", "dismissed"),
}
_NONE = Label(
    "还没有动作。出一份推广周报就有了。", "No actions yet; a weekly review proposes them."
)


@app.command("actions")
def actions_(
    id: Annotated[str, typer.Argument(help="动作编号，和 --mark 一起用 / with --mark")] = "",
    mark: Annotated[str, typer.Option(help="todo | done | dismissed")] = "",
    on: Annotated[str, typer.Option(help="完成日期 / day it was done, YYYY-MM-DD")] = "",
    note: Annotated[str, typer.Option(help="备注 / a remark")] = "",
    state: Annotated[str, typer.Option(help="只列这一种 / only these")] = "",
    shop: ShopOption = "",
    lang: LangOption = "zh",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """列出要做的事，或记下做完了没有。 List the actions, or mark one done or dismissed."""
    speak_or_stop(lang)
    from ..actions import Actions
    from ..workspace import Workspace

    if bool(id) != bool(mark):
        raise ParameterError(
            "opslib actions",
            Label("编号和 --mark 要一起写。", "an id and --mark go together."),
            Label("例如 opslib actions 编号 --mark done", "As in: opslib actions ID --mark done"),
        )
    kept = Actions(Workspace.open(workspace), shop)
    told = kept.mark(id, mark, on, note) if id else kept.sync()
    listed = [kept.get(id)] if id else kept.all(state)
    if as_json:
        show_json(_object(kept, listed, told))
    else:
        _print(listed)
    if told:
        typer.echo(told, err=True)


def _object(kept: Actions, listed: list[Action], told: str) -> dict[str, Any]:
    names = (
        "id state report dimension subject what owner date due done_on low mid high minutes note"
    ).split()
    rows = [{n: getattr(a, n) for n in names} for a in listed]
    return {"shop": kept.shop, "register": kept.path, "register_not_renewed": told, "actions": rows}


def _print(listed: list[Action]) -> None:
    for a in listed:
        worth = "" if a.mid is None else f"{a.mid:,.0f}"
        when = a.done_on or a.due or ""
        cells = (a.id, _WORDS[a.state], when, worth, a.subject, a.what, a.owner)
        typer.echo("\t".join(map(str, cells)).rstrip())
    if not listed:
        typer.echo(_NONE)
