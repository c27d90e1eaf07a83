"""A notebook open in JupyterLab, for each module that names its REPORT."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import running, saved, serving


@pytest.fixture(scope="module")
def workspace(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An operator's workspace with published pages; not called demo."""
    return shutil.copytree(demo, tmp_path_factory.mktemp("lab") / "own_shop")


@pytest.fixture(scope="module")
def published(workspace: Path, request: pytest.FixtureRequest) -> Path:
    """The folder of the module's page: the sample shop's, in Chinese."""
    return workspace / "reports" / request.module.REPORT / "cotton1688" / "2026-11-20.zh"


@pytest.fixture(scope="module")
def data(published: Path) -> dict[str, Any]:
    """The page's data.json."""
    told: dict[str, Any] = json.loads((published / "data.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def lab(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Any]:
    """The notebook open in JupyterLab, every cell run; a module's ASKED gets every request."""
    home, asked = tmp_path_factory.mktemp("jupyter"), getattr(request.module, "ASKED", None)
    name = f"{request.module.REPORT}.ipynb"
    with serving(workspace, home) as address, running(address(name), asked) as page:
        yield page


@pytest.fixture(scope="module")
def ran(lab: Any, workspace: Path, request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The code cells of the notebook, saved after the last of them had run."""
    return saved(lab, workspace / "notebooks" / f"{request.module.REPORT}.ipynb")
