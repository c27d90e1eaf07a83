"""The sample workspace: two synthetic shops, imported and ready to look at."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path
from typing import Any, Callable

from . import places
from .errors import ParameterError
from .labels import Label

# The last day of the samples; the demo's reports look at it.
AS_OF = "2026-11-20"
_STAMP = ".samples"


def demo_workspace(root: Path | None = None, progress: Callable[..., None] | None = None) -> Path:
    """The folder of the sample workspace, made and imported on first use.

    `root` defaults to the user's data folder. Samples or formats that changed since are imported
    anew; reports stay. Raises ParameterError when `root` is somebody's own workspace.
    """
    import platformdirs
    from filelock import FileLock

    root = root or Path(platformdirs.user_data_dir("opslib")) / "demo"
    stamp = root / _STAMP
    if (root / "shop.toml").exists() and not stamp.exists():
        raise ParameterError(
            str(root),
            Label("这里已经是别的工作区。", "this is a workspace of its own already."),
            Label("示例请用别的文件夹：--out。", "Give the samples another folder with --out."),
        )
    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / ".samples.lock"):
        state = _state()
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:
            _make(root, progress)
            stamp.write_text(state, encoding="utf-8")
    return root


def _make(root: Path, progress: Callable[..., None] | None) -> None:
    """Copy the samples and import them; what an earlier version left goes first."""
    from .workspace import Workspace

    (root / _STAMP).write_text("", encoding="utf-8")  # ours, and not finished
    for part in ("inbox", "registers", "store"):
        shutil.rmtree(root / part, ignore_errors=True)
    folders = sorted(places.samples().glob("shop_*"))
    shops = [_shop(folder) for folder in folders]
    (root / "shop.toml").write_text(_toml(shops), encoding="utf-8")
    for folder, shop in zip(folders, shops, strict=True):
        for part in ("inbox", "registers"):
            if (folder / part).is_dir():
                shutil.copytree(folder / part, root / part / shop["id"])
    Workspace.open(root).import_files(progress=progress)


def _state() -> str:
    """A digest of the samples and of the formats that they are read by."""
    digest = hashlib.sha256()
    samples = sorted(p for f in places.samples().glob("shop_*") for p in f.rglob("*.*"))
    for file in [*samples, *sorted((places.templates() / "formats").glob("*.toml"))]:
        if file.is_file():
            digest.update(f"{file.name}\0".encode("utf-8", "surrogatepass") + file.read_bytes())
    return digest.hexdigest()


def _shop(folder: Path) -> dict[str, Any]:
    data = tomllib.loads((folder / "shop.toml").read_text(encoding="utf-8"))
    return data["shop"][0] if "shop" in data else data


def _toml(shops: list[dict[str, Any]]) -> str:
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("示例店铺，全部数据是合成的 / sample shops, all data synthetic"))
    document["workspace"] = {"salt": "demo"}
    entries = tomlkit.aot()
    for shop in shops:
        entry = tomlkit.table()
        for key in ("id", "name", "platform", "sellers"):
            if key in shop:
                entry[key] = shop[key]
        entries.append(entry)
    document["shop"] = entries
    return tomlkit.dumps(document)
