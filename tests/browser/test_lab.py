"""The daily notebook in real JupyterLab: it runs, says what the page says, and can be explored."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from opslib.metrics import METRICS
from tests.chromium import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT = Path("reports/daily_review/cotton1688/2026-11-20.zh")
PATIENCE = 120  # seconds for the whole notebook, on a busy machine
ROOM = {"width": 1400, "height": 1000}
ASKED: list[str] = []
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


@pytest.fixture(scope="module")
def workspace(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's workspace with a published page; not called demo."""
    return shutil.copytree(demo, tmp_path_factory.mktemp("lab") / "own_shop")


@pytest.fixture(scope="module")
def address(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running `opslib lab` on this workspace, with settings of nobody."""
    home, port, token = tmp_path_factory.mktemp("jupyter"), free_port(), secrets.token_hex(8)
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
        yield f"http://127.0.0.1:{port}/lab/tree/daily_review.ipynb?token={token}"
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


@pytest.fixture(scope="module")
def lab(address: str) -> Iterator[Any]:
    """The notebook open in JupyterLab, every cell run."""
    with browser() as chrome:
        page = chrome.new_context(viewport=ROOM, locale="en-US").new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: ASKED.append(r.url))
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


@pytest.fixture(scope="module")
def ran(lab: Any, workspace: Path) -> list[dict[str, Any]]:
    """The code cells of the notebook, saved after the last of them had run."""
    wait_for_the_last_cell(lab)
    lab.keyboard.press("Control+s")
    path = workspace / "notebooks" / "daily_review.ipynb"
    for _ in range(120):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [c for c in cells if c["cell_type"] == "code"]
        if all(c["execution_count"] for c in code):
            return code
        time.sleep(0.25)
    raise AssertionError("JupyterLab did not save the notebook")


def test_every_cell_runs_without_an_error(lab: Any, ran: list[dict[str, Any]]) -> None:
    """An analyst who opens the notebook would be met by a traceback."""
    outputs = [o for c in ran for o in c["outputs"]]
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert lab.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    told = "".join("".join(o.get("text", "")) for o in ran[-1]["outputs"])
    assert told.startswith("cotton1688 2026-11-20 |") and "failed" not in told


def test_jupyterlab_asks_nobody_outside(lab: Any, ran: list[dict[str, Any]]) -> None:
    """Nothing leaves the machine: no news, no new versions, no list of extensions."""
    here = ("http://127.0.0.1:", "data:", "blob:")
    assert ASKED and [url for url in ASKED if not url.startswith(here)] == []
    assert lab.get_by_text("Jupyter news").count() == 0


def test_the_notebook_opens_the_operators_own_shop(
    ran: list[dict[str, Any]], workspace: Path
) -> None:
    """`workspace = "demo"` in the notebook would show an analyst somebody else's figures."""
    told = "".join("".join(o.get("text", "")) for o in ran[-1]["outputs"])
    data = json.loads((workspace / REPORT / "data.json").read_text(encoding="utf-8"))
    values = {n["id"]: n["value"] for n in data["numbers"]}
    assert f"pay_amount {values['pay_amount.7d']:.10g} |" in told
    assert f"findings {len(data['findings'])}\n" in told


def explored(place: Any) -> Any:
    return place.locator(".explored").last


def until_it_changes(lab: Any, before: list[str]) -> list[str]:
    """The figure after it has changed."""
    last, calm = before, 0
    for _ in range(120):
        now = explored(lab).evaluate(FIGURE)
        calm = calm + 1 if now == last and now != before else 0
        if calm >= 8:  # a slider may draw more than once on its way
            return now
        last = now
        lab.wait_for_timeout(250)
    raise AssertionError("the figure stays as it was")


def test_the_controls_begin_where_the_pages_static_twin_stands(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Two figures for one question would make both doubtful."""
    twin = lab.context.new_page()
    twin.goto((workspace / REPORT / "index.html").as_uri())
    shown = explored(twin).evaluate(FIGURE)
    twin.close()
    explored(lab).scroll_into_view_if_needed()
    assert len(shown) > 3 and explored(lab).evaluate(FIGURE) == shown


def test_the_figure_follows_slider_and_dropdown(
    lab: Any, ran: list[dict[str, Any]], workspace: Path
) -> None:
    """Controls that move nothing are worse than none."""
    explored(lab).scroll_into_view_if_needed()
    before = explored(lab).evaluate(FIGURE)
    handle = lab.locator(".jp-OutputArea .widget-hslider .noUi-handle").first
    handle.focus()
    handle.press("End")
    wider = until_it_changes(lab, before)
    assert wider[1:] != before[1:], "the band is drawn anew"
    assert wider[0].split()[:3] == before[0].split()[:3], "the value does not depend on the alarm"
    metric = lab.locator(".jp-OutputArea .widget-dropdown select").first
    label = METRICS["clicks"].label.zh
    metric.select_option(label=label)
    followed = until_it_changes(lab, wider)
    data = json.loads((workspace / REPORT / "data.json").read_text(encoding="utf-8"))
    clicks = next(n["value"] for n in data["numbers"] if n["id"] == "clicks.7d")
    assert followed[0].startswith(label) and f"{clicks:,.0f}" in followed[0]


def test_a_copy_that_was_changed_is_left_alone(workspace: Path, ran: list[dict[str, Any]]) -> None:
    """An update of the workbook must not throw away what an analyst wrote."""
    from opslib.cli.workspace import copy_notebooks
    from opslib.places import notebooks

    own = workspace / "notebooks" / "daily_review.ipynb"
    before = own.read_bytes()
    copy_notebooks(notebooks(), own.parent)
    assert own.read_bytes() == before
