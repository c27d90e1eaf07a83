"""The sample workspace: two synthetic shops, imported and ready to look at."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any, Callable

import platformdirs

from . import places

# The last day of the samples; the demo's reports look at it.
AS_OF = "2026-11-20"


def demo_workspace(root: Path | None = None, progress: Callable[..., None] | None = None) -> Path:
    """The folder of the sample workspace, made and imported on first use.

    `root` defaults to the user's data folder; samples that changed since are copied again.
    """
    root = root or Path(platformdirs.user_data_dir("opslib")) / "demo"
    shops = [_shop(folder) for folder in sorted(places.samples().glob("shop_*"))]
    root.mkdir(parents=True, exist_ok=True)
    (root / "shop.toml").write_text(_toml(shops), encoding="utf-8")
    for folder, shop in zip(sorted(places.samples().glob("shop_*")), shops, strict=True):
        for part in ("inbox", "registers"):
            if (folder / part).is_dir():
                shutil.copytree(folder / part, root / part / shop["id"], dirs_exist_ok=True)
    if not (root / "store").exists():
        from .workspace import Workspace

        Workspace.open(root).import_files(progress=progress)
    return root


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
