"""Commands that make reports: run, backfill, demo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Iterable, Sequence

import typer

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
    from ..run import RunResult
    from ..workspace import Workspace

Report = Annotated[str, typer.Argument(help="报告名称，见 opslib list reports / report")]
Parameters = Annotated[
    list[str] | None, typer.Option("-p", "--param", help="NAME=VALUE，可重复 / repeatable")
]
Timeout = Annotated[float, typer.Option(help="整次运行的秒数上限 / seconds for the whole run")]
KnownAt = Annotated[
    str, typer.Option(help="只用这一刻以前导入的数据 / only what was imported by then")
]
ImportFirst = Annotated[
    bool, typer.Option("--import", help="先导入 inbox 和 registers / import these first")
]
Notify = Annotated[
    list[str] | None,
    typer.Option(help="存有通知地址的环境变量，可重复 / variable with an apprise address"),
]
# Which exit code stands for several runs: a failure is never hidden by a report that waits.
_WORST = (1, 4, 5, 3, 0)
_PLAIN = {"workspace": "workspace", "shop": "shop", "shop_id": "shop", "as_of": "as_of"}
_PLAIN |= {"lang": "lang", "known_at": "known_at"}


@dataclass(frozen=True)
class Request:
    """One report as asked for on the command line."""

    report: str
    as_of: str
    shop: str = ""
    lang: str = "zh"
    param: tuple[str, ...] = ()
    known_at: str = ""
    timeout: float = 600.0
    workspace: str = ""

    def folded(self) -> Request:
        """The same with `-p shop=...` and the like taken as the options they are."""
        changes, rest = {}, []
        for text in self.param:
            name, mark, value = text.partition("=")
            if mark and name in _PLAIN:
                changes[_PLAIN[name]] = value
            else:
                rest.append(text)
        return replace(self, param=tuple(rest), **changes)  # type: ignore[arg-type]

    def checked(self, shop: str, timezone: str, workspace: str = "") -> dict[str, Any]:
        """The report's parameters, complete and checked; ParameterError names every wrong one."""
        from ..run import check_parameters

        given = {"workspace": workspace, "shop_id": shop, "as_of": self.as_of, "lang": self.lang}
        if self.known_at:
            given["known_at"] = self.known_at
        return check_parameters(self.report, self.param, given, timezone=timezone)


def prepare(request: Request, import_first: bool) -> tuple[Request, Workspace]:
    """Check what can be told without data, before anything heavy is imported; then open it.

    Raises ParameterError, UnknownName.
    """
    from ..errors import ParameterError

    request = request.folded()
    speak_or_stop(request.lang)
    if request.timeout <= 0:
        raise ParameterError("--timeout", Label("要大于 0 秒。", "must be more than 0 seconds."))
    request.checked(request.shop, "Asia/Shanghai")
    from ..workspace import Workspace

    opened = Workspace.open(request.workspace)
    request = replace(request, shop=opened.shop(request.shop or None).id)
    if import_first:
        from .sources import import_quietly

        import_quietly(opened, request.shop)
    return request, opened


def make_report(request: Request, opened: Workspace) -> RunResult:
    """Run a prepared report in its child process, unless its data has not arrived.

    Raises DeclarationError for a rule book that cannot be understood.
    """
    from ..moments import moment
    from ..run import not_ready, run_report

    timezone = opened.profile(request.shop).timezone
    parameters = request.checked(request.shop, timezone, str(opened.root))
    if known := moment(parameters["known_at"], timezone):
        parameters["known_at"] = known.isoformat()
    from ..held import rule_books
    from ..ready import report_readiness

    rule_books(opened)  # an edited rule with a mistake is told here, not as a failed section
    ready = report_readiness(opened, request.report, request.shop, parameters)
    if not ready.ok:
        return not_ready(request.report, parameters, ready.missing, workspace=opened.root)
    result = run_report(request.report, parameters, workspace=opened.root, timeout=request.timeout)
    _keep_actions(opened, result, parameters.get("known_at", ""))
    return result


def _keep_actions(opened: Workspace, result: RunResult, known_at: str) -> None:
    """Put what the report proposes into the action register; a register that is open stays."""
    from ..actions.after_run import REPORTS, accept_run
    from ..errors import OpslibError

    if result.report not in REPORTS:
        return
    try:
        told = accept_run(opened, result, known_at)
    except OpslibError as fault:
        told = str(fault)
    if told:
        typer.echo(told, err=True)


def worst(codes: Iterable[int]) -> int:
    """The exit code of several runs together."""
    return min(codes, key=_WORST.index, default=0)


