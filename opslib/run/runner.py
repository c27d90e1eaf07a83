"""One run from parameters to a published page: locked, limited, and never half done."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Mapping

from ..errors import DeclarationError, ParameterError
from ..labels import Label
from ..places import notebooks
from . import history, manifest, notebook_file
from .limits import CELL_SECONDS, PAGE_BYTES, RUN_SECONDS, Family, start
from .parameters import ReportParameters, check, dumped
from .publish import (
    GOOD,
    MANIFEST,
    PAGE,
    Key,
    Place,
    keep_failed,
    point_latest,
    publish,
    write_whole,
)

EXIT = {"ok": 0, "nothing_to_report": 0, "failed": 1, "not_ready": 3, "timed_out": 4, "locked": 5}
LOG = "run.log"


@dataclass(frozen=True)
class RunResult:
    """What became of a run: the fields of `opslib run --json`, and why when it went wrong."""

    run_id: str
    state: str
    report: str
    shop: str
    as_of: str
    lang: str
    html: str | None = None
    data: str | None = None
    tables: str | None = None
    notebook: str | None = None
    manifest: str | None = None
    findings: int | None = None
    seconds: float = 0.0
    message: str = ""
    detail: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """What the command line ends with for this state."""
        return EXIT[self.state]

    def to_json(self) -> dict[str, Any]:
        """The object that `opslib run --json` prints."""
        return asdict(self)


@dataclass
class _Run:
    """One run under way."""

    id: str
    place: Place
    parameters: ReportParameters
    notebook: Path
    started: datetime
    seconds: float
    cell_seconds: float
    work: Path = Path()
    out: Path = Path()


def run_report(
    report: str,
    params: Mapping[str, Any],
    *,
    workspace: Path,
    timeout: float = RUN_SECONDS,
    notebook: Path | None = None,
    cell_timeout: float = CELL_SECONDS,
) -> RunResult:
    """Run one report of one shop for one day in one language; never raises for a failed notebook.

    params: named as the notebook's variables (`shop` may stand for `shop_id`); shop and as_of
    must be given. timeout, cell_timeout: seconds for the whole run and for one cell.
    Raises ParameterError (exit code 2) before anything is started or written.
    """
    begun = time.monotonic()
    run = _prepared(report, params, workspace, timeout, notebook, cell_timeout)
    from filelock import FileLock, Timeout

    run.place.lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(run.place.lock, timeout=0):
            return _under_lock(run, begun)
    except Timeout:
        return _result(run, "locked", time.monotonic() - begun, message=str(LOCKED))


def _prepared(
    report: str,
    params: Mapping[str, Any],
    workspace: Path,
    timeout: float,
    notebook: Path | None,
    cell_timeout: float,
) -> _Run:
    workspace = Path(workspace).resolve()
    values = check(report, {**params, "workspace": str(workspace)})
    for name in ("shop_id", "as_of"):
        if not getattr(values, name):
            raise ParameterError(report, GIVE.format(name=name.removesuffix("_id")))
    path = notebook or notebooks() / f"{report}.ipynb"
    faults = notebook_file.faults(path, type(values))
    if faults:
        raise DeclarationError(path.name, faults[0])
    key = Key(report, values.shop_id, values.as_of, values.lang)
    return _Run(
        id=uuid.uuid4().hex[:12],
        place=Place(workspace / "reports", key),
        parameters=values,
        notebook=path.resolve(),
        started=datetime.now(UTC).astimezone(),
        seconds=timeout,
        cell_seconds=min(cell_timeout, timeout),
    )


def _under_lock(run: _Run, begun: float) -> RunResult:
    run.out = run.place.fresh()
    run.work = Path(tempfile.mkdtemp(prefix="ops"))  # short: a socket's path may have 100 letters
    try:
        verdict, peak = _child(run, begun)
        return _settled(run, verdict, peak, begun)
    finally:
        shutil.rmtree(run.work, ignore_errors=True)
        shutil.rmtree(run.out, ignore_errors=True)


def _child(run: _Run, begun: float) -> tuple[dict[str, Any], int]:
    """Run the child to its end or to the limit; its verdict and the peak memory in bytes."""
    job = run.work / "job.json"
    cwd = run.work / "cwd"
    cwd.mkdir()
    job.write_text(json.dumps(_job(run, cwd), ensure_ascii=False), "utf-8")
    with (run.out / LOG).open("wb") as log:
        command = [sys.executable, "-m", "opslib.run.child", str(job)]
        family = Family(start(command, cwd=str(cwd), env=_environment(run), log=log))
        try:
            code = family.wait(max(0.0, run.seconds - (time.monotonic() - begun)))
        finally:
            family.end()
    if code is None:
        return {
            "state": "timed_out",
            "message": str(OVER.format(n=f"{run.seconds:g}")),
        }, family.peak
    result = run.work / "result.json"
    if not result.is_file():
        lines = (run.out / LOG).read_text("utf-8", "replace").splitlines()[-20:]
        return {
            "state": "failed",
            "message": str(ENDED.format(code=code)),
            "lines": lines,
        }, family.peak
    verdict: dict[str, Any] = json.loads(result.read_text("utf-8"))
    if code != 0 and verdict["state"] in GOOD:
        verdict = {"state": "failed", "message": str(ENDED.format(code=code))}
    return verdict, family.peak


def _job(run: _Run, cwd: Path) -> dict[str, Any]:
    source = manifest.revision()
    edited = "+" if source.get("dirty") else ""
    made = f"{run.started.isoformat(timespec='seconds')} · {run.id}"
    return {
        "report": run.place.key.report,
        "as_of": run.place.key.as_of,
        "lang": run.place.key.lang,
        "notebook": str(run.notebook),
        "out": str(run.out),
        "work": str(run.work),
        "cwd": str(cwd),
        "cell_seconds": run.cell_seconds,
        "parameters": dumped(run.parameters),
        "stamp": " · ".join(filter(None, [made, source.get("revision", "")[:10] + edited])),
    }


def _environment(run: _Run) -> dict[str, str]:
    """The child's environment: nothing of the user's Jupyter set-up can change a report."""
    return {
        **os.environ,
        "OPSLIB_OUT": str(run.out),
        "JUPYTER_RUNTIME_DIR": str(run.work / "rt"),
        "IPYTHONDIR": str(run.work / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONSAFEPATH": "1",
    }


def _settled(run: _Run, verdict: dict[str, Any], peak: int, begun: float) -> RunResult:
    """Publish or keep aside, move `latest` if deserved, write manifest and history."""
    place, done = run.place, _taken(run.out / "done.json")
    (run.out / "state.json").unlink(missing_ok=True)
    state, message = verdict["state"], verdict.get("message", "")
    page = run.out / PAGE
    if state in GOOD and page.stat().st_size > PAGE_BYTES:
        state, message = "failed", str(BIG.format(n=page.stat().st_size))
    seconds = round(time.monotonic() - begun, 2)
    note = {
        "run_id": run.id,
        "state": state,
        "message": message,
        **{name: getattr(place.key, name) for name in ("report", "shop", "as_of", "lang")},
        "parameters": dumped(run.parameters),
        "inputs": done.get("inputs", {}),
        "versions": done.get("versions", {}),
        "findings": done.get("findings"),
        "failed_sections": done.get("failed_sections", []),
        "section": verdict.get("section", ""),
        "packages": manifest.packages(),
        **manifest.revision(),
        "started": run.started.isoformat(),
        "seconds": seconds,
        "peak_bytes": peak,
    }
    write_whole(run.out / MANIFEST, json.dumps(note, ensure_ascii=False, indent=1) + "\n")
    readable = page.is_file() and (state in GOOD or bool(done.get("failed_sections")))
    if readable:
        (run.out / LOG).unlink()
        publish(run.out, place)
        folder = place.folder
    else:
        page.unlink(missing_ok=True)
        folder = keep_failed(run.out, place)
    if state in GOOD:
        point_latest(place)
        shutil.rmtree(place.failed, ignore_errors=True)
    shown = (place.folder / PAGE).relative_to(place.reports).as_posix()
    line = {k: note[k] for k in ("run_id", "report", "shop", "as_of", "lang", "state", "message")}
    line |= {k: note[k] for k in ("started", "seconds", "findings", "peak_bytes")}
    history.record(place.reports, {**line, "page": shown if readable else None})
    return _result(run, state, seconds, folder, done, message, verdict.get("lines", []))


def _taken(path: Path) -> dict[str, Any]:
    """The notebook's last word, taken out of the folder: the manifest keeps it."""
    if not path.is_file():
        return {}
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    path.unlink()
    return value


def _result(
    run: _Run,
    state: str,
    seconds: float,
    folder: Path | None = None,
    done: Mapping[str, Any] | None = None,
    message: str = "",
    lines: list[str] | None = None,
) -> RunResult:
    def there(name: str) -> str | None:
        return str(folder / name) if folder and (folder / name).is_file() else None

    return RunResult(
        run_id=run.id,
        state=state,
        **asdict(run.place.key),
        html=there(PAGE),
        data=there("data.json"),
        tables=there("tables.xlsx"),
        notebook=there("run.ipynb"),
        manifest=there(MANIFEST),
        findings=(done or {}).get("findings"),
        seconds=round(seconds, 2),
        message=message,
        detail=list(lines or []),
    )


GIVE = Label("请给出 {name}。", "give {name}.")
LOCKED = Label("同一份报告正在另一个进程里运行。", "another process is running this very report.")
OVER = Label("超过了 {n} 秒的总时限。", "it took longer than the limit of {n} seconds.")
ENDED = Label(
    "子进程意外结束（代码 {code}）。", "the child process ended unexpectedly (code {code})."
)
BIG = Label("页面有 {n} 字节，超过 1 MB。", "the page has {n} bytes, more than 1 MB.")
