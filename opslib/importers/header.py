"""Which row of a sheet is its header, and which format's header that is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Iterable, Sequence

from ..errors import ImportProblem
from ..labels import Label
from .container import Sheet
from .formats import Column, Format, Formats

UNITS = {
    "元": "元", "人民币": "元", "cny": "元", "rmb": "元", "¥": "元",
    "usd": "USD", "us$": "USD", "$": "USD", "美元": "USD", "美金": "USD",
    "分": "分", "万": "万", "万元": "万", "亿": "亿", "亿元": "亿", "千": "千",
    "%": "%", "百分比": "%",
    "s": "s", "秒": "s", "h": "h", "小时": "h", "时": "h", "min": "min", "分钟": "min", "天": "天",
    "年": "年", "件": "件", "个": "个", "次": "次", "人": "人", "单": "单", "笔": "笔", "条": "条",
}  # fmt: skip
_BRACKET = re.compile(r"(.+?)[(\[]([^()\[\]]+)[)\]]")
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


@lru_cache(maxsize=20_000)
def normalise(text: str) -> tuple[str, str]:
    """A header's name without blanks, width and case, and the unit its bracket holds.

    "货品总价（元）" -> ("货品总价", "元"); "TM咨询人数 " -> ("tm咨询人数", "").
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold().strip("'\"*")
    if (found := _BRACKET.fullmatch(plain)) and found[2] in UNITS:
        return found[1], UNITS[found[2]]
    return plain, ""


@dataclass(frozen=True)
class Header:
    """The header row of a sheet: its names as seen, from the row below which the data start."""

    row: int  # from 0, in the sheet
    below: int
    seen: tuple[str, ...]

    @cached_property
    def names(self) -> list[str]:
        """The normalised names, "" where the cell is blank."""
        return [normalise(t)[0] if t else "" for t in self.seen]

    @cached_property
    def units(self) -> list[str]:
        """The units in brackets, "" where there is none."""
        return [normalise(t)[1] if t else "" for t in self.seen]

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, name in enumerate(self.names):
            found.setdefault(name, []).append(i)
        return found

    @property
    def repeated(self) -> dict[str, list[int]]:
        """Names that stand above more than one column."""
        return {n: p for n, p in self._by_name.items() if n and len(p) > 1}

    def places(self, aliases: Iterable[str]) -> list[int]:
        """Where the first of these aliases that occurs stands; several when it is repeated."""
        for alias in aliases:
            name, unit = normalise(alias)
            found = self._by_name.get(name, [])
            if unit:
                found = [i for i in found if self.units[i] in (unit, "")] or found
            if found:
                return found
        return []


@dataclass(frozen=True)
class Claim:
    """A format that says: this sheet is mine, and this is its header."""

    format: Format
    header: Header
    matched: int


def top_rows(sheet: Sheet, count: int) -> list[list[str]]:
    """The first rows of a sheet as text, "" where blank."""
    head = sheet.cells.slice(0, count).to_pydict().values()
    return [[(c or "").strip() for c in row] for row in zip(*head, strict=True)]


def candidates(sheet: Sheet, count: int) -> list[Header]:
    """Rows that may be a header: each filled row, and each pair of rows of a two-storey header."""
    rows = top_rows(sheet, count)
    found = []
    for i, row in enumerate(rows):
        if any(row):
            found.append(Header(i, i + 1, tuple(row)))
        if i + 1 < len(rows) and _second_storey(row, rows[i + 1]):
            both = tuple(low or high for high, low in zip(row, rows[i + 1], strict=True))
            found.append(Header(i, i + 2, both))
    return found


def _second_storey(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Does the lower row only fill in words where merged cells left the upper one blank?"""
    words = [c for c in lower if c]
    return (
        any(upper)
        and bool(words)
        and len(words) < sum(1 for u, w in zip(upper, lower, strict=True) if u or w)
        and not any(re.search(r"\d", w) for w in words)
    )


def matching(one: Format, header: Header) -> list[Column]:
    return [c for c in one.columns.values() if header.places(c.aliases)]


def _claims(one: Format, header: Header, sheet: Sheet, preamble: str) -> Claim | None:
    names = set(header.names)
    if any(not header.places(c.aliases) for c in one.required):
        return None
    if any(normalise(a)[0] in names for a in one.match.without):
        return None
    matched = matching(one, header)
    optional = sum(1 for c in matched if not c.required)
    if not matched or optional < one.match.at_least:
        return None
    if one.match.sheet and not re.search(one.match.sheet, sheet.name):
        return None
    if one.match.preamble and not re.search(one.match.preamble, preamble):
        return None
    return Claim(one, header, len(matched))


def preamble(sheet: Sheet, header: Header) -> str:
    """All text above the header."""
    return "\n".join(" ".join(filter(None, row)) for row in top_rows(sheet, header.row))


def recognise(sheet: Sheet, formats: Formats, platform: str = "") -> Claim | None:
    """Which format is this sheet, and where is its header? None if no format claims it.

    Of two claims the one wins whose required columns include those of the other and more, then
    the one of the shop's own `platform`. Raises ImportProblem naming both where neither does.
    """
    if not sheet.cells.num_rows or not formats:
        return None
    known = {
        normalise(a)[0] for f in formats.values() for c in f.columns.values() for a in c.aliases
    }
    rows = candidates(sheet, max(f.match.rows for f in formats.values()))
    rows = [h for h in rows if not known.isdisjoint(h.names)]
    best: dict[str, Claim] = {}
    for header in rows:
        above = preamble(sheet, header)
        for one in formats.values():
            claim = _claims(one, header, sheet, above)
            if claim and (one.id not in best or claim.matched > best[one.id].matched):
                best[one.id] = claim
    return _only(list(best.values()), sheet, platform)


def _needs(claim: Claim) -> set[int]:
    return {i for c in claim.format.required for i in claim.header.places(c.aliases)}


def _only(claims: list[Claim], sheet: Sheet, platform: str) -> Claim | None:
    left = [c for c in claims if not any(_needs(c) < _needs(d) for d in claims)]
    if len(left) > 1 and platform:
        left = [c for c in left if c.format.platform in ("both", platform)] or left
    if len(left) > 1:
        names = "、".join(f"{c.format.id} ({c.format.path})" for c in left)
        raise ImportProblem(
            sheet.name or sheet.member,
            Label(f"不止一种格式认领：{names}。", f"several formats claim it: {names}."),
            Label(
                "请在其中一个格式的 [match] 里用 without、sheet 或 preamble 区分。",
                "Tell them apart by without, sheet or preamble under [match] of one of them.",
            ),
        )
    return left[0] if left else None
