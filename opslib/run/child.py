"""The child process of one run: `python -m opslib.run.child JOB.json`.

Executes the notebook with papermill, judges by its own evidence whether it ran (papermill's
status cannot be believed), renders the page, writes result.json. Publishes nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..labels import LANGUAGES, Label, speak

# Optional dependencies of papermill, jsonschema and nbformat that a report never needs: storage
# in clouds, and a grammar of internationalised addresses that costs 1.2 s of CPU to compile.
NOT_NEEDED = ("rfc3987_syntax", "pyarrow.fs", "boto3", "azure", "gcsfs", "github")
DONE, STATE, RESULT, NOTEBOOK = "done.json", "state.json", "result.json", "run.ipynb"
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_HEADING = re.compile(r"^#{1,4}\s+(.+)$", re.MULTILINE)


@dataclass
class Verdict:
    """What became of the notebook; `section` and `lines` tell where and why it failed.

    whole: it ran to its end, so that there is a page to show even when a section failed.
    """

    state: str
    message: str = ""
    whole: bool = False
    section: str = ""
    lines: list[str] = field(default_factory=list)


def main(path: str) -> int:
    """Run the job described in this JSON file; the return code is 0 only for a whole success."""
    job: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    speak(job["lang"])
    end_with_parent(job["work"])
    for name in NOT_NEEDED:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    verdict = perform(job)
    _write(Path(job["work"]) / RESULT, vars(verdict))
    return 0 if verdict.state in ("ok", "nothing_to_report") else 1


def perform(job: dict[str, Any]) -> Verdict:
    """Execute, judge, render: the verdict on one job."""
    out = Path(job["out"])
    raised = execute(job, out / NOTEBOOK)
    notebook = _executed(out / NOTEBOOK)
    done = _read(out / DONE)
    verdict = judge(notebook, done, _read(out / STATE), raised)
    if verdict.whole:
        from . import page

        faults = page.write(notebook, out / "index.html", job, done or {})
        if faults:
            return Verdict("failed", str(LOADS.format(urls=", ".join(faults[:5]))))
    return verdict


def execute(job: dict[str, Any], target: Path) -> BaseException | None:
    """Run the notebook into `target`; the error that ended it early, if any."""
    import nbformat
    from papermill.execute import execute_notebook

    from .kernel import OwnKernelManager

    notebook = nbformat.read(job["notebook"], as_version=4)
    notebook.cells = [c for c in notebook.cells if speaks(c, job["lang"])]
    try:
        execute_notebook(
            notebook,
            str(target),
            parameters=job["parameters"],
            progress_bar=False,
            kernel_name="python3",
            cwd=job["cwd"],
            execution_timeout=job["cell_seconds"],
            kernel_manager_class=OwnKernelManager,
            shutdown_kernel="immediate",  # the asked-for way waits 2.5 s in half of the runs
        )
    except BaseException as error:  # judged below, by what it left behind
        return error
    return None


def speaks(cell: Any, lang: str) -> bool:
    """Does this cell belong into a page of this language? Code and untagged prose always do."""
    tags = set(cell.get("metadata", {}).get("tags", [])) & set(LANGUAGES)
    return cell["cell_type"] != "markdown" or not tags or lang in tags


def judge(
    notebook: dict[str, Any] | None,
    done: dict[str, Any] | None,
    state: dict[str, Any] | None,
    raised: BaseException | None = None,
) -> Verdict:
    """Did the notebook run to its end? Believes only counts, error outputs and the marker."""
    if state and state.get("state") == "not_ready":
        return Verdict("not_ready", str(state.get("message", "")))
    if notebook is None:
        return Verdict("failed", str(NO_NOTEBOOK), lines=_last_lines(str(raised)))
    title = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            headings = _HEADING.findall("".join(cell["source"]))
            title = headings[-1] if headings else title
        elif fault := _fault(cell):
            if fault[0].startswith("NotReady: "):
                return Verdict("not_ready", fault[0].removeprefix("NotReady: "))
            return _broken(title, raised, *fault)
    if raised is not None:
        return _broken("", raised, type(raised).__name__, _last_lines(str(raised)))
    if done is None:
        return Verdict("failed", str(NO_MARKER))
    if done.get("failed_sections"):
        n = len(done["failed_sections"])
        return Verdict("failed", str(SECTIONS.format(n=n)), whole=True)
    return Verdict(str(done.get("state", "ok")), whole=True)


def _broken(title: str, raised: BaseException | None, what: str, lines: list[str]) -> Verdict:
    """The verdict on a notebook that stopped under this heading."""
    kind = type(raised).__name__
    if kind == "CellTimeoutError":
        return Verdict("timed_out", str(CELL_TIME), section=title)
    message = DEAD if kind == "DeadKernelError" else BROKE.format(what=what)
    return Verdict("failed", str(message), section=title, lines=lines)


def _fault(cell: dict[str, Any]) -> tuple[str, list[str]] | None:
    """Why this cell did not run (error name, last lines of its traceback), or None."""
    if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
        return None
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            text = "\n".join(output.get("traceback") or [output.get("evalue", "")])
            return f"{output['ename']}: {output['evalue']}"[:300], _last_lines(text)
    return None if cell["execution_count"] else (str(NOT_RUN), [])


def end_with_parent(work: str) -> None:
    """End this process and its kernel when the parent dies: then our stdin reaches its end."""

    def watch() -> None:
        os.read(0, 1)  # not sys.stdin: a thread that waits in it breaks the end of the process
        import psutil

        for member in psutil.Process().children(recursive=True):
            member.kill()
        shutil.rmtree(work, ignore_errors=True)
        os._exit(9)

    threading.Thread(target=watch, daemon=True).start()


def _executed(path: Path) -> Any:
    """The executed notebook, not validated again: papermill has just written it."""
    from nbformat.v4 import reads_json

    return reads_json(path.read_text("utf-8")) if path.is_file() else None


def _last_lines(text: str, n: int = 20) -> list[str]:
    return _ANSI.sub("", text).strip().splitlines()[-n:]


def _read(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")


NO_NOTEBOOK = Label(
    "笔记本没有开始运行：内核没有启动。", "the notebook never started: no kernel came up."
)
CELL_TIME = Label("一个单元运行超时。", "one cell ran longer than its limit.")
DEAD = Label(
    "内核中途退出了（内存不足或进程被结束）。",
    "the kernel died on the way (out of memory, or ended by something).",
)
BROKE = Label("单元出错：{what}", "a cell failed: {what}")
NOT_RUN = Label("单元没有运行", "the cell did not run")
NO_MARKER = Label(
    "笔记本没有执行到最后的 shop.finish()。", "the notebook never reached its last shop.finish()."
)
SECTIONS = Label(
    "{n} 个部分出错，页面其余部分可读。", "{n} section(s) failed; the rest is readable."
)
LOADS = Label("页面想从外面加载：{urls}", "the page wants to load from outside: {urls}")

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
