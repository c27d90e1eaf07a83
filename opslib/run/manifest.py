"""What a run was made of: written beside each report, so that it can be made again."""

from __future__ import annotations

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ..places import notebooks

PACKAGES = {
    "numbers": ("opslib", "deltalake", "duckdb", "pandas", "numpy", "pyarrow", "scipy"),
    "page": ("matplotlib", "papermill", "nbclient", "nbconvert", "ipykernel", "jinja2", "pydantic"),
}


def packages() -> dict[str, str]:
    """Versions of the packages that can change a number or a page."""
    found = {"python": platform.python_version()}
    for name in [*PACKAGES["numbers"], *PACKAGES["page"]]:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def revision() -> dict[str, Any]:
    """The git revision of the checkout and whether it was edited since; empty for a wheel."""
    home = notebooks().parent
    if not (home / ".git").exists():
        return {}
    try:
        return {
            "revision": _git(home, "rev-parse", "HEAD").strip(),
            "dirty": bool(_git(home, "status", "--porcelain", "--untracked-files=no").strip()),
        }
    except (OSError, subprocess.SubprocessError):
        return {}


def _git(home: Any, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(home), *words], capture_output=True, text=True, timeout=10, check=True
    )
    return done.stdout
