"""Headless Chromium for tests and screenshots: where it is, how it starts, which fonts it sees.

A bare machine has no Chinese font; `fonts()` lends it the one that travels with mplfonts.
`python -m tests.chromium --install` finds a browser or installs one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

EDGE = ("ProgramFiles(x86)", "ProgramFiles")  # where Windows keeps its own browser
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OWN = ("chrome", "chrome.exe", "headless_shell", "chrome-headless-shell")
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
    for place in EDGE:
        edge = Path(os.environ.get(place, "")) / "Microsoft" / "Edge" / "Application" / "msedge.exe"
        if os.name == "nt" and edge.is_file():
            return str(edge)
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    own = sorted(home.glob("chromium*/chrome-*/*"))
    return next((str(p) for p in own if p.name in OWN), None)


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


def starts() -> str:
    """The version of the browser that is found; "" if none is there or it does not start."""
    from playwright.sync_api import Error

    try:
        with browser() as started:
            return str(started.version)
    except Error as fault:
        if executable() is not None:
            print(f"{executable()} does not start:\n{str(fault)[:500]}")
        return ""


def installers() -> Iterator[list[list[str]]]:
    """The ways to get a browser on this machine, each a list of commands, the best first."""
    if shutil.which("apt-get"):
        root: list[str] | None = []
        if hasattr(os, "geteuid") and os.geteuid() != 0:
            root = ["sudo", "-n"] if shutil.which("sudo") else None
        if root is not None:
            apt = [*root, "apt-get"]
            fetch = [*apt, "install", "-y", "--no-install-recommends", "chromium"]
            yield [[*apt, "update"], fetch]
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    yield [playwright]


def install() -> int:
    """Find a browser that starts or install one; say what was done. 0 when there is one."""
    if version := starts():
        print(f"Chromium {version}: {executable() or 'by playwright'}")
        return 0
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in installers():
        for command in commands:
            print("+", " ".join(command), flush=True)
            try:  # what counts is whether a browser starts afterwards
                subprocess.run(command, env=environment, timeout=900, check=False)
            except (OSError, subprocess.TimeoutExpired) as fault:
                print(fault)
        if version := starts():
            print(f"Installed Chromium {version}: {executable() or 'by playwright'}")
            return 0
    print(
        "No Chromium could be found or installed; the browser tests need one.\n"
        "Install it yourself (Debian: apt install chromium) or name one: CHROMIUM=/path/to/it\n"
        "没有找到也装不上 Chromium。请自行安装，或用环境变量 CHROMIUM 指出它的路径。",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(install() if "--install" in sys.argv[1:] else int(not starts()))
