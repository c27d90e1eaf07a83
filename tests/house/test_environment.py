"""One list of packages, said in three places that must agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
LOCK = (HOME / "requirements.lock").read_text(encoding="utf-8")


def test_the_conda_environment_lists_what_pyproject_lists() -> None:
    """A conda user would otherwise get other packages than a pip user."""
    lines = (HOME / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = [line.split("- ", 1)[1].strip().strip('"') for line in lines if "      - " in line]
    assert listed == [*WANTED, "-e ."]


def test_the_lock_pins_every_package_within_its_range() -> None:
    """`make demo` installs from the lock; a version outside the range breaks `pip install .`."""
    pins = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, flags=re.M))
    pins = {canonicalize_name(name): version for name, version in pins.items()}
    for wanted in map(Requirement, WANTED):
        version = pins.get(canonicalize_name(wanted.name))
        assert version, f"{wanted.name} is not in requirements.lock"
        assert wanted.specifier.contains(version), f"{wanted.name} {version}"


def test_nothing_committed_names_a_registry() -> None:
    """An address in a lock or document would tie users to one package index."""
    registry = re.compile("py" r"pi\.org|files\.python" r"hosted|npm" r"js\.(org|com)")
    assert "--hash=sha256" in LOCK
    for name in ("requirements.lock", "environment.yml", "pyproject.toml", "README.md", "make.py"):
        assert not registry.search((HOME / name).read_text(encoding="utf-8")), name
