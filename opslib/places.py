"""Where templates, samples and notebooks are: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _find(name: str) -> Path:
    for home in (_PACKAGE.parent, _PACKAGE / "_shipped"):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"{name} is neither beside nor inside the package; reinstall opslib")


def templates() -> Path:
    """The folder of formats, rules, profiles, calendar, registers and the page."""
    return _find("templates")


def notebooks() -> Path:
    """The folder of the report notebooks."""
    return _find("notebooks")


def samples() -> Path:
    """The folder of the two synthetic sample shops."""
    return _find("data_samples")
