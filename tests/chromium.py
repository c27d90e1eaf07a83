"""Headless Chromium for tests and screenshots: where it is, how it starts, which fonts it sees.

A bare machine has no Chinese font; `fonts()` lends it the one that travels with mplfonts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias><family>sans-serif</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
<alias><family>system-ui</family><prefer><family>Noto Sans CJK SC</family></prefer></alias>
</fontconfig>
"""


def executable() -> str | None:
    """Chromium's path: $CHROMIUM, the system's, or the one playwright installed; None if none."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen
    for name in NAMES:
        if found := shutil.which(name):
            return found
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    own = sorted(home.glob("chromium*/chrome-*/*"))
    return next((str(p) for p in own if p.name in ("chrome", "headless_shell", "chrome.exe")), None)


def fonts(folder: Path) -> dict[str, str]:
    """Environment in which Chromium finds a Chinese font, from a fonts.conf written to `folder`."""
    spec = find_spec("mplfonts")
    if os.name == "nt" or spec is None or spec.origin is None:
        return dict(os.environ)
    conf = folder / "fonts.conf"
    lent = Path(spec.origin).parent / "fonts"
    conf.write_text(_FONTS.format(fonts=lent, cache=folder / "fontcache"), "utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(conf)}


@contextmanager
def browser() -> Iterator[Any]:
    """A playwright browser with the flags above, offline fonts ready; closed at the end."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=executable(), args=FLAGS[1:], env=fonts(Path(folder))
        )
        try:
            yield started
        finally:
            started.close()
