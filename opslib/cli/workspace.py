"""Commands about a workspace as a whole: init, lab."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from ..labels import Label
from .app import ShopOption, WorkspaceOption, app


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
    told = Label(
        "工作区已建好：{root}\n把导出文件放进 inbox，然后运行：opslib import -w {folder}",
        "Workspace ready: {root}\nPut exports into inbox, then: opslib import -w {folder}",
    )
    typer.echo(told.format(root=made.root, folder=folder))


@app.command()
def lab(
    workspace: WorkspaceOption = "",
    port: Annotated[int, typer.Option(help="端口 / port")] = 8888,
    browser: Annotated[bool, typer.Option(help="打开浏览器 / open a browser")] = True,
) -> None:
    """用 JupyterLab 打开笔记本；不在工作区里就用示例。 Open the notebooks in JupyterLab."""
    from .. import places
    from ..demo import demo_workspace
    from .listing import opened_or_none

    opened = opened_or_none(workspace)
    root = opened.root if opened else demo_workspace()
    copy_notebooks(places.notebooks(), root / "notebooks")
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root / 'notebooks'}"]
    command += ["--ip=127.0.0.1", f"--port={port}", *_QUIET, *([] if browser else ["--no-browser"])]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container; it listens to this machine alone
    # Our settings beside the user's own: JupyterLab does not offer news from outside.
    settings = [str(places.templates() / "lab"), os.environ.get("JUPYTER_CONFIG_PATH", "")]
    environment = {
        **os.environ,
        "OPSLIB_WORKSPACE": str(root),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, settings)),
    }
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # one process: ending it ends JupyterLab
    raise typer.Exit(subprocess.run(command, env=environment).returncode)


# JupyterLab asks nobody outside for news, new versions or extensions: nothing leaves the machine.
_QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)


def copy_notebooks(source: Path, target: Path) -> None:
    """Give the analyst own copies to change; a copy that is there already is left alone."""
    target.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(source.glob("*.ipynb")):
        if not (target / notebook.name).exists():
            (target / notebook.name).write_bytes(notebook.read_bytes())
