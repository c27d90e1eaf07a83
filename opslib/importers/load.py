"""Files into the store: each by itself, idempotent, and with a ledger of what became of it."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..errors import ImportProblem, OpslibError
from ..labels import Label
from ..model import ImportedFile, Problem
from ..store.log import utc
from .arrivals import Found, ShopIdentity, find_files, owner, refuse_paper
from .dates import moment_in_name
from .formats import Formats
from .known import Known
from .read import Parsed, read_parts

if TYPE_CHECKING:
    from pathlib import Path

    from ..store import Store

_log = logging.getLogger(__name__)
Progress = Callable[[int, int, "Path"], None]
# The ledger is written this often, so that a killed import has told of nearly all it stored.
_EVERY_SECONDS = 2.0
# Whoever exports sits in China unless the shop's own zone says otherwise.
_OFFICE = "Asia/Shanghai"
_STALE = Problem(
    Label(
        "这份导出比已存的旧：重叠的行保留较新的数字。",
        "this export is older than what is stored: where both speak, the newer figures stay.",
    ),
    Label("无需处理。", "Nothing to do."),
    severity="warning",
)
_NO_ROWS = {"read": 0, "accepted": 0, "refused": 0, "totals_dropped": 0}


def import_paths(
    paths: Sequence[Path],
    store: Store,
    formats: Formats,
    *,
    shop: str,
    shops: Mapping[str, ShopIdentity],
    salt: str = "",
    progress: Progress | None = None,
    at: datetime | None = None,
) -> list[ImportedFile]:
    """Import files and folders; what became of each file?

    Every file stands alone: one that cannot be read is refused with the reason, the others are
    imported, and nothing stored is touched by it. A file imported before (same bytes, shop and
    format) is `unchanged`.

    A file whose name is stamped with the moment of its export (报表_20260619_110330.csv) counts as
    known since then, not since today: such files go first, the oldest in front, so that the store
    keeps what each of them knew (`known_at`), and rows that are stored from a later export stay.

    shop: where files go that neither folder nor seller assigns ("" : refuse them).
    salt: of the buyer hashes. at: when the files arrived (default now), for imports "in the past".
    progress: called with (files done, files in all, the file at hand).
    """
    job = _Job(store, formats, shop, shops, salt, at, Known(store))
    files = sorted(find_files(paths, shops), key=job.turn)
    done: list[ImportedFile] = []
    try:
        for number, found in enumerate(files):
            if progress:
                progress(number, len(files), found.path)
            done += job.file(found)
            job.flush(done, lazy=True)
        if progress and files:
            progress(len(files), len(files), files[-1].path)
    finally:
        job.flush(done)
    return done


@dataclass
class _Job:
    store: Store
    formats: Formats
    shop: str
    shops: Mapping[str, ShopIdentity]
    salt: str
    at: datetime | None
    known: Known
    recorded: int = 0
    now: datetime = field(default_factory=lambda: utc(datetime.now(UTC)))
    last: float = field(default_factory=time.monotonic)

    def flush(self, done: list[ImportedFile], lazy: bool = False) -> None:
        """Tell the ledger of the files since last time."""
        if lazy and time.monotonic() - self.last < _EVERY_SECONDS:
            return
        news = [f for f in done[self.recorded :] if f.state != "unchanged" or f.problems]
        if news:
            self.store.record(news, self.at)
        self.recorded, self.last = len(done), time.monotonic()

    def file(self, found: Found) -> list[ImportedFile]:
        """One file, whatever is in it."""
        sha = ""
        try:
            raw = found.path.read_bytes()
            sha = hashlib.sha256(raw).hexdigest()
            refuse_paper(found.path)
            if (before := self.known.unchanged(sha, found, self)) is not None:
                return before
            parts = read_parts(
                found.path, self.formats, salt=self.salt, raw=raw, platform=self._platform(found)
            )
        except OpslibError as bad:
            return [_refused(found, sha, bad.what, bad.fix)]
        except OSError as bad:
            what = Label(f"打不开：{bad.strerror}", f"it cannot be opened: {bad.strerror}")
            return [
                _refused(found, sha, what, Label("请检查路径和权限。", "Check path and rights."))
            ]
        except Exception as bad:  # a fault of ours must not lose the other files
            _log.debug("fault while reading %s", found.path, exc_info=bad)
            what = Label(
                "程序没能读懂这个文件，什么也没存。",
                "the program could not make sense of it; nothing of it was stored.",
            )
            fix = Label(
                "请核对它的格式声明；仍不行请把文件和格式发给维护者。",
                "Check the declaration of its format; else report it with file and format.",
            )
            return [_refused(found, sha, what, fix)]
        return [self._part(found, sha, part) for part in parts]

    def turn(self, found: Found) -> tuple[bool, datetime]:
        """Stamped exports first, the oldest in front; whatever has no stamp is of today."""
        stamp = moment_in_name(found.path.name)
        return stamp is None, stamp or self.now

    def moment(self, found: Found) -> datetime | None:
        """When this file was exported, if its name is stamped with that and it is past (UTC)."""
        stamp = moment_in_name(found.path.name)
        if stamp is None:
            return None
        known = self.shops.get(found.shop or self.shop)
        zone = ZoneInfo(known.timezone if known and known.timezone else _OFFICE)
        moment = utc(stamp.replace(tzinfo=zone))
        return moment if moment < utc(self.at or self.now) else None

    def _platform(self, found: Found) -> str:
        shop = self.shops.get(found.shop or self.shop)
        return shop.platform if shop else ""

    def _part(self, found: Found, sha: str, part: Parsed) -> ImportedFile:
        shop: str | None = None
        try:
            shop = owner(found, part, self.shop, self.shops)
            self.known.check(sha, shop, part, assigned=bool(found.shop or part.sellers))
            state, stale = self._store(sha, shop, part, self.moment(found))
        except OpslibError as bad:
            where = f"{bad.where}: " if not isinstance(bad, ImportProblem) else ""
            what = Label(f"{where}{bad.what.zh}", f"{where}{bad.what.en}")
            return _refused(found, sha, what, bad.fix, part, shop)
        told = _told(found, sha, part, shop, state)
        return replace(told, problems=(*told.problems, _STALE)) if stale else told

    def _store(self, sha: str, shop: str, part: Parsed, at: datetime | None) -> tuple[str, int]:
        """What became of the rows, and how many gave way to what a later export had told."""
        states, stale = set(), 0
        for name, rows in part.tables.items():
            columns = [c for c in rows.column_names if c != "source_row"]
            written = self.store.write(
                name,
                shop,
                rows,
                columns=columns,
                source_file=sha[:16],
                at=at or self.at,
                yields=at is not None,
            )
            stale += written.stale
            states.add(written.state)
            self.known.add(shop, name, rows)
        state = next((s for s in ("replaced", "imported") if s in states), "unchanged")
        return state, stale


def _path(found: Found, part: Parsed | None) -> str:
    return f"{found.path}/{part.member}" if part and part.member else str(found.path)


def _refused(
    found: Found,
    sha: str,
    what: Label,
    fix: Label | None,
    part: Parsed | None = None,
    shop: str | None = None,
) -> ImportedFile:
    problem = Problem(what, fix)
    counts = dict(_NO_ROWS)
    if part:
        counts |= {"read": part.counts["read"], "refused": part.counts["read"]}
    return ImportedFile(
        path=_path(found, part),
        sha256=sha,
        format=part.format.id if part else None,
        table=part.table if part else None,
        shop=shop or found.shop or None,
        period=part.period if part else None,
        rows=counts,
        state="refused",
        problems=(problem, *(part.problems if part else ())),
        definition=part.format.definition if part else "",
    )


def _told(found: Found, sha: str, part: Parsed, shop: str, state: str) -> ImportedFile:
    problems = part.problems
    if not part.counts["accepted"]:
        if part.counts["read"]:
            state = "refused"
        elif part.format.platform != "both" or "order" in part.format.tables:
            # an empty hand-kept table is nothing to tell, an export without rows is
            what = Label("表头下面没有数据行。", "there is no row below the header.")
            fix = Label("请确认导出的日期范围。", "Check the range of days exported.")
            problems = (*problems, Problem(what, fix, severity="warning"))
    return ImportedFile(
        path=_path(found, part),
        sha256=sha,
        format=part.format.id,
        table=part.table or part.format.facts[0].name,
        shop=shop,
        period=part.period,
        rows=dict(part.counts),
        state=state,  # type: ignore[arg-type]
        problems=problems,
        columns=part.columns,
        definition=part.format.definition,
    )