def tell(result: RunResult, recipients: Sequence[str], opened: Workspace) -> None:
    """Send the outcome to those who asked, and say on stderr whether it went."""
    if not recipients:
        return
    from ..run import notify

    for name, outcome in notify(result, recipients, workspace=opened.root).items():
        typer.echo(f"{name}: {_TOLD[outcome]}", err=True)


_TOLD = {
    "sent": Label("已通知", "told"),
    "before": Label("以前已通知", "was told before"),
    "waiting": Label(
        "没有发出去，下次再试（检查环境变量里的地址）",
        "could not be told, next time again (check the address in the variable)",
    ),
}
_STATES = {
    "ok": Label("完成", "done"),
    "nothing_to_report": Label("完成，没有要处理的", "done, nothing to report"),
    "not_ready": Label("数据未到", "not ready"),
    "failed": Label("失败", "failed"),
    "timed_out": Label("超时", "timed out"),
    "locked": Label("同一份报告正在运行", "another run of this report is under way"),
}


def show_result(result: RunResult) -> None:
    """One line on the outcome, its reason, and where the page is."""
    text = f"{_STATES[result.state]}  {result.report} {result.shop} {result.as_of} {result.lang}"
    typer.echo(f"{text}  {result.seconds:.1f} s", err=result.exit_code != 0)
    if why := "  ".join(filter(None, [result.section, result.message])):
        typer.echo(f"    {why}", err=True)
    if result.html:
        typer.echo(result.html)


@app.command()
def run(
    report: Report,
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD | yesterday")],
    shop: ShopOption = "",
    lang: LangOption = "zh",
    param: Parameters = None,
    known_at: KnownAt = "",
    timeout: Timeout = 600,
    import_first: ImportFirst = False,
    notify: Notify = None,
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """生成一份报告。 Make one report."""
    asked = Request(report, as_of, shop, lang, tuple(param or ()), known_at, timeout, workspace)
    request, opened = prepare(asked, import_first)
    result = make_report(request, opened)
    if as_json:
        show_json(result.as_json())
    else:
        show_result(result)
    tell(result, notify or (), opened)
    raise typer.Exit(result.exit_code)


@app.command()
def backfill(
    report: Report,
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD | yesterday | -7")],
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD | yesterday")],
    shop: ShopOption = "",
    lang: LangOption = "zh",
    param: Parameters = None,
    timeout: Timeout = 600,
    import_first: ImportFirst = False,
    notify: Notify = None,
    workspace: WorkspaceOption = "",
    as_json: JsonOption = False,
) -> None:
    """补做缺的报告，从旧到新。 Make only the reports that are missing, oldest first."""
    from ..run import missing_days

    asked = Request(report, last, shop, lang, tuple(param or ()), "", timeout, workspace)
    replace(asked, as_of=first).checked(shop, "Asia/Shanghai")
    request, opened = prepare(asked, import_first)
    profile = opened.profile(request.shop)
    results = []
    asked_for = (opened.root, request.report, request.shop, request.lang, first, last)
    days = missing_days(*asked_for, timezone=profile.timezone, week_start=profile.week_start)
    for day in days:
        results.append(make_report(replace(request, as_of=day), opened))
        tell(results[-1], notify or (), opened)
        if not as_json:
            show_result(results[-1])
    if as_json:
        show_json({"runs": [r.as_json() for r in results]})
    elif not results:
        typer.echo(Label("没有缺的报告，不用补。", "No report is missing, nothing to make."))
    raise typer.Exit(worst(r.exit_code for r in results))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="放到哪个文件夹 / folder")] = Path("demo"),
    lang: Annotated[str, typer.Option(help="zh | en，默认两种 / default both")] = "",
    report: Annotated[str, typer.Option(help="哪份报告，默认全部 / default all")] = "",
) -> None:
    """用示例数据出报告。 Import the samples, run the reports, print where they are."""
    if lang:
        speak_or_stop(lang)
    from ..demo import demo_workspace
    from ..run import reports_named
    from ..workspace import Workspace
    from .all_reports import make_all

    wanted = reports_named(report)
    typer.echo(Label(f"示例工作区：{out}（合成数据）", f"Sample workspace: {out} (synthetic data)"))
    opened = Workspace.open(demo_workspace(out.resolve()))
    codes = make_all(opened, wanted, [lang] if lang else ["zh", "en"])
    index = opened.reports / "index.html"
    typer.echo(Label(f"全部报告：{index}", f"All reports: {index}"))
    raise typer.Exit(worst(codes))
