"""A small workspace for tests that change one: three weeks of one shop's daily overview."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from opslib.places import samples
from opslib.workspace import Workspace

INBOX = samples() / "shop_1688" / "inbox"
SHOP = "cotton1688"
LAST = "2026-11-20"


def put(workspace: Path, *patterns: str) -> None:
    """Put sample exports into the inbox."""
    for pattern in patterns:
        files = sorted(INBOX.glob(pattern))
        assert files, pattern
        for file in files:
            shutil.copy(file, workspace / "inbox")


@pytest.fixture(scope="module")
def small_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once a module; not to be changed."""
    root = tmp_path_factory.mktemp("small") / "shop"
    Workspace.init(root, platform="1688", shop=SHOP, name="Small shop")
    put(root, "核心看板_2026-10.*", "核心看板_2026-11.*")
    Workspace.open(root).import_files([root / "inbox"])
    return root


@pytest.fixture
def small(small_once: Path, tmp_path: Path) -> Path:
    """A copy to change: October and November 2026 of one 1688 shop, imported, no report."""
    return shutil.copytree(small_once, tmp_path / "shop")
