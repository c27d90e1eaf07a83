"""A member's figures in a table, each under an id of its own, with its range below it."""

from __future__ import annotations

import html
import re
from typing import Any

from ...ids import digest
from ...labels import Label
from .. import style
from ..markup import Raw, tag
from ..sheet import Sheet


class Cells:
    """The figures of one row: `stem.what.<hash of the member>`."""

    def __init__(self, sheet: Sheet, stem: str, row: Any, member: str) -> None:
        self.sheet, self.stem, self.row = sheet, stem, row
        self.key = digest(member)

    def one(self, what: str, label: Label, unit: str, shown: str | None = None) -> Raw:
        """One figure, written as `shown` where that is given; a dash where it is not known."""
        value = getattr(self.row, what)
        if style.missing(value):
            return tag("span", style.NOTHING, cls="mute")
        id = f"{self.stem}.{what}.{self.key}"
        return self.sheet.show(self.sheet.loose(id, label, float(value), unit), shown)

    def ranged(self, what: str, label: Label, unit: str) -> Raw:
        """One figure with its 80 % range (columns `what_lo`, `what_hi`, or lo, hi) under it."""
        shown = self.one(what, label, unit)
        ends = [self._end(what, end) for end in ("lo", "hi")]
        if any(style.missing(e) for e in ends):
            return shown
        low, high = (style.figure(e, unit, self.sheet.currency) for e in ends)
        if low == high:
            return shown
        return tag("div", shown, tag("span", f"{low} – {high}", cls="sub"))

    def _end(self, what: str, end: str) -> Any:
        own = getattr(self.row, f"{what}_{end}", None)
        return getattr(self.row, end, None) if own is None else own


def spoken_text(shown: Raw) -> str:
    """A sentence of figures and names without its markup, for the page's plain text."""
    return html.unescape(re.sub(r"<[^>]+>", "", shown)).strip()
