"""One run from parameters to a published page: locked, limited, and never half done."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Mapping, Sequence

from ..errors import DeclarationError, ParameterError
from ..labels import Label
from ..places import notebooks
from . import manifest, notebook_file, runs
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
from .result import RunResult

LOG = "run.log"
ASKED = ("run_id", "report", "shop", "as_of", "lang")
CAME_OUT = ("state", "message", "started", "seconds", "findings", "peak_bytes")


@dataclass
class _Run:
    """One run under way."""

    id: str
    place: Place
    parameters: ReportParameters
    started: datetime
    seconds: float
    cell_seconds: float = CELL_SECONDS
    notebook: Path = Path()
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
    run = _prepared(report, params, workspace, timeout)
    run.notebook = _fitting(run, notebook or notebooks() / f"{report}.ipynb")
    run.cell_seconds = min(cell_timeout, timeout)
    from filelock import FileLock, Timeout

    run.place.lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(run.place.lock, timeout=0):
            return _under_lock(run, begun)
    except Timeout:
        seconds = time.monotonic() - begun
        return _result(run, {"state": "locked", "seconds": seconds, "message": str(LOCKED)})


def not_ready(
    report: str, params: Mapping[str, Any], missing: Sequence[object], *, workspace: Path
) -> RunResult:
    """Record that a report could not be run yet because this data has not arrived."""
    begun = time.monotonic()
    run = _prepared(report, params, workspace, 0.0)
    joint = str(Label("；", "; "))
    note = _note(run, {"state": "not_ready", "message": joint.join(map(str, missing))}, {})
    note |= {"seconds": round(time.monotonic() - begun, 2), "peak_bytes": 0}
    runs.record(run.place.reports, {k: note[k] for k in (*ASKED, *CAME_OUT)} | {"page": None})
    return _result(run, note)


def _prepared(report: str, params: Mapping[str, Any], workspace: Path, seconds: float) -> _Run:
    workspace = Path(workspace).resolve()
    values = check(report, {**params, "workspace": str(workspace)})
    for name in ("shop_id", "as_of"):
        if not getattr(values, name):
            raise ParameterError(report, GIVE.format(name=name.removesuffix("_id")))
    key = Key(report, values.shop_id, values.as_of, values.lang)
    return _Run(
        id=uuid.uuid4().hex[:12],
        place=Place(workspace / "reports", key),
        parameters=values,
        started=datetime.now(UTC).astimezone(),
        seconds=seconds,
    )


def _fitting(run: _Run, path: Path) -> Path:
    """The notebook, if it takes every parameter of the report."""
    faults = notebook_file.faults(path, type(run.parameters))
    if faults:
        raise DeclarationError(path.name, faults[0])
    return path.resolve()


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
    return _verdict(run, code), family.peak


def _verdict(run: _Run, code: int | None) -> dict[str, Any]:
    """What the child says, believed only if its return code agrees."""
    if code is None:
        return {"state": "timed_out", "message": str(OVER.format(n=f"{run.seconds:g}"))}
    result = run.work / "result.json"
    ended = str(ENDED.format(code=code))
    if not result.is_file():
        log = (run.out / LOG).read_text("utf-8", "replace")
        return {"state": "failed", "message": ended, "lines": log.splitlines()[-20:]}
    verdict: dict[str, Any] = json.loads(result.read_text("utf-8"))
    contradicts = code != 0 and verdict["state"] in GOOD
    return {"state": "failed", "message": ended} if contradicts else verdict


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
    """The child's environment: nothing of the user's Jupyter set-up can change a report.

    Each report keeps to one core where nobody says otherwise: of two beside each other, whose
    small matrices both ask for all cores, each took nine times as long.
    """
    alone = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "MKL", "OMP")}
    return {
        **alone,
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
    place, done, page = run.place, _taken(run.out / "done.json"), run.out / PAGE
    (run.out / "state.json").unlink(missing_ok=True)
    if verdict["state"] in GOOD and page.stat().st_size > PAGE_BYTES:
        verdict = {"state": "failed", "message": str(BIG.format(n=page.stat().st_size))}
    state = verdict["state"]
    note = _note(run, verdict, done) | {
        "seconds": round(time.monotonic() - begun, 2),
        "peak_bytes": peak,
    }
    write_whole(run.out / MANIFEST, json.dumps(note, ensure_ascii=False, indent=1) + "\n")
    readable = page.is_file() and (state in GOOD or bool(verdict.get("whole")))
    if readable:
        (run.out / LOG).unlink()
        publish(run.out, place)
    else:
        page.unlink(missing_ok=True)
        keep_failed(run.out, place)
    if state in GOOD:
        point_latest(place)
        shutil.rmtree(place.failed, ignore_errors=True)
    shown = (place.folder / PAGE).relative_to(place.reports).as_posix() if readable else None
    runs.record(place.reports, {k: note[k] for k in (*ASKED, *CAME_OUT)} | {"page": shown})
    folder = place.folder if readable else place.failed
    return _result(run, note, folder, verdict.get("lines", []))


def _note(run: _Run, verdict: dict[str, Any], done: dict[str, Any]) -> dict[str, Any]:
    """The manifest: what was asked, what it stood on, what came out."""
    return {
        "run_id": run.id,
        "state": verdict["state"],
        "message": verdict.get("message", ""),
        "section": verdict.get("section", ""),
        "failed_sections": done.get("failed_sections", []),
        **asdict(run.place.key),
        "parameters": dumped(run.parameters),
        "inputs": done.get("inputs", {}),
        "versions": done.get("versions", {}),
        "findings": done.get("findings"),
        "packages": manifest.packages(),
        **manifest.revision(),
        "started": run.started.isoformat(),
    }


def _taken(path: Path) -> dict[str, Any]:
    """The notebook's last word, taken out of the folder: the manifest keeps it."""
    if not path.is_file():
        return {}
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    path.unlink()
    return value


def _result(
    run: _Run, note: Mapping[str, Any], folder: Path | None = None, lines: Sequence[str] = ()
) -> RunResult:
    def there(name: str) -> str | None:
        return str(folder / name) if folder and (folder / name).is_file() else None

    return RunResult(
        run_id=run.id,
        state=note["state"],
        **asdict(run.place.key),
        html=there(PAGE),
        data=there("data.json"),
        tables=there("tables.xlsx"),
        notebook=there("run.ipynb"),
        manifest=there(MANIFEST),
        findings=note.get("findings"),
        seconds=round(note["seconds"], 2),
        message=note["message"],
        section=note.get("section", ""),
        detail=list(lines),
    )


GIVE = Label("请给出 {name}。", "give {name}.")
LOCKED = Label("同一份报告正在另一个进程里运行。", "another process is running this very report.")
OVER = Label("超过了 {n} 秒的总时限。", "it took longer than the limit of {n} seconds.")
ENDED = Label(
    "子进程意外结束（代码 {code}）。", "the child process ended unexpectedly (code {code})."
)
BIG = Label("页面有 {n} 字节，超过 1 MB。", "the page has {n} bytes, more than 1 MB.")
