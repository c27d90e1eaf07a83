"""Every report of every shop, one shop beside the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import product
from threading import Event, Lock
from typing import TYPE_CHECKING, Sequence

from ..demo import AS_OF
from .reports import Request, make_report, show_result

if TYPE_CHECKING:
    from ..workspace import Workspace


def make_all(opened: Workspace, reports: Sequence[str], languages: Sequence[str]) -> list[int]:
    """Make the reports in each language for each shop of the samples; their exit codes.

    Two shops at a time: a report is a process of its own that waits for one core most of its
    life. Those of one shop come in order, for a review reads what the one before asked to be done.
    Raises what a report raises before it starts, after the ones under way have ended.
    """
    from ..workspace import Workspace

    stop, printing = Event(), Lock()

    def of_shop(shop: str) -> list[int]:
        own = Workspace.open(opened.root)
        codes = []
        for report, language in product(reports, languages):
            if stop.is_set():
                break
            result = make_report(Request(report, AS_OF, shop, language), own)
            codes.append(result.exit_code)
            with printing:
                show_result(result)
        return codes

    with ThreadPoolExecutor(2) as pool:
        # the language that is spoken belongs to a context, and a thread starts with an empty one
        started = [pool.submit(copy_context().run, of_shop, shop) for shop in opened.shops]
        try:
            return [code for one in started for code in one.result()]
        except BaseException:
            stop.set()
            raise
