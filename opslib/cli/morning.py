"""Commands for every morning after: check, why, schedule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..labels import Label
from .app import JsonOption, LangOption, ShopOption, WorkspaceOption, app, show_json, speak_or_stop


@app.command()
def check(
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD | yesterday")] = "yesterday",
    expect: Annotated[
        list[str] | None,
        typer.Option(help="报告，可重复；默认做过的 / repeatable; default: those ever made"),
    ] = None,
    shop: ShopOption = "",
    lang: LangOption = "zh",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """缺哪些报告；缺就以 3 结束。 Which reports are missing; exit 3 if any."""
    from ..run import check_parameters, missing_days

    speak_or_stop(lang)
    for report in expect or ["daily_review"]:
        check_parameters(report, [], {"as_of": as_of}, timezone="Asia/Shanghai")
    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    missing = []
    for one in [opened.shop(shop).id] if shop else opened.shops:
        timezone = opened.profile(one).timezone
        for report in expect or _usual(opened.root, one):
            days = missing_days(
                *(opened.root, report, one, lang, as_of, as_of),
                timezone=timezone,
                week_start=opened.profile(one).week_start,
            )
            for day in days:
                missing.append({"report": report, "shop": one, "as_of": day, "lang": lang})
    if as_json:
        show_json({"missing": missing})
    else:
        _print_missing(missing)
    raise typer.Exit(3 if missing else 0)


def _usual(root: Path, shop: str) -> list[str]:
    """The reports that this shop is used to: those ever tried, or the daily review."""
    from ..run import PARAMETERS, history

    tried = {run["report"] for run in history(root, shop)}
    return [report for report in PARAMETERS if report in tried] or ["daily_review"]


def _print_missing(missing: list[dict[str, Any]]) -> None:
    for gap in missing:
        typer.echo(f"{Label('缺', 'missing')} " + " ".join(gap.values()))
    if not missing:
        typer.echo(Label("都在。", "Nothing is missing."))


@app.command()
def why(
    number: Annotated[str, typer.Argument(help="数字编号，见 data.json / a number's id")],
    run: Annotated[str, typer.Option(help="运行文件夹、页面、编号、latest / run folder, page, id")],
    shop: ShopOption = "",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """重新计算报告里的一个数字，并列出文件和行。 Recompute a number; show files and rows."""
    from ..run import find_run, latest_run
    from ..workspace import Workspace, around

    opened = Workspace.open(workspace or around(Path(run)))
    if run == "latest":
        folder = latest_run(opened.root, opened.shop(shop or None).id, number)
    else:
        folder = find_run(opened.root, run)
    from ..trace import why_number

    answer = why_number(opened, folder, number)
    if as_json:
        show_json(answer.as_json())
    else:
        typer.echo(answer.as_text())
    raise typer.Exit(0 if answer.equal else 1)


@app.command()
def schedule(
    kind: Annotated[str, typer.Option("--for", help="cron | systemd | windows | all")] = "all",
    report: Annotated[str, typer.Option(help="报告 / report")] = "daily_review",
    at: Annotated[str, typer.Option(help="HH:MM，按店铺时区 / in the shop's time zone")] = "08:30",
    shop: ShopOption = "",
    lang: LangOption = "zh",
    workspace: WorkspaceOption = "",
) -> None:
    """打印自动运行的配置：日报每天，周报每周一。 Lines that run it daily, or on Mondays."""
    from ..run import check_parameters, schedule_lines
    from ..workspace import Workspace

    speak_or_stop(lang)
    check_parameters(report, [], {"shop_id": shop}, timezone="Asia/Shanghai")
    opened = Workspace.open(workspace)
    for one in [opened.shop(shop).id] if shop else opened.shops:
        place = {"shop": one, "lang": lang, "timezone": opened.profile(one).timezone}
        typer.echo(schedule_lines(opened.root, report, at, kind, **place), nl=False)
