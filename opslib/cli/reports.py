"""Commands about reports: run, backfill, check, why, schedule, demo."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ..labels import Label
from .app import JsonOption, LangOption, ShopOption, WorkspaceOption, app, show_json, speak_or_stop

Report = Annotated[str, typer.Argument(help="报告名称，见 opslib list reports")]
Day = Annotated[str, typer.Option(help="YYYY-MM-DD | yesterday")]
Parameters = Annotated[
    list[str] | None, typer.Option("-p", "--param", help="NAME=VALUE，可重复 / repeatable")
]
Timeout = Annotated[float, typer.Option(help="整次运行的秒数上限 / seconds for the whole run")]
KnownAt = Annotated[
    str, typer.Option(help="只用这一刻以前导入的数据 / only what was imported by then")
]


@app.command()
def run(
    report: Report,
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD | yesterday")],
    shop: ShopOption = "",
    lang: LangOption = "zh",
    param: Parameters = None,
    known_at: KnownAt = "",
    timeout: Timeout = 600,
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成一份报告。 Make one report."""
    speak_or_stop(lang)
    given = {"known_at": known_at} if known_at else {}
    result = make_report(workspace, report, shop, as_of, lang, param or [], given, timeout)
    _show_result(result, as_json)
    raise typer.Exit(result.exit_code)


def make_report(
    workspace: str,
    report: str,
    shop: str,
    as_of: str,
    lang: str,
    param: list[str],
    given: dict[str, Any],
    timeout: float,
) -> Any:
    """Check the parameters and the data, then run the report in its child process."""
    from ..run import check_parameters, not_ready, run_report
    from ..shop import report_readiness
    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    chosen = opened.shop(shop or None)
    profile = opened.profile(chosen.id)
    parameters = check_parameters(
        report,
        param,
        {
            **given,
            "workspace": str(opened.root),
            "shop_id": chosen.id,
            "as_of": as_of,
            "lang": lang,
        },
        timezone=profile.timezone,
    )
    ready = report_readiness(opened, chosen.id, parameters)
    if not ready.ok:
        return not_ready(report, parameters, ready.missing, workspace=opened.root)
    return run_report(report, parameters, workspace=opened.root, timeout=timeout)


_STATES = {
    "ok": Label("完成", "done"),
    "nothing_to_report": Label("完成，没有要处理的", "done, nothing to report"),
    "not_ready": Label("数据未到", "not ready"),
    "failed": Label("失败", "failed"),
    "timed_out": Label("超时", "timed out"),
    "locked": Label("同一份报告正在运行", "another run of this report is under way"),
}


def _show_result(result: Any, as_json: bool) -> None:
    if as_json:
        show_json(result.as_json())
        return
    text = f"{_STATES[result.state]}  {result.report} {result.shop} {result.as_of} {result.lang}"
    typer.echo(f"{text}  {result.seconds:.1f} s", err=result.exit_code != 0)
    if result.message:
        typer.echo(str(result.message), err=True)
    if result.html:
        typer.echo(str(result.html))


@app.command()
def backfill(
    report: Report,
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD")],
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD")],
    shop: ShopOption = "",
    lang: LangOption = "zh",
    param: Parameters = None,
    timeout: Timeout = 600,
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """补做缺的报告，从旧到新。 Make only the reports that are missing, oldest first."""
    from ..run import missing_days
    from ..workspace import Workspace

    speak_or_stop(lang)
    opened = Workspace.open(workspace)
    chosen = opened.shop(shop or None).id
    results = []
    for day in missing_days(opened.root, report, chosen, lang, first, last):
        done = make_report(workspace, report, chosen, day, lang, param or [], {}, timeout)
        results.append(done)
        if not as_json:
            _show_result(done, False)
    if as_json:
        show_json({"runs": [r.as_json() for r in results]})
    raise typer.Exit(max((r.exit_code for r in results), default=0))


@app.command()
def check(
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD | yesterday")],
    expect: Annotated[list[str] | None, typer.Option(help="报告，可重复 / repeatable")] = None,
    lang: LangOption = "zh",
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """缺哪些报告；缺就以 3 结束。 Which reports are missing; exit 3 if any."""
    from ..run import missing_days, resolve_day
    from ..workspace import Workspace

    speak_or_stop(lang)
    opened = Workspace.open(workspace)
    missing = []
    for shop in opened.shops:
        day = resolve_day(as_of, opened.profile(shop).timezone)
        for report in expect or ["daily_review"]:
            if missing_days(opened.root, report, shop, lang, day, day):
                missing.append({"report": report, "shop": shop, "as_of": day, "lang": lang})
    if as_json:
        show_json({"missing": missing})
    for gap in [] if as_json else missing:
        typer.echo(
            f"{Label('缺', 'missing')} {gap['report']} {gap['shop']} {gap['as_of']} {gap['lang']}"
        )
    raise typer.Exit(3 if missing else 0)


@app.command()
def why(
    number: Annotated[str, typer.Argument(help="数字编号，见 data.json / a number's id")],
    run: Annotated[str, typer.Option(help="运行文件夹或编号 / run folder or id")],
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """重新计算报告里的一个数字，并列出文件和行。 Recompute a number; show files and rows."""
    from ..run import find_run
    from ..trace import why_number
    from ..workspace import Workspace

    opened = Workspace.open(workspace)
    answer = why_number(opened, find_run(opened.root, run), number)
    if as_json:
        show_json(answer.as_json())
    else:
        typer.echo(answer.as_text())
    raise typer.Exit(0 if answer.equal else 1)


@app.command()
def schedule(
    kind: Annotated[str, typer.Option("--for", help="cron | systemd | windows | all")] = "all",
    report: Annotated[str, typer.Option(help="报告 / report")] = "daily_review",
    at: Annotated[str, typer.Option(help="HH:MM")] = "08:30",
    workspace: WorkspaceOption = "",
) -> None:
    """打印每天早上自动运行的配置。 Print the lines that run it every morning."""
    from ..run import schedule_lines
    from ..workspace import Workspace

    typer.echo(schedule_lines(Workspace.open(workspace).root, report, at, kind))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="放到哪个文件夹 / folder")] = Path("demo"),
    lang: Annotated[str, typer.Option(help="zh | en，默认两种 / default both")] = "",
) -> None:
    """用示例数据出报告。 Import the samples, run the reports, print where they are."""
    from ..demo import AS_OF, demo_workspace

    if lang:
        speak_or_stop(lang)
    typer.echo(Label(f"示例工作区：{out}（合成数据）", f"Sample workspace: {out} (synthetic data)"))
    from ..workspace import Workspace

    opened = Workspace.open(demo_workspace(out.resolve()))
    codes = []
    for shop in opened.shops:
        for language in [lang] if lang else ["zh", "en"]:
            result = make_report(
                str(opened.root), "daily_review", shop, AS_OF, language, [], {}, 600
            )
            codes.append(result.exit_code)
            _show_result(result, False)
    typer.echo(
        Label(
            f"全部报告：{opened.reports / 'index.html'}",
            f"All reports: {opened.reports / 'index.html'}",
        )
    )
    raise typer.Exit(max(codes))
