"""Set up and run the project with nothing but Python: `python make.py demo`, `python make.py test`.

`make` calls this file too, so Windows (no make) and the rest do exactly the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = HOME / "requirements.lock"


def run(*command: str | Path, **env: str) -> None:
    """Run one step from the project's folder; stop with its exit code if it fails."""
    print("+", " ".join(str(c).replace(str(HOME) + os.sep, "") for c in command), flush=True)
    done = subprocess.run([str(c) for c in command], cwd=HOME, env={**os.environ, **env})
    if done.returncode:
        sys.exit(done.returncode)


def py(*arguments: str, **env: str) -> None:
    """Run the project's own Python."""
    run(PYTHON, *arguments, **env)


def setup() -> None:
    """Make .venv with the pinned packages and opslib itself; do nothing if that is done."""
    if sys.version_info < (3, 11):  # noqa: UP036 (run before anything is installed)
        sys.exit("opslib needs Python 3.11 or newer / 需要 Python 3.11 以上")
    state = hashlib.sha256(LOCK.read_bytes() + (HOME / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "opslib.stamp"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == state:
        return
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    py("-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK))
    py("-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(state)


def demo() -> None:
    """Import the samples and make every report of both shops, Chinese and English."""
    setup()
    py("-m", "opslib", "demo", "--out", "demo", *sys.argv[2:])


def lint() -> None:
    """Lint, format check, types, spelling."""
    setup()
    py("-m", "ruff", "check", ".")
    py("-m", "ruff", "format", "--check", ".")
    py("-m", "mypy")
    run(BIN / "codespell", "opslib", "tests", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test() -> None:
    """All checks and all tests, browser tests included."""
    lint()
    py("-m", "tests.chromium", "--install")
    py("-m", "pytest", "-n", "2", "--dist", "worksteal", *sys.argv[2:], OPENBLAS_NUM_THREADS="1")


def bench() -> None:
    """Print the ratios against the performance bars (10M rows; --rows 100M for more)."""
    setup()
    py("-m", "bench", *sys.argv[2:])


def lab() -> None:
    """Open the notebooks in JupyterLab on the demo workspace."""
    setup()
    py("-m", "opslib", "lab", *sys.argv[2:])


def samples() -> None:
    """Write data_samples again from the fixed seed."""
    setup()
    py("-m", "opslib.simulate", "--out", "data_samples", *sys.argv[2:])


def scorecard() -> None:
    """Replay the review over simulated shops, then the page, the READMEs and the checked line."""
    setup()
    py("-m", "opslib.scorecard", *sys.argv[2:])
    py("-m", "tests.notebooks.renew", "method_scorecard")


def clean() -> None:
    """Remove what the other commands made."""
    for name in (".venv", "demo", "bench_data", "reports/method_scorecard", "build", "dist"):
        shutil.rmtree(HOME / name, ignore_errors=True)


_ALL = (setup, demo, test, lint, bench, lab, samples, scorecard, clean)
COMMANDS = {f.__name__: f for f in _ALL}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        lines = [f"  {n:9} {(f.__doc__ or '').splitlines()[0]}" for n, f in COMMANDS.items()]
        sys.exit("usage: python make.py COMMAND\n" + "\n".join(lines))
    COMMANDS[name]()
