"""`python -m tests.chromium --install`: says what it found or did, and fails in plain words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import tests.chromium as chromium

pytestmark = pytest.mark.browser


def test_a_browser_that_is_there_is_only_named(capsys: pytest.CaptureFixture[str]) -> None:
    """`make test` would download a second browser, or ask for a password."""
    assert chromium.install() == 0
    told = capsys.readouterr().out
    assert told.startswith("Chromium ") and "+" not in told


def test_without_any_browser_it_ends_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Forty browser tests would each fail with a page of playwright."""
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    ways = [[["a-command-that-is-not-there"]], [[sys.executable, "-c", "raise SystemExit(3)"]]]
    monkeypatch.setattr(chromium, "installers", lambda: iter(ways))
    assert chromium.install() == 1
    told = capsys.readouterr()
    assert "does not start" in told.out and "CHROMIUM=" in told.err and "安装" in told.err


def test_the_next_way_is_tried_until_a_browser_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a machine without apt the tests could not be run at all."""
    real, link = chromium.executable(), tmp_path / "chromium"
    if real is None:
        pytest.skip("playwright brings its own")
    make = f"import os; os.symlink({real!r}, {str(link)!r})"
    ways = [[["a-command-that-is-not-there"]], [[sys.executable, "-c", make]]]
    monkeypatch.setenv("CHROMIUM", str(link))
    monkeypatch.setattr(chromium, "installers", lambda: iter(ways))
    assert chromium.install() == 0
    assert "Installed Chromium" in capsys.readouterr().out
