"""The history of runs: one line each, and the index page made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..errors import UnknownName, unknown
from ..labels import Label
from ..places import templates
from .parameters import PARAMETERS
from .publish import GOOD, MANIFEST, good_days, read_manifest, write_whole

NAME = ".runs.jsonl"
KEPT = 2000


def record(reports: Path, line: dict[str, Any]) -> None:
    """Add one run to the history and make the index page anew; many runners may do so at once."""
    reports.mkdir(parents=True, exist_ok=True)
    (reports / ".locks").mkdir(exist_ok=True)
    with FileLock(reports / ".locks" / "history.lock", timeout=30):
        lines = [*read(reports), line][-KEPT:]
        text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        write_whole(reports / NAME, text)
        write_whole(reports / "index.html", index(reports, lines))


def read(reports: Path) -> list[dict[str, Any]]:
    """Every recorded run, oldest first. A line that cannot be read is left out."""
    path = reports / NAME
    found = []
    for line in path.read_text("utf-8").splitlines() if path.is_file() else []:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def history(workspace: Path, shop: str | None = None) -> list[dict[str, Any]]:
    """Every recorded run of a workspace, of one shop or of all, newest first."""
    found = sorted(read(Path(workspace) / "reports"), key=lambda run: run["started"], reverse=True)
    return [run for run in found if shop in (None, run["shop"])]


def find_run(workspace: Path, run: str) -> Path:
    """The folder of a run named by its folder or page, its path under reports/, or its run id.

    Raises UnknownName with the runs that there are.
    """
    reports = Path(workspace) / "reports"
    for place in (Path(run), reports / run):
        folder = _of_page(place) if place.is_file() else place
        if run and (folder / MANIFEST).is_file():
            return folder
    folders = [p.parent for p in reports.glob(f"*/*/*/{MANIFEST}")]
    for folder in folders:
        if read_manifest(folder).get("run_id") == run:
            return folder
    known = [f.relative_to(reports).as_posix() for f in folders]
    raise unknown(Label("运行", "run"), run, known)


def latest_run(workspace: Path, shop: str, number: str = "") -> Path:
    """The folder of a shop's good run with the newest day, of these the one made last.

    number: rather one whose data.json has this number, whichever report that is.
    Raises UnknownName when the shop has none.
    """
    found = []
    for path in (Path(workspace) / "reports").glob(f"*/{shop}/*/{MANIFEST}"):
        manifest = read_manifest(path.parent)
        if manifest.get("state") in GOOD:
            found.append((path.parent.stem, path.stat().st_mtime_ns, path.parent))
    if not found:
        raise UnknownName(
            shop,
            Label("还没有成功的运行。", "has no run that ended well yet."),
            Label("先运行 opslib run。", "Make a report with opslib run first."),
        )
    newest = [folder for *_, folder in sorted(found, reverse=True)]
    return next((f for f in newest if number and _has(f, number)), newest[0])


def _has(folder: Path, number: str) -> bool:
    """Whether a run's data.json has a number of this id."""
    try:
        data = json.loads((folder / "data.json").read_text("utf-8"))
    except (OSError, json.JSONDecodeError):
        return False
    return any(n["id"] == number for n in data.get("numbers", ()))


def _of_page(page: Path) -> Path:
    """The run's folder of one of its files, or of latest.<lang>.html: the newest good day."""
    if not page.name.startswith("latest."):
        return page.parent
    lang = page.suffixes[0].removeprefix(".")
    days = good_days(page.parent, lang)
    return page.with_name(f"{days[-1]}.{lang}") if days else page.parent


def index(reports: Path, lines: list[dict[str, Any]]) -> str:
    """The page that lists the last run of each key, newest day first."""
    import jinja2

    last = {(r["report"], r["shop"], r["as_of"], r["lang"]): r for r in lines}
    rows = sorted(last.values(), key=lambda r: (r["as_of"], r["started"]), reverse=True)
    found = sorted(p.relative_to(reports).as_posix() for p in reports.glob("*/*/latest.*.html"))
    kinds = dict.fromkeys([*PARAMETERS, *(path.split("/")[0] for path in found)])
    latest = {kind: [p for p in found if p.split("/")[0] == kind] for kind in kinds}
    titles = {kind: model.title for kind, model in PARAMETERS.items()}
    loader = jinja2.FileSystemLoader(templates() / "report")
    world = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
    return world.get_template("index.html.j2").render(rows=rows, latest=latest, titles=titles)
