"""JupyterLab as an analyst meets it: a server of its own, a notebook opened, run and saved."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from opslib.labels import Label
from tests.chromium import browser

PATIENCE = 120  # seconds for the whole notebook, on a busy machine
ROOM = {"width": 1400, "height": 1000}
# What the figure says and draws; ids and styles do not count.
FIGURE = """e => [e.innerText.replace(/\\s+/g, ' ').trim(),
    ...[...e.querySelectorAll('svg path, svg rect, svg circle')].map(
        m => ['d', 'x', 'y', 'cx', 'cy', 'height'].map(a => m.getAttribute(a) || '').join(','))]"""


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def ended(process: subprocess.Popen[bytes]) -> None:
    """End this one server and what it started."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
    for member in family:
        if member.is_running():
            member.kill()


@contextmanager
def serving(workspace: Path, home: Path) -> Iterator[Callable[[str], str]]:
    """A running `opslib lab` on this workspace, with settings of nobody: address of a notebook."""
    port, token = free_port(), secrets.token_hex(8)
    folders = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "OPSLIB_"))},
        **{f"JUPYTER_{name}": str(home / name) for name in folders},
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_TOKEN": token,
    }
    command = [sys.executable, "-m", "opslib", "lab", "--no-browser", "--port", str(port)]
    command += ["--workspace", str(workspace)]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, home / "log")
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/{name}?token={token}"
    finally:
        ended(server)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; its log is the message when it does not."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(240):
        try:
            opener.open(url, timeout=5).close()
            return
        except OSError:
            assert server.poll() is None, log.read_text(errors="replace")[-2000:]
            time.sleep(0.25)
    raise AssertionError(log.read_text(errors="replace")[-2000:])


@contextmanager
def running(address: str, asked: list[str] | None = None) -> Iterator[Any]:
    """The notebook open in JupyterLab, every cell asked to run; asked: gets every request."""
    with browser() as chrome:
        page = chrome.new_context(viewport=ROOM, locale="en-US").new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: asked is not None and asked.append(r.url))
        page.goto(address)
        page.locator(".jp-NotebookPanel .jp-CodeCell").first.wait_for()
        page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        yield page


def wait_for_the_last_cell(lab: Any) -> None:
    """Wait until every cell carries its number; take the kernel if JupyterLab asks which."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = lab.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
        if len(found) > 10 and all(re.fullmatch(r"\[\d+\]:", text.strip()) for text in found):
            return
        if lab.locator(".jp-Dialog .jp-mod-accept").is_visible():
            lab.locator(".jp-Dialog .jp-mod-accept").click()
        lab.wait_for_timeout(250)
    raise AssertionError(found)


def saved(lab: Any, path: Path) -> list[dict[str, Any]]:
    """The code cells of the notebook at this path, saved after the last of them had run."""
    wait_for_the_last_cell(lab)
    lab.keyboard.press("Control+s")
    for _ in range(120):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [c for c in cells if c["cell_type"] == "code"]
        if all(c["execution_count"] for c in code):
            return code
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not save the notebook")


def failures(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tracebacks and complaints among what the cells put out."""
    outputs = [o for c in cells for o in c["outputs"]]
    return [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]


def told(cell: dict[str, Any]) -> str:
    """What a cell printed."""
    return "".join("".join(o.get("text", "")) for o in cell["outputs"])


def says_what_the_page_says(ran: list[dict[str, Any]], data: dict[str, Any], start: str) -> None:
    """No cell failed, and the last one's line begins so and counts the findings of data.json."""
    assert failures(ran) == []
    line = told(ran[-1])
    assert line.startswith(start) and "failed" not in line
    assert f"findings {len(data['findings'])}\n" in line


def scenario(place: Any) -> Any:
    """The figure of the controls, or its static twin without the note around it."""
    return place.locator(".scenario").last


def twin(lab: Any, published: Path, figure: Callable[[Any], Any]) -> list[str]:
    """What the static twin of a figure on the published page says and draws."""
    page = lab.context.new_page()
    page.goto((published / "index.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    shown: list[str] = figure(page).evaluate(FIGURE)
    page.close()
    return shown


def to(lab: Any, label: Label, key: str) -> None:
    """Send the handle of one slider to an end of its range: key "Home" or "End"."""
    row = lab.locator(".jp-OutputArea .widget-hslider", has_text=label.zh)
    row.locator(".noUi-handle").focus()
    lab.keyboard.press(key)


def until_it_changes(lab: Any, figure: Any, before: list[str]) -> list[str]:
    """The figure after it has changed."""
    last, calm = before, 0
    for _ in range(120):
        now = figure.evaluate(FIGURE)
        calm = calm + 1 if now == last and now != before else 0
        if calm >= 8:  # a slider may draw more than once on its way
            return now
        last = now
        lab.wait_for_timeout(250)
    raise AssertionError("the figure stays as it was")
