"""Where runs live in a workspace, and how a finished folder appears there in one step."""

from __future__ import annotations

import json
import os
import shutil
import time
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import OpslibError
from ..labels import Label

PAGE, MANIFEST = "index.html", "manifest.json"
GOOD = ("ok", "nothing_to_report")


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two runs the same run."""

    report: str
    shop: str
    as_of: str
    lang: str

    def __str__(self) -> str:
        return f"{self.report}.{self.shop}.{self.as_of}.{self.lang}"


@dataclass(frozen=True, slots=True)
class Place:
    """The places of one run key under <workspace>/reports."""

    reports: Path
    key: Key

    @property
    def shop_folder(self) -> Path:
        return self.reports / self.key.report / self.key.shop

    @property
    def folder(self) -> Path:
        return self.shop_folder / f"{self.key.as_of}.{self.key.lang}"

    @property
    def latest(self) -> Path:
        return self.shop_folder / f"latest.{self.key.lang}.html"

    @property
    def lock(self) -> Path:
        return self.reports / ".locks" / f"{self.key}.lock"

    @property
    def failed(self) -> Path:
        return self.reports / ".failed" / str(self.key)

    @property
    def aside(self) -> Path:
        """Where the earlier folder waits while the new one takes its place."""
        return self.reports / ".tmp" / f"{self.key}.aside"

    def fresh(self) -> Path:
        """A new empty folder to write into, on the same disk as the final one.

        The caller holds the lock of the key, so whatever lies there from an earlier run is
        debris of one that was killed.
        """
        self.recover()
        for old in (self.reports / ".tmp").glob(f"{self.key}-*"):
            shutil.rmtree(old, ignore_errors=True)
        folder = self.reports / ".tmp" / f"{self.key}-{uuid.uuid4().hex[:8]}"
        folder.mkdir(parents=True)
        return folder

    def recover(self) -> None:
        """Finish a publication that was killed between its two renames: put the old one back."""
        if self.aside.is_dir():
            if self.folder.exists():
                shutil.rmtree(self.aside, ignore_errors=True)
            else:
                os.replace(self.aside, self.folder)


def publish(new: Path, place: Place) -> None:
    """Let `new` become the run's folder. A reader sees the old one or the new one, whole."""
    place.folder.parent.mkdir(parents=True, exist_ok=True)
    if place.folder.exists():
        _move(place.folder, place.aside)
    _move(new, place.folder)
    shutil.rmtree(place.aside, ignore_errors=True)


def point_latest(place: Place) -> bool:
    """Let `latest` show this run, unless it already shows a later day. True if it moved.

    A copy, so that it opens from a mail or a phone; its links lead into the run's folder.
    """
    if any(day > place.key.as_of for day in good_days(place.shop_folder, place.key.lang)):
        return False
    page = (place.folder / PAGE).read_text("utf-8")
    write_whole(place.latest, page.replace('href="./', f'href="./{place.folder.name}/'))
    return True


def good_days(shop_folder: Path, lang: str) -> list[str]:
    """The days of this shop and language that have a good run, oldest first."""
    days = []
    for folder in shop_folder.glob(f"*.{lang}"):
        if folder.is_dir() and _is_day(folder.stem) and read_manifest(folder).get("state") in GOOD:
            days.append(folder.stem)
    return sorted(days)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run's folder; empty when there is none that can be read."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def keep_failed(new: Path, place: Place) -> Path:
    """Keep what a failed run left, for whoever looks into it; only the last one of a key."""
    shutil.rmtree(place.failed, ignore_errors=True)
    place.failed.parent.mkdir(parents=True, exist_ok=True)
    _move(new, place.failed)
    return place.failed


def write_whole(path: Path, text: str) -> None:
    """Write a file that is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    draft.write_text(text, "utf-8", newline="\n")
    os.replace(draft, path)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _move(source: Path, target: Path, patience: float = 3.0) -> None:
    """Rename; Windows refuses while Excel or a virus scanner holds a file, so ask a few times."""
    end = time.monotonic() + patience
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError as error:
            if time.monotonic() > end:
                raise OpslibError(
                    source.name,
                    Label("有程序正打开着里面的文件。", "a program holds a file in it open."),
                    Label("请关闭 Excel 后再运行。", "Close it in Excel and run again."),
                ) from error
            time.sleep(0.2)
