"""What the sections of any report share: a guard around each, and the report's end.

A section that fails says so in its place; the rest of the page goes on, and the run is marked
failed at its end.
"""

from __future__ import annotations

import functools
import json
import os
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, ClassVar

from . import arrivals, limits, metrics, report
from .errors import NotReady, OpslibError
from .labels import Label

if TYPE_CHECKING:
    from .shop import Shop


def section(zh: str, en: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard one section: an error is shown, told to the log, and remembered for the end."""

    def guard(make: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(make)
        def shown(self: Guarded, *arguments: Any, **named: Any) -> Any:
            try:
                return make(self, *arguments, **named)
            except NotReady:
                raise
            except Exception as fault:
                traceback.print_exc()
                self.failed.append(make.__name__)
                return report.failed(make.__name__, Label(zh, en), fault)

        return shown

    return guard


_DAYS = Label("哪些天有数据，用了哪些文件", "Which days have data, and which files were used")
_MEANS = Label("数字怎么算，说明不了什么", "How figures are made, and what they cannot tell")


class Guarded:
    """The sections of one report over one shop; each is a method under `section`.

    name: the report, where what it shows stands apart from the daily review.
    """

    name: ClassVar[str] = ""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.failed: list[str] = []

    @functools.cached_property
    def sheet(self) -> report.Sheet:
        """Everything the report has shown so far."""
        shop, name = self.shop, self.name
        if not name:
            return shop.sheet
        place = (shop.identity.id, shop.identity.name, shop.as_of, shop.profile.id, shop.currency)
        return report.Sheet(name, *place, metrics.METRICS)

    def again(self, number: str, sections: Iterable[str]) -> float | None:
        """One figure's value now: sections are made one after another until one shows it.

        Raises OpslibError when none of them does any more.
        """
        for name in sections:
            getattr(self, name)()
            if number in self.sheet.numbers:
                return self.sheet.numbers[number].value
        raise OpslibError(
            number,
            Label("现在的程序不再算这个数字。", "today's program no longer makes this figure."),
            Label("重新运行这份报告。", "Run the report again."),
        )

    def files_and_method(self, told: Iterable[Label]) -> report.Block:
        """Which files arrived, how figures are made and what they cannot tell, both folded.

        told: the report's own notes on how its figures are made.
        """
        shop = self.shop
        files = report.quality(
            self.sheet, shop.arrivals, arrivals.presence(shop), limits.gaps(shop)
        )
        how = report.method(self.sheet, shop.profile, shop.known_at, told, procedure=())
        days, means = report.folded(_DAYS, files), report.folded(_MEANS, how)
        return report.together(report.plain(files.text), days, means)

    def line(self) -> str:
        """The headline figures in one line, the same in every language."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write data.json, tables.xlsx and done.json where a run asked for them.

        Prints the headline figures and the rules that found something, in one line each and the
        same in every language: the lines that the notebook's test holds.
        """
        folder = os.environ.get("OPSLIB_OUT")
        if folder:
            self.sheet.write(Path(folder))
            (Path(folder) / "done.json").write_text(json.dumps(self._done()), encoding="utf-8")
        print(self.line())
        print("rules:", *(f.rule for f in self.sheet.findings))
        if self.failed:
            print("failed sections:", *self.failed)

    def _done(self) -> dict[str, Any]:
        loud = [f for f in self.sheet.findings if f.severity != "note"]
        return {
            "state": "ok" if loud else "nothing_to_report",
            "findings": len(self.sheet.findings),
            "failed_sections": self.failed,
            "versions": self.shop.snapshot.versions,
            "inputs": arrivals.inputs(self.shop),
        }
