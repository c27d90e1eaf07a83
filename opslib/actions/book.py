"""The actions of one shop: kept in the store, written to the Excel register, read back from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ParameterError, StoreError, unknown
from ..facts import TABLES
from ..labels import Label
from .action import STATES, Action, Proposal, State, merged, this_week
from .register import NAME, write_register
from .rows import Kept, kept_of, row_of

if TYPE_CHECKING:
    from ..model import Problem
    from ..store import Snapshot
    from ..workspace import Workspace

_LOCK_SECONDS = 30.0
_AHEAD = timedelta(days=7)  # exports may be so much older than the day of an action


class Actions:
    """The action list of a shop as `snapshot` knew it (default: today's); `open_shop().actions`."""

    def __init__(self, workspace: Workspace, shop: str, snapshot: Snapshot | None = None) -> None:
        self.workspace, self.shop = workspace, workspace.shop(shop or None).id
        self._snapshot, self._seen = snapshot, ""

    def all(self, state: str = "") -> list[Action]:
        """All actions, or those in one state: open ones by money, others newest first."""
        if state and state not in STATES:
            raise unknown(Label("状态", "state"), state, STATES)
        found = [k.action for k in self._kept()]
        order = {s: i for i, s in enumerate(STATES)}
        found.sort(key=lambda a: (order[a.state], -(a.mid or 0.0), a.id))
        return [a for a in found if state in ("", a.state)]

    def get(self, id: str) -> Action:
        """The action of this id; UnknownName names the nearest."""
        known = {k.action.id: k.action for k in self._kept()}
        if id not in known:
            raise unknown(Label("动作编号", "action id"), id, known)
        return known[id]

    def asked(
        self, proposals: Iterable[Proposal], week: tuple[date, date], on: date | None = None
    ) -> list[Action]:
        """What a report shows as this week's actions, with the ids they will be kept under.

        on: day of the report; what is new is due after it.
        """
        kept = [k.action for k in self._kept()]
        return _ahead_of(on, kept, merged(kept, self._owned(proposals), week)[1])

    def mark(self, id: str, state: str, on: date | str = "", note: str = "") -> str:
        """Say what became of an action; returns "" or why the Excel file was not renewed.

        on: the day it was done (default: the last day that has data). Errors: UnknownName (id,
        state), ParameterError (no day, or one more than a week after the last day with data).
        """
        became = next((s for s in STATES if s == state), None)
        if became is None:
            raise unknown(Label("状态", "state"), state, STATES)
        day = _day(on, self.newest())
        with self._alone():
            self._forget()
            self.get(id)
            told = self._pull()
            kept = [
                _marked(k, became, day, note) if k.action.id == id else k for k in self._dated()
            ]
            return self._keep(kept, told)

    def accept(
        self, proposals: Sequence[Proposal], week: tuple[date, date], on: date | None = None
    ) -> str:
        """Keep a week's proposals and renew the register; "" or why the file was not renewed.

        on: see `asked`.

        What was marked in the file meanwhile is taken in first. Running it again changes nothing.
        """
        with self._alone():
            told = self._pull()
            kept = self._dated()
            shown = {k.action.id: k.shown for k in kept}
            before = [k.action for k in kept]
            after = _ahead_of(on, before, merged(before, self._owned(proposals), week)[0])
            return self._keep([Kept(a, shown.get(a.id, "")) for a in after], told)

    def sync(self) -> str:
        """Take in what was marked in the Excel file and write it anew; "" or why not."""
        with self._alone():
            told = self._pull()
            return self._keep(self._dated(), told)

    def panel(self, day: date | None = None) -> Any:
        """Controls that mark open actions done or dismissed; shown by a notebook."""
        from .board import board

        return board(self, day)

    @property
    def path(self) -> Path:
        """The register's file: in registers/<shop>/ where there are several shops."""
        folder = self.workspace.root / "registers"
        own = folder / self.shop / f"{NAME}.xlsx"
        return own if len(self.workspace.shops) > 1 or own.is_file() else folder / f"{NAME}.xlsx"

    def _owned(self, proposals: Iterable[Proposal]) -> list[Proposal]:
        """What fits into the week, each with the owner that shop.toml or its rule names."""
        from .owners import owners

        return owners(self.workspace.root, self.shop).given(this_week(list(proposals)))

    def _pull(self) -> str:
        """Import the register as it lies there; why it cannot be written over, if it cannot."""
        self._seen = self._digest()
        if not self._seen:
            return ""
        done = self.workspace.import_files([self.path], shop=self.shop)
        self._forget()
        bad = [f for f in done if f.rows.get("refused") or (f.state == "refused" and f.problems)]
        bad = [f for f in bad if f.format is None or f.rows.get("read")]
        if not bad:
            return ""
        why = "; ".join(f"{_place(p)}{p.what} {p.fix or ''}".strip() for p in bad[0].problems[:2])
        return str(
            Label(
                f"{self.path.name} 有读不懂的地方，没有改它（动作已经存好）：{why}",
                f"{self.path.name} could not be read and was left alone (the actions are safe): "
                f"{why}",
            )
        )

    def _digest(self) -> str:
        return sha256(self.path.read_bytes()).hexdigest() if self.path.is_file() else ""

    def _keep(self, kept: Sequence[Kept], told: str) -> str:
        """Store first, then the file, then that the file shows it: a crash loses nothing."""
        self._write([row_of(k) for k in kept])
        if told:
            return told
        if self._digest() != self._seen:
            return str(
                Label(
                    f"{self.path.name} 刚刚被保存过，没有改它；请再运行一次 opslib actions。",
                    f"{self.path.name} was saved just now and was left alone; run opslib actions "
                    "again.",
                )
            )
        try:
            write_register(self.path, [k.action for k in kept])
        except StoreError as fault:
            return str(fault)
        self._write([row_of(replace(k, shown=k.action.state)) for k in kept])
        return self._ahead(kept)

    def _ahead(self, kept: Sequence[Kept]) -> str:
        """What is said to be done on a day that nothing is known of yet; "" if nothing is."""
        newest = self.newest()
        far = [
            k.action
            for k in kept
            if newest and k.action.done_on and k.action.done_on > newest + _AHEAD
        ]
        if not far:
            return ""
        first = far[0]
        return str(
            Label(
                f"{self.path.name}：动作 {first.id} 的完成日期 {first.done_on} 在将来（共 "
                f"{len(far)} 处），请改正，不然看不出它有没有用。",
                f"{self.path.name}: action {first.id} was done on {first.done_on}, which is yet to "
                f"come ({len(far)} in all); mend it, or nobody can tell whether it worked.",
            )
        )

    def _dated(self) -> list[Kept]:
        """What is kept; an action done on a day that nobody wrote down, on the last with data."""
        day = self.newest()
        return [
            replace(k, action=replace(k.action, done_on=day))
            if k.action.state != "todo" and k.action.done_on is None
            else k
            for k in self._kept()
        ]

    def _write(self, rows: Sequence[dict[str, Any]]) -> None:
        import pyarrow as pa

        from ..facts import ARROW

        columns = TABLES["action"].columns
        if not rows:
            return
        made = {n: pa.array([r[n] for r in rows], ARROW[t]) for n, t in columns.items()}
        table = pa.table(made)
        digest = sha256(repr(table.to_pylist()).encode()).hexdigest()[:16]
        self.workspace.store.write(
            "action", self.shop, table, columns=table.column_names, source_file=digest
        )
        self._forget()

    def _forget(self) -> None:
        self._snapshot = None

    def _kept(self) -> list[Kept]:
        snapshot = self._snapshot or self.workspace.store.snapshot()
        if "action" not in snapshot.tables(self.shop):
            return []
        con = snapshot.connect(self.shop)
        names = [*TABLES["action"].columns]
        rows = con.execute(f"SELECT {', '.join(names)} FROM action ORDER BY id").fetchall()
        con.close()
        return [kept_of(dict(zip(names, row, strict=True))) for row in rows]

    def newest(self) -> date | None:
        """The last day that has data; None before any."""
        snapshot = self.workspace.store.snapshot()
        for table in ("ad_day", "shop_day"):
            if table in snapshot.tables(self.shop):
                con = snapshot.connect(self.shop)
                (day,) = con.execute(f"SELECT max(date) FROM {table}").fetchone() or (None,)
                con.close()
                if day:
                    return day  # type: ignore[no-any-return]
        return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        locks = self.workspace.root / "store" / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(locks / f"actions-{self.shop}.lock", timeout=_LOCK_SECONDS):
                yield
        except Timeout:
            raise StoreError(
                "action",
                Label("别的程序正在改行动登记表。", "another program is changing the actions."),
                Label("稍等再试。", "Try again in a moment."),
            ) from None


def _ahead_of(on: date | None, kept: Sequence[Action], actions: list[Action]) -> list[Action]:
    """New actions that would be due by the report's day are due two days after it."""
    if on is None:
        return actions
    known, late = {a.id for a in kept}, on + timedelta(days=2)
    return [
        replace(a, due=late) if a.id not in known and a.due is not None and a.due <= on else a
        for a in actions
    ]


def _day(on: date | str, newest: date | None) -> date:
    from ..moments import day_of

    day = day_of(on) or newest
    if day is None:
        raise ParameterError(
            "on",
            Label("请写完成日期。", "name the day it was done."),
            Label("例如 2026-11-20。", "For example 2026-11-20."),
        )
    if newest is not None and day > newest + _AHEAD:
        raise ParameterError(
            str(day),
            Label(
                f"完成日期在数据最后一天 {newest} 之后一周以上。",
                f"it lies more than a week after the last day with data, {newest}.",
            ),
            Label("请核对日期。", "Check the day."),
        )
    return day


def _marked(kept: Kept, state: State, day: date, note: str) -> Kept:
    action = kept.action
    done = None if state == "todo" else day
    return replace(
        kept, action=replace(action, state=state, done_on=done, note=note or action.note)
    )  # type: ignore[arg-type]


def _place(problem: Problem) -> str:
    row = problem.row and Label("第 {n} 行", "row {n}").format(n=problem.row)
    where = " ".join(str(x) for x in (row, problem.column) if x)
    return f"{where}: " if where else ""
